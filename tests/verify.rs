//! `warraq build --verify` after edits drawn at random: the program's own proof that what it left is what a
//! clean build makes. What the proof itself finds is tried in `tests/receipt.rs`.

mod support;

use support::edits::{edit, random_site};
use support::{Random, Site, text, warraq};

/// Builds and verifies; then the receipt is held against the output.
#[track_caller]
fn assert_verified(site: &Site, what: &str) {
    let built = site.build(&["--verify", "--quiet"]);
    let said = |output: &std::process::Output| {
        format!("{what}\n{}{}", text(&output.stdout), text(&output.stderr))
    };
    assert!(built.status.success(), "{}", said(&built));
    let held = warraq(site.root(), &["verify", "--quiet"]);
    assert!(held.status.success(), "{}", said(&held));
}

/// A site of `articles`, and `edits` one after the other, each with a build.
fn try_edits(seed: u64, articles: usize, edits: usize) {
    let mut random = Random(seed);
    let site = random_site(&mut random, articles);
    site.built(&["--quiet"]);
    let mut made = Vec::new();
    for _ in 0..edits {
        made.push(edit(&mut random, &site));
        assert_verified(&site, &format!("seed {seed} after {made:#?}"));
    }
}

#[test]
fn edits_leave_what_a_clean_build_makes() {
    for seed in 100..102 {
        try_edits(seed, 20, 5);
    }
}

/// The same at a size where lists have hundreds of pages. `tests/run` runs it in the release build:
///
/// `WARRAQ_ARTICLES=10000 WARRAQ_EDITS=6 cargo test --release --test verify -- --ignored`
#[test]
#[ignore = "takes a minute in a release build"]
fn edits_of_a_large_archive_leave_what_a_clean_build_makes() {
    let number = |name: &str, default: usize| {
        let set = std::env::var(name).ok();
        set.map_or(default, |text| text.parse().expect("a number"))
    };
    let seed = number("WARRAQ_SEED", 2022) as u64;
    try_edits(
        seed,
        number("WARRAQ_ARTICLES", 10_000),
        number("WARRAQ_EDITS", 6),
    );
}
