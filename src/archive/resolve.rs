//! The links and pictures of an article -> where they lead; those that lead nowhere are told.

use std::sync::Arc;

use super::card::{Picture, credited};
use super::gallery::Gallery;
use super::links::{Destination, Fault, ResolvedLink, Targets};
use super::withheld::WithheldReason;
use crate::content::{Article, Image};
use crate::diagnostics::{Diagnostic, Span};
use crate::markdown::LinkKind;
use crate::paths::SourcePath;

/// Where the links of an article's text lead.
pub(super) fn resolve(
    article: &Article,
    targets: &Targets,
    gallery: &Gallery,
    diagnostics: &mut Vec<Diagnostic>,
) -> Arc<[ResolvedLink]> {
    let source = &article.body.origin.path;
    let mut resolved: Vec<ResolvedLink> = Vec::with_capacity(article.body.links.len());
    for link in &article.body.links {
        let span = Span {
            line: link.line,
            column: link.column,
            length: link.length,
            text: String::new(),
        };
        let what = match link.kind {
            LinkKind::Link => "link",
            LinkKind::Image => "image",
        };
        let destination = match targets.resolve(source, &link.target) {
            Ok((destination, None)) => destination,
            Ok((destination, Some(reason))) => {
                diagnostics.push(leads_to_withheld(&link.target, reason).at(source, span));
                destination
            }
            Err(fault) => {
                diagnostics.push(broken(what, &link.target, fault).at(source, span));
                continue;
            }
        };
        let picture = match link.kind {
            LinkKind::Image => gallery.shown(&destination),
            LinkKind::Link => None,
        };
        resolved.push(ResolvedLink {
            target: link.target.clone(),
            destination,
            picture,
        });
    }
    // Of a target that is linked to and shown, what is shown comes first and is kept.
    let order = |link: &ResolvedLink| link.picture.is_none();
    resolved.sort_by(|a, b| a.target.cmp(&b.target).then(order(a).cmp(&order(b))));
    resolved.dedup_by(|link, kept| link.target == kept.target);
    resolved.into()
}

fn broken(what: &str, target: &str, fault: Fault) -> Diagnostic {
    let (message, hint) = match fault {
        Fault::Missing(path) => (
            format!("the {what} `{target}` leads to nothing: there is no file {path}"),
            "A path is counted from this file's folder, or from content/ when it begins with `/`.",
        ),
        Fault::Leaves => (
            format!("the {what} `{target}` leads out of the content folder"),
            "Link to files below content/, or give a whole address: https://…",
        ),
        Fault::Forbidden => (
            format!("the {what} `{target}` has a scheme that is not allowed"),
            "Use http, https, or a path below content/.",
        ),
    };
    Diagnostic::error("broken-link", message).hint(hint)
}

fn leads_to_withheld(target: &str, reason: WithheldReason) -> Diagnostic {
    let why = match reason {
        WithheldReason::Draft => "a draft",
        WithheldReason::Future => "dated in the future",
        WithheldReason::Expired => "expired",
    };
    Diagnostic::warning(
        "link-to-withheld",
        format!("`{target}` is {why} and not published"),
    )
    .hint("The text stays and is not a link until the article is published.")
}

/// A lead image with its address.
pub(super) fn picture(
    image: Image,
    place: (u32, u32),
    source: &SourcePath,
    targets: &Targets,
    gallery: &Gallery,
    diagnostics: &mut Vec<Diagnostic>,
) -> Picture {
    let Image {
        src,
        alt,
        caption,
        credit,
    } = image;
    let span = |src: &str| Span {
        line: place.0,
        column: place.1,
        length: u32::try_from(src.chars().count()).unwrap_or(1),
        text: String::new(),
    };
    let src = src.and_then(|src| match targets.resolve(source, &src) {
        Ok((destination, _)) => {
            if let Destination::Outside(_) = destination {
                diagnostics.push(remote(&src).at(source, span(&src)));
            }
            Some(destination).filter(|destination| *destination != Destination::Nowhere)
        }
        Err(fault) => {
            diagnostics.push(broken("image", &src, fault).at(source, span(&src)));
            None
        }
    });
    let shown = src.as_ref().and_then(|src| gallery.shown(src));
    Picture {
        credit: credited(credit, shown.as_deref()),
        src,
        alt,
        caption,
        shown,
    }
}

fn remote(src: &str) -> Diagnostic {
    Diagnostic::warning(
        "remote-media",
        format!("the image `{src}` is on another host, from which pages load nothing"),
    )
    .hint("Put the file beside the article, or below static/, and name it there.")
}
