//! A first look at the bytes of a text: whether there is anything in it that deserves a second one.

use std::ops::Range;

/// How many bytes are looked at before it is asked whether any was found.
const AT_ONCE: usize = 64;

/// Whether any byte passes `test`. No branch depends on a single byte, so that the compiler can look at
/// many at once; `test` should have none either.
#[inline]
pub fn any(bytes: &[u8], test: impl Fn(u8) -> bool) -> bool {
    let found = |piece: &[u8]| {
        piece
            .iter()
            .fold(0, |found, byte| found | u8::from(test(*byte)))
            != 0
    };
    let (pieces, rest) = bytes.as_chunks::<AT_ONCE>();
    pieces.iter().any(|piece| found(piece)) || found(rest)
}

/// Whether `byte` is a Latin letter.
#[inline]
pub fn is_letter(byte: u8) -> bool {
    (byte | 0x20).wrapping_sub(b'a') < 26
}

/// Whether `byte` is a Latin digit.
#[inline]
pub fn is_digit(byte: u8) -> bool {
    byte.wrapping_sub(b'0') < 10
}

/// The stretches of `bytes` in which a byte may pass `test` together with the one behind it (nought at the
/// end), from front to back: a second look is needed at these alone.
pub fn stretches(
    bytes: &[u8],
    test: impl Fn(u8, u8) -> bool,
) -> impl Iterator<Item = Range<usize>> {
    let starts = (0..bytes.len()).step_by(AT_ONCE);
    let all = starts.map(move |start| start..bytes.len().min(start + AT_ONCE));
    all.filter(move |stretch| {
        if let Some((first, second)) = pairs(bytes, stretch.start) {
            return any_of(first, second, &test);
        }
        any_at_end(bytes, stretch.start, &test) || bytes.last().is_some_and(|last| test(*last, 0))
    })
}

/// Whether any two bytes that follow each other pass `test`, as [`any`] has it.
#[inline]
pub fn any_pair(bytes: &[u8], test: impl Fn(u8, u8) -> bool) -> bool {
    let mut start = 0;
    while let Some((first, second)) = pairs(bytes, start) {
        if any_of(first, second, &test) {
            return true;
        }
        start += AT_ONCE;
    }
    any_at_end(bytes, start, &test)
}

/// Whether any two of the bytes from `start` on pass `test`, where these are too few for [`pairs`]. Those before them
/// are looked at once more, where there are enough.
#[inline]
fn any_at_end(bytes: &[u8], start: usize, test: impl Fn(u8, u8) -> bool) -> bool {
    let last = bytes.len().checked_sub(AT_ONCE + 1);
    if let Some((first, second)) = last.and_then(|last| pairs(bytes, last)) {
        return any_of(first, second, test);
    }
    let rest = bytes.get(start..).unwrap_or_default();
    rest.windows(2).any(|pair| test(pair[0], pair[1]))
}

/// So many bytes from `start` on, and the bytes behind each of them; nothing near the end. Their number is known to
/// the compiler, without which it looks at them one by one.
#[inline]
fn pairs(bytes: &[u8], start: usize) -> Option<(&[u8; AT_ONCE], &[u8; AT_ONCE])> {
    let from = |start: usize| bytes.get(start..)?.first_chunk();
    Some((from(start)?, from(start + 1)?))
}

#[inline]
fn any_of(first: &[u8; AT_ONCE], second: &[u8; AT_ONCE], test: impl Fn(u8, u8) -> bool) -> bool {
    let pairs = first.iter().zip(second);
    pairs.fold(0, |found, (a, b)| found | u8::from(test(*a, *b))) != 0
}

/// Whether there is a Persian digit.
pub fn has_persian_digit(bytes: &[u8]) -> bool {
    any_pair(bytes, |a, b| (a == 0xDB) & (b.wrapping_sub(0xB0) < 10))
}

/// Whether two bytes are a digit of the Arabic script, Persian ones among them.
#[inline]
pub fn is_native_digit(first: u8, second: u8) -> bool {
    let is_arabic = (first == 0xD9) & (second.wrapping_sub(0xA0) < 10);
    is_arabic | (first == 0xDB) & (second.wrapping_sub(0xB0) < 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_byte_is_found_wherever_it_stands() {
        for length in 0..200 {
            let mut text = vec![0xD8; length];
            assert!(!any(&text, is_digit));
            for at in 0..length {
                text[at] = b'7';
                assert!(any(&text, is_digit), "{at} of {length}");
                text[at] = 0xD8;
            }
        }
    }

    #[test]
    fn stretches_hold_every_pair_that_passes() {
        let mut text = vec![0xD8; 200];
        assert_eq!(stretches(&text, |a, _| is_digit(a)).count(), 0);
        for at in 0..text.len() {
            text[at] = b'7';
            let behind = text.get(at + 1).copied().unwrap_or(0);
            let mut found = stretches(&text, |a, b| a == b'7' && b == behind);
            let start = at / AT_ONCE * AT_ONCE;
            assert_eq!(found.next(), Some(start..200.min(start + AT_ONCE)), "{at}");
            // The last stretch is told with the bytes before it.
            let is_near_the_end = at >= text.len() - AT_ONCE - 1 && start + AT_ONCE < 200;
            assert_eq!(found.count(), usize::from(is_near_the_end), "{at}");
            text[at] = 0xD8;
        }
        assert_eq!(stretches(&[], |_, _| true).count(), 0);
    }

    #[test]
    fn letters_and_digits_are_those_of_ascii() {
        for byte in 0..=255u8 {
            assert_eq!(is_letter(byte), byte.is_ascii_alphabetic());
            assert_eq!(is_digit(byte), byte.is_ascii_digit());
        }
        assert!(has_persian_digit("سال ۱۴۰۰".as_bytes()));
        assert!(!has_persian_digit("عام ٢٠٢٢ ەۆ".as_bytes()));
        let has_native_digit = |text: &str| any_pair(text.as_bytes(), is_native_digit);
        assert!(has_native_digit("عام ٢") && has_native_digit("۹"));
        assert!(!has_native_digit("عام 2022 ەۆ"));
    }

    #[test]
    fn any_pair_is_found_wherever_it_stands() {
        for length in 0..200 {
            let mut text = vec![0xD8; length];
            assert!(!any_pair(&text, |a, b| (a == b'a') & (b == b'b')));
            for at in 0..length.saturating_sub(1) {
                (text[at], text[at + 1]) = (b'a', b'b');
                assert!(
                    any_pair(&text, |a, b| (a == b'a') & (b == b'b')),
                    "{at} of {length}"
                );
                (text[at], text[at + 1]) = (0xD8, 0xD8);
            }
        }
    }
}
