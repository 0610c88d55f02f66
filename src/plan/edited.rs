//! A planned site in which the text or the headline of one article is another -> the pages that are others.
//!
//! What lists, feeds and neighbours show of an article is its card, so that another card in the place of the one
//! they have makes them what a plan made anew would have: that is a hundredth of its work. Which articles are
//! related goes by headlines, and is found out again where theirs has other words. All else that an article
//! tells (its address, date, names) decides which pages there are: that is for a plan alone.

use std::sync::Arc;

use rayon::prelude::*;

use super::browsing::PartView;
use super::view::{ArticleView, FeedView, ListingView, RedirectTo, SitemapEntry, View};
use super::{CorrectionsView, OnThisDayView, Page, RedirectView, SeriesView};
use crate::archive::{About, Card, Headline, count_alike, related};
use crate::config::Config;
use crate::content::{Body, Head};

/// The pages of a site that are others where the article whose page is `pages[place]` has this head and body,
/// each with its place. `pages` are all of them, in the order of the plan. There is no answer where a plan is
/// needed for it: the head's date, language and picture are to be what they were.
pub fn edited(
    pages: &[&Page],
    config: &Config,
    place: usize,
    head: &Head,
    body: Arc<Body>,
) -> Option<Vec<(usize, Page)>> {
    let page = pages.get(place)?;
    let old = &page.view.article()?.card;
    let mut others = match old.shows(head) {
        true => vec![(place, (*page).clone())],
        // The picture that is drawn of a headline is a page of its own, which there may or may not be.
        false if config.share_images => return None,
        false => {
            let swap = Swap {
                old,
                new: &Arc::new(old.edited(head)?),
            };
            swap.pages(pages, page, config)
        }
    };
    let own = others.iter_mut().find(|(at, _)| *at == place)?;
    own.1.view.article_mut()?.body = body;
    Some(others)
}

impl View {
    /// The article or page it is the page of.
    pub fn article(&self) -> Option<&ArticleView> {
        match self {
            View::Article(view) | View::Page(view) => Some(view),
            _ => None,
        }
    }

    fn article_mut(&mut self) -> Option<&mut ArticleView> {
        match self {
            View::Article(view) | View::Page(view) => Some(view),
            _ => None,
        }
    }
}

/// One card in the place of another.
struct Swap<'a> {
    old: &'a Arc<Card>,
    new: &'a Arc<Card>,
}

impl Swap<'_> {
    /// The pages that are others; `own` is that of the article.
    fn pages(&self, pages: &[&Page], own: &Page, config: &Config) -> Vec<(usize, Page)> {
        let is_dated = matches!(own.view, View::Article(_));
        let are_related_others = is_dated && !count_alike(&self.old.title, &self.new.title);
        let related = match are_related_others && config.related > 0 {
            true => self.related(pages, own, config.related),
            false => Vec::new(),
        };
        let other = |(place, page): (usize, &&Page)| {
            let view = self.view(&page.view)?;
            let other = Page {
                path: page.path.clone(),
                edition: page.edition,
                view,
            };
            Some((place, other))
        };
        let mut others: Vec<(usize, Page)> =
            pages.par_iter().enumerate().filter_map(other).collect();
        for (place, related) in related {
            // Both are in the order of the plan, and what is looked for may not be there yet.
            let at = match others.binary_search_by_key(&place, |(place, _)| *place) {
                Ok(at) => at,
                Err(at) => {
                    let page = pages.get(place).map(|page| (place, (*page).clone()));
                    others.splice(at..at, page);
                    at
                }
            };
            let view = others
                .get_mut(at)
                .and_then(|(_, page)| page.view.article_mut());
            if let Some(view) = view {
                view.related = related;
            }
        }
        others
    }

    /// The articles that have other related ones now, by their places.
    fn related(&self, pages: &[&Page], own: &Page, most: usize) -> Vec<(usize, Box<[Headline]>)> {
        let places = pages.par_iter().enumerate();
        let mut articles: Vec<(usize, &Arc<Card>)> = places
            .filter_map(|(place, page)| match &page.view {
                View::Article(view) if page.edition == own.edition => {
                    Some((place, self.card(&view.card)))
                }
                _ => None,
            })
            .collect();
        let view = |place: usize| pages.get(place)?.view.article();
        let path = |place: usize| view(place).map(|view| &view.body.origin.path);
        // As the archive has them.
        articles.par_sort_by(|(a, one), (b, other)| {
            let time = |card: &Card| card.date.map(|date| (date.day_number(), date.seconds()));
            time(one)
                .cmp(&time(other))
                .then_with(|| path(*a).cmp(&path(*b)))
        });
        let all: Vec<About> = articles
            .iter()
            .map(|(place, card)| About {
                card,
                series: view(*place).and_then(|view| view.body.series.as_deref()),
            })
            .collect();
        let found = related(&all, most);
        let mut others: Vec<(usize, Box<[Headline]>)> = Vec::new();
        for (at, (place, _)) in articles.iter().enumerate() {
            let now = || found.of(at).filter_map(|at| Some(articles.get(at)?.1));
            let Some(view) = view(*place) else { continue };
            let before = view.related.iter();
            let is_same = now().count() == before.len()
                && now().zip(before).all(|(now, before)| {
                    before.is_of(now) || before.is_of(self.old) && Arc::ptr_eq(now, self.new)
                });
            if !is_same {
                others.push((*place, now().map(Headline::of).collect()));
            }
        }
        others
    }

    fn is_old(&self, card: &Arc<Card>) -> bool {
        Arc::ptr_eq(card, self.old)
    }

    fn card<'c>(&'c self, card: &'c Arc<Card>) -> &'c Arc<Card> {
        match self.is_old(card) {
            true => self.new,
            false => card,
        }
    }

    fn shows(&self, headline: &Option<Headline>) -> bool {
        headline
            .as_ref()
            .is_some_and(|headline| headline.is_of(self.old))
    }

    fn headline(&self, headline: &Headline) -> Headline {
        match headline.is_of(self.old) {
            true => Headline::of(self.new),
            false => headline.clone(),
        }
    }

    fn maybe(&self, headline: &Option<Headline>) -> Option<Headline> {
        headline.as_ref().map(|headline| self.headline(headline))
    }

    /// The cards with the new one in the place of the old, if that is among them.
    fn cards<C: FromIterator<Arc<Card>>>(&self, cards: &[Arc<Card>]) -> Option<C> {
        let is_there = cards.iter().any(|card| self.is_old(card));
        is_there.then(|| {
            cards
                .iter()
                .map(|card| Arc::clone(self.card(card)))
                .collect()
        })
    }

    /// As [`cards`](Self::cards), of headlines.
    fn headlines<C: FromIterator<Headline>>(&self, headlines: &[Headline]) -> Option<C> {
        let is_there = headlines.iter().any(|headline| headline.is_of(self.old));
        is_there.then(|| {
            headlines
                .iter()
                .map(|headline| self.headline(headline))
                .collect()
        })
    }

    /// The view with the new card, if it shows the old one. Every kind is named, so that a new one is thought of.
    fn view(&self, view: &View) -> Option<View> {
        Some(match view {
            View::Article(view) => View::Article(Box::new(self.article(view)?)),
            View::Page(view) => View::Page(Box::new(self.article(view)?)),
            View::Listing(view) => View::Listing(Box::new(self.listing(view)?)),
            View::Series(view) => View::Series(Box::new(SeriesView {
                cards: self.cards(&view.cards)?,
                ..(**view).clone()
            })),
            View::OnThisDay(view) => View::OnThisDay(Box::new(self.on_this_day(view)?)),
            View::Corrections(view) => View::Corrections(Box::new(self.corrections(view)?)),
            View::Feed(view) => View::Feed(Box::new(FeedView {
                cards: self.cards(&view.cards)?,
                ..(**view).clone()
            })),
            View::Sitemap(entries) => View::Sitemap(self.sitemap(entries)?),
            View::NewsSitemap(cards) => View::NewsSitemap(self.cards(cards)?),
            View::Redirect(view) => View::Redirect(Box::new(RedirectView {
                to: self.redirect(&view.to)?,
                ..(**view).clone()
            })),
            View::Removed(_)
            | View::Terms(_)
            | View::Archive(_)
            | View::Year(_)
            | View::AllDays(_)
            | View::NotFound
            | View::SitemapIndex(_)
            | View::Robots
            | View::Machine(_)
            | View::Asset(_)
            | View::Stylesheet(_)
            | View::Picture(_)
            | View::Share(_) => return None,
        })
    }

    fn article(&self, view: &ArticleView) -> Option<ArticleView> {
        let part = view.part.as_deref();
        let is_there = self.is_old(&view.card)
            || self.shows(&view.previous)
            || self.shows(&view.next)
            || part.is_some_and(|part| self.shows(&part.previous) || self.shows(&part.next))
            || view.related.iter().any(|headline| headline.is_of(self.old));
        let part = |part: &PartView| {
            Box::new(PartView {
                previous: self.maybe(&part.previous),
                next: self.maybe(&part.next),
                ..part.clone()
            })
        };
        is_there.then(|| ArticleView {
            card: Arc::clone(self.card(&view.card)),
            previous: self.maybe(&view.previous),
            next: self.maybe(&view.next),
            part: view.part.as_deref().map(part),
            related: self
                .headlines(&view.related)
                .unwrap_or_else(|| view.related.clone()),
            ..view.clone()
        })
    }

    fn listing(&self, view: &ListingView) -> Option<ListingView> {
        let overview = view
            .landing
            .as_ref()
            .and_then(|landing| landing.overview.as_ref());
        let is_above = overview.is_some_and(|overview| {
            overview.first.is_of(self.old) || overview.latest.is_of(self.old)
        });
        let cards = self.cards(&view.cards);
        if cards.is_none() && !is_above {
            return None;
        }
        let mut other = view.clone();
        if let Some(cards) = cards {
            other.cards = cards;
        }
        let landing = other.landing.as_mut();
        if let Some(overview) = landing.and_then(|landing| landing.overview.as_mut()) {
            overview.first = self.headline(&overview.first);
            overview.latest = self.headline(&overview.latest);
        }
        Some(other)
    }

    fn on_this_day(&self, view: &OnThisDayView) -> Option<OnThisDayView> {
        let mut other = None;
        for (at, day) in view.days.iter().enumerate() {
            if let Some(articles) = self.headlines(&day.articles) {
                let other = other.get_or_insert_with(|| view.clone());
                if let Some(day) = other.days.get_mut(at) {
                    day.articles = articles;
                }
            }
        }
        other
    }

    fn corrections(&self, view: &CorrectionsView) -> Option<CorrectionsView> {
        let mut all = view.corrections.iter();
        all.any(|one| one.article.is_of(self.old)).then(|| {
            let mut other = view.clone();
            for one in &mut other.corrections {
                one.article = self.headline(&one.article);
            }
            other
        })
    }

    fn sitemap(&self, entries: &[SitemapEntry]) -> Option<Box<[SitemapEntry]>> {
        let is_its = |entry: &SitemapEntry| matches!(entry, SitemapEntry::Article(card) if self.is_old(card));
        let entry = |entry: &SitemapEntry| match entry {
            SitemapEntry::Article(card) => SitemapEntry::Article(Arc::clone(self.card(card))),
            SitemapEntry::List(_) => entry.clone(),
        };
        entries
            .iter()
            .any(is_its)
            .then(|| entries.iter().map(entry).collect())
    }

    fn redirect(&self, to: &RedirectTo) -> Option<RedirectTo> {
        match to {
            RedirectTo::Article(headline) if headline.is_of(self.old) => {
                Some(RedirectTo::Article(Headline::of(self.new)))
            }
            RedirectTo::Short(headline) if headline.is_of(self.old) => {
                Some(RedirectTo::Short(Headline::of(self.new)))
            }
            _ => None,
        }
    }
}
