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
    /// A heading of the old page's links to other articles; lines below it are their headlines.
    Links,
    /// The agency or paper the article is taken from.
    Source(String),
}

const LABELS: [&str; 31] = [
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
    "المصدر",
    "المصادر",
    "طباعة",
    "اطبع",
    "نسخ الرابط",
    "انسخ الرابط",
    "إرسال إلى صديق",
    "تابعنا",
    "تابعونا",
    "عودة إلى الأعلى",
    "إعلان",
    "Comments",
    "Share",
    "Print",
];

const LINKS: [&str; 18] = [
    "اقرأ أيضا",
    "اقرأ المزيد",
    "اقرأ كذلك",
    "اقرأ في",
    "شاهد أيضا",
    "للمزيد",
    "المزيد",
    "مواضيع ذات صلة",
    "موضوعات ذات صلة",
    "أخبار ذات صلة",
    "مقالات ذات صلة",
    "مواد ذات صلة",
    "كلمات مفتاحية",
    "كلمات دلالية",
    "الوسوم",
    "وسوم",
    "Tags",
    "Read also",
];

type Keys = LazyLock<Vec<String>>;
static LABEL_KEYS: Keys =
    LazyLock::new(|| LABELS.iter().map(|label| spelling_key(label)).collect());
static LINK_KEYS: Keys = LazyLock::new(|| LINKS.iter().map(|label| spelling_key(label)).collect());

/// The longest name of a source, in characters; beyond it the line is a sentence.
const SOURCE: usize = 80;

/// Whether `line` is the old page's path of sections: `الرئيسية > محليات`.
fn is_path_of_sections(line: &str) -> bool {
    let mut steps = line.split(['>', '›', '»', '/', '|', '\\']);
    let first = steps.next().map(spelling_key);
    first.is_some_and(|first| matches!(first.as_str(), "الرييسيه" | "home"))
        && steps.next().is_some()
}

/// What `line` is, if it is furniture.
pub(super) fn furniture(line: &str) -> Option<Furniture> {
    if let Some(name) = source(line) {
        return Some(Furniture::Source(name));
    }
    // `اقرأ أيضاً: عنوان آخر`: what follows the sign belongs to the label.
    let before = line
        .split_once([':', '：'])
        .map_or(line, |(label, _)| label);
    if is_one_of(&LINK_KEYS, before) {
        return Some(Furniture::Links);
    }
    (is_one_of(&LABEL_KEYS, line) || is_path_of_sections(line)).then_some(Furniture::Label)
}

/// `التعليقات (3):` is the same label as `التعليقات`.
fn is_one_of(keys: &[String], label: &str) -> bool {
    let key = spelling_key(label);
    let label = key.trim_matches(|c: char| !c.is_alphabetic());
    keys.iter().any(|known| known == label)
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
            "شـارك",
            "المصدر:",
            "COMMENTS (0)",
            "٠ تعليقات",
            "الرئيسية > محليات > خبر",
        ] {
            assert_eq!(furniture(line), Some(Furniture::Label), "{line}");
        }
        for line in [
            "اقرأ أيضاً:",
            "إقرأ ايضا",
            "اقرأ أيضًا: افتتاح الجسر",
            "وسوم: ماء، سوق",
        ] {
            assert_eq!(furniture(line), Some(Furniture::Links), "{line}");
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
            "شارك: مئة عازف",
            "وقال في وسوم: كلام",
            "قال المصدر: نعم",
            "123",
        ] {
            assert_eq!(furniture(line), None, "{line}");
        }
        assert_eq!(furniture(&format!("المصدر: {}", "كلمة ".repeat(30))), None);
    }
}
