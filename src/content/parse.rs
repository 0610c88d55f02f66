//! Bytes of a source file -> [`Article`].

use std::collections::BTreeMap;
use std::sync::Arc;

use super::address::address;
use super::edition::spoken;
use super::fences::Fences;
use super::front_matter::{FrontMatter, read};
use super::lints::Lints;
use super::role::{folder_section, introduces};
use super::{
    Address, Article, Body, Head, Link, Moment, Origin, Placed, Role, SourceText, TakenOut,
};
use crate::config::Config;
use crate::diagnostics::{Diagnostic, PlaceCounter, Span, any_error};
use crate::digest::Digest;
use crate::markdown::{self, FindingKind, Scan, scan_with};
use crate::paths::SourcePath;
use crate::text::packed::Packed;
use crate::text::slug::has_slug;
use crate::yaml::Document;

/// Reads one file. The article is there exactly when none of the diagnostics is an error.
pub fn parse(
    path: &SourcePath,
    bytes: &[u8],
    config: &Config,
) -> (Option<Article>, Vec<Diagnostic>) {
    match parse_text(path, bytes, config) {
        Ok((article, diagnostics)) => (article, diagnostics),
        Err(diagnostic) => (None, vec![*diagnostic]),
    }
}

type Parsed = (Option<Article>, Vec<Diagnostic>);

fn parse_text(path: &SourcePath, bytes: &[u8], config: &Config) -> Result<Parsed, Box<Diagnostic>> {
    let source = SourceText::read(path, bytes)?;
    let text = source.as_str();
    let fences = source.fences(path)?;
    let document = Document::parse(path, text, fences.yaml.0, fences.yaml.1)?;
    let mut diagnostics = Vec::new();
    if let Some(at) = source.stray() {
        diagnostics.push(
            Diagnostic::warning(
                "stray-control",
                "here stood a control character that no page can show; it and its like were left out",
            )
            .at(path, Span::of_bytes(text, at, at + 1))
            .hint("It is the trace of a damaged export: see whether a letter is missing, and delete it."),
        );
    }
    let mut placed = Placed::new(path, config);
    let role = Role::of(&placed.neutral);
    let mut fields = document.fields(&mut diagnostics);
    let mut front = read(path, &mut fields, config);
    if let (Role::Article, false) = (role, front.has_date) {
        front.date = file_date(&placed.neutral, config);
        front.has_date = front.date.is_some();
    }
    if let Some(language) = &front.language {
        placed.edition = spoken(language, config).unwrap_or(placed.edition);
    }
    require(path, text, role, &front, &mut diagnostics);
    tell_unused(path, text, &placed, role, &front, &mut diagnostics);
    // The text of an article that was removed is shown nowhere: nothing is to be said of it.
    let shown = match front.removed {
        Some(_) => "",
        None => &text[fences.body..],
    };
    let mut lints = Lints::new(shown, front.date);
    let wants_opening = front.summary.is_none() && role != Role::Introduction;
    let scan = scan_with(shown, wants_opening, |piece| lints.see(&piece));
    tell_findings(path, text, fences, &scan, lints, &mut diagnostics);
    let address = match address(&placed, role, &front, config) {
        Ok(address) => address,
        Err(fault) => {
            diagnostics.push(
                Diagnostic::error(
                    "bad-address",
                    format!("the address of this article {fault}"),
                )
                .in_file(path)
                .hint("Give it a shorter or simpler `slug:`."),
            );
            return Ok((None, diagnostics));
        }
    };
    if any_error(&diagnostics) {
        return Ok((None, diagnostics));
    }
    tell_empty_slug(path, text, &address, &front, &mut diagnostics);
    let parts = Parts {
        path,
        text,
        fences,
        placed,
        role,
        address,
    };
    Ok((Some(article(parts, front, scan, config)), diagnostics))
}

/// Tells of a title without a letter or digit, of which no readable address can be made.
fn tell_empty_slug(
    path: &SourcePath,
    text: &str,
    address: &Address,
    front: &FrontMatter,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let title = front.title.as_deref().unwrap_or_default();
    if matches!(address, Address::Made(_)) && !has_slug(title) {
        diagnostics.push(
            Diagnostic::warning(
                "empty-slug",
                format!(
                    "no letter or digit of the title can stand in an address: this article's is {}",
                    address.url()
                ),
            )
            .at(path, Span::of_bytes(text, 0, 3))
            .hint("Give it a `slug:`, so that readers can tell what is there."),
        );
    }
}

/// Tells what a file of this role must have and has not.
fn require(
    path: &SourcePath,
    text: &str,
    role: Role,
    front: &FrontMatter,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let fence = || Span::of_bytes(text, 0, 3);
    if front.title.is_none() && !front.has_title {
        diagnostics.push(
            Diagnostic::error("missing-title", "there is no title")
                .at(path, fence())
                .hint("Add a line: title: \"عنوان الخبر\""),
        );
    }
    if role == Role::Article && !front.has_date && !front.draft {
        diagnostics.push(
            Diagnostic::error("missing-date", "the article has no date")
                .at(path, fence())
                .hint("Add a line such as date: 2022-01-10 17:11:00, or move a page without a date to content/pages/."),
        );
    }
}

/// The day that Jekyll's users write before a file's name: `2022-01-10-title.md`.
fn file_date(neutral: &SourcePath, config: &Config) -> Option<Moment> {
    let name = match neutral.stem() {
        "index" => neutral.folder().rsplit('/').next().unwrap_or_default(),
        name => name,
    };
    let day = name
        .get(..10)
        .filter(|_| name.as_bytes().get(10) == Some(&b'-'))?;
    Moment::parse(day, Some(&config.zone())).ok()
}

/// Tells what no page will show.
fn tell_unused(
    path: &SourcePath,
    text: &str,
    placed: &Placed,
    role: Role,
    front: &FrontMatter,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let at_top = Span::of_bytes(text, 0, 3);
    if role == Role::Introduction && front.removed.is_some() {
        diagnostics.push(
            Diagnostic::error(
                "bad-removed",
                "an introduction has no page of its own that could say it was removed",
            )
            .at(path, at_top.clone())
            .hint("Delete the file, or its text."),
        );
    }
    if role == Role::Introduction && !introduces(&placed.neutral) {
        diagnostics.push(
            Diagnostic::warning("unused-introduction", "no page shows this introduction")
                .at(path, at_top)
                .hint("`_index.md` introduces the home page in content/ and a section in content/SECTION/; a year or a folder further down has none."),
        );
    } else if role == Role::Page && !(front.tags.is_empty() && front.section.is_none()) {
        diagnostics.push(
            Diagnostic::warning(
                "unused-names",
                "a page without a date is in no list: its tags and section are not used",
            )
            .at(path, at_top)
            .hint("Take them out, or move the file out of content/pages/ and give it a date."),
        );
    }
}

/// Most findings of one kind told one by one; an article with more was pasted whole from elsewhere.
const TOLD: usize = 20;

fn tell_findings(
    path: &SourcePath,
    text: &str,
    fences: Fences,
    scan: &Scan,
    lints: Lints,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let findings = scan
        .findings
        .iter()
        .map(|finding| (told(&finding.kind), finding.range.clone()));
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (diagnostic, range) in findings.chain(lints.finish()) {
        let count = counts.entry(diagnostic.code).or_default();
        *count += 1;
        if *count <= TOLD {
            let span = Span::of_bytes(text, fences.body + range.start, fences.body + range.end);
            diagnostics.push(diagnostic.at(path, span));
        }
    }
    let untold = scan.found.saturating_sub(scan.findings.len());
    if untold > 0 {
        *counts.entry("removed-html").or_default() += untold;
    }
    for (code, count) in counts {
        if let Some(more) = count.checked_sub(TOLD).filter(|more| *more > 0) {
            diagnostics.push(
                Diagnostic::warning(code, format!("{more} more of the same in this file"))
                    .in_file(path),
            );
        }
    }
}

/// What is said of a finding.
fn told(kind: &FindingKind) -> Diagnostic {
    match kind {
        FindingKind::Removed(what) => {
            Diagnostic::warning("removed-html", format!("{what} is taken out of the page"))
                .hint("Raw HTML may hold text, tables, figures, audio and video, but nothing that runs code or loads from elsewhere.")
        }
        FindingKind::Linked(what) => Diagnostic::warning(
            "remote-media",
            format!("{what} becomes a link: pages load nothing from other sites"),
        )
        .hint("Put the file beside the article and name it there."),
        FindingKind::Unclosed(what) => Diagnostic::warning(
            "unclosed-html",
            format!("{what} is not closed: it ends with the block around it"),
        )
        .hint("Add its end tag in the same block."),
        FindingKind::Control(c, fault) => {
            Diagnostic::warning(fault.code(), fault.message(*c)).hint(fault.hint())
        }
        FindingKind::NoWords(address) => no_words(address),
        FindingKind::Attribute(fault) => Diagnostic::warning("bad-attribute", fault)
            .hint("Write for example {lang=en}, {dir=ltr} or {lang=ku dir=rtl}; as it is, the braces are shown to the reader."),
    }
}

/// A picture of which those who do not see it learn nothing.
pub(super) fn no_words(address: &str) -> Diagnostic {
    Diagnostic::warning(
        "missing-alt",
        format!("the image `{address}` has no words for those who do not see it"),
    )
    .hint("Say in a sentence what it shows: ![a boat at the quay](boat.jpg), or image: {src: boat.jpg, alt: a boat at the quay}.")
}

/// What is known of an article beside its front matter and text.
struct Parts<'a> {
    path: &'a SourcePath,
    text: &'a str,
    fences: Fences,
    placed: Placed,
    role: Role,
    address: Address,
}

fn article(parts: Parts, front: FrontMatter, scan: Scan, config: &Config) -> Article {
    let Parts {
        path,
        text,
        fences,
        placed: Placed { edition, neutral },
        role,
        address,
    } = parts;
    let body = &text[fences.body..];
    let section = match role {
        Role::Page => None,
        Role::Article => front
            .section
            .or_else(|| folder_section(&neutral).map(String::from)),
        Role::Introduction => folder_section(&neutral).map(String::from),
    };
    // An article in the language of its edition says nothing of its own about it.
    let own = config.edition(edition).language();
    let language = front
        .language
        .filter(|language| language.tag() != own.tag() && language.tag() != own.primary());
    Article {
        introduces: role == Role::Introduction && introduces(&neutral),
        role,
        address,
        edition,
        neutral: Some(neutral).filter(|neutral| neutral != path),
        translation_key: front.translation_key.map(Into::into),
        image_place: front.image_place,
        taken_out: TakenOut {
            html: scan.removed,
            controls: scan.controls,
        },
        section: section.map(Into::into),
        tags: front.tags.into_iter().map(Into::into).collect(),
        authors: front.authors.into_iter().map(Into::into).collect(),
        aliases: front.aliases.into(),
        removed: front.removed.map(Box::new),
        draft: front.draft,
        embargo: front.embargo,
        expires: front.expires,
        head: Head {
            title: front.title.unwrap_or_default(),
            date: front.date,
            updated: front.updated,
            language: language.map(|language| language.full_tag()),
            summary: match role {
                // Its text stands above the list in full.
                Role::Introduction => Packed::from(front.summary.unwrap_or_default()),
                Role::Article | Role::Page => Packed::from(front.summary.unwrap_or(scan.opening)),
            },
            image: front.image.map(Box::new),
        },
        body: Arc::new(Body {
            origin: Origin {
                path: path.clone(),
                digest: Digest::of_bytes(body.as_bytes()),
            },
            words: scan.words,
            source: front.source.map(Box::new),
            dateline: front.dateline.map(Into::into),
            series: front.series.map(Into::into),
            expires: front.expires,
            corrections: front.corrections.into(),
            updates: front.updates.into(),
            extra: front.extra.map(Into::into),
            links: links(text, fences, scan.links),
        }),
    }
}

/// The links of a text with their places in the file.
fn links(text: &str, fences: Fences, found: Vec<markdown::Link>) -> Box<[Link]> {
    let mut places = PlaceCounter::new(text);
    let placed = found.into_iter().map(|link| {
        let (start, end) = (fences.body + link.range.start, fences.body + link.range.end);
        let (line, column) = places.place(start);
        // A link is shown on its first line.
        let shown = text
            .get(start..end)
            .and_then(|link| link.lines().next())
            .unwrap_or_default();
        let length = u32::try_from(shown.chars().count())
            .unwrap_or(u32::MAX)
            .max(1);
        Link {
            target: link.target.into(),
            kind: link.kind,
            line,
            column,
            length,
        }
    });
    placed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;

    fn config() -> Config {
        let text = "title: صحيفة\nbase_url: https://example.org/\ntime_zone: Asia/Riyadh\n";
        config::read(&SourcePath::new("warraq.yaml"), text, None)
            .0
            .unwrap()
    }

    fn read(path: &str, text: &str) -> (Option<Article>, Vec<&'static str>) {
        let (article, diagnostics) = parse(&SourcePath::new(path), text.as_bytes(), &config());
        (
            article,
            diagnostics
                .iter()
                .map(|diagnostic| diagnostic.code)
                .collect(),
        )
    }

    #[test]
    fn front_matter_path_and_text_make_the_article() {
        let (article, codes) = read(
            "content/local/2022/x.md",
            "---\ntitle: إقالات في البلدية\ndate: 2022-01-10 17:11\ntags: [أ, ب, أ]\n---\nأعلنت [البلدية](b.md).\n",
        );
        let article = article.unwrap();
        assert!(codes.is_empty(), "{codes:?}");
        assert_eq!(
            article.address.url().as_str(),
            "/2022/01/10/إقالات-في-البلدية/"
        );
        assert_eq!(article.section.as_deref(), Some("local"));
        assert_eq!(*article.tags, ["أ".into(), "ب".into()]);
        assert_eq!(article.head.summary.text(), "أعلنت البلدية.");
        let link = &article.body.links[0];
        assert_eq!((&*link.target, link.line, link.column), ("b.md", 6, 7));
    }

    #[test]
    fn spellings_of_other_generators_are_understood() {
        let (article, codes) = read(
            "content/_posts/2022-01-10-x.md",
            "---\ntitle: a\ndate: 2022-01-10\nlastmod: 2022-01-11\ndescription: d\nauthor: سلمى\n\
             categories: [محليات, مدارس]\nurl: /old/\nredirect_from: https://a.org/node/1\ntaxonomies:\n  tags: [ج]\npublished: false\n---\n",
        );
        let article = article.unwrap();
        assert!(codes.is_empty(), "{codes:?}");
        assert_eq!(article.address.url().as_str(), "/old/");
        assert_eq!(article.head.updated.unwrap().machine(), "2022-01-11");
        assert_eq!(
            (&*article.head.summary.text(), &*article.authors),
            ("d", &["سلمى".into()][..])
        );
        assert_eq!(article.section.as_deref(), Some("محليات"));
        assert_eq!(*article.tags, ["ج".into(), "مدارس".into()]);
        assert_eq!(article.aliases[0].as_str(), "/node/1/");
        assert!(article.draft);
    }

    #[test]
    fn every_fault_of_a_file_is_told() {
        let (article, codes) = read(
            "content/a.md",
            "---\ndate: 2022-13-01\nslug: ../x\ndraft: maybe\ntags: {a: 1}\nlang: عربي\naliases: [/../x]\ntitel: b\n---\n<script>1</script>\n",
        );
        assert!(article.is_none());
        assert_eq!(
            codes,
            [
                "bad-date",
                "bad-slug",
                "wrong-type",
                "bad-language",
                "wrong-type",
                "bad-alias",
                "unknown-key",
                "missing-title",
                "removed-html"
            ]
        );
    }

    #[test]
    fn pages_and_drafts_need_no_date() {
        let (page, codes) = read("content/pages/about.md", "---\ntitle: من نحن\n---\n");
        assert_eq!(
            (page.unwrap().address.url().as_str(), codes.len()),
            ("/about/", 0)
        );
        assert!(
            read("content/a.md", "---\ntitle: a\ndraft: true\n---\n")
                .1
                .is_empty()
        );
        assert_eq!(
            read("content/a.md", "---\ntitle: a\n---\n").1,
            ["missing-date"]
        );
    }
}
