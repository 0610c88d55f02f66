//! The ids of headings, by which a reader can link to a part of an article.

use std::collections::{BTreeMap, BTreeSet};

use crate::text::slug::slug;

/// Gives each heading of a page an id of its own.
pub(super) struct Anchors {
    used: BTreeSet<String>,
    /// The last number given to a repeated text, from which the next is looked for.
    last: BTreeMap<String, usize>,
}

/// Ids the theme's templates use on every page.
const RESERVED: [&str; 2] = ["main", "top"];

impl Anchors {
    pub(super) fn new() -> Self {
        Anchors {
            used: RESERVED.iter().map(|id| (*id).to_owned()).collect(),
            last: BTreeMap::new(),
        }
    }

    /// The id of a heading with this text, in its own script; a repeated one gets `-1`, `-2` …, so
    /// that a heading added elsewhere with other words changes no id.
    pub(super) fn id(&mut self, text: &str, wanted: Option<&str>) -> String {
        let base = match wanted {
            Some(id) => id.to_owned(),
            None => slug(text).unwrap_or_else(|| "section".into()),
        };
        // Ids of footnotes are theirs alone.
        let base = match base.starts_with("fn-") || base.starts_with("fnref-") {
            true => format!("h-{base}"),
            false => base,
        };
        let mut id = base.clone();
        let mut n = self.last.get(&base).copied().unwrap_or(0);
        while !self.used.insert(id.clone()) {
            n += 1;
            id = format!("{base}-{n}");
        }
        self.last.insert(base, n);
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_keep_their_script_and_stay_unique() {
        let mut anchors = Anchors::new();
        assert_eq!(anchors.id("إقالات", None), "إقالات");
        assert_eq!(anchors.id("إقالات", None), "إقالات-1");
        assert_eq!(anchors.id("إقالات 1", None), "إقالات-1-1");
        assert_eq!(anchors.id("؟!", None), "section");
        assert_eq!(anchors.id("fn 1", None), "h-fn-1");
        assert_eq!(anchors.id("x", Some("main")), "main-1");
    }
}
