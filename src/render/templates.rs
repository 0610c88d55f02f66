//! The templates of a site: compiled once, each with the digest of all it is made of.

mod controls;

use std::collections::{BTreeMap, BTreeSet};

use tera::{Error, ErrorKind, Tera};

use super::isolation;
use super::pieces::PIECES;
use super::theme::TEMPLATES;
use crate::diagnostics::{Diagnostic, Span};
use crate::digest::Digest;
use crate::paths::SourcePath;

/// A template's text, and its file in the site if it is not the theme's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateSource {
    /// Its name, as templates refer to it.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Where errors in it are told to be.
    pub path: SourcePath,
}

/// Compiled templates.
pub struct Templates {
    pub(super) tera: Tera,
    sources: BTreeMap<String, TemplateSource>,
    closures: BTreeMap<String, Digest>,
    /// Those with a template in their closure that looks into the cards of a list.
    into_cards: BTreeSet<String>,
    warnings: Vec<Diagnostic>,
}

impl Templates {
    /// Compiles `sources`; of two with one name the later wins. `tera` has its functions already,
    /// since templates are checked against them.
    pub(super) fn compile(
        mut tera: Tera,
        sources: Vec<TemplateSource>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let sources: BTreeMap<String, TemplateSource> = sources
            .into_iter()
            .map(|source| (source.name.clone(), source))
            .collect();
        // Every template makes HTML, whatever it is called: nothing is printed unescaped, and nothing
        // that is printed is left without its isolate, because a file is called `card.tera`.
        tera.autoescape_on([""]);
        tera.set_escape_fn(isolation::escape);
        let texts = sources
            .values()
            .map(|source| (source.name.clone(), source.text.clone()));
        let added = tera.add_raw_templates(texts);
        let mut templates = Templates {
            tera,
            closures: closures(&sources),
            into_cards: into_cards(&sources),
            warnings: sources.values().flat_map(controls::warnings).collect(),
            sources,
        };
        match added {
            Ok(()) => Ok(templates),
            Err(error) => {
                let mut found = templates.compile_alone();
                if found.is_empty() {
                    found = templates.reported(&error.to_string());
                }
                if found.is_empty() {
                    found.push(templates.diagnostic(&error, None));
                }
                templates.tera = Tera::new();
                Err(found)
            }
        }
    }

    /// Tera stops at the first template it cannot read: each is read alone, to tell the faults of all.
    fn compile_alone(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for source in self.sources.values() {
            let mut alone = Tera::new();
            if let Err(error) = alone.add_raw_template(&source.name, &source.text)
                && matches!(error.kind(), ErrorKind::SyntaxError(_))
            {
                found.push(self.diagnostic(&error, Some(&source.name)));
            }
        }
        found
    }

    /// Faults that lie between templates (a block no parent has, an unknown filter) Tera gives only as
    /// text: reports of the form `error: …` and ` --> name:line:column`.
    fn reported(&self, text: &str) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut message = "";
        for line in text.lines().map(str::trim) {
            if let Some(said) = line.strip_prefix("error: ") {
                message = said;
            }
            let Some(place) = line.strip_prefix("--> ") else {
                continue;
            };
            let mut parts = place.rsplitn(3, ':');
            let (column, at) = (
                parts.next(),
                parts.next().and_then(|line| line.parse().ok()),
            );
            if let (Some(source), Some(at)) =
                (parts.next().and_then(|name| self.sources.get(name)), at)
            {
                let mut span = Span::of_line(&source.text, at);
                if let Some(column) = column.and_then(|column| column.parse().ok()) {
                    span.length = (span.column + span.length).saturating_sub(column).max(1);
                    span.column = column;
                }
                found.push(
                    Diagnostic::error("template", message)
                        .at(&source.path, span)
                        .hint("docs/templates.md lists what templates can use, and the blocks that one which takes the place of base.html or listing.html must keep."),
                );
            }
        }
        found
    }

    /// What should be known of templates that can be used.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// The digest of template `name` with all it extends, includes and may call.
    pub fn digest(&self, name: &str) -> Digest {
        self.closures.get(name).copied().unwrap_or_default()
    }

    /// Whether template `name`, or one in its closure, looks into the cards of a list.
    pub(super) fn looks_into_cards(&self, name: &str) -> bool {
        self.into_cards.contains(name)
    }

    /// Tells an error of Tera's with the template's line.
    pub(super) fn diagnostic(&self, error: &Error, fallback: Option<&str>) -> Diagnostic {
        let report = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => Some(report),
            _ => None,
        };
        let message = match report {
            Some(report) => report.message().to_owned(),
            None => error.to_string(),
        };
        let name = report
            .map(|report| report.filename())
            .or(fallback)
            .unwrap_or_default();
        let first = message
            .lines()
            .next()
            .unwrap_or("the template cannot be used")
            .to_owned();
        let rest: Vec<&str> = message
            .lines()
            .skip(1)
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        let mut diagnostic = Diagnostic::error("template", first);
        if let Some(source) = self.sources.get(name) {
            diagnostic = match report {
                Some(report) => {
                    let range = &report.span().range;
                    diagnostic.at(
                        &source.path,
                        Span::of_bytes(&source.text, range.start, range.end),
                    )
                }
                None => diagnostic.in_file(&source.path),
            };
        }
        match rest.is_empty() {
            true => diagnostic.hint("docs/templates.md lists what each template can use."),
            false => diagnostic.hint(rest.join("; ")),
        }
    }
}

/// For each template the digest of its own text, of the closure of what it extends and includes, of the
/// pieces it asks for, and of every template that defines a component, since components can be called from anywhere.
fn closures(sources: &BTreeMap<String, TemplateSource>) -> BTreeMap<String, Digest> {
    let digest = |source: &&TemplateSource| (source.name.clone(), source.text.clone());
    closed(sources)
        .map(|(name, closure)| {
            let closure: Vec<_> = closure.iter().map(digest).collect();
            (name.clone(), Digest::of(&closure))
        })
        .collect()
}

/// The templates with one in their closure that looks into the cards of a list.
fn into_cards(sources: &BTreeMap<String, TemplateSource>) -> BTreeSet<String> {
    closed(sources)
        .filter(|(_, closure)| closure.iter().any(|source| looks_into_cards(source)))
        .map(|(name, _)| name.clone())
        .collect()
}

/// Whether a template may look into the cards of a list: it names them, or takes the list as a whole. The
/// theme's own, which a test holds to it, only prints them.
fn looks_into_cards(source: &TemplateSource) -> bool {
    let is_theme = |(name, text): &(&str, &str)| *name == source.name && *text == source.text;
    if TEMPLATES.iter().any(is_theme) {
        return false;
    }
    let text = &source.text;
    let is_whole = |(at, word): (usize, &str)| {
        let rest = &text[at + word.len()..];
        let is_field =
            rest.starts_with('.') && rest[1..].starts_with(|c: char| c.is_ascii_alphabetic());
        !is_field && !rest.starts_with(" is defined")
    };
    text.contains("cards")
        || text.contains("listing.lead")
        || text.contains("__tera_context")
        || text.match_indices("listing").any(is_whole)
        || text.match_indices("series").any(is_whole)
}

/// Each template with its closure.
fn closed(
    sources: &BTreeMap<String, TemplateSource>,
) -> impl Iterator<Item = (&String, Vec<&TemplateSource>)> {
    let everywhere: BTreeSet<&str> = sources
        .values()
        .filter(|source| tags(&source.text).any(|tag| tag.starts_with("component ")))
        .map(|source| source.name.as_str())
        .collect();
    let closure = move |name: &str| {
        let mut seen = everywhere.clone();
        let mut waiting = vec![name];
        waiting.extend(everywhere.iter().copied());
        while let Some(name) = waiting.pop() {
            let Some(source) = sources.get(name) else {
                continue;
            };
            seen.insert(source.name.as_str());
            let named = tags(&source.text)
                .filter(|tag| tag.starts_with("extends") || tag.starts_with("include"));
            let pieces = PIECES
                .iter()
                .filter(|(_, function, _)| source.text.contains(function))
                .map(|(_, _, template)| *template);
            for quoted in named.flat_map(quoted).chain(pieces) {
                if let Some((name, _)) = sources.get_key_value(quoted)
                    && !seen.contains(name.as_str())
                {
                    waiting.push(name);
                }
            }
        }
        seen.into_iter()
            .filter_map(|name| sources.get(name))
            .collect::<Vec<_>>()
    };
    sources.keys().map(move |name| (name, closure(name)))
}

/// The insides of the `{% … %}` tags of a template.
fn tags(text: &str) -> impl Iterator<Item = &str> {
    text.split("{%").skip(1).map(|rest| {
        let inside = rest.split("%}").next().unwrap_or(rest);
        inside.trim_start_matches('-').trim()
    })
}

/// The texts in quotation marks of a tag.
fn quoted(tag: &str) -> impl Iterator<Item = &str> {
    let mut rest = tag;
    std::iter::from_fn(move || {
        let open = rest.find(['"', '\'', '`'])?;
        let quote = rest[open..].chars().next()?;
        let inside = &rest[open + 1..];
        let close = inside.find(quote)?;
        rest = &inside[close + 1..];
        Some(&inside[..close])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn templates(list: &[(&str, &str)]) -> Result<Templates, Vec<Diagnostic>> {
        let source = |(name, text): &(&str, &str)| TemplateSource {
            name: (*name).into(),
            text: (*text).into(),
            path: SourcePath::new(format!("templates/{name}")),
        };
        Templates::compile(Tera::new(), list.iter().map(source).collect())
    }

    #[test]
    fn an_edit_reaches_exactly_the_templates_that_use_it() {
        let set = |base: &str, card: &str, other: &str| {
            templates(&[
                ("base.html", base),
                ("a.html", "{% extends \"base.html\" %}"),
                ("b.html", "{%- include 'card.html' -%}"),
                ("card.html", card),
                ("c.html", other),
            ])
            .unwrap()
        };
        let before = set("1", "1", "1");
        let changed = |after: Templates| -> Vec<&'static str> {
            ["a.html", "b.html", "c.html"]
                .into_iter()
                .filter(|name| before.digest(name) != after.digest(name))
                .collect()
        };
        assert_eq!(changed(set("2", "1", "1")), ["a.html"]);
        assert_eq!(changed(set("1", "2", "1")), ["b.html"]);
        assert_eq!(
            changed(set("1", "1", "{% component x() %}{% endcomponent x %}")),
            ["a.html", "b.html", "c.html"]
        );
    }

    #[test]
    fn a_template_looks_into_cards_unless_it_is_certain_that_it_does_not() {
        for (text, looks) in [
            ("{% for card in listing.cards %}", true),
            ("{{ listing['ca' ~ 'rds'] }}", true),
            ("{% set list = listing %}", true),
            ("{{ __tera_context }}", true),
            (
                "{% extends 'listing.html' %}{% if listing is defined %}{{ listing.title }}",
                false,
            ),
        ] {
            let source = TemplateSource {
                name: "tag.html".into(),
                text: text.into(),
                path: SourcePath::new("templates/tag.html"),
            };
            assert_eq!(looks_into_cards(&source), looks, "{text}");
        }
    }

    #[test]
    fn a_piece_is_part_of_the_templates_that_ask_for_it() {
        let of = |card: &str| {
            let source = |(name, text): (&str, &str)| {
                let path = SourcePath::new(format!("templates/{name}"));
                let (name, text) = (name.to_owned(), text.to_owned());
                (name.clone(), TemplateSource { name, text, path })
            };
            let sources = [
                ("a.html", "{% extends 'list.html' %}"),
                ("list.html", "{{ card_html(card=x) }}"),
                ("piece-card.html", card),
                ("other.html", "{{ footer_html() }}"),
            ];
            closures(&sources.map(source).into())
        };
        let (before, after) = (of("1"), of("2"));
        for (name, is_changed) in [("a.html", true), ("list.html", true), ("other.html", false)] {
            assert_eq!(before[name] != after[name], is_changed, "{name}");
        }
    }

    #[test]
    fn faults_of_all_templates_are_told_with_their_lines() {
        let found = templates(&[("a.html", "ok\n{{ x"), ("b.html", "{% if %}")])
            .err()
            .unwrap();
        let places: Vec<(String, u32)> = found
            .iter()
            .filter_map(|diagnostic| diagnostic.place.as_ref())
            .map(|place| {
                (
                    place.path.to_string(),
                    place.span.as_ref().map_or(0, |span| span.line),
                )
            })
            .collect();
        assert_eq!(
            places,
            [
                ("templates/a.html".into(), 2),
                ("templates/b.html".into(), 1)
            ]
        );
    }
}
