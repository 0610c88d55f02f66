//! Exports in the form newsrooms have them, sound and broken, against what is to become of them.
//!
//! Each folder of `tests/import/` holds an export (`export.txt`, or `export.bin` where it is not
//! UTF-8), the article it becomes (`expected.md`, absent where it becomes none) and what is told
//! (`report.txt`). `WARRAQ_BLESS=1 cargo test --test import` writes the last two anew.

use std::fs;
use std::path::{Path, PathBuf};

use warraq::import::text::{Converted, Kind, Part, Settings, convert};
use warraq::import::{Outcome, run};
use warraq::markdown::{self, Labels};
use warraq::paths::SourcePath;
use warraq::text::direction::Direction;

fn folders() -> Vec<PathBuf> {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import");
    let mut folders: Vec<PathBuf> = fs::read_dir(base)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

fn export(folder: &Path) -> Vec<u8> {
    fs::read(folder.join("export.txt"))
        .or_else(|_| fs::read(folder.join("export.bin")))
        .unwrap()
}

/// The article's text, if there is one, and the report.
fn converted(bytes: &[u8]) -> (Option<String>, String) {
    match convert(&SourcePath::new("export.txt"), bytes, &Settings::default()) {
        Ok(converted) => {
            let mut report = format!("{}\n", converted.path("content", 1));
            for note in &converted.notes {
                report.push_str(&format!("{note}\n"));
            }
            (Some(converted.markdown(1)), report)
        }
        Err(fault) => {
            let line = fault
                .place
                .and_then(|place| place.span)
                .map_or(String::new(), |span| format!("line {}: ", span.line));
            let hint = fault.hint.unwrap_or_default();
            (
                None,
                format!("{line}error: {}: {}\n{hint}\n", fault.code, fault.message),
            )
        }
    }
}

#[test]
fn every_export_becomes_what_is_expected() {
    let bless = std::env::var_os("WARRAQ_BLESS").is_some();
    let mut wrong = String::new();
    let folders = folders();
    assert!(folders.len() >= 16);
    for folder in folders {
        let (article, report) = converted(&export(&folder));
        for (name, found) in [("expected.md", article), ("report.txt", Some(report))] {
            let path = folder.join(name);
            match (bless, found) {
                (true, Some(found)) => fs::write(&path, found).unwrap(),
                (true, None) => drop(fs::remove_file(&path)),
                (false, found) => {
                    let expected = fs::read_to_string(&path).ok();
                    if expected != found {
                        let (expected, found) =
                            (expected.unwrap_or_default(), found.unwrap_or_default());
                        let diff = similar::TextDiff::from_lines(&expected, &found);
                        wrong.push_str(&format!("{}\n{}\n", path.display(), diff.unified_diff()));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What a reader of the article sees, line by line.
fn shown(markdown: &str) -> String {
    let body = warraq::content::body_of(&SourcePath::new("content/a.md"), markdown.as_bytes())
        .unwrap()
        .0;
    let labels = Labels::default();
    let settings = markdown::Settings {
        direction: Direction::Rtl,
        labels: &labels,
        resolve: &|_| None,
        digits: &|n| n.to_string(),
    };
    let html = markdown::render(&body, &settings);
    let text: String = html
        .split('<')
        .map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text))
        .collect();
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
        .trim_end()
        .to_owned()
}

fn lines_of(parts: &[Part]) -> Vec<String> {
    let lines = parts.iter().map(|part| match part {
        Part::Paragraph(lines) => lines.join("\n"),
        Part::Subheading(text) => text.clone(),
    });
    lines.collect()
}

#[test]
fn the_page_shows_every_line_of_every_export() {
    for folder in folders() {
        let bytes = export(&folder);
        if let Ok(converted) = convert(&SourcePath::new("export.txt"), &bytes, &Settings::default())
        {
            assert_eq!(
                shown(&converted.markdown(1)),
                lines_of(&converted.story.body).join("\n"),
                "{}",
                folder.display()
            );
        }
    }
}

/// What is told of a run, without the names of the exports.
fn counts(outcome: &Outcome) -> [usize; 4] {
    [
        outcome.written.len(),
        outcome.unchanged.len(),
        outcome.skipped.len(),
        outcome.failed.len(),
    ]
}

/// Every file below `folder` with its bytes.
fn tree(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let files = walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| (entry.path().to_owned(), fs::read(entry.path()).unwrap()))
        .collect()
}

struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    fn new() -> Self {
        Site {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn exports(&self) -> PathBuf {
        self.folder.path().join("exports")
    }

    fn export(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.exports().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn import(&self) -> Outcome {
        run(
            &[self.exports()],
            &self.root(),
            "content",
            &Settings::default(),
        )
    }

    fn content(&self) -> Vec<(PathBuf, Vec<u8>)> {
        tree(&self.root())
    }
}

const STORY: &str = "خبر\n\nمحليات 2022-01-10 10:00:00\n\nنص أول.\n";
const NAMESAKE: &str = "خبر\n\nمحليات 2022-01-11 10:00:00\n\nنص آخر.\n";

#[test]
fn importing_twice_changes_nothing() {
    let site = Site::new();
    for folder in folders() {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        site.export(&format!("{name}.txt"), export(&folder));
    }
    let first = site.import();
    let before = site.content();
    let [written, _, _, failed] = counts(&first);
    assert_eq!((written, failed), (before.len(), 4), "{:#?}", first.lines());
    let second = site.import();
    assert_eq!(counts(&second), [0, written, 0, failed]);
    assert_eq!(site.content(), before);
}

#[test]
fn namesakes_get_numbers_that_do_not_depend_on_order() {
    let contents = [
        [("a.txt", STORY), ("b.txt", NAMESAKE)],
        [("a.txt", NAMESAKE), ("b.txt", STORY)],
    ]
    .map(|exports| {
        let site = Site::new();
        for (name, text) in exports {
            site.export(name, text);
        }
        assert_eq!(counts(&site.import()), [2, 0, 0, 0]);
        let names = site
            .content()
            .into_iter()
            .map(|(path, bytes)| (path.strip_prefix(site.root()).unwrap().to_owned(), bytes));
        names.collect::<Vec<_>>()
    });
    assert_eq!(contents[0], contents[1]);
    assert_eq!(contents[0][0].0, Path::new("content/2022/01/خبر-2.md"));
    assert!(String::from_utf8_lossy(&contents[0][0].1).contains("slug: \"خبر-2\""));
}

#[test]
fn nothing_of_an_editor_is_overwritten() {
    let site = Site::new();
    site.export("a.txt", STORY);
    site.import();
    let path = site.root().join("content/2022/01/خبر.md");
    let text = fs::read_to_string(&path).unwrap();
    // Edited: still known by its digest, wherever it was moved to.
    let moved = site.root().join("content/local/other.md");
    fs::create_dir_all(moved.parent().unwrap()).unwrap();
    fs::write(&moved, text.replace("نص أول", "نص مصحح")).unwrap();
    fs::remove_file(&path).unwrap();
    let before = site.content();
    assert_eq!(counts(&site.import()), [0, 1, 0, 0]);
    assert_eq!(site.content(), before);
    // The mark was taken out: left aside and told.
    let start = text.find("import:").unwrap();
    let end = text.rfind("---").unwrap();
    fs::remove_file(&moved).unwrap();
    fs::write(&path, format!("{}{}", &text[..start], &text[end..])).unwrap();
    let before = site.content();
    let outcome = site.import();
    assert_eq!(counts(&outcome), [0, 0, 1, 0]);
    assert!(
        outcome.lines()[0].contains("content/2022/01/خبر.md has the same title and date"),
        "{:?}",
        outcome.lines()
    );
    assert_eq!(site.content(), before);
    // Another article of the name: the new one gets a number.
    fs::write(&path, "---\ntitle: خبر\ndate: 2022-01-02\n---\nغيره\n").unwrap();
    assert_eq!(counts(&site.import()), [1, 0, 0, 0]);
    assert!(path.with_file_name("خبر-2.md").exists());
    assert!(fs::read_to_string(&path).unwrap().ends_with("غيره\n"));
}

#[test]
fn faults_do_not_hide_other_exports() {
    let site = Site::new();
    site.export("a/bad.txt", b"\0\0\0");
    site.export("a/good.txt", STORY);
    site.export("b/same.TXT", STORY);
    site.export("b/notes.doc", "not an export");
    site.export("c.txt", "");
    let missing = site.exports().join("missing.txt");
    let inputs = [missing, site.exports(), site.exports().join("c.txt")];
    let outcome = run(&inputs, &site.root(), "content", &Settings::default());
    assert_eq!(counts(&outcome), [1, 0, 1, 3], "{:#?}", outcome.lines());
    let codes: Vec<&str> = outcome.failed.iter().map(|fault| fault.code).collect();
    assert_eq!(codes, ["not-text", "empty-export", "file-system"]);
    assert!(
        outcome
            .lines()
            .last()
            .unwrap()
            .starts_with("1 written, 0 unchanged, 1 skipped, 3 failed")
    );
    assert!(!outcome.is_ok());
    assert_eq!(site.content().len(), 1, "no staged file is left behind");
}

#[test]
fn nothing_is_written_outside_the_folder() {
    let site = Site::new();
    site.export("a.txt", STORY);
    for into in ["", "../out", "/", "content/../..", ".warraq"] {
        let outcome = run(&[site.exports()], &site.root(), into, &Settings::default());
        assert_eq!(outcome.failed[0].code, "bad-folder", "{into}");
    }
    #[cfg(unix)]
    {
        let outside = site.folder.path().join("outside");
        fs::create_dir_all(&outside).unwrap();
        fs::create_dir_all(site.root().join("content")).unwrap();
        std::os::unix::fs::symlink(&outside, site.root().join("content/2022")).unwrap();
        assert_eq!(site.import().failed[0].code, "bad-folder");
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
    }
}

/// The article this form was taken from is not part of the project; where it is at hand, it is read.
#[test]
fn the_first_export_of_all_is_read_whole() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seed-article.txt");
    let Ok(bytes) = fs::read(&path) else {
        println!("skipped: {} is not there", path.display());
        return;
    };
    let source = String::from_utf8(bytes.clone()).unwrap();
    let Converted { story, notes, .. } =
        convert(&SourcePath::new("seed.txt"), &bytes, &Settings::default()).unwrap();
    let blocks: Vec<&str> = source.split("\n\n").collect();
    assert_eq!(story.title, blocks[0]);
    assert_eq!(
        Some(story.section.as_deref().unwrap()),
        blocks[1].split(' ').next()
    );
    assert_eq!(
        story.date.as_ref().unwrap().to_string(),
        "2022-01-10 17:11:00"
    );
    assert_eq!(story.caption.as_deref(), Some(blocks[2]));
    assert_eq!(story.trailing, blocks[19..]);
    let subheadings: Vec<&str> = story
        .body
        .iter()
        .filter_map(|part| match part {
            Part::Subheading(text) => Some(text.as_str()),
            Part::Paragraph(_) => None,
        })
        .collect();
    assert_eq!(subheadings, [blocks[9], blocks[12]]);
    // Each block of the body, with the two runs of a non-breaking and a plain space as one space.
    let expected: Vec<String> = blocks[3..19]
        .iter()
        .map(|block| block.replace("\u{A0} ", " "))
        .collect();
    assert_eq!(lines_of(&story.body), expected);
    assert!(notes.iter().all(|note| note.kind != Kind::Missing));

    let (article, report) = converted(&bytes);
    let article = article.unwrap();
    assert_eq!(shown(&article), expected.join("\n"));
    let text = article.rsplit_once("---\n").unwrap().1;
    let count = |wanted: fn(char) -> bool| text.chars().filter(|c| wanted(*c)).count();
    assert_eq!(count(|c| c == '"'), 14);
    assert_eq!(count(|c| c == '\u{640}'), 1);
    assert_eq!(count(|c| c == '\u{A0}'), 1);
    assert_eq!(count(|c| ('\u{64B}'..='\u{652}').contains(&c)), 17);
    assert!(text.contains("(2,2 ") && !text.contains('\\'), "{text}");
    assert!(
        report.contains("does not fit the article's date"),
        "{report}"
    );
    let site = Site::new();
    site.export("seed.txt", &bytes);
    assert_eq!(counts(&site.import()), [1, 0, 0, 0]);
    let before = site.content();
    assert_eq!(counts(&site.import()), [0, 1, 0, 0]);
    assert_eq!(site.content(), before);
    println!("{report}");
}
