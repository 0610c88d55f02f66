//! An article of a planned site whose text alone has changed -> its page as the next plan will have it.
//!
//! What others show of an article, where it lies and what it is listed under is not in its text. Where nothing
//! else of its file has changed, no other page is another, and its own differs in its body alone: that is a
//! thousandth of the work of a plan. Wherever this is not proved, there is no answer, and the site is planned.

use super::looking::shelves_for;
use super::shelf::{Marks, shelf_of};
use super::{Files, ShelfPart, Shelves};
use crate::config::Config;
use crate::content::{Article, Link, parse};
use crate::diagnostics::any_error;
use crate::digest::Digest;
use crate::paths::SourcePath;
use crate::plan::{ArticleView, Page, Plan, View};

/// The page of the article at `path` as it is now, and its place in `plan`, if the next plan differs from this
/// one in nothing else. The plan is of `articles` files, read under `config`, and `shelves` hold what was read
/// for it.
pub fn touched(
    plan: &Plan,
    config: &Config,
    articles: usize,
    path: &SourcePath,
    files: &dyn Files,
    shelves: &dyn Shelves,
) -> Option<(usize, Page)> {
    if config.feeds.full_text {
        // Its feeds show its text as well.
        return None;
    }
    let is_its = |page: &Page| match &page.view {
        View::Article(view) | View::Page(view) => view.body.origin.path == *path,
        _ => false,
    };
    let place = plan.pages.iter().position(is_its)?;
    let page = plan.pages.get(place)?;
    let (View::Article(view) | View::Page(view)) = &page.view else {
        return None;
    };
    let earlier = on_shelf(path, config, articles, shelves)?;
    let (article, told) = parse(path, &files.read(path).ok()?, config);
    let article = article.filter(|_| !any_error(&told))?;
    if view.body != earlier.body || !differ_in_text(&earlier, &article) {
        return None;
    }
    let view = Box::new(ArticleView {
        body: article.body,
        ..(**view).clone()
    });
    let view = match &page.view {
        View::Article(_) => View::Article(view),
        _ => View::Page(view),
    };
    Some((
        place,
        Page {
            view,
            ..page.clone()
        },
    ))
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

/// Whether two articles of one file differ at most in what only its own page shows. Every field is named or
/// compared, so that a new one is compared.
fn differ_in_text(earlier: &Article, now: &Article) -> bool {
    let alike = Article {
        body: earlier.body.clone(),
        // Counted and told of, and on no page.
        taken_out: earlier.taken_out,
        image_place: earlier.image_place,
        ..now.clone()
    };
    alike == *earlier
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
                          languages:\n  en: {title: News}\nlistings: {per_page: 2}\n";

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

    fn digests(plan: &Plan) -> Vec<(String, Digest)> {
        let digest = |page: &Page| {
            let digest = Digest::of(&(page.edition, &page.view));
            (page.path.as_str().to_owned(), digest)
        };
        plan.pages.iter().map(digest).collect()
    }

    /// What an editor may write: front matter, opening, rest.
    fn article(at: usize, title: u8, extra: u8, opening: u8, rest: u8) -> String {
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
        ][usize::from(extra) % 10];
        let rest = [
            "",
            "\nفقرة أخرى.\n",
            "\nفقرة [صلة](b.md).\n",
            "\nفقرة [صلة](b.md) و[مرة](b.md).\n",
            "\n## عنوان\n",
            "\n[كسر](none.md)\n",
            "\n<script>x</script>\n",
        ][usize::from(rest) % 7];
        format!(
            "---\ntitle: خبر {}\ndate: 2022-01-{:02}\n{extra}---\nافتتاح {}.\n{rest}",
            title % 2,
            at + 1,
            opening % 2
        )
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
        fn a_page_touched_is_the_page_planned_anew(
            edits in prop::collection::vec((0usize..4, 0u8..2, 0u8..10, 0u8..2, 0u8..7), 1..8),
            which in 0u8..10,
        ) {
            let mut room = Room::default();
            for (at, name) in ["a", "b", "c", "d.en"].into_iter().enumerate() {
                let text = article(at, 0, which, 0, 0).replace("nonsense\n", "").replace("draft: true\n", "");
                room.files.insert(format!("content/local/{name}.md"), text);
            }
            let config = Room::config();
            let mut planned = room.plan();
            for (at, title, extra, opening, rest) in edits {
                let path = room.files.keys().nth(at).cloned().unwrap_or_default();
                let before = room.files.insert(path.clone(), article(at, title, extra, opening, rest));
                let now = planned.as_ref().and_then(|plan| {
                    let count = room.files.len();
                    touched(plan, &config, count, &SourcePath::new(path.as_str()), &room, &room)
                });
                let anew = room.plan();
                if let (Some(plan), Some((place, page))) = (&mut planned, now) {
                    plan.pages[place] = page;
                    let anew = anew.as_ref().map(digests);
                    prop_assert_eq!(Some(digests(plan)), anew);
                }
                match anew {
                    Some(anew) => planned = Some(anew),
                    None => {
                        room.files.extend(before.map(|before| (path, before)));
                        planned = room.plan();
                    }
                }
            }
        }
    }

    #[test]
    fn an_edit_of_the_text_is_enough_and_one_of_the_headline_is_not() {
        let mut room = Room::default();
        room.files
            .insert("content/a.md".into(), article(0, 0, 1, 0, 1));
        let plan = room.plan().unwrap_or_else(|| panic!("a plan"));
        let path = SourcePath::new("content/a.md");
        let mut edited = |text: String| {
            room.files.insert("content/a.md".into(), text);
            touched(&plan, &Room::config(), 1, &path, &room, &room).is_some()
        };
        assert!(edited(article(0, 0, 1, 1, 4)));
        assert!(edited(article(0, 0, 1, 0, 1)));
        assert!(!edited(article(0, 1, 1, 0, 1)));
        assert!(!edited(article(0, 0, 1, 0, 2)));
        assert!(!edited(article(0, 0, 0, 0, 1)));
        assert!(!edited("---\ntitle: [\n---\n".into()));
    }
}
