//! An article's address: by its front matter, the site's permalink and the file's path.

use super::front_matter::FrontMatter;
use super::role::{folder_section, name, page_path};
use super::{Placed, Role};
use crate::config::{Config, Edition, PermalinkParts, Slugs};
use crate::digest::Digest;
use crate::paths::{PathError, UrlPath};
use crate::text::slug::{slug, slug_or_hash};
use crate::text::transliterate::transliterate;

/// An address, and whether an editor chose it.
#[derive(Debug, Clone, PartialEq, Eq, bitcode::Encode, bitcode::Decode)]
pub enum Address {
    /// Written in the front matter as `url` or `slug`, or given by the file's name: no other article
    /// may have it.
    Chosen(UrlPath),
    /// Made of the title or an id. Where two articles come to the same, the later one moves aside.
    Made(UrlPath),
}

impl Address {
    /// The address as it is before any other article is known.
    pub fn url(&self) -> &UrlPath {
        match self {
            Address::Chosen(url) | Address::Made(url) => url,
        }
    }
}

/// Digits of an id: short enough to be read out, and an archive's day holds far fewer articles.
const ID_DIGITS: usize = 6;

/// Finds the address of an article.
pub(super) fn address(
    placed: &Placed,
    role: Role,
    front: &FrontMatter,
    config: &Config,
) -> Result<Address, PathError> {
    if let Some(url) = &front.url {
        return Ok(Address::Chosen(url.clone()));
    }
    let edition = config.edition(placed.edition);
    let words = |text: &str| in_script(text, config.slugs);
    let filename = words(name(&placed.neutral));
    let (Role::Article, Some(_)) = (role, front.date) else {
        let slug = front.slug.as_deref().and_then(slug).unwrap_or(filename);
        return edition
            .url(&page_path(&placed.neutral, &slug))
            .map(Address::Chosen);
    };
    let title = front.title.as_deref().unwrap_or_default();
    let slug = match (&front.slug, config.slugs) {
        (Some(slug), _) => slug_or_hash(slug),
        (None, Slugs::Id) => id(placed),
        (None, _) => words(title),
    };
    let url = dated(placed, front, config, edition, &slug)?;
    // `:filename` in a permalink is the editor's choice as much as `slug` is.
    Ok(
        match front.slug.is_some() || config.permalink.is_by_file() {
            true => Address::Chosen(url),
            false => Address::Made(url),
        },
    )
}

fn dated(
    placed: &Placed,
    front: &FrontMatter,
    config: &Config,
    edition: &Edition,
    slug: &str,
) -> Result<UrlPath, PathError> {
    let section = front.section.as_deref().or(folder_section(&placed.neutral));
    let section = section.map(|section| in_script(section, config.slugs));
    let filename = in_script(name(&placed.neutral), config.slugs);
    let path = config.permalink.path(&PermalinkParts {
        date: front.date.map(|date| date.day()).unwrap_or_default(),
        section: section.as_deref(),
        slug,
        filename: &filename,
    });
    edition.url(&path)
}

/// The slug of `text`, in the script the owner wants.
fn in_script(text: &str, slugs: Slugs) -> String {
    match slugs {
        Slugs::Unicode | Slugs::Id => slug_or_hash(text),
        Slugs::Transliterate => slug_or_hash(&transliterate(text)),
    }
}

/// An id that stays when the title, the date or the text is mended: it is the path's.
fn id(placed: &Placed) -> String {
    let digest = Digest::of_bytes(placed.neutral.as_str().as_bytes()).to_string();
    digest.chars().take(ID_DIGITS).collect()
}
