//! `terms`: the index of tags or of authors.

use serde::Serialize;

use super::Setting;
use super::card::NameContext;
use crate::archive::TermName;
use crate::plan::{TermGroup, TermsView};

/// An index of names.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct TermsContext {
    /// The names under their letters, in the order of the alphabet.
    groups: Vec<GroupContext>,
}

#[derive(Debug, Clone, Serialize)]
struct GroupContext {
    /// The letter; none for names that begin with none of an alphabet.
    letter: Option<String>,
    /// The id of the group's heading on this page.
    id: String,
    /// Its names.
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
        let TermsView { kind: _, groups } = view;
        let item = |name: &TermName, count: u32| TermContext {
            name: NameContext::new(name, setting),
            count,
            shown: setting.language.locale.number(u64::from(count)),
        };
        let group = |(place, group): (usize, &TermGroup)| GroupContext {
            letter: group.letter.clone(),
            id: format!("letter-{}", place + 1),
            items: group
                .terms
                .iter()
                .map(|(name, count)| item(name, *count))
                .collect(),
        };
        TermsContext {
            groups: groups.iter().enumerate().map(group).collect(),
        }
    }
}
