//! A site at several moments, built once: each can be made the site's output again in no time.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::OnceLock;

use crate::support::edits::{edit, random_site};
use crate::support::{NOW, Random, Site, command, text, tree};

pub type Tree = BTreeMap<String, Vec<u8>>;

/// One moment of the site: its output, and the receipt of it.
pub struct Edition {
    pub output: Tree,
    receipt: Vec<u8>,
}

/// The moments of a site of some dozen articles, each some edits after the one before.
pub fn editions() -> &'static [Edition] {
    static EDITIONS: OnceLock<Vec<Edition>> = OnceLock::new();
    EDITIONS.get_or_init(|| {
        let mut random = Random(7);
        let site = random_site(&mut random, 12);
        (0..6)
            .map(|_| {
                site.built(&["--quiet"]);
                let edition = Edition {
                    output: tree(&site.path("public")),
                    receipt: fs::read(site.path(".warraq/receipt.json")).unwrap(),
                };
                for _ in 0..4 {
                    edit(&mut random, &site);
                }
                edition
            })
            .collect()
    })
}

/// A site with this output, to be published to `target`, which is written below `publish: {live: …}`.
pub fn site_of(edition: &Edition, target: &str) -> Site {
    let site = Site::new("");
    let config = format!(
        "title: صحيفة\nbase_url: https://example.org/\ntime_zone: Asia/Riyadh\npublish:\n  live: {target}\n"
    );
    site.write("warraq.yaml", config);
    set(&site, edition);
    site
}

/// Makes `edition` the output of `site`.
pub fn set(site: &Site, edition: &Edition) {
    let _ = fs::remove_dir_all(site.path("public"));
    for (path, bytes) in &edition.output {
        site.write(&format!("public/{path}"), bytes);
    }
    site.write(".warraq/receipt.json", &edition.receipt);
}

/// Builds a small site of its own.
pub fn small_site(target: &str) -> Site {
    let site = Site::new(&format!(
        "//- warraq.yaml\ntitle: صحيفة\nbase_url: https://example.org/\ntime_zone: Asia/Riyadh\npublish:\n  live: {target}\n\
         //- content/a.md\n---\ntitle: خبر\ndate: 2022-01-10\n---\nنص.\n//- content/b.md\n---\ntitle: خبر آخر\n\
         date: 2022-01-11\naliases: [/old/]\n---\nنص.\n"
    ));
    site.built(&["--quiet"]);
    site
}

/// `warraq publish` with these arguments.
pub fn publish(site: &Site, arguments: &[&str]) -> Output {
    let mut command = command(site.root(), &[&["publish"], arguments].concat());
    keys(&mut command);
    command.output().unwrap()
}

/// Sets the keys of the tests' server, and no others.
pub fn keys(command: &mut std::process::Command) {
    for name in [
        "AWS_PROFILE",
        "AWS_SESSION_TOKEN",
        "AWS_ENDPOINT",
        "AWS_ENDPOINT_URL",
    ] {
        command.env_remove(name);
    }
    command
        .env("AWS_ACCESS_KEY_ID", crate::server::KEY)
        .env("AWS_SECRET_ACCESS_KEY", crate::server::SECRET)
        .env("HOME", "/nonexistent");
}

/// What was said, and the exit code.
pub fn said(output: &Output) -> (String, i32) {
    let told = format!("{}{}", text(&output.stdout), text(&output.stderr));
    assert!(!told.contains("panicked"), "{told}");
    (told, output.status.code().unwrap_or(-1))
}

/// A publish that must succeed; what it said.
#[track_caller]
pub fn published(site: &Site, arguments: &[&str]) -> String {
    let (told, code) = said(&publish(site, arguments));
    assert_eq!(code, 0, "{told}");
    told
}

/// A publish that must fail with this code; what it said.
#[track_caller]
pub fn refused(site: &Site, arguments: &[&str], code: &str) -> String {
    let (told, exit) = said(&publish(site, arguments));
    assert_eq!(exit, 1, "{told}");
    assert!(told.contains(&format!("error[{code}]")), "{told}");
    told
}

/// What readers find in `folder`: all but what is the publisher's and the server's own.
pub fn readers_find(folder: &Path) -> Tree {
    let mut files = tree(folder);
    files.retain(|path, _| !path.starts_with(".warraq-") && !path.contains(".internal."));
    files
}

/// The publisher's own files there.
pub fn notes(folder: &Path) -> Vec<String> {
    let files = tree(folder).into_keys();
    files.filter(|path| path.starts_with(".warraq-")).collect()
}

/// What is left there after a publish that was finished.
pub const NOTES: [&str; 2] = [".warraq-receipt.json.gz", ".warraq-state.json.gz"];

/// A file of the site's own folder.
pub fn output_file(site: &Site, path: &str) -> PathBuf {
    site.path(&format!("public/{path}"))
}

/// Builds `site` again.
pub fn rebuild(site: &Site) {
    let output = crate::support::warraq(site.root(), &["build", "--quiet", "--now", NOW]);
    assert!(output.status.success(), "{}", text(&output.stderr));
}
