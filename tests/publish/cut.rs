//! A publish that was cut short: what the next one takes for the site's own and what not, and who may go on.

use std::fs;
use std::process::Stdio;

use crate::editions::{
    NOTES, editions, keys, notes, published, readers_find, rebuild, refused, set, site_of,
    small_site,
};
use crate::proxy::{Proxy, Weather};
use crate::s3::{server, target_at};
use crate::support::{Site, assert_same, command, tree};

/// The article that is new, and where its page is.
pub const THIRD: &str = "---\ntitle: ثالث\ndate: 2022-01-12\nslug: c\n---\nنص.\n";
pub const PAGE: &str = "2022/01/12/c/index.html";

pub fn hash(bytes: impl AsRef<[u8]>) -> String {
    blake3::hash(bytes.as_ref()).to_hex().to_string()
}

/// The journal of a publish that was cut, which says of each path what it may hold; `-` is nothing.
pub fn journal(files: &[(&str, &[&str])]) -> String {
    let files: Vec<String> = files
        .iter()
        .map(|(path, held)| format!("\"{path}\":[\"{}\"]", held.join("\",\"")))
        .collect();
    format!(
        "{{\"journal\":1,\"run\":\"cut\",\"root\":\"\",\"ways\":[],\"files\":{{{}}}}}",
        files.join(",")
    )
}

pub const JOURNAL: &str = "www/.warraq-journal.json.gz";

/// Publishes through `proxy`, and is killed at the first request that has `text` in its first line.
fn killed_on(site: &Site, proxy: &Proxy, text: &'static str) {
    let weather = Weather {
        kill_on: Some(text),
        ..Weather::default()
    };
    proxy.set(weather, 0);
    let mut publisher = command(site.root(), &["publish"]);
    keys(&mut publisher);
    let publisher = publisher.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = publisher.spawn().unwrap();
    proxy.publisher(child.id());
    assert_eq!(child.wait().unwrap().code(), None, "it was not killed");
    proxy.set(Weather::default(), 0);
}

#[test]
fn killed_before_it_could_tell_what_was_in_its_way_it_makes_that_not_its_own() {
    let bucket = server().bucket("untold");
    let proxy = Proxy::before(server().address());
    let site = small_site(&target_at(&proxy.endpoint(), "untold", ""));
    published(&site, &[]);
    site.write("content/c.md", THIRD);
    rebuild(&site);
    let page = bucket.join(PAGE);
    fs::create_dir_all(page.parent().unwrap()).unwrap();
    fs::write(&page, "somebody's").unwrap();
    // The page is not written over, and before that can be told, the publisher is killed.
    killed_on(&site, &proxy, "GET /untold/2022/01/12/c/index.html");
    assert!(notes(&bucket).contains(&".warraq-journal.json.gz".to_owned()));
    for _ in 0..2 {
        let told = refused(&site, &["--break-lock"], "foreign-file");
        assert!(told.contains(PAGE), "{told}");
        assert_eq!(fs::read(&page).unwrap(), b"somebody's");
    }
    // Nor is it deleted where the page is given up.
    site.remove("content/c.md");
    rebuild(&site);
    published(&site, &[]);
    assert_eq!(fs::read(&page).unwrap(), b"somebody's");
    site.write("content/c.md", THIRD);
    rebuild(&site);
    refused(&site, &[], "foreign-file");
    published(&site, &["--overwrite"]);
    assert_same(&readers_find(&bucket), &tree(&site.path("public")), "then");
    assert_eq!(notes(&bucket), NOTES);
}

#[test]
fn what_a_journal_names_is_the_sites_where_it_has_the_bytes_the_journal_says() {
    let site = small_site("{type: dir, path: www}");
    published(&site, &[]);
    site.write("content/c.md", THIRD);
    rebuild(&site);
    // Of two publishes that were cut, the first sent the page and its neighbour as they were then.
    let first: [&str; 2] = ["-", &hash("the page as it was")];
    let cut = |gone: &str| journal(&[(PAGE, &first), ("gone.html", &["-", &hash(gone)])]);
    site.write(JOURNAL, cut("given up"));
    site.write(&format!("www/{PAGE}"), "somebody's");
    site.write("www/gone.html", "somebody's, too");
    refused(&site, &[], "foreign-file");
    assert_eq!(site.read(&format!("www/{PAGE}")), "somebody's");
    site.write(JOURNAL, cut("given up"));
    site.write(&format!("www/{PAGE}"), "the page as it was");
    published(&site, &[]);
    assert!(site.read(&format!("www/{PAGE}")).contains("</html>"));
    assert_eq!(site.read("www/gone.html"), "somebody's, too");
    // What was sent and is of the site no more is deleted.
    site.write(JOURNAL, cut("given up"));
    site.write("www/gone.html", "given up");
    published(&site, &[]);
    assert_same(
        &readers_find(&site.path("www")),
        &tree(&site.path("public")),
        "then",
    );
}

#[test]
fn what_a_cut_publish_sends_late_is_still_its_own() {
    let bucket = server().bucket("late");
    let proxy = Proxy::before(server().address());
    let site = small_site(&target_at(&proxy.endpoint(), "late", ""));
    published(&site, &[]);
    site.write("content/c.md", THIRD);
    rebuild(&site);
    killed_on(&site, &proxy, "PUT /late/2022/01/12/c/index.html");
    let late = fs::read(site.path(&format!("public/{PAGE}"))).unwrap();
    site.write("content/c.md", THIRD.replace("نص", "نص آخر"));
    rebuild(&site);
    // The request of the one that was killed arrives when the next one has looked.
    let place = bucket.join(PAGE);
    let weather = Weather {
        before: Some("PUT /late/.warraq-journal"),
        ..Weather::default()
    };
    proxy.set(weather, 0);
    proxy.then(move || {
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(&place, &late).unwrap();
    });
    published(&site, &["--break-lock"]);
    assert_same(&readers_find(&bucket), &tree(&site.path("public")), "then");
}

/// What is kept at the target, of a publish that was cut between its receipt and its state: those of `before` and
/// `after` it.
fn cut_between_receipt_and_state(site: &Site, before: &[u8], after: &[u8]) {
    site.write("www/.warraq-receipt.json.gz", after);
    site.write("www/.warraq-state.json.gz", before);
    site.write(JOURNAL, journal(&[]));
}

#[test]
fn what_one_machine_has_gone_on_with_another_goes_on_with() {
    let editions = editions();
    let read = |site: &Site, note: &str| fs::read(site.path(&format!("www/{note}"))).unwrap();
    let target = "{type: dir, path: www, max_deletes: 1000}";
    let site = site_of(&editions[0], target);
    published(&site, &[]);
    let state = read(&site, NOTES[1]);
    // A receipt of the site as it was a day later, as a publish of many changes writes it anew.
    let later = site_of(&editions[1], target);
    published(&later, &[]);
    for edition in [&editions[1], &editions[2]] {
        cut_between_receipt_and_state(&site, &state, &read(&later, NOTES[0]));
        set(&site, edition);
        published(&site, &[]);
        assert_same(&readers_find(&site.path("www")), &edition.output, "one");
        // Another machine knows nothing but what is kept there.
        let other = Site::copy_of(site.root());
        fs::remove_dir_all(other.path(".warraq/publish")).unwrap();
        set(&other, &editions[3]);
        published(&other, &[]);
        assert_same(
            &readers_find(&other.path("www")),
            &editions[3].output,
            "other",
        );
        // This one as it was before, for the next round.
        fs::remove_dir_all(site.path("www")).unwrap();
        fs::remove_dir_all(site.path(".warraq/publish")).unwrap();
        set(&site, &editions[0]);
        published(&site, &[]);
    }
}

#[test]
fn a_first_publish_that_has_nothing_to_send_may_be_cut_as_well() {
    let bucket = server().bucket("nothing");
    let proxy = Proxy::before(server().address());
    let site = small_site(&target_at(&proxy.endpoint(), "nothing", ""));
    for (path, bytes) in tree(&site.path("public")) {
        let file = bucket.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
    killed_on(&site, &proxy, "PUT /nothing/.warraq-state");
    assert!(notes(&bucket).contains(&NOTES[0].to_owned()));
    published(&site, &["--break-lock"]);
    assert_eq!(notes(&bucket), NOTES);
    assert_same(&readers_find(&bucket), &tree(&site.path("public")), "then");
}

#[test]
fn caches_are_told_of_what_a_cut_publish_had_sent() {
    let target = "{type: dir, path: www, after: 'echo ran >> told'}";
    let site = small_site(target);
    published(&site, &[]);
    site.write("content/c.md", THIRD);
    rebuild(&site);
    let page = fs::read(site.path(&format!("public/{PAGE}"))).unwrap();
    let cut = journal(&[
        (PAGE, &["-", &hash(&page)]),
        ("given-up.html", &["-", &hash("x")]),
    ]);
    site.write(JOURNAL, cut);
    site.write(&format!("www/{PAGE}"), &page);
    let purge = ["--purge-file", "purge.txt"];
    published(&site, &purge);
    let purged = site.read("purge.txt");
    for address in ["2022/01/12/c/", "given-up.html"] {
        let line = format!("https://example.org/{address}\n");
        assert!(purged.contains(&line), "{address}: {purged}");
    }
    // One that was killed when all was done but that had not been told.
    let state = fs::read(site.path("www/.warraq-state.json.gz")).unwrap();
    let mut text = String::new();
    let mut unpacked = flate2::read::GzDecoder::new(state.as_slice());
    std::io::Read::read_to_string(&mut unpacked, &mut text).unwrap();
    let run = text.split("\"run\":\"").nth(1).unwrap();
    let run = run.split('"').next().unwrap();
    let done = journal(&[(PAGE, &["-", &hash(&page)])]);
    site.write(JOURNAL, done.replace("\"cut\"", &format!("\"{run}\"")));
    fs::remove_file(site.path("told")).unwrap();
    published(&site, &purge);
    assert_eq!(
        site.read("purge.txt"),
        "https://example.org/2022/01/12/c/\n"
    );
    assert_eq!(site.read("told"), "ran\n");
    published(&site, &purge);
    assert_eq!(site.read("purge.txt"), "");
    assert_eq!(site.read("told"), "ran\n");
}
