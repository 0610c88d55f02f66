//! Files of articles -> articles, reading again only what is not the file it was.

use rayon::prelude::*;

use super::shelf::{Mark, decode, encode, shelf_of};
use super::{Files, Progress, Shelves, Snapshot, Stage};
use crate::config::Config;
use crate::content::{Article, TakenOut, parse};
use crate::diagnostics::{Diagnostic, Severity};
use crate::digest::Digest;
use crate::paths::SourcePath;

/// Articles on one shelf, at most, as long as there are fewer shelves than two hundred thousand articles
/// would need.
const ON_A_SHELF: usize = 2048;

/// All articles, with what there is to say of each. The order is that of nothing.
#[derive(Default)]
pub(super) struct Reading {
    pub(super) articles: Vec<Article>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) taken_out: TakenOut,
}

/// What reading the articles needs.
struct Desk<'a> {
    config: &'a Config,
    files: &'a dyn Files,
    shelves: &'a dyn Shelves,
    progress: &'a dyn Progress,
    /// The digest of what an article's meaning depends on beside its file.
    settings: Digest,
    /// How many shelves there are.
    count: usize,
}

/// Reads every article of `snapshot`. What `shelves` keep of one is used where its file is proved to be
/// unchanged: by what the file system says of it, else by its bytes.
pub(super) fn read_all(
    snapshot: &Snapshot,
    files: &dyn Files,
    shelves: &dyn Shelves,
    progress: &dyn Progress,
) -> Reading {
    progress.begin(Stage::Read, snapshot.articles.len());
    let count = snapshot
        .articles
        .len()
        .div_ceil(ON_A_SHELF)
        .next_power_of_two();
    let desk = Desk {
        config: &snapshot.config,
        files,
        shelves,
        progress,
        settings: Digest::of(&snapshot.config),
        count,
    };
    let mut sorted: Vec<Vec<&SourcePath>> = vec![Vec::new(); count];
    let of = |path: &SourcePath| shelf_of(path, count);
    let places: Vec<usize> = snapshot.articles.par_iter().map(of).collect();
    for (path, place) in snapshot.articles.iter().zip(places) {
        if let Some(shelf) = sorted.get_mut(place) {
            shelf.push(path);
        }
    }
    let read: Vec<Reading> = sorted
        .into_par_iter()
        .enumerate()
        .map(|(number, paths)| read_shelf(&desk, number, &paths))
        .collect();
    shelves.keep_only(count);
    let mut all = Reading::default();
    all.articles
        .reserve_exact(read.iter().map(|reading| reading.articles.len()).sum());
    for reading in read {
        all.articles.extend(reading.articles);
        all.diagnostics.extend(reading.diagnostics);
        all.taken_out.add(reading.taken_out);
    }
    all
}

/// Reads the articles of one shelf; `paths` are in order.
fn read_shelf(desk: &Desk, number: usize, paths: &[&SourcePath]) -> Reading {
    let bytes = desk.shelves.load(number, desk.count);
    let known = bytes.and_then(|bytes| decode(&bytes, desk.settings));
    let on_shelf = known.as_ref().map_or(0, Vec::len);
    let mut known = known.unwrap_or_default().into_iter().peekable();
    let mut marks: Vec<Mark> = Vec::with_capacity(paths.len());
    let mut reading = Reading::default();
    reading.articles.reserve_exact(paths.len());
    let mut is_new = false;
    for path in paths {
        while known
            .next_if(|(_, article)| article.path() < *path)
            .is_some()
        {}
        let earlier = known.next_if(|(_, article)| article.path() == *path);
        match read(desk, path, earlier) {
            Read::Article {
                mark,
                article,
                is_shelved,
            } => {
                is_new |= !is_shelved;
                marks.push(mark);
                reading.taken_out.add(article.taken_out);
                reading.articles.push(*article);
            }
            Read::Faulty(told) => reading.diagnostics.extend(told),
        }
        desk.progress.step();
    }
    if is_new || marks.len() != on_shelf {
        let bytes = encode(&marks, &reading.articles, desk.settings);
        desk.shelves.save(number, desk.count, &bytes);
    }
    let told = marks.into_iter().flat_map(|mark| mark.told);
    reading.diagnostics.extend(told);
    reading
}

/// What reading one file came to.
enum Read {
    /// An article.
    Article {
        mark: Mark,
        article: Box<Article>,
        /// All of it is on the shelf already.
        is_shelved: bool,
    },
    /// No article.
    Faulty(Vec<Diagnostic>),
}

fn read(desk: &Desk, path: &SourcePath, earlier: Option<(Mark, Article)>) -> Read {
    let known = |mark: Mark, article: Article, is_shelved| Read::Article {
        mark,
        article: Box::new(article),
        is_shelved,
    };
    let stamp = desk.files.stamp(path);
    let earlier = match earlier {
        Some((mark, article)) if stamp.is_some() && mark.stamp == stamp => {
            return known(mark, article, true);
        }
        other => other,
    };
    let bytes = match desk.files.read(path) {
        Ok(bytes) => bytes,
        Err(diagnostic) => return Read::Faulty(vec![*diagnostic]),
    };
    let digest = Digest::of_bytes(&bytes);
    if let Some((mark, article)) = earlier.filter(|(mark, _)| mark.digest == digest) {
        // A stamp that proves nothing yet is no reason to write the shelf again.
        return match stamp {
            None => known(mark, article, true),
            Some(_) => known(Mark { stamp, ..mark }, article, false),
        };
    }
    let (article, mut told) = parse(path, &bytes, desk.config);
    for told in &mut told {
        if let (Severity::Warning, Some(span)) = (told.severity, told.span_mut()) {
            // A line is read again when it is shown, which few of many are.
            span.text = String::new();
        }
    }
    let mark = Mark {
        stamp,
        digest,
        told,
    };
    match article {
        Some(article) => known(mark, article, false),
        None => Read::Faulty(mark.told),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::archive::Admission;
    use crate::build::Stamp;
    use crate::config;

    /// A site of some articles, with how often a file of it was read.
    #[derive(Default)]
    struct Room {
        files: BTreeMap<String, (Option<Stamp>, String)>,
        reads: AtomicUsize,
        shelves: Mutex<BTreeMap<(usize, usize), Vec<u8>>>,
        saves: AtomicUsize,
    }

    impl Files for Room {
        fn read(&self, path: &SourcePath) -> Result<Vec<u8>, Box<Diagnostic>> {
            self.reads.fetch_add(1, Ordering::Relaxed);
            Ok(self.files[path.as_str()].1.clone().into_bytes())
        }

        fn stamp(&self, path: &SourcePath) -> Option<Stamp> {
            self.files[path.as_str()].0
        }
    }

    impl Shelves for Room {
        fn load(&self, number: usize, of: usize) -> Option<Vec<u8>> {
            self.shelves.lock().unwrap().get(&(number, of)).cloned()
        }

        fn save(&self, number: usize, of: usize, bytes: &[u8]) {
            self.saves.fetch_add(1, Ordering::Relaxed);
            let mut shelves = self.shelves.lock().unwrap();
            shelves.insert((number, of), bytes.to_vec());
        }

        fn keep_only(&self, of: usize) {
            self.shelves.lock().unwrap().retain(|key, _| key.1 == of);
        }
    }

    impl Progress for Room {
        fn begin(&self, _: Stage, _: usize) {}
        fn step(&self) {}
    }

    impl Room {
        fn put(&mut self, path: &str, modified: Option<i64>, title: &str) {
            let stamp = modified.map(|modified| Stamp {
                size: 1,
                modified,
                changed: 0,
            });
            let text = format!("---\ntitle: {title}\ndate: 2022-01-10\n---\nنص.\n");
            self.files.insert(path.into(), (stamp, text));
        }

        /// Titles in order, files read, shelves written.
        fn read_site(&self, settings: &str) -> (Vec<String>, usize, usize) {
            let text = format!("title: {settings}\nbase_url: https://example.org/\n");
            let (config, _) = config::read(&SourcePath::new("warraq.yaml"), &text, None);
            let snapshot = Snapshot {
                config: config.unwrap(),
                admission: Admission {
                    now: i64::MAX,
                    drafts: false,
                    future: false,
                },
                articles: self
                    .files
                    .keys()
                    .map(|path| SourcePath::new(&**path))
                    .collect(),
                files: Vec::new(),
                messages: Vec::new(),
                templates: Vec::new(),
                statics: Vec::new(),
            };
            (
                self.reads.store(0, Ordering::Relaxed),
                self.saves.store(0, Ordering::Relaxed),
            );
            let reading = read_all(&snapshot, self, self, self);
            let mut titles: Vec<String> = reading
                .articles
                .into_iter()
                .map(|article| article.head.title)
                .collect();
            titles.sort();
            (
                titles,
                self.reads.load(Ordering::Relaxed),
                self.saves.load(Ordering::Relaxed),
            )
        }
    }

    #[test]
    fn a_file_is_read_again_only_if_it_may_be_another() {
        let mut room = Room::default();
        room.put("content/a.md", Some(1), "a");
        room.put("content/b.md", Some(1), "b");
        let titles = |titles: &[&str]| titles.iter().map(|title| (*title).to_owned()).collect();
        assert_eq!(room.read_site("x"), (titles(&["a", "b"]), 2, 1));
        assert_eq!(room.read_site("x"), (titles(&["a", "b"]), 0, 0));
        // A fresh checkout: every file is looked at, and known.
        room.put("content/a.md", Some(2), "a");
        assert_eq!(room.read_site("x"), (titles(&["a", "b"]), 1, 1));
        assert_eq!(room.read_site("x"), (titles(&["a", "b"]), 0, 0));
        // An edit.
        room.put("content/a.md", Some(3), "c");
        assert_eq!(room.read_site("x"), (titles(&["b", "c"]), 1, 1));
        // A file that goes.
        room.files.remove("content/b.md");
        assert_eq!(room.read_site("x"), (titles(&["c"]), 0, 1));
        // Other settings.
        assert_eq!(room.read_site("y"), (titles(&["c"]), 1, 1));
    }

    #[test]
    fn a_file_without_a_stamp_is_always_looked_at() {
        let mut room = Room::default();
        room.put("content/a.md", None, "a");
        room.read_site("x");
        room.put("content/a.md", None, "b");
        assert_eq!(room.read_site("x"), (vec!["b".to_owned()], 1, 1));
        assert_eq!(room.read_site("x"), (vec!["b".to_owned()], 1, 0));
    }
}
