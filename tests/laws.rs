//! The laws of docs and `src/lib.rs`, tried on sites and edits drawn at random.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use support::edits::{edit, random_site};
use support::{NOW, Random, Site, assert_same, command, folders, folders_of, text, tree, warraq};

#[test]
fn incremental_equals_clean_after_any_edits() {
    for seed in 0..24 {
        let mut random = Random(seed);
        let site = random_site(&mut random, 12);
        site.built(&["--quiet"]);
        let mut edits = Vec::new();
        for _ in 0..6 {
            edits.push(edit(&mut random, &site));
            site.built(&["--quiet"]);
            assert_receipt(&site, &[]);
            let found = tree(&site.path("public"));
            assert_same(
                &found,
                &site.clean(&["--quiet"]),
                &format!("seed {seed} after {edits:#?}"),
            );
            assert_eq!(folders(&site.path("public")), folders_of(&found));
        }
        assert!(site.built(&[]).contains(" 0 written"), "seed {seed}");
    }
}

#[test]
fn the_output_depends_on_the_source_alone() {
    let mut random = Random(7);
    let site = random_site(&mut random, 40);
    let expected = site.clean(&["--quiet"]);
    let sample = [
        ("1", "UTC", "C"),
        ("2", "Pacific/Auckland", "ar_SY.UTF-8"),
        ("8", "America/St_Johns", "tr_TR.UTF-8"),
    ];
    for (jobs, zone, locale) in sample {
        // The order in which files are made is the order a folder lists them in on many systems.
        let other = Site::new("");
        let mut files: Vec<(String, Vec<u8>)> = tree(site.root()).into_iter().collect();
        for at in (1..files.len()).rev() {
            files.swap(at, random.below(at + 1));
        }
        files
            .iter()
            .for_each(|(path, bytes)| other.write(path, bytes));
        let mut build = command(
            other.root(),
            &["build", "--quiet", "--now", NOW, "--jobs", jobs],
        );
        let output = build
            .env("TZ", zone)
            .env("LANG", locale)
            .env("LC_ALL", locale)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert_same(
            &tree(&other.path("public")),
            &expected,
            &format!("{jobs} threads, {zone}, {locale}"),
        );
    }
}

#[test]
fn one_new_article_changes_as_many_files_in_a_large_archive_as_in_a_small_one() {
    let written = |articles: usize| {
        let mut random = Random(3);
        let site = random_site(&mut random, articles);
        site.built(&["--quiet"]);
        site.write(
            "content/local/article-new.md",
            "---\ntitle: الأحدث\ndate: 2025-06-01 10:00\ntags: [ماء, كهرباء, ميناء, سوق]\nauthors: [سلمى الحداد]\n---\nنص.\n",
        );
        let told = site.built(&["--explain"]);
        let pages = told.lines().filter(|line| {
            line.starts_with("wrote ") && !line.contains("atom.xml") && !line.contains("rss.xml")
        });
        pages.count()
    };
    let (small, large) = (written(60), written(240));
    assert!(
        small <= 40 && large <= small + 4,
        "{small} files at 60 articles, {large} at 240"
    );
}

/// How many builds must be killed between the journal's writing and the commit's end.
const KILLS: usize = 50;

/// A site between two states: another title changes every page, and one in five articles is there in one
/// state only.
fn become_state(site: &Site, state: usize) {
    let rest = "base_url: https://example.org/\ntime_zone: Asia/Riyadh\nlistings: {per_page: 3, feed_items: 4}\n";
    site.write("warraq.yaml", format!("title: صحيفة {state}\n{rest}"));
    for at in 0..KILLED_ARTICLES {
        let path = format!("content/local/story-{at}.md");
        if at % 5 != 0 || at % 2 == state {
            let (month, day) = (1 + at / 20 % 12, 1 + at % 20);
            let text = format!(
                "---\ntitle: خبر {at}\ndate: 2021-{month:02}-{day:02}\ntags: [وسم {}]\n---\nنص.\n",
                at / 5
            );
            site.write(&path, text);
        } else if site.exists(&path) {
            site.remove(&path);
        }
    }
}

const KILLED_ARTICLES: usize = 60;

/// Waits until `done`, or until `child` has ended.
fn wait(child: &mut std::process::Child, done: impl Fn() -> bool) {
    while !done() && child.try_wait().unwrap().is_none() {
        std::hint::spin_loop();
    }
}

/// Files of the owner's in the output folder of the test below.
const OTHERS: [&str; 2] = ["2021/notes.txt", "CNAME"];

/// The output is what its receipt says, `ignored` aside.
#[track_caller]
fn assert_receipt(site: &Site, ignored: &[&str]) {
    let ignore = ignored.iter().flat_map(|path| ["--ignore", *path]);
    let arguments: Vec<&str> = ["verify"].into_iter().chain(ignore).collect();
    let told = warraq(site.root(), &arguments);
    let (out, err) = (text(&told.stdout), text(&told.stderr));
    assert!(told.status.success(), "{out}{err}");
}

/// The receipt's changes lead from one state of the site to the other.
#[track_caller]
fn assert_changes(site: &Site, from: &BTreeMap<String, Vec<u8>>, to: &BTreeMap<String, Vec<u8>>) {
    let told: serde_json::Value =
        serde_json::from_str(&site.read(".warraq/receipt.json")).expect("a receipt");
    let list = |wanted: &dyn Fn(&str) -> bool| -> Vec<&str> {
        let paths: BTreeSet<&str> = from.keys().chain(to.keys()).map(String::as_str).collect();
        paths.into_iter().filter(|path| wanted(path)).collect()
    };
    let expected = serde_json::json!({
        "added": list(&|path| !from.contains_key(path)),
        "changed": list(&|path| {
            from.contains_key(path) && to.contains_key(path) && from[path] != to[path]
        }),
        "removed": list(&|path| !to.contains_key(path)),
    });
    assert_eq!(told["changes"], expected);
}

/// Every build of this test is killed in its commit, at a moment drawn from the time a commit takes here.
/// The next one must leave the site of a clean build: the same bytes in the same folders, its receipt with
/// what led there, and every file of others.
#[test]
fn a_build_killed_in_its_commit_is_finished_by_the_next() {
    let site = Site::new("//- content/pages/about.md\n---\ntitle: من نحن\n---\nنص\n");
    let expected: Vec<BTreeMap<String, Vec<u8>>> = (0..2)
        .map(|state| {
            become_state(&site, state);
            let mut expected = site.clean(&["--quiet"]);
            for path in OTHERS {
                expected.insert(path.into(), b"mine".to_vec());
            }
            expected
        })
        .collect();
    site.built(&["--quiet"]);
    for path in OTHERS {
        site.write(&format!("public/{path}"), "mine");
    }
    let journal = site.path("public/.warraq-staging/journal");
    let start = || {
        let mut build = command(site.root(), &["build", "--quiet", "--now", NOW]);
        build
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    // How long a commit lasts on this machine.
    become_state(&site, 0);
    let mut child = start();
    wait(&mut child, || journal.exists());
    let began = Instant::now();
    wait(&mut child, || !journal.exists());
    let mut lasts = began.elapsed();
    child.wait().unwrap();
    let mut random = Random(13);
    let (mut rounds, mut in_commit, mut strangers) = (0, 0, Vec::new());
    while in_commit < KILLS {
        rounds += 1;
        assert!(
            rounds <= 4 * KILLS,
            "only {in_commit} of {rounds} builds were killed in their commit"
        );
        let state = rounds % 2;
        become_state(&site, state);
        // Someone puts a file of theirs where a page belongs.
        let stranger = format!("theirs {rounds}");
        site.write("public/tags/index.html", &stranger);
        strangers.push(stranger.into_bytes());
        let mut child = start();
        wait(&mut child, || journal.exists());
        std::thread::sleep(lasts.mul_f64(random.below(90) as f64 / 100.0));
        let _ = child.kill();
        child.wait().unwrap();
        match journal.exists() {
            true => in_commit += 1,
            // Too late: the commit that was timed met with a delay that others do not.
            false => lasts = lasts.mul_f64(0.95),
        }
        // Every third time the build that finishes the commit finds an error and makes nothing itself.
        if rounds % 3 == 0 {
            site.write("content/local/bad.md", "---\ntitle: x\n---\n");
            assert_eq!(site.build(&["--quiet"]).status.code(), Some(1));
            site.remove("content/local/bad.md");
            assert_receipt(&site, &OTHERS);
        }
        site.built(&["--quiet"]);
        assert_receipt(&site, &OTHERS);
        assert_changes(&site, &expected[1 - state], &expected[state]);
        let found = tree(&site.path("public"));
        assert_same(&found, &expected[state], &format!("round {rounds}"));
        assert_eq!(
            folders(&site.path("public")),
            folders_of(&found),
            "round {rounds}"
        );
    }
    println!("{in_commit} of {rounds} builds killed in their commit, which lasts {lasts:?}");
    let kept: BTreeSet<Vec<u8>> = tree(&site.path("warraq-kept")).into_values().collect();
    for stranger in strangers {
        assert!(kept.contains(&stranger), "{} was lost", text(&stranger));
    }
}

/// Killed anywhere else, a build has done nothing yet.
#[test]
fn a_build_killed_before_its_commit_changes_nothing() {
    let site = Site::new("");
    become_state(&site, 0);
    site.built(&["--quiet"]);
    let before = tree(&site.path("public"));
    become_state(&site, 1);
    let mut random = Random(17);
    for round in 0..6 {
        let mut build = command(site.root(), &["build", "--quiet", "--now", NOW]);
        let mut child = build.stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(random.below(60) as u64));
        let _ = child.kill();
        child.wait().unwrap();
        let begun = site.exists("public/.warraq-staging/journal");
        if begun || !site.exists("public/.warraq-staging") {
            continue;
        }
        // Only the staging folder is there, and a build that fails takes it away.
        site.write("content/local/bad.md", "---\ntitle: x\n---\n");
        assert_eq!(site.build(&["--quiet"]).status.code(), Some(1));
        site.remove("content/local/bad.md");
        let found = tree(&site.path("public"));
        assert_same(&found, &before, &format!("round {round}"));
        assert_eq!(folders(&site.path("public")), folders_of(&found));
    }
    let after = site.built(&["--quiet"]);
    assert_same(
        &tree(&site.path("public")),
        &site.clean(&["--quiet"]),
        &after,
    );
}

#[test]
fn the_sample_archive_builds_the_same_everywhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut trees = Vec::new();
    for (jobs, zone) in [("1", "UTC"), ("2", "Asia/Tokyo")] {
        let site = Site::new("");
        let output = site.path("public");
        let arguments = [
            "build",
            "--quiet",
            "--now",
            NOW,
            "--jobs",
            jobs,
            "--root",
            &root.display().to_string(),
            "--output",
            &output.display().to_string(),
        ];
        let built = command(root, &arguments).env("TZ", zone).output().unwrap();
        assert!(built.status.success(), "{}", text(&built.stderr));
        trees.push(tree(&output));
    }
    assert!(trees[0].len() > 300);
    assert_same(&trees[0], &trees[1], "the sample archive");
}

/// The main edition's lists, feeds and news sitemap hold articles of all, each with what its own edition is called.
#[test]
fn what_another_edition_is_called_is_news_to_the_main_one() {
    let config = |title: &str, digits: &str| {
        format!(
            "title: صحيفة\nbase_url: https://example.org/\ntime_zone: Asia/Riyadh\nlistings: {{all_languages: true}}\n\
             feeds: {{full_text: true}}\nlanguages:\n  fa: {{title: {title}, digits: {digits}}}\n"
        )
    };
    let site = Site::new("//- content/a.md\n---\ntitle: خبر\ndate: 2025-12-31\n---\nنص.\n");
    site.write(
        "content/b.fa.md",
        "---\ntitle: خبر دیگر\ndate: 2025-12-31 10:00\n---\nمتن.\n",
    );
    for (title, digits) in [
        ("روزنامه", "arabext"),
        ("گاهنامه", "arabext"),
        ("گاهنامه", "latn"),
    ] {
        site.write("warraq.yaml", config(title, digits));
        site.built(&["--quiet"]);
        let clean = site.clean(&["--quiet"]);
        assert_same(&tree(&site.path("public")), &clean, title);
    }
}
