//! `site`: what every page shows.

use serde::Serialize;

use super::super::machines::{media_type, sizes};
use super::{Setting, direction_of};
use crate::paths::UrlPath;
use crate::plan::{NavigationTitle, ThemeFile};

/// What every page shows, in the page's language.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct SiteContext {
    /// The site's name.
    title: String,
    /// One or two sentences about it.
    description: Option<String>,
    /// The language of title, description and names.
    lang: String,
    /// Its direction.
    dir: &'static str,
    /// The home page.
    home: String,
    /// The archive's root.
    archive: String,
    /// The index of tags.
    tags: String,
    /// The index of authors.
    authors: String,
    /// The site's logo.
    logo: Option<String>,
    /// The style sheet.
    stylesheet: String,
    /// The script, if pages come with one.
    script: Option<String>,
    /// The fonts that pages of this language need first.
    fonts: Vec<String>,
    /// The font that a page of this language needs where words of its text are bold.
    bold_font: Option<String>,
    /// The main navigation.
    navigation: Vec<NavigationContext>,
    /// Who publishes the site.
    publisher: Option<PublisherContext>,
    /// The feed of all articles, in the first form the site has.
    feed: Option<SiteFeedContext>,
    /// What pages may load, for a Content-Security-Policy.
    policy: String,
    /// The site's icons for the head of a page.
    icons: Vec<IconContext>,
    /// The web manifest.
    manifest: String,
    /// The description of the search.
    search: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
struct SiteFeedContext {
    href: String,
    r#type: &'static str,
}

#[derive(Debug, Clone, Serialize)]
struct IconContext {
    rel: &'static str,
    href: String,
    r#type: &'static str,
    sizes: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
struct NavigationContext {
    title: String,
    href: String,
    /// Language and direction of the title where they are not the page's.
    lang: Option<String>,
    dir: &'static str,
}

#[derive(Debug, Clone, Serialize)]
struct PublisherContext {
    name: String,
    url: Option<String>,
    logo: Option<String>,
    dir: &'static str,
}

impl SiteContext {
    pub(in crate::render) fn new(setting: &Setting) -> Self {
        let site = setting.site;
        let base = site.language.direction();
        let own_language = site.language.tag();
        let href = |url: UrlPath| site.base_url.href(&url);
        let navigation = site.navigation.iter().map(|link| {
            let (title, lang, base) = match &link.title {
                NavigationTitle::Text(text) => {
                    let other =
                        (setting.language.tag() != own_language).then(|| own_language.to_owned());
                    (text.clone(), other, base)
                }
                NavigationTitle::Message(key) => (setting.message(key), None, setting.direction()),
            };
            let dir = direction_of(&title, base);
            NavigationContext {
                dir,
                title,
                href: site.base_url.local(&link.target),
                lang,
            }
        });
        // A changed file has another address, so that it is never taken from a cache.
        let dated = |file: &ThemeFile| {
            let digest = file.digest.to_string();
            format!("{}?v={}", site.base_url.href(&file.url), short(&digest))
        };
        let script = setting.language.locale.language().script();
        let is_arabic = script.as_deref() == Some("Arab");
        let fonts = site.files.fonts.iter();
        let fonts = fonts.filter(|(of, _)| script.as_deref() == Some(*of));
        SiteContext {
            title: site.title.clone(),
            description: site.description.clone(),
            lang: own_language.to_owned(),
            dir: base.as_str(),
            home: href(site.addresses.home()),
            archive: href(site.addresses.archive()),
            tags: href(site.addresses.tags()),
            authors: href(site.addresses.authors()),
            logo: site.logo.as_ref().map(|logo| site.base_url.local(logo)),
            stylesheet: dated(&site.files.stylesheet),
            script: site.files.script.as_ref().map(dated),
            bold_font: site.files.bold_font.clone().filter(|_| is_arabic).map(href),
            fonts: fonts.map(|(_, url)| href(url.clone())).collect(),
            navigation: navigation.collect(),
            publisher: site.publisher.as_ref().map(|publisher| PublisherContext {
                name: publisher.name.clone(),
                url: publisher.url.clone(),
                logo: publisher
                    .logo
                    .as_ref()
                    .map(|logo| site.base_url.local(logo)),
                dir: direction_of(&publisher.name, base),
            }),
            feed: site.machines.feeds.first().map(|format| SiteFeedContext {
                href: format!("{}{}", href(site.addresses.home()), format.file_name()),
                r#type: format.media_type(),
            }),
            policy: site.machines.policy.of_page(),
            icons: icons(setting),
            manifest: href(site.addresses.manifest()),
            search: site.machines.search.then(|| href(site.addresses.search())),
        }
    }
}

/// The smallest picture that an iPhone's home screen takes as it is.
const TOUCH: u16 = 180;

/// One icon for browsers, the first of any size, else the smallest; one for home screens.
fn icons(setting: &Setting) -> Vec<IconContext> {
    let icons = &setting.site.machines.icons;
    let icon = |rel, icon: &crate::config::Icon| IconContext {
        rel,
        href: setting.site.base_url.href(&icon.url),
        r#type: media_type(icon),
        sizes: sizes(icon),
    };
    let touch = icons
        .iter()
        .filter(|icon| icon.size.is_some_and(|size| size >= TOUCH))
        .min_by_key(|icon| icon.size);
    let of_browsers = icons.iter().min_by_key(|icon| icon.size);
    let of_browsers = of_browsers.map(|own| icon("icon", own));
    let touch = touch.map(|own| icon("apple-touch-icon", own));
    of_browsers.into_iter().chain(touch).collect()
}

fn short(digest: &str) -> &str {
    digest.get(..8).unwrap_or(digest)
}
