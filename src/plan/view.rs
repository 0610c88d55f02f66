//! What each kind of page is made from. A view owns its data; it holds no handle to the archive.
//!
//! Views are hashed whole by `#[derive(Hash)]`: a field that is added is part of the fingerprint.

use std::sync::Arc;

use jiff::civil::Date;

use crate::archive::{Card, Headline, ResolvedLink, TermName, Tombstone, Translation};
use crate::config::{AuthorConfig, Colors, Security, Server};
use crate::content::Body;
use crate::digest::Digest;
use crate::images::Form;
use crate::images::share::ShareImage;
use crate::locale::HijriMonth;
use crate::paths::{SourcePath, UrlPath};

use super::browsing::{CorrectionsView, OnThisDayView, Overview, PartView, SeriesView};
use super::files::StaticOrigin;
use super::shares::ShareLink;

pub use crate::config::FeedFormat;

/// What a page is made from. The kinds are a closed set.
#[derive(Debug, Clone, Hash)]
pub enum View {
    /// A dated article.
    Article(Box<ArticleView>),
    /// A page without a date.
    Page(Box<ArticleView>),
    /// The page of an article or page that was removed.
    Removed(Box<Tombstone>),
    /// A page of a list of articles.
    Listing(Box<ListingView>),
    /// All tags, or all authors.
    Terms(Box<TermsView>),
    /// All years with their months.
    Archive(Box<ArchiveView>),
    /// A year with its months.
    Year(Box<YearView>),
    /// A page of a series, its parts in order.
    Series(Box<SeriesView>),
    /// What was published on one day of every year.
    OnThisDay(Box<OnThisDayView>),
    /// The days of the year that have such a page, each as month and day.
    AllDays(Box<[(i8, i8)]>),
    /// A page of all corrections.
    Corrections(Box<CorrectionsView>),
    /// What a server sends where there is no page.
    NotFound,
    /// A feed.
    Feed(Box<FeedView>),
    /// A part of the sitemap.
    Sitemap(Box<[SitemapEntry]>),
    /// The sitemap of the last two days' articles, for news search.
    NewsSitemap(Box<[Arc<Card>]>),
    /// The list of the sitemap's parts.
    SitemapIndex(Box<[UrlPath]>),
    /// `robots.txt`.
    Robots,
    /// Another file that only machines read.
    Machine(Box<MachineView>),
    /// An old address that leads to a new one.
    Redirect(Box<RedirectView>),
    /// A file that is copied as it is.
    Asset(Box<AssetView>),
    /// A style sheet that is fitted to the site's settings.
    Stylesheet(Box<StylesheetView>),
    /// A picture that is cleaned or made smaller.
    Picture(Box<PictureView>),
    /// A picture that is drawn of words, for those who share a page.
    Share(Box<ShareImage>),
}

/// An article or page with its text.
#[derive(Debug, Clone, Hash)]
pub struct ArticleView {
    /// What listings show of it as well.
    pub card: Arc<Card>,
    /// What only this page shows.
    pub body: Arc<Body>,
    /// Where the links of its text lead.
    pub links: Arc<[ResolvedLink]>,
    /// Its versions in all languages, its own among them, if there is more than one.
    pub translations: Option<Arc<[Translation]>>,
    /// The article before it in time.
    pub previous: Option<Headline>,
    /// The article after it.
    pub next: Option<Headline>,
    /// Its place in its series.
    pub part: Option<Box<PartView>>,
    /// Earlier articles on what it is about, best first.
    pub related: Box<[Headline]>,
    /// Readers are told that it is old.
    pub old: bool,
    /// A short address that stays, where articles have one.
    pub short: Option<UrlPath>,
    /// The picture that is drawn of its headline, where it has no other.
    pub share: Option<Box<ShareLink>>,
}

/// What a list is a list of.
#[derive(Debug, Clone, Hash)]
pub enum Subject {
    /// The newest of all.
    Home,
    /// A section.
    Section(Arc<TermName>),
    /// A tag.
    Tag(Arc<TermName>),
    /// An author, with what the configuration says of them.
    Author(Arc<TermName>, Option<AuthorConfig>),
    /// A series: its feeds. Its pages are in order, and views of their own.
    Series(Arc<TermName>),
    /// A month.
    Month(Month),
    /// A day.
    Day(Date),
}

/// A calendar that the archive is laid out by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Calendar {
    /// The Gregorian calendar, which every edition has.
    Gregorian,
    /// The Umm al-Qura calendar.
    Hijri,
}

/// A month of a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Month {
    /// By its first day.
    Gregorian(Date),
    /// By its name.
    Hijri(HijriMonth),
}

/// A year of a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Year {
    /// The calendar.
    pub calendar: Calendar,
    /// Its number.
    pub number: i16,
}

/// A month or day with articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// A month.
    Month(Month),
    /// A day.
    Day(Date),
}

/// A page of a list of articles.
#[derive(Debug, Clone, Hash)]
pub struct ListingView {
    /// What it lists.
    pub subject: Subject,
    /// The landing page's address.
    pub home: UrlPath,
    /// This page's address.
    pub url: UrlPath,
    /// The page's number, counted from the oldest; `None` for the landing page.
    pub number: Option<u32>,
    /// The articles, newest first.
    pub cards: Vec<Arc<Card>>,
    /// The page with the articles before these.
    pub older: Option<UrlPath>,
    /// The page with the articles after these.
    pub newer: Option<UrlPath>,
    /// What only the landing page shows.
    pub landing: Option<Box<Landing>>,
}

/// What only the landing page of a list shows: it may change with every article.
#[derive(Debug, Clone, Hash)]
pub struct Landing {
    /// How many articles the whole list has.
    pub total: u32,
    /// One or two sentences.
    pub description: Option<String>,
    /// The text above the list.
    pub introduction: Option<IntroductionView>,
    /// The list has feeds beside it.
    pub has_feeds: bool,
    /// For a section, tag or author: the list over time, where it has more than one article.
    pub overview: Option<Overview>,
    /// For a section: the same section in all languages, if there is more than one.
    pub translations: Vec<Translation>,
    /// For a month: its days with articles and how many.
    pub days: Vec<(Date, u32)>,
    /// For a month or day: the one before it that has articles.
    pub previous: Option<Period>,
    /// For a month or day: the one after it that has articles.
    pub next: Option<Period>,
}

/// The text above a list.
#[derive(Debug, Clone, Hash)]
pub struct IntroductionView {
    /// The text.
    pub body: Arc<Body>,
    /// Where its links lead.
    pub links: Arc<[ResolvedLink]>,
}

/// Which names an index lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TermKind {
    /// All tags.
    Tags,
    /// All authors.
    Authors,
    /// All series.
    Series,
}

/// An index of names.
#[derive(Debug, Clone, Hash)]
pub struct TermsView {
    /// Which names.
    pub kind: TermKind,
    /// The names in the order of the alphabet index.
    pub groups: Vec<TermGroup>,
}

/// The names of an index under one letter.
#[derive(Debug, Clone, Hash)]
pub struct TermGroup {
    /// The letter; `None` for names that begin with none of an alphabet.
    pub letter: Option<String>,
    /// The names, each with its number of articles.
    pub terms: Vec<(Arc<TermName>, u32)>,
}

/// All years.
#[derive(Debug, Clone, Hash)]
pub struct ArchiveView {
    /// The calendar of its years.
    pub calendar: Calendar,
    /// The calendars the edition has.
    pub calendars: Vec<Calendar>,
    /// How many articles there are.
    pub total: u32,
    /// The years, newest first.
    pub years: Vec<YearSummary>,
    /// There are series.
    pub has_series: bool,
    /// There are corrections.
    pub has_corrections: bool,
}

/// A year in the archive's root.
#[derive(Debug, Clone, Hash)]
pub struct YearSummary {
    /// The year.
    pub year: Year,
    /// How many articles it has.
    pub total: u32,
    /// Its months with articles, each with its number of articles.
    pub months: Vec<(Month, u32)>,
    /// Its days with articles, where they are shown one by one.
    pub days: Vec<(Date, u32)>,
}

/// A year.
#[derive(Debug, Clone, Hash)]
pub struct YearView {
    /// The year with its months.
    pub summary: YearSummary,
    /// The year before it that has articles.
    pub previous: Option<Year>,
    /// The year after it.
    pub next: Option<Year>,
}

/// A feed.
#[derive(Debug, Clone, Hash)]
pub struct FeedView {
    /// Its form.
    pub format: FeedFormat,
    /// What it follows: the home page, a section or a tag.
    pub subject: Subject,
    /// Its own address.
    pub url: UrlPath,
    /// The page it follows.
    pub page: UrlPath,
    /// The newest articles, newest first.
    pub cards: Arc<[Arc<Card>]>,
    /// Their texts, where the feed holds them; else none.
    pub texts: Arc<[FeedText]>,
}

/// The text of an article in a feed.
#[derive(Debug, Clone, Hash)]
pub struct FeedText {
    /// The text.
    pub body: Arc<Body>,
    /// Where its links lead.
    pub links: Arc<[ResolvedLink]>,
}

/// A file that only machines read.
#[derive(Debug, Clone, Hash)]
pub enum MachineView {
    /// The web manifest of an edition.
    Manifest,
    /// The description of the search whose address this is.
    OpenSearch(String),
    /// `security.txt`.
    Security(Security),
    /// `_headers`.
    Headers,
    /// The old addresses and where they lead, for a web server.
    Redirects(Server, Box<[(UrlPath, UrlPath)]>),
}

/// An address in the sitemap.
#[derive(Debug, Clone, Hash)]
pub enum SitemapEntry {
    /// An article or page, with the date it was last changed.
    Article(Arc<Card>),
    /// A list, whose last change is not told: it would be a guess.
    List(UrlPath),
}

/// An old address.
#[derive(Debug, Clone, Hash)]
pub struct RedirectView {
    /// The old address.
    pub from: UrlPath,
    /// What is there now.
    pub to: RedirectTo,
    /// The source file that asks for it, if one does.
    pub source: Option<SourcePath>,
}

/// What an old address leads to.
#[derive(Debug, Clone, Hash)]
pub enum RedirectTo {
    /// An article or page.
    Article(Headline),
    /// A section, tag or author that was written in another spelling.
    Name(Arc<TermName>),
    /// Any page of the site, by its address alone.
    Address(UrlPath),
    /// An article whose short address this is.
    Short(Headline),
}

impl RedirectTo {
    /// The address it is at.
    pub fn url(&self) -> &UrlPath {
        match self {
            RedirectTo::Article(headline) | RedirectTo::Short(headline) => headline.url(),
            RedirectTo::Name(name) => &name.url,
            RedirectTo::Address(url) => url,
        }
    }
}

/// A file that is copied.
#[derive(Debug, Clone, Hash)]
pub struct AssetView {
    /// Where it comes from.
    pub origin: StaticOrigin,
    /// What is in it.
    pub digest: Digest,
}

/// A style sheet that is fitted to the site's settings.
#[derive(Debug, Clone, Hash)]
pub struct StylesheetView {
    /// The sheet.
    pub asset: AssetView,
    /// It keeps what belongs to the theme's fonts.
    pub fonts: bool,
    /// Colours that are set.
    pub colors: Colors,
}

/// A form of a picture.
#[derive(Debug, Clone, Hash)]
pub struct PictureView {
    /// The picture's file.
    pub source: SourcePath,
    /// What is in it.
    pub digest: Digest,
    /// What is made of it.
    pub form: Form,
    /// How it is made: [`crate::images::ENCODING`].
    pub encoding: u32,
}

/// The kinds of page that are counted in a build's summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Dated articles.
    Article,
    /// Pages without a date.
    Page,
    /// Pages that tell of an article's removal.
    Removed,
    /// Pages of the home list.
    Home,
    /// Pages of sections.
    Section,
    /// Pages of tags.
    Tag,
    /// The index of tags.
    Tags,
    /// Pages of authors.
    Author,
    /// The index of authors.
    Authors,
    /// The archive's root.
    Archive,
    /// Year pages.
    Year,
    /// Pages of series.
    Series,
    /// The index of series.
    AllSeries,
    /// Pages of one day of every year.
    OnThisDay,
    /// The index of those.
    AllDays,
    /// Pages of corrections.
    Corrections,
    /// Month pages.
    Month,
    /// Day pages.
    Day,
    /// The page for addresses that do not exist.
    NotFound,
    /// Feeds.
    Feed,
    /// Sitemaps and `robots.txt`.
    Sitemap,
    /// Other files that only machines read.
    Machine,
    /// Redirects.
    Redirect,
    /// Copied files, and pictures that were cleaned.
    Asset,
    /// Smaller forms of pictures, and share images.
    Picture,
}

impl View {
    /// Whether its articles are few of a long time, and when the newest of them was published: pages for
    /// which this is alike show the same articles.
    pub fn span(&self) -> (bool, Option<i64>) {
        let is_spread = match self {
            View::Listing(listing) => {
                matches!(listing.subject, Subject::Tag(_) | Subject::Author(..))
            }
            _ => false,
        };
        let card = match self {
            View::Article(article) | View::Page(article) => Some(&article.card),
            View::Listing(listing) => listing.cards.first(),
            View::Feed(feed) => feed.cards.first(),
            _ => None,
        };
        let newest = card.and_then(|card| card.date);
        (is_spread, newest.map(|date| date.seconds()))
    }

    /// The kind of page.
    pub fn kind(&self) -> Kind {
        match self {
            View::Article(_) => Kind::Article,
            View::Page(_) => Kind::Page,
            View::Removed(_) => Kind::Removed,
            View::Listing(listing) => match listing.subject {
                Subject::Home => Kind::Home,
                Subject::Section(_) => Kind::Section,
                Subject::Tag(_) => Kind::Tag,
                Subject::Author(..) => Kind::Author,
                Subject::Series(_) => Kind::Series,
                Subject::Month(_) => Kind::Month,
                Subject::Day(_) => Kind::Day,
            },
            View::Terms(terms) => match terms.kind {
                TermKind::Tags => Kind::Tags,
                TermKind::Authors => Kind::Authors,
                TermKind::Series => Kind::AllSeries,
            },
            View::Archive(_) => Kind::Archive,
            View::Year(_) => Kind::Year,
            View::Series(_) => Kind::Series,
            View::OnThisDay(_) => Kind::OnThisDay,
            View::AllDays(_) => Kind::AllDays,
            View::Corrections(_) => Kind::Corrections,
            View::NotFound => Kind::NotFound,
            View::Feed(_) => Kind::Feed,
            View::Sitemap(_) | View::NewsSitemap(_) | View::SitemapIndex(_) | View::Robots => {
                Kind::Sitemap
            }
            View::Machine(_) => Kind::Machine,
            View::Redirect(_) => Kind::Redirect,
            View::Asset(_) | View::Stylesheet(_) => Kind::Asset,
            View::Picture(picture) => match picture.form {
                Form::Cleaned => Kind::Asset,
                Form::Fitted { .. } => Kind::Picture,
            },
            View::Share(_) => Kind::Picture,
        }
    }

    /// The template a page of this kind is made by; `None` for what no template makes.
    pub fn template(&self) -> Option<&'static str> {
        Some(match self.kind() {
            Kind::Article => "article.html",
            Kind::Page => "page.html",
            Kind::Removed => "removed.html",
            Kind::Home => "home.html",
            Kind::Section => "section.html",
            Kind::Tag => "tag.html",
            Kind::Tags => "tags.html",
            Kind::Author => "author.html",
            Kind::Authors => "authors.html",
            Kind::Archive => "archive.html",
            Kind::Year => "year.html",
            Kind::Series => "series.html",
            Kind::AllSeries => "all-series.html",
            Kind::OnThisDay => "on-this-day.html",
            Kind::AllDays => "all-days.html",
            Kind::Corrections => "corrections.html",
            Kind::Month => "month.html",
            Kind::Day => "day.html",
            Kind::NotFound => "404.html",
            Kind::Redirect => "redirect.html",
            Kind::Feed | Kind::Sitemap | Kind::Machine | Kind::Asset | Kind::Picture => {
                return None;
            }
        })
    }

    /// The source file a page is made from, if it is made from one.
    pub fn source(&self) -> Option<&SourcePath> {
        match self {
            View::Article(article) | View::Page(article) => Some(&article.body.origin.path),
            View::Removed(tombstone) => Some(&tombstone.source),
            View::Redirect(redirect) => redirect.source.as_ref(),
            View::Asset(asset) => asset.origin.source(),
            View::Stylesheet(sheet) => sheet.asset.origin.source(),
            View::Picture(picture) => Some(&picture.source),
            _ => None,
        }
    }
}

impl Kind {
    /// The kind's name in a build's summary.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Article => "articles",
            Kind::Page => "pages",
            Kind::Removed => "removed",
            Kind::Home => "home",
            Kind::Section => "sections",
            Kind::Tag => "tags",
            Kind::Tags => "tag index",
            Kind::Author => "authors",
            Kind::Authors => "author index",
            Kind::Archive => "archive root",
            Kind::Year => "years",
            Kind::Series => "series",
            Kind::AllSeries => "series index",
            Kind::OnThisDay => "on this day",
            Kind::AllDays => "day index",
            Kind::Corrections => "corrections",
            Kind::Month => "months",
            Kind::Day => "days",
            Kind::NotFound => "not-found page",
            Kind::Feed => "feeds",
            Kind::Sitemap => "sitemaps",
            Kind::Machine => "for machines",
            Kind::Redirect => "redirects",
            Kind::Asset => "files",
            Kind::Picture => "pictures",
        }
    }
}
