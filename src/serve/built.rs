//! The output folder as a static host serves it, with the rules of `_headers` and `_redirects`.
//!
//! Each file is looked for when it is asked for: a build that runs meanwhile is seen at once. Nothing is added
//! to a page. What a link leads to outside the folder is not there, nor is what hosts hide.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::answer::{Answer, Content};
use super::injection::tag_of;
use super::preview::moved;
use super::request::{Route, encoded, route};
use super::rules::{HeaderRules, Odd, Redirects};
use crate::digest::Digest;
use crate::media_types::media_type;

/// The files that hold rules, which no host sends.
const HEADERS: &str = "_headers";
const REDIRECTS: &str = "_redirects";

/// Rules that lead to rules end here.
const MOST_HOPS: usize = 8;

/// Files up to this size are read whole; larger ones are sent piece by piece.
const WHOLE: u64 = 1024 * 1024;

/// An output folder.
#[derive(Debug, Clone)]
pub struct Built {
    folder: PathBuf,
    /// The raw path it is published under, with `/` at both ends.
    base: String,
}

impl Built {
    /// The folder, which is there, as it is published under the raw path `base`.
    pub fn new(folder: &Path, base: String) -> std::io::Result<Built> {
        Ok(Built {
            folder: folder.canonicalize()?,
            base,
        })
    }

    /// The path its home is at, raw.
    pub fn home(&self) -> &str {
        &self.base
    }

    /// The lines of its rules that are none, each with the name of its file.
    pub fn odd_rules(&self) -> Vec<(&'static str, Odd)> {
        let (_, headers) = HeaderRules::read(&self.text(HEADERS));
        let (_, redirects) = Redirects::read(&self.text(REDIRECTS));
        let headers = headers.into_iter().map(|odd| (HEADERS, odd));
        headers
            .chain(redirects.into_iter().map(|odd| (REDIRECTS, odd)))
            .collect()
    }

    /// The answer to the raw path `path`.
    pub(super) fn answer(&self, path: &str, query: Option<&str>) -> Answer {
        let mut answer = self.led(path, query);
        let (rules, _) = HeaderRules::read(&self.text(HEADERS));
        for (name, value) in rules.of(path) {
            answer.headers.retain(|(known, _)| *known != name);
            answer.headers.push((name, value));
        }
        answer
    }

    fn led(&self, path: &str, query: Option<&str>) -> Answer {
        let (rules, _) = Redirects::read(&self.text(REDIRECTS));
        let mut path = path.to_owned();
        let mut status = None;
        for _ in 0..MOST_HOPS {
            let found = route(&path, &self.base, &|file| self.find(file).is_some());
            let is_there = !matches!(found, Route::Missing(_));
            let led = rules.of(&path).filter(|led| led.is_forced || !is_there);
            match led.filter(|led| led.to != path) {
                Some(led) if matches!(led.status, 200 | 404 | 410) && led.to.starts_with('/') => {
                    path = led.to;
                    status = Some(led.status);
                }
                Some(led) if (300..400).contains(&led.status) => {
                    let to = match led.to.starts_with('/') {
                        true => encoded_address(&led.to),
                        false => led.to,
                    };
                    return Answer::words(led.status, "it is at another address")
                        .header("location", to);
                }
                Some(_) => return Answer::words(502, "this preview asks no other host"),
                None => return self.at(found, status, query),
            }
        }
        Answer::words(508, "these redirects lead in a circle")
    }

    fn at(&self, route: Route, status: Option<u16>, query: Option<&str>) -> Answer {
        match route {
            Route::File(file) => self.file(&file, status.unwrap_or(200)),
            Route::Moved(to) => moved(&to, query),
            Route::Missing(pages) => match pages.iter().find(|page| self.find(page).is_some()) {
                Some(page) => self.file(page, 404),
                None => Answer::words(404, "there is nothing at this address"),
            },
        }
    }

    fn file(&self, file: &str, status: u16) -> Answer {
        let read = |place: PathBuf| -> std::io::Result<(Content, String)> {
            let mut opened = File::open(place)?;
            let metadata = opened.metadata()?;
            if metadata.len() > WHOLE {
                let modified = metadata.modified()?.duration_since(UNIX_EPOCH).ok();
                let tag = Digest::of(&(metadata.len(), modified)).to_string();
                return Ok((Content::of_file(opened, metadata.len()), tag));
            }
            let mut bytes = Vec::new();
            opened.read_to_end(&mut bytes)?;
            let tag = tag_of(&bytes);
            Ok((Content::Bytes(bytes), tag))
        };
        match self.find(file).map(read) {
            Some(Ok((content, tag))) => Answer::new(status, media_type(file), content).tagged(&tag),
            _ => Answer::words(500, "the file cannot be read"),
        }
    }

    /// Where a file lies, if it is one to be sent.
    fn find(&self, file: &str) -> Option<PathBuf> {
        let is_hidden = |part: &str| part.starts_with('.') && part != ".well-known";
        if matches!(file, HEADERS | REDIRECTS) || file.split('/').any(is_hidden) {
            return None;
        }
        let place = self.folder.join(file);
        let metadata = fs::metadata(&place).ok()?;
        // A link is followed as far as the folder goes.
        let real = place.canonicalize().ok()?;
        (metadata.is_file() && real.starts_with(&self.folder)).then_some(real)
    }

    /// The text of a file of rules; empty where there is none.
    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap_or_default()
    }
}

/// An address of this site that may have a query or a fragment, as it is sent.
fn encoded_address(to: &str) -> String {
    let end = to.find(['?', '#']).unwrap_or(to.len());
    let (path, rest) = to.split_at(end);
    let rest: String = rest.chars().filter(|c| c.is_ascii_graphic()).collect();
    format!("{}{rest}", encoded(&crate::paths::decode(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_the_folder_and_nothing_hidden_is_found() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("public");
        fs::create_dir_all(folder.join(".git")).unwrap();
        fs::create_dir_all(folder.join(".well-known")).unwrap();
        for file in [
            ".git/config",
            ".well-known/x",
            "_headers",
            "index.html",
            "../secret",
        ] {
            fs::write(folder.join(file), "x").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(root.path().join("secret"), folder.join("link")).unwrap();
        let built = Built::new(&folder, "/".to_owned()).unwrap();
        let status = |path: &str| built.answer(path, None).status;
        assert_eq!(status("/"), 200);
        assert_eq!(status("/.well-known/x"), 200);
        for path in ["/.git/config", "/_headers", "/link", "/.git", "/nothing"] {
            assert_eq!(status(path), 404, "{path}");
        }
    }

    #[test]
    fn redirects_do_not_go_round() {
        let root = tempfile::tempdir().unwrap();
        fs::write(
            root.path().join("_redirects"),
            "/a /b 200\n/b /a 200\n/c //evil.org/ 302\n",
        )
        .unwrap();
        let built = Built::new(root.path(), "/".to_owned()).unwrap();
        assert_eq!(built.answer("/a", None).status, 508);
    }
}
