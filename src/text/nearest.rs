//! The nearest known word to a misspelt one, for messages that say "did you mean".

/// The word of `known` most like `word`, when it is like enough to be a slip of the hand.
/// The first of equals wins, so that the answer does not depend on anything but the list.
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let word = word.to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for &candidate in known {
        let score = strsim::jaro_winkler(&word, candidate);
        let slips = strsim::damerau_levenshtein(&word, candidate);
        if score < 0.82 && slips > 2 || slips > candidate.chars().count().div_ceil(2) {
            continue;
        }
        if best.is_none_or(|(top, _)| score > top) {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_slips_and_nothing_else() {
        let known = ["title", "date", "updated", "tags", "time_zone"];
        assert_eq!(nearest("titel", &known), Some("title"));
        assert_eq!(nearest("Tag", &known), Some("tags"));
        assert_eq!(nearest("timezone", &known), Some("time_zone"));
        assert_eq!(nearest("weather", &known), None);
        assert_eq!(nearest("x", &known), None);
    }
}
