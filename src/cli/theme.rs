//! `warraq theme eject`: the theme's files, copied into a site to be changed there.
//!
//! Nothing that is there already is overwritten.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::Exit;
use super::arguments::{EjectOptions, ThemeCommand, ThemeOptions};
use super::report::print;
use crate::diagnostics::Diagnostic;
use crate::disk::at_path;
use crate::render::theme;

pub(super) fn run(options: &ThemeOptions) -> Exit {
    match &options.command {
        ThemeCommand::Eject(options) => eject(options),
    }
}

/// Every file of the theme by its path in a site.
fn files() -> impl Iterator<Item = (String, &'static [u8])> {
    let templates = theme::TEMPLATES
        .into_iter()
        .map(|(name, text)| (format!("templates/{name}"), text.as_bytes()));
    let statics = theme::STATIC
        .into_iter()
        .map(|(path, bytes)| (format!("static/{path}"), bytes));
    templates.chain(statics)
}

fn eject(options: &EjectOptions) -> Exit {
    if options.list {
        for (path, _) in files() {
            tell!("{path}");
        }
        return Exit::Done;
    }
    // A whole path, or what it ends with: `article.html`, `fonts/naskh-400.woff2`.
    let is_meant = |path: &str, name: &str| {
        let name = name.replace('\\', "/");
        let name = name.trim_start_matches("./");
        path == name
            || path
                .strip_suffix(name)
                .is_some_and(|rest| rest.ends_with('/'))
    };
    let unknown = options
        .files
        .iter()
        .filter(|name| !files().any(|(path, _)| is_meant(&path, name)));
    let told: Vec<Diagnostic> = unknown.map(|name| not_of_theme(name)).collect();
    if !told.is_empty() {
        print(&told);
        return Exit::WrongUse;
    }
    if !options.root.join("warraq.yaml").is_file() {
        print(&[no_site(&options.root)]);
        return Exit::Errors;
    }
    for (path, bytes) in files() {
        let is_asked_for =
            options.files.is_empty() || options.files.iter().any(|name| is_meant(&path, name));
        if !is_asked_for {
            continue;
        }
        match write_new(&options.root.join(&path), bytes) {
            Ok(()) => tell!("{path}"),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                tell!("{path} is there already, and stays as it is");
            }
            Err(error) => {
                print(&[at_path("write", &options.root.join(&path), &error)]);
                return Exit::Errors;
            }
        }
    }
    Exit::Done
}

fn not_of_theme(name: &str) -> Diagnostic {
    Diagnostic::error("not-of-theme", format!("the theme has no file `{name}`"))
        .hint("warraq theme eject --list names all of them.")
}

fn no_site(root: &Path) -> Diagnostic {
    Diagnostic::error(
        "no-site",
        format!("there is no warraq.yaml in {}", root.display()),
    )
    .hint("Name the site's folder with --root, or make a new site: warraq init DIR")
}

/// Writes a file that must not be there yet.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = fs::File::create_new(path)?;
    file.write_all(bytes)
}
