//! Which articles are what they were: files held against the marks on the shelves, before any article is
//! read.
//!
//! A file is the same by its stamp, else by its bytes. Where all are the same, and all else a site depends
//! on, so is the site: that is known here, from a tenth of what the shelves hold. One file that differs is
//! enough to know the contrary, and none is looked into for nothing after it.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::shelf::{Marks, shelf_of};
use super::{ArticleFile, Files, ShelfPart, Shelves, Snapshot};
use crate::digest::Digest;
use crate::program::IDENTITY;

/// Articles on one shelf, on the average, at most.
const ON_A_SHELF: usize = 2048;

/// How many shelves there are for so many articles.
pub(super) fn shelves_for(articles: usize) -> usize {
    articles.div_ceil(ON_A_SHELF).next_power_of_two()
}

/// What is known of all articles before they are read.
pub struct Look {
    pub(super) shelves: Vec<Looked>,
    /// The digest of what an article's meaning depends on beside its file.
    pub(super) settings: Digest,
}

/// What is known of the articles of one shelf.
pub(super) struct Looked {
    /// The articles, as places in the snapshot, in order.
    pub(super) places: Vec<u32>,
    pub(super) marks: Option<Marks>,
    /// What is known of each.
    pub(super) found: Vec<Found>,
    /// Their digest, if all of them are what they were and none is missing.
    same: Option<Digest>,
}

/// What is known of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// It is not on the shelf, or not what it was.
    New,
    /// It is on the shelf at this place, and may be another now.
    Perhaps(u32),
    /// It is the one on the shelf at this place.
    Same(u32),
}

/// Holds the articles of `snapshot` against what `shelves` know of them.
pub fn look(snapshot: &Snapshot, files: &dyn Files, shelves: &dyn Shelves) -> Look {
    let articles = &snapshot.articles;
    let count = shelves_for(articles.len());
    let settings = Digest::of(&snapshot.config);
    let mut sorted: Vec<Vec<u32>> = vec![Vec::new(); count];
    let numbers: Vec<usize> = articles
        .par_iter()
        .map(|article| shelf_of(&article.path, count))
        .collect();
    for (place, number) in (0u32..).zip(numbers) {
        if let Some(shelf) = sorted.get_mut(number) {
            shelf.push(place);
        }
    }
    let differs = AtomicBool::new(false);
    let looked = |(number, places): (usize, Vec<u32>)| {
        let bytes = shelves.load(ShelfPart::Marks, number, count);
        let marks = bytes.and_then(|bytes| Marks::decode(&bytes, settings));
        let mut looked = Looked {
            found: vec![Found::New; places.len()],
            places,
            marks,
            same: None,
        };
        if looked.look(articles, files, &differs)
            && let Some(marks) = &looked.marks
        {
            shelves.save(ShelfPart::Marks, number, count, &marks.encode(settings));
        }
        looked
    };
    let looked: Vec<Looked> = sorted.into_par_iter().enumerate().map(looked).collect();
    shelves.keep_only(count);
    Look {
        shelves: looked,
        settings,
    }
}

impl Looked {
    /// Looks at the files of one shelf; whether all are what they were and some have other stamps.
    fn look(&mut self, articles: &[ArticleFile], files: &dyn Files, differs: &AtomicBool) -> bool {
        let Some(marks) = &mut self.marks else {
            differs.store(true, Ordering::Relaxed);
            return false;
        };
        let mut known = (0u32..).zip(marks.paths.split_terminator('\0')).peekable();
        let mut on_shelf = 0;
        let mut restamped = Vec::new();
        for (place, found) in self.places.iter().zip(&mut self.found) {
            let Some(article) = articles.get(*place as usize) else {
                continue;
            };
            let path = article.path.as_str();
            while known.next_if(|(_, known)| *known < path).is_some() {}
            let at = known.next_if(|(_, known)| *known == path);
            let known = at.and_then(|(at, _)| {
                let stamp = marks.stamps.get(at as usize)?;
                let digest = (*marks.digests.get(at as usize)?)?;
                Some((at, *stamp, digest))
            });
            let Some((at, stamp, digest)) = known else {
                differs.store(true, Ordering::Relaxed);
                continue;
            };
            on_shelf += 1;
            *found = Found::Perhaps(at);
            if article.stamp.is_some() && article.stamp == stamp {
                *found = Found::Same(at);
            } else if !differs.load(Ordering::Relaxed) {
                let bytes = files.read(&article.path);
                match bytes.is_ok_and(|bytes| Digest::of_bytes(&bytes) == digest) {
                    true => {
                        *found = Found::Same(at);
                        restamped.extend(article.stamp.map(|stamp| (at, stamp)));
                    }
                    false => {
                        *found = Found::New;
                        differs.store(true, Ordering::Relaxed);
                    }
                }
            }
        }
        let is_same = on_shelf == marks.stamps.len()
            && self
                .found
                .iter()
                .all(|found| matches!(found, Found::Same(_)));
        if !is_same {
            differs.store(true, Ordering::Relaxed);
            return false;
        }
        self.same = Some(marks.digest());
        for (at, stamp) in &restamped {
            if let Some(known) = marks.stamps.get_mut(*at as usize) {
                *known = Some(*stamp);
            }
        }
        !restamped.is_empty()
    }
}

impl Look {
    /// The digest of everything the site of `snapshot` depends on but the clock; nothing if an article is
    /// not what it was when it was last read.
    pub fn inputs(&self, snapshot: &Snapshot) -> Option<Digest> {
        let articles = self.shelves.iter().map(|shelf| shelf.same);
        Some(inputs(snapshot, &articles.collect::<Option<Vec<_>>>()?))
    }
}

/// The digest of everything a site depends on but the clock; `articles` are those of its shelves.
pub(super) fn inputs(snapshot: &Snapshot, articles: &[Digest]) -> Digest {
    let Snapshot {
        config,
        admission,
        articles: _,
        files,
        templates,
        messages,
        statics,
        // Their digests are among those of the files.
        pictures: _,
    } = snapshot;
    let texts = templates
        .iter()
        .map(|template| (&template.path, &template.text))
        .chain(
            messages
                .iter()
                .map(|message| (&message.path, &message.text)),
        );
    let texts: Vec<_> = texts.collect();
    let statics: Vec<_> = statics
        .iter()
        .map(|file| (&file.url, &file.origin, &file.digest))
        .collect();
    let choices = (IDENTITY, admission.drafts, admission.future);
    Digest::of(&(choices, config, articles, files, texts, statics))
}
