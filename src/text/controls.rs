//! Characters that are not seen and turn the order of a text around, and what becomes of each.
//!
//! The controls of a block come in, in the order they stand; for each a verdict goes out. Nothing that
//! is not paired within its block is kept, so that no control reaches into the text after it. A text
//! without any costs one pass over its bytes, and no text is changed that has none.
//!
//! | characters | what becomes of them |
//! |---|---|
//! | LRO, RLO | taken out, and told: they show a text in another order than it is read |
//! | LRE, RLE … PDF | a pair becomes an isolated stretch, and is told; without partner taken out |
//! | LRI, RLI, FSI … PDI | a pair is kept; without partner taken out, and told |
//! | zero-width space, byte order mark, soft hyphen | taken out silently |
//! | LRM, RLM, ALM, ZWNJ, ZWJ | kept |

use std::borrow::Cow;

use super::direction::Direction;

/// A character with a verdict of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// LRO, RLO.
    Override,
    /// LRE, RLE.
    Embedding(Direction),
    /// PDF, which closes an override or an embedding.
    Pop,
    /// LRI, RLI, FSI.
    Isolate,
    /// PDI, which closes an isolate.
    PopIsolate,
    /// Zero-width space, byte order mark, soft hyphen.
    Blank,
}

/// The control that `c` is.
pub fn control(c: char) -> Option<Control> {
    Some(match c {
        '\u{202D}' | '\u{202E}' => Control::Override,
        '\u{202A}' => Control::Embedding(Direction::Ltr),
        '\u{202B}' => Control::Embedding(Direction::Rtl),
        '\u{202C}' => Control::Pop,
        '\u{2066}'..='\u{2068}' => Control::Isolate,
        '\u{2069}' => Control::PopIsolate,
        '\u{200B}' | '\u{FEFF}' | '\u{AD}' => Control::Blank,
        _ => return None,
    })
}

/// The Unicode name of a control that is told.
pub fn name(c: char) -> &'static str {
    match c {
        '\u{202A}' => "U+202A LEFT-TO-RIGHT EMBEDDING",
        '\u{202B}' => "U+202B RIGHT-TO-LEFT EMBEDDING",
        '\u{202C}' => "U+202C POP DIRECTIONAL FORMATTING",
        '\u{202D}' => "U+202D LEFT-TO-RIGHT OVERRIDE",
        '\u{202E}' => "U+202E RIGHT-TO-LEFT OVERRIDE",
        '\u{2066}' => "U+2066 LEFT-TO-RIGHT ISOLATE",
        '\u{2067}' => "U+2067 RIGHT-TO-LEFT ISOLATE",
        '\u{2068}' => "U+2068 FIRST STRONG ISOLATE",
        '\u{2069}' => "U+2069 POP DIRECTIONAL ISOLATE",
        _ => "invisible character",
    }
}

/// Whether `text` holds any [`Control`]. The bytes that can begin one are looked for, which are rare
/// in Arabic and Latin text.
pub fn present(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr3_iter(0xE2, 0xC2, 0xEF, bytes).any(|at| match bytes[at..] {
        [0xE2, 0x80, last, ..] => matches!(last, 0x8B | 0xAA..=0xAE),
        [0xE2, 0x81, last, ..] => matches!(last, 0xA6..=0xA9),
        [0xC2, 0xAD, ..] | [0xEF, 0xBB, 0xBF, ..] => true,
        _ => false,
    })
}

/// What becomes of one control.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It stays: one of a pair of isolates.
    Keep,
    /// It is one of a pair of embedding and PDF, and becomes the end of an isolated stretch.
    Convert,
    /// It is taken out.
    Strip,
}

/// Why a control is told to the editor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// LRO or RLO.
    Override,
    /// LRE or RLE, paired; or either in code, where nothing can be isolated.
    Embedding,
    /// Opened and not closed in its block, or closed and not opened.
    Unbalanced,
}

impl Fault {
    /// The diagnostic's code.
    pub fn code(self) -> &'static str {
        match self {
            Fault::Override => "bidi-override",
            Fault::Embedding => "bidi-embedding",
            Fault::Unbalanced => "bidi-unbalanced",
        }
    }

    /// What is wrong about the character `c`.
    pub fn message(self, c: char) -> String {
        let name = name(c);
        match self {
            Fault::Override => format!(
                "the invisible character {name} shows this text in another order than it is read; it is taken out"
            ),
            Fault::Embedding => format!(
                "the invisible character {name} mixes with the text around it; an isolated stretch is written instead"
            ),
            Fault::Unbalanced => format!(
                "the invisible character {name} has no partner in its block; it is taken out"
            ),
        }
    }

    /// What to do about it.
    pub fn hint(self) -> &'static str {
        match self {
            Fault::Override => {
                "Delete it: it often comes with text pasted from a PDF or a chat. In a body, write [text]{dir=rtl} or [text]{dir=ltr} where a stretch needs a direction of its own."
            }
            Fault::Embedding => {
                "Delete it and its partner. In a body, write [text]{dir=rtl} or [text]{dir=ltr} instead."
            }
            Fault::Unbalanced => "Delete it, or put its partner into the same paragraph.",
        }
    }
}

/// A control with its place and what becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged<P> {
    /// Where it stands.
    pub place: P,
    /// The character.
    pub character: char,
    /// What becomes of it.
    pub verdict: Verdict,
    /// Why the editor is told, if so.
    pub fault: Option<Fault>,
}

/// How many controls were met, by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, bitcode::Encode, bitcode::Decode)]
pub struct Counts {
    /// Overrides taken out.
    pub overrides: u32,
    /// Embeddings that became isolated stretches, or were taken out of code.
    pub embeddings: u32,
    /// Controls without partner, taken out.
    pub unbalanced: u32,
    /// Blank characters taken out silently.
    pub blank: u32,
}

impl Counts {
    /// Adds the counts of another text.
    pub fn add_all(&mut self, other: Counts) {
        self.overrides = self.overrides.saturating_add(other.overrides);
        self.embeddings = self.embeddings.saturating_add(other.embeddings);
        self.unbalanced = self.unbalanced.saturating_add(other.unbalanced);
        self.blank = self.blank.saturating_add(other.blank);
    }

    /// Counts one control; the second of a pair is not counted again.
    pub fn add<P>(&mut self, judged: &Judged<P>) {
        let count = match judged.fault {
            Some(Fault::Override) => &mut self.overrides,
            Some(Fault::Embedding) => &mut self.embeddings,
            Some(Fault::Unbalanced) => &mut self.unbalanced,
            None if control(judged.character) == Some(Control::Blank) => &mut self.blank,
            None => return,
        };
        *count = count.saturating_add(1);
    }
}

/// Controls nested deeper than this in one place are taken for unbalanced; UAX #9 stops at 125.
const DEEPEST: usize = 60;

/// Pairs the controls of one block. A pair counts only where both stand in the same element, since it
/// becomes an element itself.
#[derive(Debug)]
pub struct Pairs<P> {
    judged: Vec<Judged<P>>,
    /// For each open element, what was opened in it: an index into `judged`.
    frames: Vec<Vec<(usize, Control)>>,
}

impl<P> Default for Pairs<P> {
    fn default() -> Self {
        Pairs {
            judged: Vec::new(),
            frames: vec![Vec::new()],
        }
    }
}

impl<P> Pairs<P> {
    /// An element opens.
    pub fn enter(&mut self) {
        self.frames.push(Vec::new());
    }

    /// The element that opened last closes.
    pub fn leave(&mut self) {
        for (at, control) in self.frames.pop().unwrap_or_default() {
            self.unbalanced(at, control);
        }
        if self.frames.is_empty() {
            self.frames.push(Vec::new());
        }
    }

    /// What was opened at `at` is not closed. An override was told already.
    fn unbalanced(&mut self, at: usize, control: Control) {
        if control != Control::Override {
            self.judged[at].verdict = Verdict::Strip;
            self.judged[at].fault = Some(Fault::Unbalanced);
        }
    }

    /// The next character. In code, where a stretch cannot be an element, embeddings are taken out.
    pub fn see(&mut self, place: P, c: char, in_code: bool) {
        let Some(control) = control(c) else { return };
        let at = self.judged.len();
        let (verdict, fault) = self.judge(at, control, in_code);
        self.judged.push(Judged {
            place,
            character: c,
            verdict,
            fault,
        });
    }

    fn judge(&mut self, at: usize, control: Control, in_code: bool) -> (Verdict, Option<Fault>) {
        let unbalanced = (Verdict::Strip, Some(Fault::Unbalanced));
        let Some(open) = self.frames.last_mut() else {
            return unbalanced;
        };
        match control {
            Control::Blank => (Verdict::Strip, None),
            Control::Override => {
                if open.len() < DEEPEST {
                    open.push((at, control));
                }
                (Verdict::Strip, Some(Fault::Override))
            }
            Control::Embedding(_) if in_code => {
                // Its PDF goes with it, as that of an override does.
                if open.len() < DEEPEST {
                    open.push((at, Control::Override));
                }
                (Verdict::Strip, Some(Fault::Embedding))
            }
            Control::Embedding(_) | Control::Isolate if open.len() >= DEEPEST => unbalanced,
            Control::Embedding(_) => {
                open.push((at, control));
                (Verdict::Convert, Some(Fault::Embedding))
            }
            Control::Isolate => {
                open.push((at, control));
                (Verdict::Keep, None)
            }
            Control::Pop => match open.last() {
                Some((_, Control::Override)) => {
                    open.pop();
                    (Verdict::Strip, None)
                }
                Some((_, Control::Embedding(_))) => {
                    open.pop();
                    (Verdict::Convert, None)
                }
                _ => unbalanced,
            },
            Control::PopIsolate => {
                // An isolate's end closes what was opened inside it (UAX #9, X6a).
                let Some(from) = open.iter().rposition(|(_, c)| *c == Control::Isolate) else {
                    return unbalanced;
                };
                for (inner, control) in open.split_off(from).into_iter().skip(1) {
                    self.unbalanced(inner, control);
                }
                (Verdict::Keep, None)
            }
        }
    }

    /// The verdicts, in the order the controls were seen.
    pub fn finish(mut self) -> Vec<Judged<P>> {
        while self.frames.len() > 1 {
            self.leave();
        }
        self.leave();
        self.judged
    }
}

/// Cleans one line of plain text, such as a title: as in a body, but what would become an element
/// becomes a pair of isolates, and marks of direction at its start, which belong to whatever stood
/// before it where it was copied from, are dropped.
pub fn clean_line(text: &str) -> (Cow<'_, str>, Vec<Judged<usize>>) {
    let text = text.trim_start_matches(is_mark);
    if !present(text) {
        return (Cow::Borrowed(text), Vec::new());
    }
    let mut pairs = Pairs::default();
    for (at, c) in text.char_indices() {
        pairs.see(at, c, false);
    }
    let judged = pairs.finish();
    let mut verdicts = judged.iter();
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        match control(c).and_then(|_| verdicts.next()) {
            None => clean.push(c),
            Some(judged) => match judged.verdict {
                Verdict::Keep => clean.push(c),
                Verdict::Convert => clean.push(as_isolate(c)),
                Verdict::Strip => {}
            },
        }
    }
    let kept = clean.trim_start_matches(is_mark).len();
    clean.drain(..clean.len() - kept);
    (Cow::Owned(clean), judged)
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{61C}')
}

/// The isolate that stands for an embedding; of the same length in UTF-8.
pub fn as_isolate(c: char) -> char {
    match c {
        '\u{202A}' => '\u{2066}',
        '\u{202B}' => '\u{2067}',
        '\u{202C}' => '\u{2069}',
        c => c,
    }
}

/// `text` without any control, for attributes and data, where they mean nothing.
pub fn plain(text: &str) -> Cow<'_, str> {
    match present(text) {
        false => Cow::Borrowed(text),
        true => Cow::Owned(text.chars().filter(|c| control(*c).is_none()).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_control_and_nothing_else_is_seen() {
        for c in (0..=0x10FFFF).filter_map(char::from_u32) {
            let text = format!("خبر «{c}» end");
            assert_eq!(present(&text), control(c).is_some(), "{:x}", c as u32);
        }
    }

    #[test]
    fn hostile_nesting_takes_one_pass() {
        let text = format!(
            "{}{}{}",
            "\u{202B}".repeat(100_000),
            "\u{2069}".repeat(100_000),
            "\u{202C}".repeat(100_000)
        );
        let (clean, judged) = clean_line(&text);
        assert_eq!(judged.len(), 300_000);
        assert_eq!(clean.chars().count(), 2 * DEEPEST);
    }
}
