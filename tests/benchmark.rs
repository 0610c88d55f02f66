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

/// One digest over paths and bytes.
fn digest(root: &Path) -> String {
    let mut all = blake3::Hasher::new();
    for (path, bytes) in tree(root) {
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

/// Figures of different days can only be compared if the corpus stays. Who changes it on purpose
/// writes the new digests here and measures `docs/performance.md` anew.
#[test]
fn the_corpus_is_the_same_on_every_machine() {
    for (layout, expected) in [
        (Layout::Warraq, "9f6e5350c1cb2a552b698c3ce9b6d21d"),
        (Layout::Hugo, "67940c348fce32b7e8c60765da38c875"),
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
