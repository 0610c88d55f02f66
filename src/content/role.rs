//! What a file under `content/` is for, told from its path alone.

use crate::paths::SourcePath;

/// The folder all content lies in.
pub const CONTENT: &str = "content";

/// The folder of pages without a date, below [`CONTENT`].
const PAGES: &str = "pages";

/// What a Markdown file is for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, bitcode::Encode, bitcode::Decode,
)]
pub enum Role {
    /// A dated article.
    Article,
    /// A page without a date, such as the imprint.
    Page,
    /// `_index.md`: title and introduction of a section, or of the home page.
    Introduction,
}

/// Whether a file's name says it is Markdown.
pub fn is_markdown(path: &SourcePath) -> bool {
    let name = path.file_name().to_lowercase();
    name.ends_with(".md") || name.ends_with(".markdown")
}

impl Role {
    /// The role of the Markdown file at `path`.
    pub fn of(path: &SourcePath) -> Role {
        if path.stem() == "_index" {
            return Role::Introduction;
        }
        match folders(path).first() {
            Some(&PAGES) => Role::Page,
            _ => Role::Article,
        }
    }
}

/// Whether the file is its folder's bundle: the files beside it belong to it.
pub(super) fn is_bundle(path: &SourcePath) -> bool {
    path.stem() == "index"
}

/// The folders between `content/` and the file.
fn folders(path: &SourcePath) -> Vec<&str> {
    path.folder()
        .split('/')
        .skip(1)
        .filter(|folder| !folder.is_empty())
        .collect()
}

/// The section a file's folders put it in: the first folder, unless that is the file's own bundle or
/// only a number, as of a year.
pub(super) fn folder_section(path: &SourcePath) -> Option<&str> {
    let mut folders = folders(path);
    if is_bundle(path) {
        folders.pop();
    }
    let first = folders.first().copied()?;
    let is_number = first.chars().all(char::is_numeric);
    (!is_number).then_some(first)
}

/// Whether the `_index.md` at `path` introduces a list: the home page's or a section's.
pub(super) fn introduces(path: &SourcePath) -> bool {
    match folders(path).as_slice() {
        [] => true,
        [folder] => *folder != PAGES && folder_section(path).is_some(),
        _ => false,
    }
}

/// The name a file gives its article: its own, or its folder's for a bundle, without the date that
/// Jekyll puts before it.
pub(super) fn name(path: &SourcePath) -> &str {
    let name = match is_bundle(path) {
        true => path.folder().rsplit('/').next().unwrap_or_default(),
        false => path.stem(),
    };
    match name.get(..11) {
        Some(date) if is_date_prefix(date) && name.len() > 11 => &name[11..],
        _ => name,
    }
}

fn is_date_prefix(text: &str) -> bool {
    text.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 | 10 => byte == b'-',
        _ => byte.is_ascii_digit(),
    })
}

/// The address of a page without a date: its path below `pages/`.
pub(super) fn page_path(path: &SourcePath, slug: &str) -> String {
    let mut folders = folders(path);
    if is_bundle(path) {
        folders.pop();
    }
    let above = folders.get(1..).unwrap_or_default();
    let mut url = String::from("/");
    for folder in above {
        url.push_str(folder);
        url.push('/');
    }
    url.push_str(slug);
    url.push('/');
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_tell_role_section_and_name() {
        for (path, role, section, name_) in [
            ("content/local/2022/a.md", Role::Article, Some("local"), "a"),
            ("content/2022/01/a.md", Role::Article, None, "a"),
            ("content/a.md", Role::Article, None, "a"),
            ("content/fair/index.md", Role::Article, None, "fair"),
            (
                "content/متابعات/fair/index.md",
                Role::Article,
                Some("متابعات"),
                "fair",
            ),
            ("content/pages/about.md", Role::Page, Some("pages"), "about"),
            (
                "content/local/_index.md",
                Role::Introduction,
                Some("local"),
                "_index",
            ),
            (
                "content/_posts/2022-01-10-خبر.md",
                Role::Article,
                Some("_posts"),
                "خبر",
            ),
            ("content/2022-01-10.md", Role::Article, None, "2022-01-10"),
        ] {
            let path = SourcePath::new(path);
            assert_eq!(
                (Role::of(&path), folder_section(&path), name(&path)),
                (role, section, name_)
            );
        }
        assert_eq!(
            page_path(
                &SourcePath::new("content/pages/legal/imprint/index.md"),
                "imprint"
            ),
            "/legal/imprint/"
        );
    }
}
