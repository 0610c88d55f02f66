//! A site's folder -> a [`Snapshot`].

use std::fs;
use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use super::digests::{Digests, Known};
use super::stamps::stamp_of;
use super::walk::{STATIC, walk};
use super::{Site, at_path};
use crate::archive::Admission;
use crate::build::{Files, MessageSource, Snapshot};
use crate::config::{self, BaseUrl};
use crate::content::{CONTENT, is_markdown};
use crate::diagnostics::{Diagnostic, Span};
use crate::digest::Digest;
use crate::images::{self, Pictures};
use crate::paths::{SourcePath, UrlPath};
use crate::plan::{StaticFile, StaticOrigin};
use crate::render::{TemplateSource, theme};

/// The name of the configuration file, which makes a folder a site.
pub const CONFIG: &str = "warraq.yaml";

const TEMPLATES: &str = "templates";

/// Where the site's own wording of messages lies, below `templates/`.
const MESSAGES: &str = "messages/";

/// What the command line decides about a snapshot.
#[derive(Debug, Clone)]
pub struct Choices {
    /// The present, and what is published.
    pub admission: Admission,
    /// Where the site is published, if not as the configuration says.
    pub base_url: Option<BaseUrl>,
}

/// Reads everything but the articles' texts. The snapshot is there unless there is no configuration to
/// be read; with an error among the diagnostics it serves only to find what else is wrong.
pub fn read_site(site: &Site, choices: &Choices) -> (Option<Snapshot>, Vec<Diagnostic>) {
    let config_path = SourcePath::new(CONFIG);
    let text = match read_config(site) {
        Ok(text) => text,
        Err(diagnostic) => return (None, vec![*diagnostic]),
    };
    let (config, mut diagnostics) = config::read(&config_path, &text, choices.base_url.clone());
    let content = walk(site, CONTENT, &mut diagnostics);
    if !site.root().join(CONTENT).is_dir() {
        diagnostics.push(
            Diagnostic::error(
                "no-content",
                format!("there is no folder {}", site.root().join(CONTENT).display()),
            )
            .hint("Articles lie below content/. Create it, or name the site's folder with --root."),
        );
    }
    let (articles, others): (Vec<SourcePath>, Vec<SourcePath>) =
        content.into_iter().partition(is_markdown);
    let known = match site.remembers {
        true => Digests::of(site.root()),
        false => Digests::default(),
    };
    let mut seen = Digests::default();
    let mut pictures = Pictures::new();
    let mut read = |paths, diagnostics: &mut _| {
        let files = digests(site, paths, &known, &mut seen, diagnostics);
        let picture = |(path, known): &(SourcePath, Known)| {
            let facts = known.picture.as_ref()?;
            Some((path.clone(), Arc::clone(facts)))
        };
        pictures.extend(files.iter().filter_map(picture));
        let files = files.into_iter().map(|(path, known)| (path, known.digest));
        files.collect::<Vec<_>>()
    };
    let files = read(others, &mut diagnostics);
    let own_statics = walk(site, STATIC, &mut diagnostics);
    let own_statics = read(own_statics, &mut diagnostics);
    site.keep(seen, known);
    let statics = statics(own_statics, &mut diagnostics);
    let (messages, templates): (Vec<_>, Vec<_>) = templates(site, &mut diagnostics)
        .into_iter()
        .partition(|source| source.name.starts_with(MESSAGES) && source.name.ends_with(".ftl"));
    let messages = messages.into_iter().map(|source| MessageSource {
        path: source.path,
        text: source.text,
    });
    let snapshot = config.map(|config| Snapshot {
        config,
        admission: choices.admission,
        articles: articles
            .into_par_iter()
            .map(|path| site.article(path))
            .collect(),
        files,
        templates,
        messages: messages.collect(),
        statics,
        pictures,
    });
    (snapshot, diagnostics)
}

fn read_config(site: &Site) -> Result<String, Box<Diagnostic>> {
    let path = site.root().join(CONFIG);
    let refuse = |error: io::Error| {
        Box::new(match error.kind() {
            io::ErrorKind::NotFound => Diagnostic::error(
                "no-site",
                format!("there is no {CONFIG} in {}", site.root().display()),
            )
            .hint("Name the site's folder with --root, or make a new site: warraq init DIR"),
            _ => at_path("read", &path, &error),
        })
    };
    let kind = fs::metadata(&path).map_err(refuse)?;
    if !kind.is_file() {
        return Err(refuse(io::Error::other("it is not a file")));
    }
    let bytes = fs::read(&path).map_err(refuse)?;
    let config = SourcePath::new(CONFIG);
    utf8(&config, bytes, || format!("{CONFIG} is not UTF-8 text"))
}

/// The bytes of `path` as text; where they are none, told at the first byte that is wrong.
fn utf8(
    path: &SourcePath,
    bytes: Vec<u8>,
    message: impl Fn() -> String,
) -> Result<String, Box<Diagnostic>> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let shown = String::from_utf8_lossy(error.as_bytes());
        Box::new(
            Diagnostic::error("not-utf-8", message())
                .at(path, Span::of_bytes(&shown, at, at + 1))
                .hint("Save it again as UTF-8."),
        )
    })
}

/// What is known of files that are not articles, or is now learnt from their bytes. `seen` takes it as well.
fn digests(
    site: &Site,
    paths: Vec<SourcePath>,
    known: &Digests,
    seen: &mut Digests,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(SourcePath, Known)> {
    let read: Vec<_> = paths
        .into_par_iter()
        .map(|path| {
            let metadata = fs::metadata(site.locate(&path)).ok();
            // Taken before the bytes are read: what is saved meanwhile has another.
            let stamp = metadata.and_then(|metadata| stamp_of(&metadata, site.opened));
            if let Some(known) = known.get(&path, stamp) {
                return Ok((path, stamp, known.clone()));
            }
            let bytes = site.read(&path)?;
            let picture = images::probe(&path, &bytes).map(Arc::new);
            let digest = Digest::of_bytes(&bytes);
            Ok((path, stamp, Known { digest, picture }))
        })
        .collect();
    let mut files = Vec::with_capacity(read.len());
    for file in read {
        match file {
            Ok((path, stamp, known)) => {
                seen.insert(&path, stamp, known.clone());
                files.push((path, known));
            }
            Err(diagnostic) => {
                let diagnostic: Box<Diagnostic> = diagnostic;
                diagnostics.push(*diagnostic);
            }
        }
    }
    files
}

fn statics(own: Vec<(SourcePath, Digest)>, diagnostics: &mut Vec<Diagnostic>) -> Vec<StaticFile> {
    let mut files = Vec::new();
    for (path, bytes) in theme::STATIC {
        if let Ok(url) = UrlPath::file(path) {
            files.push(StaticFile {
                url,
                origin: StaticOrigin::Theme(path),
                digest: Digest::of_bytes(bytes),
            });
        }
    }
    for (path, digest) in own {
        let below = path.as_str().strip_prefix(STATIC).unwrap_or(path.as_str());
        match UrlPath::file(below) {
            Ok(url) => files.push(StaticFile {
                url,
                origin: StaticOrigin::Site(path),
                digest,
            }),
            Err(fault) => diagnostics.push(
                Diagnostic::error("bad-address", format!("the address of this file {fault}"))
                    .in_file(&path)
                    .hint("Rename the file."),
            ),
        }
    }
    files
}

fn templates(site: &Site, diagnostics: &mut Vec<Diagnostic>) -> Vec<TemplateSource> {
    let mut templates = Vec::new();
    for path in walk(site, TEMPLATES, diagnostics) {
        let message = || "the template is not UTF-8 text".to_owned();
        match site
            .read(&path)
            .and_then(|bytes| utf8(&path, bytes, message))
        {
            Ok(text) => {
                let name = path
                    .as_str()
                    .strip_prefix(TEMPLATES)
                    .unwrap_or(path.as_str())
                    .trim_start_matches('/')
                    .to_owned();
                templates.push(TemplateSource { name, text, path });
            }
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    templates
}
