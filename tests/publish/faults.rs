//! What happens to a publish that goes wrong: after each, a reader finds every page whole and all it leads to, what
//! others put there is as it was, and the next publish completes.
//!
//! `cargo test` tries a few of each; the ignored tests, which `tests/run` runs, try hundreds.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use crate::crawl;
use crate::editions::{
    Edition, NOTES, editions, keys, notes, published, readers_find, said, set, site_of,
};
use crate::proxy::{Proxy, Weather};
use crate::s3::{server, target_at};
use crate::support::{Random, Site, assert_same, command, tree};

const FOREIGN: [(&str, &str); 3] = [
    ("CNAME", "example.org\n"),
    ("2022/01/notes-of-ours.txt", "keep"),
    ("zz/deep/page.html", "<html></html>"),
];

/// A bucket behind a proxy, and a site that is published there.
struct Trial {
    proxy: Proxy,
    bucket: PathBuf,
    site: Site,
    random: Random,
    at: usize,
}

impl Trial {
    fn new(name: &str, seed: u64) -> Trial {
        let bucket = server().bucket(name);
        let proxy = Proxy::before(server().address());
        let target = target_at(
            &proxy.endpoint(),
            name,
            ", retries: 2, parallel: 16, max_deletes: 1000",
        );
        let site = site_of(&editions()[0], &target);
        published(&site, &[]);
        for (path, text) in FOREIGN {
            let file = bucket.join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        Trial {
            proxy,
            bucket,
            site,
            random: Random(seed),
            at: 0,
        }
    }

    /// Makes another moment of the site its output; the moment.
    fn move_on(&mut self) -> &'static Edition {
        let editions = editions();
        self.at = (self.at + 1 + self.random.below(editions.len() - 1)) % editions.len();
        set(&self.site, &editions[self.at]);
        &editions[self.at]
    }

    fn start(&self, arguments: &[&str]) -> Child {
        let mut command = command(self.site.root(), &[&["publish"], arguments].concat());
        keys(&mut command);
        command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// What readers find is whole, whatever happened.
    #[track_caller]
    fn assert_readers_are_well(&self, what: &str) {
        let faults = crawl::faults(&self.bucket);
        assert!(faults.is_empty(), "{what}: {faults:#?}");
        self.assert_foreign(what);
    }

    #[track_caller]
    fn assert_foreign(&self, what: &str) {
        for (path, text) in FOREIGN {
            let found = fs::read_to_string(self.bucket.join(path)).ok();
            assert_eq!(found.as_deref(), Some(text), "{what}: {path}");
        }
    }

    /// The next publish, in fine weather, completes.
    #[track_caller]
    fn assert_next_completes(&self, edition: &Edition, what: &str) {
        self.proxy.set(Weather::default(), 0);
        let told = published(&self.site, &["--break-lock"]);
        assert_is(&self.bucket, edition, &format!("{what}\n{told}"));
        self.assert_foreign(what);
        assert_eq!(notes(&self.bucket), NOTES, "{what}");
    }
}

#[track_caller]
fn assert_is(bucket: &Path, edition: &Edition, what: &str) {
    let mut found = readers_find(bucket);
    for (path, _) in FOREIGN {
        found.remove(path);
    }
    assert_same(&found, &edition.output, what);
}

/// One in three is published anew before the last one was finished: another moment, over what is left of two.
fn storm(name: &str, seeds: std::ops::Range<u64>) {
    let mut trial = Trial::new(name, seeds.start);
    for seed in seeds {
        let cuts = 1 + usize::from(trial.random.below(3) == 0);
        let mut edition = trial.move_on();
        for cut in 0..cuts {
            if cut > 0 {
                edition = trial.move_on();
            }
            let weather = Weather {
                bad: [3, 10, 30, 60][trial.random.below(4)],
                gone_from: (trial.random.below(3) == 0).then(|| trial.random.below(60) as u64),
                ..Weather::default()
            };
            trial.proxy.set(weather, seed);
            let ended = trial.start(&["--break-lock"]).wait_with_output().unwrap();
            let (told, code) = said(&ended);
            let what = format!("{name}, seed {seed}, {weather:?}: {told}");
            assert!(code == 0 || code == 1, "{what}");
            trial.assert_readers_are_well(&what);
            if code == 0 {
                assert_is(&trial.bucket, edition, &what);
            }
        }
        trial.assert_next_completes(edition, &format!("{name}, after seed {seed}"));
    }
}

/// The publisher is killed at a request drawn at random.
fn kills(name: &str, seeds: std::ops::Range<u64>) {
    let mut trial = Trial::new(name, 1000 + seeds.start);
    let mut killed = 0;
    for seed in seeds.clone() {
        let cuts = 1 + usize::from(trial.random.below(3) == 0);
        let mut edition = trial.move_on();
        for cut in 0..cuts {
            if cut > 0 {
                edition = trial.move_on();
            }
            let weather = Weather {
                kill_at: Some(trial.random.below(110) as u64),
                ..Weather::default()
            };
            trial.proxy.set(weather, seed);
            let child = trial.start(&["--break-lock"]);
            trial.proxy.publisher(child.id());
            let ended = child.wait_with_output().unwrap();
            killed += usize::from(ended.status.code().is_none());
            let (told, _) = said(&ended);
            trial.assert_readers_are_well(&format!("{name}, seed {seed}, {weather:?}: {told}"));
        }
        trial.assert_next_completes(edition, &format!("{name}, after seed {seed}"));
    }
    let n = seeds.count();
    assert!(killed >= n / 3, "only {killed} of {n} were killed");
    println!("{killed} publishers were killed");
}

/// A folder: the publisher is killed after a time drawn at random.
fn kills_in_a_folder(seeds: std::ops::Range<u64>) {
    let editions = editions();
    let site = site_of(&editions[0], "{type: dir, path: www, max_deletes: 1000}");
    published(&site, &[]);
    let www = site.path("www");
    let mut random = Random(seeds.start);
    let mut at = 0;
    for seed in seeds {
        at = (at + 1 + random.below(editions.len() - 1)) % editions.len();
        set(&site, &editions[at]);
        let mut child = command(site.root(), &["publish", "--quiet", "--break-lock"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_micros(random.below(40_000) as u64));
        let _ = child.kill();
        child.wait().unwrap();
        let faults = crawl::faults(&www);
        assert!(faults.is_empty(), "seed {seed}: {faults:#?}");
        published(&site, &["--break-lock"]);
        assert_same(
            &readers_find(&www),
            &editions[at].output,
            &format!("seed {seed}"),
        );
        assert_eq!(notes(&www), NOTES);
        assert!(!www.join(".warraq-staging").exists());
    }
}

#[test]
fn rights_that_end_in_the_middle_break_no_page() {
    let mut trial = Trial::new("forbidden", 77);
    for from in [0, 1, 4, 9, 17, 30, 55] {
        let edition = trial.move_on();
        let weather = Weather {
            forbidden: Some((from, "PUT ")),
            ..Weather::default()
        };
        trial.proxy.set(weather, from);
        let ended = trial.start(&["--break-lock"]).wait_with_output().unwrap();
        let (told, code) = said(&ended);
        let what = format!("forbidden from request {from} on: {told}");
        // The last of the edition may have been sent before.
        assert!(code == 1 || code == 0 && from > 30, "{what}");
        assert!(
            code == 0 || told.contains("The keys were refused"),
            "{what}"
        );
        trial.assert_readers_are_well(&what);
        trial.assert_next_completes(edition, &what);
    }
}

#[test]
fn the_crawler_finds_what_is_broken() {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in &editions()[0].output {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
    assert_eq!(crawl::faults(folder.path()), Vec::<String>::new());
    assert!(crawl::reached(&tree(folder.path())) > 20);
    let article = tree(folder.path())
        .into_keys()
        .find(|path| path.starts_with("20") && path.contains("خبر"));
    fs::remove_file(folder.path().join(article.unwrap())).unwrap();
    assert!(!crawl::faults(folder.path()).is_empty());
}

#[test]
fn no_weather_breaks_a_page() {
    storm("storm-few", 0..8);
}

#[test]
fn no_kill_breaks_a_page() {
    kills("kills-few", 0..8);
}

#[test]
fn no_kill_breaks_a_page_in_a_folder() {
    kills_in_a_folder(0..12);
}

#[test]
#[ignore = "minutes; tests/run runs it"]
fn no_weather_of_hundreds_breaks_a_page() {
    std::thread::scope(|scope| {
        // Most of the time goes by in waiting to try again.
        let parts = ["a", "b", "c", "d", "e"].map(|name| format!("storm-{name}"));
        let parts = parts.into_iter().zip(0_u64..);
        for (name, n) in parts {
            let first = 1000 + 40 * n;
            scope.spawn(move || storm(&name, first..first + 40));
        }
    });
}

#[test]
#[ignore = "minutes; tests/run runs it"]
fn no_kill_of_hundreds_breaks_a_page() {
    std::thread::scope(|scope| {
        let halves = [("kills-a", 1000..1060), ("kills-b", 1060..1120)];
        for (name, seeds) in halves {
            scope.spawn(move || kills(name, seeds));
        }
        scope.spawn(|| kills_in_a_folder(1000..1120));
    });
}
