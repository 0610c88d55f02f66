//! `warraq serve`: what a browser gets, what nobody gets, and how soon an edit is seen.
//!
//! The real program listens on a free port, and is talked to over plain TCP: what a client sends is what is
//! written here.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use support::{NOW, Random, Site, command, edits, text, tree};

/// Longer than anything here takes on a machine that does other work.
const LONG: Duration = Duration::from_secs(60);

/// The program, serving until it is dropped.
struct Server {
    child: Child,
    address: String,
    /// The path of its home, as it said it.
    home: String,
    /// What it says on either of its outputs after its address.
    said: Receiver<String>,
}

impl Server {
    #[track_caller]
    fn start(root: &Path, arguments: &[&str]) -> Server {
        let mut all = vec!["serve"];
        if !arguments.contains(&"--port") {
            all.extend(["--port", "0"]);
        }
        if !arguments.contains(&"--built") {
            all.extend(["--now", NOW]);
        }
        all.extend(arguments);
        let mut child = command(root, &all)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let err = BufReader::new(child.stderr.take().unwrap());
        let mut url = String::new();
        out.read_line(&mut url).unwrap();
        let (say, said) = channel();
        let also = say.clone();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                let _ = say.send(line);
            }
        });
        std::thread::spawn(move || {
            for line in err.lines().map_while(Result::ok) {
                let _ = also.send(line);
            }
        });
        let rest = url.trim().strip_prefix("http://").unwrap_or_else(|| {
            let told: Vec<String> = said.iter().take(20).collect();
            panic!("no address: {url:?} {told:?}")
        });
        let at = rest.find('/').unwrap();
        Server {
            child,
            address: rest[..at].to_owned(),
            home: rest[at..].to_owned(),
            said,
        }
    }

    /// One that has planned its site.
    #[track_caller]
    fn planned(root: &Path, arguments: &[&str]) -> Server {
        let server = Server::start(root, arguments);
        server.says("planned in");
        server
    }

    /// Waits until a line it says holds `words`; the lines up to that one.
    #[track_caller]
    fn says(&self, words: &str) -> String {
        let mut lines = String::new();
        while !lines.contains(words) {
            match self.said.recv_timeout(LONG) {
                Ok(line) => lines = format!("{lines}{line}\n"),
                Err(_) => panic!("it never said {words:?}, but\n{lines}"),
            }
        }
        lines
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        stream
    }

    /// What it answers to these bytes.
    fn raw(&self, request: &[u8]) -> Reply {
        let mut stream = self.connect();
        // Whoever is refused early may be cut off while still sending.
        let _ = stream.write_all(request);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        Reply::read(&bytes)
    }

    fn ask(&self, method: &str, target: &str, headers: &[(&str, &str)]) -> Reply {
        let mut request = format!("{method} {target} HTTP/1.1\r\nconnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "host") {
            request.push_str(&format!("host: {}\r\n", self.address));
        }
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        self.raw(format!("{request}\r\n").as_bytes())
    }

    fn get(&self, target: &str) -> Reply {
        self.ask("GET", target, &[])
    }

    /// What is served of these files of the output.
    fn all<'a>(&self, files: impl Iterator<Item = &'a String>) -> Vec<(String, Reply)> {
        let get = |file: &String| (file.clone(), self.get(&encoded(&address(file))));
        files.map(get).collect()
    }

    /// Asks for `target` until what comes is `right`.
    #[track_caller]
    fn until(&self, target: &str, right: impl Fn(&Reply) -> bool) -> Reply {
        let begun = Instant::now();
        loop {
            let reply = self.get(target);
            if right(&reply) {
                return reply;
            }
            assert!(
                begun.elapsed() < LONG,
                "{target}: {} {}",
                reply.status,
                reply.text()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer.
#[derive(Debug)]
struct Reply {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Reply {
    fn read(bytes: &[u8]) -> Reply {
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
            // Cut off without an answer.
            let (status, headers, body) = (0, BTreeMap::new(), bytes.to_vec());
            return Reply {
                status,
                headers,
                body,
            };
        };
        let head = text(&bytes[..end]);
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap();
        Reply {
            status: status.parse().unwrap(),
            headers: lines
                .filter_map(|line| line.split_once(": "))
                .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
                .collect(),
            body: bytes[end + 4..].to_vec(),
        }
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    fn text(&self) -> String {
        text(&self.body)
    }

    /// The page without what the preview adds to it.
    #[track_caller]
    fn as_built(&self) -> String {
        let page = self.text();
        let script = page
            .find("<script src=\"/.warraq/live.js\"")
            .expect("the script");
        let end =
            script + page[script..].find("</script>\n").expect("its end") + "</script>\n".len();
        format!("{}{}", &page[..script], &page[end..]).replacen(
            "; script-src 'self'; connect-src 'self'",
            "",
            1,
        )
    }
}

const SITE: &str = "\
//- warraq.yaml
title: صحيفة المدينة
base_url: https://example.org/
time_zone: Asia/Riyadh
redirects:
  /قديم/: /2022/01/10/خبر/
//- content/local/a.md
---
title: خبر
date: 2022-01-10
tags: [ماء]
aliases: [/old/]
---
نص الخبر.
//- content/local/b.md
---
title: خبر آخر
date: 2022-01-11
---
نص آخر.
//- content/local/draft.md
---
title: مسودة
date: 2022-01-12
draft: true
---
نص.
//- static/robots-extra.txt
0123456789
//- static/صور/a.css
p { color: red }
";

/// A target as a browser sends it.
fn encoded(path: &str) -> String {
    path.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// The address of a file.
fn address(file: &str) -> String {
    let url = file.strip_suffix("index.html").unwrap_or(file);
    format!("/{url}")
}

/// Nothing of what was served differs from what was built, but for what the preview adds.
#[track_caller]
fn assert_as_built(served: &[(String, Reply)], built: &BTreeMap<String, Vec<u8>>) {
    for (file, reply) in served {
        let bytes = &built[file];
        let is_page = reply.header("content-type").starts_with("text/html");
        let shown = match is_page {
            true => reply.as_built().into_bytes(),
            false => reply.body.clone(),
        };
        let difference = || support::difference(bytes, &shown);
        assert!(shown == *bytes, "{file}\n{}", difference());
    }
}

#[test]
fn a_page_served_is_the_page_built() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR"));
    let site = Site::new("");
    for folder in ["content", "static", "templates"] {
        for (path, bytes) in tree(&sample.join(folder)) {
            site.write(&format!("{folder}/{path}"), bytes);
        }
    }
    site.write("warraq.yaml", fs::read(sample.join("warraq.yaml")).unwrap());
    let random = edits::random_site(&mut Random(7), 40);
    for site in [site, random, Site::new(SITE)] {
        let server = Server::planned(site.root(), &[]);
        assert!(!site.exists("public"), "a preview writes nothing");
        let built = site.clean(&["--quiet"]);
        let served = server.all(built.keys());
        assert_as_built(&served, &built);
        for (file, reply) in served {
            let is_redirect = reply.status == 302 && !reply.header("location").is_empty();
            assert!(
                reply.status == 200 || is_redirect,
                "{file}: {}",
                reply.status
            );
            assert_eq!(reply.header("content-length"), reply.body.len().to_string());
        }
        assert!(!site.exists("public"));
    }
}

#[test]
fn an_edited_headline_is_everywhere_at_once_as_a_build_has_it() {
    let site = edits::random_site(&mut Random(7), 40);
    let articles = tree(&site.root().join("content")).into_keys();
    let articles: Vec<String> = articles
        .filter(|path| path.contains("article-"))
        .map(|path| format!("content/{path}"))
        .collect();
    // The front matter behind the headline, and the text.
    let rest = |path: &str| {
        let text = site.read(path);
        let (_, rest) = text.split_once("\ndate:").unwrap();
        format!("date:{rest}")
    };
    for (at, path) in articles.iter().enumerate() {
        // No address is made of a headline.
        let rest = rest(path);
        site.write(path, format!("---\ntitle: خبر {at}\nslug: a{at}\n{rest}"));
    }
    let server = Server::planned(site.root(), &[]);
    let before = site.clean(&["--quiet"]);
    for (at, title) in [(5, "حديث الميناء والماء"), (30, "عن الماء")] {
        let (path, page) = (&articles[at], format!("/a{at}/index.html"));
        let rest = rest(path);
        site.write(path, format!("---\ntitle: {title}\nslug: a{at}\n{rest}"));
        let page = before.keys().find(|file| file.ends_with(&page)).unwrap();
        server.until(&encoded(&address(page)), |reply| {
            reply.text().contains(title)
        });
        let served = server.all(before.keys());
        assert_as_built(&served, &site.clean(&["--quiet"]));
    }
}

#[test]
fn arabic_addresses_are_found_raw_and_encoded_and_folders_have_a_slash() {
    let site = Site::new(SITE);
    let server = Server::planned(site.root(), &[]);
    let page = server.get(&encoded("/2022/01/10/خبر/"));
    assert_eq!(page.status, 200);
    for target in [
        "/2022/01/10/خبر/",
        "/2022/01/10/%d8%ae%d8%a8%d8%b1/",
        "/2022/01/10/خبر/?a=1",
    ] {
        let same = server.get(target);
        assert_eq!(
            (same.status, same.body),
            (200, page.body.clone()),
            "{target}"
        );
    }
    let moved = server.get("/2022/01/10/خبر?a=1");
    assert_eq!(moved.status, 302);
    let to = format!("{}?a=1", encoded("/2022/01/10/خبر/"));
    assert_eq!(moved.header("location"), to);
    for old in ["/old/", "/قديم/"] {
        let redirect = server.get(&encoded(old));
        assert_eq!(redirect.status, 302, "{old}");
        assert_eq!(redirect.header("location"), encoded("/2022/01/10/خبر/"));
    }
    let missing = server.get("/nothing/");
    assert_eq!(missing.status, 404);
    assert!(
        missing.text().contains("الصفحة غير موجودة"),
        "{}",
        missing.text()
    );
    assert_eq!(server.get("//evil.example/").status, 404);
    assert_eq!(server.get("//evil.example").header("location"), "");
}

#[test]
fn a_site_below_a_path_is_served_there() {
    let site = Site::new(&SITE.replace("https://example.org/", "https://example.org/أرشيف/"));
    let server = Server::planned(site.root(), &[]);
    let home = encoded("/أرشيف/");
    assert_eq!(server.home, home);
    let moved = server.get("/");
    assert_eq!((moved.status, moved.header("location")), (302, &*home));
    let page = server.get(&home);
    assert_eq!(page.status, 200);
    // Its links are found where they say.
    let page = page.text();
    let (_, link) = page.split_once("rel=\"stylesheet\" href=\"").unwrap();
    let link = link.split('"').next().unwrap();
    assert!(link.starts_with(&home), "{link}");
    assert_eq!(
        server.get(link).header("content-type"),
        "text/css; charset=utf-8"
    );
}

#[test]
fn heads_tags_and_ranges_are_those_of_http() {
    let site = Site::new(SITE);
    // More than is read at once, so that it goes from the disk to the client piece by piece.
    let large: Vec<u8> = (0..3_000_000u32).map(|n| n.to_le_bytes()[0]).collect();
    site.write("static/large.bin", &large);
    let server = Server::planned(site.root(), &[]);
    for target in ["/", "/robots-extra.txt", "/large.bin", "/nothing/"] {
        let got = server.get(target);
        let head = server.ask("HEAD", target, &[]);
        assert_eq!((head.status, head.body.len()), (got.status, 0), "{target}");
        for name in ["content-length", "content-type", "etag"] {
            assert_eq!(head.header(name), got.header(name), "{target} {name}");
        }
    }
    for target in ["/", "/robots-extra.txt", "/large.bin"] {
        let tag = server.get(target).header("etag").to_owned();
        for known in [
            tag.clone(),
            format!("W/{tag}"),
            format!("\"x\", {tag}"),
            "*".into(),
        ] {
            let same = server.ask("GET", target, &[("if-none-match", &known)]);
            assert_eq!((same.status, same.body.len()), (304, 0), "{target} {known}");
            assert_eq!(same.header("etag"), tag);
        }
        assert_eq!(
            server
                .ask("GET", target, &[("if-none-match", "\"x\"")])
                .status,
            200
        );
        let part = server.ask("GET", target, &[("range", "bytes=1-3"), ("if-range", &tag)]);
        assert_eq!((part.status, part.body.len()), (206, 3));
        let whole = server.ask(
            "GET",
            target,
            &[("range", "bytes=1-3"), ("if-range", "\"x\"")],
        );
        assert_eq!(whole.status, 200);
    }
    let range = |target: &str, range: &str| server.ask("GET", target, &[("range", range)]);
    for (asked, from, to) in [
        ("bytes=0-0", 0, 1),
        ("bytes=1000000-2999999", 1_000_000, 3_000_000),
        ("bytes=2999990-", 2_999_990, 3_000_000),
        ("bytes=-5", 2_999_995, 3_000_000),
        ("bytes=5-18446744073709551615", 5, 3_000_000),
        ("bytes=-18446744073709551616", 0, 3_000_000),
    ] {
        let part = range("/large.bin", asked);
        assert_eq!(part.status, 206, "{asked}");
        assert_eq!(
            part.header("content-range"),
            format!("bytes {from}-{}/3000000", to - 1)
        );
        assert!(part.body == large[from..to], "{asked}");
    }
    for asked in ["bytes=3000000-", "bytes=18446744073709551616-", "bytes=-0"] {
        let nothing = range("/large.bin", asked);
        assert_eq!(nothing.status, 416, "{asked}");
        assert_eq!(nothing.header("content-range"), "bytes */3000000");
    }
    for absurd in [
        "bytes=",
        "bytes=-",
        "bytes=9-1",
        "bytes=a-b",
        "bytes=0-1,3-4",
        "pages=1-2",
        "bytes=--1",
    ] {
        assert_eq!(
            range("/robots-extra.txt", absurd).body,
            b"0123456789\n",
            "{absurd}"
        );
    }
}

#[test]
fn no_path_leads_out_of_the_site() {
    let site = Site::new(SITE);
    site.built(&["--quiet"]);
    site.write("secret.txt", "SECRET");
    site.write("public/.git/config", "SECRET");
    #[cfg(unix)]
    std::os::unix::fs::symlink(site.path("secret.txt"), site.path("public/link.txt")).unwrap();
    for arguments in [&[][..], &["--built"]] {
        let server = Server::start(site.root(), arguments);
        for target in [
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "/.%2E/secret.txt",
            "/%2e%2e%2fsecret.txt",
            "/..%2Fsecret.txt",
            "/..%5csecret.txt",
            "/..\\secret.txt",
            "/a/../../secret.txt",
            "/%252e%252e/secret.txt",
            "/%c0%ae%c0%ae/secret.txt",
            "/secret.txt%00.html",
            "/secret.txt\u{0}",
            "/./../secret.txt",
            "//../secret.txt",
            "/link.txt",
            "/.git/config",
            "/.warraq/public.manifest",
            "/.warraq/../secret.txt",
            "/warraq.yaml",
            "/content/local/a.md",
            "/etc/passwd",
            "//etc/passwd",
            "http://localhost/../secret.txt",
            "file:///etc/passwd",
        ] {
            let reply = server.get(target);
            assert!(
                matches!(reply.status, 0 | 400 | 404),
                "{target}: {}",
                reply.status
            );
            assert!(!reply.text().contains("SECRET"), "{target}");
            assert!(!reply.text().contains("root:"), "{target}");
        }
        // Bytes that are no text, as they stand.
        let bytes = b"GET /\xff\xfe/\xc0\xae\xc0\xae/ HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        assert!(matches!(server.raw(bytes).status, 0 | 400), "{arguments:?}");
        assert_eq!(server.get("/").status, 200);
    }
}

#[test]
fn only_this_machine_is_answered_and_only_under_its_own_names() {
    let site = Site::new(SITE);
    let server = Server::planned(site.root(), &[]);
    assert!(
        server.address.starts_with("127.0.0.1:"),
        "{}",
        server.address
    );
    for host in [
        "localhost",
        "localhost:1",
        "127.0.0.1",
        "[::1]:9",
        "news.localhost",
    ] {
        assert_eq!(
            server.ask("GET", "/", &[("host", host)]).status,
            200,
            "{host}"
        );
    }
    for host in [
        "example.org",
        "127.0.0.1.example.org",
        "localhost.example.org",
        "",
        "x@y",
    ] {
        for target in [
            "/",
            "/.warraq/live",
            "/.warraq/live.js",
            "/.warraq/faults?page=/",
        ] {
            let reply = server.ask("GET", target, &[("host", host)]);
            assert!(
                matches!(reply.status, 400 | 421),
                "{host} {target}: {}",
                reply.status
            );
            assert!(!reply.text().contains("خبر"), "{host}");
        }
    }
    // The address of a proxy's request is what counts, whatever the header says.
    let proxied = server.ask("GET", "http://example.org/", &[("host", "localhost")]);
    assert_eq!(proxied.status, 421);
    let none = server.raw(b"GET / HTTP/1.0\r\n\r\n");
    assert_eq!(none.status, 400);
    let two = server.raw(
        b"GET / HTTP/1.1\r\nhost: localhost\r\nhost: example.org\r\nconnection: close\r\n\r\n",
    );
    assert!(matches!(two.status, 400 | 421), "{}", two.status);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"] {
        assert_eq!(server.ask(method, "/", &[]).status, 405, "{method}");
    }
}

#[test]
fn heads_that_are_huge_slow_or_nonsense_harm_nobody() {
    let site = Site::new(SITE);
    let server = Server::planned(site.root(), &[]);
    let huge = "x".repeat(200_000);
    let reply = server.ask("GET", "/", &[("x-huge", &huge)]);
    assert!(matches!(reply.status, 0 | 431), "{}", reply.status);
    let many: String = (0..5000).map(|n| format!("x-{n}: y\r\n")).collect();
    let many = format!("GET / HTTP/1.1\r\nhost: localhost\r\n{many}\r\n");
    assert!(matches!(server.raw(many.as_bytes()).status, 0 | 431));
    let long = server.get(&format!("/{}", "a".repeat(10_000)));
    assert!(matches!(long.status, 0 | 400 | 414), "{}", long.status);
    for nonsense in [
        &b"\0\0\0\0"[..],
        b"\r\n\r\n\r\n\r\n",
        b"GET\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01",
        b"GET / HTTP/9\r\n\r\n",
    ] {
        let status = {
            let mut stream = server.connect();
            stream.write_all(nonsense).unwrap();
            stream.shutdown(std::net::Shutdown::Write).unwrap();
            let mut bytes = Vec::new();
            let _ = stream.read_to_end(&mut bytes);
            Reply::read(&bytes).status
        };
        assert!(matches!(status, 0 | 400 | 505), "{nonsense:?}: {status}");
    }
    // Clients that never finish are cut, and others are answered meanwhile.
    let slow: Vec<TcpStream> = (0..50)
        .map(|_| {
            let mut stream = server.connect();
            stream.write_all(b"GET / HTTP/1.1\r\nhost: local").unwrap();
            stream
        })
        .collect();
    assert_eq!(server.get("/").status, 200);
    for mut stream in slow {
        let mut bytes = Vec::new();
        // The end of the stream comes, and not the end of this test's patience.
        let read = stream.read_to_end(&mut bytes);
        let is_cut = read.is_ok()
            || read.is_err_and(|error| error.kind() == std::io::ErrorKind::ConnectionReset);
        assert!(is_cut, "a slow client was waited for");
    }
}

#[test]
fn who_takes_nothing_is_cut_off() {
    let site = Site::new(SITE);
    site.write("static/large.bin", vec![7; 64_000_000]);
    let server = Server::planned(site.root(), &[]);
    let mut stream = server.connect();
    let request = format!(
        "GET /large.bin HTTP/1.1\r\nhost: {}\r\n\r\n",
        server.address
    );
    stream.write_all(request.as_bytes()).unwrap();
    // Longer than the server waits.
    std::thread::sleep(Duration::from_secs(25));
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    assert!(bytes.len() < 64_000_000, "{}", bytes.len());
    assert_eq!(server.get("/large.bin").body.len(), 64_000_000);
}

#[test]
fn every_edit_is_seen() {
    for arguments in [&[][..], &["--poll"]] {
        let site = Site::new(SITE);
        let server = Server::planned(site.root(), arguments);
        let article = encoded("/2022/01/10/خبر/");
        let page = server.get(&article);
        assert!(page.text().contains("نص الخبر."));
        let edited = site
            .read("content/local/a.md")
            .replace("نص الخبر.", "نص معدل.");
        site.write("content/local/a.md", edited);
        let now = server.until(&article, |reply| reply.text().contains("نص معدل."));
        assert_ne!(now.header("etag"), page.header("etag"));
        // A new one, in a new folder.
        site.write(
            "content/جديد/c.md",
            "---\ntitle: جديد\ndate: 2022-02-01\n---\nنص.\n",
        );
        let new = encoded("/2022/02/01/جديد/");
        server.until(&new, |reply| reply.status == 200);
        server.until("/", |reply| reply.text().contains("جديد"));
        site.remove("content/جديد/c.md");
        server.until(&new, |reply| reply.status == 404);
        // Templates, in a folder that was not there.
        site.write("templates/404.html", "نموذج {{ site.title }}");
        server.until("/nothing/", |reply| reply.text().contains("نموذج"));
        site.write("static/robots-extra.txt", "abc\n");
        server.until("/robots-extra.txt", |reply| reply.body == b"abc\n");
        site.write("static/new/x.txt", "new");
        server.until("/new/x.txt", |reply| reply.body == b"new");
        let config = site
            .read("warraq.yaml")
            .replace("صحيفة المدينة", "صحيفة القرية");
        site.write("warraq.yaml", config);
        server.until("/", |reply| reply.text().contains("صحيفة القرية"));
        // As editors save: a new file takes the old one's place.
        let saved = site
            .read("content/local/b.md")
            .replace("نص آخر.", "نص محفوظ.");
        site.write("content/local/.b.md.swp", saved);
        fs::rename(
            site.path("content/local/.b.md.swp"),
            site.path("content/local/b.md"),
        )
        .unwrap();
        let other = encoded("/2022/01/11/خبر-آخر/");
        server.until(&other, |reply| reply.text().contains("نص محفوظ."));
        // And all of it is what a build makes.
        for (file, bytes) in site.clean(&["--quiet"]) {
            let reply = server.get(&encoded(&address(&file)));
            let is_page = reply.text().contains("/.warraq/live.js");
            let served = if is_page {
                reply.as_built().into_bytes()
            } else {
                reply.body
            };
            assert!(served == bytes, "{file}");
        }
    }
}

#[test]
fn files_and_folders_may_change_places() {
    for arguments in [&[][..], &["--poll"]] {
        let site = Site::new(SITE);
        let server = Server::planned(site.root(), arguments);
        let article = encoded("/2022/01/10/خبر/");
        // A file that is gone and there again within a moment, as some editors save.
        let text = site.read("content/local/a.md");
        for n in 0..5 {
            site.remove("content/local/a.md");
            site.write(
                "content/local/a.md",
                text.replace("نص الخبر.", &format!("نص {n}.")),
            );
        }
        server.until(&article, |reply| reply.text().contains("نص 4."));
        // A folder that is renamed: the section is another, and all of it is found.
        fs::rename(site.path("content/local"), site.path("content/regional")).unwrap();
        server.until("/regional/", |reply| reply.status == 200);
        server.until("/local/", |reply| reply.status == 404);
        assert!(server.get(&article).text().contains("/regional/"));
        // A file whose name a folder takes, and the other way round.
        site.write("static/thing", "a file");
        server.until("/thing", |reply| reply.body == b"a file");
        site.remove("static/thing");
        site.write("static/thing/below.txt", "below");
        server.until("/thing/below.txt", |reply| reply.body == b"below");
        fs::remove_dir_all(site.path("static/thing")).unwrap();
        site.write("static/thing", "a file again");
        server.until("/thing", |reply| reply.body == b"a file again");
        // A template that is broken, mended and taken away.
        site.write("templates/404.html", "{% if %}");
        server.says("templates/404.html");
        site.write("templates/404.html", "{{ site.title }} هنا");
        server.until("/nothing/", |reply| reply.text().contains("هنا"));
        fs::remove_dir_all(site.path("templates")).unwrap();
        server.until("/nothing/", |reply| {
            reply.status == 404 && !reply.text().contains("هنا")
        });
    }
}

#[test]
fn a_broken_edit_is_told_with_its_line_and_the_last_good_site_stays() {
    let site = Site::new(SITE);
    let server = Server::planned(site.root(), &[]);
    let (article, other) = (encoded("/2022/01/10/خبر/"), encoded("/2022/01/11/خبر-آخر/"));
    let good = server.get(&article);
    let mut events = Events::of(&server, "");
    assert_eq!(events.next()["faults"], serde_json::json!([]));
    let right = site.read("content/local/a.md");
    site.write(
        "content/local/a.md",
        right.replace("date: 2022-01-10", "date: gestern"),
    );
    let told = events.next();
    let fault = &told["faults"][0];
    assert_eq!(
        (&fault["code"], &fault["place"]),
        (&"bad-date".into(), &"content/local/a.md:3:7".into())
    );
    assert_eq!(fault["text"], "date: gestern");
    let said = server.says("the last good site is shown");
    assert!(said.contains("content/local/a.md:3:7"), "{said}");
    // The page that was looked at, and the others.
    assert_eq!(server.get(&article).body, good.body);
    assert!(server.get(&other).text().contains("نص آخر."));
    site.write("content/local/a.md", right.replace("نص الخبر.", "نص مصحح."));
    assert_eq!(events.next()["faults"], serde_json::json!([]));
    assert!(server.get(&article).text().contains("نص مصحح."));
    // A template that cannot be read.
    site.write("templates/article.html", "{% if %}");
    assert_eq!(events.next()["faults"][0]["code"], "template");
    assert!(server.get(&other).text().contains("نص آخر."));
    // One that only fails when a page is made: that page says so, and no other.
    site.write("templates/article.html", "{{ nothing.at.all }}");
    assert_eq!(events.next()["faults"], serde_json::json!([]));
    let page = server.get(&other);
    assert_eq!(page.status, 500);
    assert!(
        page.text().contains("templates/article.html:1:"),
        "{}",
        page.text()
    );
    let asked = server.get(&format!(
        "/.warraq/faults?page={}",
        other.replace('%', "%25")
    ));
    let faults: serde_json::Value = serde_json::from_slice(&asked.body).unwrap();
    assert_eq!(faults[0]["code"], "template", "{faults}");
    assert_eq!(server.get("/").status, 200);
    site.remove("templates/article.html");
    server.until(&other, |reply| reply.text().contains("نص آخر."));
    assert!(!site.exists("public"));
}

#[test]
fn a_site_that_is_broken_from_the_start_says_so_on_every_page_until_it_is_mended() {
    let site = Site::new(&SITE.replace("date: 2022-01-11", "date: gestern"));
    let server = Server::start(site.root(), &[]);
    for target in ["/", "/nothing/", "/robots-extra.txt"] {
        let reply = server.get(target);
        assert_eq!(reply.status, 500);
        assert!(
            reply.text().contains("content/local/b.md:3:7"),
            "{}",
            reply.text()
        );
        assert!(reply.text().contains("/.warraq/live.js"));
    }
    site.write(
        "content/local/b.md",
        "---\ntitle: خبر\ndate: 2022-01-11\n---\nنص.\n",
    );
    server.until("/", |reply| reply.status == 200);
}

#[test]
fn a_browser_hears_of_files_that_changed() {
    let site = Site::new(SITE);
    let server = Server::planned(site.root(), &[]);
    let mut events = Events::of(&server, "");
    let first = events.next();
    assert_eq!(first["files"], serde_json::json!([]));
    site.write("static/صور/a.css", "p { color: blue }");
    let css = encoded("/صور/a.css");
    let second = events.next();
    assert_eq!(second["files"], serde_json::json!([css]));
    // One that was away is told what it has missed, and one that comes anew nothing.
    let since = first["since"].as_str().unwrap();
    assert_eq!(
        Events::of(&server, since).next()["files"],
        serde_json::json!([css])
    );
    assert_eq!(
        Events::of(&server, "1.1").next()["files"],
        serde_json::json!([])
    );
}

#[test]
fn what_is_withheld_is_shown_only_when_asked_for() {
    let site = Site::new(SITE);
    site.write(
        "content/later.md",
        "---\ntitle: غدا\ndate: 2030-01-01\n---\nنص.\n",
    );
    let (draft, later) = (encoded("/2022/01/12/مسودة/"), encoded("/2030/01/01/غدا/"));
    for (arguments, draft_status, later_status) in [
        (&[][..], 404, 404),
        (&["--drafts"], 200, 404),
        (&["--future"], 404, 200),
        (&["--drafts", "--future"], 200, 200),
    ] {
        let server = Server::planned(site.root(), arguments);
        assert_eq!(server.get(&draft).status, draft_status, "{arguments:?}");
        assert_eq!(server.get(&later).status, later_status, "{arguments:?}");
    }
}

#[test]
fn a_port_that_is_taken_gives_way_to_the_next_and_it_is_said() {
    let site = Site::new(SITE);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let server = Server::start(site.root(), &["--port", &port.to_string()]);
    assert!(server.address != format!("127.0.0.1:{port}"));
    let next = server.address.rsplit(':').next().unwrap();
    server.says(&format!("port {port} is taken: it is {next}"));
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn the_last_build_is_shown_at_once_where_nothing_has_changed() {
    let site = Site::new(SITE);
    site.built(&["--quiet"]);
    let built = tree(&site.path("public"));
    let memory = tree(&site.path(".warraq"));
    let server = Server::start(site.root(), &[]);
    let page = server.get("/");
    assert_eq!(page.as_built().into_bytes(), built["index.html"]);
    server.says("planned in");
    assert_eq!(server.get("/").body, page.body);
    // A file of the output that was altered is not served, whenever it is asked for.
    drop(server);
    site.write("public/index.html", "altered");
    let server = Server::start(site.root(), &[]);
    assert_eq!(server.get("/").body, page.body);
    server.says("planned in");
    drop(server);
    site.write("public/index.html", &built["index.html"]);
    assert!(
        tree(&site.path("public")) == built,
        "a preview writes nothing"
    );
    for (path, bytes) in tree(&site.path(".warraq")) {
        let is_kept = path.starts_with("articles/") || path == "files" || path == "lock";
        assert!(
            is_kept || memory.get(&path) == Some(&bytes),
            "{path} was written"
        );
    }
}

#[test]
fn a_preview_and_a_build_do_not_wait_for_each_other() {
    let site = Site::new(SITE);
    let server = Server::planned(site.root(), &[]);
    // The preview hands over what it read when it has planned.
    let begun = Instant::now();
    while !site.build(&["--quiet"]).status.success() {
        assert!(begun.elapsed() < LONG);
    }
    site.built(&["--quiet"]);
    assert_eq!(server.get("/").status, 200);
    // A build that is running holds the lock: a preview starts all the same, and writes nothing.
    let before = tree(&site.path(".warraq"));
    let lock = fs::File::options()
        .write(true)
        .open(site.path(".warraq/lock"))
        .unwrap();
    lock.lock().unwrap();
    let other = Server::planned(site.root(), &[]);
    assert_eq!(other.get("/").status, 200);
    assert!(tree(&site.path(".warraq")) == before);
}

#[test]
fn an_address_that_would_be_lost_is_told() {
    let site = Site::new(SITE);
    site.built(&["--quiet"]);
    assert!(support::warraq(site.root(), &["lock"]).status.success());
    let server = Server::planned(site.root(), &[]);
    let mut events = Events::of(&server, "");
    events.next();
    site.remove("content/local/b.md");
    assert_eq!(events.next()["faults"][0]["code"], "url-dropped");
    server.says("a build would end here");
}

const RULES: &str = "\
//- static/_headers
/*
  X-Frame-Options: DENY
  Content-Length: 5
/2022/*
  Cache-Control: public, max-age=60
  X-Kind: خبر
nonsense
//- static/_redirects
/away https://example.com/x 302
/before/* /:splat
/2022/01/11/* /gone/ 302!
/robots-extra.txt /other 302
/app/* / 200
/closed/* /404.html 410
/a /b ?
";

#[test]
fn what_was_built_is_served_as_a_host_would() {
    let site = Site::new(&format!("{SITE}{RULES}"));
    site.built(&["--quiet"]);
    let server = Server::start(site.root(), &["--built"]);
    let said = server.says("_redirects:7:");
    assert!(said.contains("_headers:7:"), "{said}");
    let built = tree(&site.path("public"));
    for (file, bytes) in &built {
        let reply = server.get(&encoded(&address(file)));
        if file == "_headers" || file == "_redirects" {
            assert_eq!(reply.status, 404, "{file}");
        } else if !file.starts_with("2022/01/11/") {
            assert_eq!((reply.status, &reply.body), (200, bytes), "{file}");
        }
    }
    let page = server.get(&encoded("/2022/01/10/خبر/"));
    assert_eq!(page.header("x-frame-options"), "DENY");
    assert_eq!(page.header("cache-control"), "public, max-age=60");
    assert_eq!(page.header("content-length"), page.body.len().to_string());
    let led = |target: &str| {
        let reply = server.get(target);
        format!("{} {}", reply.status, reply.header("location"))
    };
    assert_eq!(led("/away"), "302 https://example.com/x");
    assert_eq!(
        led(&encoded("/before/خبر/")),
        format!("301 {}", encoded("/خبر/"))
    );
    assert_eq!(led(&encoded("/2022/01/11/خبر-آخر/")), "302 /gone/");
    assert_eq!(led("/robots-extra.txt"), "200 ");
    assert_eq!(server.get("/app/x").body, built["index.html"]);
    let closed = server.get("/closed/x");
    assert_eq!((closed.status, &closed.body), (410, &built["404.html"]));
    let missing = server.get("/nothing/");
    assert_eq!((missing.status, &missing.body), (404, &built["404.html"]));
    // What another build writes is seen.
    site.write("static/robots-extra.txt", "abc\n");
    site.built(&["--quiet"]);
    assert_eq!(server.get("/robots-extra.txt").body, b"abc\n");
}

/// The events of a preview, as a browser hears them.
struct Events {
    lines: std::io::Lines<BufReader<TcpStream>>,
}

impl Events {
    fn of(server: &Server, since: &str) -> Events {
        let mut stream = server.connect();
        let request = format!(
            "GET /.warraq/live?since={since} HTTP/1.1\r\nhost: {}\r\n\r\n",
            server.address
        );
        stream.write_all(request.as_bytes()).unwrap();
        Events {
            lines: BufReader::new(stream).lines(),
        }
    }

    /// The next state.
    #[track_caller]
    fn next(&mut self) -> serde_json::Value {
        let data = self
            .lines
            .by_ref()
            .map(|line| line.expect("an event before patience ends"))
            .find_map(|line| line.strip_prefix("data: ").map(str::to_owned));
        serde_json::from_str(&data.expect("an event")).unwrap()
    }
}

/// Pieces of targets that have led out of other servers' folders.
const PIECES: [&[u8]; 36] = [
    b"/",
    b"//",
    b"..",
    b".",
    b"%2e",
    b"%2E",
    b"%2f",
    b"%5c",
    b"\\",
    b"%00",
    b"\0",
    b"%",
    b"%%",
    b"%c0%ae",
    b"%e0%80%af",
    b"%252e",
    b"%u002e",
    b"\xff",
    b"\xd8",
    "خبر".as_bytes(),
    b"%d8%ae",
    b"index.html",
    b"404.html",
    b"_headers",
    b".git",
    b"config",
    b"secret.txt",
    b"link.txt",
    b"?",
    b"#",
    b";",
    b":",
    b"*",
    b"http://",
    b"@",
    b".warraq",
];

fn target(random: &mut Random) -> Vec<u8> {
    let mut target = b"/".to_vec();
    for _ in 0..random.below(12) {
        match random.below(8) {
            0 => target.push(random.next().to_le_bytes()[0]),
            _ => target.extend_from_slice(PIECES[random.below(PIECES.len())]),
        }
    }
    if !target.is_empty() && random.below(8) == 0 {
        let at = random.below(target.len());
        target[at] ^= 1 << random.below(8);
    }
    // What ends the line would be another request.
    target.retain(|byte| !matches!(byte, b'\r' | b'\n' | b' '));
    target
}

/// `WARRAQ_FUZZ_SECONDS=600 cargo test --test serve -- --ignored`.
#[test]
#[ignore = "runs for a minute, or for as long as it is told"]
fn no_target_gets_anything_out_or_brings_it_down() {
    let seconds = std::env::var("WARRAQ_FUZZ_SECONDS").ok();
    let seconds = seconds
        .and_then(|seconds| seconds.parse().ok())
        .unwrap_or(60);
    let seed = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap();
    let mut random = Random(seed.as_nanos() as u64);
    println!("seed {}", random.0);
    let site = Site::new(&format!("{SITE}{RULES}"));
    site.built(&["--quiet"]);
    site.write("secret.txt", "SECRET");
    site.write("public/.git/config", "SECRET");
    #[cfg(unix)]
    std::os::unix::fs::symlink(site.path("secret.txt"), site.path("public/link.txt")).unwrap();
    let servers = [
        Server::planned(site.root(), &[]),
        Server::start(site.root(), &["--built"]),
    ];
    let begun = Instant::now();
    let (mut asked, mut found) = (0u64, 0u64);
    while begun.elapsed() < Duration::from_secs(seconds) {
        let target = target(&mut random);
        for server in &servers {
            // An endless answer that is as it should be.
            if target.windows(5).any(|part| part == b"/live") {
                continue;
            }
            let mut request = b"GET ".to_vec();
            request.extend_from_slice(&target);
            request.extend_from_slice(b" HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
            let reply = server.raw(&request);
            asked += 1;
            found += u64::from(reply.status == 200);
            let shown = text(&target);
            let known = [0, 200, 206, 301, 302, 304, 400, 404, 410, 414, 421, 431];
            assert!(
                known.contains(&reply.status),
                "{shown:?}: {} {}",
                reply.status,
                reply.text()
            );
            assert!(!reply.text().contains("SECRET"), "{shown:?}");
            let to = reply.header("location");
            let is_ours = to.is_empty()
                || to == "https://example.com/x"
                || (to.starts_with('/') && !to.starts_with("//"));
            assert!(is_ours, "{shown:?} leads to {to}");
        }
    }
    println!("{asked} targets, {found} of them found");
    assert!(found > 0);
    for server in &servers {
        assert_eq!(server.get("/").status, 200);
    }
}
