//! How a line ends and begins, as far as the rules for captions and subheadings ask.

use crate::text::normalize::is_invisible;

/// Whether `text` ends as a sentence does: `.`, `؟`, `!`, `…` or `:`, perhaps inside quotation marks
/// or brackets.
pub(super) fn ends_a_sentence(text: &str) -> bool {
    last_sign(text).is_some_and(|c| matches!(c, '.' | '؟' | '?' | '!' | '…' | ':' | '۔'))
}

/// Whether `text` ends as a sentence does, or breaks off in the middle of one.
pub(super) fn has_final_punctuation(text: &str) -> bool {
    ends_a_sentence(text) || last_sign(text).is_some_and(|c| matches!(c, '،' | ',' | '؛' | ';'))
}

fn last_sign(text: &str) -> Option<char> {
    text.chars()
        .rev()
        .find(|c| !c.is_whitespace() && !is_invisible(*c) && !"\"'”’»›)]}".contains(*c))
}

/// Whether all of `text` is one quotation.
pub(super) fn is_quotation(text: &str) -> bool {
    let mut signs = text.chars().filter(|c| !is_invisible(*c));
    let first = signs.next();
    let last = signs.next_back();
    matches!(
        (first, last),
        (Some('"' | '“' | '”' | '«'), Some('"' | '“' | '”' | '»'))
    ) && text.chars().filter(|c| "\"“”«»".contains(*c)).count() == 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_quotes_do_not_hide_the_end() {
        for text in [
            "قال كذا.",
            "قال \"كذا.\"",
            "أحقًا؟»",
            "قال (كذا!)\u{200F}",
            "وقال:",
        ] {
            assert!(ends_a_sentence(text), "{text}");
        }
        for text in ["عنوان", "العنوان \"كذا\"", "", "أولاً،"] {
            assert!(!ends_a_sentence(text), "{text}");
        }
        assert!(has_final_punctuation("أولاً،"));
        assert!(
            is_quotation("«كذا»")
                && is_quotation("\"كذا وكذا\"")
                && !is_quotation("\"أ\" و\"ب\"")
                && !is_quotation("\"")
        );
    }
}
