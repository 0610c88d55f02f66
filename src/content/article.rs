//! What an article is, once its file has been read.

use std::sync::Arc;

use super::{Address, Moment, Role};
use crate::config::EditionId;
use crate::digest::Digest;
use crate::lookup::Known;
use crate::markdown::LinkKind;
use crate::paths::{SourcePath, UrlPath};
use crate::text::controls::Counts;
use crate::text::packed::Packed;

/// One source file's article, page or introduction. Complete at birth, never changed.
#[derive(Debug, Clone, PartialEq, Eq, bitcode::Encode, bitcode::Decode)]
pub struct Article {
    /// What the file is for.
    pub role: Role,
    /// Its address; for an introduction, the address of nothing.
    pub address: Address,
    /// The language's part of the site it belongs to.
    pub edition: EditionId,
    /// The path it would have in a site of one language, where that is not its own.
    pub neutral: Option<SourcePath>,
    /// What it has in common with its translations, where that is not the path.
    pub translation_key: Option<Box<str>>,
    /// For an introduction: there is a list it introduces.
    pub introduces: bool,
    /// What of the text does not reach the reader.
    pub taken_out: TakenOut,
    /// What listings may show.
    pub head: Head,
    /// What only the article's own page shows.
    pub body: Arc<Body>,
    /// Where the lead image's address is written: line and column from 1. It is here and not in the
    /// head, so that moving a line restales nothing.
    pub image_place: (u32, u32),
    /// The section's name as written or as the folder is named.
    pub section: Option<Arc<str>>,
    /// Tags as written, without repetition.
    pub tags: Box<[Arc<str>]>,
    /// Authors as written, without repetition.
    pub authors: Box<[Arc<str>]>,
    /// Old addresses that lead here.
    pub aliases: Box<[UrlPath]>,
    /// It was published and is no more: its page says so, and nothing else of it is shown.
    pub removed: Option<Box<Removal>>,
    /// Not to be published.
    pub draft: bool,
    /// Not to be published before this moment, where that is not the date.
    pub embargo: Option<Moment>,
    /// Not to be published from this moment on.
    pub expires: Option<Moment>,
}

impl Article {
    /// Its file.
    pub fn path(&self) -> &SourcePath {
        &self.body.origin.path
    }

    /// The path it would have in a site of one language.
    pub fn neutral(&self) -> &SourcePath {
        self.neutral.as_ref().unwrap_or_else(|| self.path())
    }

    /// The same article, whose path and names are those of `path` and of `pool` where they are equal: an
    /// archive writes a few thousand names millions of times.
    #[must_use]
    pub fn sharing(mut self: Box<Self>, path: &SourcePath, pool: &mut Pool) -> Box<Self> {
        if let Some(body) = Arc::get_mut(&mut self.body) {
            body.origin.path.clone_from(path);
        }
        let names = self.tags.iter_mut().chain(&mut self.authors);
        for name in names.chain(&mut self.section) {
            *name = pool.shared(name);
        }
        self
    }
}

/// Names that are kept once, however often they are written.
#[derive(Debug, Default)]
pub struct Pool(Known<Arc<str>>);

impl Pool {
    fn shared(&mut self, name: &Arc<str>) -> Arc<str> {
        match self.0.get(name) {
            Some(known) => Arc::clone(known),
            None => {
                self.0.insert(Arc::clone(name));
                Arc::clone(name)
            }
        }
    }
}

/// What of a text does not reach the reader as it is written; each is told with its place as well.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, bitcode::Encode, bitcode::Decode)]
pub struct TakenOut {
    /// Pieces of raw HTML that were taken out or became a link.
    pub html: usize,
    /// Invisible characters that change the order of text.
    pub controls: Counts,
}

impl TakenOut {
    /// Adds what was taken out of another text.
    pub fn add(&mut self, other: TakenOut) {
        self.html += other.html;
        self.controls.add_all(other.controls);
    }
}

/// What listings, feeds and neighbours may show of an article.
#[derive(Debug, Clone, PartialEq, Eq, Hash, bitcode::Encode, bitcode::Decode)]
pub struct Head {
    /// The headline, one line of plain text.
    pub title: String,
    /// When it was published; pages have none.
    pub date: Option<Moment>,
    /// When it was last changed in substance: `updated`, or the newest of its updates.
    pub updated: Option<Moment>,
    /// The article's language, if it is not its edition's.
    pub language: Option<String>,
    /// A few sentences: as given, else the opening of the text.
    pub summary: Packed,
    /// The lead image.
    pub image: Option<Box<Image>>,
}

/// The lead image of an article.
#[derive(Debug, Clone, PartialEq, Eq, Hash, bitcode::Encode, bitcode::Decode)]
pub struct Image {
    /// Its address as written; a caption may stand without a picture.
    pub src: Option<String>,
    /// What it shows, for those who do not see it.
    pub alt: Option<Packed>,
    /// The text below it.
    pub caption: Option<Packed>,
    /// Who made it.
    pub credit: Option<Packed>,
}

/// What only the article's own page shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash, bitcode::Encode, bitcode::Decode)]
pub struct Body {
    /// Where the text is read again when the page is made.
    pub origin: Origin,
    /// Words in the text.
    pub words: u32,
    /// The agency or paper the text is taken from.
    pub source: Option<Box<Agency>>,
    /// The place the report was sent from.
    pub dateline: Option<Box<str>>,
    /// The series the article belongs to.
    pub series: Option<Box<str>>,
    /// When it will no longer be published.
    pub expires: Option<Moment>,
    /// Corrections made after publication, in the order written.
    pub corrections: Box<[Correction]>,
    /// What was added after publication, newest first.
    pub updates: Box<[Update]>,
    /// The owner's own fields, as JSON with sorted keys.
    pub extra: Option<Box<str>>,
    /// Links and images of the text that point into the site.
    pub links: Box<[Link]>,
}

/// Where an article's text is, and what it was when it was read.
#[derive(Debug, Clone, PartialEq, Eq, Hash, bitcode::Encode, bitcode::Decode)]
pub struct Origin {
    /// The source file.
    pub path: SourcePath,
    /// Digest of the text below the front matter, with LF line ends.
    pub digest: Digest,
}

/// Where a report comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, bitcode::Encode, bitcode::Decode)]
pub struct Agency {
    /// The agency's name.
    pub name: String,
    /// The report there.
    pub url: Option<String>,
}

/// A correction.
#[derive(Debug, Clone, PartialEq, Eq, Hash, bitcode::Encode, bitcode::Decode)]
pub struct Correction {
    /// When it was made.
    pub date: Option<Moment>,
    /// What was wrong and is now right.
    pub text: String,
}

/// A change after publication that mended nothing: news was added.
#[derive(Debug, Clone, PartialEq, Eq, Hash, bitcode::Encode, bitcode::Decode)]
pub struct Update {
    /// When it was made.
    pub date: Moment,
    /// What was added.
    pub note: Option<String>,
}

/// What readers are told of an article that was removed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, bitcode::Encode, bitcode::Decode)]
pub struct Removal {
    /// When it was removed.
    pub date: Moment,
    /// Why.
    pub reason: Option<String>,
    /// Its headline may still be shown.
    pub shows_title: bool,
}

/// A link or image in a text, with its place in the source file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, bitcode::Encode, bitcode::Decode)]
pub struct Link {
    /// The target as written.
    pub target: Arc<str>,
    /// Link or image.
    pub kind: LinkKind,
    /// Line in the source file, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Length in characters.
    pub length: u32,
}
