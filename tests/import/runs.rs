//! Whole runs: folders of exports, again and again, with faults among them.

use std::fs;
use std::path::Path;

use super::support::{text, warraq};
use super::{Site, counts, export, folders};

const STORY: &str = "خبر\n\nمحليات 2022-01-10 10:00:00\n\nنص أول.\n";
const NAMESAKE: &str = "خبر\n\nمحليات 2022-01-11 10:00:00\n\nنص آخر.\n";

#[test]
fn importing_twice_changes_nothing() {
    let site = Site::new();
    for folder in folders() {
        // Those of many megabytes are converted elsewhere, and take their time.
        if folder.join("export.times").exists() {
            continue;
        }
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        site.export(&format!("{name}.txt"), export(&folder));
    }
    let first = site.import();
    let before = site.content();
    let [written, _, _, failed] = counts(&first);
    let refused = folders().into_iter().filter(|folder| {
        !folder.join("expected.md").exists() && !folder.join("export.times").exists()
    });
    let refused = refused.count();
    assert_eq!(
        (written, failed),
        (before.len(), refused),
        "{:#?}",
        first.lines(9)
    );
    assert_eq!((first.verified, first.differing.len()), (written, 0));
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
        outcome.lines(9)[1].contains("content/2022/01/خبر.md has the same title and date"),
        "{:?}",
        outcome.lines(9)
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
    let outcome = site.import_from(&inputs, "content");
    assert_eq!(counts(&outcome), [1, 0, 1, 3], "{:#?}", outcome.lines(9));
    let codes: Vec<&str> = outcome.failed.iter().map(|fault| fault.code).collect();
    assert_eq!(codes, ["not-text", "empty-export", "file-system"]);
    let lines = outcome.lines(9);
    assert!(
        lines.contains(&"1 imported, 0 unchanged, 1 skipped, 3 failed".to_owned()),
        "{lines:#?}"
    );
    assert!(!outcome.is_ok());
    assert_eq!(site.content().len(), 1, "no staged file is left behind");
}

#[test]
fn nothing_is_written_outside_the_folder() {
    let site = Site::new();
    site.export("a.txt", STORY);
    for into in ["", "../out", "/", "content/../..", ".warraq"] {
        let outcome = site.import_from(&[site.exports()], into);
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

/// An export as a newsroom has thousands of: nearly all alike, each with something of its own.
fn one_of_many(n: usize) -> String {
    let (month, day) = (n % 12 + 1, n % 28 + 1);
    let body = format!("زرع متطوعون {n} شجرة في حديقة الحي رقم {n} صباح اليوم.");
    match n % 50 {
        7 => String::new(),
        11 => format!("خبر رقم {n} بلا تاريخ\n\n{body}\n"),
        13 => format!("خبر رقم {n}\n\nبيئة 2023-02-30 10:00\n\n{body}\n"),
        17 => format!(
            "خبر رقم {n}\n\nبيئة 2023-{month:02}-{day:02}\n\nغرسات\n\n{body}\n\nأشجار الحي\n\n{body}\n\nالتعليقات"
        ),
        _ => format!(
            "خبر رقم {n}\n\nبيئة 2023-{month:02}-{day:02} 10:00\n\nشتلات\n\n{body}\n\nالتعليقات"
        ),
    }
}

#[test]
fn a_thousand_exports_are_one_command_and_one_report() {
    let site = Site::new();
    for n in 0..1000 {
        site.export(&format!("{}/{n}.txt", n % 10), one_of_many(n));
    }
    site.export("again.txt", one_of_many(1));
    let exports = site.exports();
    let arguments = [
        "import",
        "text",
        exports.to_str().unwrap(),
        "--verify",
        "--report",
        "report.txt",
    ];
    fs::create_dir_all(site.root()).unwrap();
    let run = || warraq(&site.root(), &arguments);
    let output = run();
    assert_eq!(output.status.code(), Some(1), "twenty exports are empty");
    let printed = text(&output.stdout);
    for line in [
        "failed: the export is empty (20)",
        "missing: no line with desk and date was found; the article is a draft until it has a date (20)",
        "guessed: read as the caption of a picture (940)",
        "guessed: read as a subheading (20)",
        "imported (980)",
        "980 imported, 0 unchanged, 1 skipped, 20 failed",
        "compared with their exports: 980 the same, 0 different",
    ] {
        assert!(
            printed.lines().any(|found| found == line),
            "{line}\n{printed}"
        );
    }
    assert!(
        printed.lines().count() < 90,
        "an editor reads this:\n{printed}"
    );
    let report = site.root().join("report.txt");
    let whole = fs::read_to_string(&report).unwrap();
    assert!(whole.lines().count() > 2900);
    assert!(whole.contains("/9/999.txt -> content/2023/04/"), "{whole}");
    // Again: nothing is written, and the report takes the place of the report.
    let before = site.content();
    let printed = text(&run().stdout);
    assert!(
        printed.contains("0 imported, 981 unchanged, 0 skipped, 20 failed"),
        "{printed}"
    );
    let after = site.content();
    assert_eq!(before.len(), after.len());
    for (before, after) in before.iter().zip(&after) {
        assert!(
            before == after || before.0 == report,
            "{}",
            before.0.display()
        );
    }
}

#[test]
fn a_report_takes_the_place_of_nothing_else() {
    let site = Site::new();
    site.export("a.txt", STORY);
    fs::create_dir_all(site.root()).unwrap();
    fs::write(site.root().join("notes.txt"), "ملاحظات").unwrap();
    let exports = site.exports();
    let arguments = [
        "import",
        "text",
        exports.to_str().unwrap(),
        "--report",
        "notes.txt",
    ];
    let output = warraq(&site.root(), &arguments);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("is no report of an import"));
    assert_eq!(site.content().len(), 1, "nothing was imported");
}

#[test]
fn an_edited_article_is_told_as_different() {
    let site = Site::new();
    site.export("a.txt", STORY);
    site.import();
    let path = site.root().join("content/2022/01/خبر.md");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("نص أول", "نص مصحح")).unwrap();
    let outcome = site.import();
    assert_eq!(counts(&outcome), [0, 1, 0, 0]);
    assert_eq!(outcome.differing[0].difference.line, Some(5));
    assert!(!outcome.is_ok());
}

#[test]
fn guillemets_are_set_where_they_are_asked_for() {
    let site = Site::new();
    site.export(
        "a.txt",
        "خبر\n\nمحليات 2022-01-10\n\nقال \"كذا\".\n\nوقال \"غيره.\n",
    );
    fs::create_dir_all(site.root()).unwrap();
    let exports = site.exports();
    let arguments = [
        "import",
        "text",
        exports.to_str().unwrap(),
        "--quotes",
        "guillemets",
        "--verify",
    ];
    let output = warraq(&site.root(), &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    let article = fs::read_to_string(site.root().join("content/2022/01/خبر.md")).unwrap();
    assert!(
        article.ends_with("\nقال «كذا».\n\nوقال \"غيره.\n"),
        "{article}"
    );
}
