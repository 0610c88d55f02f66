//! What happens to a site beside its articles: disks that fill up, folders that are read-only or deleted in
//! mid-build, two builds at once, names and trees at the limits of file systems, and a memory that was carried
//! about. Whatever it is: a clear error and the last good site, or the right bytes.
//!
//! What needs a disk of its own is left out, with a printed line, where mounting is not permitted.
#![cfg(target_os = "linux")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use support::edits::{edit, random_site};
use support::{NOW, Random, Site, assert_same, command, text, tree, warraq};

type Tree = BTreeMap<String, Vec<u8>>;

/// Two titles, each shown by every page: to change one for the other makes the whole site new.
const TITLES: [&str; 2] = ["صحيفة", "جريدة"];

const CONFIG: &str = "base_url: https://example.org/\ntime_zone: Asia/Riyadh\n";

fn titled(site: &Site, title: &str) {
    site.write("warraq.yaml", format!("title: {title}\n{CONFIG}"));
}

fn article(site: &Site, path: &str, front_matter: &str) {
    let text = format!("---\n{front_matter}\n---\nنص.\n");
    site.write(&format!("content/{path}"), text);
}

/// Writes a site of `n` articles.
fn write_site(site: &Site, n: usize) {
    titled(site, TITLES[0]);
    for at in 0..n {
        let front = format!("title: خبر {at}\ndate: 2022-01-10\ntags: [وسم {}]", at % 5);
        article(site, &format!("local/a{at}.md"), &front);
    }
}

fn site_of(n: usize) -> Site {
    let site = Site::new("");
    write_site(&site, n);
    site
}

/// What the clean site is with each of the titles.
fn clean_with_titles(site: &Site) -> [Tree; 2] {
    let clean = TITLES.map(|title| {
        titled(site, title);
        site.clean(&["--quiet"])
    });
    titled(site, TITLES[0]);
    clean
}

fn public(site: &Site) -> Tree {
    let mut files = tree(&site.path("public"));
    files.remove(FILLER);
    files
}

/// What the program said, and its exit code: never that of a panic or of a signal.
#[track_caller]
fn said(output: &std::process::Output) -> (String, i32) {
    let told = format!("{}{}", text(&output.stdout), text(&output.stderr));
    let code = output.status.code().unwrap_or(-1);
    assert!(
        (0..=2).contains(&code) && !told.contains("panicked"),
        "{code} {told}"
    );
    (told, code)
}

/// The next build is right: what a clean build makes, its receipt is that of the output, and nothing of what
/// was being done before is left.
#[track_caller]
fn assert_next_is_right(site: &Site, clean: &Tree, what: &str) {
    let (told, code) = said(&site.build(&["--quiet"]));
    assert_eq!(code, 0, "{what}: {told}");
    assert_same(&public(site), clean, what);
    let (told, code) = said(&warraq(
        site.root(),
        &["verify", "--quiet", "--ignore", FILLER],
    ));
    assert_eq!(code, 0, "{what}: {told}");
    assert!(!site.exists("public/.warraq-staging"), "{what}");
}

// Disks.

/// Something mounted, until it is dropped.
struct Mount(PathBuf);

impl Mount {
    fn new(arguments: &[&str], folder: &Path) -> Option<Mount> {
        let mut mount = Command::new("mount");
        let mounted = mount.args(arguments).arg(folder).output();
        match mounted {
            Ok(output) if output.status.success() => Some(Mount(folder.to_owned())),
            _ => {
                println!("left out: mounting is not permitted here");
                None
            }
        }
    }

    /// A disk of `bytes`.
    fn disk(folder: &Path, bytes: usize) -> Option<Mount> {
        fs::create_dir_all(folder).unwrap();
        let size = format!("size={bytes}");
        Mount::new(&["-t", "tmpfs", "-o", &size, "tmpfs"], folder)
    }

    /// A disk on which two names that differ only in case are one, as on a Mac. Its image lies beside the site.
    fn without_case(folder: &Path, image: &Path) -> Option<Mount> {
        fs::create_dir_all(folder).unwrap();
        fs::File::create(image).unwrap().set_len(32 << 20).unwrap();
        let formatted = Command::new("mkntfs")
            .args(["-F", "-q"])
            .arg(image)
            .output();
        let mut mount = Command::new("lowntfs-3g");
        let mounted = mount.args(["-o", "ignore_case"]).arg(image).arg(folder);
        match formatted.and_then(|_| mounted.output()) {
            Ok(output) if output.status.success() => Some(Mount(folder.to_owned())),
            _ => {
                println!("left out: no disk without case can be mounted here (ntfs-3g)");
                None
            }
        }
    }

    /// A folder that nobody can write to, the owner of the system included.
    fn read_only(folder: &Path) -> Option<Mount> {
        let name = folder.to_str().unwrap();
        let mount = Mount::new(&["--bind", name], folder)?;
        let read_only = Mount::new(&["-o", "remount,bind,ro"], folder)?;
        std::mem::forget(read_only);
        Some(mount)
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// A file that takes the room others need.
const FILLER: &str = "filler";
const BLOCK: usize = 4096;

/// Leaves `blocks` of the disk at `folder` free.
fn fill(folder: &Path, blocks: usize) {
    let file = folder.join(FILLER);
    let mut all = vec![1; 3 * 1024 * 1024];
    let _ = fs::write(&file, &all);
    let taken = fs::metadata(&file).unwrap().len() as usize / BLOCK;
    all.truncate(taken.saturating_sub(blocks) * BLOCK);
    fs::write(&file, all).unwrap();
}

/// A site of which the folder `on_disk` lies on a small disk: builds with less and less room, down to
/// none, and up to the block where there is enough.
fn try_full_disk(on_disk: &str) {
    let site = Site::new("");
    let disk = site.path(on_disk);
    let Some(_mount) = Mount::disk(&disk, 2 * 1024 * 1024) else {
        return;
    };
    write_site(&site, 6);
    let clean = clean_with_titles(&site);
    site.built(&["--quiet"]);
    let mut turn = 0;
    let mut try_with = |blocks: usize| -> bool {
        let what = format!("{on_disk:?} with {blocks} blocks");
        let (old, new) = (&clean[turn % 2], &clean[(turn + 1) % 2]);
        turn += 1;
        titled(&site, TITLES[turn % 2]);
        fill(&disk, blocks);
        let (told, code) = said(&site.build(&["--quiet"]));
        match code {
            0 => assert_same(&public(&site), new, &what),
            _ => {
                assert_eq!(code, 1, "{what}: {told}");
                assert!(told.contains("error[file-system]"), "{what}: {told}");
                assert_eq!(told.matches("error[").count(), 1, "{what}: {told}");
                assert!(told.contains("No space left"), "{what}: {told}");
                assert!(told.contains("Free some space"), "{what}: {told}");
                assert!(told.contains("nothing was written"), "{what}: {told}");
                assert_same(&public(&site), old, &what);
                assert!(!site.exists("public/.warraq-staging"), "{what}");
            }
        }
        fs::remove_file(disk.join(FILLER)).unwrap();
        assert_next_is_right(&site, new, &what);
        code == 0
    };
    // The least room that is enough.
    let (mut too_few, mut enough) = (0, 400);
    assert!(!try_with(too_few) && try_with(enough));
    while enough - too_few > 1 {
        let middle = usize::midpoint(too_few, enough);
        match try_with(middle) {
            true => enough = middle,
            false => too_few = middle,
        }
    }
    // Just below it, the pages have room and what is written after them has not.
    for blocks in enough.saturating_sub(8)..enough {
        assert!(!try_with(blocks), "{blocks} of {enough}");
    }
}

#[test]
fn a_disk_that_fills_up_leaves_the_last_good_site() {
    try_full_disk("");
}

#[test]
fn an_output_disk_that_fills_up_leaves_the_last_good_site() {
    try_full_disk("public");
}

#[test]
fn a_disk_without_room_for_the_memory_leaves_the_last_good_site() {
    try_full_disk(".warraq");
}

#[test]
fn a_read_only_output_is_told_and_left() {
    for folder in ["public", ".warraq"] {
        let site = site_of(6);
        let clean = clean_with_titles(&site);
        site.built(&["--quiet"]);
        let Some(mount) = Mount::read_only(&site.path(folder)) else {
            return;
        };
        titled(&site, TITLES[1]);
        let (told, code) = said(&site.build(&["--quiet"]));
        assert_eq!(code, 1, "{told}");
        assert!(told.contains("error[file-system]"), "{told}");
        assert!(told.contains("Read-only file system"), "{told}");
        assert!(
            told.contains("Check that you may read and write there"),
            "{told}"
        );
        assert!(told.contains("nothing was written"), "{told}");
        assert_same(&public(&site), &clean[0], folder);
        drop(mount);
        assert_next_is_right(&site, &clean[1], folder);
    }
}

#[test]
fn a_build_that_changes_nothing_needs_no_right_to_write_to_the_output() {
    let site = site_of(6);
    site.built(&["--quiet"]);
    let Some(_mount) = Mount::read_only(&site.path("public")) else {
        return;
    };
    assert!(site.built(&[]).contains(" 0 written"));
}

/// Renames a file in letter case alone, and builds again.
fn rename_in_case(site: &Site) {
    site.write("static/Notes.txt", "x\n");
    site.built(&["--quiet"]);
    fs::rename(site.path("static/Notes.txt"), site.path("static/notes.txt")).unwrap();
}

#[test]
fn a_file_renamed_in_case_alone_stays_where_case_does_not_count() {
    let site = site_of(3);
    let image = tempfile::tempdir().unwrap();
    let disk = Mount::without_case(&site.path("public"), &image.path().join("image"));
    if disk.is_none() {
        return;
    }
    rename_in_case(&site);
    site.built(&["--quiet"]);
    let files = tree(&site.path("public"));
    assert!(files.contains_key("notes.txt"), "{:?}", files.keys());
    assert!(!files.contains_key("Notes.txt"));
}

/// What such a disk shows, seen without one: by the new name the old file is there.
#[test]
fn a_file_renamed_in_case_alone_is_written_anew() {
    let site = site_of(3);
    rename_in_case(&site);
    let (old, new) = (site.path("public/Notes.txt"), site.path("public/notes.txt"));
    fs::hard_link(&old, &new).unwrap();
    let seen = fs::metadata(&new).unwrap().ino();
    site.built(&["--quiet"]);
    assert!(!old.exists());
    assert_ne!(fs::metadata(&new).unwrap().ino(), seen);
}

#[test]
fn the_source_may_be_read_only() {
    let site = site_of(6);
    let clean = clean_with_titles(&site);
    let Some(_mount) = Mount::read_only(&site.path("content")) else {
        return;
    };
    assert_next_is_right(&site, &clean[0], "content");
}

// In mid-build.

/// A build that is running, and is stopped and set going again.
struct Running(Option<Child>);

impl Running {
    fn build(site: &Site) -> Running {
        let mut build = command(site.root(), &["build", "--quiet", "--now", NOW]);
        let child = build.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        Running(Some(child.unwrap()))
    }

    fn id(&self) -> u32 {
        self.0.as_ref().unwrap().id()
    }

    fn signal(&self, signal: i32) {
        // A child that was not waited for keeps its number.
        unsafe { libc::kill(self.id().cast_signed(), signal) };
    }

    fn state(&self) -> char {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.id())).unwrap();
        let state = stat
            .rsplit_once(") ")
            .and_then(|(_, rest)| rest.chars().next());
        state.unwrap()
    }

    /// Stops it as soon as `moment` has come; whether it was still running then.
    fn stop_when(&self, moment: impl Fn() -> bool) -> bool {
        let since = Instant::now();
        while !moment() && self.state() != 'Z' {
            assert!(since.elapsed() < Duration::from_secs(60), "it hangs");
            std::thread::sleep(Duration::from_micros(200));
        }
        self.signal(libc::SIGSTOP);
        while !['T', 'Z'].contains(&self.state()) {
            std::thread::yield_now();
        }
        self.state() == 'T'
    }

    /// Lets it go on; what it said in the end.
    fn go_on(mut self) -> (String, i32) {
        self.signal(libc::SIGCONT);
        said(&self.0.take().unwrap().wait_with_output().unwrap())
    }

    fn killed(mut self) {
        let mut child = self.0.take().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(mut child) = self.0.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// How far a build has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    /// It has the lock.
    Begun,
    /// So many folders and files wait beside the output.
    Staged(usize),
    /// The receipt is being written.
    Receipt,
    /// What was staged is being put in place.
    Commit,
}

const MOMENTS: [Moment; 6] = [
    Moment::Begun,
    Moment::Staged(0),
    Moment::Staged(40),
    Moment::Staged(250),
    Moment::Receipt,
    Moment::Commit,
];

impl Moment {
    fn has_come(self, site: &Site) -> bool {
        let staging = site.path("public/.warraq-staging");
        match self {
            Moment::Begun => {
                fs::metadata(site.path(".warraq/lock")).is_ok_and(|lock| lock.len() > 0)
            }
            Moment::Staged(n) => {
                walkdir::WalkDir::new(staging.join("tree"))
                    .into_iter()
                    .filter_map(Result::ok)
                    .count()
                    > n
            }
            Moment::Receipt => staging.join("receipt.json").exists(),
            Moment::Commit => staging.join("journal").exists(),
        }
    }
}

/// A build over which something came.
struct Aftermath<'a> {
    site: &'a Site,
    /// What the site was, and what it is to be.
    clean: &'a [Tree; 2],
    /// The moment, in words.
    what: String,
    /// Whether pages may have begun to move by then.
    has_begun: bool,
    /// What the build said in the end.
    told: String,
    code: i32,
}

/// Builds that make all of a site new, with `hardship` coming over one at each moment.
fn at_every_moment(hardship: &dyn Fn(&Site), check: &dyn Fn(&Aftermath)) {
    let site = &site_of(150);
    let clean = &clean_with_titles(site);
    for moment in MOMENTS {
        titled(site, TITLES[0]);
        assert_next_is_right(site, &clean[0], "before");
        titled(site, TITLES[1]);
        let running = Running::build(site);
        let is_running = running.stop_when(|| moment.has_come(site));
        let is_new = public(site).get("index.html") != clean[0].get("index.html");
        let has_begun = !is_running || is_new || Moment::Commit.has_come(site);
        hardship(site);
        let (told, code) = running.go_on();
        let what = format!("{moment:?}, running: {is_running}: {told}");
        check(&Aftermath {
            site,
            clean,
            what,
            has_begun,
            told,
            code,
        });
    }
}

/// A build of the site with another title than it was built with, stopped at `moment`, before anything moves.
fn stopped_at(site: &Site, moment: Moment) -> Running {
    for _ in 0..50 {
        titled(site, TITLES[0]);
        site.built(&["--quiet"]);
        titled(site, TITLES[1]);
        let running = Running::build(site);
        let is_running = running.stop_when(|| moment.has_come(site));
        // Where much else runs, the build may be further than it was seen to be.
        if is_running && moment.has_come(site) && !Moment::Commit.has_come(site) {
            return running;
        }
    }
    panic!("no build was seen at {moment:?}");
}

fn delete(site: &Site, folder: &str) {
    fs::remove_dir_all(site.path(folder)).unwrap();
}

#[test]
fn an_output_deleted_in_mid_build_is_told_and_made_again() {
    at_every_moment(&|site| delete(site, "public"), &|after| {
        let what = &after.what;
        if after.code != 0 {
            assert!(after.told.contains("error[file-system]"), "{what}");
            assert_eq!(after.told.matches("error[").count(), 1, "{what}");
            assert!(
                after.told.contains("deleted while the program ran"),
                "{what}"
            );
        } else if !after.has_begun {
            // It was deleted before there was anything to lose.
            assert_same(&public(after.site), &after.clean[1], what);
        }
        assert_next_is_right(after.site, &after.clean[1], what);
    });
}

/// Half of it is the worse half: nothing is missing that a build would stumble over.
/// A mount, or the folder a server was told to serve, may be there and empty before the first build.
#[test]
fn a_build_that_fails_leaves_an_output_folder_that_was_there() {
    let site = site_of(3);
    // A fault that is met when pages are made.
    site.write("templates/article.html", "{{ article.no.such.thing }}");
    let fails = || {
        let (told, code) = said(&site.build(&["--quiet"]));
        assert_eq!(code, 1, "{told}");
        told
    };
    fails();
    assert!(!site.exists("public"));
    fs::create_dir(site.path("public")).unwrap();
    let told = fails();
    assert!(site.exists("public"), "{told}");
    assert!(!site.exists("public/.warraq-staging"));
    // A link to such a folder leads there still.
    fs::remove_dir(site.path("public")).unwrap();
    fs::create_dir(site.path("web")).unwrap();
    std::os::unix::fs::symlink(site.path("web"), site.path("public")).unwrap();
    fails();
    assert!(site.path("public").is_dir());
}

#[test]
fn staged_pages_deleted_in_mid_build_are_missed() {
    let site = site_of(150);
    let clean = clean_with_titles(&site);
    let running = stopped_at(&site, Moment::Staged(40));
    let staged = support::paths(&site.path("public/.warraq-staging/tree")).next();
    site.remove(&format!("public/.warraq-staging/tree/{}", staged.unwrap()));
    let (told, code) = running.go_on();
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("deleted while the program ran"), "{told}");
    assert!(told.contains("nothing was written"), "{told}");
    assert_same(&public(&site), &clean[0], "the last good site");
    assert_next_is_right(&site, &clean[1], "the next");
}

#[test]
fn articles_deleted_in_mid_build_leave_the_last_good_site() {
    let content = tree(&site_of(150).path("content"));
    at_every_moment(&|site| delete(site, "content"), &|after| {
        let what = &after.what;
        match after.code {
            0 => assert_same(&public(after.site), &after.clean[1], what),
            _ => {
                assert!(after.told.contains("error["), "{what}");
                assert!(after.told.contains("nothing was written"), "{what}");
                assert_same(&public(after.site), &after.clean[0], what);
            }
        }
        for (path, bytes) in &content {
            after.site.write(&format!("content/{path}"), bytes);
        }
        assert_next_is_right(after.site, &after.clean[1], what);
    });
}

/// A program that saves a table empties it first. What was read of it then must not stay published for the file that
/// the site was planned with, which the next build finds unchanged.
#[test]
fn a_static_file_saved_in_mid_build_is_not_published_cut_short() {
    let site = site_of(150);
    let mut told_so = 0;
    for at in 0..6 {
        titled(&site, TITLES[at % 2]);
        let whole = format!("a,b\n1,{at}\n");
        // The last of all files, which is not copied yet when the first pages wait.
        site.write("static/zzz.csv", &whole);
        let running = Running::build(&site);
        running.stop_when(|| Moment::Staged(at).has_come(&site));
        site.write("static/zzz.csv", "a,b\n");
        let (told, code) = running.go_on();
        told_so += usize::from(code == 1 && told.contains("changed-meanwhile"));
        site.write("static/zzz.csv", &whole);
        site.built(&["--quiet"]);
        let published = fs::read_to_string(site.path("public/zzz.csv")).unwrap();
        assert_eq!(published, whole, "{told}");
    }
    assert_ne!(told_so, 0);
}

#[test]
fn a_memory_deleted_in_mid_build_costs_time_at_most() {
    at_every_moment(&|site| delete(site, ".warraq"), &|after| {
        let what = &after.what;
        match after.code {
            0 => assert_same(&public(after.site), &after.clean[1], what),
            _ => assert!(
                after.told.contains("deleted while the program ran"),
                "{what}"
            ),
        }
        assert_next_is_right(after.site, &after.clean[1], what);
    });
}

#[test]
fn a_build_killed_at_any_moment_is_finished_or_undone() {
    let site = site_of(150);
    let clean = clean_with_titles(&site);
    for (at, moment) in MOMENTS.into_iter().enumerate() {
        titled(&site, TITLES[0]);
        assert_next_is_right(&site, &clean[0], "before");
        titled(&site, TITLES[1]);
        let running = Running::build(&site);
        running.stop_when(|| moment.has_come(&site));
        running.killed();
        // The lock a dead program left is in nobody's way, whatever it says.
        if at % 2 == 0 {
            site.write(".warraq/lock", "process 1\nsince 2020-01-01T00:00:00Z\n");
        }
        assert_next_is_right(&site, &clean[1], &format!("{moment:?}"));
    }
}

/// What cannot be read may say that half of the pages have moved already.
#[test]
fn a_journal_that_cannot_be_read_is_told_and_kept() {
    let site = site_of(3);
    let clean = clean_with_titles(&site);
    site.built(&["--quiet"]);
    let staged = "public/.warraq-staging/tree/index.html";
    site.write(staged, "x");
    fs::create_dir(site.path("public/.warraq-staging/journal")).unwrap();
    let (told, code) = said(&site.build(&["--quiet"]));
    assert!(code == 1 && told.contains("journal"), "{told}");
    assert!(site.exists(staged), "{told}");
    fs::remove_dir(site.path("public/.warraq-staging/journal")).unwrap();
    assert_next_is_right(&site, &clean[0], "a journal");
}

#[test]
fn of_two_builds_at_once_the_second_is_told_who_has_the_site() {
    let site = site_of(150);
    let clean = clean_with_titles(&site);
    let first = stopped_at(&site, Moment::Staged(40));
    let (told, code) = said(&site.build(&[]));
    assert_eq!(code, 1, "{told}");
    let who = format!(
        "error[locked]: another build of this site is running (process {}, for ",
        first.id()
    );
    assert!(told.contains(&who), "{told}");
    assert!(told.contains(" now)"), "{told}");
    assert!(
        told.contains("Wait until it has ended and build again"),
        "{told}"
    );
    assert_same(&public_but_staged(&site), &clean[0], "the last good site");
    let (told, code) = first.go_on();
    assert_eq!(code, 0, "{told}");
    assert_same(&public(&site), &clean[1], "the first");
    assert_next_is_right(&site, &clean[1], "the second, later");
}

/// Two copies of a site have a memory each, and one output.
#[test]
fn of_two_builds_into_one_folder_the_second_is_refused() {
    let site = site_of(150);
    let clean = clean_with_titles(&site);
    let copy = Site::copy_of(site.root());
    let first = stopped_at(&site, Moment::Staged(40));
    let output = site.path("public");
    let output = ["--output", output.to_str().unwrap()];
    let (told, code) = said(&copy.build(&output));
    assert_eq!(code, 1, "{told}");
    assert!(
        told.contains("error[locked]: another build is writing to "),
        "{told}"
    );
    assert_same(&public_but_staged(&site), &clean[0], "the last good site");
    // Nor does it help to take the memory away.
    delete(&site, ".warraq");
    let (told, code) = said(&site.build(&[]));
    assert_eq!(code, 1, "{told}");
    assert!(
        told.contains("error[locked]: another build is writing to "),
        "{told}"
    );
    let (told, code) = first.go_on();
    assert_eq!(code, 0, "{told}");
    assert_next_is_right(&site, &clean[1], "the first");
    assert_eq!(said(&copy.build(&output)).1, 0);
}

/// The output without what waits in it.
fn public_but_staged(site: &Site) -> Tree {
    let mut files = public(site);
    files.retain(|path, _| !path.starts_with(".warraq-staging/"));
    files
}

// Names, folders and paths at their limits.

/// No name in the output is longer than a file's name can be.
#[track_caller]
fn assert_names_fit(files: &Tree) {
    for path in files.keys() {
        assert!(path.split('/').all(|part| part.len() <= 255), "{path}");
    }
}

#[test]
fn names_of_255_bytes_and_more_become_files() {
    let site = site_of(1);
    // Arabic letters are of two bytes.
    for letters in [120, 125, 126, 127, 128, 129, 400, 2000] {
        let long = "خ".repeat(letters);
        let words = "خبر ".repeat(letters / 4);
        let front = format!(
            "title: {long} {letters}\ndate: 2022-01-11\ntags: [{long}, {words}]\nauthors: [{long}]\nseries: {long}"
        );
        article(&site, &format!("local/title-{letters}.md"), &front);
        let front = format!("title: {letters}\ndate: 2022-01-12\nslug: {long}س");
        article(&site, &format!("local/slug-{letters}.md"), &front);
        if letters <= 126 {
            let front = format!("title: {letters}\ndate: 2022-01-13");
            article(&site, &format!("local/{long}.md"), &front);
            article(&site, &format!("{long}/a.md"), &front);
            article(
                &site,
                &format!("local/bundle-{letters}/index.md"),
                &format!("{front}\nimage: {{src: {long}.p, alt: x}}"),
            );
            site.write(&format!("content/local/bundle-{letters}/{long}.p"), "x");
            site.write(&format!("static/{long}.p"), "x");
        }
    }
    let clean = site.clean(&["--quiet"]);
    assert_next_is_right(&site, &clean, "long names");
    assert_names_fit(&clean);
    let longest = clean
        .keys()
        .flat_map(|path| path.split('/'))
        .map(str::len)
        .max();
    assert!(longest > Some(200), "{longest:?}");
}

#[test]
fn articles_sixty_folders_deep_are_articles_like_any() {
    let site = site_of(3);
    let mut folder = String::new();
    for depth in 1..=60 {
        folder.push_str(&format!("مجلد-{depth}/"));
        if depth % 20 == 0 {
            let front = format!(
                "title: خبر في {depth}\ndate: 2022-01-11\nimage: {{src: صورة.png, alt: x}}"
            );
            article(&site, &format!("{folder}خبر/index.md"), &front);
            site.write(&format!("content/{folder}خبر/صورة.png"), "x");
        }
        site.write(&format!("static/{folder}x.txt"), "x");
    }
    let clean = site.clean(&["--quiet"]);
    assert_next_is_right(&site, &clean, "deep");
    assert!(clean.contains_key(&format!("{folder}x.txt")));
    // And all of it goes again.
    delete(&site, "static");
    delete(&site, "content/مجلد-1");
    assert_next_is_right(&site, &site.clean(&["--quiet"]), "deep no more");
    assert_eq!(
        support::folders(&site.path("public")),
        support::folders_of(&public(&site))
    );
}

/// A path of more than 4096 bytes cannot be told to the system as a whole.
#[test]
fn an_address_longer_than_a_path_can_be_is_told_with_its_article() {
    let site = site_of(3);
    let clean = site.clean(&["--quiet"]);
    site.built(&["--quiet"]);
    let long = format!("/{}", "خبر-طويل".repeat(16)).repeat(20);
    article(
        &site,
        "local/long.md",
        &format!("title: طويل\ndate: 2022-01-11\nurl: {long}/"),
    );
    let (told, code) = said(&site.build(&["--quiet"]));
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("content/local/long.md"), "{told}");
    assert!(told.contains("too long"), "{told}");
    assert!(told.contains("nothing was written"), "{told}");
    assert_same(&public(&site), &clean, "the last good site");
    site.remove("content/local/long.md");
    assert_next_is_right(&site, &clean, "without it");
}

#[test]
fn content_deeper_than_a_path_can_be_is_told() {
    let site = site_of(3);
    let clean = site.clean(&["--quiet"]);
    site.built(&["--quiet"]);
    let deep = "م".repeat(120);
    let folders = vec![deep.as_str(); 13].join("/");
    site.write(&format!("aside/{folders}/a.md"), "x");
    site.write(
        &format!("content/{folders}/b.md"),
        "---\ntitle: ب\ndate: 2022-01-11\n---\n",
    );
    fs::rename(
        site.path("aside"),
        site.path(&format!("content/{folders}/aside")),
    )
    .unwrap();
    let (told, code) = said(&site.build(&["--quiet"]));
    assert_eq!(code, 1, "{told}");
    assert!(
        told.contains("error[file-system]") && told.contains("too long"),
        "{told}"
    );
    assert!(told.contains("shorter names or fewer folders"), "{told}");
    assert!(told.contains("nothing was written"), "{told}");
    assert_same(&public(&site), &clean, "the last good site");
    delete(&site, &format!("content/{deep}"));
    assert_next_is_right(&site, &clean, "without it");
}

#[test]
fn an_output_folder_may_have_the_longest_name_there_is() {
    let site = site_of(3);
    let clean = site.clean(&["--quiet"]);
    for name in ["o".repeat(255), "خ".repeat(127)] {
        site.built(&["--quiet", "--output", &name]);
        assert_same(&tree(&site.path(&name)), &clean, &name);
        let (told, code) = said(&warraq(site.root(), &["verify", "--quiet", &name]));
        assert_eq!(code, 0, "{told}");
    }
}

/// `n` articles of one day in one folder, whose pages lie in one folder too.
fn try_one_folder(n: usize) {
    let site = Site::new("");
    write_site(&site, n);
    site.built(&["--quiet"]);
    let files = public(&site);
    let pages = files
        .keys()
        .filter(|path| path.starts_with("2022/01/10/خبر-"));
    assert_eq!(pages.count(), n);
    article(
        &site,
        "local/a7.md",
        "title: خبر 7\ndate: 2022-01-10\ntags: [غيره]",
    );
    site.remove("content/local/a8.md");
    assert_next_is_right(&site, &site.clean(&["--quiet"]), "one folder");
}

#[test]
fn thousands_of_articles_may_lie_in_one_folder() {
    try_one_folder(3000);
}

/// `cargo test --release --test hardships -- --ignored`
#[test]
#[ignore = "takes a minute in a release build"]
fn fifty_thousand_articles_may_lie_in_one_folder() {
    try_one_folder(50_000);
}

// The memory, carried about.

/// The files of the memory that say something.
fn memory(site: &Site) -> Vec<String> {
    let folder = site.path(".warraq");
    let files = support::paths(&folder).filter(|path| path != "lock");
    files.map(|path| format!(".warraq/{path}")).collect()
}

/// A site with a memory, and an edit that no build has seen: an article changed, one deleted, one new.
struct Carried {
    site: Site,
    clean: Tree,
}

impl Carried {
    fn new() -> Carried {
        let site = random_site(&mut Random(7), 24);
        article(
            &site,
            "local/old.md",
            "title: قديم\ndate: 2021-05-05\ntags: [وسم وحيد]",
        );
        site.built(&["--quiet"]);
        site.remove("content/local/old.md");
        article(
            &site,
            "local/new.md",
            "title: جديد\ndate: 2022-05-05\ntags: [ماء]",
        );
        let edited = format!(
            "{}\nفقرة أخرى.\n",
            site.read("content/economy/article-1.md")
        );
        site.write("content/economy/article-1.md", edited);
        let clean = site.clean(&["--quiet"]);
        Carried { site, clean }
    }

    /// After `hardship` has come over a copy of the site, its next build is right.
    #[track_caller]
    fn survives(&self, what: &str, hardship: impl Fn(&Site)) {
        let site = Site::copy_of(self.site.root());
        hardship(&site);
        assert_next_is_right(&site, &self.clean, what);
    }

    /// The same for each file of the memory alone.
    #[track_caller]
    fn survives_in_each_file(&self, what: &str, hardship: impl Fn(Vec<u8>) -> Vec<u8>) {
        let files = memory(&self.site);
        assert!(files.len() >= 3, "{files:?}");
        for file in files {
            self.survives(&format!("{what}: {file}"), |site| {
                let bytes = fs::read(site.path(&file)).unwrap();
                site.write(&file, hardship(bytes));
            });
        }
    }
}

fn set_time(site: &Site, path: &str, time: SystemTime) {
    let file = fs::File::options().write(true).open(site.path(path));
    file.unwrap().set_modified(time).unwrap();
}

#[test]
fn a_memory_in_another_place_is_the_same_memory() {
    let carried = Carried::new();
    carried.survives("copied", |_| {});
    // All times of a fresh checkout: one, long ago, or yet to come.
    let day = Duration::from_secs(86_400);
    for time in [
        SystemTime::UNIX_EPOCH + day,
        SystemTime::now(),
        SystemTime::now() + day,
    ] {
        carried.survives("other times", |site| {
            for path in site.files() {
                set_time(site, &path, time);
            }
        });
    }
}

#[test]
fn half_a_memory_is_no_memory() {
    let carried = Carried::new();
    for part in [0, 1, 50, 100] {
        let what = format!("{part} % of it");
        carried.survives_in_each_file(&what, |mut bytes| {
            // All but its last byte is the worst of halves.
            bytes.truncate((bytes.len() * part / 100).min(bytes.len() - 1));
            bytes
        });
    }
    carried.survives_in_each_file("too much of it", |bytes| [&bytes[..], b"\n"].concat());
    carried.survives_in_each_file("a hole in it", |mut bytes| {
        let middle = bytes.len() / 2;
        bytes[middle..]
            .iter_mut()
            .take(64)
            .for_each(|byte| *byte = 0);
        bytes
    });
    for file in memory(&carried.site) {
        carried.survives(&format!("without {file}"), |site| site.remove(&file));
    }
}

#[test]
fn a_memory_of_another_version_is_not_read() {
    let carried = Carried::new();
    // Each begins with a word that says what it is, and its version.
    for at in [0, 12, 15, 16, 17] {
        carried.survives_in_each_file(&format!("byte {at}"), |mut bytes| {
            bytes[at] = bytes[at].wrapping_add(1);
            bytes
        });
    }
}

#[test]
fn files_of_a_memory_may_have_been_mixed_up() {
    let carried = Carried::new();
    let files = memory(&carried.site);
    for one in &files {
        for other in &files {
            let what = format!("{one} for {other}");
            carried.survives(&what, |site| {
                site.write(other, fs::read(site.path(one)).unwrap())
            });
        }
    }
}

/// Puts `folder` of `from` in the place of that of `to`.
fn replace(from: &Site, to: &Site, folder: &str) {
    let _ = fs::remove_dir_all(to.path(folder));
    for (path, bytes) in tree(&from.path(folder)) {
        to.write(&format!("{folder}/{path}"), bytes);
    }
}

#[test]
fn a_memory_of_another_branch_is_of_use_and_never_in_the_way() {
    for seed in 300..303 {
        let mut random = Random(seed);
        let main = random_site(&mut random, 16);
        let branch = Site::copy_of(main.root());
        let mut made = Vec::new();
        for _ in 0..8 {
            made.push(edit(&mut random, &branch));
        }
        let clean = main.clean(&["--quiet"]);
        main.built(&["--quiet"]);
        branch.built(&["--quiet"]);
        let what = format!("seed {seed} after {made:#?}");
        for folders in [&[".warraq", "public"][..], &[".warraq"]] {
            let site = Site::copy_of(main.root());
            for folder in folders {
                replace(&branch, &site, folder);
            }
            assert_next_is_right(&site, &clean, &format!("{folders:?} {what}"));
        }
        // What was read of the articles is of the branch, what is known of the output is of the main line.
        let site = Site::copy_of(main.root());
        replace(&branch, &site, ".warraq/articles");
        assert_next_is_right(&site, &clean, &what);
        // The memory alone, as where the output is not carried about.
        let site = Site::copy_of(main.root());
        replace(&branch, &site, ".warraq");
        delete(&site, "public");
        assert_next_is_right(&site, &clean, &what);
    }
}

/// Some tools set all times to one. Two outputs with such times are told apart by their bytes.
#[test]
fn times_that_were_set_to_one_prove_nothing() {
    let one = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
    let of = |title: &str| {
        let site = site_of(2);
        article(
            &site,
            "local/a0.md",
            &format!("title: {title}\ndate: 2022-01-10\nslug: one"),
        );
        // The memory is lost once, and the output has its times set.
        site.built(&["--quiet"]);
        delete(&site, ".warraq");
        for path in support::paths(&site.path("public")) {
            set_time(&site, &format!("public/{path}"), one);
        }
        site.built(&["--quiet"]);
        site
    };
    let (main, branch) = (of("خبر أول"), of("خبر آخر"));
    for path in tree(&branch.path("public")).keys() {
        let path = format!("public/{path}");
        main.write(&path, fs::read(branch.path(&path)).unwrap());
        set_time(&main, &path, one);
    }
    assert_next_is_right(&main, &main.clean(&["--quiet"]), "one time");
}
