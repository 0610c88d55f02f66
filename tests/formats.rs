//! What is found, told to machines: where each format goes, and that it is whole. What is in each is shown in
//! the modules of `src/cli/formats`, and described in `docs/diagnostics.md`.

mod support;

use serde_json::Value;
use support::{NOW, Site, text, warraq};

const SITE: &str = "\
//- warraq.yaml
title: صحيفة
base_url: https://example.org/
time_zone: Asia/Riyadh
//- content/local/a.md
---
title: خبر
date: 2024-05-01 10:00
colour: أحمر
---
نص الخبر.
";

/// A site that builds with one warning.
fn site() -> Site {
    Site::new(SITE)
}

/// The same with one error beside it.
fn broken() -> Site {
    let site = site();
    site.write(
        "content/local/b.md",
        "---\ntitle: خبر\ndate: 2022-02-30\n---\nنص\n",
    );
    site
}

struct Told {
    out: String,
    err: String,
    code: i32,
}

fn told(site: &Site, arguments: &[&str]) -> Told {
    let output = site.build(arguments);
    Told {
        out: text(&output.stdout),
        err: text(&output.stderr),
        code: output.status.code().unwrap_or(-1),
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn a_format_for_machines_has_standard_output_to_itself() {
    let site = broken();
    let found = told(&site, &["--format", "json"]);
    assert_eq!(found.code, 1);
    let lines: Vec<Value> = found.out.lines().map(json).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["code"], "unknown-key");
    assert_eq!(lines[0]["file"], "content/local/a.md");
    assert_eq!(
        (&lines[0]["line"], &lines[0]["column"]),
        (&4.into(), &1.into())
    );
    assert_eq!(lines[1]["code"], "bad-date");
    assert_eq!(lines[1]["severity"], "error");
    assert!(!found.err.contains("error["), "{}", found.err);
    assert!(
        found
            .err
            .contains("1 error and 1 warning; nothing was written")
    );
    assert_eq!(
        json(&told(&site, &["--format", "gitlab"]).out)
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let report = json(&told(&site, &["--format", "sarif"]).out);
    assert_eq!(report["runs"][0]["results"].as_array().unwrap().len(), 2);
}

#[test]
fn a_build_that_goes_well_tells_machines_its_warnings_every_time() {
    let site = site();
    for _ in 0..2 {
        let found = told(&site, &["--format", "gitlab"]);
        assert_eq!(found.code, 0);
        assert_eq!(json(&found.out)[0]["check_name"], "unknown-key");
    }
    // With everything else there is to say, it is the same.
    let all = ["--format", "gitlab", "--explain", "--verify"];
    assert_eq!(json(&told(&site, &all).out)[0]["check_name"], "unknown-key");
    site.write(
        "content/local/a.md",
        "---\ntitle: خبر\ndate: 2024-05-01\n---\nنص\n",
    );
    assert_eq!(told(&site, &["--format", "gitlab"]).out, "[]\n");
    assert_eq!(told(&site, &["--format", "json"]).out, "");
}

#[test]
fn in_a_file_it_leaves_people_what_they_read() {
    let site = broken();
    let as_always = told(&site, &[]);
    let file = site.path("report.json");
    let path = file.to_str().unwrap();
    let found = told(&site, &["--format", "gitlab", "--format-file", path]);
    assert_eq!((found.out, found.err), (as_always.out, as_always.err));
    assert_eq!(json(&site.read("report.json")).as_array().unwrap().len(), 2);
    // Of an earlier run it takes the place; of anything else it does not.
    site.remove("content/local/b.md");
    assert_eq!(
        told(&site, &["--format", "gitlab", "--format-file", path]).code,
        0
    );
    assert_eq!(json(&site.read("report.json")).as_array().unwrap().len(), 1);
    site.write("notes.txt", "mine");
    let notes = site.path("notes.txt");
    let notes = notes.to_str().unwrap();
    let refused = told(&site, &["--format", "sarif", "--format-file", notes]);
    assert_eq!(refused.code, 2);
    assert_eq!(site.read("notes.txt"), "mine");
}

#[test]
fn github_reads_its_commands_from_the_log_that_people_read() {
    let site = broken();
    let found = told(&site, &["--format", "github", "--quiet"]);
    let expected = "::error file=content/local/b.md,line=3,col=7,endColumn=17,title=bad-date::";
    assert!(found.out.starts_with(expected), "{}", found.out);
    assert_eq!(found.out.lines().count(), 2);
    assert!(found.err.contains("error[bad-date]"), "{}", found.err);
}

#[test]
fn a_site_in_a_folder_of_its_repository_is_found_there() {
    let site = Site::new("");
    for (path, body) in support::sections(SITE) {
        site.write(&format!("sites/news/{path}"), body);
    }
    let build = [
        "build",
        "--now",
        NOW,
        "--root",
        "./sites/news",
        "--format",
        "json",
    ];
    let output = warraq(site.root(), &build);
    let line = json(&text(&output.stdout));
    assert_eq!(line["file"], "sites/news/content/local/a.md");
}

#[test]
fn the_lock_and_wrong_use_are_told_in_the_same_way() {
    let site = Site::new("");
    let found = told(&site, &["--format", "json"]);
    assert_eq!(
        (found.code, &json(&found.out)["code"]),
        (2, &"no-site".into())
    );
    let site = broken();
    let output = warraq(site.root(), &["lock", "--now", NOW, "--format", "json"]);
    let codes: Vec<Value> = text(&output.stdout)
        .lines()
        .map(|line| json(line)["code"].clone())
        .collect();
    assert_eq!(codes, ["unknown-key", "bad-date"]);
    assert_eq!(output.status.code(), Some(1));
}
