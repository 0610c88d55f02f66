//! A page of the plan -> its bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Tera, Value};

use super::context::{
    ArchiveContext, ArticleContext, FeedLink, HeadContext, ListingContext, OpenGraph,
    RedirectContext, Setting, SiteContext, TermsContext, YearContext,
};
use super::feed::Feed;
use super::languages::Languages;
use super::templates::{TemplateSource, Templates};
use super::{Bodies, functions, isolation, sitemap, structured_data};
use crate::archive::ResolvedLink;
use crate::content::Body;
use crate::diagnostics::Diagnostic;
use crate::locale::Argument;
use crate::markdown;
use crate::paths::UrlPath;
use crate::plan::{
    ArticleView, Kind, ListingView, Page, Plan, Site, StaticOrigin, Subject, TermKind, View,
    archive_url, authors_url, tags_url, year_url,
};
use crate::text::direction::Direction;

/// What a page becomes.
#[derive(Debug)]
pub enum Rendered<'a> {
    /// A file with these bytes.
    Bytes(Vec<u8>),
    /// A copy of this file.
    Copy(&'a StaticOrigin),
}

/// All that is needed to render the pages of one plan; shared by all threads.
pub struct Renderer {
    templates: Templates,
    languages: Languages,
    site: Arc<Site>,
    /// `site` for templates, by the page's language.
    site_values: BTreeMap<String, Value>,
}

impl Renderer {
    /// Compiles the templates for a plan: the theme's, with the site's own in their place.
    pub fn new(plan: &Plan, own: Vec<TemplateSource>) -> Result<Self, Vec<Diagnostic>> {
        let languages = Languages::new(
            &plan.site.language,
            plan.pages
                .iter()
                .filter_map(|page| named_language(&page.view)),
        );
        let mut tera = Tera::new();
        functions::register(&mut tera, languages.by_html_tag());
        let embedded = super::theme::TEMPLATES
            .into_iter()
            .map(|(name, text)| TemplateSource {
                name: name.to_owned(),
                text: text.to_owned(),
                path: crate::paths::SourcePath::new(format!("(theme)/templates/{name}")),
            });
        let templates = Templates::compile(tera, embedded.chain(own).collect())?;
        let site = Arc::clone(&plan.site);
        let site_values = languages
            .by_html_tag()
            .into_iter()
            .map(|(tag, language)| {
                let setting = Setting {
                    site: &site,
                    languages: &languages,
                    language: &language,
                };
                (tag, value(&SiteContext::new(&setting)))
            })
            .collect();
        Ok(Renderer {
            templates,
            languages,
            site,
            site_values,
        })
    }

    /// The templates, for their digests and what is to be said of them.
    pub fn templates(&self) -> &Templates {
        &self.templates
    }

    /// Renders one page.
    pub fn render<'p>(
        &self,
        page: &'p Page,
        bodies: &dyn Bodies,
    ) -> Result<Rendered<'p>, Box<Diagnostic>> {
        let base = &self.site.base_url;
        let bytes = match &page.view {
            View::Asset(asset) => return Ok(Rendered::Copy(&asset.origin)),
            View::Feed(view) => Feed {
                view,
                site: &self.site,
                languages: &self.languages,
                marks: true,
            }
            .write(),
            View::Sitemap(entries) => sitemap::part(entries, base),
            View::SitemapIndex(parts) => sitemap::index(parts, base),
            View::Robots => sitemap::robots(base),
            view => self.html(view, bodies)?,
        };
        Ok(Rendered::Bytes(bytes))
    }

    /// What the template of a page sees, as data: for documentation and tests.
    pub fn context(
        &self,
        page: &Page,
        bodies: &dyn Bodies,
    ) -> Result<Option<serde_json::Value>, Box<Diagnostic>> {
        let Some((_, context)) = self.prepare(&page.view, bodies)? else {
            return Ok(None);
        };
        let keys = [
            "site", "page", "article", "listing", "terms", "archive", "year", "redirect", "content",
        ];
        let seen = keys
            .into_iter()
            .filter_map(|key| Some((key, serde_json::to_value(context.get(key)?).ok()?)));
        Ok(Some(
            seen.map(|(key, value)| (key.to_owned(), value))
                .collect::<serde_json::Map<_, _>>()
                .into(),
        ))
    }

    fn html(&self, view: &View, bodies: &dyn Bodies) -> Result<Vec<u8>, Box<Diagnostic>> {
        let Some((template, context)) = self.prepare(view, bodies)? else {
            return Ok(Vec::new());
        };
        let mut bytes = Vec::with_capacity(16 * 1024);
        self.templates
            .tera
            .render_to(template, &context, &mut bytes)
            .map_err(|error| {
                let mut diagnostic = self.templates.diagnostic(&error, Some(template));
                if let Some(source) = view.source() {
                    diagnostic
                        .message
                        .push_str(&format!(" (while making the page of {source})"));
                }
                Box::new(diagnostic)
            })?;
        Ok(isolation::isolate(&bytes, direction(&context)))
    }

    fn prepare(
        &self,
        view: &View,
        bodies: &dyn Bodies,
    ) -> Result<Option<(&'static str, Context)>, Box<Diagnostic>> {
        let Some(template) = view.template() else {
            return Ok(None);
        };
        let language = self.languages.get(named_language(view));
        let setting = Setting {
            site: &self.site,
            languages: &self.languages,
            language,
        };
        let mut context = Context::new();
        let head = match view {
            View::Article(article) | View::Page(article) => {
                context.insert_value("article", value(&ArticleContext::new(article, &setting)));
                context.insert_value(
                    "content",
                    self.content(&article.body, &article.links, &setting, bodies)?,
                );
                article_head(view.kind(), article, &setting)
            }
            View::Listing(listing) => {
                context.insert_value("listing", value(&ListingContext::new(listing, &setting)));
                let introduction = listing
                    .landing
                    .as_ref()
                    .and_then(|landing| landing.introduction.as_ref());
                let content = match introduction {
                    Some(introduction) => {
                        self.content(&introduction.body, &introduction.links, &setting, bodies)?
                    }
                    None => Value::none(),
                };
                context.insert_value("content", content);
                listing_head(view.kind(), listing, &setting)
            }
            View::Terms(terms) => {
                context.insert_value("terms", value(&TermsContext::new(terms, &setting)));
                let (url, title) = match terms.kind {
                    TermKind::Tags => (tags_url(), "tags"),
                    TermKind::Authors => (authors_url(), "authors"),
                };
                HeadContext::new(&setting, view.kind(), &url, setting.message(title))
            }
            View::Archive(archive) => {
                context.insert_value("archive", value(&ArchiveContext::new(archive, &setting)));
                HeadContext::new(
                    &setting,
                    Kind::Archive,
                    &archive_url(),
                    setting.message("archive"),
                )
            }
            View::Year(year) => {
                context.insert_value("year", value(&YearContext::new(year, &setting)));
                let shown = language
                    .locale
                    .digits(u64::from(year.summary.year.unsigned_abs()));
                let title = language
                    .locale
                    .message("archive-of-year", &[("year", Argument::Text(shown))])
                    .unwrap_or_default();
                HeadContext::new(&setting, Kind::Year, &year_url(year.summary.year), title)
            }
            View::Redirect(redirect) => {
                context.insert_value("redirect", value(&RedirectContext::new(redirect, &setting)));
                HeadContext::new(
                    &setting,
                    Kind::Redirect,
                    redirect.to.url(),
                    setting.message("moved-title"),
                )
                .noindex()
            }
            _ => {
                let url = UrlPath::new("/404.html").unwrap_or_else(|_| UrlPath::home());
                HeadContext::new(
                    &setting,
                    Kind::NotFound,
                    &url,
                    setting.message("not-found-title"),
                )
                .noindex()
            }
        };
        context.insert_value("page", value(&head));
        context.insert_value(
            "site",
            self.site_values
                .get(language.tag())
                .cloned()
                .unwrap_or_else(Value::none),
        );
        context.insert_value("lang", Value::from(language.tag()));
        Ok(Some((template, context)))
    }

    /// The HTML of a text.
    fn content(
        &self,
        body: &Body,
        links: &[ResolvedLink],
        setting: &Setting,
        bodies: &dyn Bodies,
    ) -> Result<Value, Box<Diagnostic>> {
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
        let digits = |n: u64| setting.language.locale.digits(n);
        let html = markdown::render(
            &text,
            &markdown::Settings {
                direction: setting.direction(),
                labels: &setting.language.labels,
                resolve: &resolve,
                digits: &digits,
            },
        );
        Ok(Value::safe_string(&html))
    }
}

/// The direction of a page, as its template sees it.
fn direction(context: &Context) -> Direction {
    let dir = context
        .get("page")
        .and_then(|page| page.get_from_path("dir"));
    match dir.and_then(Value::as_str) {
        Some("rtl") => Direction::Rtl,
        _ => Direction::Ltr,
    }
}

fn value(data: &impl Serialize) -> Value {
    // Contexts are plain structures of text, numbers and lists: serialising them cannot fail.
    Value::try_from_serializable(data).unwrap_or_else(|_| Value::none())
}

/// The language a page is in, if it is an article of a language of its own.
fn named_language(view: &View) -> Option<&str> {
    match view {
        View::Article(article) | View::Page(article) => article.card.language.as_deref(),
        View::Redirect(redirect) => redirect.to.language(),
        _ => None,
    }
}

fn article_head(kind: Kind, view: &ArticleView, setting: &Setting) -> HeadContext {
    let card = &view.card;
    let head = HeadContext::new(setting, kind, &card.url, card.title.clone())
        .description(Some(card.summary.clone()));
    if kind == Kind::Page {
        return head;
    }
    let picture = card.picture.as_ref();
    let graph = OpenGraph {
        r#type: "article",
        image: picture
            .and_then(|picture| picture.src.as_ref())
            .and_then(|src| setting.absolute(src)),
        image_alt: picture.and_then(|picture| picture.alt.clone()),
        published: card.date.map(|date| date.rfc3339()),
        modified: card.updated.map(|date| date.rfc3339()),
        section: card.section.as_ref().map(|section| section.name.clone()),
        tags: card.tags.iter().map(|tag| tag.name.clone()).collect(),
        ..OpenGraph::website(setting)
    };
    head.open_graph(graph)
        .json_ld(structured_data::news_article(view, setting))
}

fn listing_head(kind: Kind, view: &ListingView, setting: &Setting) -> HeadContext {
    let title = super::context::listing_title(&view.subject, setting);
    let description = view
        .landing
        .as_ref()
        .and_then(|landing| landing.description.clone());
    let head = HeadContext::new(setting, kind, &view.url, title).description(description);
    let head = match view.subject {
        Subject::Month(_) | Subject::Day(_) => head,
        _ => head.titled_by_site(setting),
    };
    match &view.landing {
        Some(landing) if landing.has_feeds => head.feeds(feeds(&view.home, setting)),
        _ => head,
    }
}

fn feeds(home: &UrlPath, setting: &Setting) -> Vec<FeedLink> {
    let folder = setting.site.base_url.href(home);
    [
        ("atom.xml", "application/atom+xml", "Atom"),
        ("rss.xml", "application/rss+xml", "RSS"),
    ]
    .into_iter()
    .map(|(name, r#type, title)| FeedLink {
        href: format!("{folder}{name}"),
        r#type,
        title: title.to_owned(),
    })
    .collect()
}
