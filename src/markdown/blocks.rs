//! The direction of each block of a body, decided by its letters.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::attributes::Attributes;
use super::events::Placed;
use crate::text::direction::{Direction, StrongLetters};

/// How many of the events before a point hold a letter of each kind, or a digit in a cell; code and raw
/// HTML do not count, since they have a direction of their own.
#[derive(Clone, Copy, Default)]
struct Sums {
    ltr: usize,
    rtl: usize,
    digits: usize,
}

/// For each event that starts a block, the `dir` it needs because its author says so or because its
/// letters are all of the other direction than the block around it; `None` for every other event.
pub(super) fn own_directions(
    events: &[Placed],
    attributes: &BTreeMap<usize, Attributes>,
    base: Direction,
) -> Vec<Option<Direction>> {
    let sums = sums(events);
    let ends = ends(events);
    let mut around = vec![base];
    let mut own = Vec::with_capacity(events.len());
    for (at, (event, _)) in events.iter().enumerate() {
        let outer = around.last().copied().unwrap_or(base);
        let mut found = None;
        match event {
            Event::Start(tag) => {
                let (before, after) = (sums[at], sums[ends[at]]);
                let letters = StrongLetters {
                    ltr: after.ltr > before.ltr,
                    rtl: after.rtl > before.rtl,
                };
                let said = attributes.get(&at).map(|said| said.direction);
                found = said.or(match tag {
                    Tag::TableCell => cell(letters, after.digits > before.digits, outer),
                    tag if is_block(tag) => letters.own_direction(outer),
                    _ => None,
                });
                around.push(found.unwrap_or(outer));
            }
            Event::End(_) if around.len() > 1 => {
                around.pop();
            }
            _ => {}
        }
        own.push(found);
    }
    own
}

/// A cell of figures alone reads from left to right even in an Arabic table: `+3`, `2-1`, `5 %`.
fn cell(letters: StrongLetters, digits: bool, outer: Direction) -> Option<Direction> {
    match outer {
        Direction::Rtl if !letters.rtl && (letters.ltr || digits) => Some(Direction::Ltr),
        _ => letters.own_direction(outer),
    }
}

/// A digit of any script; the letters of Arabic without a look at a table.
fn is_figure(c: char) -> bool {
    !matches!(c, '\u{620}'..='\u{65F}') && c.is_numeric()
}

fn is_block(tag: &Tag) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::List(_)
            | Tag::Item
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
    )
}

fn sums(events: &[Placed]) -> Vec<Sums> {
    let mut sums = Vec::with_capacity(events.len() + 1);
    let mut total = Sums::default();
    let (mut in_code, mut in_cell) = (false, false);
    sums.push(total);
    for (event, _) in events {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::TableCell) => in_cell = true,
            Event::End(TagEnd::TableCell) => in_cell = false,
            Event::Text(text) if !in_code => {
                let letters = StrongLetters::of(text);
                total.ltr += usize::from(letters.ltr);
                total.rtl += usize::from(letters.rtl);
                total.digits += usize::from(in_cell && text.chars().any(is_figure));
            }
            _ => {}
        }
        sums.push(total);
    }
    sums
}

/// For each starting event, the index just after its end.
fn ends(events: &[Placed]) -> Vec<usize> {
    let mut ends = vec![events.len(); events.len()];
    let mut open = Vec::new();
    for (at, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(_) => open.push(at),
            Event::End(_) => {
                if let Some(start) = open.pop() {
                    ends[start] = at + 1;
                }
            }
            _ => {}
        }
    }
    ends
}
