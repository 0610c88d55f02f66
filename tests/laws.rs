//! The laws of docs and `src/lib.rs`, tried on sites and edits drawn at random.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use support::{NOW, Random, Site, assert_same, command, text, tree};

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

/// Changes something of a site, as an editor or an owner would; what, in words.
fn edit(random: &mut Random, site: &Site) -> String {
    let articles: Vec<String> = site
        .files()
        .into_iter()
        .filter(|path| path.contains("/article-"))
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
    match random.below(11) {
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
        _ => {
            site.write(&path, old.replace("---\nفقرة", "draft: true\n---\nفقرة"));
            format!("withhold {path}")
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
            assert_same(
                &tree(&site.path("public")),
                &site.clean(&["--quiet"]),
                &format!("seed {seed} after {edits:#?}"),
            );
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

/// A site whose every page changes when its title does, built once, with files of others in it.
fn site_to_kill() -> Site {
    let mut random = Random(11);
    let site = random_site(&mut random, 150);
    site.built(&["--quiet"]);
    site.write("public/CNAME", "mine");
    site.write("public/2020/notes.txt", "mine too");
    site
}

fn without_ours(mut files: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    assert_eq!(
        files.remove("CNAME").as_deref(),
        Some(&b"mine"[..]),
        "a file of others was lost"
    );
    assert_eq!(
        files.remove("2020/notes.txt").as_deref(),
        Some(&b"mine too"[..]),
        "a file of others was lost"
    );
    files
}

#[test]
fn a_killed_build_is_repaired_by_the_next() {
    let site = site_to_kill();
    let mut random = Random(13);
    let (mut in_commit, mut killed) = (0, 0);
    for round in 0..60 {
        site.write(
            "warraq.yaml",
            site.read("warraq.yaml")
                .lines()
                .skip(1)
                .fold(format!("title: صحيفة {round}\n"), |text, line| {
                    text + line + "\n"
                }),
        );
        let gone = format!("content/local/article-{}.md", 3 + 3 * round % 147);
        if round % 5 == 0 && site.exists(&gone) {
            site.remove(&gone);
        }
        let mut build = command(site.root(), &["build", "--quiet", "--now", NOW]);
        let mut child = build
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let journal = site.path("public/.warraq-staging/journal");
        // Every second build is killed somewhere in its commit, the others anywhere.
        if round % 2 == 0 {
            while !journal.exists() && child.try_wait().unwrap().is_none() {
                std::hint::spin_loop();
            }
            std::thread::sleep(Duration::from_micros(random.below(12_000) as u64));
        } else {
            std::thread::sleep(Duration::from_micros(random.below(250_000) as u64));
        }
        killed += usize::from(child.try_wait().unwrap().is_none());
        let _ = child.kill();
        child.wait().unwrap();
        in_commit += usize::from(journal.exists());
        site.built(&["--quiet"]);
        assert!(!site.exists("public/.warraq-staging"), "round {round}");
        if round % 6 == 0 {
            let clean = clean_of(&site);
            assert_same(
                &without_ours(tree(&site.path("public"))),
                &clean,
                &format!("round {round}"),
            );
        }
    }
    let clean = clean_of(&site);
    assert_same(
        &without_ours(tree(&site.path("public"))),
        &clean,
        "after all rounds",
    );
    println!("{killed} builds killed, {in_commit} of them in their commit");
    assert!(
        killed >= 20,
        "only {killed} of 60 builds were still running when they were killed"
    );
}

fn clean_of(site: &Site) -> BTreeMap<String, Vec<u8>> {
    site.clean(&["--quiet"])
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
