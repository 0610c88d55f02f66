//! How long a plan holds: the next moment at which the clock alone would change it.
//!
//! The clock decides three things: what is published, what is news, and what readers are told is old
//! or has expired.

use crate::config::Config;
use crate::content::Article;
use crate::plan::NEWS_SECONDS;

/// Seconds of a day, by which the age of an article is counted.
const DAY: i64 = 86_400;

/// The first moment after `now` at which the site of `articles` may be another, in seconds since
/// 1970-01-01T00:00:00Z.
pub(super) fn until(articles: &[Box<Article>], config: &Config, now: i64) -> i64 {
    let notice = config.archive_notice.map(|days| i64::from(days) * DAY + 1);
    let moments = articles.iter().flat_map(|article| {
        let date = article.head.date.map(|date| date.seconds());
        let after = |age: i64| date.map(|date| date.saturating_add(age));
        let seconds =
            |moment: Option<crate::content::Moment>| moment.map(|moment| moment.seconds());
        [
            date,
            seconds(article.embargo),
            seconds(article.expires),
            after(NEWS_SECONDS + 1),
            notice.and_then(after),
        ]
    });
    let security = config.machines.security.as_ref();
    let moments = moments.flatten();
    let moments = moments.chain(security.map(|security| security.expires.1));
    let later = moments.filter(|moment| *moment > now);
    later.min().unwrap_or(i64::MAX)
}
