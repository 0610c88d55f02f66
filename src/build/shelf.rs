//! What was read of articles, kept from build to build: articles -> bytes and back.
//!
//! The articles of a site are kept on several shelves, each by a part of their paths, so that an edited
//! article makes one small file new. Encoding and decoding are pure. A shelf of another version, of another
//! configuration, cut short, damaged or foreign is no shelf: its articles are then read again. What is
//! kept of an article is believed only when the file is proved to be the one that was read.

use bitcode::{Decode, Encode};

use super::Stamp;
use crate::content::Article;
use crate::diagnostics::{Diagnostic, Place, Severity, Span};
use crate::digest::Digest;
use crate::paths::SourcePath;

/// What is known of a file beside its article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// What the file system said of it.
    pub(super) stamp: Option<Stamp>,
    /// The digest of its bytes.
    pub(super) digest: Digest,
    /// What there is to say of it: warnings, without the text of their lines.
    pub(super) told: Vec<Diagnostic>,
}

/// A mark on a shelf.
#[derive(Encode, Decode)]
struct Label {
    stamp: Option<Stamp>,
    /// None where what is to be said cannot be kept: the file is read again.
    digest: Option<Digest>,
    told: Vec<Told>,
}

/// A warning on a shelf.
#[derive(Encode, Decode)]
struct Told {
    code: u8,
    message: String,
    hint: Option<String>,
    /// Line, column and length.
    span: Option<(u32, u32, u32)>,
}

const MAGIC: &[u8; 15] = b"warraq articles";

/// To be raised whenever an article is read in another way than before: what is kept is then read again.
const FORMAT: u8 = 1;

/// The warnings that reading an article can give. An article with any other is not kept.
const CODES: [&str; 18] = [
    "bad-attribute",
    "bidi-embedding",
    "bidi-override",
    "bidi-unbalanced",
    "empty-slug",
    "foreign-shortcode",
    "mixed-digits",
    "remote-media",
    "removed-html",
    "stray-control",
    "two-keys-one-meaning",
    "unclosed-html",
    "unknown-key",
    "unmatched-emphasis",
    "unused-introduction",
    "unused-names",
    "weekday-mismatch",
    "wrong-type",
];

/// Which shelf of `shelves` the article at `path` is kept on.
pub(super) fn shelf_of(path: &SourcePath, shelves: usize) -> usize {
    let hash = blake3::hash(path.as_str().as_bytes());
    let mut number = [0; 8];
    number.copy_from_slice(&hash.as_bytes()[..8]);
    let shelves = u64::try_from(shelves.max(1)).unwrap_or(u64::MAX);
    usize::try_from(u64::from_le_bytes(number) % shelves).unwrap_or(0)
}

/// A shelf as bytes: articles, and a mark for each. `settings` is the digest of all that reading an
/// article depends on beside its file.
pub(super) fn encode(marks: &[Mark], articles: &[Article], settings: Digest) -> Vec<u8> {
    let paired = marks.iter().zip(articles);
    let labels: Vec<Label> = paired
        .map(|(mark, article)| label(mark, article.path()))
        .collect();
    let mut bytes = header(settings);
    for part in [bitcode::encode(&labels), bitcode::encode(articles)] {
        bytes.extend_from_slice(&(part.len() as u64).to_le_bytes());
        bytes.extend_from_slice(blake3::hash(&part).as_bytes());
        bytes.extend_from_slice(&part);
    }
    bytes
}

/// Reads what [`encode`] wrote for the same settings, in the order it was written; `None` for anything
/// else.
pub(super) fn decode(bytes: &[u8], settings: Digest) -> Option<Vec<(Mark, Article)>> {
    let rest = bytes.strip_prefix(&*header(settings))?;
    let (labels, rest) = part(rest)?;
    let (articles, rest) = part(rest)?;
    let labels: Vec<Label> = bitcode::decode(labels).ok()?;
    let articles: Vec<Article> = bitcode::decode(articles).ok()?;
    let whole = rest.is_empty() && labels.len() == articles.len();
    whole.then(|| {
        let paired = labels.into_iter().zip(articles);
        paired
            .filter_map(|(label, article)| Some((mark(label, article.path())?, article)))
            .collect()
    })
}

/// The part at the beginning of `bytes`, if its checksum proves it whole, and what follows it.
fn part(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<8>()?;
    let (checksum, rest) = rest.split_at_checked(blake3::OUT_LEN)?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let (part, rest) = rest.split_at_checked(length)?;
    (blake3::hash(part).as_bytes() == checksum).then_some((part, rest))
}

fn header(settings: Digest) -> Vec<u8> {
    let version = env!("CARGO_PKG_VERSION");
    let mut header = MAGIC.to_vec();
    header.push(FORMAT);
    header.extend_from_slice(Digest::of(&(version, settings)).as_bytes());
    header
}

fn label(mark: &Mark, path: &SourcePath) -> Label {
    let told: Option<Vec<Told>> = mark.told.iter().map(|told| shelved(told, path)).collect();
    Label {
        stamp: mark.stamp,
        digest: told.is_some().then_some(mark.digest),
        told: told.unwrap_or_default(),
    }
}

fn shelved(told: &Diagnostic, path: &SourcePath) -> Option<Told> {
    let Diagnostic {
        severity: Severity::Warning,
        code,
        message,
        place: Some(place),
        hint,
    } = told
    else {
        return None;
    };
    let code = CODES.iter().position(|known| known == code)?;
    (place.path == *path).then_some(())?;
    Some(Told {
        code: u8::try_from(code).ok()?,
        message: message.clone(),
        hint: hint.clone(),
        span: place
            .span
            .as_ref()
            .map(|span| (span.line, span.column, span.length)),
    })
}

fn mark(label: Label, path: &SourcePath) -> Option<Mark> {
    Some(Mark {
        stamp: label.stamp,
        digest: label.digest?,
        told: label
            .told
            .into_iter()
            .map(|told| unshelved(told, path))
            .collect::<Option<_>>()?,
    })
}

fn unshelved(told: Told, path: &SourcePath) -> Option<Diagnostic> {
    let code = CODES.get(usize::from(told.code))?;
    Some(Diagnostic {
        severity: Severity::Warning,
        code,
        message: told.message,
        place: Some(Place {
            path: path.clone(),
            span: told.span.map(|(line, column, length)| Span {
                line,
                column,
                length,
                text: String::new(),
            }),
        }),
        hint: told.hint,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;
    use crate::content::parse;

    fn read(text: &str) -> (Mark, Article) {
        let settings = "title: صحيفة\nbase_url: https://example.org/\ntime_zone: Asia/Riyadh\n";
        let (config, _) = config::read(&SourcePath::new("warraq.yaml"), settings, None);
        let path = SourcePath::new("content/local/خبر.md");
        let (article, mut told) = parse(&path, text.as_bytes(), &config.unwrap());
        for span in told.iter_mut().filter_map(Diagnostic::span_mut) {
            span.text.clear();
        }
        let stamp = Stamp {
            size: 7,
            modified: -1,
            changed: 1,
        };
        let mark = Mark {
            stamp: Some(stamp),
            digest: Digest::of_bytes(text.as_bytes()),
            told,
        };
        (mark, article.unwrap())
    }

    fn shelf() -> (Vec<Mark>, Vec<Article>) {
        [
            read("---\ntitle: خبر\ndate: 2022-01-10\n---\nنص.\n"),
            read(
                "---\ntitle: خبر\ndate: 2022-01-10 17:11\nupdated: 2022-02-01\ntags: [أ, ب]\nauthor: سلمى\n\
                 image: {src: a.jpg, alt: صورة, credit: وكالة}\ncorrections:\n  - {date: 2022-01-11, text: صحح}\n\
                 extra: {a: [1, x]}\nseries: ملف\ncolour: x\naliases: [/old/]\n---\n[ب](b.md) <script>1</script>\n",
            ),
        ]
        .into_iter()
        .unzip()
    }

    #[test]
    fn what_was_read_comes_back_as_it_was() {
        let ((marks, articles), settings) = (shelf(), Digest::of_bytes(b"settings"));
        assert!(!marks[1].told.is_empty());
        let bytes = encode(&marks, &articles, settings);
        let back = decode(&bytes, settings).unwrap();
        assert_eq!(back.into_iter().unzip(), (marks, articles));
    }

    #[test]
    fn only_a_whole_shelf_of_the_same_settings_is_read() {
        let ((marks, articles), settings) = (shelf(), Digest::of_bytes(b"settings"));
        let bytes = encode(&marks, &articles, settings);
        assert_eq!(decode(&bytes, Digest::of_bytes(b"others")), None);
        for end in 0..bytes.len() {
            assert_eq!(decode(&bytes[..end], settings), None);
        }
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert_eq!(decode(&damaged, settings), None);
        }
    }

    #[test]
    fn an_article_with_a_warning_of_an_unknown_code_is_read_again() {
        let (mut marks, articles) = shelf();
        marks[1].told[0].code = "unheard-of";
        let bytes = encode(&marks, &articles, Digest::default());
        let back = decode(&bytes, Digest::default()).unwrap();
        assert_eq!(back.len(), 1);
    }
}
