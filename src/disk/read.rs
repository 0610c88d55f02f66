//! A site's folder -> a [`Snapshot`].

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::at_path;
use super::digests::{Digests, Known};
use super::output::REPOSITORIES;
use super::stamps::stamp_of;
use crate::archive::Admission;
use crate::build::{ArticleFile, Files, MessageSource, Snapshot};
use crate::config::{self, BaseUrl};
use crate::content::{CONTENT, MAX_ARTICLE_BYTES, is_markdown};
use crate::diagnostics::{Diagnostic, Span};
use crate::digest::Digest;
use crate::images::{self, Pictures};
use crate::paths::{SourcePath, UrlPath};
use crate::plan::{StaticFile, StaticOrigin};
use crate::render::{TemplateSource, theme};

/// The name of the configuration file, which makes a folder a site.
pub const CONFIG: &str = "warraq.yaml";

/// How much is shown of a file that is too large, in bytes.
const OPENING: u64 = 200;

const TEMPLATES: &str = "templates";
const STATIC: &str = "static";

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

/// The folder of a site, as the door to its files.
#[derive(Debug, Clone)]
pub struct Site {
    root: PathBuf,
    /// When this program began to look at it.
    opened: SystemTime,
    /// What is remembered of its files is used.
    remembers: bool,
    /// What is seen of its files is remembered.
    keeps: bool,
    /// What was seen of its files and is still to be remembered, where that is done later.
    later: Option<Arc<Mutex<Option<Seen>>>>,
}

/// What is known of a site's files: now, and as it was read from its memory.
#[derive(Debug)]
struct Seen {
    now: Digests,
    earlier: Digests,
}

impl Site {
    /// The site in the folder `root`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Site {
            root: root.into(),
            opened: SystemTime::now(),
            remembers: true,
            keeps: true,
            later: None,
        }
    }

    /// The same site, of which nothing is remembered: every file is read.
    #[must_use]
    pub fn without_memory(&self) -> Self {
        Site {
            remembers: false,
            keeps: false,
            ..self.clone()
        }
    }

    /// The same site, in whose folder nothing is written.
    #[must_use]
    pub fn without_writing(&self) -> Self {
        Site {
            keeps: false,
            ..self.clone()
        }
    }

    /// The same site, in whose folder nothing is written until [`keep_now`](Site::keep_now).
    #[must_use]
    pub fn keeping_later(&self) -> Self {
        Site {
            keeps: false,
            later: Some(Arc::default()),
            ..self.clone()
        }
    }

    /// Remembers what was seen of its files. Whoever calls this has the site's lock.
    pub fn keep_now(&self) {
        let Some(later) = &self.later else {
            return;
        };
        // What was seen is put there whole.
        let seen = later.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Seen { now, earlier }) = seen {
            now.save(&self.root, &earlier);
        }
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where a file of the site lies on this machine.
    pub fn locate(&self, path: &SourcePath) -> PathBuf {
        self.root.join(path.as_str())
    }
}

impl Files for Site {
    fn read(&self, path: &SourcePath) -> Result<Vec<u8>, Box<Diagnostic>> {
        let file = self.locate(path);
        let refuse = |error: io::Error| Box::new(at_path("read", &file, &error).in_file(path));
        // Asked of the open file: a path is looked up once, and a hundred thousand of them are read.
        let opened = fs::File::open(&file).map_err(refuse)?;
        let size = opened.metadata().map_err(refuse)?.len();
        if is_markdown(path) && size > MAX_ARTICLE_BYTES {
            let (mib, most) = (size / (1024 * 1024), MAX_ARTICLE_BYTES / (1024 * 1024));
            return Err(Box::new(
                Diagnostic::error("file-too-large", format!("the file has {mib} MiB; an article has at most {most}"))
                    .at(path, opening(&file))
                    .hint("Is this an export or a picture under a wrong name? Split it, or move it out of content/."),
            ));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0).saturating_add(1));
        // Of a file that grows meanwhile all is read.
        opened
            .take(u64::MAX)
            .read_to_end(&mut bytes)
            .map_err(refuse)?;
        Ok(bytes)
    }
}

impl Site {
    /// The file of an article with what the system says of it.
    fn article(&self, path: SourcePath) -> ArticleFile {
        let metadata = fs::metadata(self.locate(&path)).ok();
        ArticleFile {
            stamp: metadata.and_then(|metadata| stamp_of(&metadata, self.opened)),
            path,
        }
    }
}

/// The first line of a file that is too large to be read whole.
fn opening(file: &Path) -> Span {
    let mut bytes = Vec::new();
    if let Ok(file) = fs::File::open(file) {
        // What cannot be read here is shown as an empty line.
        let _ = file.take(OPENING).read_to_end(&mut bytes);
    }
    let text = String::from_utf8_lossy(&bytes);
    // What follows the text of a file that is mostly empty shows nothing.
    Span::of_line(text.trim_end_matches('\0'), 1)
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
    if !site.root.join(CONTENT).is_dir() {
        diagnostics.push(
            Diagnostic::error(
                "no-content",
                format!("there is no folder {}", site.root.join(CONTENT).display()),
            )
            .hint("Articles lie below content/. Create it, or name the site's folder with --root."),
        );
    }
    let (articles, others): (Vec<SourcePath>, Vec<SourcePath>) =
        content.into_iter().partition(is_markdown);
    let known = match site.remembers {
        true => Digests::of(&site.root),
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
    if site.keeps {
        seen.save(&site.root, &known);
    } else if let Some(later) = &site.later {
        *later.lock().unwrap_or_else(PoisonError::into_inner) = Some(Seen {
            now: seen,
            earlier: known,
        });
    }
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
    let path = site.root.join(CONFIG);
    let refuse = |error: io::Error| {
        Box::new(match error.kind() {
            io::ErrorKind::NotFound => Diagnostic::error(
                "no-site",
                format!("there is no {CONFIG} in {}", site.root.display()),
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

/// The files below `folder`, in the order of their paths, without hidden and editors' files.
fn walk(site: &Site, folder: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<SourcePath> {
    let start = site.root.join(folder);
    if !start.exists() {
        return Vec::new();
    }
    let hidden = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        // `static/.well-known` and the like are for the web server; elsewhere a dot hides.
        let dotted = name.starts_with('.')
            && (folder != STATIC || name == ".DS_Store" || REPOSITORIES.contains(&&*name));
        entry.depth() > 0 && (dotted || name.ends_with('~') || name == "Thumbs.db")
    };
    let mut files = Vec::new();
    for entry in WalkDir::new(&start)
        .follow_links(false)
        .into_iter()
        .filter_entry(|entry| !hidden(entry))
    {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) if !entry.file_type().is_file() && !entry.path_is_symlink() => {
                let below = entry.path().strip_prefix(&site.root);
                let path = below.unwrap_or(entry.path()).to_string_lossy().into_owned();
                diagnostics.push(not_a_file(&SourcePath::new(path)));
            }
            Ok(entry) => match source_path(site, &entry) {
                Ok(path) => files.push(path),
                Err(diagnostic) => diagnostics.push(*diagnostic),
            },
            Err(error) => {
                let path = error.path().unwrap_or(&start).to_owned();
                let error = error
                    .into_io_error()
                    .unwrap_or_else(|| io::ErrorKind::Other.into());
                diagnostics.push(at_path("read", &path, &error));
            }
        }
    }
    files.sort();
    files
}

/// A pipe has no end and a device may have none: reading one would never be done.
fn not_a_file(path: &SourcePath) -> Diagnostic {
    Diagnostic::warning(
        "not-a-file",
        "this is a pipe, a socket or a device, and is left out",
    )
    .in_file(path)
    .hint("Delete it, or put a file in its place.")
}

/// The path of a file below the root; a symbolic link only if it stays inside the site.
fn source_path(site: &Site, entry: &DirEntry) -> Result<SourcePath, Box<Diagnostic>> {
    let below = entry
        .path()
        .strip_prefix(&site.root)
        .unwrap_or(entry.path());
    let parts: Option<Vec<&str>> = below
        .components()
        .map(|part| part.as_os_str().to_str())
        .collect();
    let Some(parts) = parts else {
        return Err(Box::new(
            Diagnostic::error(
                "bad-file-name",
                format!("the name of {} is not UTF-8", below.display()),
            )
            .hint("Rename the file."),
        ));
    };
    let path = SourcePath::new(parts.join("/"));
    if entry.path_is_symlink() && !stays_inside(site, entry.path()) {
        // A link's only line is where it leads.
        let leads_to = fs::read_link(entry.path()).unwrap_or_default();
        let line = Span::of_line(&leads_to.to_string_lossy(), 1);
        return Err(Box::new(
            Diagnostic::error(
                "link-leaves-site",
                "the symbolic link does not lead to a file of this site",
            )
            .at(&path, line)
            .hint("Copy the file here instead of linking to it."),
        ));
    }
    Ok(path)
}

fn stays_inside(site: &Site, link: &Path) -> bool {
    match (fs::canonicalize(link), fs::canonicalize(&site.root)) {
        (Ok(target), Ok(root)) => target.starts_with(root) && target.is_file(),
        _ => false,
    }
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
