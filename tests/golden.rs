//! Small sites and what becomes of them, as files a reader can follow.
//!
//! `tests/golden/NAME/in` is a site, `out` the files it becomes. `tests/faults/CODE.txt` is a site with
//! one fault and what the program says to it. `WARRAQ_BLESS=1` writes both anew.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use support::{NOW, Site, assert_same, bless, sections, text, tree, warraq};

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

/// What a command says about a site, with the paths of this machine taken out.
fn told(site: &Site, arguments: &[&str]) -> (String, i32) {
    let output = warraq(site.root(), arguments);
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
        let mut command = vec!["build".to_owned()];
        let mut locks = Vec::new();
        for (path, body) in sections(source) {
            prepare(&site, &path, &body, &mut command, &mut locks);
        }
        if command[0] == "build" {
            command.extend(["--quiet", "--now", NOW].map(String::from));
        }
        let had_output = site.exists("public");
        let arguments: Vec<&str> = command.iter().map(String::as_str).collect();
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
        if code != 0 && !had_output && !said.contains("is there only in part") {
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

/// One section of a case: a file of the site, or what stands in parentheses after its path. `arguments`
/// are those of the build, `command` is another command, `build` and
/// `publish` what is done before that is told.
fn prepare(
    site: &Site,
    path: &str,
    body: &str,
    command: &mut Vec<String>,
    locks: &mut Vec<fs::File>,
) {
    let words = || body.split_whitespace().map(|word| word.replace("\"\"", ""));
    let (name, kind) = match path.split_once(" (") {
        Some((name, kind)) => (name, kind.trim_end_matches(')')),
        None => (path, ""),
    };
    let file = site.path(name);
    if !kind.is_empty() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
    }
    match (name, kind) {
        ("arguments", _) => command.extend(words()),
        ("command", _) => *command = words().collect(),
        ("build", _) => {
            let arguments: Vec<String> = words().collect();
            let arguments = arguments.iter().map(String::as_str);
            let all: Vec<&str> = ["--quiet"].into_iter().chain(arguments).collect();
            site.built(&all);
        }
        ("publish", _) => drop(warraq(site.root(), &["publish", "--quiet"])),
        (_, "hex") => site.write(name, hex(body)),
        (_, "gone") => site.remove(name),
        // In a file that a build has written, the second line takes the place of the first.
        (_, "replace") => {
            let (old, new) = body.trim_end().split_once('\n').unwrap();
            let text = site.read(name);
            assert!(text.contains(old), "{old} in {text}");
            site.write(name, text.replacen(old, new, 1));
        }
        // So many bytes, of which the first are said.
        (_, "size") => {
            let (size, text) = body.trim().split_once(' ').unwrap();
            site.write(name, text);
            let file = fs::File::options().write(true).open(file).unwrap();
            file.set_len(size.parse().unwrap()).unwrap();
        }
        (_, "link") => std::os::unix::fs::symlink(body.trim(), file).unwrap(),
        (_, "pipe") => {
            let made = std::process::Command::new("mkfifo").arg(file).status();
            assert!(made.unwrap().success());
        }
        // A name in an encoding of old.
        (_, "name in hex") => {
            use std::os::unix::ffi::OsStringExt;
            let name = std::ffi::OsString::from_vec(hex(body));
            fs::write(file.with_file_name(name), "x").unwrap();
        }
        (_, "locked") => {
            site.write(name, body);
            let lock = fs::File::options().write(true).open(file).unwrap();
            lock.lock().unwrap();
            locks.push(lock);
        }
        (_, "") => site.write(name, body),
        other => panic!("{other:?}"),
    }
}

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

/// Faults that need something to happen while the program runs, and the test that tries each.
const ELSEWHERE: [(&str, &str, &str); 3] = [
    (
        "lock-lost",
        "tests/publish/git.rs",
        "fn of_two_pushes_the_second_is_refused",
    ),
    (
        "changed-meanwhile",
        "src/build/pipeline.rs",
        "fn an_article_that_changes_meanwhile_is_told",
    ),
    (
        "incremental-differs",
        "tests/receipt.rs",
        "fn a_build_can_be_compared_with_a_clean_one",
    ),
];

#[test]
fn what_has_no_golden_file_has_a_test() {
    for (code, file, test) in ELSEWHERE {
        let text = fs::read_to_string(folder("..").join(file)).unwrap();
        let test = text.split(test).nth(1).unwrap_or_else(|| panic!("{test}"));
        let test = test.split("#[test]").next().unwrap();
        assert!(test.contains(&format!("\"{code}\"")), "{code} in {file}");
    }
}

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
        if entry
            .path()
            .extension()
            .is_none_or(|extension| extension != "rs")
        {
            continue;
        }
        let text = fs::read_to_string(entry.path()).unwrap();
        for code in codes(text.split("#[cfg(test)]").next().unwrap()) {
            let elsewhere = ELSEWHERE.iter().any(|(known, ..)| *known == code);
            if !have.contains(&code) && !elsewhere {
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
            // The code is the first literal, or the second where a key comes before it.
            let direct = piece.trim_start().starts_with('"') && call.starts_with("Diagnostic");
            let literals = piece.split('"').skip(1).step_by(2);
            let named = literals.take(2).find(|word| {
                (direct || word.contains('-'))
                    && word
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            });
            found.extend(named.map(String::from));
        }
    }
    found
}
