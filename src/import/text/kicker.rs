//! The word above or below a headline that says what kind of piece it is: `تقرير`, `حوار`, `عاجل`.
//!
//! The blocks before the dateline come in, the kicker goes out of them. Only whole lines of a fixed
//! list count, in any spelling: a short headline must not be lost to a rule.

use std::sync::LazyLock;

use super::blocks::Block;
use super::report::{Kind, Note, quoted};
use crate::text::identity::spelling_key;

const KICKERS: [&str; 25] = [
    "تقرير",
    "تقرير خاص",
    "خاص",
    "حصري",
    "عاجل",
    "حوار",
    "مقابلة",
    "تحقيق",
    "تحليل",
    "رأي",
    "افتتاحية",
    "مقال",
    "قراءة",
    "متابعة",
    "ملف",
    "صور",
    "بالصور",
    "فيديو",
    "بالفيديو",
    "بورتريه",
    "ريبورتاج",
    "استطلاع",
    "Exclusive",
    "Breaking",
    "Opinion",
];

static KEYS: LazyLock<Vec<String>> =
    LazyLock::new(|| KICKERS.iter().map(|kicker| spelling_key(kicker)).collect());

/// Takes the kicker out of `before`, if a headline is left then.
pub(super) fn take(before: &mut Vec<Block>, notes: &mut Vec<Note>) -> Option<String> {
    if before.len() < 2 {
        return None;
    }
    let at = (0..2).find(|at| is_kicker(&before[*at]))?;
    let block = before.remove(at);
    let kicker = block.text();
    notes.push(Note::at(
        Kind::Guessed,
        block.line,
        "read as a kicker, not as text; kept in extra.kicker",
        quoted(&kicker),
    ));
    Some(kicker)
}

fn is_kicker(block: &Block) -> bool {
    let [line] = block.lines.as_slice() else {
        return false;
    };
    let key = spelling_key(line);
    let key = key.trim_matches(|c: char| !c.is_alphabetic());
    KEYS.iter().any(|known| known == key)
}
