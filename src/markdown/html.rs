//! Events -> HTML, in these steps: directions of blocks, what must be isolated in them, the text with
//! its anchors and figures, the footnotes. Raw HTML is cleaned before, and is written as it comes.

mod links;
mod notes;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, Tag, TagEnd,
};

use super::anchors::Anchors;
use super::attributes::{Attributes, Mark};
use super::blocks::own_directions;
use super::document::{Document, read};
use super::events::{Placed, element_end, plain_text};
use super::inline::{push_address, push_attribute, push_isolated, push_text, push_text_with_links};
use super::isolate::{Isolated, is_code_tag};
use super::notes::Notes;
use super::pictures::Picture;
use crate::text::direction::Direction;

/// What the HTML of a body depends on beside the body.
pub struct Settings<'a> {
    /// The direction of the page around it.
    pub direction: Direction,
    /// Words of the page's language.
    pub labels: &'a Labels,
    /// The address of a target on the site, percent-encoded; `None` leaves it as it is written, an
    /// empty one takes the link away and leaves its text.
    pub resolve: &'a dyn Fn(&str) -> Option<String>,
    /// The picture at a target on the site, if more is known of it than its address.
    pub picture: &'a dyn Fn(&str) -> Option<Picture>,
    /// A number in the page's digits.
    pub digits: &'a dyn Fn(u64) -> String,
}

/// Words that appear in rendered Markdown, in the page's language.
#[derive(Debug, Clone, Default)]
pub struct Labels {
    /// Heading of the footnotes, for assistive technology.
    pub footnotes: String,
    /// What the link from a note to its mention is called.
    pub back_to_text: String,
    /// What a table that can be scrolled is called.
    pub table: String,
    /// A task that is done.
    pub done: String,
    /// A task that is not.
    pub not_done: String,
    /// Titles of the alerts: note, tip, important, warning, caution.
    pub alerts: [String; 5],
}

/// The HTML of `body`.
pub fn render(body: &str, settings: &Settings) -> String {
    let document = read(body, settings.resolve, settings.picture);
    let directions = own_directions(&document.events, &document.attributes, settings.direction);
    let mut writer = Writer {
        isolated: Isolated::new(&document, &directions, settings.direction),
        directions,
        notes: Notes::new(&document.events),
        events: &document.events,
        document: &document,
        settings,
        anchors: Anchors::new(),
        out: String::with_capacity(body.len() * 2),
        outline: Vec::new(),
        alignments: Vec::new(),
        column: 0,
        in_head: false,
        cell_isolated: false,
        links: 0,
    };
    writer.write(0, document.events.len());
    writer.write_notes();
    writer.out
}

struct Writer<'e, 'a> {
    document: &'e Document<'e>,
    events: &'e [Placed<'e>],
    directions: Vec<Option<Direction>>,
    isolated: Isolated,
    settings: &'e Settings<'a>,
    notes: Notes,
    anchors: Anchors,
    out: String,
    /// The levels, as written, of the headings that the present place is under.
    outline: Vec<HeadingLevel>,
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    /// The open cell's content is set in a direction of its own.
    cell_isolated: bool,
    /// How many links are open: inside one, a bare address is text.
    links: usize,
}

impl Writer<'_, '_> {
    fn write(&mut self, start: usize, end: usize) {
        let mut at = start;
        while at < end {
            at = self.event(at);
        }
    }

    /// Writes the event at `at`; the index of the next one to write.
    fn event(&mut self, at: usize) -> usize {
        let events = self.events;
        match &events[at].0 {
            Event::Start(tag) => return self.start(at, tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(at, text),
            Event::Code(text) => {
                self.out.push_str("<code dir=\"ltr\" translate=\"no\">");
                push_text(&mut self.out, text);
                self.out.push_str("</code>");
            }
            Event::Html(raw) | Event::InlineHtml(raw) => self.raw_html(raw),
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::TaskListMarker(done) => self.task(*done),
            Event::FootnoteReference(label) => self.note_mention(label),
            // Not switched on in the parser.
            Event::InlineMath(text) | Event::DisplayMath(text) => push_text(&mut self.out, text),
        }
        at + 1
    }

    /// Text with its addresses as links and its stretches isolated.
    fn text(&mut self, at: usize, text: &str) {
        if text.is_empty()
            && let Some(mark) = self.document.marks.get(&at)
        {
            return self.mark(mark);
        }
        let mut from = 0;
        for n in 0..self.isolated.of(at).len() {
            let (_, run) = &self.isolated.of(at)[n];
            let (range, direction) = (run.range.clone(), run.direction);
            self.plain_text(&text[from..range.start]);
            push_isolated(&mut self.out, &text[range.clone()], direction);
            from = range.end;
        }
        self.plain_text(&text[from..]);
    }

    /// Text without stretches to isolate. Pairs of embeddings in it become elements.
    fn plain_text(&mut self, text: &str) {
        let mut rest = text;
        while self.document.has_embeddings
            && let Some((at, c)) = rest
                .char_indices()
                .find(|(_, c)| matches!(c, '\u{202A}'..='\u{202C}'))
        {
            self.linked_text(&rest[..at]);
            self.out.push_str(match c {
                '\u{202A}' => "<bdi dir=\"ltr\">",
                '\u{202B}' => "<bdi dir=\"rtl\">",
                _ => "</bdi>",
            });
            rest = &rest[at + c.len_utf8()..];
        }
        self.linked_text(rest);
    }

    fn linked_text(&mut self, text: &str) {
        match self.links {
            0 => push_text_with_links(&mut self.out, text),
            _ => push_text(&mut self.out, text),
        }
    }

    fn mark(&mut self, mark: &Mark) {
        match mark {
            Mark::Open(attributes) => {
                self.out.push_str("<span");
                self.attributes(attributes.direction, Some(attributes));
                self.out.push('>');
            }
            Mark::Close => self.out.push_str("</span>"),
        }
    }

    /// Writes cleaned HTML, in which a link's tags are pieces of their own.
    fn raw_html(&mut self, html: &str) {
        match html.strip_suffix('>').filter(|_| is_code_tag(html)) {
            Some(open) => {
                self.out.push_str(open);
                self.out.push_str(" dir=\"ltr\" translate=\"no\">");
            }
            None => self.out.push_str(html),
        }
        self.links += usize::from(html == "<a>" || html.starts_with("<a "));
        self.links -= usize::from(html == "</a>" && self.links > 0);
    }

    fn open(&mut self, name: &str, at: usize) {
        self.out.push('<');
        self.out.push_str(name);
        self.direction(at);
        self.out.push('>');
    }

    fn direction(&mut self, at: usize) {
        if let Some(direction) = self.directions[at] {
            self.attributes(direction, self.document.attributes.get(&at));
        }
    }

    fn attributes(&mut self, direction: Direction, said: Option<&Attributes>) {
        if let Some(language) = said.and_then(|said| said.language.as_deref()) {
            self.out.push_str(" lang=\"");
            push_attribute(&mut self.out, language);
            self.out.push('"');
        }
        self.out.push_str(match direction {
            Direction::Ltr => " dir=\"ltr\"",
            Direction::Rtl => " dir=\"rtl\"",
        });
    }

    fn start(&mut self, at: usize, tag: &Tag) -> usize {
        match tag {
            Tag::Paragraph => match self.captioned_image(at) {
                Some(next) => return next,
                None => self.open("p", at),
            },
            Tag::Heading {
                level, id, classes, ..
            } => {
                return self.heading(at, *level, id.as_deref(), classes);
            }
            Tag::BlockQuote(kind) => self.quote(at, *kind),
            Tag::CodeBlock(kind) => self.code_block(kind),
            Tag::List(None) => self.open_line("ul", at),
            Tag::List(Some(1)) => self.open_line("ol", at),
            Tag::List(Some(first)) => {
                self.out.push_str(&format!("<ol start=\"{first}\""));
                self.direction(at);
                self.out.push_str(">\n");
            }
            Tag::Item => self.open("li", at),
            Tag::FootnoteDefinition(_) => return element_end(self.events, at),
            Tag::DefinitionList => self.open_line("dl", at),
            Tag::DefinitionListTitle => self.open("dt", at),
            Tag::DefinitionListDefinition => self.open("dd", at),
            Tag::Table(alignments) => {
                self.alignments.clone_from(alignments);
                self.out
                    .push_str("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"");
                push_attribute(&mut self.out, &self.settings.labels.table);
                self.out.push_str("\"><table>\n");
            }
            Tag::TableHead => {
                self.in_head = true;
                self.column = 0;
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.column = 0;
                self.out.push_str("<tr>");
            }
            Tag::TableCell => self.cell(at),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Superscript => self.out.push_str("<sup>"),
            Tag::Subscript => self.out.push_str("<sub>"),
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => self.link(at, *link_type, dest_url, title),
            Tag::Image {
                dest_url, title, ..
            } => {
                let end = element_end(self.events, at);
                self.image(at, end, dest_url, title);
                return end;
            }
            Tag::HtmlBlock | Tag::MetadataBlock(_) => {}
        }
        at + 1
    }

    fn open_line(&mut self, name: &str, at: usize) {
        self.open(name, at);
        self.out.push('\n');
    }

    fn end(&mut self, tag: &TagEnd) {
        match tag {
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::BlockQuote(None) => self.out.push_str("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.out.push_str("</aside>\n"),
            TagEnd::CodeBlock => {
                self.links -= 1;
                self.out.push_str("</code></pre>\n");
            }
            TagEnd::List(true) => self.out.push_str("</ol>\n"),
            TagEnd::List(false) => self.out.push_str("</ul>\n"),
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::DefinitionList => self.out.push_str("</dl>\n"),
            TagEnd::DefinitionListTitle => self.out.push_str("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.out.push_str("</dd>\n"),
            TagEnd::Table => self.out.push_str("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.in_head = false;
                self.out.push_str("</tr></thead><tbody>\n");
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => self.cell_end(),
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.push_str("</del>"),
            TagEnd::Superscript => self.out.push_str("</sup>"),
            TagEnd::Subscript => self.out.push_str("</sub>"),
            TagEnd::Link => {
                self.links -= 1;
                self.out.push_str("</a>");
            }
            // Headings, images and notes are written whole where they start.
            TagEnd::Heading(_)
            | TagEnd::Image
            | TagEnd::FootnoteDefinition
            | TagEnd::HtmlBlock
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    /// Writes a whole heading; the index after it.
    fn heading(
        &mut self,
        at: usize,
        level: HeadingLevel,
        wanted: Option<&str>,
        classes: &[CowStr],
    ) -> usize {
        let end = element_end(self.events, at);
        let id = self.anchors.id(&plain_text(&self.events[at..end]), wanted);
        let level = self.outline_level(level);
        self.out.push_str(&format!("<h{level} id=\""));
        push_attribute(&mut self.out, &id);
        self.out.push('"');
        if !classes.is_empty() {
            self.out.push_str(" class=\"");
            push_attribute(&mut self.out, &classes.join(" "));
            self.out.push('"');
        }
        self.direction(at);
        self.out.push('>');
        self.write(at + 1, end - 1);
        // Readers of the screen alone get a handle to copy the heading's address from.
        self.out
            .push_str("<a class=\"anchor\" aria-hidden=\"true\" tabindex=\"-1\" href=\"#");
        push_address(&mut self.out, &id);
        self.out.push_str(&format!("\"></a></h{level}>\n"));
        end
    }

    /// The level a heading gets below the page's title, which is its `h1`. Levels follow how headings
    /// are nested and not their number of signs, so that none is skipped (WCAG 1.3.1).
    fn outline_level(&mut self, written: HeadingLevel) -> usize {
        while self.outline.last().is_some_and(|above| *above >= written) {
            self.outline.pop();
        }
        self.outline.push(written);
        (self.outline.len() + 1).min(6)
    }

    fn quote(&mut self, at: usize, kind: Option<BlockQuoteKind>) {
        let (class, label) = match kind {
            None => return self.open_line("blockquote", at),
            Some(BlockQuoteKind::Note) => ("note", 0),
            Some(BlockQuoteKind::Tip) => ("tip", 1),
            Some(BlockQuoteKind::Important) => ("important", 2),
            Some(BlockQuoteKind::Warning) => ("warning", 3),
            Some(BlockQuoteKind::Caution) => ("caution", 4),
        };
        self.out.push_str(&format!(
            "<aside class=\"alert alert-{class}\" role=\"note\""
        ));
        self.direction(at);
        self.out.push_str(">\n<p class=\"alert-title\">");
        push_text(&mut self.out, &self.settings.labels.alerts[label]);
        self.out.push_str("</p>\n");
    }

    fn code_block(&mut self, kind: &CodeBlockKind) {
        self.out
            .push_str("<pre dir=\"ltr\" translate=\"no\" tabindex=\"0\"><code");
        if let CodeBlockKind::Fenced(info) = kind
            && let Some(language) = info
                .split([' ', ','])
                .next()
                .filter(|language| !language.is_empty())
        {
            self.out.push_str(" class=\"language-");
            push_attribute(&mut self.out, language);
            self.out.push('"');
        }
        self.out.push('>');
        // A bare address inside code is code.
        self.links += 1;
    }

    fn cell(&mut self, at: usize) {
        let alignment = match self.alignments.get(self.column) {
            Some(Alignment::Left) => " class=\"align-start\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-end\"",
            _ => "",
        };
        let name = if self.in_head {
            "th scope=\"col\""
        } else {
            "td"
        };
        self.out.push_str(&format!("<{name}{alignment}>"));
        // The direction goes on the cell's content: on the cell it would turn its alignment round.
        if self.directions[at].is_some() {
            self.out.push_str("<bdi");
            self.direction(at);
            self.out.push('>');
        }
        self.cell_isolated = self.directions[at].is_some();
    }

    fn cell_end(&mut self) {
        if std::mem::take(&mut self.cell_isolated) {
            self.out.push_str("</bdi>");
        }
        self.out
            .push_str(if self.in_head { "</th>" } else { "</td>" });
        self.column += 1;
    }

    fn task(&mut self, done: bool) {
        let labels = self.settings.labels;
        let (checked, label) = if done {
            (" checked", &labels.done)
        } else {
            ("", &labels.not_done)
        };
        self.out.push_str(&format!(
            "<input type=\"checkbox\" disabled{checked} aria-label=\""
        ));
        push_attribute(&mut self.out, label);
        self.out.push_str("\"> ");
    }
}

#[cfg(test)]
mod tests;
