//! An article of a planned site whose text or headline was edited -> the pages that are others, as the next plan
//! will have them.
//!
//! Where an article lies and what it is listed under is neither in its text nor in its headline. Where nothing else
//! of its file has changed, the same pages exist and list the same articles: that is a hundredth of the work of a
//! plan. Wherever this is not proved, there is no answer, and the site is planned.

use super::looking::shelves_for;
use super::shelf::{Marks, shelf_of};
use super::{Files, ShelfPart, Shelves};
use crate::config::Config;
use crate::content::{Article, Head, Link, parse};
use crate::diagnostics::any_error;
use crate::digest::Digest;
use crate::paths::SourcePath;
use crate::plan::{Page, Plan, edited};

/// The pages that are others now that the file at `path` has changed, each with its place in `plan`, if the next
/// plan differs from this one in nothing else. The plan is of `articles` files, read under `config`, and `shelves`
/// hold what was read for it; `pages` are those that are shown in the places of the plan's.
pub fn touched(
    (plan, pages): (&Plan, &[&Page]),
    config: &Config,
    articles: usize,
    path: &SourcePath,
    files: &dyn Files,
    shelves: &dyn Shelves,
) -> Option<Vec<(usize, Page)>> {
    if config.feeds.full_text {
        // Its feeds show its text as well.
        return None;
    }
    let is_its = |page: &Page| {
        let view = page.view.article();
        view.is_some_and(|view| view.body.origin.path == *path)
    };
    let place = plan.pages.iter().position(is_its)?;
    let planned = plan.pages.get(place)?.view.article()?;
    let earlier = on_shelf(path, config, articles, shelves)?;
    if planned.body != earlier.body || !planned.card.shows(&earlier.head) {
        return None;
    }
    let (article, told) = parse(path, &files.read(path).ok()?, config);
    let article = article.filter(|_| !any_error(&told))?;
    if !are_listed_alike(&earlier, &article) {
        return None;
    }
    edited(pages, config, place, &article.head, article.body)
}

/// What was read of the article at `path` when the site was planned.
fn on_shelf(
    path: &SourcePath,
    config: &Config,
    articles: usize,
    shelves: &dyn Shelves,
) -> Option<Box<Article>> {
    let (count, settings) = (shelves_for(articles), Digest::of(config));
    let number = shelf_of(path, count);
    let marks = shelves.load(ShelfPart::Marks, number, count)?;
    let marks = Marks::decode(&marks, settings)?;
    let kept = shelves.load(ShelfPart::Articles, number, count)?;
    let kept = marks.articles(&kept, settings)?;
    let found = kept.into_iter().find(|(_, article)| article.path() == path);
    found.map(|(_, article)| article)
}

/// Whether two articles of one file differ at most in their texts, and in what lists show of them without going by
/// it. Every field is named or compared, so that a new one is compared.
fn are_listed_alike(earlier: &Article, now: &Article) -> bool {
    let source = |article: &Article| article.head.image.as_ref().map(|image| image.src.clone());
    let alike = Article {
        body: earlier.body.clone(),
        // Counted and told of, and on no page.
        taken_out: earlier.taken_out,
        image_place: earlier.image_place,
        head: Head {
            title: earlier.head.title.clone(),
            summary: earlier.head.summary.clone(),
            updated: earlier.head.updated,
            image: earlier.head.image.clone(),
            ..now.head.clone()
        },
        ..now.clone()
    };
    alike == *earlier
        && source(earlier) == source(now)
        && now.body.origin.path == earlier.body.origin.path
        // Shown by lists of their own.
        && now.body.series == earlier.body.series
        && now.body.corrections == earlier.body.corrections
        && targets(&now.body.links) == targets(&earlier.body.links)
}

/// The targets of links, which lead where they led while no other file changes.
fn targets(links: &[Link]) -> Vec<&str> {
    let mut targets: Vec<&str> = links.iter().map(|link| &*link.target).collect();
    targets.sort_unstable();
    targets.dedup();
    targets
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Mutex;

    use proptest::prelude::*;
    use proptest::test_runner::FileFailurePersistence;

    use super::*;
    use crate::archive::Admission;
    use crate::build::{ArticleFile, Progress, Snapshot, Stage, plan};
    use crate::config;
    use crate::diagnostics::Diagnostic;

    #[derive(Default)]
    struct Room {
        files: BTreeMap<String, String>,
        shelves: Mutex<BTreeMap<(ShelfPart, usize, usize), Vec<u8>>>,
    }

    impl Files for Room {
        fn read(&self, path: &SourcePath) -> Result<Vec<u8>, Box<Diagnostic>> {
            Ok(self.files[path.as_str()].clone().into_bytes())
        }
    }

    impl Shelves for Room {
        fn load(&self, part: ShelfPart, number: usize, of: usize) -> Option<Vec<u8>> {
            self.shelves
                .lock()
                .unwrap()
                .get(&(part, number, of))
                .cloned()
        }

        fn save(&self, part: ShelfPart, number: usize, of: usize, bytes: &[u8]) {
            let mut shelves = self.shelves.lock().unwrap();
            shelves.insert((part, number, of), bytes.to_vec());
        }

        fn keep_only(&self, _: usize) {}
    }

    impl Progress for Room {
        fn begin(&self, _: Stage, _: usize) {}
        fn step(&self) {}
    }

    const CONFIG: &str = "title: صحيفة\nbase_url: https://example.org/\ntime_zone: Asia/Riyadh\n\
                          languages:\n  en: {title: News}\nlistings: {per_page: 2}\n\
                          short_links: true\n";

    impl Room {
        fn config() -> Config {
            let (config, _) = config::read(&SourcePath::new("warraq.yaml"), CONFIG, None);
            config.unwrap_or_else(|| panic!("the configuration is right"))
        }

        fn plan(&self) -> Option<Plan> {
            let article = |path: &String| ArticleFile {
                path: SourcePath::new(path.as_str()),
                stamp: None,
            };
            let snapshot = Snapshot {
                config: Room::config(),
                admission: Admission {
                    now: 1_700_000_000,
                    drafts: false,
                    future: false,
                },
                articles: self.files.keys().map(article).collect(),
                files: Vec::new(),
                messages: Vec::new(),
                templates: Vec::new(),
                statics: Vec::new(),
                pictures: Default::default(),
            };
            let planned = plan(snapshot, self, self, self);
            planned.site.map(|(plan, _)| plan)
        }
    }

    fn digests<'a>(pages: impl IntoIterator<Item = &'a Page>) -> Vec<(String, Digest)> {
        let digest = |page: &Page| {
            let digest = Digest::of(&(page.edition, &page.view));
            (page.path.as_str().to_owned(), digest)
        };
        pages.into_iter().map(digest).collect()
    }

    /// What an editor may write: headline, front matter, opening, rest.
    #[derive(Debug, Clone, Copy)]
    struct Text {
        title: u8,
        extra: u8,
        more: u8,
        opening: u8,
        rest: u8,
    }

    fn texts() -> impl Strategy<Value = Text> {
        (0u8..5, 0u8..12, 0u8..4, 0u8..2, 0u8..7).prop_map(|(title, extra, more, opening, rest)| {
            Text {
                title,
                extra,
                more,
                opening,
                rest,
            }
        })
    }

    fn article(at: usize, text: Text) -> String {
        // Words that others share, so that which articles are related depends on them.
        let title = [
            "خبر الميناء القديم",
            "خبر الميناء الجديد",
            "أمطار الوادي الغزيرة",
            "«خبر الميناء القديم»",
            "أمطار الميناء الجديد",
        ][usize::from(text.title) % 5];
        let extra = [
            "",
            "summary: ملخص\n",
            "dateline: عدن\n",
            "series: سلسلة\n",
            "tags: [ماء]\n",
            "draft: true\n",
            "expires: 2030-01-01\n",
            "corrections: [{date: 2022-02-01, text: خطأ}]\n",
            "image: {src: /a.jpg}\n",
            "nonsense\n",
            "image: {src: /a.jpg, alt: قارب, credit: وكالة}\n",
            "aliases: [/old/]\n",
        ][usize::from(text.extra) % 12];
        let more = [
            "",
            "updated: 2022-03-01\n",
            "updates: [{date: 2022-04-01, note: جديد}]\n",
            "lang: en\n",
        ][usize::from(text.more) % 4];
        let rest = [
            "",
            "\nفقرة أخرى.\n",
            "\nفقرة [صلة](b.md).\n",
            "\nفقرة [صلة](b.md) و[مرة](b.md).\n",
            "\n## عنوان\n",
            "\n[كسر](none.md)\n",
            "\n<script>x</script>\n",
        ][usize::from(text.rest) % 7];
        // The addresses of some are made of their headlines.
        let slug = match at % 3 {
            0 => String::new(),
            _ => format!("slug: a{at}\n"),
        };
        format!(
            "---\ntitle: {title}\ndate: 2022-01-{:02}\n{slug}{extra}{more}---\nافتتاح {}.\n{rest}",
            at / 2 + 1,
            text.opening % 2
        )
    }

    /// A plan, and the pages that are shown in the places of some of its.
    struct Shown {
        plan: Plan,
        others: BTreeMap<usize, Page>,
    }

    impl Shown {
        fn of(plan: Plan) -> Shown {
            Shown {
                plan,
                others: BTreeMap::new(),
            }
        }

        fn pages(&self) -> Vec<&Page> {
            let pages = self.plan.pages.iter().enumerate();
            let shown = |(place, page)| self.others.get(&place).unwrap_or(page);
            pages.map(shown).collect()
        }

        /// Shows what the edit of the file at `path` changes, if that is known.
        fn touch(&mut self, room: &Room, path: &str) -> bool {
            let pages = self.pages();
            let (config, count) = (Room::config(), room.files.len());
            let path = SourcePath::new(path);
            let now = touched((&self.plan, &pages), &config, count, &path, room, room);
            let is_known = now.is_some();
            self.others.extend(now.into_iter().flatten());
            is_known
        }
    }

    proptest! {
        // Each draws several plans.
        #![proptest_config(ProptestConfig {
            cases: 40,
            failure_persistence: Some(Box::new(FileFailurePersistence::Direct(
                "tests/regressions/touched.txt",
            ))),
            ..ProptestConfig::default()
        })]

        #[test]
        fn pages_touched_are_the_pages_planned_anew(
            edits in prop::collection::vec((0usize..8, texts()), 1..10),
            mut first in prop::collection::vec(texts(), 8),
        ) {
            let mut room = Room::default();
            for ((at, name), text) in ["a", "b", "c", "d", "e.en", "f", "g.en", "h"].into_iter().enumerate().zip(&mut first) {
                // All of these can be published.
                let text = Text { extra: text.extra % 5, rest: text.rest % 5, ..*text };
                room.files.insert(format!("content/local/{name}.md"), article(at, text));
            }
            let mut shown = room.plan().map(Shown::of);
            for (at, text) in edits {
                let path = room.files.keys().nth(at).cloned().unwrap_or_default();
                let before = room.files.insert(path.clone(), article(at, text));
                let is_known = shown.as_mut().is_some_and(|shown| shown.touch(&room, &path));
                // It is planned elsewhere: what is shown is of the shelves of the last plan here.
                let elsewhere = Room { files: room.files.clone(), ..Room::default() };
                let anew = elsewhere.plan();
                if let (Some(shown), true) = (&shown, is_known) {
                    let anew = anew.as_ref().map(|plan| digests(plan.pages.iter()));
                    prop_assert_eq!(Some(digests(shown.pages())), anew);
                    continue;
                }
                if anew.is_none() {
                    room.files.extend(before.map(|before| (path, before)));
                }
                shown = room.plan().map(Shown::of);
            }
        }
    }

    #[test]
    fn an_edit_of_text_or_headline_is_enough_and_one_of_what_lists_go_by_is_not() {
        let mut room = Room::default();
        let first = Text {
            title: 0,
            extra: 1,
            more: 0,
            opening: 0,
            rest: 1,
        };
        for at in 0..5 {
            room.files
                .insert(format!("content/{at}.md"), article(at, first));
        }
        let mut shown = Shown::of(room.plan().unwrap_or_else(|| panic!("a plan")));
        let mut edited = |at: usize, text: Text| {
            let path = format!("content/{at}.md");
            room.files.insert(path.clone(), article(at, text));
            shown.touch(&room, &path)
        };
        for (title, more, opening, rest) in [(0, 0, 1, 4), (1, 0, 1, 4), (2, 1, 0, 1), (0, 0, 0, 1)]
        {
            let text = Text {
                title,
                more,
                opening,
                rest,
                ..first
            };
            assert!(edited(1, text), "{text:?}");
            assert!(edited(4, text), "{text:?}");
        }
        // Its address is made of its headline.
        assert!(!edited(3, Text { title: 1, ..first }));
        for text in [
            Text { rest: 2, ..first },
            Text { extra: 4, ..first },
            Text { extra: 5, ..first },
            Text { extra: 8, ..first },
            Text { more: 3, ..first },
            Text { extra: 9, ..first },
        ] {
            assert!(!edited(1, text), "{text:?}");
        }
    }
}
