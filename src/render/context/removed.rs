//! `removed`: what is told of an article that was removed.

use serde::Serialize;

use super::super::dates::DateText;
use super::{Setting, direction_of};
use crate::archive::Tombstone;

/// An article that was removed.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct RemovedContext {
    /// The headline, where it may be shown.
    title: Option<String>,
    /// When it was published.
    published: Option<DateText>,
    /// When it was removed.
    date: DateText,
    /// Why.
    reason: Option<String>,
    /// The reason's direction.
    reason_dir: Option<&'static str>,
}

impl RemovedContext {
    pub(in crate::render) fn new(tombstone: &Tombstone, setting: &Setting) -> Self {
        let Tombstone {
            id: _,
            source: _,
            url: _,
            title,
            language: _,
            published,
            removal,
            aliases: _,
        } = tombstone;
        let base = setting.direction();
        RemovedContext {
            title: title.clone(),
            published: published.map(|date| DateText::new(date, setting.language)),
            date: DateText::new(removal.date, setting.language),
            reason_dir: removal
                .reason
                .as_ref()
                .map(|reason| direction_of(reason, base)),
            reason: removal.reason.clone(),
        }
    }
}
