//! `warraq init`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Exit;
use super::arguments::{Ci, InitOptions};
use super::ci::workflow;
use super::report::print;
use crate::config::SiteZone;
use crate::diagnostics::Diagnostic;
use crate::disk::{CONFIG, at_path};
use crate::locale::Language;

pub(super) fn run(options: &InitOptions) -> Exit {
    let folder = options.folder.as_deref().unwrap_or(Path::new("."));
    let is_there = options.ci.is_some() && folder.join(CONFIG).exists();
    let workflow = options.ci.map(|ci| Workflow::of(ci, folder));
    let wrong = match is_there {
        true => None,
        false => wrong(options, folder),
    };
    if let Some(diagnostic) = wrong.or_else(|| workflow.as_ref()?.wrong()) {
        print(&[diagnostic]);
        return Exit::WrongUse;
    }
    let site = match is_there {
        true => Vec::new(),
        false => files(options),
    };
    let site = site
        .into_iter()
        .map(|(path, text)| (folder.join(path), text));
    let added = workflow
        .iter()
        .map(|workflow| (workflow.file.clone(), workflow.text.clone()));
    for (path, text) in site.chain(added) {
        if let Err(error) = write_new(&path, &text) {
            print(&[at_path("write", &path, &error)]);
            return Exit::Errors;
        }
    }
    if !is_there {
        tell_of_site(folder);
    }
    if let Some(workflow) = workflow {
        tell!("a workflow is in {}", workflow.file.display());
        tell!(
            "commit it, and set in the repository's settings the variable WARRAQ_REPOSITORY, from which"
        );
        tell!("the program is installed, and WARRAQ_REVISION, the commit or tag of it");
    }
    Exit::Done
}

fn tell_of_site(folder: &Path) {
    tell!("a new site is in {}", folder.display());
    tell!(
        "look at it:         warraq serve --open --root {}",
        folder.display()
    );
    tell!(
        "write an article:   warraq new \"…\" --root {}",
        folder.display()
    );
    tell!(
        "build it:           warraq build --root {}",
        folder.display()
    );
}

/// A workflow, and the file it is written to.
struct Workflow {
    file: PathBuf,
    text: String,
}

impl Workflow {
    /// That of the site in `folder`, in the repository it lies in; where it lies in none, it is one by itself.
    fn of(ci: Ci, folder: &Path) -> Workflow {
        let real = folder.canonicalize().ok();
        let repository = real.as_deref().and_then(|real| {
            let mut above = real.ancestors();
            above.find(|folder| folder.join(".git").exists())
        });
        let below = real.as_deref().zip(repository);
        let below = below.and_then(|(real, top)| real.strip_prefix(top).ok());
        let parts = below.unwrap_or(Path::new("")).components();
        let parts: Vec<_> = parts
            .map(|part| part.as_os_str().to_string_lossy())
            .collect();
        let workflow = workflow(ci, &parts.join("/"));
        // Where the site is the repository, the path is told as it was given.
        let top = match (repository, parts.is_empty()) {
            (Some(top), false) => top,
            _ => folder,
        };
        Workflow {
            file: top.join(workflow.path),
            text: workflow.text,
        }
    }

    fn wrong(&self) -> Option<Diagnostic> {
        fs::symlink_metadata(&self.file).ok()?;
        let message = format!("{} is there already", self.file.display());
        Some(Diagnostic::error("exists", message).hint(
            "Nothing of yours is ever overwritten: move it away, and take from it what you need.",
        ))
    }
}

fn wrong(options: &InitOptions, folder: &Path) -> Option<Diagnostic> {
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        let message = format!("{} is not empty", folder.display());
        return Some(
            Diagnostic::error("not-empty", message)
                .hint("Name a new folder: nothing of yours is ever overwritten."),
        );
    }
    if folder.exists() && !folder.is_dir() {
        let message = format!("{} is a file", folder.display());
        return Some(
            Diagnostic::error("exists", message)
                .hint("Name a new folder: nothing of yours is ever overwritten."),
        );
    }
    if let Err(fault) = Language::new(&options.language) {
        return Some(
            Diagnostic::error("bad-language", format!("`{}` {fault}", options.language))
                .hint("Write a tag such as ar, ar-SY, fa, he or en."),
        );
    }
    if SiteZone::new(&options.time_zone).is_none() {
        return Some(
            Diagnostic::error(
                "bad-time-zone",
                format!("`{}` is not a time zone", options.time_zone),
            )
            .hint("Write a name such as Asia/Damascus or Africa/Cairo."),
        );
    }
    None
}

fn write_new(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

/// A JSON string is also a YAML string.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn files(options: &InitOptions) -> Vec<(&'static str, String)> {
    let config = format!(
        "# The site's settings; docs/configuration.md describes all of them.\n\
         title: {}\n\
         # description: سطر أو سطران عن الموقع\n\
         # The address the site will have. Feeds and sitemaps need it.\n\
         base_url: http://localhost:8000/\n\
         language: {}\n\
         # The newsroom's zone: it decides on which day an article appears.\n\
         time_zone: {}\n",
        quoted(&options.title),
        options.language,
        options.time_zone,
    );
    let arabic = Language::new(&options.language).is_ok_and(|language| language.primary() == "ar");
    let (article, about) = if arabic {
        (
            "---\ntitle: \"أول مقالة في الأرشيف\"\ndate: 2024-01-01 09:00\nsection: أخبار\ntags: [بداية]\nauthors: [هيئة التحرير]\n---\n\
             هذه أول مقالة. عدّل نصّها أو احذف ملفها، ثم أضف ملفًا لكل خبر في مجلد `content`.\n\n\
             ## عنوان فرعي\n\nالنص بصيغة Markdown، وما بين سطري `---` في أعلى الملف بياناته.\n",
            "---\ntitle: \"من نحن\"\n---\nاكتب هنا من أنتم وكيف يراسلكم القرّاء.\n",
        )
    } else {
        (
            "---\ntitle: \"The first article\"\ndate: 2024-01-01 09:00\nsection: news\ntags: [beginnings]\nauthors: [The editors]\n---\n\
             This is the first article. Change it or delete its file, then add a file for each story below `content`.\n\n\
             ## A subheading\n\nText is Markdown; what stands between the `---` lines describes the article.\n",
            "---\ntitle: \"About\"\n---\nSay here who you are and how readers can reach you.\n",
        )
    };
    vec![
        ("warraq.yaml", config),
        ("content/2024/first.md", article.to_owned()),
        ("content/pages/about.md", about.to_owned()),
        (".gitignore", "/public\n/.warraq\n/shards\n".to_owned()),
    ]
}
