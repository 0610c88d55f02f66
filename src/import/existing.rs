//! What a content file says, as far as an import asks.
//!
//! A file's bytes come in, where it came from and the fields that imports write go out. A file that
//! cannot be read as an article says nothing; whether it is sound is the build's business.

use crate::content::{SourceText, body_of};
use crate::paths::SourcePath;
use crate::yaml::{Document, Fields};

/// What a front matter says, as far as an import asks.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Provenance {
    /// The digest of the export the file was made from.
    pub(super) source_blake3: Option<String>,
    pub(super) title: Option<String>,
    pub(super) date: Option<String>,
}

/// Reads where the article in `bytes` came from.
pub(super) fn provenance(bytes: &[u8]) -> Provenance {
    let found = front_matter_of(bytes, |fields| Provenance {
        source_blake3: below(fields, "import", |import| import.text("source_blake3")),
        title: fields.text("title"),
        date: fields.text("date"),
    });
    found.unwrap_or_default()
}

/// An article as it stands in its file: the parts that an import writes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) title: String,
    pub(super) kicker: Option<String>,
    pub(super) author: Option<String>,
    pub(super) date: Option<String>,
    pub(super) section: Option<String>,
    pub(super) caption: Option<String>,
    pub(super) source: Option<String>,
    pub(super) trailing: Vec<String>,
    /// The text as Markdown.
    pub(super) body: String,
}

/// Reads the article in `bytes`.
pub(super) fn written(bytes: &[u8]) -> Option<Written> {
    let (body, _) = body_of(&SourcePath::new(""), bytes).ok()?;
    let front = front_matter_of(bytes, |fields| Written {
        title: fields.text("title").unwrap_or_default(),
        author: fields.texts("authors").into_iter().next(),
        kicker: below(fields, "extra", |extra| extra.text("kicker")),
        date: fields.text("date"),
        section: fields.text("section"),
        caption: below(fields, "image", |image| image.text("caption")),
        source: fields.text("source"),
        trailing: below(fields, "extra", |extra| Some(extra.texts("trailing"))).unwrap_or_default(),
        body: String::new(),
    })?;
    Some(Written { body, ..front })
}

fn front_matter_of<T>(bytes: &[u8], read: impl Fn(&mut Fields) -> T) -> Option<T> {
    let path = SourcePath::new("");
    let source = SourceText::read(&path, bytes).ok()?;
    let text = source.as_str();
    let (start, end) = front_matter(text)?;
    let document = Document::parse(&path, text, start, end).ok()?;
    let mut diagnostics = Vec::new();
    Some(read(&mut document.fields(&mut diagnostics)))
}

fn below<T>(
    fields: &mut Fields,
    key: &str,
    read: impl FnOnce(&mut Fields) -> Option<T>,
) -> Option<T> {
    match fields.is_mapping(key) {
        true => fields.mapping(key, "", read).flatten(),
        false => None,
    }
}

/// The bytes between the two lines of hyphens.
fn front_matter(text: &str) -> Option<(usize, usize)> {
    let is_fence = |line: &str| line.trim_end() == "---";
    let mut lines = text.split_inclusive('\n');
    let start = lines.next().filter(|line| is_fence(line))?.len();
    let inside: usize = lines.take_while(|line| !is_fence(line)).map(str::len).sum();
    Some((start, start + inside))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_imported_article_names_its_export() {
        let found = provenance(
            "---\ntitle: \"خبر\"\ndate: 2022-01-10\nimport:\n  source_blake3: \"ab\"\n---\nنص\n"
                .as_bytes(),
        );
        assert_eq!(found.source_blake3.as_deref(), Some("ab"));
        assert_eq!(
            (found.title.as_deref(), found.date.as_deref()),
            (Some("خبر"), Some("2022-01-10"))
        );
        assert_eq!(
            provenance("---\ntitle: خبر\nimport: yes\n---\n".as_bytes()).source_blake3,
            None
        );
        for bytes in [
            &b""[..],
            b"text",
            b"---\n- a\n---\n",
            b"\xFF",
            b"---\nimport: {source_blake3: {a: 1}}\n---\n",
        ] {
            assert_eq!(provenance(bytes), Provenance::default());
        }
    }
}
