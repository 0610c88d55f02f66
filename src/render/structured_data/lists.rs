//! JSON-LD of pages that are no articles: `WebSite`, `CollectionPage`, and the way to any page as a
//! `BreadcrumbList`.

use serde::Serialize;

use super::super::context::Setting;
use super::{Thing, in_script, publisher};

/// A page on the way to another: its name, and its whole address.
pub(in crate::render) type Crumb<'a> = (&'a str, String);

/// Several things in one script.
#[derive(Serialize)]
pub(super) struct Graph<T> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: T,
}

pub(super) fn graph<T>(graph: T) -> Graph<T> {
    Graph {
        context: "https://schema.org",
        graph,
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct BreadcrumbList<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    item_list_element: Vec<ListItem<'a>>,
}

#[derive(Serialize)]
struct ListItem<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    position: usize,
    name: &'a str,
    /// The last is the page itself, whose address need not be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<&'a str>,
}

/// The way to a page, from the home page to the page itself.
pub(super) fn breadcrumbs<'a>(crumbs: &'a [Crumb<'a>]) -> BreadcrumbList<'a> {
    let items = crumbs.iter().enumerate();
    BreadcrumbList {
        kind: "BreadcrumbList",
        item_list_element: items
            .map(|(at, (name, address))| ListItem {
                kind: "ListItem",
                position: at + 1,
                name,
                item: (at + 1 < crumbs.len()).then_some(&**address),
            })
            .collect(),
    }
}

/// The site, as what its pages are part of.
pub(super) fn website_of<'a>(setting: &Setting<'a>) -> Thing<'a> {
    let site = setting.site;
    Thing {
        url: Some(site.base_url.absolute(&site.addresses.home())),
        ..Thing::named("WebSite", &site.title)
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WebSite<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    in_language: &'a str,
    name: &'a str,
    publisher: Thing<'a>,
    url: String,
}

/// The home page: the site itself.
pub(in crate::render) fn website(setting: &Setting) -> String {
    let site = setting.site;
    in_script(&graph([WebSite {
        kind: "WebSite",
        description: site.description.as_deref(),
        in_language: setting.language.tag(),
        name: &site.title,
        publisher: publisher(setting),
        url: site.base_url.absolute(&site.addresses.home()),
    }]))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CollectionPage<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<Thing<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    in_language: &'a str,
    is_part_of: Thing<'a>,
    name: &'a str,
    publisher: Thing<'a>,
    url: &'a str,
}

/// A list of articles or of lists. `crumbs` lead there and end with it, `about` is what `kind` of thing it
/// lists articles of.
pub(in crate::render) fn collection<'a>(
    crumbs: &'a [Crumb<'a>],
    description: Option<&'a str>,
    about: Option<About<'a>>,
    setting: &Setting<'a>,
) -> String {
    let (name, url) = crumbs.last().map_or(("", ""), |(name, url)| (*name, url));
    let page = CollectionPage {
        kind: "CollectionPage",
        about: about.map(|About(thing)| thing),
        description,
        in_language: setting.language.tag(),
        is_part_of: website_of(setting),
        name,
        publisher: publisher(setting),
        url,
    };
    in_script(&graph((page, breadcrumbs(crumbs))))
}

/// What a list is about.
pub(in crate::render) struct About<'a>(Thing<'a>);

/// A thing of this kind and name.
pub(in crate::render) fn about<'a>(kind: &'static str, name: &'a str) -> About<'a> {
    About(Thing::named(kind, name))
}
