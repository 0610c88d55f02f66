//! Micro-benchmarks of the hot stages: `cargo bench --bench stages`.
//!
//! Generated articles and the pages planned from them come in; divan prints how long a stage takes for
//! one of them. Everything is reached as any user of the crate would.

#[path = "../corpus/mod.rs"]
mod corpus;
mod site;

use divan::{Bencher, black_box};
use site::{PAGES, Site};
use warraq::build::{Head, Manifest, Record};
use warraq::digest::{Digest, FileDigest};
use warraq::plan::View;
use warraq::{archive, content, markdown, plan};

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// Bytes of a source file -> an article.
#[divan::bench(sample_count = 1000)]
fn parse_an_article(bencher: Bencher) {
    let site = Site::shared();
    let mut sources = site.sources.iter().cycle();
    bencher
        .with_inputs(|| sources.next())
        .bench_local_values(|source| {
            source.map(|(path, text)| content::parse(path, text.as_bytes(), &site.snapshot.config))
        });
}

/// The body of an article -> HTML.
#[divan::bench(sample_count = 1000)]
fn render_markdown(bencher: Bencher) {
    let site = Site::shared();
    let labels = markdown::Labels::default();
    let settings = markdown::Settings {
        direction: warraq::text::direction::Direction::Rtl,
        labels: &labels,
        resolve: &|_| None,
        picture: &|_| None,
        digits: &|number| number.to_string(),
    };
    let mut bodies = site.sources.iter().cycle();
    bencher
        .with_inputs(|| bodies.next())
        .bench_local_values(|source| {
            source.map(|(_, text)| {
                let body = text.splitn(3, "---\n").last().unwrap_or_default();
                markdown::render(body, &settings)
            })
        });
}

/// All parsed articles -> the archive: lists, addresses, links.
#[divan::bench(sample_count = 20)]
fn assemble_2000_articles(bencher: Bencher) {
    let site = Site::shared();
    bencher
        .with_inputs(|| site.articles.clone())
        .bench_local_values(|articles| site.assemble(articles));
}

/// The archive -> every page.
#[divan::bench(sample_count = 20)]
fn lay_out_2000_articles(bencher: Bencher) {
    let site = Site::shared();
    let (archive, _): (archive::Archive, _) = site.assemble(site.articles.clone());
    let snapshot = &site.snapshot;
    bencher.bench_local(|| {
        plan::lay_out(
            black_box(&archive),
            &snapshot.config,
            Default::default(),
            &snapshot.statics,
            &snapshot.pictures,
            snapshot.admission.now,
        )
    });
}

/// A page of one kind -> its bytes, the text of the article read from memory.
#[divan::bench(args = PAGES, sample_count = 1000)]
fn render_a_page(bencher: Bencher, kind: &str) {
    let site = Site::shared();
    let mut pages = site.pages(kind).into_iter().cycle();
    bencher
        .with_inputs(|| pages.next())
        .bench_local_values(|page| page.map(|page| site.renderer.render(page, site).is_ok()));
}

/// A view -> the digest that tells whether its page is stale.
#[divan::bench(args = PAGES, sample_count = 1000)]
fn digest_of_a_view(bencher: Bencher, kind: &str) {
    let site = Site::shared();
    let views: Vec<&View> = site.pages(kind).iter().map(|page| &page.view).collect();
    let mut views = views.into_iter().cycle();
    bencher
        .with_inputs(|| views.next())
        .bench_local_values(|view| view.map(Digest::of));
}

/// A manifest of all pages of the site, as bytes.
fn manifest() -> Vec<u8> {
    let record = Record {
        view: Digest::of_bytes(b"view"),
        bytes: FileDigest::of_bytes(b"bytes"),
        size: 10_000,
        modified: 0,
    };
    let pages = &Site::shared().plan.pages;
    let mut bytes = Vec::new();
    let files = || pages.iter().map(|page| (page.path.as_str(), &record));
    Manifest::write(&mut bytes, &Head::default(), files).expect("a vector takes all bytes");
    bytes
}

/// The memory of a build -> bytes.
#[divan::bench]
fn encode_a_manifest(bencher: Bencher) {
    bencher.bench_local(manifest);
}

/// Bytes -> the memory of a build.
#[divan::bench]
fn decode_a_manifest(bencher: Bencher) {
    let bytes = manifest();
    bencher
        .with_inputs(|| bytes.clone())
        .bench_local_values(Manifest::decode);
}
