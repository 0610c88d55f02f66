//! The benchmarks' corpus: the same bytes everywhere, and a site without a word of complaint.

#[path = "../benches/corpus/mod.rs"]
mod corpus;
mod support;

use std::path::Path;

use corpus::{Corpus, Layout};
use support::{Site, tree};

const ARTICLES: usize = 50;

fn write(root: &Path, layout: Layout) {
    Corpus::new(ARTICLES).write(root, layout).expect("a corpus");
}

/// One digest over paths and bytes, but for the files of the theme, which change with it.
fn digest(root: &Path) -> String {
    let mut all = blake3::Hasher::new();
    for (path, bytes) in tree(root) {
        let folders = ["static/theme/", "assets/theme/", "static/favicon.ico"];
        if folders.iter().any(|folder| path.starts_with(folder)) {
            continue;
        }
        all.update(&(path.len() as u64).to_le_bytes());
        all.update(path.as_bytes());
        all.update(&(bytes.len() as u64).to_le_bytes());
        all.update(&bytes);
    }
    all.finalize().to_hex()[..32].to_owned()
}

/// What is below the front matter.
fn body(text: &str) -> &str {
    text.splitn(3, "---\n").last().expect("a body")
}

/// The rest of the line of the front matter that begins so.
fn line<'a>(text: &'a str, beginning: &str) -> &'a str {
    text.lines()
        .find_map(|line| line.strip_prefix(beginning))
        .expect(beginning)
}

/// Figures of different days can only be compared if the corpus stays. Who changes it on purpose
/// writes the new digests here and measures `docs/performance.md` anew.
#[test]
fn the_corpus_is_the_same_on_every_machine() {
    for (layout, expected) in [
        (Layout::Warraq, "9f6e5350c1cb2a552b698c3ce9b6d21d"),
        (Layout::Hugo, "fc118e6909aac14b511fc764e2dbe43c"),
    ] {
        let (first, second) = (Site::new(""), Site::new(""));
        write(first.root(), layout);
        write(second.root(), layout);
        assert_eq!(digest(first.root()), digest(second.root()));
        assert_eq!(digest(first.root()), expected);
    }
}

#[test]
fn an_article_has_the_same_words_in_both_layouts() {
    let (ours, theirs) = (Site::new(""), Site::new(""));
    write(ours.root(), Layout::Warraq);
    write(theirs.root(), Layout::Hugo);
    let paths: Vec<String> = ours
        .files()
        .into_iter()
        .filter(|path| path.ends_with(".md"))
        .collect();
    assert_eq!(paths.len(), ARTICLES);
    for path in paths {
        assert_eq!(body(&ours.read(&path)), body(&theirs.read(&path)), "{path}");
    }
}

/// Hugo gets the day of an article as a term. It must be the day on which Warraq lists the article.
#[test]
fn an_article_has_the_same_day_in_both_layouts() {
    let corpus = Corpus::new(ARTICLES);
    for i in 0..ARTICLES {
        let article = corpus.article(i);
        let (ours, theirs) = (Layout::Warraq.file(&article), Layout::Hugo.file(&article));
        let date = line(&ours, "date: ");
        assert_eq!(date, line(&theirs, "date: "));
        assert_eq!(format!("[\"{}\"]", &date[..10]), line(&theirs, "days: "));
        let of_all_years = line(&theirs, "anniversaries: ");
        assert_eq!(format!("[\"{}\"]", &date[5..10]), of_all_years);
    }
}

/// A file of the equal site that is not written would be missed in silence: Hugo has templates of its own.
#[test]
fn the_equal_site_is_written_whole() {
    let site = Site::new("");
    write(site.root(), Layout::Hugo);
    let equal = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/hugo-site");
    let files = tree(&equal);
    assert!(files.len() > 30, "{}", files.len());
    for (path, bytes) in files {
        assert!(
            site.exists(&path),
            "{path} is not in benches/corpus/sites.rs"
        );
        assert_eq!(site.read(&path).as_bytes(), bytes, "{path}");
    }
}

#[test]
fn both_sites_have_the_same_theme_and_picture() {
    let (ours, theirs) = (Site::new(""), Site::new(""));
    write(ours.root(), Layout::Warraq);
    write(theirs.root(), Layout::Hugo);
    ours.built(&[]);
    let built = tree(&ours.root().join("public"));
    let is_same =
        |path: &str| path.starts_with("theme/") || ["favicon.ico", "img/photo.png"].contains(&path);
    let same: Vec<_> = built.iter().filter(|(path, _)| is_same(path)).collect();
    assert_eq!(same.len(), 13, "{:#?}", built.keys());
    for (path, bytes) in same {
        let folder = ["static", "assets"].map(|folder| theirs.root().join(folder).join(path));
        let source = folder.iter().find(|file| file.exists()).expect(path);
        assert_eq!(&std::fs::read(source).expect(path), bytes, "{path}");
    }
}

/// The equal site has no way to make these two by itself.
#[test]
fn both_sites_have_the_same_manifest_and_headers() {
    let ours = Site::new("");
    write(ours.root(), Layout::Warraq);
    ours.built(&[]);
    let theirs = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/hugo-site/static");
    for name in ["site.webmanifest", "_headers"] {
        let text = std::fs::read_to_string(theirs.join(name)).expect(name);
        assert_eq!(ours.read(&format!("public/{name}")), text, "{name}");
    }
}

#[test]
fn an_article_does_not_depend_on_the_order_of_writing() {
    let corpus = Corpus::new(ARTICLES);
    let file = |i| Layout::Warraq.file(&corpus.article(i));
    let forwards: Vec<String> = (0..ARTICLES).map(file).collect();
    let mut backwards: Vec<String> = (0..ARTICLES).rev().map(file).collect();
    backwards.reverse();
    assert_eq!(forwards, backwards);
}

#[test]
fn the_corpus_builds_without_errors_and_without_warnings() {
    let site = Site::new("");
    write(site.root(), Layout::Warraq);
    let told = site.built(&["--strict"]);
    assert!(told.contains("50 articles"), "{told}");
    let newest = Corpus::new(ARTICLES).newer(0);
    site.write(&Layout::Warraq.path(&newest), Layout::Warraq.file(&newest));
    let told = site.built(&["--strict"]);
    assert!(told.contains("51 articles"), "{told}");
    assert!(site.exists("public/2024/12/late-000/index.html"));
}

#[test]
fn every_file_of_the_benchmarks_says_what_it_is_and_stays_small() {
    let benches = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches");
    let mut faults = Vec::new();
    for (path, bytes) in tree(&benches) {
        let text = support::text(&bytes);
        let lines = text.lines().count();
        if path.ends_with(".rs") && (!text.starts_with("//! ") || lines > 300) {
            faults.push(format!("{path}, {lines} lines"));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
