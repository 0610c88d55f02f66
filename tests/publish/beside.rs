//! Compressed files beside the plain ones: whose they are, where a site or somebody else has a file of that name.

use std::fs;
use std::io::Write;

use crate::cut::{JOURNAL, PAGE, THIRD, hash, journal};
use crate::editions::{NOTES, notes, published, readers_find, rebuild, refused, said, small_site};
use crate::support::{Site, warraq};

const TARGET: &str = "{type: dir, path: www, compress: [br, gzip]}";

/// Every text of the site has both beside it, of its own bytes, unless the site has a file of that name; and nothing
/// else is there but `foreign`.
#[track_caller]
fn assert_whole(site: &Site, foreign: &[&str]) {
    let mut found = readers_find(&site.path("www"));
    let built = crate::support::tree(&site.path("public"));
    for (path, bytes) in &built {
        assert!(found.remove(path).as_ref() == Some(bytes), "{path}");
    }
    for path in built
        .keys()
        .filter(|path| path.ends_with(".html") || path.ends_with(".js"))
    {
        for end in [".br", ".gz"] {
            let name = format!("{path}{end}");
            if built.contains_key(&name) {
                continue;
            }
            let packed = found
                .get(&name)
                .unwrap_or_else(|| panic!("{name} is not there"));
            assert!(unpacked(packed, end) == built[path], "{name}");
        }
    }
    let is_beside = |name: &str| {
        let plain = name.strip_suffix(".br").or(name.strip_suffix(".gz"));
        plain.is_some_and(|plain| built.contains_key(plain))
    };
    found.retain(|path, _| !is_beside(path));
    assert_eq!(found.into_keys().collect::<Vec<_>>(), foreign);
    assert_eq!(notes(&site.path("www")), NOTES);
}

fn unpacked(packed: &[u8], end: &str) -> Vec<u8> {
    let mut plain = Vec::new();
    match end {
        ".gz" => std::io::copy(&mut flate2::read::GzDecoder::new(packed), &mut plain).unwrap(),
        _ => std::io::copy(&mut brotli::Decompressor::new(packed, 4096), &mut plain).unwrap(),
    };
    plain
}

fn packed(plain: &str) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(plain.as_bytes()).unwrap();
    out.finish().unwrap()
}

#[test]
fn a_file_of_the_sites_own_is_not_written_over_by_a_compressed_one() {
    let site = small_site(TARGET);
    site.write("static/a.js", "var a = 1;");
    site.write("static/a.js.gz", "our own");
    // Each time the site has changed, by a file and what is in it now.
    let changes: [&[(&str, &str)]; 7] = [
        &[],
        &[("a.js", "var a = 2;")],
        &[("a.js.gz", "another of our own")],
        &[("a.js.gz", "")],
        &[("a.js.gz", "our own again")],
        &[("a.js.gz", ""), ("a.js", "var a = 3;")],
        &[("a.js.gz", "once more"), ("a.js", "")],
    ];
    for change in changes {
        for (path, content) in change {
            let path = format!("static/{path}");
            match *content {
                "" => site.remove(&path),
                _ => site.write(&path, content),
            }
        }
        rebuild(&site);
        published(&site, &[]);
        assert_whole(&site, &[]);
        let told = published(&site, &["--check-remote"]);
        assert!(told.contains("files     0 sent"), "{change:?}: {told}");
        let (told, code) = said(&warraq(site.root(), &["verify", "--target", "live"]));
        assert_eq!(code, 0, "{change:?}: {told}");
    }
}

#[test]
fn what_others_put_beside_a_page_stays() {
    let site = small_site(TARGET);
    site.write("www/index.html.br", "somebody's");
    let told = refused(&site, &[], "foreign-file");
    assert!(told.contains("index.html.br"), "{told}");
    assert_eq!(site.read("www/index.html.br"), "somebody's");
    published(&site, &["--overwrite"]);
    assert_whole(&site, &[]);
    site.write("content/c.md", THIRD);
    rebuild(&site);
    // Nobody looks there before the page is put.
    let beside = format!("www/{PAGE}.gz");
    site.write(&beside, "somebody's");
    for _ in 0..3 {
        refused(&site, &[], "foreign-file");
        assert_eq!(site.read(&beside), "somebody's");
    }
    site.remove("content/c.md");
    rebuild(&site);
    published(&site, &[]);
    assert_whole(&site, &[&format!("{PAGE}.gz")]);
    // Nothing is put beside a page that is somebody's.
    site.remove(&beside);
    site.write(&format!("www/{PAGE}"), "somebody's");
    site.write("content/c.md", THIRD);
    rebuild(&site);
    refused(&site, &[], "foreign-file");
    assert!(!site.exists(&beside));
    // Another way of compressing: what lies where its files are to be is nobody's yet.
    site.remove("content/c.md");
    let config = site.read("warraq.yaml");
    site.write("warraq.yaml", config.replace("[br, gzip]", "[br]"));
    rebuild(&site);
    published(&site, &[]);
    site.write("www/index.html.gz", "somebody's");
    site.write("warraq.yaml", config);
    refused(&site, &[], "foreign-file");
    assert_eq!(site.read("www/index.html.gz"), "somebody's");
}

#[test]
fn what_a_cut_publish_left_beside_pages_is_the_sites() {
    let changes: [fn(&Site); 2] = [
        |site| site.remove("content/c.md"),
        |site| site.write("content/c.md", THIRD.replace("نص", "نص آخر")),
    ];
    for change in changes {
        for left in [&[PAGE][..], &[], &[PAGE, "its neighbour"]] {
            let site = small_site(TARGET);
            site.write("content/c.md", THIRD);
            rebuild(&site);
            // The first publish was cut when it had sent this.
            let page = site.read(&format!("public/{PAGE}"));
            let cut = journal(&[(PAGE, &["-", &hash(&page)])]);
            let ends = "\"beside\":[\".br\",\".gz\"],\"files\"";
            site.write(JOURNAL, cut.replace("\"files\"", ends));
            site.write(&format!("www/{PAGE}.gz"), packed(&page));
            if left.contains(&PAGE) {
                site.write(&format!("www/{PAGE}"), &page);
            }
            change(&site);
            rebuild(&site);
            if left.len() == 2 {
                // The other is somebody's, and so stays.
                let theirs = format!("www/{PAGE}.br");
                site.write(&theirs, "somebody's");
                if site.exists("content/c.md") {
                    refused(&site, &[], "foreign-file");
                } else {
                    published(&site, &[]);
                    assert_whole(&site, &[&format!("{PAGE}.br")]);
                }
                assert_eq!(site.read(&theirs), "somebody's");
                continue;
            }
            published(&site, &[]);
            assert_whole(&site, &[]);
        }
    }
}

#[test]
fn what_lies_beside_a_page_after_a_cut_is_made_anew_where_it_is_of_the_former_page() {
    let site = small_site(TARGET);
    published(&site, &[]);
    let read = |path: &str| fs::read(site.path(path)).unwrap();
    let former = read("www/index.html.br");
    let was = hash(read("www/index.html"));
    site.write("content/c.md", THIRD);
    rebuild(&site);
    published(&site, &[]);
    let cut = journal(&[("index.html", &[&was, &hash(read("www/index.html"))])]);
    site.write(JOURNAL, cut);
    site.write("www/index.html.br", former);
    published(&site, &[]);
    assert_whole(&site, &[]);
}

#[test]
fn what_lies_beside_a_page_that_waits_to_be_deleted_is_not_extra() {
    let site = small_site("{type: dir, path: www, compress: [br, gzip], grace: 1h}");
    site.write("content/c.md", THIRD);
    rebuild(&site);
    published(&site, &[]);
    site.remove("content/c.md");
    rebuild(&site);
    published(&site, &[]);
    assert!(site.exists(&format!("www/{PAGE}.gz")));
    let verify = || said(&warraq(site.root(), &["verify", "--target", "live"]));
    let (told, code) = verify();
    assert_eq!(code, 0, "{told}");
    site.write("www/theirs.html.gz", "x");
    let (told, code) = verify();
    assert!(code == 1 && told.contains("1 extra"), "{told}");
}
