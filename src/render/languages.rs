//! The languages of a site's pages, each with its locale and the words that rendered Markdown needs.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::locale::{Language, Locale, LocaleSettings};
use crate::markdown::Labels;

/// A language ready for use.
pub(super) struct PageLanguage {
    pub(super) locale: Locale,
    pub(super) labels: Labels,
}

impl PageLanguage {
    fn new(language: Language) -> Self {
        let locale = Locale::new(&LocaleSettings::of(language), None);
        let word = |key: &str| locale.message(key, &[]).unwrap_or_default();
        let labels = Labels {
            footnotes: word("footnotes"),
            back_to_text: word("back-to-text"),
            table: word("table"),
            done: word("done"),
            not_done: word("not-done"),
            alerts: ["note", "tip", "important", "warning", "caution"].map(word),
        };
        PageLanguage { locale, labels }
    }

    pub(super) fn tag(&self) -> &str {
        self.locale.language().tag()
    }
}

/// All languages of a site, by the tag articles name them with.
pub(super) struct Languages {
    site: Arc<PageLanguage>,
    others: BTreeMap<String, Arc<PageLanguage>>,
}

impl Languages {
    /// The site's language and those that articles name. An unknown tag, which parsing has refused,
    /// is left to the site's language.
    pub(super) fn new<'a>(site: &Language, named: impl IntoIterator<Item = &'a str>) -> Self {
        let mut others: BTreeMap<String, Arc<PageLanguage>> = BTreeMap::new();
        for tag in named {
            if !others.contains_key(tag)
                && let Ok(language) = Language::new(tag)
            {
                others.insert(tag.to_owned(), Arc::new(PageLanguage::new(language)));
            }
        }
        Languages {
            site: Arc::new(PageLanguage::new(site.clone())),
            others,
        }
    }

    /// The language named `tag`; the site's where none is named.
    pub(super) fn get(&self, tag: Option<&str>) -> &Arc<PageLanguage> {
        tag.and_then(|tag| self.others.get(tag))
            .unwrap_or(&self.site)
    }

    /// All languages, by the tag of HTML's `lang`.
    pub(super) fn by_html_tag(&self) -> BTreeMap<String, Arc<PageLanguage>> {
        let all = self.others.values().chain([&self.site]);
        all.map(|language| (language.tag().to_owned(), Arc::clone(language)))
            .collect()
    }
}
