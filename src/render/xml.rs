//! XML documents: elements written by a library, characters that XML cannot hold left out.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::text::bytes::any;

pub(super) type XmlWriter = Writer<Vec<u8>>;

/// A document: declaration, then what `write` writes. Writing to memory cannot fail.
pub(super) fn document(write: impl FnOnce(&mut XmlWriter) -> std::io::Result<()>) -> Vec<u8> {
    let mut writer = Writer::new_with_indent(Vec::with_capacity(16 * 1024), b' ', 1);
    let _ = writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    let _ = write(&mut writer);
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    bytes
}

/// `text` without the control characters that XML 1.0 forbids (section 2.2).
pub(super) fn legal(text: &str) -> Cow<'_, str> {
    let forbidden = |c: char| matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}');
    // Of the bytes of all these characters only the first of U+FFFE and U+FFFF is common.
    let suspect = |b: u8| (b == 0xEF) | (b < 0x20) & (b != b'\n') & (b != b'\t') & (b != b'\r');
    match any(text.as_bytes(), suspect) && text.contains(forbidden) {
        true => Cow::Owned(text.chars().filter(|c| !forbidden(*c)).collect()),
        false => Cow::Borrowed(text),
    }
}

/// `text` as the content of an element.
pub(super) fn content(text: &str) -> BytesText<'_> {
    let is_escaped = |b: u8| (b == b'<') | (b == b'>') | (b == b'&') | (b == b'\'') | (b == b'"');
    match any(text.as_bytes(), is_escaped) {
        true => BytesText::new(text),
        false => BytesText::from_escaped(text),
    }
}

/// Elements inside of another, written by hand in the form of the library's: of feeds' entries there are so
/// many that each of their elements counts.
pub(super) struct Inside {
    xml: String,
    /// How far the elements are indented.
    depth: usize,
}

impl Inside {
    /// Elements in one that is `depth` deep in its document.
    pub(super) fn new(depth: usize) -> Self {
        Inside {
            xml: String::with_capacity(16 * 1024),
            depth,
        }
    }

    /// `<name>text</name>`
    pub(super) fn element(&mut self, name: &str, text: &str) {
        self.element_with(name, &[], text);
    }

    /// `<name attribute="value">text</name>`
    pub(super) fn element_with(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.start(name, attributes);
        let text = legal(text);
        self.xml.extend([">", &content(&text), "</", name, ">"]);
    }

    /// `<name attribute="value"/>`
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.xml.push_str("/>");
    }

    /// `<name attribute="value">`, what `write` writes, `</name>`
    pub(super) fn outer(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        write: impl FnOnce(&mut Inside),
    ) {
        self.start(name, attributes);
        self.xml.push('>');
        self.depth += 1;
        write(self);
        self.depth -= 1;
        self.line();
        self.xml.extend(["</", name, ">"]);
    }

    /// Puts them behind what `writer` has written.
    pub(super) fn put(self, writer: &mut XmlWriter) {
        writer.get_mut().extend_from_slice(self.xml.as_bytes());
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.line();
        self.xml.extend(["<", name]);
        for (name, value) in attributes {
            let value = Attribute::from((*name, *value)).value;
            self.xml.extend([" ", name, "=\"", &value, "\""]);
        }
    }

    fn line(&mut self) {
        const INDENT: &str = "\n        ";
        self.xml
            .push_str(INDENT.get(..=self.depth).unwrap_or(INDENT));
    }
}

/// `<name>text</name>`
pub(super) fn element(writer: &mut XmlWriter, name: &str, text: &str) -> std::io::Result<()> {
    writer
        .create_element(name)
        .write_text_content(content(&legal(text)))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_by_hand_are_those_of_the_library() {
        let text = "خبر <b> & \"ق\" 'x' > \u{1}\n\t";
        let by_library = document(|writer| {
            writer
                .create_element("feed")
                .write_inner_content(|writer| {
                    element(writer, "title", text)?;
                    let entry = writer.create_element("entry");
                    entry
                        .with_attribute(("a", text))
                        .write_inner_content(|writer| {
                            element(writer, "name", text)?;
                            let link = writer.create_element("link");
                            link.with_attributes([("x", text), ("y", "1")])
                                .write_empty()?;
                            let id = writer.create_element("id").with_attribute(("z", "2"));
                            id.write_text_content(content(&legal(text)))?;
                            Ok(())
                        })?;
                    Ok(())
                })
                .map(|_| ())
        });
        let by_hand = document(|writer| {
            let feed = writer.create_element("feed");
            feed.write_inner_content(|writer| {
                element(writer, "title", text)?;
                let mut inside = Inside::new(1);
                inside.outer("entry", &[("a", text)], |entry| {
                    entry.element("name", text);
                    entry.empty("link", &[("x", text), ("y", "1")]);
                    entry.element_with("id", &[("z", "2")], text);
                });
                inside.put(writer);
                Ok(())
            })
            .map(|_| ())
        });
        assert_eq!(
            String::from_utf8(by_hand).unwrap(),
            String::from_utf8(by_library).unwrap()
        );
    }
}
