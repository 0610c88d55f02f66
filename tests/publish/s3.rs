//! A store of objects as a target: a real S3 server, with signatures checked.

use std::sync::OnceLock;

use crate::editions::{
    NOTES, editions, keys, notes, published, readers_find, refused, said, set, site_of, small_site,
};
use crate::proxy::{Proxy, Weather};
use crate::server::{KEY, SECRET, Server};
use crate::support::{assert_same, command};

/// One server for all tests; each has a bucket of its own.
pub fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(Server::start)
}

pub fn target(bucket: &str, more: &str) -> String {
    target_at(&format!("http://{}", server().address()), bucket, more)
}

pub fn target_at(endpoint: &str, bucket: &str, more: &str) -> String {
    format!(
        "{{type: s3, bucket: {bucket}, region: us-east-1, endpoint: \"{endpoint}\", timeout: 10{more}}}"
    )
}

#[test]
fn the_bucket_becomes_the_site_and_then_only_what_changed_is_sent() {
    let editions = editions();
    let bucket = server().bucket("whole");
    let site = site_of(&editions[0], &target("whole", ""));
    std::fs::write(bucket.join("foreign.txt"), "x").unwrap();
    for (n, edition) in editions.iter().enumerate() {
        set(&site, edition);
        published(&site, &[]);
        let mut found = readers_find(&bucket);
        assert_eq!(found.remove("foreign.txt").as_deref(), Some(&b"x"[..]));
        assert_same(&found, &edition.output, &format!("edition {n}"));
        assert_eq!(notes(&bucket), NOTES);
        let told = published(&site, &[]);
        assert!(told.contains("has all of the site already"), "{told}");
        let told = published(&site, &["--check-remote"]);
        assert!(told.contains("files     0 sent"), "{told}");
    }
    let mut verify = command(
        site.root(),
        &["verify", "--target", "live", "--ignore", "foreign.txt"],
    );
    keys(&mut verify);
    let (told, code) = said(&verify.output().unwrap());
    assert_eq!(code, 0, "{told}");
    assert!(
        told.contains("nothing is missing, altered or extra"),
        "{told}"
    );
}

#[test]
fn objects_have_the_headers_readers_need() {
    let bucket = server().bucket("headers");
    let site = small_site(&target(
        "headers",
        ", prefix: archive, compress: [gzip], redirects: true",
    ));
    site.write("static/logo.3fa95c1b.png", "not really a picture");
    crate::editions::rebuild(&site);
    published(&site, &[]);
    let headers = |path: &str| server().headers("headers", &format!("archive/{path}"));
    let home = headers("index.html");
    for wanted in [
        "text/html; charset=utf-8",
        "public, max-age=60, must-revalidate",
        "gzip",
    ] {
        assert!(
            home.contains(wanted),
            "{wanted} in {home:?} of {:?}",
            std::fs::read_dir(server().folder()).unwrap().count()
        );
    }
    let logo = headers("logo.3fa95c1b.png");
    for wanted in ["image/png", "public, max-age=31536000, immutable"] {
        assert!(logo.contains(wanted), "{wanted} in {logo}");
    }
    assert!(!logo.contains("gzip"), "{logo}");
    let feed = headers("atom.xml");
    assert!(feed.contains("application/atom+xml"), "{feed}");
    let redirect = headers("old/index.html");
    assert!(redirect.contains("/2022/01/11/%D8%AE"), "{redirect}");
    // What readers get is what was built.
    let mut verify = command(site.root(), &["verify", "--target", "live"]);
    keys(&mut verify);
    let (told, code) = said(&verify.output().unwrap());
    assert_eq!(code, 0, "{told}");
    assert!(notes(&bucket).is_empty() && notes(&bucket.join("archive")) == NOTES);
    // Published in another way, all is sent again, and nothing but that.
    let config = site.read("warraq.yaml").replace("[gzip]", "[br]");
    site.write("warraq.yaml", config);
    let told = published(&site, &[]);
    assert!(told.contains("; 0 unchanged"), "{told}");
    assert!(
        headers("index.html").contains("br"),
        "{}",
        headers("index.html")
    );
    let told = published(&site, &[]);
    assert!(told.contains("has all of the site already"), "{told}");
}

#[test]
fn somebody_elses_object_is_not_written_over() {
    let bucket = server().bucket("foreign");
    let site = small_site(&target("foreign", ""));
    published(&site, &[]);
    site.write(
        "content/c.md",
        "---\ntitle: ثالث\ndate: 2022-01-12\nslug: c\n---\nنص.\n",
    );
    crate::editions::rebuild(&site);
    let path = bucket.join("2022/01/12/c/index.html");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, "somebody's").unwrap();
    refused(&site, &[], "foreign-file");
    assert_eq!(std::fs::read(&path).unwrap(), b"somebody's");
    published(&site, &["--overwrite"]);
    assert_same(
        &readers_find(&bucket),
        &crate::support::tree(&site.path("public")),
        "then",
    );
}

#[test]
fn no_secret_is_told_or_kept() {
    let bucket = server().bucket("secret");
    let site = small_site(&target("secret", ""));
    let mut all = published(&site, &["--list"]);
    // Places that do not answer or refuse tell nothing either.
    let other = small_site(&target_at("http://127.0.0.1:1", "secret", ", retries: 1"));
    all.push_str(&refused(&other, &[], "publish-failed"));
    let mut wrong = command(site.root(), &["publish", "--check-remote"]);
    keys(&mut wrong);
    wrong.env("AWS_SECRET_ACCESS_KEY", "another-secret-altogether");
    let (told, code) = said(&wrong.output().unwrap());
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("The keys were refused"), "{told}");
    all.push_str(&told);
    for secret in [KEY, SECRET, "another-secret-altogether"] {
        assert!(!all.contains(secret), "{all}");
        for folder in [site.root(), bucket.as_path()] {
            for (path, bytes) in crate::support::tree(folder) {
                let unpacked = match flate2::read::GzDecoder::new(bytes.as_slice()) {
                    mut packed if path.ends_with(".gz") => {
                        let mut whole = Vec::new();
                        std::io::copy(&mut packed, &mut whole).unwrap();
                        whole
                    }
                    _ => bytes,
                };
                let found = unpacked
                    .windows(secret.len())
                    .any(|piece| piece == secret.as_bytes());
                assert!(!found, "{path}");
            }
        }
    }
}

#[test]
fn keys_may_lie_in_the_usual_file() {
    server().bucket("profile");
    let site = small_site(&target("profile", ", profile: news"));
    site.write(
        "aws",
        format!("[news]\naws_access_key_id = {KEY}\naws_secret_access_key = {SECRET}\n"),
    );
    let mut run = command(site.root(), &["publish"]);
    keys(&mut run);
    run.env_remove("AWS_ACCESS_KEY_ID")
        .env_remove("AWS_SECRET_ACCESS_KEY")
        .env("AWS_SHARED_CREDENTIALS_FILE", site.path("aws"));
    let (told, code) = said(&run.output().unwrap());
    assert_eq!(code, 0, "{told}");
}

#[test]
fn of_two_publishers_one_stops() {
    let bucket = server().bucket("two");
    let site = small_site(&target("two", ""));
    let other = crate::support::Site::copy_of(site.root());
    let outcomes = std::thread::scope(|scope| {
        let runs =
            [&site, &other].map(|site| scope.spawn(|| said(&crate::editions::publish(site, &[]))));
        runs.map(|run| run.join().unwrap())
    });
    let done = outcomes.iter().filter(|(_, code)| *code == 0).count();
    assert!(done >= 1, "{outcomes:?}");
    // This server looks whether an object is there before it writes one, not while it does: now and then both get the
    // lock, and one finds out before it deletes or ends.
    for (told, code) in &outcomes {
        let stopped = told.contains("error[publish-locked]") && told.contains("is publishing to");
        assert!(
            *code == 0 || stopped || told.contains("error[lock-lost]"),
            "{told}"
        );
    }
    published(&site, &[]);
    assert_same(
        &readers_find(&bucket),
        &crate::support::tree(&site.path("public")),
        "two",
    );
    assert_eq!(notes(&bucket), NOTES);
}

#[test]
fn a_lock_that_went_and_came_while_it_was_looked_at_is_not_written_over() {
    let bucket = server().bucket("gone");
    let proxy = Proxy::before(server().address());
    let site = small_site(&target_at(&proxy.endpoint(), "gone", ""));
    let lock = bucket.join(".warraq-lock.json");
    let theirs =
        "{\"who\":\"salma@newsroom\",\"since\":\"now\",\"until\":9999999999,\"token\":\"x\"}";
    std::fs::write(&lock, theirs).unwrap();
    // A lock is there when ours is to be put, and none when it is read: the next one has come when ours is put again.
    let weather = Weather {
        missing: Some(1),
        ..Weather::default()
    };
    proxy.set(weather, 0);
    let told = refused(&site, &[], "publish-locked");
    assert!(told.contains("salma@newsroom is publishing to"), "{told}");
    assert_eq!(std::fs::read_to_string(&lock).unwrap(), theirs);
}

#[test]
fn requests_are_counted() {
    server().bucket("count");
    let proxy = Proxy::before(server().address());
    let site = small_site(&target_at(&proxy.endpoint(), "count", ""));
    let told = published(&site, &[]);
    assert!(
        told.contains(&format!("requests  {}", proxy.requests())),
        "{} {told}",
        proxy.requests()
    );
}
