//! XML documents: elements written by a library, characters that XML cannot hold left out.

use std::borrow::Cow;

use quick_xml::Writer;
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

/// `<name>text</name>`
pub(super) fn element(writer: &mut XmlWriter, name: &str, text: &str) -> std::io::Result<()> {
    writer
        .create_element(name)
        .write_text_content(content(&legal(text)))?;
    Ok(())
}
