//! The fonts that share images are set in: those of the theme, and a few more whose letters the theme leaves to
//! the reader's device.
//!
//! Letters come in, the font that has them goes out. No other font is ever looked for.

use std::sync::OnceLock;

use harfrust::Font;
use unicode_segmentation::UnicodeSegmentation;

use crate::text::normalize::{is_invisible, nfc};

/// A font inside the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    /// Headings in Arabic script.
    Arabic,
    /// Headings in Latin script.
    Latin,
    /// Latin letters of other languages than those of western Europe.
    LatinExtended,
    /// Hebrew.
    Hebrew,
    /// Cyrillic.
    Cyrillic,
    /// Greek.
    Greek,
    /// Texts in Arabic script.
    Naskh,
    /// Texts in Latin script.
    LatinText,
    /// Texts with those other Latin letters.
    LatinExtendedText,
    /// Texts in Hebrew.
    HebrewText,
}

/// The files, in the order of [`Face`].
const FILES: [&[u8]; 10] = [
    include_bytes!("../../../static/theme/fonts/headings-700.woff2"),
    include_bytes!("../../../static/theme/fonts/headings-latin-700.woff2"),
    include_bytes!("fonts/plex-latin-ext-700.woff2"),
    include_bytes!("fonts/plex-hebrew-700.woff2"),
    include_bytes!("fonts/plex-cyrillic-700.woff2"),
    include_bytes!("fonts/plex-greek-700.woff2"),
    include_bytes!("../../../static/theme/fonts/naskh-400.woff2"),
    include_bytes!("fonts/plex-latin-400.woff2"),
    include_bytes!("fonts/plex-latin-ext-400.woff2"),
    include_bytes!("fonts/plex-hebrew-400.woff2"),
];

/// All fonts count in thousandths of an em.
pub(super) const EM: i32 = 1000;

static FONTS: OnceLock<Vec<Option<Font>>> = OnceLock::new();

/// How words are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    /// Bold, as headings are.
    Heading,
    /// As texts are, where there is a font for that.
    Text,
}

/// Which fonts are looked into for letters, first to last. Headings have all letters, so that a text that has a font
/// for none of its own is set in theirs.
const ARABIC_HEADING: [Face; 7] = [
    Face::Arabic,
    Face::Latin,
    Face::LatinExtended,
    Face::Hebrew,
    Face::Cyrillic,
    Face::Greek,
    Face::Naskh,
];
const HEADING: [Face; 7] = [
    Face::Latin,
    Face::LatinExtended,
    Face::Hebrew,
    Face::Cyrillic,
    Face::Greek,
    Face::Arabic,
    Face::Naskh,
];
const ARABIC_TEXT: [Face; 9] = [
    Face::Naskh,
    Face::LatinText,
    Face::LatinExtendedText,
    Face::HebrewText,
    Face::Arabic,
    Face::Latin,
    Face::LatinExtended,
    Face::Cyrillic,
    Face::Greek,
];
const TEXT: [Face; 9] = [
    Face::LatinText,
    Face::LatinExtendedText,
    Face::HebrewText,
    Face::Naskh,
    Face::Latin,
    Face::LatinExtended,
    Face::Cyrillic,
    Face::Greek,
    Face::Arabic,
];

/// The fonts for `text`: signs and digits are of the font that most of its letters are of.
pub(super) fn chain(text: &str, voice: Voice) -> &'static [Face] {
    match (is_arabic(text), voice) {
        (true, Voice::Heading) => &ARABIC_HEADING,
        (true, Voice::Text) => &ARABIC_TEXT,
        (false, Voice::Heading) => &HEADING,
        (false, Voice::Text) => &TEXT,
    }
}

/// Whether there is a letter of Arabic script.
pub(super) fn is_arabic(text: &str) -> bool {
    text.chars()
        .any(|c| matches!(c, '\u{620}'..='\u{64A}' | '\u{66E}'..='\u{6D3}' | '\u{6FA}'..='\u{77F}'))
}

/// The font itself. Those inside the program can all be read, which a test holds.
pub(super) fn font(face: Face) -> Option<&'static Font> {
    let decoded = |file: &&[u8]| Font::new(wuff::decompress_woff2(file).ok()?, 0);
    let fonts = FONTS.get_or_init(|| FILES.iter().map(decoded).collect());
    fonts.get(face as usize)?.as_ref()
}

/// The first font of `chain` that has all that is to be seen of `cluster`; none where nothing is to be seen.
pub(super) fn face_of(cluster: &str, chain: &[Face]) -> Found {
    let mut seen = cluster.chars().filter(|c| is_seen(*c)).peekable();
    if seen.peek().is_none() {
        return Found::Unseen;
    }
    let has_all = |face: &&Face| {
        let Some(font) = font(**face) else {
            return false;
        };
        let letters = font.charmap();
        let has = |c| {
            letters
                .map_unicode(c)
                .is_some_and(|glyph| glyph.to_u32() != 0)
        };
        seen.clone().all(has)
    };
    match chain.iter().find(has_all) {
        Some(face) => Found::In(*face),
        None => Found::Nowhere,
    }
}

/// Where letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// In this font.
    In(Face),
    /// There is nothing to be seen of them: any font will do.
    Unseen,
    /// No font has them.
    Nowhere,
}

/// Whether there is anything to be seen of a character.
fn is_seen(c: char) -> bool {
    !(c.is_whitespace()
        || c.is_control()
        || is_invisible(c)
        || ('\u{FE00}'..='\u{FE0F}').contains(&c))
}

/// The first letters of `text` that no font has.
pub fn missing(text: &str) -> Option<String> {
    let text = nfc(text);
    let chain = chain(&text, Voice::Heading);
    let mut clusters = text.graphemes(true);
    let found = clusters.find(|cluster| face_of(cluster, chain) == Found::Nowhere);
    found.map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_font_can_be_read_and_counts_in_thousandths() {
        for face in ARABIC_HEADING.into_iter().chain(TEXT) {
            let font = font(face).unwrap();
            assert_eq!(i32::from(font.units_per_em()), EM, "{face:?}");
        }
    }

    #[test]
    fn the_languages_of_the_theme_can_be_written() {
        for text in [
            "«أكاديمية العلوم» تُعلن نتائج 2024: ٩٥٪ نجاح؟ (3–1)",
            "گزارش: پژوهش‌های چهارم در ژاپن، ۱۴۰۳",
            "حکومت کا اعلان: نئے اسکول کھلیں گے، ٹیچرز ڈاکٹر",
            "هەواڵی نوێ: ڕۆژنامەی کوردستان، ڵێژنە",
            "שלום: «ירושלים» 2024, צה״ל",
            "Ğüneş ıŞığı İstanbul’da çöktü: şok",
            "L’été à Noël : « ça va » – œuvre, naïve…",
            "“The harbour” – 20% off, £5 & €6",
            "Новости: Москва, Київ",
            "Νέα από την Αθήνα",
        ] {
            assert_eq!(missing(text), None, "{text}");
        }
    }

    #[test]
    fn what_no_font_has_is_told() {
        assert_eq!(missing("خبر 東 عاجل"), Some("東".to_owned()));
        assert_eq!(missing("فوز 🎉"), Some("🎉".to_owned()));
        assert!(missing("हिन्दी").is_some());
    }
}
