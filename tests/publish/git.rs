//! A branch of a bare git repository as a target.

use std::path::Path;
use std::process::Command;

use crate::editions::{
    Tree, editions, published, readers_find, rebuild, refused, said, set, site_of, small_site,
};
use crate::support::{Site, assert_same, text, tree};

const TARGET: &str = "{type: git, remote: repo.git, branch: pages}";

fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        text(&output.stderr)
    );
    text(&output.stdout)
}

/// Makes the bare repository that `site` is published to.
fn repository(site: &Site) {
    git(site.root(), &["init", "--quiet", "--bare", "repo.git"]);
}

/// What is on the branch.
fn branch(site: &Site) -> Tree {
    let copy = tempfile::tempdir().unwrap();
    let from = site.path("repo.git");
    git(
        copy.path(),
        &[
            "clone",
            "--quiet",
            "--branch",
            "pages",
            &from.display().to_string(),
            "copy",
        ],
    );
    let mut files = tree(&copy.path().join("copy"));
    files.retain(|path, _| !path.starts_with(".git/") && !path.starts_with(".warraq-"));
    files
}

/// Somebody else puts a file on the branch.
fn push_by_another(site: &Site, path: &str, content: &str) {
    let copy = tempfile::tempdir().unwrap();
    let from = site.path("repo.git").display().to_string();
    git(
        copy.path(),
        &["clone", "--quiet", "--branch", "pages", &from, "copy"],
    );
    let copy = copy.path().join("copy");
    std::fs::write(copy.join(path), content).unwrap();
    git(&copy, &["add", "."]);
    let name = ["-c", "user.name=x", "-c", "user.email=x@localhost"];
    git(
        &copy,
        &[&name[..], &["commit", "--quiet", "-m", "by hand"]].concat(),
    );
    git(&copy, &["push", "--quiet"]);
}

#[test]
fn each_publish_is_one_commit_that_names_the_root_hash() {
    let editions = editions();
    let site = site_of(&editions[0], TARGET);
    repository(&site);
    for (n, edition) in editions.iter().enumerate() {
        set(&site, edition);
        published(&site, &[]);
        let mut found = branch(&site);
        if n > 0 {
            assert_eq!(found.remove("CNAME").as_deref(), Some(&b"example.org"[..]));
        }
        assert_same(&found, &edition.output, &format!("edition {n}"));
        let root = site.read(".warraq/receipt.json");
        let root = root
            .split("\"root\": \"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        let subject = git(
            &site.path("repo.git"),
            &["log", "-1", "--format=%s", "pages"],
        );
        assert_eq!(subject.trim(), format!("Publish {root}"));
        assert!(published(&site, &[]).contains("has all of the site already"));
        if n == 0 {
            push_by_another(&site, "CNAME", "example.org");
        }
    }
    let commits = git(&site.path("repo.git"), &["rev-list", "--count", "pages"]);
    assert_eq!(commits.trim(), (editions.len() + 1).to_string());
    let (told, code) = said(&crate::support::warraq(
        site.root(),
        &["verify", "--target", "live", "--ignore", "CNAME"],
    ));
    assert_eq!(code, 0, "{told}");
    // What was put there by hand in the place of a page is put right where it is looked for.
    push_by_another(&site, "robots.txt", "by hand");
    published(&site, &["--check-remote"]);
    let mut found = branch(&site);
    found.remove("CNAME");
    assert_same(&found, &editions.last().unwrap().output, "put right");
}

#[test]
fn a_folder_comes_in_the_place_of_a_file_and_a_file_in_that_of_a_folder() {
    let site = small_site(TARGET);
    repository(&site);
    let publish = |what: &str| {
        rebuild(&site);
        published(&site, &[]);
        assert_same(&branch(&site), &tree(&site.path("public")), what);
    };
    site.write("static/notes", "notes");
    publish("a file");
    site.remove("static/notes");
    site.write("static/notes/a.txt", "notes");
    publish("a folder in its place");
    std::fs::remove_dir_all(site.path("static/notes")).unwrap();
    site.write("static/notes", "notes");
    publish("a file again");
}

#[test]
fn a_branch_without_history_has_one_commit() {
    let site = small_site("{type: git, remote: repo.git, branch: pages, history: squash}");
    repository(&site);
    published(&site, &[]);
    push_by_another(&site, "CNAME", "example.org");
    site.remove("content/b.md");
    crate::editions::rebuild(&site);
    published(&site, &[]);
    let mut found = branch(&site);
    assert_eq!(found.remove("CNAME").as_deref(), Some(&b"example.org"[..]));
    assert_same(&found, &readers_find(&site.path("public")), "squashed");
    let commits = git(&site.path("repo.git"), &["rev-list", "--count", "pages"]);
    assert_eq!(commits.trim(), "1");
}

#[test]
fn a_push_that_is_refused_changes_nothing_and_tells_no_password() {
    let site = small_site(TARGET);
    repository(&site);
    published(&site, &[]);
    let before = branch(&site);
    site.remove("content/b.md");
    crate::editions::rebuild(&site);
    let hook = site.path("repo.git/hooks/pre-receive");
    std::fs::write(&hook, "#!/bin/sh\necho no >&2\nexit 1\n").unwrap();
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).unwrap();
    refused(&site, &[], "publish-failed");
    assert_same(&branch(&site), &before, "refused");
    std::fs::remove_file(hook).unwrap();
    published(&site, &[]);
    assert_same(&branch(&site), &readers_find(&site.path("public")), "then");
    let other = small_site("{type: git, remote: \"http://me:hunter2@127.0.0.1:1/x.git\"}");
    let told = refused(&other, &[], "publish-failed");
    assert!(!told.contains("hunter2"), "{told}");
}

#[test]
fn of_two_pushes_the_second_is_refused() {
    let site = small_site(TARGET);
    repository(&site);
    published(&site, &[]);
    site.remove("content/b.md");
    crate::editions::rebuild(&site);
    // Somebody else is faster, just before our push.
    push_by_another(&site, "CNAME", "example.org");
    let theirs = git(&site.path("repo.git"), &["rev-parse", "pages"]);
    git(
        &site.path("repo.git"),
        &[
            "update-ref",
            "refs/heads/pages",
            &format!("{}~1", theirs.trim()),
        ],
    );
    let hooks = walkdir::WalkDir::new(site.path(".warraq/publish"));
    let hooks = hooks
        .into_iter()
        .filter_map(Result::ok)
        .find(|entry| entry.file_name() == "hooks");
    let hook = hooks.unwrap().path().join("pre-push");
    let repository = site.path("repo.git");
    let script = format!(
        "#!/bin/sh\ngit --git-dir={} update-ref refs/heads/pages {theirs}",
        repository.display()
    );
    std::fs::write(&hook, script).unwrap();
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).unwrap();
    refused(&site, &[], "lock-lost");
    assert_eq!(git(&site.path("repo.git"), &["rev-parse", "pages"]), theirs);
    std::fs::remove_file(hook).unwrap();
    published(&site, &[]);
    let mut found = branch(&site);
    assert!(found.remove("CNAME").is_some());
    assert_same(&found, &readers_find(&site.path("public")), "then");
}
