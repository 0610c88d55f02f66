//! `warraq init`.

use std::fs;
use std::io;
use std::path::Path;

use super::Exit;
use super::arguments::InitOptions;
use super::report::print;
use crate::config::SiteZone;
use crate::diagnostics::Diagnostic;
use crate::disk::at_path;
use crate::locale::Language;

pub(super) fn run(options: &InitOptions) -> Exit {
    if let Some(diagnostic) = wrong(options) {
        print(&[diagnostic]);
        return Exit::WrongUse;
    }
    for (path, text) in files(options) {
        let path = options.folder.join(path);
        if let Err(error) = write_new(&path, &text) {
            print(&[at_path("write", &path, &error)]);
            return Exit::Errors;
        }
    }
    tell!("a new site is in {}", options.folder.display());
    tell!(
        "build it:           warraq build --root {}",
        options.folder.display()
    );
    tell!(
        "look at it:         python3 -m http.server -d {}",
        options.folder.join("public").display()
    );
    tell!(
        "write an article:   warraq new \"…\" --root {}",
        options.folder.display()
    );
    Exit::Done
}

fn wrong(options: &InitOptions) -> Option<Diagnostic> {
    if fs::read_dir(&options.folder).is_ok_and(|mut entries| entries.next().is_some()) {
        let message = format!("{} is not empty", options.folder.display());
        return Some(
            Diagnostic::error("not-empty", message)
                .hint("Name a new folder: nothing of yours is ever overwritten."),
        );
    }
    if options.folder.exists() && !options.folder.is_dir() {
        let message = format!("{} is a file", options.folder.display());
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
        (".gitignore", "/public\n/.warraq\n".to_owned()),
    ]
}
