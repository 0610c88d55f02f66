//! A page of the plan -> its bytes.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Context, Error, Tera, Value};

use super::context::{
    AllDaysContext, ArchiveContext, ArticleContext, CardContext, CorrectionsContext, HeadContext,
    ListingContext, OnThisDayContext, RedirectContext, RemovedContext, SeriesContext, Setting,
    Shared, SiteContext, TermsContext, YearContext, archive_title, cite, value, versions,
};
use super::dates::year_title;
use super::feed::Feed;
use super::heads::{article_head, feeds, listing_head};
use super::isolation::{self, Isolated};
use super::languages::{Languages, PageLanguage};
use super::list_data::collection;
use super::pictures::{self, Pictures};
use super::pieces::{IN_PLACE, Pieces};
use super::structured_data;
use super::templates::{TemplateSource, Templates};
use super::texts::text_html;
use super::{Bodies, addresses, functions, hosting, machines, sitemap};
use crate::archive::{Card, ResolvedLink};
use crate::content::Body;
use crate::diagnostics::Diagnostic;
use crate::images::Permits;
use crate::images::share::draw;
use crate::locale::{Argument, Wording};
use crate::paths::UrlPath;
use crate::plan::{
    AssetView, FeedText, FeedView, Kind, ListingView, MachineView, Page, PictureView, Plan,
    RedirectTo, Site, StylesheetView, Subject, TermKind, View,
};
use crate::text::direction::Direction;

thread_local! {
    /// Where templates write: the same memory for one page after the other.
    static UNFINISHED: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// No thread keeps more memory than this for the next page.
const LONGEST_KEPT: usize = 256 * 1024;

/// How templates get the cards of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cards {
    /// As HTML, if no template looks into them.
    Finished,
    /// With their fields.
    Fields,
}

/// What a page becomes.
#[derive(Debug)]
pub enum Rendered<'a> {
    /// A file with these bytes.
    Bytes(Vec<u8>),
    /// A copy of this file.
    Copy(&'a AssetView),
    /// A style sheet, to be fitted by [`super::stylesheet::fitted`].
    Sheet(&'a StylesheetView),
}

/// All that is needed to render the pages of one plan; shared by all threads.
pub struct Renderer {
    templates: Templates,
    languages: Languages,
    sites: Vec<Arc<Site>>,
    /// `site` for templates, for each edition by the page's language.
    site_values: Vec<BTreeMap<String, Value>>,
    shared: Shared,
    pieces: Arc<Pieces>,
    permits: Permits,
}

impl Renderer {
    /// Compiles the templates for a plan: the theme's, with the site's own in their place.
    pub fn new(plan: &Plan, own: Vec<TemplateSource>) -> Result<Self, Vec<Diagnostic>> {
        let languages = Languages::new(
            plan.sites.iter().map(|site| &site.locale),
            plan.pages
                .iter()
                .filter_map(|page| named_language(&page.view)),
            plan.sites
                .first()
                .map_or(&Wording::default(), |site| &site.wording),
        );
        let mut tera = Tera::new();
        let by_tag = Arc::new(languages.by_html_tag());
        functions::register(&mut tera, Arc::clone(&by_tag));
        let embedded = super::theme::TEMPLATES
            .into_iter()
            .map(|(name, text)| TemplateSource {
                name: name.to_owned(),
                text: text.to_owned(),
                path: crate::paths::SourcePath::new(format!("(theme)/templates/{name}")),
            });
        let mut templates = Templates::compile(tera, embedded.chain(own).collect())?;
        let pieces = Arc::new(Pieces::new(templates.tera.clone()));
        functions::register_pieces(&mut templates.tera, &by_tag, &pieces);
        let shared = Shared::new();
        let values = |site: &Arc<Site>| {
            let value = |(tag, language): (String, Arc<PageLanguage>)| {
                let setting = Setting {
                    site,
                    languages: &languages,
                    language: &language,
                    shared: &shared,
                };
                (tag, value(&SiteContext::new(&setting)))
            };
            languages.by_html_tag().into_iter().map(value).collect()
        };
        Ok(Renderer {
            site_values: plan.sites.iter().map(values).collect(),
            sites: plan.sites.clone(),
            templates,
            languages,
            shared,
            pieces,
            permits: Permits::default(),
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
        let Some(site) = self.sites.get(page.edition.place()) else {
            return Ok(Rendered::Bytes(Vec::new()));
        };
        let base = &site.base_url;
        let bytes = match &page.view {
            View::Asset(asset) => return Ok(Rendered::Copy(asset)),
            View::Stylesheet(sheet) => return Ok(Rendered::Sheet(sheet)),
            View::Picture(picture) => {
                let (mut files, _) = self.pictures(&[picture], bodies)?;
                files.pop().unwrap_or_default()
            }
            View::Share(image) => draw(image),
            View::Feed(view) => Feed {
                view,
                site,
                languages: &self.languages,
                marks: site.feed_marks,
                texts: self.texts(view, bodies)?,
            }
            .write(),
            View::Sitemap(entries) => sitemap::part(entries, base),
            View::NewsSitemap(cards) => self.news(cards),
            View::SitemapIndex(parts) => sitemap::index(parts, base),
            View::Robots => sitemap::robots(base),
            View::Machine(view) => match &**view {
                MachineView::Manifest => machines::manifest(site),
                MachineView::OpenSearch(template) => machines::open_search(template, site),
                MachineView::Security(security) => {
                    machines::security(security, &base.complete(&format!("/{}", page.path)))
                }
                MachineView::Headers => hosting::headers(site),
                MachineView::Redirects(server, list) => hosting::redirects(*server, list, base),
            },
            _ => self.html(page, bodies)?,
        };
        Ok(Rendered::Bytes(bytes))
    }

    /// The texts of a feed that holds them, as HTML that leans on no address.
    fn texts(&self, feed: &FeedView, bodies: &dyn Bodies) -> Result<Vec<String>, Box<Diagnostic>> {
        let text = |(text, card): (&FeedText, &Arc<Card>)| {
            let (Some(site), Some(language)) = (
                self.sites.get(card.edition.place()),
                self.languages.get(card.edition, card.language.as_deref()),
            ) else {
                return Ok(String::new());
            };
            let setting = Setting {
                site,
                languages: &self.languages,
                language,
                shared: &self.shared,
            };
            let html = text_html(&text.body, &text.links, &setting, bodies)?;
            let address = site.base_url.absolute(&card.url);
            let html = addresses::absolute(&html, &address, &site.base_url);
            let (lang, dir) = (language.tag(), setting.direction().as_str());
            Ok(format!("<div lang=\"{lang}\" dir=\"{dir}\">{html}</div>"))
        };
        feed.texts.iter().zip(feed.cards.iter()).map(text).collect()
    }

    /// The bytes of `views`, which are forms of one picture: it is decoded once for all of them.
    pub fn pictures(
        &self,
        views: &[&PictureView],
        bodies: &dyn Bodies,
    ) -> Result<Pictures, Box<Diagnostic>> {
        pictures::make(views, bodies, &self.permits)
    }

    fn news(&self, cards: &[Arc<Card>]) -> Vec<u8> {
        let entries = cards.iter().filter_map(|card| {
            let site = self.sites.get(card.edition.place())?;
            let language = self.languages.get(card.edition, card.language.as_deref())?;
            Some(sitemap::News {
                url: site.base_url.absolute(&card.url),
                publication: &site.title,
                language: language.locale.language().primary(),
                date: card.date?.rfc3339(),
                title: &card.title,
            })
        });
        sitemap::news(entries)
    }

    /// What the template of a page sees, as data: for documentation and tests.
    pub fn context(
        &self,
        page: &Page,
        bodies: &dyn Bodies,
    ) -> Result<Option<serde_json::Value>, Box<Diagnostic>> {
        let Some((_, context)) = self.prepare(page, bodies, Cards::Fields)? else {
            return Ok(None);
        };
        let keys = [
            "site",
            "page",
            "article",
            "listing",
            "terms",
            "archive",
            "year",
            "redirect",
            "removed",
            "content",
            "series",
            "day",
            "days",
            "corrections",
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

    fn html(&self, page: &Page, bodies: &dyn Bodies) -> Result<Vec<u8>, Box<Diagnostic>> {
        let Some((template, context)) = self.prepare(page, bodies, Cards::Finished)? else {
            return Ok(Vec::new());
        };
        let isolated = self.filled(page, template, &context)?;
        if !isolated.is_misplaced {
            return Ok(self.linked(page, isolated.page));
        }
        // A template of the site's own shows a piece where text has another direction.
        let Some((template, mut context)) = self.prepare(page, bodies, Cards::Fields)? else {
            return Ok(Vec::new());
        };
        context.insert_value(IN_PLACE, Value::from(true));
        let isolated = self.filled(page, template, &context)?;
        Ok(self.linked(page, isolated.page))
    }

    /// A finished page, its links relative where the site asks for that. The not-found page is shown at any
    /// address, so that its links cannot be.
    fn linked(&self, page: &Page, html: Vec<u8>) -> Vec<u8> {
        match self.sites.get(page.edition.place()) {
            Some(site) if site.machines.relative_links && page.view.kind() != Kind::NotFound => {
                let text = isolation::text(&html);
                addresses::relative(&text, &page.path, &site.base_url).into_bytes()
            }
            _ => html,
        }
    }

    fn filled(
        &self,
        page: &Page,
        template: &str,
        context: &Context,
    ) -> Result<Isolated, Box<Diagnostic>> {
        let mut bytes = UNFINISHED.take();
        bytes.clear();
        self.templates
            .tera
            .render_to(template, context, &mut bytes)
            .map_err(|error| self.fault(error, template, &page.view))?;
        let text = isolation::text(&bytes);
        let isolated = isolation::isolate(&text, direction(context));
        drop(text);
        if bytes.capacity() <= LONGEST_KEPT {
            UNFINISHED.set(bytes);
        }
        Ok(isolated)
    }

    /// What is told of a page that its template could not make.
    fn fault(&self, error: Error, template: &str, view: &View) -> Box<Diagnostic> {
        let error = self.pieces.take_fault().unwrap_or(error);
        let mut diagnostic = self.templates.diagnostic(&error, Some(template));
        if let Some(source) = view.source() {
            diagnostic
                .message
                .push_str(&format!(" (while making the page of {source})"));
        }
        Box::new(diagnostic)
    }

    /// The cards of a list as its template gets them.
    fn cards(
        &self,
        list: &[Arc<Card>],
        cards: Cards,
        setting: &Setting,
        language: &Arc<PageLanguage>,
        site: &Value,
    ) -> Result<Vec<Value>, Error> {
        let card = |card: &Arc<Card>| match cards {
            Cards::Finished => self.pieces.card(card, language, site, setting),
            Cards::Fields => Ok(value(&CardContext::new(card, setting))),
        };
        list.iter().map(card).collect()
    }

    /// The newest article as the landing pages that are fronts of a paper show it.
    fn lead(
        &self,
        listing: &ListingView,
        cards: Cards,
        setting: &Setting,
        language: &Arc<PageLanguage>,
        site: &Value,
    ) -> Result<Value, Error> {
        let is_front = matches!(listing.subject, Subject::Home | Subject::Section(_))
            && listing.landing.is_some();
        match (listing.cards.first().filter(|_| is_front), cards) {
            (None, _) => Ok(Value::none()),
            (Some(card), Cards::Finished) => self.pieces.lead(card, language, site, setting),
            (Some(card), Cards::Fields) => Ok(value(&CardContext::new(card, setting))),
        }
    }

    fn prepare(
        &self,
        page: &Page,
        bodies: &dyn Bodies,
        cards: Cards,
    ) -> Result<Option<(&'static str, Context)>, Box<Diagnostic>> {
        let view = &page.view;
        let id = page.edition;
        let (Some(template), Some(site), Some(language)) = (
            view.template(),
            self.sites.get(id.place()),
            self.languages.get(id, named_language(view)),
        ) else {
            return Ok(None);
        };
        let setting = Setting {
            site,
            languages: &self.languages,
            language,
            shared: &self.shared,
        };
        let site_value = self
            .site_values
            .get(id.place())
            .and_then(|values| values.get(language.tag()))
            .cloned()
            .unwrap_or_else(Value::none);
        let mut context = Context::new();
        let head = match view {
            View::Article(article) | View::Page(article) => {
                let is_article = view.kind() == Kind::Article;
                let cited = is_article.then(|| cite(article, &setting)).flatten();
                let (cite, citation) = cited.unzip();
                let shown = ArticleContext::new(article, cite, &setting);
                context.insert_value("article", value(&shown));
                context.insert_value(
                    "content",
                    self.content(&article.body, &article.links, &setting, bodies)?,
                );
                let short = article
                    .short
                    .as_ref()
                    .map(|url| site.base_url.absolute(url));
                article_head(view.kind(), article, &setting)
                    .cited(short, citation.unwrap_or_default())
            }
            View::Removed(tombstone) => {
                context.insert_value("removed", value(&RemovedContext::new(tombstone, &setting)));
                let title = tombstone.title.clone();
                let title = title.unwrap_or_else(|| setting.message("removed-title"));
                HeadContext::new(&setting, Kind::Removed, &tombstone.url, title).noindex()
            }
            View::Listing(listing) => {
                let cards = match self.templates.looks_into_cards(template) {
                    true => Cards::Fields,
                    false => cards,
                };
                let shown = self
                    .cards(&listing.cards, cards, &setting, language, &site_value)
                    .map_err(|error| self.fault(error, template, view))?;
                let lead = self
                    .lead(listing, cards, &setting, language, &site_value)
                    .map_err(|error| self.fault(error, template, view))?;
                let listing_context = ListingContext::new(listing, lead, shown, &setting);
                context.insert_value("listing", value(&listing_context));
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
                    TermKind::Tags => (site.addresses.tags(), "tags"),
                    TermKind::Authors => (site.addresses.authors(), "authors"),
                    TermKind::Series => (site.addresses.series(), "all-series"),
                };
                let title = setting.message(title);
                let json_ld = collection(&[], (&title, &url), None, None, &setting);
                HeadContext::new(&setting, view.kind(), &url, title).json_ld(json_ld)
            }
            View::Archive(archive) => {
                context.insert_value("archive", value(&ArchiveContext::new(archive, &setting)));
                let url = site.addresses.root(archive.calendar);
                let title = archive_title(archive.calendar, &setting);
                let json_ld = collection(&[], (&title, &url), None, None, &setting);
                HeadContext::new(&setting, Kind::Archive, &url, title).json_ld(json_ld)
            }
            View::Year(year) => {
                context.insert_value("year", value(&YearContext::new(year, &setting)));
                let number = year.summary.year;
                let shown = year_title(number, language);
                let title = language
                    .locale
                    .message("archive-of-year", &[("year", Argument::Text(shown))])
                    .unwrap_or_default();
                let url = site.addresses.year(number);
                let root = (
                    archive_title(number.calendar, &setting),
                    site.addresses.root(number.calendar),
                );
                let json_ld = collection(&[root], (&title, &url), None, None, &setting);
                HeadContext::new(&setting, Kind::Year, &url, title).json_ld(json_ld)
            }
            View::Series(series) => {
                let cards = match self.templates.looks_into_cards(template) {
                    true => Cards::Fields,
                    false => cards,
                };
                let shown = self
                    .cards(&series.cards, cards, &setting, language, &site_value)
                    .map_err(|error| self.fault(error, template, view))?;
                let series_context = SeriesContext::new(series, shown, &setting);
                context.insert_value("series", value(&series_context));
                let landing = series.landing.as_ref();
                let title = series.name.name.clone();
                let description = landing.and_then(|landing| landing.description.clone());
                let above = (setting.message("all-series"), site.addresses.series());
                let json_ld = collection(
                    &[above],
                    (&title, &series.url),
                    description.as_deref(),
                    Some(structured_data::about(
                        "CreativeWorkSeries",
                        &series.name.name,
                    )),
                    &setting,
                );
                let head = HeadContext::new(&setting, Kind::Series, &series.url, title)
                    .description(description)
                    .json_ld(json_ld)
                    .titled_by_site(&setting);
                match landing {
                    Some(_) => head.feeds(feeds(&series.url, &setting)),
                    None => head,
                }
            }
            View::OnThisDay(day) => {
                let shown = OnThisDayContext::new(day, &setting);
                let title = shown.title().to_owned();
                context.insert_value("day", value(&shown));
                let url = site.addresses.on_this_day((day.month, day.day));
                HeadContext::new(&setting, Kind::OnThisDay, &url, title)
            }
            View::AllDays(days) => {
                context.insert_value("days", value(&AllDaysContext::new(days, &setting)));
                let title = setting.message("on-this-day");
                HeadContext::new(&setting, Kind::AllDays, &site.addresses.all_days(), title)
            }
            View::Corrections(list) => {
                context.insert_value(
                    "corrections",
                    value(&CorrectionsContext::new(list, &setting)),
                );
                let title = setting.message("corrections");
                HeadContext::new(&setting, Kind::Corrections, &list.url, title)
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
        let head = head.versions(versions(view, id, &setting));
        context.insert_value("page", value(&head));
        context.insert_value("site", site_value);
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
        let html = text_html(body, links, setting, bodies)?;
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

/// The language a page is in, if it is an article of a language of its own.
fn named_language(view: &View) -> Option<&str> {
    match view {
        View::Article(article) | View::Page(article) => article.card.language.as_deref(),
        View::Removed(tombstone) => tombstone.language.as_deref(),
        View::Redirect(redirect) => match &redirect.to {
            RedirectTo::Article(headline) | RedirectTo::Short(headline) => headline.language(),
            RedirectTo::Name(_) | RedirectTo::Address(_) => None,
        },
        _ => None,
    }
}
