//! The laws of docs and `src/lib.rs`, tried on sites and edits drawn at random.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use support::{NOW, Random, Site, assert_same, command, folders, folders_of, text, tree};

const WORDS: [&str; 12] = [
    "ماء",
    "كهرباء",
    "ميناء",
    "سوق",
    "مدرسة",
    "مدرسه",
    "إضراب",
    "اضراب",
    "COVID-19",
    "covid-19",
    "قمة",
    "نهر",
];
const AUTHORS: [&str; 3] = ["سلمى الحداد", "كريم العطار", "Nora Hill"];
const SECTIONS: [&str; 3] = ["local", "economy", "متابعات"];

/// A site of `n` articles drawn from `random`.
fn random_site(random: &mut Random, n: usize) -> Site {
    let site = Site::new(
        "//- warraq.yaml\ntitle: صحيفة\nbase_url: https://example.org/\ntime_zone: Asia/Riyadh\nlistings: {per_page: 3, feed_items: 4}\n\
         //- static/robots-extra.txt\nx\n//- content/pages/about.md\n---\ntitle: من نحن\n---\nنص\n",
    );
    for at in 0..n {
        site.write(&article_path(at), article(random, at));
    }
    site
}

fn article_path(at: usize) -> String {
    format!("content/{}/article-{at}.md", SECTIONS[at % SECTIONS.len()])
}

fn article(random: &mut Random, at: usize) -> String {
    let tags: Vec<&str> = (0..random.below(4))
        .map(|_| *random.one_of(&WORDS))
        .collect();
    let date = format!(
        "20{}-{:02}-{:02} {:02}:30",
        20 + random.below(3),
        1 + random.below(12),
        1 + random.below(28),
        random.below(24)
    );
    let author = random.one_of(&AUTHORS);
    let link = if random.below(3) == 0 {
        format!("[صلة](../{}/article-0.md)", SECTIONS[0])
    } else {
        String::new()
    };
    format!(
        "---\ntitle: خبر رقم {at} عن {}\ndate: {date}\ntags: [{}]\nauthors: [{author}]\n---\nفقرة {} عن {}. {link}\n",
        random.one_of(&WORDS),
        tags.join(", "),
        random.next(),
        random.one_of(&WORDS),
    )
}

/// An article with `line` in its front matter, in place of any line of that key.
fn with_line(article: &str, line: &str) -> String {
    let key = line.split(':').next().unwrap();
    let mut fences = 0;
    let mut text = String::new();
    for old in article.lines() {
        fences += usize::from(old == "---");
        if fences == 2 && old == "---" {
            text.push_str(&format!("{line}\n"));
        }
        if fences != 1 || old.split(':').next() != Some(key) {
            text.push_str(&format!("{old}\n"));
        }
    }
    text
}

/// Changes something of a site, as an editor or an owner would; what, in words.
fn edit(random: &mut Random, site: &Site) -> String {
    let articles: Vec<String> = site
        .files()
        .into_iter()
        .filter(|path| path.contains("/article-") && path.ends_with(".md"))
        .filter(|path| !path.contains("/moved/") && !path.contains("article-bundle-"))
        .filter(|path| path.starts_with("content/"))
        .collect();
    // Article 0 is linked to by others and stays.
    let path = articles
        .iter()
        .filter(|path| !path.ends_with("article-0.md"))
        .nth(random.below(articles.len().saturating_sub(1)));
    let Some(path) = path.cloned() else {
        return "nothing".into();
    };
    let old = site.read(&path);
    let replace_line = |key: &str, value: String| -> String {
        old.lines()
            .map(|line| {
                if line.starts_with(key) {
                    format!("{key} {value}\n")
                } else {
                    format!("{line}\n")
                }
            })
            .collect()
    };
    match random.below(21) {
        0 => {
            let at = 100 + random.below(1000);
            site.write(&article_path(at), article(random, at));
            format!("add article {at}")
        }
        1 => {
            site.write(&path, format!("{old}\nفقرة جديدة {}.\n", random.next()));
            format!("edit the body of {path}")
        }
        2 => {
            site.remove(&path);
            format!("delete {path}")
        }
        3 => {
            let to = path.replace("article-", "article-renamed-");
            fs::rename(site.path(&path), site.path(&to)).unwrap();
            format!("rename {path}")
        }
        4 => {
            site.write(
                &path,
                replace_line("tags:", format!("[{}]", random.one_of(&WORDS))),
            );
            format!("retag {path}")
        }
        5 => {
            site.write(
                &path,
                replace_line(
                    "date:",
                    format!(
                        "2021-{:02}-{:02} 08:00",
                        1 + random.below(12),
                        1 + random.below(28)
                    ),
                ),
            );
            format!("redate {path}")
        }
        6 => {
            site.write(
                &path,
                replace_line("title:", format!("عنوان جديد {}", random.next())),
            );
            format!("retitle {path}")
        }
        7 => {
            let name = *random.one_of(&["tag.html", "article.html", "listing.html", "base.html"]);
            let theme = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("templates")
                .join(name);
            let text = fs::read_to_string(theme).unwrap();
            let changed = text.replace(
                "{% endblock main %}",
                &format!("<p>{}</p>{{% endblock main %}}", random.next()),
            );
            site.write(&format!("templates/{name}"), changed);
            format!("change templates/{name}")
        }
        8 => {
            site.write("static/robots-extra.txt", random.next().to_string());
            "change a static file".into()
        }
        9 => {
            site.write(
                "warraq.yaml",
                site.read("warraq.yaml")
                    .replace("per_page: 3", "per_page: 2"),
            );
            "change the configuration".into()
        }
        10 => {
            site.write(&path, old.replace("---\nفقرة", "draft: true\n---\nفقرة"));
            format!("withhold {path}")
        }
        11 => {
            site.write(&path, old.replace("draft: true\n", ""));
            format!("publish {path}")
        }
        12 => {
            let bundle = path
                .replace(".md", "/index.md")
                .replace("article-", "article-bundle-");
            let folder = bundle.trim_end_matches("index.md");
            site.write(&format!("{folder}photo.png"), random.next().to_string());
            site.write(
                &bundle,
                with_line(
                    &old.replace("](../", "](../../"),
                    "image: {src: photo.png, alt: صورة}",
                ),
            );
            site.remove(&path);
            format!("make {path} a bundle with a picture")
        }
        13 => {
            let section = *random.one_of(&["local", "economy"]);
            site.write(
                &format!("content/{section}/_index.md"),
                format!(
                    "---\ntitle: قسم {}\n---\nمقدمة {}.\n",
                    random.below(3),
                    random.next()
                ),
            );
            format!("introduce {section}")
        }
        14 => {
            site.write(
                &path,
                with_line(&old, &format!("aliases: [/node/{}/]", random.next())),
            );
            format!("give {path} an old address")
        }
        15 => {
            let page = format!("content/pages/page-{}.md", random.below(3));
            match site.exists(&page) {
                true => site.remove(&page),
                false => site.write(&page, "---\ntitle: صفحة\n---\nنص\n"),
            }
            format!("add or delete {page}")
        }
        16 => {
            let name = Path::new(&path).file_name().unwrap().to_str().unwrap();
            let to = format!("content/{}/moved/{name}", random.one_of(&SECTIONS));
            site.write(&to, old.replace("](../", "](../../"));
            site.remove(&path);
            format!("move {path} to {to}")
        }
        17 => {
            match site.exists("static/theme/style.css") {
                true => site.remove("static/theme/style.css"),
                false => site.write("static/theme/style.css", "body{}"),
            }
            "override a file of the theme, or no longer".into()
        }
        20 => {
            let removed = match old.contains("\nremoved:") {
                true => old
                    .lines()
                    .filter(|line| !line.starts_with("removed:"))
                    .map(|line| format!("{line}\n"))
                    .collect(),
                false => with_line(&old, "removed: {date: 2024-01-01, reason: خطأ}"),
            };
            site.write(&path, removed);
            format!("remove {path} with a tombstone, or bring it back")
        }
        18 => {
            site.write(
                &path,
                replace_line(
                    "authors:",
                    format!("[{}, كاتب جديد]", random.one_of(&AUTHORS)),
                ),
            );
            format!("change the authors of {path}")
        }
        _ => {
            let line = *random.one_of(&[
                "series: ملف المياه",
                "extra: {note: 3.50}",
                "summary: ملخص آخر",
            ]);
            site.write(&path, with_line(&old, line));
            format!("add `{line}` to {path}")
        }
    }
}

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

/// Every build of this test is killed in its commit, at a moment drawn from the time a commit takes here.
/// The next one must leave the site of a clean build: the same bytes in the same folders, and every file
/// of others.
#[test]
fn a_build_killed_in_its_commit_is_finished_by_the_next() {
    let site = Site::new("//- content/pages/about.md\n---\ntitle: من نحن\n---\nنص\n");
    let expected: Vec<BTreeMap<String, Vec<u8>>> = (0..2)
        .map(|state| {
            become_state(&site, state);
            let mut expected = site.clean(&["--quiet"]);
            expected.insert("CNAME".into(), b"mine".to_vec());
            expected.insert("2021/notes.txt".into(), b"mine too".to_vec());
            expected
        })
        .collect();
    site.built(&["--quiet"]);
    site.write("public/CNAME", "mine");
    site.write("public/2021/notes.txt", "mine too");
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
        site.built(&["--quiet"]);
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
