//! Text in Arabic or Hebrew script -> Latin letters, for addresses. It is opt-in.
//!
//! Letters go one by one by a table, after the practice of news agencies: no signs above or below the
//! letters, no marks for hamza and ayn. Short vowels are not written in Arabic, so they are missing
//! here too: `محمد` is `mhmd`. Vowel signs that are written are read.

use super::normalize::{TATWEEL, nfc};

/// `text` with every letter of the table in Latin letters; any other character as it is.
pub fn transliterate(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let letters: Vec<char> = nfc(text).chars().filter(|c| *c != TATWEEL).collect();
    for (at, c) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let starts = before.is_none_or(|c| !c.is_alphabetic() && latin(*c).is_none());
        match *c {
            // A doubled letter: its sign follows it.
            '\u{651}' => {
                if let Some(doubled) = before.and_then(|c| latin(*c)) {
                    out.push_str(doubled);
                }
            }
            // Waw and ya are consonants at the start of a word and long vowels inside it.
            'و' if !starts => out.push('u'),
            'ي' | 'ی' if !starts => out.push('i'),
            c => match latin(c) {
                Some(spelt) => out.push_str(spelt),
                None => out.push(c),
            },
        }
    }
    out
}

/// Letters and vowel signs, each with its spelling; several that sound alike in one row.
const TABLE: [(&str, &str); 41] = [
    ("اأإآٱىعאע", "a"),
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
