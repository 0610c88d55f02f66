//! Addresses that would be lost -> what an editor is told: which, what it was, and the line to add.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use super::LOCK;
use super::compare::Missing;
use super::line::{Line, Lines, What};
use super::published::{Absences, published};
use crate::archive::WithheldReason;
use crate::build::Files;
use crate::config::CONFIG_FILE;
use crate::diagnostics::{Diagnostic, Span};
use crate::paths::SourcePath;
use crate::plan::Plan;

/// Most addresses told one by one. More have one cause.
const TOLD: usize = 20;

/// An address that would be lost, or would lead elsewhere.
pub(super) struct Fault {
    url: String,
    what: What,
    source: String,
    day: Option<Date>,
    /// What would be there, and of which file.
    instead: Option<(What, String)>,
}

impl Fault {
    pub(super) fn new(line: &Line, missing: Missing) -> Self {
        Fault {
            url: line.url.to_owned(),
            what: line.what,
            source: line.source.clone().into_owned(),
            day: line.day,
            instead: match missing {
                Missing::Nothing => None,
                Missing::Another(what, source) => Some((what, source.to_owned())),
            },
        }
    }
}

/// What is known beside the faults.
struct Known<'a> {
    lines: &'a Lines<'a>,
    absences: &'a Absences,
    files: &'a dyn Files,
    /// The addresses of articles and pages, by their files.
    now_at: HashMap<String, String>,
}

/// Tells every fault, or where there are many of one kind, how many and the first.
pub(super) fn tell(
    faults: &[Fault],
    lines: &Lines,
    plan: &Plan,
    absences: &Absences,
    files: &dyn Files,
) -> Vec<Diagnostic> {
    if faults.is_empty() {
        return Vec::new();
    }
    let mut now_at = HashMap::new();
    for page in published(plan) {
        if matches!(page.line.what, What::Article | What::Page) {
            now_at.insert(page.line.source.into_owned(), format!("/{}", page.line.url));
        }
    }
    let known = Known {
        lines,
        absences,
        files,
        now_at,
    };
    let (moved, dropped): (Vec<&Fault>, Vec<&Fault>) =
        faults.iter().partition(|fault| fault.instead.is_some());
    let mut told = match dropped.len() > TOLD {
        true => vec![known.many_dropped(&dropped)],
        false => dropped.iter().map(|fault| known.dropped(fault)).collect(),
    };
    match moved.len() > TOLD {
        true => told.push(known.many_moved(&moved)),
        false => told.extend(moved.iter().map(|fault| known.moved(fault))),
    }
    told
}

impl Known<'_> {
    fn at_lock(&self, diagnostic: Diagnostic, fault: &Fault) -> Diagnostic {
        let number = self.lines.number(&fault.url, false);
        let span = Span {
            line: u32::try_from(number).unwrap_or(u32::MAX),
            ..Span::of_line(self.lines.row(number), 1)
        };
        diagnostic.at(&SourcePath::new(LOCK), span)
    }

    fn dropped(&self, fault: &Fault) -> Diagnostic {
        let (url, source) = (format!("/{}", fault.url), &fault.source);
        let error = |why: String| {
            Diagnostic::error(
                "url-dropped",
                format!("the site would have nothing at {url} any more: {why}"),
            )
        };
        let drop = format!("warraq lock --drop {}", shell(&url));
        let is_article = matches!(fault.what, What::Article | What::Page);
        match fault.what {
            What::Article | What::Page | What::Redirect => {}
            What::File => {
                let put_back = format!(
                    "Put the file back, or a copy of it at static{url}; or give the address up: {drop}"
                );
                return self
                    .at_lock(error(format!("it was the file {source}")), fault)
                    .hint(put_back);
            }
            list => {
                return self
                    .at_lock(error(format!("it was {}", a(list))), fault)
                    .hint(format!(
                        "Lead its readers on, in warraq.yaml: redirects: {{{}: /…/}}; or give the address up: {drop}",
                        yaml(&url)
                    ));
            }
        }
        if source == CONFIG_FILE {
            return error("its redirect was taken out".into())
                .in_file(&SourcePath::new(CONFIG_FILE))
                .hint(format!(
                    "Put it back: redirects: {{{}: /…/}}; or give the address up: {drop}",
                    yaml(&url)
                ));
        }
        let path = SourcePath::new(source.as_str());
        if let Some(now) = self.now_at.get(source) {
            let (span, hint) = self.alias(&path, &url);
            let why = match is_article {
                true => format!("its article is now at {now}"),
                false => format!("the alias of {now} was taken out"),
            };
            return error(why).at(&path, span).hint(hint);
        }
        if let Some(reason) = self.absences.reason(source) {
            let (why, undo) = match reason {
                WithheldReason::Draft => ("is a draft again", "Take out `draft: true`"),
                _ => ("is dated in the future now", "Set its date back"),
            };
            return error(format!("its article {why}"))
                .at(&path, self.first_line(&path))
                .hint(format!(
                    "{undo}; or tell readers that it is gone: removed: {{date: YYYY-MM-DD, reason: \"…\"}}"
                ));
        }
        let was = match is_article {
            true => format!("the file of its article, {source}, is gone"),
            false => format!("it led to {source}, which is gone"),
        };
        let date = fault
            .day
            .map_or(String::new(), |day| format!("date: {day}, "));
        let hint = match is_article {
            true => format!(
                "Bring the file back with a tombstone, so that readers are told: {date}url: {}, removed: {{date: YYYY-MM-DD, reason: \"…\"}}. Or let the article that takes its place say aliases: [{}].",
                yaml(&url),
                yaml(&url)
            ),
            false => format!(
                "Let another article say aliases: [{}], or give the address up: {drop}",
                yaml(&url)
            ),
        };
        self.at_lock(error(was), fault).hint(hint)
    }

    fn moved(&self, fault: &Fault) -> Diagnostic {
        let url = format!("/{}", fault.url);
        let (what, source) = match &fault.instead {
            Some((what, source)) => (*what, source.as_str()),
            None => (fault.what, ""),
        };
        let owner = |what: What, source: &str| match source.is_empty() {
            true => a(what).to_owned(),
            false => source.to_owned(),
        };
        let message = format!(
            "{url} would lead elsewhere: it was {} and would be {}",
            owner(fault.what, &fault.source),
            owner(what, source)
        );
        let drop = format!("warraq lock --drop {}", shell(&url));
        let diagnostic = Diagnostic::error("url-moved", message);
        if !matches!(what, What::Article | What::Page) {
            return self.at_lock(diagnostic, fault).hint(format!(
                "Give what is new another address, or give the old one up: {drop}"
            ));
        }
        let path = SourcePath::new(source);
        let (why, or) = match self.now_at.get(&fault.source) {
            Some(now) => (
                format!("; {} is now at {now}", fault.source),
                "If readers of the old address should find this one, give the old one up",
            ),
            None => {
                let (file, source) = (&fault.source, fault.source.as_str());
                let or = "If readers of the old address should find this one all the same, give the old one up";
                match (
                    self.absences.reason(source),
                    self.absences.withholds(source),
                ) {
                    (Some(WithheldReason::Draft), _) => (format!("; {file} is a draft again"), or),
                    (Some(_), _) => (format!("; {file} is dated in the future now"), or),
                    (None, true) => (format!("; {file} has expired and keeps it"), or),
                    (None, false) => (
                        format!("; the file {file} is gone"),
                        "If it is the same article under another name and date, give the old one up",
                    ),
                }
            }
        };
        let span = self.first_line(&path);
        let mut diagnostic = diagnostic.at(&path, span);
        diagnostic.message.push_str(&why);
        diagnostic.hint(format!(
            "Give this one another `slug:` below this line. {or}: {drop}"
        ))
    }

    fn many_dropped(&self, faults: &[&Fault]) -> Diagnostic {
        let row = |fault: &&Fault| match self.now_at.get(&fault.source) {
            Some(now) => format!("  /{} ({}, now at {now})", fault.url, fault.what.word()),
            None => format!("  /{} ({})", fault.url, fault.what.word()),
        };
        let message = format!(
            "the site would have nothing any more at {} of the {} addresses in {LOCK}: {}. The first of them:\n{}",
            faults.len(),
            self.lines.lines.len(),
            counted(faults),
            faults
                .iter()
                .take(TOLD)
                .map(row)
                .collect::<Vec<_>>()
                .join("\n")
        );
        let moved = faults
            .iter()
            .filter(|fault| self.now_at.contains_key(&fault.source));
        let hint = match moved.count() {
            0 => {
                "Have files or folders gone by mistake? Bring them back. What shall be gone is told to readers by a tombstone (`removed:`), led on by `redirects:` in warraq.yaml, or given up: warraq lock --drop '/tags/*'"
            }
            _ => {
                "Has a setting changed that addresses are made of, such as `permalink:`, `slugs:` or `time_zone:` in warraq.yaml? Put it back, or let each article say its old address: aliases: [/…/]. `warraq lock --drop '/tags/*'` gives up all that begin alike."
            }
        };
        Diagnostic::error("url-dropped", message)
            .in_file(&SourcePath::new(LOCK))
            .hint(hint)
    }

    fn many_moved(&self, faults: &[&Fault]) -> Diagnostic {
        let row = |fault: &&Fault| {
            let there = fault.instead.as_ref().map_or("", |(_, source)| source);
            format!("  /{}: {}, now {there}", fault.url, fault.source)
        };
        let message = format!(
            "{} of the {} addresses in {LOCK} would lead elsewhere: {}. The first of them:\n{}",
            faults.len(),
            self.lines.lines.len(),
            counted(faults),
            faults
                .iter()
                .take(TOLD)
                .map(row)
                .collect::<Vec<_>>()
                .join("\n")
        );
        Diagnostic::error("url-moved", message)
            .in_file(&SourcePath::new(LOCK))
            .hint("Were files renamed and dated anew at once? Do it in two steps: each file is known by its name or its day. What leads elsewhere on purpose is given up: warraq lock --drop '/news/*'")
    }

    /// Where in an article an alias is written, and what to write there.
    fn alias(&self, path: &SourcePath, url: &str) -> (Span, String) {
        let url = yaml(url);
        let text = self.text(path);
        let front = text
            .lines()
            .enumerate()
            .skip(1)
            .take_while(|(_, line)| line.trim_end() != "---");
        let list = front
            .filter(|(_, line)| line.starts_with("aliases:") || line.starts_with("redirect_from:"))
            .last();
        let Some((at, line)) = list else {
            return (
                self.first_line(path),
                format!("Add below this line: aliases: [{url}]"),
            );
        };
        let hint = match line.trim_end().strip_suffix(']') {
            Some(list) if list.trim_end().ends_with('[') => {
                format!("Make it {}{url}]", list.trim_end())
            }
            Some(list) => format!("Make it {}, {url}]", list.trim_end()),
            None => format!("Add to this list: {url}"),
        };
        (Span::of_line(&text, at + 1), hint)
    }

    fn first_line(&self, path: &SourcePath) -> Span {
        Span::of_line(&self.text(path), 1)
    }

    fn text(&self, path: &SourcePath) -> String {
        // What cannot be read was told when the article was.
        let bytes = self.files.read(path).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        text.trim_start_matches('\u{FEFF}').to_owned()
    }
}

/// How many of each kind there are: `2 articles, 1 tag`.
fn counted(faults: &[&Fault]) -> String {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for fault in faults {
        *kinds.entry(fault.what.word()).or_default() += 1;
    }
    let kinds = kinds.into_iter().map(|(word, n)| format!("{word} {n}"));
    kinds.collect::<Vec<_>>().join(", ")
}

/// A list, in words.
fn a(what: What) -> &'static str {
    match what {
        What::Article => "an article",
        What::Page => "a page",
        What::File => "a file",
        What::Redirect => "a redirect",
        What::Home => "a page of the home list",
        What::Section => "a page of a section",
        What::Tag => "a page of a tag",
        What::Tags => "the index of tags",
        What::Author => "a page of an author",
        What::Authors => "the index of authors",
        What::Archive => "the root of the archive",
        What::Year => "the page of a year",
        What::Month => "a page of a month",
        What::Day => "a page of a day",
        What::Series => "a page of a series",
        What::AllSeries => "the index of series",
        What::OnThisDay => "the page of a day of all years",
        What::AllDays => "the index of the days of the year",
        What::Corrections => "a page of corrections",
        What::Feed => "a feed",
    }
}

/// An address as it can stand in a YAML list.
fn yaml(url: &str) -> String {
    match url.chars().all(is_plain) {
        true => url.to_owned(),
        false => serde_json::Value::from(url).to_string(),
    }
}

/// An address as it can stand in a command.
fn shell(url: &str) -> String {
    match url.chars().all(is_plain) {
        true => url.to_owned(),
        false => format!("'{}'", url.replace('\'', "'\\''")),
    }
}

fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || "/-_.".contains(c)
}
