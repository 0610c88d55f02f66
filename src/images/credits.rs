//! Whose a picture is, as its file says.

use bitcode::{Decode, Encode};

use crate::text::normalize::one_line;

/// The longest text that is taken for a name or a notice, in characters.
const LONGEST: usize = 300;

/// Whose a picture is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Encode, Decode)]
pub struct Credits {
    /// Who took or drew it.
    pub creator: Option<Box<str>>,
    /// Who is to be named beside it.
    pub credit: Option<Box<str>>,
    /// Who has the rights.
    pub copyright: Option<Box<str>>,
}

impl Credits {
    /// These, and where they say nothing, `others`.
    pub(super) fn or(self, others: Credits) -> Credits {
        Credits {
            creator: self.creator.or(others.creator),
            credit: self.credit.or(others.credit),
            copyright: self.copyright.or(others.copyright),
        }
    }

    /// These, if they say anything.
    pub(super) fn said(self) -> Option<Box<Credits>> {
        (self != Credits::default()).then(|| Box::new(self))
    }

    /// Who is named below the picture where its article names nobody.
    pub fn line(&self) -> Option<&str> {
        let line = self.credit.as_ref().or(self.creator.as_ref());
        line.or(self.copyright.as_ref()).map(|line| &**line)
    }
}

/// A text of a picture's file as one line; what would turn the page's text round is left out.
pub(super) fn told(text: &str) -> Option<Box<str>> {
    let is_shown = |c: &char| {
        let turns = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}');
        !turns && (!c.is_control() || c.is_whitespace())
    };
    let text: String = text.chars().filter(is_shown).take(LONGEST).collect();
    let line = one_line(&text);
    let line = line.trim();
    (!line.is_empty()).then(|| line.into())
}
