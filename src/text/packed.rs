//! Texts in less room: an archive keeps the summaries and captions of a million articles in memory.
//!
//! In UTF-8 a letter of Arabic takes two bytes, of which the first is nearly always one of two. As in the Standard
//! Compression Scheme for Unicode (UTS #6), one window of 128 characters takes one byte each here, beside ASCII;
//! unlike there, a text has one window, which its first letter decides.

use std::cell::Cell;
use std::fmt;

use bitcode::{Decode, Encode};
use memchr::memchr;

/// A text, packed.
#[derive(Clone, PartialEq, Eq, Hash, Default, Encode, Decode)]
pub struct Packed(
    /// The number of the window, from which U+0080 × number is counted; 0 where the text stands as it is. Nothing
    /// of an empty text.
    Box<[u8]>,
);

/// Before a character that is neither in the window nor of ASCII, and before itself: the substitute character, which
/// no text has a use for.
const ESCAPE: u8 = 0x1A;

/// The window of Arabic, U+0600 to U+067F.
const ARABIC: u8 = 12;

impl Packed {
    /// Packs `text`.
    pub fn of(text: &str) -> Self {
        if text.is_empty() {
            return Packed::default();
        }
        let window = window(text.as_bytes());
        let mut packed = BUFFER.take();
        packed.clear();
        packed.push(window);
        let mut rest = text.as_bytes();
        while let [first, behind @ ..] = rest {
            rest = behind;
            match (*first, behind) {
                (ESCAPE, _) => packed.extend([ESCAPE, ESCAPE]),
                (..=0x7F, _) => packed.push(*first),
                (_, [second, behind @ ..]) if number(*first) == window => {
                    packed.push(0x80 | (first & 1) << 6 | second & 0x3F);
                    rest = behind;
                }
                _ => {
                    // The text is UTF-8: the rest of the character is there.
                    let (char, behind) = behind.split_at(length(*first) - 1);
                    packed.extend([ESCAPE, *first]);
                    packed.extend(char);
                    rest = behind;
                }
            }
        }
        if packed.len() > text.len() {
            packed.clear();
            packed.push(0);
            packed.extend(text.as_bytes());
        }
        // A box that is cut from a longer one may keep all its room.
        let own = Packed(packed.as_slice().into());
        BUFFER.set(packed);
        own
    }

    /// The text.
    pub fn text(&self) -> String {
        let Some((window, mut rest)) = self.0.split_first() else {
            return String::new();
        };
        if *window == 0 {
            return text_of(rest);
        }
        let mut text = BUFFER.take();
        text.clear();
        loop {
            let escape = memchr(ESCAPE, rest);
            let (plain, behind) = rest.split_at(escape.unwrap_or(rest.len()));
            unpack(plain, *window, &mut text);
            if escape.is_none() {
                break;
            }
            let behind = &behind[1..];
            let length = behind.first().map_or(0, |first| length(*first));
            let (char, behind) = behind.split_at(length.min(behind.len()));
            text.extend(char);
            rest = behind;
        }
        let unpacked = text_of(&text);
        BUFFER.set(text);
        unpacked
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

thread_local! {
    /// What was packed or unpacked last, to be written over.
    static BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Writes what is packed without escapes. No branch depends on a single byte.
fn unpack(packed: &[u8], window: u8, text: &mut Vec<u8>) {
    let mut end = text.len();
    text.resize(end + 2 * packed.len(), 0);
    for byte in packed {
        let is_in_window = byte >> 7;
        let of_two = 0xC0 | window << 1 | byte >> 6 & 1;
        if let Some([first, second]) = text.get_mut(end..end + 2) {
            *first = if is_in_window == 1 { of_two } else { *byte };
            *second = 0x80 | byte & 0x3F;
        }
        end += 1 + usize::from(is_in_window);
    }
    text.truncate(end);
}

/// Bytes as text; of bytes that were never packed, what can be read.
fn text_of(bytes: &[u8]) -> String {
    match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// The window of a text: that of its first letter of two bytes behind those of Latin, and of Arabic where there is
/// none. Of the two of Arabic it is the first, in which most letters of Persian and Urdu are as well.
fn window(text: &[u8]) -> u8 {
    let is_first = |byte: &&u8| (0xCE..=0xDF).contains(*byte);
    match text.iter().find(is_first).map(|first| number(*first)) {
        Some(13) | None => ARABIC,
        Some(window) => window,
    }
}

/// The number of the window that a character of two bytes is in, by the first; that of no window for another.
fn number(first: u8) -> u8 {
    match first {
        0xC0..=0xDF => (first & 0x1F) >> 1,
        _ => u8::MAX,
    }
}

/// How many bytes the character has that begins with this one.
fn length(first: u8) -> usize {
    match first {
        ..=0xBF => 1,
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0.. => 4,
    }
}

impl From<&str> for Packed {
    fn from(text: &str) -> Self {
        Packed::of(text)
    }
}

impl From<String> for Packed {
    fn from(text: String) -> Self {
        Packed::of(&text)
    }
}

impl fmt::Display for Packed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl fmt::Debug for Packed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text(), f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn most_letters_take_one_byte() {
        for (text, bytes) in [
            ("", 0),
            ("أعلنت البلدية، أمس، ٤٢ قرارا؟", 30),
            ("Council meets, 3 of 5", 22),
            ("Ереван", 7),
            ("ירושלים", 8),
            // The last letter is in the second window of Arabic.
            ("گفتگو", 10),
            ("سال نو گ", 11),
            ("«خبر»", 10),
            ("漢字", 7),
            ("\u{1A}", 2),
        ] {
            let packed = Packed::of(text);
            assert_eq!(packed.text(), text);
            assert_eq!(packed.0.len(), bytes, "{text}");
            assert_eq!(packed.is_empty(), text.is_empty());
        }
    }

    proptest! {
        #[test]
        fn what_is_packed_comes_back(text in "([ء-ي٠-٩ ]{0,9}|[a-z .]{0,5}|[پ-ے]|«|»|\u{200c}|\u{1a}|é|漢|😀|\\PC){0,12}") {
            let packed = Packed::of(&text);
            prop_assert_eq!(packed.text(), text.as_str());
            prop_assert!(packed.0.len() <= text.len() + 1);
        }

        #[test]
        fn any_bytes_are_some_text(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let _ = Packed(bytes.into()).text();
        }
    }
}
