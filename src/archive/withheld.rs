//! Articles that are not published: drafts, those of the future, those that have expired.

use crate::content::Article;
use crate::paths::SourcePath;

/// What is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Admission {
    /// The present, in seconds since 1970-01-01T00:00:00Z.
    pub now: i64,
    /// Publish drafts.
    pub drafts: bool,
    /// Publish articles of the future.
    pub future: bool,
}

/// Why an article is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WithheldReason {
    /// It says `draft: true`.
    Draft,
    /// Its date is still to come.
    Future,
    /// Its `expires` has passed.
    Expired,
}

/// An article that is not published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withheld {
    /// Its file.
    pub source: SourcePath,
    /// Why.
    pub reason: WithheldReason,
    /// From or until when, in RFC 3339.
    pub since: Option<String>,
}

impl Admission {
    /// Why `article` is not published; `None` if it is.
    pub(super) fn withholds(&self, article: &Article) -> Option<WithheldReason> {
        if article.draft && !self.drafts {
            return Some(WithheldReason::Draft);
        }
        let starts = [article.head.date, article.embargo];
        if starts
            .into_iter()
            .flatten()
            .any(|start| start.seconds() > self.now)
            && !self.future
        {
            return Some(WithheldReason::Future);
        }
        // A tombstone stands for good.
        let lasts = article.removed.is_some();
        article
            .expires
            .filter(|_| !lasts)
            .is_some_and(|expires| expires.seconds() <= self.now)
            .then_some(WithheldReason::Expired)
    }
}
