//! Lists of objects, page by page, as S3 tells them.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::time::SystemTime;

use s3s::dto::{CommonPrefix, ETag, Object, Timestamp};

/// One object, as a list tells it.
#[derive(Debug, Clone)]
pub struct Listed {
    pub size: i64,
    pub tag: Option<ETag>,
    pub modified: SystemTime,
}

/// The objects of a bucket by their names.
pub type Objects = BTreeMap<String, Listed>;

/// A page of a list.
#[derive(Debug, Default)]
pub struct Page {
    pub contents: Vec<Object>,
    pub prefixes: Vec<CommonPrefix>,
    /// Where the next page begins.
    pub next: Option<String>,
}

impl Page {
    /// The page behind `after`, of at most so many names that begin with `prefix`.
    pub fn of(
        objects: &Objects,
        prefix: &str,
        delimiter: Option<&str>,
        after: Option<&str>,
        most: usize,
    ) -> Page {
        let mut page = Page::default();
        // Behind everything that begins with a common prefix.
        let behind = |text: &str| Bound::Included(format!("{text}\u{10ffff}"));
        let mut from = match after {
            Some(after) if after >= prefix => match delimiter.is_some_and(|d| after.ends_with(d)) {
                true => behind(after),
                false => Bound::Excluded(after.to_owned()),
            },
            _ => Bound::Included(prefix.to_owned()),
        };
        let mut last = None;
        loop {
            let found = objects.range((from, Bound::Unbounded)).next();
            let Some((key, object)) = found.filter(|(key, _)| key.starts_with(prefix)) else {
                return page;
            };
            if page.contents.len() + page.prefixes.len() == most {
                page.next = last;
                return page;
            }
            let rest = &key[prefix.len()..];
            let folder =
                delimiter.and_then(|d| Some(&key[..prefix.len() + rest.find(d)? + d.len()]));
            if let Some(folder) = folder {
                page.prefixes.push(CommonPrefix {
                    prefix: Some(folder.to_owned()),
                });
                from = behind(folder);
                last = Some(folder.to_owned());
            } else {
                page.contents.push(Object {
                    key: Some(key.clone()),
                    size: Some(object.size),
                    e_tag: object.tag.clone(),
                    last_modified: Some(Timestamp::from(object.modified)),
                    ..Object::default()
                });
                from = Bound::Excluded(key.clone());
                last = Some(key.clone());
            }
        }
    }
}
