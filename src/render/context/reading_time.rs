//! How long it takes to read a text.

/// Words a minute that adults read silently, by script: measured with the same texts in many languages
/// (Trauzettel-Klosinski and Dietz 2012, IReST). Arabic script packs into one word what others write in
/// two or three.
const ARABIC: u32 = 138;
const HEBREW: u32 = 187;
const OTHERS: u32 = 200;

/// The minutes that `words` in the language of primary subtag `language` take, at least one.
pub(super) fn minutes(words: u32, language: &str) -> u32 {
    let speed = match language {
        "ar" | "fa" | "ur" | "ckb" | "ps" | "sd" | "ug" => ARABIC,
        "he" | "yi" => HEBREW,
        _ => OTHERS,
    };
    words.div_ceil(speed).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_begun_is_a_minute_begun() {
        let read = [0, 138, 139, 1380].map(|words| minutes(words, "ar"));
        assert_eq!(read, [1, 1, 2, 10]);
        assert_eq!((minutes(400, "en"), minutes(400, "fa")), (2, 3));
    }
}
