//! Text in Arabic or Hebrew script -> Latin letters, for addresses. It is opt-in.
//!
//! Letters go one by one by a table, after the practice of news agencies: no signs above or below the
//! letters, no marks for hamza and ayn. Short vowels are not written in Arabic, so they are missing
//! here too: `محمد` is `mhmd`. Vowel signs that are written are read.

use super::normalize::{TATWEEL, is_arabic_mark, nfc};

/// `text` with every letter of the table in Latin letters; any other character as it is.
pub fn transliterate(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let text = nfc(text);
    let mut rest = text.chars().filter(|c| *c != TATWEEL).peekable();
    let mut inside = false;
    while let Some(c) = rest.next() {
        let spelt = match c {
            // Waw and ya are consonants at the start of a word and long vowels inside it.
            'و' if inside => Some("u"),
            'ي' | 'ی' if inside => Some("i"),
            c => latin(c),
        };
        let Some(spelt) = spelt else {
            out.push(c);
            inside = c.is_alphabetic();
            continue;
        };
        out.push_str(spelt);
        // In Unicode's order a letter's vowel stands before the sign that doubles the letter.
        let mut vowels = "";
        while let Some(mark) = rest.next_if(|c| is_arabic_mark(*c)) {
            match mark {
                SHADDA => out.push_str(spelt),
                vowel => vowels = latin(vowel).unwrap_or_default(),
            }
        }
        out.push_str(vowels);
        inside = true;
    }
    out
}

/// The sign that doubles a letter.
const SHADDA: char = '\u{651}';

/// Letters and vowel signs, each with its spelling; several that sound alike in one row.
const TABLE: [(&str, &str); 42] = [
    ("اأآٱىعאע", "a"),
    ("إ", "i"),
    ("ء", ""),
    ("ئ", "i"),
    ("ؤ", "u"),
    ("بב", "b"),
    ("پפף", "p"),
    ("تطٹתט", "t"),
    ("ث", "th"),
    ("ج", "j"),
    ("چ", "ch"),
    ("حهہھەה", "h"),
    ("خחכך", "kh"),
    ("دضڈד", "d"),
    ("ذ", "dh"),
    ("رڕڑר", "r"),
    ("زظז", "z"),
    ("ژ", "zh"),
    ("سصס", "s"),
    ("شש", "sh"),
    ("غ", "gh"),
    ("ف", "f"),
    ("ڤו", "v"),
    ("قק", "q"),
    ("كک", "k"),
    ("گג", "g"),
    ("لڵל", "l"),
    ("مמם", "m"),
    ("نںנן", "n"),
    ("ة", "a"),
    ("و", "w"),
    ("ۆ", "o"),
    ("يیי", "y"),
    ("ێے", "e"),
    ("צץ", "ts"),
    ("\u{64E}", "a"),
    ("\u{64F}", "u"),
    ("\u{650}", "i"),
    ("\u{64B}", "an"),
    ("\u{64C}", "un"),
    ("\u{64D}", "in"),
    ("\u{652}\u{653}\u{654}\u{655}\u{670}", ""),
];

/// One letter by itself.
fn latin(c: char) -> Option<&'static str> {
    TABLE
        .iter()
        .find(|(letters, _)| letters.contains(c))
        .map(|(_, spelt)| *spelt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_has_one_row() {
        let mut seen = std::collections::BTreeSet::new();
        for letter in TABLE.iter().flat_map(|(letters, _)| letters.chars()) {
            assert!(seen.insert(letter), "{letter} stands in two rows");
        }
        for letter in "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإؤئةىپچژگکیאבגדהוזחטיכלמנסעפצקרשת".chars()
        {
            assert!(seen.contains(&letter), "{letter} has no row");
        }
    }
}
