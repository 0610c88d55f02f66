//! Small sites and what becomes of them, as files a reader can follow.
//!
//! `tests/golden/NAME/in` is a site, `out` the files it becomes. `tests/faults/CODE.txt` is a site with
//! one fault and what the program says to it. `WARRAQ_BLESS=1` writes both anew.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use support::{Site, assert_same, bless, sections, text, tree};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(name)
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    entries
}

#[test]
fn sites_become_what_their_golden_files_say() {
    let sites = entries(&folder("golden"));
    assert!(sites.len() >= 3, "{sites:?}");
    for golden in sites {
        let site = Site::copy_of(&golden.join("in"));
        site.built(&["--quiet"]);
        let built = tree(&site.path("public"));
        let expected = golden.join("out");
        if bless() {
            let _ = fs::remove_dir_all(&expected);
            for (path, bytes) in &built {
                let file = expected.join(path);
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, bytes).unwrap();
            }
        }
        assert_same(&built, &tree(&expected), &golden.display().to_string());
        for jobs in ["1", "8"] {
            let again = Site::copy_of(&golden.join("in"));
            again.built(&["--quiet", "--jobs", jobs]);
            assert_same(
                &tree(&again.path("public")),
                &built,
                &format!("{} with {jobs} threads", golden.display()),
            );
        }
    }
}

/// What the program says to a site, with the paths of this machine taken out.
fn told(site: &Site, arguments: &[&str]) -> (String, i32) {
    let output = site.build(&[&["--quiet"], arguments].concat());
    let root = site.root().canonicalize().unwrap();
    let said = text(&output.stderr)
        .replace(&root.display().to_string(), "SITE")
        .replace(&site.root().display().to_string(), "SITE");
    (said, output.status.code().unwrap_or(-1))
}

#[test]
fn every_fault_is_told_as_its_golden_file_says() {
    let cases = entries(&folder("faults"));
    assert!(cases.len() >= 30, "{}", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let content = fs::read_to_string(case).unwrap();
        let (source, expected) = content.split_once("//= said\n").unwrap_or((&content, ""));
        let site = Site::new("");
        let mut arguments = Vec::new();
        for (path, body) in sections(source) {
            match path.as_str() {
                "arguments" => arguments = body.split_whitespace().map(String::from).collect(),
                path if path.ends_with(" (hex)") => {
                    site.write(path.trim_end_matches(" (hex)"), hex(&body))
                }
                path => site.write(path, &body),
            }
        }
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let (said, code) = told(&site, &arguments);
        let found = format!("{}exit {code}\n", said);
        let name = case.file_stem().unwrap().to_string_lossy().into_owned();
        let fault = name.split('~').next().unwrap();
        assert!(
            said.contains(&format!("[{fault}]")),
            "{name} is about `{fault}`, but the program said\n{said}"
        );
        assert_eq!(
            code != 0,
            said.contains("error["),
            "{name}: exit {code}\n{said}"
        );
        if code != 0 {
            assert!(!site.exists("public"), "{name}: something was written");
        }
        if bless() {
            fs::write(case, format!("{source}//= said\n{found}")).unwrap();
        } else if found != expected {
            wrong.push(format!(
                "{name}\n{}",
                support::difference(expected.as_bytes(), found.as_bytes())
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

/// Faults that a file in a folder cannot bring about; tests/cli.rs does.
const ELSEWHERE: [&str; 14] = [
    "bad-file-name",
    "bad-section",
    "changed-meanwhile",
    "exists",
    "file-system",
    "file-too-large",
    "kept-file",
    "left-file",
    "link-leaves-site",
    "locked",
    "no-site",
    "not-empty",
    "output-refused",
    "bad-configuration",
];

#[test]
fn every_diagnostic_has_a_golden_file() {
    let have: BTreeSet<String> = entries(&folder("faults"))
        .iter()
        .map(|case| {
            case.file_stem()
                .unwrap()
                .to_string_lossy()
                .split('~')
                .next()
                .unwrap()
                .to_owned()
        })
        .collect();
    let mut missing = Vec::new();
    for entry in walkdir::WalkDir::new(folder("../src")).sort_by_file_name() {
        let entry = entry.unwrap();
        let from_import = entry
            .path()
            .components()
            .any(|part| part.as_os_str() == "import");
        if entry
            .path()
            .extension()
            .is_none_or(|extension| extension != "rs")
            || from_import
        {
            continue;
        }
        let text = fs::read_to_string(entry.path()).unwrap();
        for code in codes(text.split("#[cfg(test)]").next().unwrap()) {
            if !have.contains(&code) && !ELSEWHERE.contains(&code.as_str()) {
                missing.push(format!("{code} ({})", entry.path().display()));
            }
        }
    }
    assert!(missing.is_empty(), "no golden file for {missing:#?}");
}

/// The codes of the diagnostics a source text makes.
fn codes(text: &str) -> Vec<String> {
    let calls = [
        "Diagnostic::error(",
        "Diagnostic::warning(",
        "fields.error(",
        "fields.warning(",
    ];
    let mut found = Vec::new();
    for call in calls {
        for piece in text.split(call).skip(1) {
            let named = piece.split('"').skip(1).step_by(2).take(2).find(|word| {
                word.contains('-')
                    && word
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            });
            found.extend(named.map(String::from));
        }
    }
    found
}
