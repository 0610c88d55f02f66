//! Decimal digits of Arabic and Persian scripts, read as ASCII.

use std::borrow::Cow;

/// The ASCII digit for an Arabic-Indic (U+0660–0669) or extended Arabic-Indic (U+06F0–06F9) digit;
/// any other character as it is.
pub fn ascii_digit(c: char) -> char {
    let value = match c {
        '\u{660}'..='\u{669}' => c as u32 - 0x660,
        '\u{6F0}'..='\u{6F9}' => c as u32 - 0x6F0,
        _ => return c,
    };
    char::from_digit(value, 10).unwrap_or(c)
}

/// `text` with every Arabic-Indic and Persian digit as its ASCII digit. Borrows when there is none.
pub fn to_ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.chars().any(|c| ascii_digit(c) != c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(ascii_digit).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_all_three_digit_systems() {
        assert_eq!(to_ascii("٢٠٢٢-۰۱-10"), "2022-01-10");
        assert!(matches!(to_ascii("2022"), Cow::Borrowed(_)));
        assert!(matches!(to_ascii("كانون الثاني"), Cow::Borrowed(_)));
    }
}
