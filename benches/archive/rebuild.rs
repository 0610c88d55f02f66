//! Rebuilds: one edit, one build, and a look at what was written.

use crate::Outcome;
use crate::edits::{EDITS, Edit};
use crate::measure::Cost;
use crate::options::Options;
use crate::site::Site;
use crate::table::{Column, Rebuild};
use crate::tree::{Change, Tree, assert_same};
use crate::work::{Work, clear, tell};

/// Measures all edits on a built site, which must then be the bytes of a clean build.
pub fn measure(work: &Work, site: &Site, options: &Options, column: &mut Column) -> Outcome<()> {
    for edit in &EDITS {
        tell(work.articles, edit.name);
        column.rebuilds.push(repeat(site, edit, options.runs)?);
    }
    tell(work.articles, "a clean build, to compare");
    let clean = work.path("clean");
    site.build_clean(&clean)?;
    assert_same(&site.public(), &clean)?;
    match options.keep {
        true => Ok(()),
        false => clear(&clean),
    }
}

fn repeat(site: &Site, edit: &Edit, runs: u16) -> Outcome<Rebuild> {
    let mut costs = Vec::new();
    let mut rebuild = Rebuild {
        name: edit.name,
        cost: Cost::default(),
        written: 0,
        feeds: 0,
        of: None,
    };
    for k in 0..runs {
        (edit.apply)(site, k.into())?;
        let before = Tree::of(&site.public())?;
        let (cost, told) = site.build()?;
        let after = Tree::of(&site.public())?;
        let Change { written, removed } = before.change(&after);
        if told != written.len() || !removed.is_empty() {
            return Err(format!(
                "{}: Warraq tells of {told} files, in the folder {} were written and {} removed",
                edit.name,
                written.len(),
                removed.len()
            ));
        }
        if let Some(path) = written.iter().find(|path| !(edit.may_write)(path)) {
            return Err(format!("{}: {path} was written for it", edit.name));
        }
        let feeds = written.iter().filter(|path| is_feed(path)).count();
        // The largest: one edit in fifty fills a page of a list and begins another.
        rebuild.written = rebuild.written.max(written.len() - feeds);
        rebuild.feeds = rebuild.feeds.max(feeds);
        rebuild.of = edit.of.map(|of| of(&after));
        costs.push(cost);
    }
    rebuild.cost = Cost::median(&costs);
    Ok(rebuild)
}

fn is_feed(path: &str) -> bool {
    matches!(path.rsplit('/').next(), Some("atom.xml" | "rss.xml"))
}
