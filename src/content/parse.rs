//! Bytes of a source file -> [`Article`].

use std::collections::BTreeMap;

use super::fences::Fences;
use super::front_matter::{FrontMatter, read};
use super::lints::Lints;
use super::role::{folder_section, name, page_path};
use super::{Article, Body, Head, Link, Origin, Role, SourceText};
use crate::config::{Config, PermalinkParts};
use crate::diagnostics::{Diagnostic, PlaceCounter, Span, any_error};
use crate::digest::Digest;
use crate::markdown::{self, FindingKind, Scan, scan_with};
use crate::paths::{PathError, SourcePath, UrlPath};
use crate::text::slug::{slug, slug_or_hash};
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
    let role = Role::of(path);
    let mut fields = document.fields(&mut diagnostics);
    let front = read(path, &mut fields, config);
    require(path, text, role, &front, &mut diagnostics);
    let mut lints = Lints::new(&text[fences.body..], front.date);
    let scan = scan_with(&text[fences.body..], |piece| lints.see(&piece));
    tell_findings(path, text, fences, &scan, lints, &mut diagnostics);
    let url = match address(path, role, &front, config) {
        Ok(url) => url,
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
    Ok((
        Some(article(path, text, fences, role, url, front, scan)),
        diagnostics,
    ))
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
    if front.title.is_none() {
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
        FindingKind::Control(c, fault) => {
            Diagnostic::warning(fault.code(), fault.message(*c)).hint(fault.hint())
        }
        FindingKind::Attribute(fault) => Diagnostic::warning("bad-attribute", fault)
            .hint("Write for example {lang=en}, {dir=ltr} or {lang=ku dir=rtl}; as it is, the braces are shown to the reader."),
    }
}

/// The address of an article, by its front matter, the site's permalink and the file's path.
fn address(
    path: &SourcePath,
    role: Role,
    front: &FrontMatter,
    config: &Config,
) -> Result<UrlPath, PathError> {
    if let Some(url) = &front.url {
        return Ok(url.clone());
    }
    let title = front.title.as_deref().unwrap_or_default();
    let filename = slug_or_hash(name(path));
    match (role, front.date) {
        (Role::Article, Some(date)) => {
            let section = front
                .section
                .as_deref()
                .or(folder_section(path))
                .map(slug_or_hash);
            let slug = slug_or_hash(front.slug.as_deref().unwrap_or(title));
            config.permalink.url(&PermalinkParts {
                date: date.day(),
                section: section.as_deref(),
                slug: &slug,
                filename: &filename,
            })
        }
        _ => {
            let slug = front.slug.as_deref().and_then(slug).unwrap_or(filename);
            UrlPath::new(&page_path(path, &slug))
        }
    }
}

fn article(
    path: &SourcePath,
    text: &str,
    fences: Fences,
    role: Role,
    url: UrlPath,
    front: FrontMatter,
    scan: Scan,
) -> Article {
    let body = &text[fences.body..];
    let section = match role {
        Role::Page => None,
        Role::Article => front
            .section
            .or_else(|| folder_section(path).map(String::from)),
        Role::Introduction => folder_section(path).map(String::from),
    };
    Article {
        role,
        url,
        image_place: front.image_place,
        section,
        tags: front.tags,
        authors: front.authors,
        aliases: front.aliases,
        draft: front.draft,
        expires: front.expires,
        head: Head {
            title: front.title.unwrap_or_default(),
            date: front.date,
            updated: front.updated,
            language: front.language,
            summary: front.summary.unwrap_or(scan.opening),
            image: front.image,
        },
        body: Body {
            origin: Origin {
                path: path.clone(),
                digest: Digest::of_bytes(body.as_bytes()),
            },
            words: scan.words,
            source: front.source,
            dateline: front.dateline,
            series: front.series,
            corrections: front.corrections,
            extra: front.extra,
            links: links(text, fences, scan.links),
        },
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
        assert_eq!(article.url.as_str(), "/2022/01/10/إقالات-في-البلدية/");
        assert_eq!(article.section.as_deref(), Some("local"));
        assert_eq!(article.tags, ["أ", "ب"]);
        assert_eq!(article.head.summary, "أعلنت البلدية.");
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
        assert_eq!(article.url.as_str(), "/old/");
        assert_eq!(article.head.updated.unwrap().machine(), "2022-01-11");
        assert_eq!(
            (article.head.summary.as_str(), article.authors.as_slice()),
            ("d", &["سلمى".to_owned()][..])
        );
        assert_eq!(article.section.as_deref(), Some("محليات"));
        assert_eq!(article.tags, ["ج", "مدارس"]);
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
        assert_eq!((page.unwrap().url.as_str(), codes.len()), ("/about/", 0));
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
