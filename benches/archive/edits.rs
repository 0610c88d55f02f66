//! What an editor does between two builds.
//!
//! Each edit takes the number of the run, so that it can be done again and is another each time.

use std::thread::sleep;

use crate::Outcome;
use crate::corpus::Layout;
use crate::site::{SETTLED, Site};
use crate::tree::{Tree, is_page, touch};

/// An edit, and what a build may write after it.
pub struct Edit {
    /// What the table calls it.
    pub name: &'static str,
    /// Does it.
    pub apply: fn(&Site, usize) -> Outcome<()>,
    /// Whether a file may be written for it.
    pub may_write: fn(&str) -> bool,
    /// How many files it is expected to concern, where that is the site's pages of a kind.
    pub of: Option<fn(&Tree) -> usize>,
}

const BASE: &str = include_str!("../../templates/base.html");
const TAG: &str = include_str!("../../templates/tag.html");

/// All edits, in the order they are measured.
pub const EDITS: [Edit; 7] = [
    Edit {
        name: "no change, warm cache",
        apply: |_, _| Ok(()),
        may_write: |_| false,
        of: None,
    },
    Edit {
        name: "no change, fresh checkout of the sources",
        apply: |site, _| checkout(site),
        may_write: |_| false,
        of: None,
    },
    Edit {
        name: "no change, fresh checkout, output copied anew too",
        apply: |site, _| {
            checkout(site)?;
            touch(&site.public())
        },
        may_write: |_| false,
        of: None,
    },
    Edit {
        name: "one body edited",
        apply: edit_body,
        may_write: |_| true,
        of: None,
    },
    Edit {
        name: "one new article with 4 tags, the newest",
        apply: add_article,
        may_write: |_| true,
        of: None,
    },
    Edit {
        name: "`base.html` edited",
        apply: |site, k| edit_template(site, "base.html", BASE, "</body>", k),
        may_write: is_page,
        of: Some(|tree| tree.pages("")),
    },
    Edit {
        name: "`tag.html` edited",
        apply: |site, k| edit_template(site, "tag.html", TAG, "{% block above %}", k),
        may_write: |path| is_page(path) && path.starts_with("tags/"),
        // All but the list of all tags, which has a template of its own.
        of: Some(|tree| tree.pages("tags/") - 1),
    },
];

fn checkout(site: &Site) -> Outcome<()> {
    for folder in ["content", "templates", "static", "warraq.yaml"] {
        let path = site.path(folder);
        if path.exists() {
            touch(&path)?;
        }
    }
    sleep(SETTLED);
    Ok(())
}

fn edit_body(site: &Site, k: usize) -> Outcome<()> {
    let middle = site.corpus.articles() / 2 + k;
    let path = Layout::Warraq.path(&site.corpus.article(middle));
    let text = site.read(&path)?;
    site.set(&path, &format!("{text}\nفقرة أضافها المحرر.\n"))
}

fn add_article(site: &Site, k: usize) -> Outcome<()> {
    let article = site.corpus.newer(k);
    site.set(
        &Layout::Warraq.path(&article),
        &Layout::Warraq.file(&article),
    )
}

/// The theme's own template with a comment that readers do not see, at a mark that it has once.
fn edit_template(site: &Site, name: &str, text: &str, mark: &str, k: usize) -> Outcome<()> {
    if text.matches(mark).count() != 1 {
        return Err(format!("templates/{name} no longer has one `{mark}`"));
    }
    let comment = format!("<!-- edited {k} -->");
    let edited = match mark.starts_with('{') {
        true => text.replace(mark, &format!("{mark}{comment}")),
        false => text.replace(mark, &format!("{comment}{mark}")),
    };
    site.set(&format!("templates/{name}"), &edited)
}
