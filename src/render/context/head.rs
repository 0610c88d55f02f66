//! `page`: what stands in the head of any page.

use serde::Serialize;

use super::super::citation::MetaTag;
use super::versions::{AlternateContext, LanguageContext};
use super::{Setting, Versions};
use crate::images::share::{HEIGHT, WIDTH};
use crate::paths::UrlPath;
use crate::plan::{Kind, ShareLink};

/// What any page says of itself.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct HeadContext {
    /// `article`, `page`, `home`, `section`, `tag`, `tags`, `author`, `authors`, `year`, `month`, `day`,
    /// `archive`, `series`, `all-series`, `on-this-day`, `all-days`, `corrections`, `404`, `redirect` or `removed`.
    kind: &'static str,
    /// The page's language.
    lang: String,
    /// Its direction.
    dir: &'static str,
    /// The digits of its numbers: `latn`, `arab` or `arabext`.
    digits: &'static str,
    /// The page's title without the site's name.
    title: String,
    /// Language of the title where it is not the page's.
    title_lang: Option<String>,
    /// The title's direction.
    title_dir: &'static str,
    /// One or two sentences.
    description: Option<String>,
    /// The page's path on the host.
    href: String,
    /// The page's whole address.
    canonical: String,
    /// Search engines should pass over this page.
    noindex: bool,
    /// The languages of the site; none where there is only one.
    languages: Vec<LanguageContext>,
    /// The page in each language, for `hreflang`; none where it has no other version.
    alternates: Vec<AlternateContext>,
    /// The feeds of this page.
    feeds: Vec<FeedLink>,
    /// What social networks show.
    og: OpenGraph,
    /// Structured data for search engines, safe inside `<script>`.
    json_ld: Option<String>,
    /// The short address that stays.
    shortlink: Option<String>,
    /// What reference managers read.
    citation: Vec<MetaTag>,
}

/// A feed of a page.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct FeedLink {
    /// Its address.
    pub(in crate::render) href: String,
    /// Its media type.
    pub(in crate::render) r#type: &'static str,
    /// Its title.
    pub(in crate::render) title: String,
}

/// What social networks show of a page (ogp.me).
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct OpenGraph {
    /// `article` or `website`.
    pub(in crate::render) r#type: &'static str,
    /// The page's language and region, as `ar_SY`.
    pub(in crate::render) locale: String,
    /// An image's whole address.
    pub(in crate::render) image: Option<String>,
    /// What the image shows.
    pub(in crate::render) image_alt: Option<String>,
    /// Its width in pixels, if it is known.
    pub(in crate::render) image_width: Option<u32>,
    /// Its height.
    pub(in crate::render) image_height: Option<u32>,
    /// Its media type, where the program has made it.
    pub(in crate::render) image_type: Option<&'static str>,
    /// For an article: when it was published.
    pub(in crate::render) published: Option<String>,
    /// For an article: when it was last changed.
    pub(in crate::render) modified: Option<String>,
    /// For an article: when it will no longer be published.
    pub(in crate::render) expires: Option<String>,
    /// For an article: the pages of its authors.
    pub(in crate::render) authors: Vec<String>,
    /// For an article: its section.
    pub(in crate::render) section: Option<String>,
    /// For an article: its tags.
    pub(in crate::render) tags: Vec<String>,
}

impl OpenGraph {
    /// A page that is no article.
    pub(in crate::render) fn website(setting: &Setting) -> Self {
        let graph = OpenGraph {
            r#type: "website",
            locale: setting.language.locale.language().underscored(),
            image: None,
            image_alt: None,
            image_width: None,
            image_height: None,
            image_type: None,
            published: None,
            modified: None,
            expires: None,
            authors: Vec::new(),
            section: None,
            tags: Vec::new(),
        };
        match &setting.site.share {
            Some(share) => graph.drawn(share, setting.site.title.clone(), setting),
            None => graph,
        }
    }

    /// With a picture that the program has drawn of `words`.
    pub(in crate::render) fn drawn(
        self,
        share: &ShareLink,
        words: String,
        setting: &Setting,
    ) -> Self {
        let address = setting.site.base_url.absolute(&share.url);
        OpenGraph {
            image: Some(format!("{address}?v={}", share.version)),
            image_alt: Some(words),
            image_width: Some(WIDTH),
            image_height: Some(HEIGHT),
            image_type: Some("image/png"),
            ..self
        }
    }
}

impl HeadContext {
    /// A page with this title, and nothing else said of it yet.
    pub(in crate::render) fn new(
        setting: &Setting,
        kind: Kind,
        url: &UrlPath,
        title: String,
    ) -> Self {
        let base = &setting.site.base_url;
        HeadContext {
            kind: kind_name(kind),
            lang: setting.language.tag().to_owned(),
            dir: setting.direction().as_str(),
            digits: digits(setting),
            title_lang: None,
            title_dir: super::direction_of(&title, setting.direction()),
            title,
            description: None,
            href: base.href(url),
            canonical: base.absolute(url),
            noindex: false,
            languages: Vec::new(),
            alternates: Vec::new(),
            feeds: Vec::new(),
            og: OpenGraph::website(setting),
            json_ld: None,
            shortlink: None,
            citation: Vec::new(),
        }
    }

    pub(in crate::render) fn description(self, description: Option<String>) -> Self {
        HeadContext {
            description: description.filter(|text| !text.is_empty()),
            ..self
        }
    }

    /// What the language switch and `hreflang` say. A page that search engines pass over has no versions
    /// for them.
    pub(in crate::render) fn versions(self, versions: Versions) -> Self {
        let alternates = match self.noindex {
            true => Vec::new(),
            false => versions.alternates,
        };
        HeadContext {
            languages: versions.languages,
            alternates,
            ..self
        }
    }

    pub(in crate::render) fn noindex(self) -> Self {
        HeadContext {
            noindex: true,
            ..self
        }
    }

    pub(in crate::render) fn feeds(self, feeds: Vec<FeedLink>) -> Self {
        HeadContext { feeds, ..self }
    }

    pub(in crate::render) fn open_graph(self, og: OpenGraph) -> Self {
        HeadContext { og, ..self }
    }

    pub(in crate::render) fn json_ld(self, json_ld: String) -> Self {
        HeadContext {
            json_ld: Some(json_ld),
            ..self
        }
    }

    /// The short address of an article, and what reference managers read of it.
    pub(in crate::render) fn cited(
        self,
        shortlink: Option<String>,
        citation: Vec<MetaTag>,
    ) -> Self {
        HeadContext {
            shortlink,
            citation,
            ..self
        }
    }

    /// A title in the site's language on a page of another.
    pub(in crate::render) fn titled_by_site(self, setting: &Setting) -> Self {
        let own = setting.site.language.tag();
        let title_dir = super::direction_of(&self.title, setting.site.language.direction());
        HeadContext {
            title_lang: (own != setting.language.tag()).then(|| own.to_owned()),
            title_dir,
            ..self
        }
    }
}

/// The page's digits by their CLDR name, told by how it writes naught.
fn digits(setting: &Setting) -> &'static str {
    match setting.language.locale.digits(0).as_str() {
        "٠" => "arab",
        "۰" => "arabext",
        _ => "latn",
    }
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "article",
        Kind::Page => "page",
        Kind::Removed => "removed",
        Kind::Home => "home",
        Kind::Section => "section",
        Kind::Tag => "tag",
        Kind::Tags => "tags",
        Kind::Author => "author",
        Kind::Authors => "authors",
        Kind::Archive => "archive",
        Kind::Year => "year",
        Kind::Series => "series",
        Kind::AllSeries => "all-series",
        Kind::OnThisDay => "on-this-day",
        Kind::AllDays => "all-days",
        Kind::Corrections => "corrections",
        Kind::Month => "month",
        Kind::Day => "day",
        Kind::NotFound => "404",
        Kind::Redirect => "redirect",
        Kind::Feed => "feed",
        Kind::Sitemap => "sitemap",
        Kind::Machine => "machine",
        Kind::Asset | Kind::Picture => "file",
    }
}
