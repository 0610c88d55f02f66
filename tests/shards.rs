//! A site built on several machines is the site that one machine builds, byte for byte: files, receipt, and
//! what the next build makes of it. What does not belong together is refused, and nothing is written.

mod support;

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use support::edits::{edit, random_site};
use support::{Random, Site, assert_same, text, tree, warraq};
use warraq::build::Shard;

/// A machine with a fresh copy of the source of `site`.
fn machine(site: &Site) -> Site {
    let other = Site::new("");
    for (path, bytes) in tree(site.root()) {
        let is_made = ["public/", ".warraq/", "warraq-kept/", "shards/"];
        if !is_made.iter().any(|made| path.starts_with(made)) {
            other.write(&path, bytes);
        }
    }
    other
}

/// Each of `of` machines builds its shard of `site`; the folder to which all were brought.
fn shards(site: &Site, of: u32, arguments: &[&str]) -> tempfile::TempDir {
    let brought = tempfile::tempdir().unwrap();
    for number in 1..=of {
        let machine = machine(site);
        let shard = format!("{number}/{of}");
        machine.built(&[&["--quiet", "--shard", &shard], arguments].concat());
        let name = format!("{number}-of-{of}");
        fs::rename(
            machine.path("shards").join(&name),
            brought.path().join(&name),
        )
        .unwrap();
    }
    brought
}

/// The folders of shards, last one first: their order must not matter.
fn folders(brought: &Path) -> Vec<String> {
    let entries = fs::read_dir(brought).unwrap();
    let mut folders: Vec<String> = entries
        .map(|entry| entry.unwrap().path().display().to_string())
        .collect();
    folders.sort();
    folders.reverse();
    folders
}

/// `warraq merge` of what was brought, in the folder of `site`; what it said, and its exit code.
fn merged(site: &Site, brought: &Path) -> (String, i32) {
    let folders = folders(brought);
    let folders = folders.iter().map(String::as_str);
    let output = warraq(
        site.root(),
        &["merge"].into_iter().chain(folders).collect::<Vec<_>>(),
    );
    let told = format!("{}{}", text(&output.stdout), text(&output.stderr));
    (told, output.status.code().unwrap_or(-1))
}

fn receipt(site: &Site) -> String {
    site.read(".warraq/receipt.json")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    /// Two rounds, so that what is merged goes on from what was merged before.
    #[test]
    fn any_number_of_machines_makes_what_one_makes(seed in any::<u64>(), articles in 1usize..30) {
        let mut random = Random(seed);
        let site = random_site(&mut random, articles);
        let joined: Vec<(u32, Site)> = [1, 2, 7].map(|of| (of, machine(&site))).into();
        for round in 0..2 {
            site.built(&["--quiet"]);
            for (of, joined) in &joined {
                let what = format!("seed {seed}, {of} shards, round {round}");
                let brought = shards(&site, *of, &[]);
                let (told, code) = merged(joined, brought.path());
                prop_assert_eq!(code, 0, "{}: {}", what, told);
                assert_same(&tree(&joined.path("public")), &tree(&site.path("public")), &what);
                prop_assert_eq!(receipt(joined), receipt(&site), "{}", what);
            }
            for _ in 0..4 {
                edit(&mut random, &site);
            }
            // A build may be refused that an edit has made wrong.
            if !site.build(&["--quiet"]).status.success() {
                break;
            }
        }
    }
}

/// A machine that keeps its folders makes again what is stale of its own slice.
#[test]
fn machines_that_remember_make_what_one_makes() {
    let mut random = Random(7);
    let site = random_site(&mut random, 25);
    let machines: Vec<Site> = (0..3).map(|_| machine(&site)).collect();
    let joined = machine(&site);
    for round in 0..6 {
        site.built(&["--quiet"]);
        let brought = tempfile::tempdir().unwrap();
        for (at, machine) in machines.iter().enumerate() {
            let source = tree(site.root());
            for (path, bytes) in source.iter().filter(|(path, _)| is_source(path)) {
                machine.write(path, bytes);
            }
            for path in machine.files().iter().filter(|path| is_source(path)) {
                if !source.contains_key(path) {
                    machine.remove(path);
                }
            }
            machine.built(&["--quiet", "--shard", &format!("{}/3", at + 1)]);
            let name = format!("{}-of-3", at + 1);
            for (path, bytes) in tree(&machine.path("shards").join(&name)) {
                let file = brought.path().join(&name).join(path);
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, bytes).unwrap();
            }
        }
        let (told, code) = merged(&joined, brought.path());
        assert_eq!(code, 0, "round {round}: {told}");
        let what = format!("round {round}");
        assert_same(
            &tree(&joined.path("public")),
            &tree(&site.path("public")),
            &what,
        );
        assert_eq!(receipt(&joined), receipt(&site), "{what}");
        edit(&mut random, &site);
    }
}

fn is_source(path: &str) -> bool {
    ["content/", "static/", "templates/", "warraq.yaml"]
        .iter()
        .any(|source| path.starts_with(source))
}

#[test]
fn a_machine_may_have_nothing_to_do() {
    let site = random_site(&mut Random(5), 1);
    let brought = shards(&site, 40, &[]);
    let empty = folders(brought.path());
    let empty = empty
        .iter()
        .filter(|folder| !Path::new(folder).join("files").exists());
    assert!(empty.count() > 0);
    let (told, code) = merged(&site, brought.path());
    assert_eq!(code, 0, "{told}");
    assert_same(
        &tree(&site.path("public")),
        &site.clean(&["--quiet"]),
        "40 shards",
    );
}

#[test]
fn a_build_goes_on_from_what_was_merged() {
    let mut random = Random(1);
    let site = random_site(&mut random, 12);
    let brought = shards(&site, 3, &[]);
    let (told, code) = merged(&site, brought.path());
    assert_eq!(code, 0, "{told}");
    assert!(told.contains(" of 3 shards in "), "{told}");
    let before = receipt(&site);
    assert!(site.built(&["--verify"]).contains(" 0 written"));
    assert_eq!(receipt(&site), before);
    site.write(
        "content/local/new.md",
        "---\ntitle: جديد\ndate: 2022-05-05\n---\nنص\n",
    );
    let told = site.built(&["--verify"]);
    assert!(told.contains("byte for byte"), "{told}");
    // And a merge from what was built.
    let brought = shards(&site, 2, &[]);
    let (told, code) = merged(&site, brought.path());
    assert_eq!(code, 0, "{told}");
    assert!(told.contains(" 0 written"), "{told}");
    assert_eq!(warraq(site.root(), &["verify"]).status.code(), Some(0));
}

#[test]
fn a_shard_is_proved_by_its_receipt_and_by_a_clean_build() {
    let mut random = Random(2);
    let site = random_site(&mut random, 9);
    let told = site.built(&["--shard", "2/3", "--output", "mine", "--verify"]);
    assert!(told.contains("byte for byte"), "{told}");
    assert!(!site.exists("public") && !site.exists("shards"));
    let verified = warraq(
        site.root(),
        &["verify", "mine/files", "--receipt", "mine/receipt.json"],
    );
    assert_eq!(verified.status.code(), Some(0));
    let receipt: serde_json::Value = serde_json::from_str(&site.read("mine/receipt.json")).unwrap();
    assert_eq!(receipt["shard"]["number"], 2);
    assert_eq!(receipt["shard"]["of"], 3);
    assert_eq!(receipt["shard"]["plan"].as_str().unwrap().len(), 64);
    // The same folder for another slice holds that slice alone.
    site.built(&["--quiet", "--shard", "3/3", "--output", "mine"]);
    let verified = warraq(
        site.root(),
        &["verify", "mine/files", "--receipt", "mine/receipt.json"],
    );
    assert_eq!(
        verified.status.code(),
        Some(0),
        "{}",
        text(&verified.stdout)
    );
    // What of the plan is another machine's may change without a file of this one: its receipt says so.
    let plan = |site: &Site| {
        let text = site.read("mine/receipt.json");
        let receipt: serde_json::Value = serde_json::from_str(&text).unwrap();
        (receipt["root"].clone(), receipt["shard"]["plan"].clone())
    };
    let before = plan(&site);
    let mut names = (0..).map(|n| format!("extra-{n}.txt"));
    let others = names.find(|name| Shard::holding(name, 3) != 3).unwrap();
    site.write(&format!("static/{others}"), "x");
    site.built(&["--quiet", "--shard", "3/3", "--output", "mine"]);
    let after = plan(&site);
    assert_eq!(before.0, after.0);
    assert_ne!(before.1, after.1);
}

/// Whenever a merge is killed, the next command finishes or undoes it, be it a merge or a build.
#[test]
fn a_merge_that_is_killed_is_finished_or_undone_by_the_next() {
    let mut random = Random(11);
    let site = random_site(&mut random, 20);
    let brought = shards(&site, 2, &[]);
    site.built(&["--quiet"]);
    let expected = tree(&site.path("public"));
    let folders = folders(brought.path());
    let folders = folders.iter().map(String::as_str);
    let merge: Vec<&str> = ["merge"].into_iter().chain(folders).collect();
    for round in 0..16 {
        let joined = machine(&site);
        if round % 2 == 1 {
            joined.write(
                "content/local/older.md",
                "---\ntitle: x\ndate: 2020-01-01\n---\nx\n",
            );
            joined.built(&["--quiet"]);
            joined.remove("content/local/older.md");
        }
        let mut killed = support::command(joined.root(), &merge);
        let killed = killed
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null());
        let mut killed = killed.spawn().unwrap();
        let microseconds = random.below(40_000) as u64;
        std::thread::sleep(std::time::Duration::from_micros(microseconds));
        let _ = killed.kill();
        killed.wait().unwrap();
        let what = format!("round {round}, after {microseconds} µs");
        match round % 4 {
            0 | 1 => {
                let (told, code) = merged(&joined, brought.path());
                assert_eq!(code, 0, "{what}: {told}");
            }
            _ => drop(joined.built(&["--quiet"])),
        }
        assert_same(&tree(&joined.path("public")), &expected, &what);
    }
}

/// A code, and what makes the program tell it.
type Spoiled<'a> = (&'a str, &'a dyn Fn(&Path));

/// Whatever is wrong with what was brought, it is told, and what is there stays.
#[test]
fn what_does_not_belong_together_is_refused_and_nothing_is_written() {
    let mut random = Random(3);
    let site = random_site(&mut random, 10);
    let joined = machine(&site);
    let good = shards(&site, 3, &[]);
    let other = shards(&site, 3, &["--base-url", "https://example.com/"]);
    let name = |number: u32| format!("{number}-of-3");
    // A shard in which there is an article.
    let (shard, article) = (1..=3)
        .find_map(|number| {
            let files = tree(&good.path().join(name(number)).join("files"));
            let article = files.into_keys().find(|path| path.starts_with("20"));
            article.map(|article| (name(number), article))
        })
        .unwrap();
    let faults: [Spoiled; 11] = [
        ("shard-missing", &|brought| {
            fs::remove_dir_all(brought.join(name(2))).unwrap();
        }),
        ("shard-twice", &|brought| {
            copy(&good.path().join(name(2)), &brought.join("again"));
        }),
        ("shards-differ", &|brought| {
            fs::remove_dir_all(brought.join(name(2))).unwrap();
            copy(&other.path().join(name(2)), &brought.join(name(2)));
        }),
        ("shard-altered", &|brought| {
            let file = brought.join(&shard).join("files").join(&article);
            let mut bytes = fs::read(&file).unwrap();
            bytes[9] ^= 1;
            fs::write(file, bytes).unwrap();
        }),
        ("shard-altered", &|brought| {
            fs::remove_file(brought.join(&shard).join("files").join(&article)).unwrap();
        }),
        ("shard-altered", &|brought| {
            fs::write(brought.join(&shard).join("files/extra.html"), "x").unwrap();
        }),
        ("no-shard", &|brought| {
            fs::remove_file(brought.join(&shard).join("receipt.json")).unwrap();
        }),
        ("bad-receipt", &|brought| {
            replace(
                &brought.join(&shard).join("receipt.json"),
                "\"count\": ",
                "\"count\": 1",
            );
        }),
        ("shard-version", &|brought| {
            let version = format!("\"warraq\": \"{}\"", env!("CARGO_PKG_VERSION"));
            replace(
                &brought.join(&shard).join("receipt.json"),
                &version,
                "\"warraq\": \"9.9.9\"",
            );
        }),
        // Of one version and of other source, as two commits between releases are.
        ("shard-version", &|brought| {
            replace(
                &brought.join(&shard).join("receipt.json"),
                "\"program\":\"",
                "\"program\":\"0",
            );
        }),
        ("shard-gap", &|brought| {
            replace(
                &brought.join(&shard).join("receipt.json"),
                "\"kind\": \"article\"",
                "\"kind\": \"page\"",
            );
        }),
    ];
    for before in [false, true] {
        if before {
            assert_eq!(merged(&joined, good.path()).1, 0);
        }
        let there = tree(joined.root());
        for (code, spoil) in &faults {
            let brought = tempfile::tempdir().unwrap();
            copy(good.path(), brought.path());
            spoil(brought.path());
            let (told, exit) = merged(&joined, brought.path());
            assert!(told.contains(&format!("error[{code}]")), "{code}: {told}");
            assert!(exit == 1 || exit == 2, "{code}: {exit}");
            assert!(told.contains("nothing was written"), "{told}");
            assert_same(
                &without_lock(tree(joined.root())),
                &without_lock(there.clone()),
                code,
            );
        }
    }
}

fn without_lock(
    mut files: std::collections::BTreeMap<String, Vec<u8>>,
) -> std::collections::BTreeMap<String, Vec<u8>> {
    files.remove(".warraq/lock");
    files
}

fn replace(file: &Path, old: &str, new: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(old), "{old}");
    fs::write(file, text.replacen(old, new, 1)).unwrap();
}

fn copy(from: &Path, to: &Path) {
    for (path, bytes) in tree(from) {
        let file = to.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
}
