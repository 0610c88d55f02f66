//! Which program made a site: the digest of its source, by which one program does not believe what another has
//! kept, and which nobody sees who reads the site.

mod support;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::{Site, assert_same, text, tree};
use warraq::build::{Head, Manifest};
use warraq::program::{BUILD, IDENTITY, VERSION};

const SOURCE: &str = "\
//- Cargo.toml
[package]
//- Cargo.lock
version = 4
//- src/main.rs
fn main() {}
//- src/text/slug.rs
pub fn slug() {}
//- static/theme/style.css
p {}
//- templates/base.html
<html>
";

/// The build script, compiled. It lies in the folder, which is deleted when dropped.
fn script() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("script");
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/program/build_script.rs");
    let mut command = Command::new(rustc);
    command.args(["--edition", "2024", "-o"]).arg(&script);
    let output = command.arg(source).output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    (folder, script)
}

/// What the script says of the source at `root`.
fn says(script: &Path, root: &Path) -> String {
    let output = Command::new(script).current_dir(root).output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

fn id(script: &Path, root: &Path) -> String {
    let said = says(script, root);
    let id = said
        .lines()
        .find_map(|line| line.strip_prefix("cargo:rustc-env=WARRAQ_BUILD="));
    id.unwrap().to_owned()
}

#[test]
fn two_copies_of_one_source_are_one_program_wherever_and_whenever_they_were_made() {
    let (_folder, script) = script();
    let (one, other) = (Site::new(SOURCE), Site::new(SOURCE));
    let long_ago = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_600_000_000);
    for path in other.files() {
        let file = fs::File::options().write(true).open(other.path(&path));
        file.and_then(|file| file.set_modified(long_ago)).unwrap();
    }
    // What is beside the source, and what editors and desktops leave in it, is none of it.
    for path in ["README.md", "docs/a.md", "tests/a.rs", "target/debug/x"] {
        other.write(path, "x");
    }
    for path in ["src/.main.rs.swp", "templates/.DS_Store", "src/.idea/x"] {
        other.write(path, "x");
    }
    assert_eq!(id(&script, one.root()), id(&script, other.root()));
    let said = says(&script, one.root());
    assert!(!said.contains(&one.root().display().to_string()), "{said}");
}

#[test]
fn other_source_is_another_program() {
    let (_folder, script) = script();
    let mut ids = BTreeMap::new();
    let mut add = |what: &str, change: &dyn Fn(&Site)| {
        let site = Site::new(SOURCE);
        change(&site);
        let earlier = ids.insert(id(&script, site.root()), what.to_owned());
        assert_eq!(earlier, None, "{what} makes no difference");
    };
    add("nothing", &|_| {});
    for path in [
        "Cargo.toml",
        "Cargo.lock",
        "src/text/slug.rs",
        "static/theme/style.css",
        "templates/base.html",
    ] {
        add(path, &|site| site.write(path, "other\n"));
    }
    add("a new file", &|site| site.write("src/new.rs", ""));
    add("a lost file", &|site| site.remove("src/text/slug.rs"));
    add("another name", &|site| {
        fs::rename(
            site.path("src/text/slug.rs"),
            site.path("src/text/slugs.rs"),
        )
        .unwrap();
    });
    add("a byte in the next file", &|site| {
        site.write("src/main.rs", "fn main() {}\np");
        site.write("src/text/slug.rs", "ub fn slug() {}\n");
    });
}

#[test]
fn a_package_without_a_lock_is_not_compiled_anew_each_time() {
    let (_folder, script) = script();
    let site = Site::new(SOURCE);
    assert!(says(&script, site.root()).contains("cargo:rerun-if-changed=Cargo.lock\n"));
    site.remove("Cargo.lock");
    // Cargo takes a file that is not there for one that has changed.
    assert!(!says(&script, site.root()).contains("Cargo.lock"));
}

#[test]
fn nobody_who_reads_the_site_sees_which_build_made_it() {
    let site = Site::new(
        "//- warraq.yaml\ntitle: صحيفة\nbase_url: https://example.org/\ntime_zone: Asia/Riyadh\n\
         //- content/local/a.md\n---\ntitle: خبر\ndate: 2025-12-31\n---\nنص.\n",
    );
    site.built(&[]);
    assert_eq!(IDENTITY, format!("{VERSION}+{BUILD}"));
    let receipt = ("receipt.json".to_owned(), fs::read(receipt(&site)).unwrap());
    for (path, bytes) in tree(&site.path("public")).into_iter().chain([receipt]) {
        assert!(!text(&bytes).contains(BUILD), "{path}");
    }
}

fn receipt(site: &Site) -> PathBuf {
    let files = site.files();
    let path = files.iter().find(|path| path.ends_with("receipt.json"));
    site.path(path.unwrap())
}

#[test]
fn what_a_program_of_other_source_has_kept_is_not_believed() {
    let site = Site::new(
        "//- warraq.yaml\ntitle: صحيفة\nbase_url: https://example.org/\ntime_zone: Asia/Riyadh\n\
         //- content/local/a.md\n---\ntitle: خبر\ndate: 2025-12-31\n---\nنص.\n",
    );
    site.built(&[]);
    assert!(!site.built(&[]).contains("making pages"));
    // The memory of a program of this version that was compiled from other source.
    let before = tree(&site.path("public"));
    let mut kept = site.files().into_iter();
    let path = kept.find(|path| path.starts_with(".warraq/") && path.ends_with(".manifest"));
    let path = site.path(&path.unwrap());
    let known = Manifest::decode(fs::read(&path).unwrap()).unwrap();
    let head = Head {
        version: format!("{VERSION}+{}", "0".repeat(BUILD.len())),
        ..known.head().clone()
    };
    let mut bytes = Vec::new();
    let files: Vec<_> = known.iter().collect();
    Manifest::write(&mut bytes, &head, || {
        files.iter().map(|(path, record)| (*path, record))
    })
    .unwrap();
    fs::write(&path, bytes).unwrap();
    let told = site.built(&[]);
    assert!(told.contains("making pages"), "{told}");
    assert_same(&tree(&site.path("public")), &before, "made anew");
}
