//! The characters that set a direction for the text after them (UAX #9), by the policy for imports.
//!
//! A line comes in, the line goes out with nothing open at its end. Overrides (LRO, RLO), which make
//! text read otherwise than it is written, are taken out with what closes them; a closed embedding
//! (LRE, RLE … PDF) becomes the isolate of its direction (LRI, RLI … PDI), which HTML's `bdi` is;
//! a closed isolate stays; what has no other end on its line is taken out.

const PDF: char = '\u{202C}';
const PDI: char = '\u{2069}';

/// A line, and how much was done to it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tamed {
    pub(super) line: String,
    /// Overrides taken out; the ends that went with them are not counted.
    pub(super) overrides: usize,
    /// Embeddings that became isolates.
    pub(super) embeddings: usize,
    /// Characters without their other end.
    pub(super) loose: usize,
}

/// What stands open, with its place in the list of what to write.
enum Open {
    Override,
    Embedding(usize, char),
    Isolate(usize, char),
}

/// The line without overrides and loose ends; `None` where it has no such character at all.
pub(super) fn tame(line: &str) -> Option<Tamed> {
    if !line.contains(is_directional) {
        return None;
    }
    let (mut overrides, mut embeddings, mut loose) = (0, 0, 0);
    // What each directional character becomes: nothing, until its other end is met.
    let mut becomes: Vec<Option<char>> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut isolates = 0usize;
    for c in line.chars().filter(|c| is_directional(*c)) {
        let here = becomes.len();
        becomes.push(None);
        match c {
            '\u{202D}' | '\u{202E}' => {
                overrides += 1;
                open.push(Open::Override);
            }
            '\u{202A}' => open.push(Open::Embedding(here, '\u{2066}')),
            '\u{202B}' => open.push(Open::Embedding(here, '\u{2067}')),
            PDF => match open.last() {
                Some(Open::Override) => drop(open.pop()),
                Some(Open::Embedding(start, isolate)) => {
                    becomes[*start] = Some(*isolate);
                    becomes[here] = Some(PDI);
                    embeddings += 1;
                    open.pop();
                }
                // An embedding outside of an isolate is not closed inside it.
                Some(Open::Isolate(..)) | None => loose += 1,
            },
            PDI if isolates == 0 => loose += 1,
            PDI => {
                isolates -= 1;
                // What is open inside of the isolate ends with it.
                while let Some(inner) = open.pop() {
                    match inner {
                        Open::Override => {}
                        Open::Embedding(..) => loose += 1,
                        Open::Isolate(start, isolate) => {
                            becomes[start] = Some(isolate);
                            becomes[here] = Some(PDI);
                            break;
                        }
                    }
                }
            }
            isolate => {
                isolates += 1;
                open.push(Open::Isolate(here, isolate));
            }
        }
    }
    let unclosed = open.iter().filter(|open| !matches!(open, Open::Override));
    loose += unclosed.count();
    let mut becomes = becomes.into_iter();
    let line = line
        .chars()
        .filter_map(|c| match is_directional(c) {
            true => becomes.next().flatten(),
            false => Some(c),
        })
        .collect();
    Some(Tamed {
        line,
        overrides,
        embeddings,
        loose,
    })
}

fn is_directional(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_open_at_the_end_of_a_line() {
        for (line, expected, counts) in [
            ("أ\u{202E}ب\u{202C}ج", "أبج", (1, 0, 0)),
            ("أ\u{202D}ب", "أب", (1, 0, 0)),
            ("\u{202B}أ\u{202C}", "\u{2067}أ\u{2069}", (0, 1, 0)),
            ("\u{202A}a\u{202C}", "\u{2066}a\u{2069}", (0, 1, 0)),
            ("\u{202A}a", "a", (0, 0, 1)),
            ("a\u{202C}", "a", (0, 0, 1)),
            ("\u{2068}a\u{2069}", "\u{2068}a\u{2069}", (0, 0, 0)),
            ("\u{2067}a", "a", (0, 0, 1)),
            ("a\u{2069}", "a", (0, 0, 1)),
            // An override inside of an embedding, and the ends in the right order.
            (
                "\u{202B}أ\u{202E}ب\u{202C}ج\u{202C}",
                "\u{2067}أبج\u{2069}",
                (1, 1, 0),
            ),
            // The isolate's end closes the embedding in it, whose own end then has none.
            (
                "\u{2066}a\u{202A}b\u{2069}c\u{202C}",
                "\u{2066}ab\u{2069}c",
                (0, 0, 2),
            ),
        ] {
            let tamed = tame(line).unwrap();
            assert_eq!(tamed.line, expected, "{line:?}");
            assert_eq!(
                (tamed.overrides, tamed.embeddings, tamed.loose),
                counts,
                "{line:?}"
            );
        }
        assert_eq!(tame("‏نص‎ عادي"), None);
    }
}
