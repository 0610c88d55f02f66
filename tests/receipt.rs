//! The build receipt: what it says of the output, what it says of the build before, and how a copy is
//! held against it. `docs/receipt.md` is the description.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;
use support::{Random, Site, assert_same, text, tree, warraq};

type Tree = BTreeMap<String, Vec<u8>>;

const CONFIG: &str = "title: صحيفة\nbase_url: https://example.org/archive/\ntime_zone: Asia/Riyadh\nlistings: {per_page: 3, feed_items: 4}\n";

fn article(site: &Site, name: &str, day: usize, tag: usize, text: &str) {
    let front =
        format!("title: خبر {name}\ndate: 2021-01-{day:02}\ntags: [وسم {tag}]\nslug: {name}");
    site.write(
        &format!("content/local/{name}.md"),
        format!("---\n{front}\n---\n{text}\n"),
    );
}

/// A site of `n` articles.
fn site_of(n: usize) -> Site {
    let site = Site::new("//- static/photo.bin\nx\n");
    site.write("warraq.yaml", CONFIG);
    for at in 0..n {
        article(&site, &format!("story-{at}"), 1 + at % 28, at / 3, "نص.");
    }
    site
}

fn receipt(site: &Site) -> Value {
    serde_json::from_str(&site.read(".warraq/receipt.json")).expect("a receipt is JSON")
}

fn root(receipt: &Value) -> String {
    receipt["root"].as_str().expect("a root hash").to_owned()
}

fn list(receipt: &Value, name: &str) -> Vec<String> {
    let paths = receipt["changes"][name].as_array().expect("a list");
    paths
        .iter()
        .map(|path| path.as_str().unwrap().to_owned())
        .collect()
}

/// The root hash as anyone can compute it: `b3sum` prints a line for each file, and again hashes them.
fn root_of(files: &Tree) -> String {
    let line =
        |(path, bytes): (&String, &Vec<u8>)| format!("{}  {path}\n", blake3::hash(bytes).to_hex());
    let lines: String = files.iter().map(line).collect();
    blake3::hash(lines.as_bytes()).to_hex().to_string()
}

/// A receipt says of the output what the output is.
#[track_caller]
fn assert_true(receipt: &Value, files: &Tree) {
    assert_eq!(root(receipt), root_of(files));
    let listed = receipt["files"].as_array().unwrap();
    let bytes: usize = files.values().map(Vec::len).sum();
    assert_eq!(receipt["count"], files.len());
    assert_eq!(receipt["bytes"], bytes);
    assert_eq!(listed.len(), files.len());
    for (entry, (path, bytes)) in listed.iter().zip(files) {
        assert_eq!(entry["path"], path.as_str());
        assert_eq!(entry["blake3"], blake3::hash(bytes).to_hex().as_str());
        assert_eq!(entry["size"], bytes.len());
    }
}

/// What a deploy tool does that has the files of `previous_root`.
fn replay(receipt: &Value, mirror: &mut Tree, output: &Tree) {
    for path in list(receipt, "removed") {
        assert!(mirror.remove(&path).is_some(), "{path} was not there");
    }
    for path in list(receipt, "added") {
        let there = mirror.insert(path.clone(), output[&path].clone());
        assert_eq!(there, None, "{path} was there");
    }
    for path in list(receipt, "changed") {
        let there = mirror.insert(path.clone(), output[&path].clone());
        assert!(there.is_some_and(|there| there != output[&path]), "{path}");
    }
}

/// What `warraq verify` says, and its exit code.
fn verified(site: &Site, arguments: &[&str]) -> (String, i32) {
    let output = warraq(site.root(), &[&["verify"], arguments].concat());
    let told = format!("{}{}", text(&output.stdout), text(&output.stderr));
    (told, output.status.code().unwrap_or(-1))
}

fn verdict(site: &Site, arguments: &[&str]) -> Value {
    let output = warraq(
        site.root(),
        &[&["verify", "--format", "json"], arguments].concat(),
    );
    serde_json::from_slice(&output.stdout).expect("a verdict is JSON")
}

fn copy(from: &Path, to: &Path) {
    for (path, bytes) in tree(from) {
        let file = to.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
}

#[test]
fn a_receipt_lists_every_file_with_its_hash_its_kind_and_its_source() {
    let site = site_of(5);
    site.write("content/local/\"story-0\"/photo.png", "صورة");
    site.write(
        "content/local/\"story-0\"/index.md",
        "---\ntitle: خبر\ndate: 2021-02-01\nimage: {src: photo.png, alt: صورة}\n---\nنص\n",
    );
    site.built(&["--quiet"]);
    let receipt = receipt(&site);
    assert_true(&receipt, &tree(&site.path("public")));
    assert_eq!(receipt["receipt"], 1);
    assert_eq!(receipt["warraq"], env!("CARGO_PKG_VERSION"));
    assert_eq!(receipt["base_url"], "https://example.org/archive/");
    let entry = |end: &str| {
        let files = receipt["files"].as_array().unwrap();
        let found = files
            .iter()
            .find(|entry| entry["path"].as_str().unwrap().ends_with(end));
        found.unwrap_or_else(|| panic!("{end}")).clone()
    };
    let kind_and_source = |end: &str| (entry(end)["kind"].clone(), entry(end)["source"].clone());
    assert_eq!(
        kind_and_source("story-1/index.html"),
        ("article".into(), "content/local/story-1.md".into())
    );
    assert_eq!(
        kind_and_source("photo.png"),
        ("asset".into(), "content/local/\"story-0\"/photo.png".into())
    );
    assert_eq!(
        kind_and_source("photo.bin"),
        ("asset".into(), "static/photo.bin".into())
    );
    assert_eq!(
        kind_and_source("theme/style.css"),
        ("asset".into(), Value::Null)
    );
    assert_eq!(kind_and_source("sitemap.xml").0, "sitemap");
    assert_eq!(
        kind_and_source("2021/index.html"),
        ("year".into(), Value::Null)
    );
}

/// A line for each file, so that other programs can read a receipt of a million files line by line.
#[test]
fn every_file_of_a_receipt_has_its_own_line() {
    let site = site_of(3);
    site.built(&["--quiet"]);
    let text = site.read(".warraq/receipt.json");
    let files = text.split("\"files\": [\n").nth(1).unwrap();
    let lines: Vec<&str> = files.lines().collect();
    assert_eq!(lines.last(), Some(&"]}"));
    assert_eq!(lines.len() - 1, tree(&site.path("public")).len());
    for line in &lines[..lines.len() - 1] {
        let entry: Value = serde_json::from_str(line.trim_end_matches(',')).unwrap();
        assert!(entry["path"].is_string());
    }
    assert!(
        !text.contains(&site.root().display().to_string()),
        "a path of this machine"
    );
}

#[test]
fn the_files_of_a_receipt_are_the_same_whatever_the_build_before() {
    let site = site_of(6);
    site.built(&["--quiet"]);
    article(&site, "story-2", 3, 9, "نص آخر.");
    site.remove("content/local/story-4.md");
    site.built(&["--quiet"]);
    let clean = Site::copy_of(site.root());
    fs::remove_dir_all(clean.path(".warraq")).unwrap();
    fs::remove_dir_all(clean.path("public")).unwrap();
    clean.built(&["--quiet"]);
    let files = |site: &Site| {
        let text = site.read(".warraq/receipt.json");
        text[text.find("\"files\"").unwrap()..].to_owned()
    };
    assert_eq!(files(&site), files(&clean));
    assert_eq!(root(&receipt(&site)), root(&receipt(&clean)));
    assert_eq!(receipt(&clean)["previous_root"], Value::Null);
    assert_eq!(
        list(&receipt(&clean), "added").len(),
        tree(&clean.path("public")).len()
    );
}

/// Applied to a copy of what was there before, the changes give what is there now: after each of many
/// edits, and each list leads from the root of the one before.
#[test]
fn the_changes_of_every_build_lead_from_the_last_site_to_this_one() {
    for seed in 0..6 {
        let mut random = Random(seed);
        let site = site_of(8);
        site.built(&["--quiet"]);
        let mut mirror = Tree::new();
        let mut deployed = None;
        for step in 0..8 {
            let what = format!("seed {seed}, step {step}");
            let output = tree(&site.path("public"));
            let now = receipt(&site);
            assert_true(&now, &output);
            if Some(root(&now)) != deployed {
                assert_eq!(
                    now["previous_root"].as_str().map(str::to_owned),
                    deployed,
                    "{what}"
                );
                replay(&now, &mut mirror, &output);
                deployed = Some(root(&now));
            }
            assert_same(&mirror, &output, &what);
            let at = random.below(12);
            let name = format!("story-{at}");
            let path = format!("content/local/{name}.md");
            match random.below(6) {
                0 | 1 => article(&site, &name, 1 + random.below(28), random.below(4), "نص."),
                2 => article(&site, &name, 1, 1, &format!("نص {}.", random.next())),
                3 if site.exists(&path) => site.remove(&path),
                4 => site.write("static/photo.bin", random.next().to_string()),
                // Someone takes a page away, which the build makes again as it was.
                5 => site.remove("public/index.html"),
                _ => {}
            }
            site.built(&["--quiet"]);
        }
    }
}

#[test]
fn a_build_that_changes_nothing_leaves_the_receipt_as_it_is() {
    let site = site_of(4);
    site.built(&["--quiet"]);
    article(&site, "story-1", 2, 0, "نص آخر.");
    site.built(&["--quiet"]);
    let before = site.read(".warraq/receipt.json");
    let written = fs::metadata(site.path(".warraq/receipt.json"))
        .unwrap()
        .modified()
        .unwrap();
    assert!(site.built(&[]).contains(" 0 written"));
    assert_eq!(site.read(".warraq/receipt.json"), before);
    let again = fs::metadata(site.path(".warraq/receipt.json"))
        .unwrap()
        .modified()
        .unwrap();
    assert_eq!(written, again);
    // The same bytes from another source: the entry changes, what led to the bytes does not.
    let css = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/theme/style.css");
    site.write("static/theme/style.css", fs::read(css).unwrap());
    site.built(&["--quiet"]);
    let after = site.read(".warraq/receipt.json");
    assert_ne!(after, before);
    let source = ", \"source\": \"static/theme/style.css\"";
    assert_eq!(after.replacen(source, "", 1), before);
}

/// A receipt that is gone, cut off or another site's is written again by a build that changes nothing.
#[test]
fn a_build_that_changes_nothing_still_leaves_a_receipt() {
    let site = site_of(2);
    site.built(&["--quiet"]);
    let whole = site.read(".warraq/receipt.json");
    let files = whole[whole.find("\"files\"").unwrap()..].to_owned();
    let other = whole.replace(&root(&receipt(&site)), &"0".repeat(64));
    for damaged in [
        None,
        Some(""),
        Some(&whole[..200]),
        Some("{}"),
        Some(&other),
    ] {
        match damaged {
            Some(text) => site.write(".warraq/receipt.json", text),
            None => site.remove(".warraq/receipt.json"),
        }
        assert!(site.built(&[]).contains(" 0 written"));
        let now = site.read(".warraq/receipt.json");
        assert!(now.ends_with(&files), "{damaged:?}");
        let now = receipt(&site);
        assert_eq!(now["previous_root"], now["root"]);
        let lists = ["added", "changed", "removed"];
        assert!(lists.iter().all(|name| list(&now, name).is_empty()));
    }
    // The changes can still be read, and are still what led here.
    site.write(".warraq/receipt.json", &whole[..whole.len() - 10]);
    site.built(&["--quiet"]);
    assert_eq!(site.read(".warraq/receipt.json"), whole);
}

#[test]
fn each_output_folder_has_its_own_receipt() {
    let site = site_of(2);
    site.built(&["--quiet"]);
    let before = site.read(".warraq/receipt.json");
    site.built(&[
        "--quiet",
        "--output",
        "preview",
        "--base-url",
        "https://preview.example.org/",
    ]);
    assert_eq!(site.read(".warraq/receipt.json"), before);
    assert!(site.exists(".warraq/preview.receipt.json"));
    for arguments in [&[][..], &["public"], &["preview"]] {
        let (told, code) = verified(&site, arguments);
        assert_eq!(code, 0, "{told}");
    }
    let (told, code) = verified(&site, &["preview", "--receipt", ".warraq/receipt.json"]);
    assert_eq!(code, 1, "{told}");
}

#[test]
fn a_receipt_is_written_where_it_is_asked_for_as_well() {
    let site = site_of(2);
    site.built(&["--quiet", "--receipt", "receipt.json"]);
    assert_eq!(site.read("receipt.json"), site.read(".warraq/receipt.json"));
    article(&site, "story-9", 9, 9, "نص.");
    site.built(&["--quiet", "--receipt", "receipt.json"]);
    assert_eq!(site.read("receipt.json"), site.read(".warraq/receipt.json"));
    // Nothing else is ever replaced by one.
    let before = site.read("warraq.yaml");
    for file in ["warraq.yaml", "content", "public/index.html"] {
        let refused = site.build(&["--quiet", "--receipt", file]);
        assert_eq!(refused.status.code(), Some(2), "{file}");
        assert!(text(&refused.stderr).contains("error[receipt-refused]"));
    }
    assert_eq!(site.read("warraq.yaml"), before);
    let failed = site.build(&["--quiet", "--receipt", "nowhere/receipt.json"]);
    assert_eq!(failed.status.code(), Some(1));
    let told = text(&failed.stderr);
    assert!(told.contains("cannot write nowhere/receipt.json"), "{told}");
    assert!(told.contains("the site is built"), "{told}");
}

#[test]
fn a_copy_of_the_output_is_complete_and_unaltered() {
    let site = site_of(5);
    site.built(&["--quiet"]);
    copy(&site.path("public"), &site.path("mirror"));
    // Names that sort otherwise by folder than by path.
    site.write("static/a-b/x.txt", "1");
    site.write("static/a/b.txt", "2");
    site.write("static/a.txt", "3");
    site.built(&["--quiet"]);
    let (told, code) = verified(&site, &[]);
    assert_eq!(code, 0, "{told}");
    assert!(told.contains(&root(&receipt(&site))), "{told}");
    let found = verdict(&site, &["mirror"]);
    assert_eq!(
        found["missing"],
        serde_json::json!(["a-b/x.txt", "a.txt", "a/b.txt"])
    );
    assert_eq!(
        (&found["altered"], &found["extra"]),
        (&Value::Array(vec![]), &Value::Array(vec![]))
    );
    fs::remove_dir_all(site.path("mirror")).unwrap();
    copy(&site.path("public"), &site.path("mirror"));
    let (told, code) = verified(&site, &["mirror"]);
    assert_eq!(code, 0, "{told}");
    let found = verdict(&site, &["mirror"]);
    assert_eq!(found["right"], true);
    assert_eq!(found["files"], tree(&site.path("public")).len());
}

#[test]
fn what_is_missing_altered_or_extra_in_a_copy_is_named() {
    let site = site_of(3);
    site.built(&["--quiet"]);
    let paths: Vec<String> = tree(&site.path("public")).into_keys().collect();
    let story = paths.iter().find(|path| path.contains("story-1")).unwrap();
    let file = |path: &str| site.path("public").join(path);
    let mut altered = BTreeSet::new();
    // One letter, the size and the time as they were.
    let bytes = fs::read(file(story)).unwrap();
    let time = fs::metadata(file(story)).unwrap().modified().unwrap();
    let mut other = bytes.clone();
    *other.last_mut().unwrap() ^= 1;
    fs::write(file(story), other).unwrap();
    fs::File::options()
        .write(true)
        .open(file(story))
        .unwrap()
        .set_modified(time)
        .unwrap();
    altered.insert(story.as_str());
    // Cut off.
    fs::write(file("sitemap.xml"), "").unwrap();
    altered.insert("sitemap.xml");
    // A link to the same bytes is not the file: what it leads to can change.
    fs::rename(file("index.html"), site.path("elsewhere.html")).unwrap();
    std::os::unix::fs::symlink(site.path("elsewhere.html"), file("index.html")).unwrap();
    altered.insert("index.html");
    site.remove("public/robots.txt");
    site.write("public/CNAME", "example.org");
    site.write("public/.git/config", "x");
    site.write("public/login.html\u{202e}", "x");
    fs::create_dir_all(file("empty/folder")).unwrap();
    site.write(
        "public/.warraq-staging/tree/x.html",
        "a build that was killed",
    );

    let found = verdict(&site, &[]);
    assert_eq!(found["right"], false);
    assert_eq!(found["missing"], serde_json::json!(["robots.txt"]));
    assert_eq!(found["altered"], serde_json::json!(altered));
    assert_eq!(
        found["extra"],
        serde_json::json!([".git/config", "CNAME", "login.html\u{202e}"])
    );
    let found = verdict(
        &site,
        &["--ignore", ".git/", "--ignore", "CNAME", "--quick"],
    );
    assert_eq!(found["extra"], serde_json::json!(["login.html\u{202e}"]));
    assert_eq!(
        found["altered"],
        serde_json::json!(["index.html", "sitemap.xml"])
    );

    let (told, code) = verified(&site, &[]);
    assert_eq!(code, 1, "{told}");
    for line in [
        "missing   1 file\n    robots.txt\n",
        &format!("{story} (content/local/story-1.md)\n"),
        "    login.html\\u{202e}\n",
        "error[mirror-differs]: public is not the site of the receipt: 1 file missing, 3 altered, 3 extra",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
}

#[test]
fn of_many_faults_the_first_are_named_unless_all_are_asked_for() {
    let site = site_of(30);
    site.built(&["--quiet"]);
    let n = tree(&site.path("public")).len();
    fs::create_dir(site.path("empty")).unwrap();
    let named = |told: &str| told.lines().filter(|line| line.starts_with("    ")).count();
    let (told, code) = verified(&site, &["empty"]);
    assert_eq!((code, named(&told)), (1, 21), "{told}");
    assert!(
        told.contains(&format!("    and {} more\n", n - 20)),
        "{told}"
    );
    let (told, _) = verified(&site, &["empty", "--all"]);
    assert_eq!(named(&told), n);
}

/// A receipt that was damaged, or made up, proves nothing, and says so with its line.
#[test]
fn a_damaged_or_forged_receipt_is_told() {
    let site = site_of(2);
    site.built(&["--quiet"]);
    let whole = site.read(".warraq/receipt.json");
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    let first = lines
        .iter()
        .position(|line| line.starts_with("{\"path\": "))
        .unwrap();
    let hash = lines[first].split("\"blake3\": \"").nth(1).unwrap()[..64].to_owned();
    let path = lines[first].split('"').nth(3).unwrap().to_owned();
    let with = |from: &str, to: &str| whole.replacen(from, to, 1);
    let entry = |path: &str| {
        let mut forged: Vec<&str> = lines.clone();
        let line = format!(
            "{{\"path\": \"{path}\", \"blake3\": \"{hash}\", \"size\": 1, \"kind\": \"x\"}},\n"
        );
        forged.insert(first, &line);
        forged.concat()
    };
    let mut swapped = lines.clone();
    swapped.swap(first, first + 1);
    let mut forged = vec![
        (
            "another root",
            with(&root(&receipt(&site)), &"0".repeat(64)),
            "root hash",
        ),
        ("another hash", with(&hash, &"1".repeat(64)), "root hash"),
        ("no hash", with(&hash, "x"), "not a BLAKE3 hash"),
        (
            "a hash in capitals",
            with(&hash, &"A".repeat(64)),
            "not a BLAKE3 hash",
        ),
        (
            "another size",
            with("\"size\": 1", "\"size\": 2"),
            "bytes are listed",
        ),
        ("out of the folder", entry("../x"), "would leave"),
        ("from the root", entry("/etc/passwd"), "would leave"),
        ("a repository", entry(".git/config"), "reserved"),
        ("twice", entry(&path).replacen(&path, "", 0), "comes twice"),
        ("out of order", swapped.concat(), "not in order"),
        (
            "another format",
            with("{\"receipt\": 1,", "{\"receipt\": 2,"),
            "format 2",
        ),
        ("something else", "{}\n".into(), "not a receipt"),
        ("nothing", String::new(), "ends here"),
        ("more", format!("{whole}{whole}"), "follows the end"),
        ("a line without end", "x".repeat(100_000), "too long"),
        (
            "a change out of the folder",
            with("\"removed\": [\n", "\"removed\": [\n\"../../x\"\n").replacen(
                "\"../../x\"\n\n",
                "\"../../x\"\n",
                1,
            ),
            "would leave",
        ),
    ];
    for end in (0..whole.len() - 1)
        .step_by(97)
        .filter(|end| whole.is_char_boundary(*end))
    {
        forged.push(("cut off", whole[..end].to_owned(), "line "));
    }
    for (what, text, said) in forged {
        assert_ne!(text, whole, "{what}");
        site.write("forged.json", text);
        let (told, code) = verified(&site, &["--receipt", "forged.json"]);
        assert_eq!(code, 1, "{what}\n{told}");
        assert!(
            told.contains("error[bad-receipt]: forged.json proves nothing: line "),
            "{what}\n{told}"
        );
        assert!(told.contains(said), "{what}\n{told}");
    }
}

/// `build --verify` makes the site again from nothing and leaves no trace of it.
#[test]
fn a_build_can_be_compared_with_a_clean_one() {
    let site = site_of(6);
    site.built(&["--quiet"]);
    site.write("public/CNAME", "mine");
    article(&site, "story-2", 3, 9, "نص آخر.");
    // What a killed one left.
    site.write(".warraq/clean/public/index.html", "half");
    let told = site.built(&["--verify"]);
    let n = tree(&site.path("public")).len() - 1;
    assert!(
        told.contains(&format!("verified  {n} files of a clean build")),
        "{told}"
    );
    assert!(
        told.contains("byte for byte; 1 file there of others"),
        "{told}"
    );
    // The digests of other files are there once these are old enough for it.
    let memory = tree(&site.path(".warraq")).into_keys();
    let memory: Vec<String> = memory.filter(|path| path != "files").collect();
    let expected = [
        "articles/0-of-1.articles",
        "articles/0-of-1.marks",
        "lock",
        "public.last",
        "public.manifest",
        "receipt.json",
    ];
    assert_eq!(memory, expected);
    assert!(!site.exists(".warraq/clean"));
    assert!(site.built(&["--verify"]).contains(" 0 written"));

    // A page that was altered behind the build's back: the size and the time are as they were.
    let page = site.path("public/index.html");
    let time = fs::metadata(&page).unwrap().modified().unwrap();
    let mut bytes = fs::read(&page).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&page, bytes).unwrap();
    fs::File::options()
        .write(true)
        .open(&page)
        .unwrap()
        .set_modified(time)
        .unwrap();
    let failed = site.build(&["--verify", "--quiet"]);
    assert_eq!(failed.status.code(), Some(1));
    assert!(text(&failed.stdout).contains("differ    1 file\n    index.html\n"));
    let code = "incremental-differs";
    assert!(text(&failed.stderr).contains(&format!("error[{code}]")));
    assert!(!site.exists(".warraq/clean"));
}

/// The choices of the build are those of the clean one, the moment among them.
#[test]
fn a_comparison_makes_the_same_choices() {
    let site = site_of(2);
    site.write(
        "content/local/draft.md",
        "---\ntitle: مسودة\ndate: 2030-01-01\ndraft: true\n---\nنص\n",
    );
    let choices = [
        "--drafts",
        "--future",
        "--base-url",
        "https://other.example.org/x/",
    ];
    site.built(&[&choices[..], &["--verify", "--quiet"]].concat());
    let built = warraq(site.root(), &["build", "--verify", "--quiet"]);
    assert!(built.status.success(), "{}", text(&built.stderr));
}

/// A folder that cannot be removed now is removed by the next build, verified or not.
#[test]
fn what_a_killed_comparison_left_is_gone_after_the_next_build() {
    let site = site_of(1);
    site.write(".warraq/clean/public/index.html", "half");
    site.built(&["--quiet"]);
    assert!(!site.exists(".warraq/clean"));
}
