//! CLDR's invisible marks of direction, taken out of what ICU writes.
//!
//! CLDR puts U+200E, U+200F and U+061C into some dates and numbers, for plain text that nobody
//! isolates. Warraq isolates in HTML, and writes the same words into titles, feeds, search and
//! structured data, where such a mark is noise that breaks comparing. So no text that leaves this
//! module's neighbours holds one; spaces that do not break are kept, as they are typography.

/// `text` without marks of direction.
pub(super) fn without_marks(mut text: String) -> String {
    text.retain(|c| !matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}'));
    text
}
