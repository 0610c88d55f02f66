//! One article: what is in it, whatever the layout.

use super::random::{Random, Stream};
use super::text::{Prose, plain};
use super::{Corpus, Moment};

/// An article before it is written in a layout.
pub struct Article {
    pub(super) slug: String,
    pub(super) moment: Moment,
    pub(super) section: &'static str,
    pub(super) title: String,
    pub(super) tags: Vec<String>,
    pub(super) author: String,
    pub(super) description: String,
    pub(super) caption: String,
    pub(super) body: String,
}

impl Corpus {
    /// Article `i`.
    pub fn article(&self, i: usize) -> Article {
        let mut random = Random::of(Stream::Article, i);
        let other = random.below(self.articles);
        // The first line of a file may link to any other, older or newer, and never to its own.
        let link =
            (other != i).then(|| format!("/{}/{}/", self.moment(other).folder(), slug(other)));
        self.drawn(&mut random, slug(i), self.moment(i), link.as_deref())
    }

    /// Article `k` of those that are newer than all of the archive, on its last day, with four tags: a
    /// frequent one and rarer ones.
    pub fn newer(&self, k: usize) -> Article {
        let mut random = Random::of(Stream::Article, self.articles + k);
        let slug = format!("late-{k:03}");
        let mut article = self.drawn(&mut random, slug, Moment::after_the_last(k + 1), None);
        let tags = self.tags();
        article.tags = [0, tags.len() / 40, tags.len() / 10, tags.len() / 4]
            .map(|rank| tags[rank].clone())
            .to_vec();
        article
    }

    fn drawn(
        &self,
        random: &mut Random,
        slug: String,
        moment: Moment,
        link: Option<&str>,
    ) -> Article {
        let section = *self.sections.one(random);
        let words = random.between(6, 11);
        let title = plain(random, words).join(" ");
        let tags = random.between(3, 6);
        let tags = self.tags.several(random, tags);
        let author = self.authors.one(random).clone();
        let mut prose = Prose::new(random);
        Article {
            slug,
            moment,
            section,
            title,
            tags: tags.into_iter().cloned().collect(),
            author,
            description: prose.bare_sentence(14, 24),
            caption: prose.bare_sentence(6, 12),
            body: prose.body(link),
        }
    }
}

fn slug(i: usize) -> String {
    format!("story-{i:06}")
}
