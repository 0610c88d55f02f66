//! A language by its BCP 47 tag, with the direction of its script.

use std::fmt;
use std::hash::{Hash, Hasher};

use icu_locale::{
    Direction as IcuDirection, Locale as IcuLocale, LocaleDirectionality, LocaleExpander,
};

use crate::text::direction::Direction;

/// A language, region and script (`ar-SY`), with CLDR's preferences (`ar-SY-u-nu-latn`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    icu: IcuLocale,
    tag: String,
    direction: Direction,
}

impl Hash for Language {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Language {
            icu,
            tag,
            direction,
        } = self;
        icu.to_string().hash(state);
        tag.hash(state);
        direction.hash(state);
    }
}

impl Language {
    /// Reads a BCP 47 tag such as `ar`, `ar-SY` or `ar-SY-u-nu-latn`.
    pub fn new(tag: &str) -> Result<Self, LanguageError> {
        let icu = IcuLocale::try_from_str(tag.trim()).map_err(|_| LanguageError::NotATag)?;
        // A variant that no registry knows (`ar-levant`) is a slip for a region more often than not.
        if icu.id.language.is_unknown() || !icu.id.variants.is_empty() {
            return Err(LanguageError::NotATag);
        }
        let direction = match LocaleDirectionality::new_extended().get(&icu.id) {
            Some(IcuDirection::RightToLeft) => Direction::Rtl,
            Some(_) => Direction::Ltr,
            None => return Err(LanguageError::UnknownScript),
        };
        Ok(Language {
            tag: icu.id.to_string(),
            icu,
            direction,
        })
    }

    /// The tag for HTML's `lang`: language, script and region, without CLDR's preferences.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The whole tag, with CLDR's preferences: `ar-SY-u-nu-latn`.
    pub fn full_tag(&self) -> String {
        self.icu.to_string()
    }

    /// The base direction of the language's script.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// The language alone, such as `ar`.
    pub fn primary(&self) -> &str {
        self.icu.id.language.as_str()
    }

    /// The script it is written in, by CLDR's likely subtags: `Arab` for Arabic, Persian and Urdu.
    pub fn script(&self) -> Option<String> {
        let mut id = self.icu.id.clone();
        LocaleExpander::new_extended().maximize(&mut id);
        id.script.map(|script| script.to_string())
    }

    /// OpenGraph's form of the tag, which always has a region: `ar_SY`, and `fa_IR` for `fa` by CLDR's
    /// likely subtags.
    pub fn underscored(&self) -> String {
        let mut id = self.icu.id.clone();
        LocaleExpander::new_common().maximize(&mut id);
        match id.region {
            Some(region) => format!("{}_{region}", id.language),
            None => id.language.to_string(),
        }
    }

    pub(super) fn icu(&self) -> &IcuLocale {
        &self.icu
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.tag)
    }
}

/// Why a text is not a language Warraq can set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LanguageError {
    /// Not a well-formed BCP 47 tag.
    NotATag,
    /// A tag whose script CLDR does not know, so that its direction would be a guess.
    UnknownScript,
}

impl fmt::Display for LanguageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            LanguageError::NotATag => "is not a language tag",
            LanguageError::UnknownScript => "is a language whose direction of writing is not known",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn direction_comes_from_the_script() {
        for tag in [
            "ar",
            "ar-SY-u-nu-latn",
            "fa",
            "ur",
            "he",
            "ckb",
            "ps",
            "sd",
            "ug",
            "az-Arab",
            "yi",
            "dv",
        ] {
            assert_eq!(
                Language::new(tag).unwrap().direction(),
                Direction::Rtl,
                "{tag}"
            );
        }
        for tag in ["en", "fr", "tr", "ar-Latn", "ku"] {
            assert_eq!(
                Language::new(tag).unwrap().direction(),
                Direction::Ltr,
                "{tag}"
            );
        }
        assert_eq!(Language::new("ar-SY-u-nu-latn").unwrap().tag(), "ar-SY");
    }

    #[test]
    fn what_is_no_tag_is_refused() {
        for tag in ["", "arabic language", "ar-LEVANTINE", "ar_", "عربي"] {
            assert!(Language::new(tag).is_err(), "{tag}");
        }
    }
}
