//! `terms`: the index of tags or of authors.

use serde::Serialize;

use super::Setting;
use super::card::NameContext;
use crate::plan::TermsView;

/// An index of names.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct TermsContext {
    /// The names in dictionary order.
    items: Vec<TermContext>,
}

#[derive(Debug, Clone, Serialize)]
struct TermContext {
    #[serde(flatten)]
    name: NameContext,
    /// How many articles.
    count: u32,
    /// The same in the page's digits.
    shown: String,
}

impl TermsContext {
    pub(in crate::render) fn new(view: &TermsView, setting: &Setting) -> Self {
        let TermsView { kind: _, terms } = view;
        let item = |name, count: u32| TermContext {
            name: NameContext::new(name, setting),
            count,
            shown: setting.language.locale.number(u64::from(count)),
        };
        TermsContext {
            items: terms
                .iter()
                .map(|(name, count)| item(name, *count))
                .collect(),
        }
    }
}
