//! Workflows that `warraq init --ci` writes: where they go, and that what they run works as it stands in a fresh
//! clone. Their form is held against published schemas by `tests/checks/continuous.sh`.

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_yaml::Value;
use support::{Site, text, tree, warraq};

const SITE: &str = "\
//- warraq.yaml
title: صحيفة
base_url: https://example.org/
time_zone: Asia/Riyadh
//- .gitignore
/public
/.warraq
//- content/local/a.md
---
title: خبر
date: 2024-05-01 10:00
---
نص الخبر.
";

const FILES: [(&str, &str); 3] = [
    ("github", ".github/workflows/archive.yml"),
    ("gitlab", ".gitlab-ci.yml"),
    ("forgejo", ".forgejo/workflows/archive.yml"),
];

#[test]
fn a_site_that_is_there_gets_a_workflow_and_nothing_else() {
    for (service, file) in FILES {
        let site = Site::new(SITE);
        let before = tree(site.root());
        let init = || warraq(site.root(), &["init", "--ci", service]);
        let told = init();
        assert!(told.status.success(), "{}", text(&told.stderr));
        let said = text(&told.stdout);
        assert!(
            said.contains(file) && said.contains("WARRAQ_REPOSITORY"),
            "{said}"
        );
        let mut after = tree(site.root());
        assert!(after.remove(file).is_some());
        assert_eq!(after, before);
        // What is there is never overwritten.
        site.write(file, "mine");
        assert_eq!(init().status.code(), Some(2));
        assert_eq!(site.read(file), "mine");
    }
}

#[test]
fn a_new_site_gets_both() {
    let folder = Site::new("");
    let told = warraq(folder.root(), &["init", "site", "--ci", "github"]);
    assert!(told.status.success(), "{}", text(&told.stderr));
    assert!(folder.exists("site/warraq.yaml"));
    assert!(folder.exists("site/.github/workflows/archive.yml"));
    assert_eq!(warraq(folder.root(), &["init"]).status.code(), Some(2));
}

#[test]
fn in_a_repository_the_workflow_lies_at_its_top_and_knows_where_the_site_is() {
    let repository = Site::new("");
    git(repository.root(), &["init", "--quiet"]);
    for (path, body) in support::sections(SITE) {
        repository.write(&format!("sites/أخبار/{path}"), body);
    }
    for (service, file) in FILES {
        let told = warraq(repository.root(), &["init", "sites/أخبار", "--ci", service]);
        assert!(told.status.success(), "{}", text(&told.stderr));
        let text = repository.read(file);
        assert!(text.contains("SITE: 'sites/أخبار'"), "{text}");
        assert!(text.contains("'sites/أخبار/content/**"), "{text}");
    }
}

/// A repository of a site with the workflow of `service`, and how its clones are worked in.
struct Runner {
    repository: Site,
    workflow: Value,
    /// What a runner keeps from one step to the next, and the program.
    home: tempfile::TempDir,
}

impl Runner {
    fn new(service: &str, file: &str) -> Runner {
        let repository = Site::new(SITE);
        assert!(
            warraq(repository.root(), &["init", "--ci", service])
                .status
                .success()
        );
        let workflow = serde_yaml::from_str(&repository.read(file)).unwrap();
        git(repository.root(), &["init", "--quiet"]);
        let runner = Runner {
            repository,
            workflow,
            home: tempfile::tempdir().unwrap(),
        };
        runner.commit();
        // At first `warraq publish` only writes down that it is called.
        let program = runner.home.path().join("warraq");
        let script = format!(
            "#!/bin/sh\nif [ \"$1\" = publish ]; then shift; echo \"published $*\"; else exec '{}' \"$@\"; fi\n",
            env!("CARGO_BIN_EXE_warraq")
        );
        fs::write(&program, script).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        runner
    }

    /// From now on `warraq publish` publishes.
    fn publish_itself(&self) {
        let program = self.home.path().join("warraq");
        fs::remove_file(&program).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_warraq"), &program).unwrap();
    }

    fn commit(&self) {
        let root = self.repository.root();
        git(root, &["add", "--all"]);
        let author = ["-c", "user.name=x", "-c", "user.email=x@example.org"];
        git(
            root,
            &[&author[..], &["commit", "--quiet", "--message", "x"]].concat(),
        );
    }

    fn clone(&self) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let from = self.repository.root().display().to_string();
        git(folder.path(), &["clone", "--quiet", &from, "clone"]);
        folder
    }

    /// Runs shell lines as the service does, in `clone`.
    fn run(&self, clone: &Path, script: &str) -> Output {
        let path = std::env::var("PATH").unwrap();
        let mut command = Command::new("bash");
        command
            .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
            .current_dir(clone)
            .env("PATH", format!("{}:{path}", self.home.path().display()))
            .env("HOME", self.home.path())
            .env("GITHUB_PATH", self.home.path().join("path"))
            .env("CI_PROJECT_DIR", clone)
            .env("NO_COLOR", "1");
        // Expressions are empty, as variables are that nobody has set.
        let variables = self.workflow.get("env");
        let variables = variables.or(self.workflow.get("variables"));
        let variables = variables.and_then(Value::as_mapping);
        for (name, value) in variables.into_iter().flatten() {
            let value = value.as_str().unwrap();
            let value = if value.starts_with("${{") { "" } else { value };
            command.env(name.as_str().unwrap(), value);
        }
        command.output().unwrap()
    }

    /// The shell steps of a GitHub or Forgejo workflow with their names.
    fn steps(&self) -> Vec<(String, String)> {
        let steps = self.workflow["jobs"]["archive"]["steps"]
            .as_sequence()
            .unwrap();
        let run =
            |step: &Value| Some((step["name"].as_str()?.into(), step["run"].as_str()?.into()));
        steps.iter().filter_map(run).collect()
    }
}

fn git(folder: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "init.defaultBranch=main"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
}

fn place(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("clone")
}

#[test]
fn the_steps_for_github_and_forgejo_run_in_a_fresh_clone() {
    for (service, file) in [FILES[0], FILES[2]] {
        let runner = Runner::new(service, file);
        let steps = runner.steps();
        let names: Vec<&str> = steps.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Install the program", "Build", "Publish"]);
        let first = runner.clone();
        for (name, script) in &steps {
            let output = runner.run(&place(&first), script);
            assert!(output.status.success(), "{name}: {}", text(&output.stderr));
        }
        let said = text(&runner.run(&place(&first), &steps[2].1).stdout);
        assert!(said.contains("nothing is published"), "{said}");
        // With a target, and with what the first run left, as the cache gives it back.
        let config = runner.repository.read("warraq.yaml");
        runner.repository.write(
            "content/local/b.md",
            "---\ntitle: آخر\ndate: 2024-06-01\n---\nنص\n",
        );
        runner.commit();
        let second = runner.clone();
        for folder in [".warraq", "public"] {
            fs::rename(place(&first).join(folder), place(&second).join(folder)).unwrap();
        }
        let said = text(&runner.run(&place(&second), &steps[1].1).stdout);
        assert!(
            said.contains(" unchanged, 0 removed") && !said.contains(" 0 unchanged"),
            "{said}"
        );
        // The step as it stands brings what was built to a real target, by the program itself.
        let www = runner.home.path().join(format!("www-{service}"));
        let target = format!("publish:\n  live: {{type: dir, path: {}}}\n", www.display());
        fs::write(
            place(&second).join("warraq.yaml"),
            format!("{config}{target}"),
        )
        .unwrap();
        runner.publish_itself();
        let output = runner.run(&place(&second), &steps[2].1);
        assert!(output.status.success(), "{}", text(&output.stderr));
        let said = text(&output.stdout);
        assert!(said.contains("published to "), "{said}");
        let mut there = tree(&www);
        there.retain(|path, _| !path.starts_with(".warraq-"));
        let built = tree(&place(&second).join("public"));
        support::assert_same(&there, &built, "published and built");
        let said = text(&runner.run(&place(&second), &steps[2].1).stdout);
        assert!(said.contains("has all of the site already"), "{said}");
        // A fault ends the run, and is told at its line where the service shows that.
        runner.repository.write(
            "content/local/b.md",
            "---\ntitle: آخر\ndate: 2024-06-31\n---\nنص\n",
        );
        runner.commit();
        let third = runner.clone();
        let output = runner.run(&place(&third), &steps[1].1);
        assert_eq!(output.status.code(), Some(1));
        let annotation = "::error file=content/local/b.md,line=3,";
        assert_eq!(
            text(&output.stdout).contains(annotation),
            service == "github"
        );
        assert!(text(&output.stderr).contains("content/local/b.md:3"));
        assert!(!place(&third).join("public").exists());
    }
}

#[test]
fn without_the_program_and_without_its_address_the_install_step_says_what_is_missing() {
    let runner = Runner::new(FILES[0].0, FILES[0].1);
    fs::remove_file(runner.home.path().join("warraq")).unwrap();
    let clone = runner.clone();
    let output = runner.run(&place(&clone), &runner.steps()[0].1);
    // Unless the machine that tests this has the program.
    if !output.status.success() {
        let said = text(&output.stdout);
        assert!(
            said.starts_with("::error title=WARRAQ_REPOSITORY::"),
            "{said}"
        );
    }
}

#[test]
fn the_jobs_for_gitlab_run_in_a_fresh_clone() {
    let runner = Runner::new(FILES[1].0, FILES[1].1);
    let lines = |value: &Value| -> String {
        let lines = value.as_sequence().unwrap().iter();
        lines
            .map(|line| format!("{}\n", line.as_str().unwrap()))
            .collect()
    };
    let before = lines(&runner.workflow[".archive"]["before_script"]);
    for job in ["check", "publish"] {
        let clone = runner.clone();
        let script = format!("{before}{}", lines(&runner.workflow[job]["script"]));
        let output = runner.run(&place(&clone), &script);
        assert!(output.status.success(), "{job}: {}", text(&output.stderr));
        assert_eq!(
            text(&output.stdout).contains("nothing is published"),
            job == "publish"
        );
        let report = fs::read_to_string(place(&clone).join("gl-code-quality-report.json"));
        assert_eq!(report.unwrap(), "[]\n");
    }
}

#[test]
fn a_program_that_gitlab_kept_from_another_repository_is_not_used() {
    let runner = Runner::new(FILES[1].0, FILES[1].1);
    let before = runner.workflow[".archive"]["before_script"].as_sequence();
    let before: Vec<&str> = before.unwrap().iter().filter_map(Value::as_str).collect();
    for (from, is_used) in [("https://example.org/other.git", false), ("here", true)] {
        let clone = runner.clone();
        let kept = place(&clone).join(".program/bin");
        fs::create_dir_all(&kept).unwrap();
        fs::write(place(&clone).join(".program/from"), format!("{from}\n")).unwrap();
        let program = kept.join("warraq");
        fs::write(&program, "#!/bin/sh\necho kept\n").unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        let script = format!(
            "WARRAQ_REPOSITORY=here\n{}\nwarraq --version",
            before.join("\n")
        );
        let output = runner.run(&place(&clone), &script);
        assert!(output.status.success(), "{}", text(&output.stderr));
        let said = text(&output.stdout);
        assert_eq!(said.ends_with("kept\n"), is_used, "{from}: {said}");
    }
}

/// The workflow for several machines in `docs/continuous-builds.md`.
fn matrix() -> Value {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/continuous-builds.md");
    let docs = fs::read_to_string(docs).unwrap();
    let yaml = docs.split("```yaml\n").nth(1).unwrap();
    serde_yaml::from_str(yaml.split("```").next().unwrap()).unwrap()
}

#[test]
fn the_recipe_for_several_machines_runs_as_it_is_written() {
    let mut runner = Runner::new(FILES[0].0, FILES[0].1);
    runner.workflow = matrix();
    let jobs = runner.workflow["jobs"].clone();
    let scripts = |job: &str| -> Vec<String> {
        let steps = jobs[job]["steps"].as_sequence().unwrap().iter();
        steps
            .filter_map(|step| Some(step["run"].as_str()?.to_owned()))
            .collect()
    };
    let joining = runner.clone();
    let numbers = jobs["shard"]["strategy"]["matrix"]["number"]
        .as_sequence()
        .unwrap();
    for number in numbers.iter().map(|number| number.as_u64().unwrap()) {
        let clone = runner.clone();
        let shard = jobs["shard"]["env"]["SHARD"].as_str().unwrap();
        let shard = shard.replace("${{ matrix.number }}", &number.to_string());
        for script in scripts("shard") {
            let output = runner.run(&place(&clone), &format!("export SHARD={shard}\n{script}"));
            assert!(output.status.success(), "{}", text(&output.stderr));
        }
        let brought = place(&joining).join(format!("brought/shard-{number}"));
        fs::create_dir_all(&brought).unwrap();
        fs::copy(place(&clone).join("shard.tar"), brought.join("shard.tar")).unwrap();
    }
    let said: Vec<String> = scripts("site")
        .iter()
        .map(|script| {
            let output = runner.run(&place(&joining), script);
            assert!(output.status.success(), "{}", text(&output.stderr));
            text(&output.stdout)
        })
        .collect();
    assert!(said[0].contains(" files of 4 shards in "), "{said:?}");
    assert_eq!(said[1], "published \n");
    let alone = runner.clone();
    assert!(runner.run(&place(&alone), "warraq build").status.success());
    let public = |folder| tree(&place(folder).join("public"));
    support::assert_same(&public(&joining), &public(&alone), "merged and alone");
}

#[test]
fn shells_and_man_know_every_command() {
    let site = Site::new("");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let told = warraq(site.root(), &["completions", shell]);
        assert!(told.status.success());
        let script = text(&told.stdout);
        for word in ["merge", "shard", "format-file", "import"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    let script = text(&warraq(site.root(), &["completions", "bash"]).stdout);
    let asked = "COMP_WORDS=(warraq bui); COMP_CWORD=1; _warraq warraq bui warraq; echo \"${COMPREPLY[*]}\"";
    let completed = Command::new("bash")
        .args(["-c", &format!("{script}\n{asked}")])
        .output();
    assert_eq!(text(&completed.unwrap().stdout), "build\n");
    assert!(warraq(site.root(), &["man", "pages"]).status.success());
    for page in [
        "warraq.1",
        "warraq-build.1",
        "warraq-merge.1",
        "warraq-import-text.1",
    ] {
        let page = site.read(&format!("pages/{page}"));
        assert!(page.contains(".TH ") && page.contains(".SH NAME"), "{page}");
    }
}
