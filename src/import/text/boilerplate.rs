//! Lines of the old site's furniture at the end of an export: `التعليقات`, `اقرأ أيضا`, `المصدر: …`.
//!
//! A line comes in, what it is goes out. Only whole lines of a fixed list count, in any spelling.

use std::sync::LazyLock;

use crate::text::identity::spelling_key;
use crate::text::normalize::is_invisible;

/// What a line of furniture is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Furniture {
    /// A heading, button or counter of the old page.
    Label,
    /// The agency or paper the article is taken from.
    Source(String),
}

const LABELS: [&str; 34] = [
    "التعليقات",
    "تعليقات",
    "التعليق",
    "تعليق",
    "اترك تعليقا",
    "اترك تعليق",
    "أضف تعليقا",
    "أضف تعليق",
    "اكتب تعليقا",
    "لا تعليقات",
    "لا توجد تعليقات",
    "شارك",
    "شاركها",
    "مشاركة",
    "شارك الخبر",
    "شارك المقال",
    "شارك على",
    "اقرأ أيضا",
    "اقرأ المزيد",
    "اقرأ كذلك",
    "للمزيد",
    "المزيد",
    "مواضيع ذات صلة",
    "أخبار ذات صلة",
    "مقالات ذات صلة",
    "مواد ذات صلة",
    "المصدر",
    "المصادر",
    "طباعة",
    "اطبع",
    "كلمات مفتاحية",
    "Comments",
    "Share",
    "Print",
];

static KEYS: LazyLock<Vec<String>> =
    LazyLock::new(|| LABELS.iter().map(|label| spelling_key(label)).collect());

/// The longest name of a source, in characters; beyond it the line is a sentence.
const SOURCE: usize = 80;

/// What `line` is, if it is furniture.
pub(super) fn furniture(line: &str) -> Option<Furniture> {
    if let Some(name) = source(line) {
        return Some(Furniture::Source(name));
    }
    // `التعليقات (3):` is the same label as `التعليقات`.
    let key = spelling_key(line);
    let label = key.trim_matches(|c: char| !c.is_alphabetic());
    KEYS.iter()
        .any(|known| known == label)
        .then_some(Furniture::Label)
}

fn source(line: &str) -> Option<String> {
    let (label, name) = line.split_once([':', '：'])?;
    let label = spelling_key(label);
    let name = name
        .trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
        .trim_end_matches('.');
    let is_source = matches!(label.as_str(), "المصدر" | "مصدر" | "المصادر" | "source");
    let is_name = name.chars().any(char::is_alphanumeric) && name.chars().count() <= SOURCE;
    (is_source && is_name).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_in_any_spelling_and_sentences_are_not() {
        for line in [
            "التعليقات",
            "التعليقات (3)",
            "التعليقات:",
            "اقرأ أيضاً:",
            "إقرأ ايضا",
            "شـارك",
            "المصدر:",
            "COMMENTS (0)",
            "٠ تعليقات",
        ] {
            assert_eq!(furniture(line), Some(Furniture::Label), "{line}");
        }
        assert_eq!(
            furniture("المصدر: وكالات"),
            Some(Furniture::Source("وكالات".into()))
        );
        assert_eq!(
            furniture("المصدر : وكالة المرفأ + مواقع"),
            Some(Furniture::Source("وكالة المرفأ + مواقع".into()))
        );
        for line in [
            "",
            "التعليقات على القرار كثيرة",
            "شارك في الحفل مئة عازف",
            "قال المصدر: نعم",
            "123",
        ] {
            assert_eq!(furniture(line), None, "{line}");
        }
        assert_eq!(furniture(&format!("المصدر: {}", "كلمة ".repeat(30))), None);
    }
}
