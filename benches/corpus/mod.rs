//! A large Arabic archive that means nothing: the same words for the same size, on every machine.
//!
//! A number of articles comes in, a folder with a whole site goes out, in one of two layouts: a site of
//! Warraq, or the equal site of Hugo. What is real is the shape: lengths, marks, mixed direction, skewed
//! tags, authors and sections, dates that thicken towards the present. Each article has a random stream
//! of its own, so that its words depend neither on the layout nor on the order of writing.
//!
//! Nothing here uses the program that is measured, a clock, or a function of the machine's mathematics
//! library beyond what IEEE 754 fixes.
#![allow(
    dead_code,
    reason = "the benchmarks and the test each use their own part"
)]

mod article;
mod calendar;
mod draw;
mod layout;
mod random;
mod sites;
mod text;
mod words;
mod write;

pub use calendar::Moment;
pub use layout::Layout;

use draw::Skewed;
use random::{Random, Stream};
use words::{FIRST_NAMES, LAST_NAMES, SECTIONS};

/// The lists that all articles of an archive draw from.
pub struct Corpus {
    articles: usize,
    tags: Skewed<String>,
    authors: Skewed<String>,
    sections: Skewed<&'static str>,
}

impl Corpus {
    /// An archive of `articles` articles.
    pub fn new(articles: usize) -> Corpus {
        let authors = LAST_NAMES
            .iter()
            .flat_map(|last| {
                FIRST_NAMES
                    .iter()
                    .map(move |first| format!("{first} {last}"))
            })
            .collect();
        Corpus {
            articles,
            tags: Skewed::gently(tags(articles)),
            authors: Skewed::harmonic(authors),
            sections: Skewed::harmonic(SECTIONS.to_vec()),
        }
    }

    /// How many articles there are.
    pub fn articles(&self) -> usize {
        self.articles
    }

    /// The configuration of the site of Warraq.
    pub fn config(&self) -> &'static str {
        sites::WARRAQ_YAML
    }

    /// The tags, the likeliest first.
    pub fn tags(&self) -> &[String] {
        self.tags.items()
    }

    /// When article `i` was published. Article 0 is the oldest.
    pub fn moment(&self, i: usize) -> Moment {
        let jitter = Random::of(Stream::Date, i).fraction();
        Moment::at(((i as f64 + jitter) / self.articles as f64).sqrt())
    }
}

/// About 500 tags at 1,000 articles and 5,000 at 100,000, of one to three words.
fn tags(articles: usize) -> Vec<String> {
    let wanted = (500.0 * (articles as f64 / 1000.0).sqrt()).round() as usize;
    let mut random = Random::of(Stream::Tags, 0);
    let nouns = words::nouns();
    let mut known = std::collections::HashSet::new();
    let mut tags = Vec::new();
    while tags.len() < wanted.max(20) {
        let words = *random.one_of(&[1, 2, 2, 2, 3]);
        let tag = random.several(nouns, words).join(" ");
        if known.insert(tag.clone()) {
            tags.push(tag);
        }
    }
    tags
}
