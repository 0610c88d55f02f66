//! Earlier articles on what an article is about.
//!
//! An edition's articles in order of time come in; for each the places of a few earlier ones go out, best
//! first. Nothing that comes after an article ever reaches its list: neither its neighbours nor what a
//! name or word weighs. So publishing changes no older page. What an article weighs goes by halvings of
//! how often a name was used before it, and only the last uses are looked at, so that one that is added
//! or mended in the middle reaches a bounded number of those after it.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::Entry;
use super::card::Card;
use crate::text::identity::similar_key;

/// Most that an article has.
const MOST: usize = 4;

/// How many of the last articles with a tag, and with a word in the title, are looked at.
const LAST_OF_TAG: usize = 64;
const LAST_OF_WORD: usize = 32;

/// A word that more earlier titles have says nothing of what an article is about.
const RARE: usize = 256;

/// What two articles must have in common at least, beside their time: a tag that is not of everything,
/// or two words that are rare.
const LEAST: u32 = 10;

/// Words of this many letters and fewer, which are prepositions and particles in most languages.
const SHORT: usize = 2;

/// Words that stand in titles of any matter, as [`similar_key`] folds them.
const STOP_WORDS: [&str; 65] = [
    "الي",
    "الان",
    "امام",
    "اذا",
    "اليوم",
    "امس",
    "بان",
    "بعد",
    "بعض",
    "بين",
    "تحت",
    "التي",
    "ثلاث",
    "حتي",
    "حول",
    "حين",
    "خلال",
    "دون",
    "ذلك",
    "الذي",
    "الذين",
    "رغم",
    "سوف",
    "ضمن",
    "علي",
    "عند",
    "عندما",
    "عبر",
    "عام",
    "غير",
    "فوق",
    "فيها",
    "قبل",
    "كان",
    "كانت",
    "كما",
    "كيف",
    "لكن",
    "لماذا",
    "ليس",
    "ماذا",
    "منذ",
    "نحو",
    "هذا",
    "هذه",
    "هناك",
    "يوم",
    "after",
    "and",
    "are",
    "before",
    "for",
    "from",
    "has",
    "how",
    "into",
    "its",
    "not",
    "over",
    "that",
    "the",
    "this",
    "was",
    "what",
    "with",
];

/// The related articles of an edition's articles.
#[derive(Debug, Default)]
pub struct Related {
    places: Vec<[u32; MOST]>,
}

/// No article.
const NONE: u32 = u32::MAX;

impl Related {
    /// The places of the articles related to that at place `at`, best first.
    pub fn of(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let places = self.places.get(at).into_iter().flatten();
        places
            .take_while(|place| **place != NONE)
            .map(|place| *place as usize)
    }
}

/// Articles by one kind of mark, and how often each mark was used before an article.
struct Marked {
    /// By the number of a mark, the articles that have it, oldest first.
    articles: Vec<Vec<u32>>,
    /// Of each article the marks and its own place among their articles.
    marks: Vec<Box<[(u32, u32)]>>,
}

impl Marked {
    fn of<'a>(articles: usize, marks: impl Iterator<Item = (usize, Vec<u32>)> + 'a) -> Self {
        let mut marked = Marked {
            articles: Vec::new(),
            marks: Vec::with_capacity(articles),
        };
        for (at, own) in marks {
            let at = u32::try_from(at).unwrap_or(NONE);
            let mut placed = Vec::with_capacity(own.len());
            for mark in own {
                let place = mark as usize;
                if marked.articles.len() <= place {
                    marked.articles.resize_with(place + 1, Vec::new);
                }
                if let Some(list) = marked.articles.get_mut(place) {
                    placed.push((mark, u32::try_from(list.len()).unwrap_or(NONE)));
                    list.push(at);
                }
            }
            marked.marks.push(placed.into());
        }
        marked
    }

    /// The last `last` articles before that at place `at` with each of its marks, and how many had it.
    fn before(&self, at: usize, last: usize) -> impl Iterator<Item = (&[u32], usize)> {
        let marks = self
            .marks
            .get(at)
            .into_iter()
            .flat_map(|marks| marks.iter());
        marks.filter_map(move |(mark, place)| {
            let (list, place) = (self.articles.get(*mark as usize)?, *place as usize);
            Some((list.get(place.saturating_sub(last)..place)?, place))
        })
    }
}

/// How often `uses` can be halved: 0 for one.
fn halvings(uses: usize) -> u32 {
    uses.max(1).ilog2()
}

/// Up to `most` related articles of each of `articles`, which are in order of time.
pub(super) fn related(articles: &[Entry], most: usize) -> Related {
    let most = most.min(MOST);
    if most == 0 {
        return Related::default();
    }
    let (tags, words) = rayon::join(|| by_tag(articles), || by_word(articles));
    let days: Vec<i64> = articles.iter().map(day).collect();
    let places = (0..articles.len())
        .into_par_iter()
        .with_min_len(AT_A_TIME)
        .map_init(
            || Points::of(articles.len()),
            |points, at| {
                for (earlier, uses) in tags.before(at, LAST_OF_TAG) {
                    points.add(earlier, 2 * 12_u32.saturating_sub(halvings(uses)).max(1));
                }
                for (earlier, uses) in words.before(at, LAST_OF_WORD) {
                    if uses <= RARE {
                        points.add(earlier, 9_u32.saturating_sub(halvings(uses)).max(1));
                    }
                }
                best(points, at, &days, articles, most)
            },
        );
    Related {
        places: places.collect(),
    }
}

/// Articles whose points are counted in one place.
const AT_A_TIME: usize = 1024;

/// What earlier articles have in common with one.
struct Points {
    /// By place; nought before and after each article.
    counts: Vec<u32>,
    /// The places that are not nought.
    met: Vec<u32>,
}

impl Points {
    fn of(articles: usize) -> Self {
        Points {
            counts: vec![0; articles],
            met: Vec::new(),
        }
    }

    fn add(&mut self, articles: &[u32], weight: u32) {
        for place in articles {
            if let Some(count) = self.counts.get_mut(*place as usize) {
                if *count == 0 {
                    self.met.push(*place);
                }
                *count += weight;
            }
        }
    }

    /// The articles with their points, after which there are none.
    fn take(&mut self) -> impl Iterator<Item = (u32, u32)> {
        let counts = &mut self.counts;
        self.met.drain(..).filter_map(|place| {
            let count = counts.get_mut(place as usize).map(std::mem::take);
            Some((place, count?))
        })
    }
}

fn day(entry: &Entry) -> i64 {
    entry.card.date.map_or(0, |date| date.day_number())
}

/// The best of the articles with these points; of equals the later.
fn best(
    points: &mut Points,
    at: usize,
    days: &[i64],
    articles: &[Entry],
    most: usize,
) -> [u32; MOST] {
    let day = |at: usize| days.get(at).copied().unwrap_or(0);
    let own = day(at);
    // Points and places; no place yet is before all.
    let mut found: [Option<(u32, u32)>; MOST] = [None; MOST];
    for (place, common) in points.take() {
        if common < LEAST || in_one_series(articles, at, place as usize) {
            continue;
        }
        let rated = (common + nearness(own - day(place as usize)), place);
        let rank = found
            .iter()
            .take(most)
            .position(|known| Some(rated) > *known);
        if let Some(rank) = rank {
            found[rank..most].rotate_right(1);
            found[rank] = Some(rated);
        }
    }
    found.map(|rated| rated.map_or(NONE, |(_, place)| place))
}

/// Whether two articles are parts of one series, which names its parts itself.
fn in_one_series(articles: &[Entry], one: usize, other: usize) -> bool {
    let series = |at: usize| articles.get(at)?.body.series.as_deref();
    series(one).is_some_and(|own| series(other) == Some(own))
}

/// What it counts that so many days lie between two articles.
fn nearness(days: i64) -> u32 {
    match days {
        ..=3 => 6,
        4..=14 => 4,
        15..=60 => 2,
        61..=365 => 1,
        _ => 0,
    }
}

fn by_tag(articles: &[Entry]) -> Marked {
    // Only looked up in, never walked: numbers are given in the order of the articles.
    let mut numbers: HashMap<usize, u32> = HashMap::new();
    let of = |(at, entry): (usize, &Entry)| {
        let tags = entry.card.tags.iter().map(|tag| {
            let next = u32::try_from(numbers.len()).unwrap_or(NONE);
            // A name is there once, however many articles have it.
            *numbers.entry(Arc::as_ptr(tag) as usize).or_insert(next)
        });
        (at, tags.collect())
    };
    Marked::of(articles.len(), articles.iter().enumerate().map(of))
}

fn by_word(articles: &[Entry]) -> Marked {
    let titles: Vec<String> = articles
        .par_iter()
        .map(|entry| folded(&entry.card))
        .collect();
    // Only looked up in, as above.
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let of = |(at, title)| {
        let mut own: Vec<u32> = Vec::new();
        for word in words(title) {
            let next = u32::try_from(numbers.len()).unwrap_or(NONE);
            let number = *numbers.entry(word).or_insert(next);
            if !own.contains(&number) {
                own.push(number);
            }
        }
        (at, own)
    };
    let titles = titles.iter().map(String::as_str).enumerate();
    Marked::of(articles.len(), titles.map(of))
}

fn folded(card: &Card) -> String {
    similar_key(&card.title)
}

/// The words of a folded title that say what it is about.
fn words(title: &str) -> impl Iterator<Item = &str> {
    title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > SHORT)
        .filter(|word| !STOP_WORDS.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_any_matter_are_left_out() {
        let title = similar_key("الحكومة تقيل حاكم الإقليم بعد احتجاجات في العاصمة");
        let found: Vec<&str> = words(&title).collect();
        assert_eq!(
            found,
            ["حكومه", "تقيل", "حاكم", "اقليم", "احتجاجات", "عاصمه"]
        );
        assert!(STOP_WORDS.iter().all(|word| word.chars().count() > SHORT));
    }

    #[test]
    fn a_mark_knows_only_those_before() {
        let marked = Marked::of(
            3,
            [(0, vec![0, 1]), (1, vec![0]), (2, vec![0, 1])].into_iter(),
        );
        let before = |at, last| -> Vec<(Vec<u32>, usize)> {
            let all = marked.before(at, last);
            all.map(|(list, uses)| (list.to_vec(), uses)).collect()
        };
        assert_eq!(before(0, 9), [(vec![], 0), (vec![], 0)]);
        assert_eq!(before(2, 9), [(vec![0, 1], 2), (vec![0], 1)]);
        assert_eq!(before(2, 1), [(vec![1], 2), (vec![0], 1)]);
        assert_eq!([1, 2, 3, 4, 255, 256].map(halvings), [0, 1, 1, 2, 7, 8]);
    }
}
