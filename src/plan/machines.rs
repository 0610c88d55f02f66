//! The files that only machines read, beside feeds and sitemaps: the manifest, the description of the
//! search, `security.txt`, and what web servers are told.
//!
//! A file of the owner's in `static/` takes the place of any of them.

use crate::config::{Config, EditionId, Icon};
use crate::diagnostics::{Diagnostic, Span};
use crate::paths::{SourcePath, UrlPath};

use super::view::{MachineView, RedirectTo, View};
use super::{Addresses, Page, Pages, StaticFile};

/// Where the theme's icons lie: of any size, and in pixels.
const ICONS: [(Option<u16>, &str); 3] = [
    (None, "/theme/icon.svg"),
    (Some(192), "/theme/icon-192.png"),
    (Some(512), "/theme/icon-512.png"),
];

/// Where owners put an icon without a word in the configuration.
const OWN_ICONS: [&str; 2] = ["/favicon.svg", "/favicon.png"];

/// The site's icons: as configured, else the owner's own in `static/`, else the theme's.
pub(super) fn icons(config: &Config, statics: &[StaticFile]) -> Vec<Icon> {
    if !config.machines.icons.is_empty() {
        return config.machines.icons.clone();
    }
    let icon = |size, path: &str| UrlPath::new(path).ok().map(|url| Icon { size, url });
    let own = OWN_ICONS.iter().filter_map(|path| icon(None, path));
    let own: Vec<Icon> = own
        .filter(|icon| statics.iter().any(|file| file.url == icon.url))
        .collect();
    if !own.is_empty() {
        return own;
    }
    let theme = ICONS.iter().filter_map(|(size, path)| icon(*size, path));
    theme.collect()
}

/// Adds the files of one edition.
pub(super) fn of_edition(pages: &mut Pages, addresses: &Addresses, config: &Config) {
    pages.push((addresses.manifest(), machine(MachineView::Manifest)));
    if let Some(template) = &config.machines.search {
        let view = MachineView::OpenSearch(template.clone());
        pages.push((addresses.search(), machine(view)));
    }
}

/// Adds the files of the whole site.
pub(super) fn of_site(pages: &mut Pages, config: &Config) {
    let mut add = |path: &str, view| {
        if let Ok(url) = UrlPath::file(path) {
            pages.push((url, machine(view)));
        }
    };
    if let Some(security) = &config.machines.security {
        let view = MachineView::Security(security.clone());
        add("/.well-known/security.txt", view);
    }
    if config.machines.hosting.headers {
        add("/_headers", MachineView::Headers);
    }
}

/// Adds the lists of old addresses for web servers to `pages`, which are in the order of their paths and
/// stay so. There is none where there is no old address.
pub(super) fn redirects(pages: &mut Vec<Page>, config: &Config) {
    let servers = &config.machines.hosting.redirects;
    if servers.is_empty() {
        return;
    }
    let redirects: Vec<(UrlPath, UrlPath)> = pages
        .iter()
        .filter_map(|page| match &page.view {
            // A short link is no old address: its page is enough, and there is one for each article.
            View::Redirect(redirect) if !matches!(redirect.to, RedirectTo::Short(_)) => {
                Some((redirect.from.clone(), redirect.to.url().clone()))
            }
            _ => None,
        })
        .collect();
    if redirects.is_empty() {
        return;
    }
    for server in servers {
        let Ok(url) = UrlPath::file(server.file()) else {
            continue;
        };
        let path = url.output_path();
        if let Err(at) = pages.binary_search_by(|page| page.path.cmp(&path)) {
            let redirects = redirects.clone().into();
            pages.insert(
                at,
                Page {
                    path,
                    edition: EditionId::MAIN,
                    view: machine(MachineView::Redirects(*server, redirects)),
                },
            );
        }
    }
}

fn machine(view: MachineView) -> View {
    View::Machine(Box::new(view))
}

/// Tells a `security.txt` that holds no more: those who would report a hole must not trust it.
pub(super) fn check_security(config: &Config, now: i64, diagnostics: &mut Vec<Diagnostic>) {
    let Some(security) = &config.machines.security else {
        return;
    };
    if security.expires.1 > now {
        return;
    }
    let place = Span {
        line: security.place.0,
        column: security.place.1,
        length: 1,
        text: String::new(),
    };
    diagnostics.push(
        Diagnostic::warning(
            "security-expired",
            format!("security.txt has expired, on {}", security.expires.0),
        )
        .at(&SourcePath::new(crate::config::CONFIG_FILE), place)
        .hint("See whether its addresses still hold, then write a date within the next year."),
    );
}

/// The owner's word for a server, for messages.
pub(super) fn owner(view: &MachineView) -> String {
    match view {
        MachineView::Manifest => "the web manifest".into(),
        MachineView::OpenSearch(_) => "the description of the search".into(),
        MachineView::Security(_) => "security.txt".into(),
        MachineView::Headers => "the headers for web servers".into(),
        MachineView::Redirects(server, _) => format!("the old addresses for {}", server.word()),
    }
}

/// Takes those out of `pages` in whose place the owner has put a file, one of `copied`.
pub(super) fn without_own(pages: &mut Pages, copied: &[(UrlPath, View)]) {
    let is_own = |url: &UrlPath| copied.iter().any(|(own, _)| own == url);
    pages.retain(|(url, view)| !matches!(view, View::Machine(_)) || !is_own(url));
}
