//! The text of an article or of an introduction -> HTML.
//!
//! A text and where its links lead come in, HTML goes out. Which pages show it is not for this place to say.

use super::Bodies;
use super::context::Setting;
use super::pictures::Forms;
use crate::archive::ResolvedLink;
use crate::content::Body;
use crate::diagnostics::Diagnostic;
use crate::markdown;

/// The HTML of a text, in the language of `setting`.
pub(super) fn text_html(
    body: &Body,
    links: &[ResolvedLink],
    setting: &Setting,
    bodies: &dyn Bodies,
) -> Result<String, Box<Diagnostic>> {
    let text = bodies.body(&body.origin)?;
    let resolve = |target: &str| {
        let at = links
            .binary_search_by(|link| (*link.target).cmp(target))
            .ok()?;
        // Nowhere is an empty address: the text stays without a link.
        Some(
            setting
                .href(&links.get(at)?.destination)
                .unwrap_or_default(),
        )
    };
    let picture = |target: &str| {
        let at = links
            .binary_search_by(|link| (*link.target).cmp(target))
            .ok()?;
        let shown = links.get(at)?.picture.as_deref()?;
        let Forms { srcset, webp } = Forms::of(shown, setting);
        let credits = shown.credits.as_ref();
        Some(markdown::Picture {
            width: shown.width,
            height: shown.height,
            srcset,
            webp,
            credit: credits.and_then(|credits| credits.line().map(str::to_owned)),
        })
    };
    let digits = |n: u64| setting.language.locale.digits(n);
    Ok(markdown::render(
        &text,
        &markdown::Settings {
            direction: setting.direction(),
            labels: &setting.language.labels,
            resolve: &resolve,
            picture: &picture,
            digits: &digits,
        },
    ))
}
