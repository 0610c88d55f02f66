//! The languages of a site's pages, each with its locale and the words that rendered Markdown needs.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use tera::Value;

use super::isolation::own_words;
use crate::config::EditionId;
use crate::locale::{Argument, Language, Locale, LocaleSettings, MessageError, Wording};
use crate::markdown::Labels;

/// A language ready for use.
pub(super) struct PageLanguage {
    pub(super) locale: Locale,
    pub(super) labels: Labels,
    /// Messages into which nothing is put, as templates get them.
    words: RwLock<BTreeMap<String, Value>>,
    /// Messages into which a small number is put, by it.
    counted: RwLock<BTreeMap<(u64, String), Value>>,
}

/// The numbers below this are put into messages so often that what comes of it is kept.
const SMALL: u64 = 1000;

impl PageLanguage {
    fn new(settings: &LocaleSettings, wording: &Wording) -> Self {
        let locale = Locale::new(settings, wording.of(&settings.language));
        let word = |key: &str| locale.message(key, &[]).unwrap_or_default();
        let labels = Labels {
            footnotes: word("footnotes"),
            back_to_text: word("back-to-text"),
            table: word("table"),
            done: word("done"),
            not_done: word("not-done"),
            alerts: ["note", "tip", "important", "warning", "caution"].map(word),
        };
        PageLanguage {
            locale,
            labels,
            words: RwLock::default(),
            counted: RwLock::default(),
        }
    }

    /// The message `key`, into which nothing is put, as the program's own words. It is written once.
    pub(super) fn words(&self, key: &str) -> Result<Value, MessageError> {
        if let Ok(words) = self.words.read()
            && let Some(value) = words.get(key)
        {
            return Ok(value.clone());
        }
        let value = Value::from(own_words(&self.locale.message(key, &[])?));
        if let Ok(mut words) = self.words.write() {
            words.insert(key.to_owned(), value.clone());
        }
        Ok(value)
    }

    /// The message `key` with the plural form for `count`, as the program's own words.
    pub(super) fn counted(&self, key: &str, count: u64) -> Result<Value, MessageError> {
        let known = (count, key.to_owned());
        if let Ok(counted) = self.counted.read()
            && let Some(value) = counted.get(&known)
        {
            return Ok(value.clone());
        }
        let shown = Argument::Text(self.locale.number(count));
        let values = [("count", Argument::Count(count)), ("shown", shown)];
        let value = Value::from(own_words(&self.locale.message(key, &values)?));
        if count < SMALL
            && let Ok(mut counted) = self.counted.write()
        {
            counted.insert(known, value.clone());
        }
        Ok(value)
    }

    pub(super) fn tag(&self) -> &str {
        self.locale.language().tag()
    }
}

/// All languages of a site: those of its editions, and others that articles name.
pub(super) struct Languages {
    editions: Vec<Arc<PageLanguage>>,
    others: BTreeMap<String, Arc<PageLanguage>>,
}

impl Languages {
    /// The languages of the editions, in their order, and those that articles name. An unknown tag,
    /// which parsing has refused, is left to the edition's language.
    pub(super) fn new<'a>(
        editions: impl IntoIterator<Item = &'a LocaleSettings>,
        named: impl IntoIterator<Item = &'a str>,
        wording: &Wording,
    ) -> Self {
        let mut others: BTreeMap<String, Arc<PageLanguage>> = BTreeMap::new();
        for tag in named {
            if !others.contains_key(tag)
                && let Ok(language) = Language::new(tag)
            {
                others.insert(
                    tag.to_owned(),
                    Arc::new(PageLanguage::new(&LocaleSettings::of(language), wording)),
                );
            }
        }
        let editions = editions.into_iter();
        Languages {
            editions: editions
                .map(|settings| Arc::new(PageLanguage::new(settings, wording)))
                .collect(),
            others,
        }
    }

    /// The language named `tag`; that of the edition where none is named. `None` only for an edition
    /// that does not exist.
    pub(super) fn get(&self, edition: EditionId, tag: Option<&str>) -> Option<&Arc<PageLanguage>> {
        tag.and_then(|tag| self.others.get(tag))
            .or_else(|| self.editions.get(edition.place()))
            .or_else(|| self.editions.first())
    }

    /// All languages, by the tag of HTML's `lang`; an edition's before one that only an article names.
    pub(super) fn by_html_tag(&self) -> BTreeMap<String, Arc<PageLanguage>> {
        let all = self.others.values().chain(&self.editions);
        all.map(|language| (language.tag().to_owned(), Arc::clone(language)))
            .collect()
    }
}
