//! Files that are too large to be held in memory go to a store piece by piece: they are there whole or not at all, and
//! pieces of those that are not do not stay.

use std::fs;
use std::process::Stdio;

use crate::editions::{keys, published, readers_find, rebuild, refused, said, small_site};
use crate::proxy::{Proxy, Weather};
use crate::s3::{server, target, target_at};
use crate::support::{Random, Site, assert_same, command, tree};

/// A film of 70 MiB, as a build copies it.
fn film(site: &Site, seed: u64) {
    let mut random = Random(seed);
    let words = (0..1 << 17).map(|_| random.next().to_le_bytes());
    let piece: Vec<u8> = words.flatten().collect();
    site.write("static/films/film.mp4", piece.repeat(70));
    rebuild(site);
}

/// The pieces of files that the server keeps; what it is writing for other tests at this moment is named otherwise.
fn pieces() -> Vec<String> {
    let entries = fs::read_dir(server().folder()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names
        .filter(|name| name.starts_with(".upload_id-") && name.contains(".part-"))
        .collect()
}

/// One test, since the server does not tell whose its pieces are.
#[test]
fn a_film_is_there_whole_or_not_at_all() {
    let bucket = server().bucket("film");
    let place = bucket.join("films/film.mp4");
    let proxy = Proxy::before(server().address());
    let direct = target("film", ", retries: 2");
    let site = small_site(&direct);
    film(&site, 1);
    published(&site, &[]);
    let built = || tree(&site.path("public"));
    assert_same(&readers_find(&bucket), &built(), "whole");
    let headers = server().headers("film", "films/film.mp4");
    assert!(headers.contains("video/mp4"), "{headers}");
    assert_eq!(pieces(), Vec::<String>::new());
    // What is there is known for what it is, though its tag says nothing of its bytes.
    let told = published(&site, &["--check-remote"]);
    assert!(told.contains("files     0 sent"), "{told}");
    let verified = || {
        let mut verify = command(site.root(), &["verify", "--target", "live"]);
        keys(&mut verify);
        said(&verify.output().unwrap())
    };
    assert_eq!(verified().1, 0);

    // The store refuses a piece: the film that was there stays, and no piece of the other.
    let first = fs::read(&place).unwrap();
    film(&site, 2);
    let weather = Weather {
        forbidden: Some((0, "partNumber=5&")),
        ..Weather::default()
    };
    proxy.set(weather, 0);
    let config = site.read("warraq.yaml");
    let stormy = target_at(&proxy.endpoint(), "film", ", retries: 2");
    site.write("warraq.yaml", config.replace(&direct, &stormy));
    let told = refused(&site, &[], "publish-failed");
    assert!(told.contains("cannot write films/film.mp4"), "{told}");
    assert!(fs::read(&place).unwrap() == first);
    assert_eq!(pieces(), Vec::<String>::new());

    // The publisher is killed in the middle: the same, but for pieces, of which nobody could tell the store.
    let weather = Weather {
        kill_on: Some("partNumber=6&"),
        ..Weather::default()
    };
    proxy.set(weather, 0);
    let mut publisher = command(site.root(), &["publish"]);
    keys(&mut publisher);
    let publisher = publisher.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = publisher.spawn().unwrap();
    proxy.publisher(child.id());
    assert_eq!(child.wait().unwrap().code(), None);
    assert!(fs::read(&place).unwrap() == first);
    assert_ne!(pieces(), Vec::<String>::new());
    proxy.set(Weather::default(), 0);
    let told = published(&site, &["--break-lock"]);
    assert!(
        told.contains("finished  a publish that was cut short"),
        "{told}"
    );
    assert_same(&readers_find(&bucket), &built(), "after the kill");
    assert_eq!(verified().1, 0);

    // Somebody else's film is not replaced, and one that is the site's already is not sent again.
    site.remove("static/films/film.mp4");
    rebuild(&site);
    published(&site, &[]);
    assert!(!place.exists());
    film(&site, 3);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(&place, "somebody's").unwrap();
    refused(&site, &[], "foreign-file");
    assert_eq!(fs::read(&place).unwrap(), b"somebody's");
    fs::copy(site.path("public/films/film.mp4"), &place).unwrap();
    published(&site, &[]);
    assert_same(&readers_find(&bucket), &built(), "in the end");
}
