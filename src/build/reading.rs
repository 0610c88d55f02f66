//! Files of articles -> articles, reading again only what is not the file it was.

use rayon::prelude::*;

use super::looking::{Found, Look, Looked};
use super::shelf::{Mark, Marks};
use super::{ArticleFile, Files, Progress, ShelfPart, Shelves, Snapshot, Stage};
use crate::config::Config;
use crate::content::{Article, Pool, TakenOut, parse};
use crate::diagnostics::{Diagnostic, Severity};
use crate::digest::Digest;

/// All articles, with what there is to say of each. The order is that of nothing.
#[derive(Default)]
pub(super) struct Reading {
    #[allow(
        clippy::vec_box,
        reason = "articles are sorted and handed on, and are large"
    )]
    pub(super) articles: Vec<Box<Article>>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) taken_out: TakenOut,
    /// The digests of the shelves, in order.
    pub(super) shelves: Vec<Digest>,
}

/// What reading the articles needs.
struct Desk<'a> {
    config: &'a Config,
    articles: &'a [ArticleFile],
    files: &'a dyn Files,
    shelves: &'a dyn Shelves,
    progress: &'a dyn Progress,
    settings: Digest,
    /// How many shelves there are.
    count: usize,
}

/// Reads every article of `snapshot`, of which `look` tells what is known. What `shelves` keep of one is
/// used where its file is proved to be unchanged.
pub(super) fn read_all(
    snapshot: &Snapshot,
    look: Look,
    files: &dyn Files,
    shelves: &dyn Shelves,
    progress: &dyn Progress,
) -> Reading {
    progress.begin(Stage::Read, snapshot.articles.len());
    let desk = Desk {
        config: &snapshot.config,
        articles: &snapshot.articles,
        files,
        shelves,
        progress,
        settings: look.settings,
        count: look.shelves.len(),
    };
    let read: Vec<Reading> = look
        .shelves
        .into_par_iter()
        .enumerate()
        .map(|(number, looked)| read_shelf(&desk, number, looked))
        .collect();
    let mut all = Reading::default();
    all.articles
        .reserve_exact(read.iter().map(|reading| reading.articles.len()).sum());
    for reading in read {
        all.articles.extend(reading.articles);
        all.diagnostics.extend(reading.diagnostics);
        all.taken_out.add(reading.taken_out);
        all.shelves.extend(reading.shelves);
    }
    all
}

/// Reads the articles of one shelf.
fn read_shelf(desk: &Desk, number: usize, looked: Looked) -> Reading {
    let Looked {
        places,
        marks: on_shelf,
        found,
        ..
    } = looked;
    let load = || desk.shelves.load(ShelfPart::Articles, number, desk.count);
    let is_any_known = found.iter().any(|found| *found != Found::New);
    let articles = on_shelf
        .as_ref()
        .filter(|_| is_any_known)
        .and_then(|marks| marks.articles(&load()?, desk.settings));
    let mut known: Vec<Option<(Mark, Box<Article>)>> =
        articles.into_iter().flatten().map(Some).collect();
    let mut marks: Vec<Mark> = Vec::with_capacity(places.len());
    let mut reading = Reading::default();
    reading.articles.reserve_exact(places.len());
    let mut pool = Pool::default();
    let mut is_new = false;
    for (place, found) in places.iter().zip(found) {
        let Some(file) = desk.articles.get(*place as usize) else {
            continue;
        };
        let mut take = |at: u32| known.get_mut(at as usize).and_then(Option::take);
        let read = match found {
            Found::Same(at) => match take(at) {
                Some((mark, article)) => Ok((mark, article, false)),
                None => read(desk, file, None),
            },
            Found::Perhaps(at) => read(desk, file, take(at)),
            Found::New => read(desk, file, None),
        };
        match read {
            Ok((mark, article, is_read)) => {
                is_new |= is_read;
                marks.push(mark);
                reading.taken_out.add(article.taken_out);
                reading
                    .articles
                    .push(article.sharing(&file.path, &mut pool));
            }
            Err(told) => reading.diagnostics.extend(told),
        }
        desk.progress.step();
    }
    // What is left on the shelf are articles that are gone.
    let on_shelf = on_shelf.filter(|_| !is_new && !known.iter().any(Option::is_some));
    let on_shelf = on_shelf.unwrap_or_else(|| {
        let (all, articles) = Marks::of(&marks, &reading.articles, desk.settings);
        let save = |part, bytes: &[u8]| desk.shelves.save(part, number, desk.count, bytes);
        save(ShelfPart::Articles, &articles);
        save(ShelfPart::Marks, &all.encode(desk.settings));
        all
    });
    reading.shelves.push(on_shelf.digest());
    let told = marks.into_iter().flat_map(|mark| mark.told);
    reading.diagnostics.extend(told);
    reading
}

/// An article with its mark, and whether the shelf must be written for it; else what is wrong with it.
type Read = Result<(Mark, Box<Article>, bool), Vec<Diagnostic>>;

/// Reads a file; `earlier` is what the shelf knows of it.
fn read(desk: &Desk, file: &ArticleFile, earlier: Option<(Mark, Box<Article>)>) -> Read {
    let (path, stamp) = (&file.path, file.stamp);
    let bytes = desk.files.read(path).map_err(|told| vec![*told])?;
    let digest = Digest::of_bytes(&bytes);
    if let Some((mark, article)) = earlier.filter(|(mark, _)| mark.digest == digest) {
        return Ok((Mark { stamp, ..mark }, article, true));
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
        Some(article) => Ok((mark, Box::new(article), true)),
        None => Err(mark.told),
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
    use crate::build::looking::{inputs, look};
    use crate::config;
    use crate::paths::SourcePath;

    /// A site of some articles, with how often a file of it was read.
    #[derive(Default)]
    struct Room {
        files: BTreeMap<String, (Option<Stamp>, String)>,
        reads: AtomicUsize,
        shelves: Mutex<BTreeMap<(ShelfPart, usize, usize), Vec<u8>>>,
        saves: AtomicUsize,
    }

    impl Files for Room {
        fn read(&self, path: &SourcePath) -> Result<Vec<u8>, Box<Diagnostic>> {
            self.reads.fetch_add(1, Ordering::Relaxed);
            Ok(self.files[path.as_str()].1.clone().into_bytes())
        }
    }

    impl Shelves for Room {
        fn load(&self, part: ShelfPart, number: usize, of: usize) -> Option<Vec<u8>> {
            let shelves = self.shelves.lock().unwrap();
            shelves.get(&(part, number, of)).cloned()
        }

        fn save(&self, part: ShelfPart, number: usize, of: usize, bytes: &[u8]) {
            self.saves.fetch_add(1, Ordering::Relaxed);
            let mut shelves = self.shelves.lock().unwrap();
            shelves.insert((part, number, of), bytes.to_vec());
        }

        fn keep_only(&self, of: usize) {
            self.shelves.lock().unwrap().retain(|key, _| key.2 == of);
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
                number: 0,
            });
            let text = format!("---\ntitle: {title}\ndate: 2022-01-10\n---\nنص.\n");
            self.files.insert(path.into(), (stamp, text));
        }

        /// Titles in order, files read, parts of shelves written; what is known without reading is told so.
        fn read_site(&self, settings: &str) -> (Vec<String>, usize, usize) {
            let text = format!(
                "title: {settings}\nbase_url: https://example.org/\ntime_zone: Asia/Riyadh\n"
            );
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
                    .iter()
                    .map(|(path, (stamp, _))| ArticleFile {
                        path: SourcePath::new(&**path),
                        stamp: *stamp,
                    })
                    .collect(),
                files: Vec::new(),
                messages: Vec::new(),
                templates: Vec::new(),
                statics: Vec::new(),
                pictures: Default::default(),
            };
            self.reads.store(0, Ordering::Relaxed);
            self.saves.store(0, Ordering::Relaxed);
            let look = look(&snapshot, self, self);
            let before = look.inputs(&snapshot);
            let reading = read_all(&snapshot, look, self, self, self);
            let after = inputs(&snapshot, &reading.shelves);
            assert!(before.is_none_or(|before| before == after));
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
        assert_eq!(room.read_site("x"), (titles(&["a", "b"]), 2, 2));
        assert_eq!(room.read_site("x"), (titles(&["a", "b"]), 0, 0));
        // A fresh checkout: every file is looked at, and known.
        room.put("content/a.md", Some(2), "a");
        assert_eq!(room.read_site("x"), (titles(&["a", "b"]), 1, 1));
        assert_eq!(room.read_site("x"), (titles(&["a", "b"]), 0, 0));
        // An edit, which is looked at and then read.
        room.put("content/a.md", Some(3), "c");
        assert_eq!(room.read_site("x"), (titles(&["b", "c"]), 2, 2));
        // A file that goes.
        room.files.remove("content/b.md");
        assert_eq!(room.read_site("x"), (titles(&["c"]), 0, 2));
        // Other settings.
        assert_eq!(room.read_site("y"), (titles(&["c"]), 1, 2));
    }

    #[test]
    fn a_file_without_a_stamp_is_always_looked_at() {
        let mut room = Room::default();
        room.put("content/a.md", None, "a");
        room.read_site("x");
        room.put("content/a.md", None, "b");
        assert_eq!(room.read_site("x"), (vec!["b".to_owned()], 2, 2));
        assert_eq!(room.read_site("x"), (vec!["b".to_owned()], 1, 0));
    }
}
