//! A folder as a target. What is true of every target is tried here, where it costs least.

use std::fs;
use std::io::Read;
use std::path::Path;

use crate::editions::{
    NOTES, editions, notes, output_file, publish, published, readers_find, rebuild, refused, said,
    set, site_of, small_site,
};
use crate::support::{Site, assert_same};

const TARGET: &str = "{type: dir, path: www}";

#[test]
fn the_folder_becomes_the_site_and_then_only_what_changed_is_sent() {
    let editions = editions();
    let site = site_of(&editions[0], TARGET);
    site.write("www/CNAME", "example.org\n");
    site.write("www/deep/foreign/x.html", "x");
    for (n, edition) in editions.iter().enumerate() {
        set(&site, edition);
        let told = published(&site, &[]);
        let mut found = readers_find(&site.path("www"));
        assert_eq!(
            found.remove("CNAME").as_deref(),
            Some(&b"example.org\n"[..]),
            "{n}"
        );
        assert_eq!(
            found.remove("deep/foreign/x.html").as_deref(),
            Some(&b"x"[..]),
            "{n}"
        );
        assert_same(&found, &edition.output, &format!("edition {n}"));
        assert_eq!(notes(&site.path("www")), NOTES, "{n}");
        if n > 0 {
            let before = &editions[n - 1].output;
            let changed = edition
                .output
                .iter()
                .filter(|(path, bytes)| before.get(*path) != Some(bytes));
            let changed = changed.count();
            assert!(
                told.contains(&format!("files     {changed} sent")),
                "{changed}: {told}"
            );
        }
        // Again, there is nothing to do.
        let told = published(&site, &[]);
        assert!(told.contains("has all of the site already"), "{told}");
        assert!(told.contains("files     0 sent"), "{told}");
        // Nor where all times are new.
        let told = published(&site, &["--check-remote"]);
        assert!(told.contains("files     0 sent"), "{told}");
    }
    // Folders that became empty are gone.
    let empty = walkdir::WalkDir::new(site.path("www"))
        .into_iter()
        .filter_map(Result::ok)
        .find(|entry| {
            entry.file_type().is_dir() && fs::read_dir(entry.path()).unwrap().next().is_none()
        });
    assert!(empty.is_none(), "{empty:?}");
}

#[test]
fn a_dry_run_tells_and_touches_nothing() {
    let site = small_site(TARGET);
    let told = published(&site, &["--dry-run", "--list"]);
    assert!(told.contains("would get"), "{told}");
    assert!(told.contains("  2022/01/10/"), "{told}");
    assert!(!site.exists("www"), "{:?}", site.files());
    published(&site, &[]);
    site.remove("content/b.md");
    rebuild(&site);
    let before = crate::support::tree(&site.path("www"));
    let told = published(&site, &["--dry-run", "--list"]);
    assert!(told.contains("deleted:\n  2022/01/11/"), "{told}");
    assert_same(
        &crate::support::tree(&site.path("www")),
        &before,
        "a dry run",
    );
}

#[test]
fn what_others_put_in_the_place_of_a_page_stays() {
    let site = small_site(TARGET);
    site.write("www/index.html", "the old site");
    let told = refused(&site, &[], "foreign-file");
    assert!(told.contains("index.html at"), "{told}");
    assert!(told.contains("--overwrite"), "{told}");
    assert_eq!(site.read("www/index.html"), "the old site");
    published(&site, &["--overwrite"]);
    assert!(site.read("www/index.html").contains("</html>"));
    // A page that was never published may be in the way later as well, and nobody looked.
    site.write(
        "content/c.md",
        "---\ntitle: ثالث\ndate: 2022-01-12\nslug: c\n---\nنص.\n",
    );
    rebuild(&site);
    site.write("www/2022/01/12/c/index.html", "somebody's");
    // What was refused is no more its own when it is tried again, nor when the page is given up.
    for _ in 0..3 {
        refused(&site, &[], "foreign-file");
        assert_eq!(site.read("www/2022/01/12/c/index.html"), "somebody's");
    }
    let article = site.read("content/c.md");
    site.remove("content/c.md");
    rebuild(&site);
    published(&site, &[]);
    assert_eq!(site.read("www/2022/01/12/c/index.html"), "somebody's");
    site.write("content/c.md", &article);
    rebuild(&site);
    refused(&site, &[], "foreign-file");
    site.remove("www/2022/01/12/c/index.html");
    published(&site, &[]);
    assert_same(
        &readers_find(&site.path("www")),
        &crate::support::tree(&site.path("public")),
        "then",
    );
}

#[test]
fn an_output_that_is_not_what_was_built_is_not_published() {
    let site = small_site(TARGET);
    fs::write(output_file(&site, "index.html"), "altered").unwrap();
    let told = refused(&site, &[], "altered-output");
    assert!(
        told.contains("index.html is not what the last build made"),
        "{told}"
    );
    assert!(!site.exists("www/robots.txt"), "nothing was sent");
    rebuild(&site);
    fs::remove_file(output_file(&site, "robots.txt")).unwrap();
    refused(&site, &[], "altered-output");
    assert!(!site.exists("www/index.html"), "nothing was sent");
}

#[test]
fn half_of_a_site_is_not_deleted_without_a_word() {
    let editions = editions();
    let site = site_of(&editions[0], "{type: dir, path: www, max_deletes: 3}");
    published(&site, &[]);
    let small = small_site(TARGET);
    let receipt = fs::read(small.path(".warraq/receipt.json")).unwrap();
    site.write(".warraq/receipt.json", receipt);
    let _ = fs::remove_dir_all(site.path("public"));
    for (path, bytes) in crate::support::tree(&small.path("public")) {
        site.write(&format!("public/{path}"), bytes);
    }
    let told = refused(&site, &[], "too-many-deletes");
    assert!(told.contains("at most 3 may be deleted"), "{told}");
    assert_same(
        &readers_find(&site.path("www")),
        &editions[0].output,
        "nothing was done",
    );
    let told = published(&site, &["--dry-run"]);
    assert!(told.contains("it would stop"), "{told}");
    published(&site, &["--max-deletes", "1000"]);
    assert_same(
        &readers_find(&site.path("www")),
        &crate::support::tree(&small.path("public")),
        "then",
    );
}

#[test]
fn what_is_gone_stays_for_the_grace_period() {
    let site = small_site("{type: dir, path: www, grace: 1h}");
    published(&site, &[]);
    let gone = "2022/01/11/خبر-آخر/index.html";
    assert!(site.exists(&format!("www/{gone}")), "{:?}", site.files());
    site.remove("content/b.md");
    rebuild(&site);
    let told = published(&site, &[]);
    assert!(told.contains("deleted   0; "), "{told}");
    assert!(site.exists(&format!("www/{gone}")));
    // An hour later.
    let packed = fs::read(site.path("www/.warraq-state.json.gz")).unwrap();
    let mut state = String::new();
    flate2::read::GzDecoder::new(packed.as_slice())
        .read_to_string(&mut state)
        .unwrap();
    let start = state.find(&format!("{gone}\":")).unwrap() + gone.len() + 2;
    let since = &state[start..start + 10];
    let earlier = (since.parse::<i64>().unwrap() - 3601).to_string();
    site.write("www/.warraq-state.json.gz", state.replace(since, &earlier));
    published(&site, &[]);
    assert_same(
        &readers_find(&site.path("www")),
        &crate::support::tree(&site.path("public")),
        "then",
    );
}

#[test]
fn the_second_publisher_stops_and_names_the_first() {
    let site = small_site(TARGET);
    published(&site, &[]);
    let lock = |until: i64| {
        format!(
            "{{\"who\":\"salma@newsroom (process 7)\",\"since\":\"2026-01-01T00:00:00Z\",\"until\":{until},\"token\":\"x\"}}"
        )
    };
    site.write(
        "content/b.md",
        "---\ntitle: آخر\ndate: 2022-01-11\n---\nنص.\n",
    );
    rebuild(&site);
    site.write("www/.warraq-lock.json", lock(i64::MAX / 2));
    let told = refused(&site, &[], "publish-locked");
    assert!(
        told.contains("salma@newsroom (process 7) is publishing to"),
        "{told}"
    );
    assert!(told.contains("--break-lock"), "{told}");
    assert!(
        site.exists("www/.warraq-lock.json"),
        "it is not ours to remove"
    );
    let told = published(&site, &["--break-lock"]);
    assert!(told.contains("was broken, as you asked"), "{told}");
    assert_eq!(notes(&site.path("www")), NOTES);
    site.write(
        "content/b.md",
        "---\ntitle: آخر جديد\ndate: 2022-01-11\n---\nنص.\n",
    );
    rebuild(&site);
    site.write("www/.warraq-lock.json", lock(1_700_000_000));
    let told = published(&site, &[]);
    assert!(told.contains("had run out"), "{told}");
    assert_eq!(notes(&site.path("www")), NOTES);
}

#[test]
fn caches_are_told_and_the_owners_command_is_run() {
    let site = small_site(
        "{type: dir, path: www, after: 'cp \"$WARRAQ_PURGE_FILE\" told; echo \"$WARRAQ_TARGET $WARRAQ_FILES\" >> told'}",
    );
    let purge = ["--purge-file", "purge.txt"];
    published(&site, &purge);
    site.write(
        "content/b.md",
        "---\ntitle: خبر آخر\ndate: 2022-01-11\naliases: [/old/]\n---\nنص جديد.\n",
    );
    rebuild(&site);
    let told = published(&site, &purge);
    let purged = site.read("purge.txt");
    assert!(
        purged.contains("https://example.org/2022/01/11/%D8%AE%D8%A8%D8%B1-%D8%A2%D8%AE%D8%B1/\n"),
        "{purged}"
    );
    let n = purged.lines().count();
    assert!(
        told.contains(&format!("files     {n} sent")),
        "{told}\n{purged}"
    );
    assert_eq!(site.read("told"), format!("{purged}live {n}\n"));
    // Where nothing was sent, nothing is purged or run.
    fs::remove_file(site.path("told")).unwrap();
    published(&site, &purge);
    assert_eq!(site.read("purge.txt"), "");
    assert!(!site.exists("told"));
}

#[test]
fn compressed_files_lie_beside_the_plain_ones_and_go_with_them() {
    let site = small_site("{type: dir, path: www, compress: [br, gzip]}");
    published(&site, &[]);
    let plain = crate::support::tree(&site.path("public"));
    let found = readers_find(&site.path("www"));
    for (path, bytes) in plain.iter().filter(|(path, _)| path.ends_with(".html")) {
        let mut unpacked = Vec::new();
        let packed = found
            .get(&format!("{path}.gz"))
            .unwrap_or_else(|| panic!("{path}.gz"));
        std::io::copy(
            &mut flate2::read::GzDecoder::new(packed.as_slice()),
            &mut unpacked,
        )
        .unwrap();
        assert_eq!(unpacked, *bytes, "{path}");
        assert!(found.contains_key(&format!("{path}.br")), "{path}.br");
    }
    let (told, code) = said(&crate::support::warraq(
        site.root(),
        &["verify", "--target", "live"],
    ));
    assert_eq!(code, 0, "{told}");
    site.remove("content/b.md");
    let config = site.read("warraq.yaml").replace("[br, gzip]", "[gzip]");
    site.write("warraq.yaml", config);
    rebuild(&site);
    published(&site, &[]);
    let found = readers_find(&site.path("www"));
    let plain = crate::support::tree(&site.path("public"));
    for path in found.keys() {
        let path = path.strip_suffix(".gz").unwrap_or(path);
        assert!(plain.contains_key(path), "{path} should be gone");
    }
}

#[test]
fn a_target_is_held_against_the_receipt() {
    let site = small_site(TARGET);
    published(&site, &[]);
    let verify = |arguments: &[&str]| {
        said(&crate::support::warraq(
            site.root(),
            &[&["verify", "--target", "live"], arguments].concat(),
        ))
    };
    let (told, code) = verify(&[]);
    assert!(
        code == 0 && told.contains("nothing is missing, altered or extra"),
        "{told}"
    );
    site.write("www/robots.txt", "altered");
    site.write("www/extra.html", "x");
    site.remove("www/index.html");
    let (told, code) = verify(&[]);
    assert!(
        code == 1 && told.contains("1 file missing, 1 altered, 1 extra"),
        "{told}"
    );
    let (told, code) = verify(&["--format", "json", "--ignore", "extra.html"]);
    assert!(
        code == 1 && told.contains("\"extra\":[]") && told.contains("\"altered\":[\"robots.txt\"]"),
        "{told}"
    );
    // And put right.
    published(&site, &["--check-remote"]);
    let (told, code) = verify(&["--ignore", "extra.html"]);
    assert_eq!(code, 0, "{told}");
}

#[test]
fn a_build_that_is_running_is_waited_for() {
    let site = small_site(TARGET);
    let lock = fs::File::options()
        .write(true)
        .open(site.path(".warraq/lock"))
        .unwrap();
    lock.lock().unwrap();
    let (told, code) = std::thread::scope(|scope| {
        let running = scope.spawn(|| said(&publish(&site, &[])));
        std::thread::sleep(std::time::Duration::from_millis(600));
        assert!(!site.exists("www/index.html"), "it did not wait");
        lock.unlock().unwrap();
        running.join().unwrap()
    });
    assert!(code == 0 && told.contains("waiting for it"), "{told}");
    assert!(site.exists("www/index.html"));
}

#[test]
fn a_target_whose_memory_is_damaged_or_newer_is_left_alone_until_somebody_decides() {
    let editions = editions();
    let site = site_of(&editions[0], "{type: dir, path: www, max_deletes: 1000}");
    published(&site, &[]);
    let www = site.path("www");
    fs::write(www.join("foreign.txt"), "x").unwrap();
    for (n, damage) in ["", "{", "{\"state\": 99}", "\0\0\0"].iter().enumerate() {
        let edition = &editions[(n + 1) % editions.len()];
        set(&site, edition);
        let before = readers_find(&www);
        for note in NOTES {
            fs::write(www.join(note), damage).unwrap();
        }
        let told = refused(&site, &[], "bad-note");
        assert!(told.contains("Delete all files there whose names begin with .warraq-"));
        assert_same(&readers_find(&www), &before, damage);
        // As the advice says.
        for note in notes(&www) {
            fs::remove_file(www.join(note)).unwrap();
        }
        published(&site, &["--overwrite"]);
        let found = readers_find(&www);
        for (path, bytes) in &edition.output {
            assert!(found.get(path) == Some(bytes), "{path} after {damage:?}");
        }
        assert_eq!(found.get("foreign.txt").map(Vec::as_slice), Some(&b"x"[..]));
        assert!(crate::crawl::faults(&www).is_empty(), "{damage:?}");
    }
}

/// A folder comes in the place of a file, and a file in that of a folder: what they were is given up for them at once,
/// and what others have in such a folder is not.
pub fn files_and_folders_take_each_others_place(site: &Site, www: &Path, ways: &[&str]) {
    let config = site.read("warraq.yaml");
    for more in ways {
        site.write(
            "warraq.yaml",
            config.replace("live: {", &format!("live: {{{more}")),
        );
        let check = |round: &str| {
            rebuild(site);
            published(site, &[]);
            let mut found = readers_find(www);
            let built = crate::support::tree(&site.path("public"));
            found.retain(|path, _| built.contains_key(path));
            assert_same(&found, &built, &format!("{round} {more}"));
            assert!(published(site, &[]).contains("has all of the site already"));
        };
        site.write("static/place", "a file");
        check("a file");
        site.remove("static/place");
        site.write(
            "static/place/index.html",
            "<!doctype html><p>a folder</html>",
        );
        site.write("static/place/deep/down/x.txt", "x");
        site.write("static/place/style.css", "p {}");
        check("a folder");
        fs::remove_dir_all(site.path("static/place")).unwrap();
        site.write("static/place", "a file again");
        fs::write(www.join("place/deep/theirs.txt"), "somebody's").unwrap();
        rebuild(site);
        refused(site, &[], "foreign-file");
        refused(site, &["--check-remote"], "foreign-file");
        for (path, text) in [
            ("place/deep/theirs.txt", "somebody's"),
            ("place/deep/down/x.txt", "x"),
        ] {
            assert_eq!(fs::read_to_string(www.join(path)).unwrap(), text, "{more}");
        }
        fs::remove_file(www.join("place/deep/theirs.txt")).unwrap();
        check("a file again");
        site.remove("static/place");
        check("neither");
    }
}

#[test]
fn a_folder_comes_in_the_place_of_a_file_and_a_file_in_that_of_a_folder() {
    let site = small_site(TARGET);
    files_and_folders_take_each_others_place(
        &site,
        &site.path("www"),
        &["", "compress: [gzip], ", "grace: 1h, "],
    );
}
