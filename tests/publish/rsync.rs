//! A folder of another machine as a target: a real sshd on this machine's loopback, and the system's rsync.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::crawl;
use crate::editions::{
    NOTES, editions, notes, publish, published, readers_find, rebuild, refused, said, set, site_of,
    small_site,
};
use crate::support::{Random, Site, assert_same, command};

/// A server, until it is dropped.
struct Sshd {
    folder: tempfile::TempDir,
    port: u16,
    process: Child,
}

impl Drop for Sshd {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Sshd {
    /// Starts one, where the system has what it needs.
    fn start() -> Option<Sshd> {
        let sshd = Path::new("/usr/sbin/sshd");
        let has = |program: &str| {
            let found = Command::new(program)
                .arg("--version")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            found.is_ok()
        };
        if !sshd.exists() || !has("rsync") || !has("ssh-keygen") {
            println!("left out: sshd or rsync is not installed");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).display().to_string();
        for key in ["host", "user"] {
            let made = Command::new("ssh-keygen")
                .args(["-q", "-t", "ed25519", "-N", "", "-f", &at(key)])
                .status();
            assert!(made.unwrap().success());
        }
        // Where root runs the tests, sshd wants its folder for separated privileges.
        let _ = fs::create_dir_all("/run/sshd");
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        fs::write(
            folder.path().join("config"),
            format!(
                "ListenAddress 127.0.0.1\nPort {port}\nHostKey {}\nAuthorizedKeysFile {}\nStrictModes no\nUsePAM no\n\
                 PidFile none\nPermitRootLogin yes\nPasswordAuthentication no\nMaxStartups 100\n",
                at("host"),
                at("user.pub")
            ),
        )
        .unwrap();
        let process = Command::new(sshd)
            .args(["-D", "-e", "-f", &at("config")])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let sshd = Sshd {
            folder,
            port,
            process,
        };
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(
                began.elapsed() < Duration::from_secs(20),
                "sshd does not answer"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(sshd)
    }

    fn root(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn target(&self, name: &str, more: &str) -> String {
        let ssh = format!(
            "ssh -p {} -i {} -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -F none",
            self.port,
            self.root("user").display()
        );
        format!(
            "{{type: rsync, to: \"127.0.0.1:{}\", ssh: \"{ssh}\", retries: 2{more}}}",
            self.root(name).display()
        )
    }
}

#[test]
fn the_folder_there_becomes_the_site_and_then_only_what_changed_is_sent() {
    let Some(sshd) = Sshd::start() else { return };
    let editions = editions();
    let www = sshd.root("srv/www");
    let site = site_of(&editions[0], &sshd.target("srv/www", ""));
    for (n, edition) in editions.iter().enumerate().take(3) {
        set(&site, edition);
        published(&site, &[]);
        let mut found = readers_find(&www);
        assert_eq!(found.remove("CNAME").is_some(), n > 0);
        assert_same(&found, &edition.output, &format!("edition {n}"));
        assert_eq!(notes(&www), NOTES);
        fs::write(www.join("CNAME"), "example.org\n").unwrap();
        assert!(published(&site, &[]).contains("has all of the site already"));
    }
    // What was altered there is found by its bytes.
    fs::write(www.join("robots.txt"), "altered").unwrap();
    let verify = || {
        said(&crate::support::warraq(
            site.root(),
            &["verify", "--target", "live", "--ignore", "CNAME"],
        ))
    };
    let (told, code) = verify();
    assert!(
        code == 1 && told.contains("0 files missing, 1 altered, 0 extra"),
        "{told}"
    );
    let told = published(&site, &["--check-remote"]);
    assert!(told.contains("files     1 sent"), "{told}");
    let (told, code) = verify();
    assert_eq!(code, 0, "{told}");
}

#[test]
fn a_folder_that_was_moved_and_is_a_link_now_stays_one() {
    let Some(sshd) = Sshd::start() else { return };
    let www = sshd.root("www");
    let elsewhere = sshd.root("elsewhere");
    let site = small_site(&sshd.target("www", ""));
    site.write("static/papers/ours.txt", "ours");
    rebuild(&site);
    published(&site, &[]);
    fs::rename(www.join("papers"), &elsewhere).unwrap();
    fs::write(elsewhere.join("theirs.txt"), "somebody's").unwrap();
    std::os::unix::fs::symlink(&elsewhere, www.join("papers")).unwrap();
    let stays = |what: &str| {
        assert!(www.join("papers").is_symlink(), "{what}");
        let theirs = fs::read(elsewhere.join("theirs.txt")).unwrap();
        assert_eq!(theirs, b"somebody's", "{what}");
    };
    site.write("static/papers/ours.txt", "others");
    rebuild(&site);
    // Some versions of rsync follow the link, and some refuse to; none may put a folder in its place.
    let (told, code) = said(&publish(&site, &[]));
    assert!(code == 0 || told.contains("papers/ours.txt"), "{told}");
    stays("a changed file");
    site.remove("static/papers/ours.txt");
    rebuild(&site);
    let (told, code) = said(&publish(&site, &[]));
    assert!(code == 0 || told.contains("papers/ours.txt"), "{told}");
    stays("a deleted file");
}

#[test]
fn names_that_rsync_reads_as_something_else_are_sent_and_deleted_as_well() {
    let Some(sshd) = Sshd::start() else { return };
    let www = sshd.root("www");
    let site = small_site(&sshd.target("www", ", compress: [gzip]"));
    let names = [
        "#one.txt",
        ";two.txt",
        "-three.txt",
        "four:4.txt",
        " five.txt",
        "a/#six.txt",
    ];
    for round in ["first", "second"] {
        for name in names {
            site.write(&format!("static/{name}"), format!("{round} {name}"));
        }
        rebuild(&site);
        published(&site, &[]);
        for name in names {
            let found = fs::read_to_string(www.join(name)).ok();
            assert_eq!(found, Some(format!("{round} {name}")));
        }
        let told = published(&site, &["--check-remote"]);
        assert!(told.contains("files     0 sent"), "{told}");
    }
    // Somebody else's is noticed.
    site.write("static/#seven.txt", "ours");
    rebuild(&site);
    fs::write(www.join("#seven.txt"), "somebody's").unwrap();
    refused(&site, &[], "foreign-file");
    for name in names.into_iter().chain(["#seven.txt"]) {
        site.remove(&format!("static/{name}"));
    }
    rebuild(&site);
    published(&site, &[]);
    for name in names {
        assert!(!www.join(name).exists(), "{name}");
    }
    assert!(www.join("#seven.txt").exists());
}

#[test]
fn a_folder_comes_in_the_place_of_a_file_and_a_file_in_that_of_a_folder() {
    let Some(sshd) = Sshd::start() else { return };
    let site = small_site(&sshd.target("www", ""));
    crate::folder::files_and_folders_take_each_others_place(&site, &sshd.root("www"), &[""]);
}

#[test]
fn what_others_put_there_stays() {
    let Some(sshd) = Sshd::start() else { return };
    let www = sshd.root("www");
    let site = small_site(&sshd.target("www", ", compress: [gzip]"));
    published(&site, &[]);
    site.write(
        "content/c.md",
        "---\ntitle: ثالث\ndate: 2022-01-12\nslug: c\n---\nنص.\n",
    );
    rebuild(&site);
    let page = www.join("2022/01/12/c/index.html");
    fs::create_dir_all(page.parent().unwrap()).unwrap();
    fs::write(&page, "somebody's").unwrap();
    refused(&site, &[], "foreign-file");
    assert_eq!(fs::read(&page).unwrap(), b"somebody's");
    published(&site, &["--overwrite"]);
    site.remove("content/c.md");
    rebuild(&site);
    published(&site, &[]);
    let mut found = readers_find(&www);
    found.retain(|path, _| !path.ends_with(".gz"));
    assert_same(&found, &readers_find(&site.path("public")), "then");
    let packed = readers_find(&www)
        .into_keys()
        .filter(|path| path.ends_with(".gz"));
    for path in packed {
        assert!(
            site.exists(&format!("public/{}", path.trim_end_matches(".gz"))),
            "{path} should be gone"
        );
    }
    // The second publisher stops and names the first.
    let lock =
        "{\"who\":\"salma@newsroom\",\"since\":\"now\",\"until\":9999999999,\"token\":\"x\"}";
    fs::write(www.join(".warraq-lock.json"), lock).unwrap();
    let told = refused(&site, &[], "publish-locked");
    assert!(told.contains("salma@newsroom is publishing to"), "{told}");
    published(&site, &["--break-lock"]);
}

#[test]
fn no_kill_breaks_a_page() {
    let Some(sshd) = Sshd::start() else { return };
    let editions = editions();
    let www = sshd.root("www");
    let site: Site = site_of(&editions[0], &sshd.target("www", ", max_deletes: 1000"));
    published(&site, &[]);
    let mut random = Random(5);
    for n in 1..=4 {
        let edition = &editions[n % editions.len()];
        set(&site, edition);
        let mut child = command(site.root(), &["publish", "--quiet", "--break-lock"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(random.below(2500) as u64));
        let _ = child.kill();
        child.wait().unwrap();
        // An rsync that was under way ends what it was told to do.
        std::thread::sleep(Duration::from_millis(300));
        let faults = crawl::faults(&www);
        assert!(faults.is_empty(), "{n}: {faults:#?}");
        published(&site, &["--break-lock"]);
        assert_same(&readers_find(&www), &edition.output, &format!("{n}"));
    }
}
