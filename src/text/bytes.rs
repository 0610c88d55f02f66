//! A first look at the bytes of a text: whether there is anything in it that deserves a second one.

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

/// Whether any two bytes that follow each other pass `test`, as [`any`] has it.
#[inline]
fn any_pair(bytes: &[u8], test: impl Fn(u8, u8) -> bool) -> bool {
    let next = bytes.get(1..).unwrap_or_default();
    let mut pieces = bytes.chunks(AT_ONCE).zip(next.chunks(AT_ONCE));
    pieces.any(|(first, second)| {
        let pairs = first.iter().zip(second);
        pairs.fold(0, |found, (a, b)| found | u8::from(test(*a, *b))) != 0
    })
}

/// Whether there is a Persian digit.
pub fn has_persian_digit(bytes: &[u8]) -> bool {
    any_pair(bytes, |a, b| (a == 0xDB) & (b.wrapping_sub(0xB0) < 10))
}

/// Whether there is a digit of the Arabic script, Persian ones among them.
pub fn has_native_digit(bytes: &[u8]) -> bool {
    let is_arabic = |a, b: u8| (a == 0xD9) & (b.wrapping_sub(0xA0) < 10);
    any_pair(bytes, |a, b| {
        is_arabic(a, b) | (a == 0xDB) & (b.wrapping_sub(0xB0) < 10)
    })
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
    fn letters_and_digits_are_those_of_ascii() {
        for byte in 0..=255u8 {
            assert_eq!(is_letter(byte), byte.is_ascii_alphabetic());
            assert_eq!(is_digit(byte), byte.is_ascii_digit());
        }
        assert!(has_persian_digit("سال ۱۴۰۰".as_bytes()));
        assert!(!has_persian_digit("عام ٢٠٢٢ ەۆ".as_bytes()));
        assert!(has_native_digit("عام ٢".as_bytes()) && has_native_digit("۹".as_bytes()));
        assert!(!has_native_digit("عام 2022 ەۆ".as_bytes()));
    }
}
