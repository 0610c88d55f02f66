//! Where an imported article is laid: folders by date or desk, and a name by its title.

use super::{Folders, Story};
use crate::content::MAX_ARTICLE_BYTES;
use crate::diagnostics::Diagnostic;
use crate::paths::SourcePath;
use crate::text::slug::{slug as slug_of, slug_or_hash};

/// The folders of `story`, with a final `/`.
pub(super) fn folder(story: &Story, folders: Folders) -> String {
    let by_date = match &story.date {
        Some(day) => format!("{:04}/{:02}/", day.date.year(), day.date.month()),
        None => "undated/".to_owned(),
    };
    let desk = match folders {
        Folders::ByDate => None,
        Folders::BySection => story.section.as_deref().and_then(slug_of),
    };
    match desk.as_deref() {
        // What lies in a folder `pages` is a page without a date, not an article.
        None | Some("pages") => by_date,
        Some(desk) => format!("{desk}/{by_date}"),
    }
}

/// The name of an article called `title`, of which `copy - 1` others have the name already.
pub(super) fn slug(title: &str, copy: u32) -> String {
    let slug = slug_or_hash(title);
    match (slug.as_str(), copy) {
        // `index.md` would make the folder and all its files one article.
        ("index", copy) => format!("index-{copy}"),
        (_, 1) => slug,
        (_, copy) => format!("{slug}-{copy}"),
    }
}

/// The fault of an export whose article would be refused when the site is built.
pub(in crate::import) fn too_large(path: &SourcePath) -> Diagnostic {
    let size = MAX_ARTICLE_BYTES / 1024 / 1024;
    Diagnostic::error(
        "export-too-large",
        format!("the export would become an article of more than {size} MiB"),
    )
    .in_file(path)
    .hint("Does it hold many articles? Split it into one file for each.")
}
