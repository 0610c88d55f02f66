//! Earlier articles on what an article is about.
//!
//! An edition's articles in order of time come in; for each the places of a few earlier ones go out, best
//! first. Nothing that comes after an article ever reaches its list: neither its neighbours nor what a
//! name or word weighs. So publishing changes no older page. What an article weighs goes by halvings of
//! how often a name was used before it, and only the last uses are looked at, so that one that is added
//! or mended in the middle reaches a bounded number of those after it.

use std::sync::Arc;

use rayon::prelude::*;

use super::{Card, Entry};
use crate::lookup::Lookup;
use crate::text::identity::{spelling_key, without_article};
use crate::text::normalize::is_plain_letter;

/// Most that an article has.
const MOST: usize = 4;

/// How many of the last articles with a tag, and with a word in the title, are looked at.
const LAST_OF_TAG: u32 = 64;
const LAST_OF_WORD: u32 = 32;

/// A word that more earlier titles have says nothing of what an article is about.
const RARE: usize = 256;

/// What two articles must have in common at least, beside their time: a tag that is not of everything,
/// or two words that are rare.
const LEAST: u32 = 10;

/// Words of this many letters and fewer, which are prepositions and particles in most languages.
const SHORT: usize = 2;

/// Words that stand in titles of any matter, as [`words`] folds them.
const STOP_WORDS: [&str; 64] = [
    "الي",
    "الان",
    "امام",
    "اذا",
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
    "ذين",
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
    /// The articles that have a mark, oldest first, mark after mark.
    articles: Vec<u32>,
    /// Where the uses of each article begin in `uses`, and where the last one's end.
    starts: Vec<u32>,
    /// Of each article the marks: where their articles begin in `articles`, and where it is among them.
    uses: Vec<(u32, u32)>,
}

impl Marked {
    /// Of so many articles; `marks` are those of each article, article after article, by their numbers.
    fn of(articles: usize, marks: impl Iterator<Item = (u32, u32)>) -> Self {
        let mut starts: Vec<u32> = Vec::with_capacity(articles + 1);
        // At first only the numbers of the marks.
        let mut uses: Vec<(u32, u32)> = Vec::new();
        let mut ends: Vec<u32> = Vec::new();
        for (at, mark) in marks {
            while starts.len() <= at as usize {
                starts.push(clamp(uses.len()));
            }
            let own = starts.last().map_or(0, |start| *start as usize);
            if uses.get(own..).unwrap_or_default().contains(&(mark, 0)) {
                continue;
            }
            uses.push((mark, 0));
            if ends.len() <= mark as usize {
                ends.resize(mark as usize + 1, 0);
            }
            if let Some(count) = ends.get_mut(mark as usize) {
                *count += 1;
            }
        }
        starts.resize(articles + 1, clamp(uses.len()));
        let mut sum = 0;
        for end in &mut ends {
            (*end, sum) = (sum, sum + *end);
        }
        let begins = ends.clone();
        let mut list = vec![0; uses.len()];
        for (at, own) in (0_u32..).zip(starts.windows(2)) {
            let [start, end] = own else { continue };
            for used in uses
                .get_mut(*start as usize..*end as usize)
                .into_iter()
                .flatten()
            {
                let mark = used.0 as usize;
                if let (Some(begin), Some(end)) = (begins.get(mark), ends.get_mut(mark)) {
                    *used = (*begin, *end);
                    if let Some(place) = list.get_mut(*end as usize) {
                        *place = at;
                    }
                    *end += 1;
                }
            }
        }
        Marked {
            articles: list,
            starts,
            uses,
        }
    }

    /// The last `last` articles before that at place `at` with each of its marks, and how many had it.
    fn before(&self, at: usize, last: u32) -> impl Iterator<Item = (&[u32], usize)> {
        let range = self.starts.get(at).zip(self.starts.get(at + 1));
        let uses = range.and_then(|(start, end)| self.uses.get(*start as usize..*end as usize));
        uses.into_iter()
            .flatten()
            .filter_map(move |(begin, place)| {
                let first = place.saturating_sub(last).max(*begin);
                let list = self.articles.get(first as usize..*place as usize)?;
                Some((list, (place - begin) as usize))
            })
    }
}

/// How often `uses` can be halved: 0 for one.
fn halvings(uses: usize) -> u32 {
    uses.max(1).ilog2()
}

/// What of an article counts.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// Its headline, tags and date.
    pub card: &'a Card,
    /// Its series.
    pub series: Option<&'a str>,
}

impl<'a> About<'a> {
    pub(super) fn of(entry: &'a Entry) -> Self {
        About {
            card: &entry.card,
            series: entry.body.series.as_deref(),
        }
    }
}

/// Whether an article that had the one headline counts the same for others with the other.
pub fn count_alike(one: &str, other: &str) -> bool {
    words(one) == words(other)
}

/// Up to `most` related articles of each of `articles`, which are in order of time.
pub fn related(articles: &[About], most: usize) -> Related {
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

fn day(article: &About) -> i64 {
    article.card.date.map_or(0, |date| date.day_number())
}

/// The best of the articles with these points; of equals the later.
fn best(
    points: &mut Points,
    at: usize,
    days: &[i64],
    articles: &[About],
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
fn in_one_series(articles: &[About], one: usize, other: usize) -> bool {
    let series = |at: usize| articles.get(at)?.series;
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

fn by_tag(articles: &[About]) -> Marked {
    let mut numbers: Lookup<usize, u32> = Lookup::default();
    let tags = articles.iter().zip(0..).flat_map(|(article, at)| {
        let tags = article.card.tags.iter();
        tags.map(move |tag| (at, Arc::as_ptr(tag) as usize))
    });
    // A name is there once, however many articles have it.
    let marks = tags.map(|(at, tag)| {
        let next = clamp(numbers.len());
        (at, *numbers.entry(tag).or_insert(next))
    });
    Marked::of(articles.len(), marks)
}

fn by_word(articles: &[About]) -> Marked {
    let titles: Vec<String> = articles
        .par_iter()
        .map(|article| words(&article.card.title))
        .collect();
    // Whether a word says what an article is about is found out once, however many titles have it.
    let mut numbers: Lookup<&str, Option<u32>> = Lookup::default();
    let mut count = 0;
    let words = titles.iter().zip(0..);
    let words =
        words.flat_map(|(title, at)| title.split_terminator(' ').map(move |word| (at, word)));
    let marks = words.filter_map(|(at, word)| {
        let number = numbers.entry(word).or_insert_with(|| {
            let number = (!STOP_WORDS.contains(&word)).then_some(count);
            count += u32::from(number.is_some());
            number
        });
        Some((at, (*number)?))
    });
    Marked::of(articles.len(), marks)
}

fn clamp(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(NONE)
}

/// The words of a title that are longer than particles, folded, each with a space behind it.
fn words(title: &str) -> String {
    let folded = spelling_key(title);
    let is_part = |c: char| is_plain_letter(c) || c.is_alphanumeric();
    let mut words = String::with_capacity(folded.len() + 1);
    for word in folded.split(|c| !is_part(c)) {
        let word = without_article(word);
        if word.chars().nth(SHORT).is_some() {
            words.push_str(word);
            words.push(' ');
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_particles_left_out() {
        let title = "«الحكومة» تقيل حاكم الإقليم: احتجاجات في العاصمة!";
        assert_eq!(words(title), "حكومه تقيل حاكم اقليم احتجاجات عاصمه ");
        assert!(STOP_WORDS.iter().all(|word| word.chars().count() > SHORT));
        // Written as they are folded, or they would never be met.
        assert!(
            STOP_WORDS
                .iter()
                .all(|word| words(word) == format!("{word} "))
        );
    }

    #[test]
    fn a_mark_knows_only_those_before() {
        let marks = [(0, 0), (0, 1), (1, 0), (2, 0), (2, 1), (2, 0)];
        let marked = Marked::of(3, marks.into_iter());
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
