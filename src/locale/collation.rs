//! The order of names in an index, by the language's CLDR collation.

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};

use super::Language;

/// Makes keys whose byte order is the language's dictionary order.
pub struct Collation {
    collator: Option<CollatorBorrowed<'static>>,
}

impl Collation {
    pub(super) fn new(language: &Language) -> Self {
        let collator = Collator::try_new(language.icu().into(), CollatorOptions::default()).ok();
        Collation { collator }
    }

    /// The sort key of `text`. Texts with equal keys are equal to the dictionary: callers break
    /// ties by the text itself.
    pub fn key(&self, text: &str) -> Vec<u8> {
        let mut key = Vec::new();
        match &self.collator {
            Some(collator) => {
                let Ok(()) = collator.write_sort_key_to(text, &mut key);
            }
            None => key.extend_from_slice(text.as_bytes()),
        }
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hamza_does_not_part_words_and_latin_comes_last() {
        let collation = Collation::new(&Language::new("ar").unwrap());
        let mut words = vec!["بوتين", "NATO", "إيران", "احتجاجات", "أمن", "إقالات"];
        words.sort_by_cached_key(|word| collation.key(word));
        assert_eq!(
            words,
            ["احتجاجات", "إقالات", "أمن", "إيران", "بوتين", "NATO"]
        );
    }
}
