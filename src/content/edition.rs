//! Which language's edition a file belongs to, as far as its path tells: `content/en/local/a.md`,
//! `content/local/a.en.md`.

use super::CONTENT;
use crate::config::{Config, EditionId};
use crate::locale::Language;
use crate::paths::SourcePath;

/// A file's path with what it says about the language taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The edition the path names; the main one where it names none.
    pub edition: EditionId,
    /// The path as it would be in a site of one language: `content/local/a.md`. Translations of one
    /// article that lie beside each other have one.
    pub neutral: SourcePath,
}

impl Placed {
    /// Reads the path of a file below `content/`.
    pub fn new(path: &SourcePath, config: &Config) -> Placed {
        let main = || Placed {
            edition: EditionId::MAIN,
            neutral: path.clone(),
        };
        if config.others.is_empty() {
            return main();
        }
        by_folder(path, config)
            .or_else(|| by_suffix(path, config))
            .unwrap_or_else(main)
    }
}

fn by_folder(path: &SourcePath, config: &Config) -> Option<Placed> {
    let below = path.as_str().strip_prefix(CONTENT)?.strip_prefix('/')?;
    let (folder, rest) = below.split_once('/')?;
    let edition = named(folder, config)?;
    Some(Placed {
        edition,
        neutral: SourcePath::new(format!("{CONTENT}/{rest}")),
    })
}

fn by_suffix(path: &SourcePath, config: &Config) -> Option<Placed> {
    let stem = path.stem();
    let (name, suffix) = stem.rsplit_once('.')?;
    let edition = named(suffix, config).filter(|_| !name.is_empty())?;
    let extension = path.file_name().strip_prefix(stem)?;
    Some(Placed {
        edition,
        neutral: SourcePath::new(format!("{}/{name}{extension}", path.folder())),
    })
}

/// The edition that a folder or suffix names: by its prefix, its tag, or, for the main one, its
/// language.
fn named(word: &str, config: &Config) -> Option<EditionId> {
    config
        .editions()
        .find(|(_, edition)| {
            edition.prefix.as_deref().map_or_else(
                || word == edition.language().primary(),
                |prefix| word.eq_ignore_ascii_case(prefix),
            ) || word.eq_ignore_ascii_case(edition.language().tag())
        })
        .map(|(id, _)| id)
}

/// The edition of an article that says it is in `language`, if there is one: that of the very tag
/// before that of the same language.
pub(super) fn spoken(language: &Language, config: &Config) -> Option<EditionId> {
    let exact = config
        .editions()
        .find(|(_, edition)| edition.language().tag() == language.tag());
    exact
        .or_else(|| {
            config
                .editions()
                .find(|(_, edition)| edition.speaks(language))
        })
        .map(|(id, _)| id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;

    #[test]
    fn folder_and_suffix_name_the_edition() {
        let text = "title: صحيفة\nbase_url: https://example.org/\nlanguage: ar-SY\n\
                    languages:\n  en: {title: Paper}\n  fa: {title: روزنامه, prefix: farsi}\n";
        let (config, told) = config::read(&SourcePath::new("warraq.yaml"), text, None);
        let config = config.unwrap();
        assert!(told.is_empty(), "{told:?}");
        for (path, edition, neutral) in [
            ("content/local/a.md", 0, "content/local/a.md"),
            ("content/local/a.ar.md", 0, "content/local/a.md"),
            ("content/local/a.en.md", 1, "content/local/a.md"),
            ("content/en/local/a.md", 1, "content/local/a.md"),
            ("content/EN/a.md", 1, "content/a.md"),
            ("content/farsi/a.md", 2, "content/a.md"),
            ("content/a.fa.md", 2, "content/a.md"),
            ("content/fair/index.en.md", 1, "content/fair/index.md"),
            ("content/local/_index.en.md", 1, "content/local/_index.md"),
            (
                "content/entertainment/a.md",
                0,
                "content/entertainment/a.md",
            ),
            ("content/a.v2.md", 0, "content/a.v2.md"),
            ("content/en.md", 0, "content/en.md"),
        ] {
            let placed = Placed::new(&SourcePath::new(path), &config);
            assert_eq!(
                (placed.edition.place(), placed.neutral.as_str()),
                (edition, neutral),
                "{path}"
            );
        }
        let language = |tag| Language::new(tag).unwrap();
        assert_eq!(spoken(&language("en-GB"), &config), Some(EditionId::at(1)));
        assert_eq!(spoken(&language("ar"), &config), Some(EditionId::MAIN));
        assert_eq!(spoken(&language("he"), &config), None);
    }
}
