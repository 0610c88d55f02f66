//! A line of words -> the shapes of its letters and where each stands: joined, and in the order in which they are
//! seen.
//!
//! Everything is counted in thousandths of an em, so that a line is shaped once for all sizes.

use std::borrow::Cow;
use std::ops::Range;

use harfrust::{Buffer, GlyphId, Language, ShapeOptions, ShaperFont, shape};
use unicode_segmentation::UnicodeSegmentation;

use super::faces::{EM, Face, Found, Voice, chain, face_of, font};
use crate::text::bidi::Run;
use crate::text::direction::{Direction, own_direction};
use crate::text::normalize::nfc;
use crate::text::order::{Ordered, isolated};

/// The shape of a letter, or of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Glyph {
    pub(super) face: Face,
    pub(super) id: GlyphId,
    /// From the left end of the line.
    pub(super) x: i32,
    /// Above the line on which letters stand.
    pub(super) y: i32,
}

/// A shaped line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) width: i32,
}

/// A text of one paragraph as it is written: composed, with what is to be isolated isolated.
pub(super) fn written(text: &str, page: Direction) -> String {
    let base = own_direction(text, page).unwrap_or(page);
    isolated(&nfc(text), base).into_owned()
}

/// A text that is to be set.
pub(super) struct Setting<'t> {
    text: &'t str,
    ordered: Ordered<'t>,
    chain: &'static [Face],
    language: Option<Language>,
}

impl<'t> Setting<'t> {
    /// A `text` as [`written`], on a page of direction `page` in `language`.
    pub(super) fn new(text: &'t str, page: Direction, voice: Voice, language: &str) -> Self {
        let base = own_direction(text, page).unwrap_or(page);
        Setting {
            text,
            ordered: Ordered::new(text, base),
            chain: chain(text, voice),
            language: Language::new(language),
        }
    }

    /// Its bytes `range` in one line.
    pub(super) fn line(&self, range: Range<usize>) -> Line {
        let mut line = Line::default();
        for Run { range, direction } in self.ordered.line(range) {
            let mut pieces = self.pieces(range);
            if direction == Direction::Rtl {
                pieces.reverse();
            }
            for (face, piece) in pieces {
                self.shape(face, piece, direction, &mut line);
            }
        }
        line
    }

    /// How wide its bytes `range` are.
    pub(super) fn width(&self, range: Range<usize>) -> i32 {
        self.line(range).width
    }

    /// How wide a space is.
    pub(super) fn gap(&self) -> i32 {
        let advance = |face: &Face| {
            let font = font(*face)?;
            let space = font.charmap().map_unicode(' ')?;
            Some(ShaperFont::new(font).glyph_h_advance(space))
        };
        self.chain.iter().find_map(advance).unwrap_or(EM / 4)
    }

    /// A stretch cut by fonts.
    fn pieces(&self, range: Range<usize>) -> Vec<(Face, Range<usize>)> {
        let mut pieces: Vec<(Face, Range<usize>)> = Vec::new();
        let text = self.text.get(range.clone()).unwrap_or_default();
        let mut unseen = range.start;
        for (at, cluster) in text.grapheme_indices(true) {
            let (start, end) = (range.start + at, range.start + at + cluster.len());
            let last = pieces.last_mut();
            match (face_of(cluster, self.chain), last) {
                (Found::In(face), Some((known, piece))) if *known == face => piece.end = end,
                (Found::In(face), Some((_, piece))) => {
                    piece.end = start;
                    pieces.push((face, start..end));
                }
                // What cannot be seen before the first letter is set with it.
                (Found::In(face), None) => pieces.push((face, unseen..end)),
                (Found::Unseen, Some((_, piece))) => piece.end = end,
                (Found::Unseen, None) => {}
                // Nothing is drawn in the place of letters that no font has.
                (Found::Nowhere, Some((_, piece))) => piece.end = start,
                (Found::Nowhere, None) => unseen = end,
            }
        }
        if let (true, Some(face)) = (pieces.is_empty(), self.chain.first()) {
            pieces.push((*face, range));
        }
        pieces
    }

    fn shape(&self, face: Face, range: Range<usize>, direction: Direction, line: &mut Line) {
        let Some(font) = font(face) else {
            return;
        };
        let mut buffer = Buffer::new();
        let around = |range: Range<usize>| self.text.get(range).unwrap_or_default();
        // Letters join across pieces too.
        buffer.set_pre_context(around(0..range.start));
        buffer.set_post_context(around(range.end..self.text.len()));
        for c in around(range).chars().filter(|c| !is_order(*c)) {
            buffer.push(u32::from(plain(c)), 0);
        }
        buffer.set_direction(match direction {
            Direction::Ltr => harfrust::Direction::LeftToRight,
            Direction::Rtl => harfrust::Direction::RightToLeft,
        });
        buffer.set_language(self.language.clone());
        buffer.guess_segment_properties();
        if shape(&ShaperFont::new(font), &mut buffer, ShapeOptions::new()).is_err() {
            return;
        }
        let shapes = buffer.glyph_infos().iter();
        for (shape, place) in shapes.zip(buffer.glyph_positions()) {
            // Nothing is drawn in the place of a letter that the font lacks after all.
            if shape.glyph_id != 0 {
                line.glyphs.push(Glyph {
                    face,
                    id: GlyphId::new(shape.glyph_id),
                    x: line.width.saturating_add(place.x_offset),
                    y: place.y_offset,
                });
            }
            line.width = line.width.saturating_add(place.x_advance);
        }
    }
}

/// A sign that says in which order others are seen, which has been heard already.
fn is_order(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// A space of any kind is a space.
fn plain(c: char) -> char {
    match c.is_whitespace() {
        true => ' ',
        false => c,
    }
}

/// `text` up to `end` with an ellipsis in the place of what follows.
pub(super) fn cut(text: &str, end: usize) -> Cow<'_, str> {
    if end >= text.len() {
        return Cow::Borrowed(text);
    }
    let kept = text.get(..end).unwrap_or_default();
    let is_loose = |c: char| {
        c.is_whitespace()
            || is_order(c)
            || matches!(
                c,
                '،' | ',' | '؛' | ';' | ':' | '.' | '-' | '–' | '—' | '«' | '(' | '“' | '…'
            )
    };
    Cow::Owned(format!("{}…", kept.trim_end_matches(is_loose)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, page: Direction) -> Line {
        let text = written(text, page);
        Setting::new(&text, page, Voice::Heading, "ar").line(0..text.len())
    }

    #[test]
    fn letters_are_joined_and_stand_in_the_order_they_are_seen() {
        // Joined letters are others than those that stand alone.
        let alone: i32 = ["ب", "ي", "ت"]
            .map(|letter| line(letter, Direction::Rtl).width)
            .iter()
            .sum();
        assert!(line("بيت", Direction::Rtl).width < alone);
        // A Latin name in an Arabic line: it stands left of what is read before, and its letters go on to the right.
        let letters = font(Face::Arabic).unwrap().charmap();
        let latin = ['A', 'b'].map(|letter| letters.map_unicode(letter).unwrap());
        let ids = |line: &Line| line.glyphs.iter().map(|glyph| glyph.id).collect::<Vec<_>>();
        let mixed = line("قال Ab", Direction::Rtl);
        assert_eq!(ids(&mixed)[..2], latin);
        assert!(mixed.glyphs.is_sorted_by_key(|glyph| glyph.x));
        let reversed = line("Ab قال", Direction::Rtl);
        assert!(ids(&reversed).ends_with(&latin));
    }

    #[test]
    fn a_letter_of_another_font_stands_among_its_neighbours() {
        let line = line("Erdoğan", Direction::Ltr);
        let faces: Vec<Face> = line.glyphs.iter().map(|glyph| glyph.face).collect();
        assert_eq!(faces[4], Face::LatinExtended);
        assert!(faces.iter().filter(|face| **face == Face::Latin).count() == 6);
        assert!(line.glyphs.is_sorted_by_key(|glyph| glyph.x));
    }

    #[test]
    fn what_cannot_be_seen_or_drawn_leaves_no_mark() {
        let plain = line("خبر", Direction::Rtl);
        for text in ["\u{200F}خبر", "خبر\u{200E}", "\u{2068}خبر\u{2069}", "خبر🎉"] {
            assert_eq!(line(text, Direction::Rtl).width, plain.width, "{text:?}");
        }
        assert_eq!(line("", Direction::Rtl), Line::default());
        assert!(line("🎉", Direction::Rtl).glyphs.is_empty());
    }

    #[test]
    fn a_text_is_cut_without_the_sign_before() {
        assert_eq!(cut("قال الوزير، أمس", "قال الوزير، ".len()), "قال الوزير…");
        assert_eq!(cut("قال", 99), "قال");
    }
}
