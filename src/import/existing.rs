//! What a content file says of where it came from.
//!
//! A file's bytes come in, the few fields of its front matter that an import asks for go out. A file
//! that cannot be read as an article says nothing; whether it is sound is the build's business.

use crate::content::SourceText;
use crate::paths::SourcePath;
use crate::yaml::Document;

/// What a front matter says, as far as an import asks.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Provenance {
    /// The digest of the export the file was made from.
    pub(super) source_blake3: Option<String>,
    pub(super) title: Option<String>,
    pub(super) date: Option<String>,
}

/// Reads the front matter of `bytes`.
pub(super) fn provenance(bytes: &[u8]) -> Provenance {
    let path = SourcePath::new("");
    let Ok(source) = SourceText::read(&path, bytes) else {
        return Provenance::default();
    };
    let text = source.as_str();
    let Some((start, end)) = front_matter(text) else {
        return Provenance::default();
    };
    let Ok(document) = Document::parse(&path, text, start, end) else {
        return Provenance::default();
    };
    let mut diagnostics = Vec::new();
    let mut fields = document.fields(&mut diagnostics);
    let source_blake3 = match fields.is_mapping("import") {
        true => fields
            .mapping("import", "", |import| import.text("source_blake3"))
            .flatten(),
        false => None,
    };
    Provenance {
        source_blake3,
        title: fields.text("title"),
        date: fields.text("date"),
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
