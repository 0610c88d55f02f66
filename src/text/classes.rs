//! The classes of UAX #9, by a table; those of the commonest characters without a look at it.

use unicode_bidi::data_source::{BidiDataSource, BidiMatchedOpeningBracket};
use unicode_bidi::{BidiClass, HardcodedBidiData};

/// The class of `c`.
pub fn class(c: char) -> BidiClass {
    match c {
        'a'..='z' | 'A'..='Z' => BidiClass::L,
        '0'..='9' => BidiClass::EN,
        ' ' => BidiClass::WS,
        '.' | ',' | ':' | '،' => BidiClass::CS,
        '«' | '»' | '"' | '!' => BidiClass::ON,
        '\u{621}'..='\u{64A}' | '؛' | '؟' => BidiClass::AL,
        '\u{64B}'..='\u{65F}' => BidiClass::NSM,
        '\u{660}'..='\u{669}' => BidiClass::AN,
        c => unicode_bidi::bidi_class(c),
    }
}

/// The same for the algorithm itself.
pub(super) struct Classes;

impl BidiDataSource for Classes {
    fn bidi_class(&self, c: char) -> BidiClass {
        class(c)
    }

    fn bidi_matched_opening_bracket(&self, c: char) -> Option<BidiMatchedOpeningBracket> {
        HardcodedBidiData.bidi_matched_opening_bracket(c)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_those_of_the_table() {
        for c in '\0'..=char::MAX {
            assert_eq!(class(c), unicode_bidi::bidi_class(c), "{c:?}");
        }
    }
}
