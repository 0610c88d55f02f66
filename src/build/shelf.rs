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
use crate::program::IDENTITY;
use crate::seal::{content, sealed, unsealed};

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

/// What is known of the files of a shelf, in the order of their paths. It lies in a file of its own, a
/// tenth of the articles': where nothing has changed, no article is looked at.
#[derive(Debug, Default, PartialEq, Encode, Decode)]
pub(super) struct Marks {
    /// The paths, each with a NUL behind it, which no path holds.
    pub(super) paths: String,
    pub(super) stamps: Vec<Option<Stamp>>,
    /// None where what there is to say cannot be kept: the file is read again.
    pub(super) digests: Vec<Option<Digest>>,
    /// Warnings with the places of their files.
    told: Vec<(u32, Told)>,
    /// The hash of the file of articles these are the marks of.
    articles: [u8; blake3::OUT_LEN],
}

/// A warning on a shelf.
#[derive(Debug, PartialEq, Encode, Decode)]
struct Told {
    code: u8,
    message: String,
    hint: Option<String>,
    /// Line, column and length.
    span: Option<(u32, u32, u32)>,
}

const MAGIC: &[u8; 15] = b"warraq articles";

/// To be raised whenever an article is read in another way than before: what is kept is then read again.
const FORMAT: u8 = 5;

/// The warnings that reading an article can give. An article with any other is not kept.
const CODES: [&str; 19] = [
    "bad-attribute",
    "bidi-embedding",
    "bidi-override",
    "bidi-unbalanced",
    "empty-slug",
    "foreign-shortcode",
    "missing-alt",
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

impl Marks {
    /// The marks of `articles`, each with its own, and the bytes of the articles' file. `settings` is the
    /// digest of all that reading an article depends on beside its file.
    pub(super) fn of(
        marks: &[Mark],
        articles: &[Box<Article>],
        settings: Digest,
    ) -> (Marks, Vec<u8>) {
        let bytes = sealed(&seal(settings), &bitcode::encode(articles));
        let mut all = Marks {
            articles: *blake3::hash(&bytes).as_bytes(),
            ..Marks::default()
        };
        for (at, (mark, article)) in marks.iter().zip(articles).enumerate() {
            let path = article.path();
            let told: Option<Vec<Told>> =
                mark.told.iter().map(|told| shelved(told, path)).collect();
            all.paths.push_str(path.as_str());
            all.paths.push('\0');
            all.stamps.push(mark.stamp);
            all.digests.push(told.is_some().then_some(mark.digest));
            // A shelf holds some thousand articles.
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            let told = told.into_iter().flatten();
            all.told.extend(told.map(|told| (at, told)));
        }
        (all, bytes)
    }

    /// The marks as bytes.
    pub(super) fn encode(&self, settings: Digest) -> Vec<u8> {
        sealed(&seal(settings), &bitcode::encode(self))
    }

    /// Reads what [`encode`](Self::encode) wrote for the same settings; `None` for anything else.
    pub(super) fn decode(bytes: &[u8], settings: Digest) -> Option<Marks> {
        let marks: Marks = bitcode::decode(unsealed(&seal(settings), bytes)?).ok()?;
        let count = marks.paths.bytes().filter(|byte| *byte == 0).count();
        (count == marks.stamps.len() && count == marks.digests.len()).then_some(marks)
    }

    /// The digest of the shelf's files.
    pub(super) fn digest(&self) -> Digest {
        Digest::of(&(&self.paths, &self.digests))
    }

    /// The articles in `bytes` with their marks; `None` if these are not the bytes they were made with.
    pub(super) fn articles(
        &self,
        bytes: &[u8],
        settings: Digest,
    ) -> Option<Vec<(Mark, Box<Article>)>> {
        if *blake3::hash(bytes).as_bytes() != self.articles {
            return None;
        }
        let articles: Vec<Box<Article>> = bitcode::decode(content(&seal(settings), bytes)?).ok()?;
        let mut told = self.told.iter().peekable();
        let mut all = Vec::with_capacity(articles.len());
        let known = self.stamps.iter().zip(&self.digests);
        for (at, (article, (stamp, digest))) in articles.into_iter().zip(known).enumerate() {
            let mut mark = Mark {
                stamp: *stamp,
                digest: digest.unwrap_or_default(),
                told: Vec::new(),
            };
            while let Some((_, told)) = told.next_if(|(of, _)| *of as usize == at) {
                mark.told.push(unshelved(told, article.path())?);
            }
            all.push((mark, article));
        }
        (all.len() == self.stamps.len()).then_some(all)
    }
}

/// Under what the files of a shelf are sealed: the program's version, and all that reading depends on.
fn seal(settings: Digest) -> Vec<u8> {
    let version = Digest::of(&(IDENTITY, settings));
    [MAGIC, &[FORMAT][..], version.as_bytes()].concat()
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

fn unshelved(told: &Told, path: &SourcePath) -> Option<Diagnostic> {
    let code = CODES.get(usize::from(told.code))?;
    Some(Diagnostic {
        severity: Severity::Warning,
        code,
        message: told.message.clone(),
        place: Some(Place {
            path: path.clone(),
            span: told.span.map(|(line, column, length)| Span {
                line,
                column,
                length,
                text: String::new(),
            }),
        }),
        hint: told.hint.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;
    use crate::content::parse;

    fn read(text: &str) -> (Mark, Box<Article>) {
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
            number: 1 << 40,
        };
        let mark = Mark {
            stamp: Some(stamp),
            digest: Digest::of_bytes(text.as_bytes()),
            told,
        };
        (mark, Box::new(article.unwrap()))
    }

    #[allow(clippy::vec_box, reason = "as the articles of a site are kept")]
    fn shelf() -> (Vec<Mark>, Vec<Box<Article>>) {
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
        let (all, bytes) = Marks::of(&marks, &articles, settings);
        let all = Marks::decode(&all.encode(settings), settings).unwrap();
        let path = articles[0].path();
        assert_eq!(all.paths, format!("{path}\0{path}\0"));
        let back = all.articles(&bytes, settings).unwrap();
        assert_eq!(back.into_iter().unzip(), (marks, articles));
    }

    #[test]
    fn only_a_whole_shelf_of_the_same_settings_is_read() {
        let ((marks, articles), settings) = (shelf(), Digest::of_bytes(b"settings"));
        let (all, of_articles) = Marks::of(&marks, &articles, settings);
        let of_marks = all.encode(settings);
        let others = Digest::of_bytes(b"others");
        assert_eq!(Marks::decode(&of_marks, others), None);
        assert_eq!(all.articles(&of_articles, others), None);
        for end in 0..of_marks.len() {
            assert_eq!(Marks::decode(&of_marks[..end], settings), None);
        }
        for at in 0..of_marks.len() {
            let mut damaged = of_marks.clone();
            damaged[at] ^= 1;
            assert_eq!(Marks::decode(&damaged, settings), None);
        }
        for at in 0..of_articles.len() {
            assert_eq!(all.articles(&of_articles[..at], settings), None);
            let mut damaged = of_articles.clone();
            damaged[at] ^= 1;
            assert_eq!(all.articles(&damaged, settings), None);
        }
    }

    #[test]
    fn an_article_with_a_warning_of_an_unknown_code_is_read_again() {
        let (mut marks, articles) = shelf();
        marks[1].told[0].code = "unheard-of";
        let (all, _) = Marks::of(&marks, &articles, Digest::default());
        assert_eq!(all.digests, [Some(marks[0].digest), None]);
    }
}
