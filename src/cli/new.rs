//! `warraq new`.

use std::fs::{self, File};
use std::io::{self, Write};

use jiff::Timestamp;

use super::Exit;
use super::arguments::NewOptions;
use super::report::print;
use crate::config::{self, SiteZone};
use crate::content::is_markdown;
use crate::diagnostics::Diagnostic;
use crate::disk::{CONFIG, at_path};
use crate::paths::SourcePath;
use crate::text::normalize::one_line;
use crate::text::slug::{slug, slug_or_hash};

pub(super) fn run(options: &NewOptions) -> Exit {
    match create(options) {
        Ok(path) => {
            tell!("{path}");
            tell_err!(
                "It is a draft, which a build leaves out: take out its line `draft: true` to publish it."
            );
            Exit::Done
        }
        Err((diagnostic, exit)) => {
            print(&[*diagnostic]);
            exit
        }
    }
}

type Fault = (Box<Diagnostic>, Exit);

fn create(options: &NewOptions) -> Result<SourcePath, Fault> {
    let wrong_use = |diagnostic: Diagnostic| (Box::new(diagnostic), Exit::WrongUse);
    let title = one_line(&options.title);
    if title.is_empty() {
        return Err(wrong_use(
            Diagnostic::error("missing-title", "the headline is empty")
                .hint("For example: warraq new \"عنوان الخبر\""),
        ));
    }
    if let Some(diagnostic) = path_as_title(&title) {
        return Err(wrong_use(diagnostic));
    }
    let zone = zone(options)?;
    let now = options.now.unwrap_or_else(Timestamp::now);
    let local = zone.rules().to_datetime(now);
    let slug = slug_or_hash(&title);
    let folder = match options.section.as_deref().map(one_line) {
        None => format!("content/{:04}", local.year()),
        Some(section) => match folder_name(&section) {
            Some(folder) => format!("content/{folder}/{:04}", local.year()),
            None => {
                return Err(wrong_use(
                    Diagnostic::error("bad-section", format!("`{section}` is not a section"))
                        .hint("A section is a name such as culture or ثقافة, without `/`."),
                ));
            }
        },
    };
    let path = SourcePath::new(format!("{folder}/{slug}.md"));
    let file = options.root.join(path.as_str());
    let fault = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => wrong_use(
            Diagnostic::error("exists", format!("{path} exists already"))
                .hint("Choose another headline: nothing of yours is ever overwritten."),
        ),
        _ => (Box::new(at_path("write", &file, &error)), Exit::Errors),
    };
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(fault)?;
    }
    let mut created = File::create_new(&file).map_err(fault)?;
    let date = local.strftime("%Y-%m-%d %H:%M:%S").to_string();
    created
        .write_all(front_matter(&title, &date, &slug, options).as_bytes())
        .map_err(fault)?;
    Ok(path)
}

/// Told when what is given is a path, as other generators want it.
fn path_as_title(title: &str) -> Option<Diagnostic> {
    let path = SourcePath::new(title);
    if !is_markdown(&path) {
        return None;
    }
    let mut command = format!("warraq new \"{}\"", path.stem().replace(['-', '_'], " "));
    let folder = path.folder().trim_start_matches('/');
    let folder = folder
        .strip_prefix("content/")
        .unwrap_or(folder)
        .split('/')
        .next()
        .filter(|folder| !folder.is_empty() && *folder != "content");
    if let Some(section) = folder {
        command.push_str(&format!(" --section {section}"));
    }
    Some(
        Diagnostic::error(
            "path-as-title",
            format!("`{title}` is the path of a file; give the headline"),
        )
        .hint(format!(
            "The file is named for you, from the headline and the date: {command}"
        )),
    )
}

/// The zone articles of this site are dated in.
fn zone(options: &NewOptions) -> Result<SiteZone, Fault> {
    let path = options.root.join(CONFIG);
    let text = fs::read_to_string(&path).map_err(|error| {
        let diagnostic = match error.kind() {
            io::ErrorKind::NotFound => Diagnostic::error(
                "no-site",
                format!("there is no {CONFIG} in {}", options.root.display()),
            )
            .hint("Name the site's folder with --root, or make a new site: warraq init DIR"),
            _ => at_path("read", &path, &error),
        };
        (Box::new(diagnostic), Exit::WrongUse)
    })?;
    let (config, diagnostics) = config::read(&SourcePath::new(CONFIG), &text, None);
    match (config, diagnostics.into_iter().find(Diagnostic::is_error)) {
        (Some(config), None) => Ok(config.zone()),
        (_, fault) => {
            let fallback =
                || Diagnostic::error("no-site", format!("{CONFIG} does not describe a site"));
            Err((Box::new(fault.unwrap_or_else(fallback)), Exit::Errors))
        }
    }
}

/// A section as a folder: its own name where that is safe, so that the folder alone gives the section.
fn folder_name(section: &str) -> Option<String> {
    let safe = !section.starts_with(['.', '_'])
        && !section.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']);
    slug(section)
        .filter(|_| safe && section != "pages")
        .map(|_| section.to_owned())
}

fn front_matter(title: &str, date: &str, slug: &str, options: &NewOptions) -> String {
    // A JSON string is also a YAML string.
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let mut text = format!(
        "---\ntitle: {}\ndate: {date}\nslug: {}\n",
        quoted(title),
        quoted(slug)
    );
    let tags: Vec<String> = options
        .tags
        .iter()
        .map(|tag| one_line(tag))
        .filter(|tag| !tag.is_empty())
        .map(|tag| quoted(&tag))
        .collect();
    text.push_str(&format!(
        "tags: [{}]\nauthors: []\nsummary: \"\"\ndraft: true\n---\n\n",
        tags.join(", ")
    ));
    text
}
