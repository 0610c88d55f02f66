use super::*;

fn entry(path: &str, content: &str, kind: &str) -> Entry {
    Entry {
        path: path.into(),
        digest: FileDigest::of_bytes(content.as_bytes()),
        size: content.len() as u64,
        role: Role::of(kind, path),
        kind: kind.into(),
    }
}

fn site(files: &[(&str, &str, &str)]) -> Vec<Entry> {
    let mut files: Vec<Entry> = files.iter().map(|(p, c, k)| entry(p, c, k)).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn names(plan: &Plan) -> Vec<Vec<&str>> {
    plan.steps
        .iter()
        .map(|puts| puts.iter().map(|put| put.entry.path.as_str()).collect())
        .collect()
}

fn before(files: &[(&str, &str, &str)]) -> Before {
    Before {
        receipt: site(files),
        ..Before::default()
    }
}

const OLD: [(&str, &str, &str); 5] = [
    ("index.html", "1", "home"),
    ("a/index.html", "1", "article"),
    ("b/index.html", "1", "article"),
    ("feed.xml", "1", "feed"),
    ("style.css", "1", "asset"),
];

#[test]
fn what_pages_show_goes_before_them() {
    for (kind, path) in [
        ("asset", "style.css"),
        ("picture", "2022/01/10/a/boat.480.webp"),
    ] {
        assert_eq!(Role::of(kind, path), Role::Asset, "{path}");
    }
    for (kind, path) in [("article", "a/index.html"), ("asset", "own/index.html")] {
        assert_eq!(Role::of(kind, path), Role::Page, "{path}");
    }
}

#[test]
fn what_a_page_needs_is_there_before_it() {
    let now = site(&[
        ("index.html", "2", "home"),
        ("a/index.html", "2", "article"),
        ("c/index.html", "1", "article"),
        ("c/photo.jpg", "1", "asset"),
        ("en/index.html", "1", "home"),
        ("feed.xml", "2", "feed"),
        ("style.css", "1", "asset"),
    ]);
    let plan = plan(&now, &before(&OLD), &Wishes::default());
    assert_eq!(
        names(&plan),
        [
            vec!["c/photo.jpg"],
            vec!["c/index.html"],
            vec!["en/index.html"],
            vec!["a/index.html"],
            vec!["feed.xml", "index.html"],
        ]
    );
    assert_eq!(plan.delete, ["b/index.html"]);
    assert_eq!(plan.unchanged, 1);
}

#[test]
fn the_home_of_a_new_site_comes_last() {
    let plan = plan(&site(&OLD), &Before::default(), &Wishes::default());
    assert_eq!(names(&plan)[4], ["index.html"]);
    assert!(plan.steps.iter().flatten().all(|put| put.is_new));
    assert!(plan.delete.is_empty());
}

#[test]
fn nothing_is_done_where_nothing_changed() {
    let plan = plan(&site(&OLD), &before(&OLD), &Wishes::default());
    assert!(plan.is_empty());
    assert_eq!(plan.unchanged, 5);
}

#[test]
fn a_publish_that_was_cut_is_finished_whatever_of_it_is_there() {
    let digest = |content: &str| Some(FileDigest::of_bytes(content.as_bytes()));
    let mut known = before(&OLD);
    known.uncertain = BTreeMap::from([
        (
            "a/index.html".to_owned(),
            BTreeSet::from([digest("1"), digest("2")]),
        ),
        (
            "new/index.html".to_owned(),
            BTreeSet::from([None, digest("1")]),
        ),
        (
            "b/index.html".to_owned(),
            BTreeSet::from([None, digest("1")]),
        ),
    ]);
    let plan = plan(&site(&OLD), &known, &Wishes::default());
    // What may be missing is put before pages that may lead there, and is not taken for somebody else's.
    assert_eq!(names(&plan)[1], ["b/index.html"]);
    assert_eq!(names(&plan)[3], ["a/index.html"]);
    assert!(plan.steps.iter().flatten().all(|put| !put.is_new));
    assert_eq!(plan.delete, ["new/index.html"]);
}

#[test]
fn what_was_looked_at_is_believed() {
    let mut known = before(&OLD);
    known.seen = Some(BTreeMap::from([
        ("index.html".to_owned(), Seen::Right),
        ("a/index.html".to_owned(), Seen::Other),
        ("style.css".to_owned(), Seen::Right),
        ("feed.xml".to_owned(), Seen::Right),
        ("z.html".to_owned(), Seen::Other),
        ("foreign.txt".to_owned(), Seen::Other),
    ]));
    let mut now = site(&OLD);
    now.push(entry("z.html", "1", "article"));
    let plan = plan(&now, &known, &Wishes::default());
    assert_eq!(names(&plan)[1], ["b/index.html"]);
    assert_eq!(names(&plan)[3], ["a/index.html", "z.html"]);
    assert_eq!(plan.foreign, ["z.html"]);
    assert!(plan.delete.is_empty());
}

#[test]
fn what_is_gone_waits_for_readers_who_come_late() {
    let now = site(&OLD[..2]);
    let wishes = |now| Wishes {
        grace: 60,
        beside: &[],
        has_folders: false,
        now,
        max_deletes: None,
    };
    let first = plan(&now, &before(&OLD), &wishes(1000));
    assert!(first.delete.is_empty());
    assert_eq!((first.gone, first.retired.len()), (3, 3));
    let mut later = before(&OLD[..2]);
    later.retired = first.retired;
    let second = plan(&now, &later, &wishes(1059));
    assert!(second.delete.is_empty());
    assert_eq!((second.gone, second.retired.len()), (0, 3));
    let third = plan(&now, &later, &wishes(1060));
    assert_eq!(third.delete, ["b/index.html", "feed.xml", "style.css"]);
    assert!(third.retired.is_empty());
    // What comes back is not deleted.
    let fourth = plan(&site(&OLD), &later, &wishes(1060));
    assert!(fourth.delete.is_empty() && fourth.retired.is_empty());
    assert_eq!(fourth.files(), 3);
}

#[test]
fn how_much_may_go_at_once_grows_with_the_site() {
    let many: Vec<Entry> = (0..10_000)
        .map(|n| entry(&format!("{n:05}.html"), "1", "article"))
        .collect();
    let known = Before {
        receipt: many,
        ..Before::default()
    };
    let all = plan(&[], &known, &Wishes::default());
    assert_eq!((all.gone, all.most_gone), (10_000, 200));
    let few = plan(&[], &before(&OLD), &Wishes::default());
    assert_eq!((few.gone, few.most_gone), (5, 50));
}

#[test]
fn a_file_gives_way_for_a_folder_and_a_folder_for_a_file() {
    let file = site(&[("a", "1", "asset"), ("index.html", "1", "home")]);
    let folder = site(&[
        ("a/b/index.html", "1", "article"),
        ("a/x.css", "1", "asset"),
        ("index.html", "1", "home"),
    ]);
    let wishes = Wishes {
        has_folders: true,
        grace: 60,
        ..Wishes::default()
    };
    let known = |receipt: &Vec<Entry>| Before {
        receipt: receipt.clone(),
        ..Before::default()
    };
    let instead_of = |plan: &Plan| -> Vec<(String, Vec<String>)> {
        let puts = plan.steps.iter().flatten();
        puts.map(|put| (put.entry.path.clone(), put.instead_of.clone()))
            .collect()
    };
    let there = plan(&folder, &known(&file), &wishes);
    // Once is enough, and first.
    assert_eq!(
        instead_of(&there),
        [
            ("a/x.css".to_owned(), vec!["a".to_owned()]),
            ("a/b/index.html".to_owned(), vec![])
        ]
    );
    // The grace period is for what does not stand in the way.
    assert_eq!(
        (there.delete, there.retired.len()),
        (vec!["a".to_owned()], 0)
    );
    let back = plan(&file, &known(&folder), &wishes);
    let all = ["a/b/index.html", "a/x.css"].map(str::to_owned);
    assert_eq!(instead_of(&back), [("a".to_owned(), all.to_vec())]);
    assert_eq!(back.give_way, BTreeSet::from(all));
    // A store knows no folders.
    let store = Wishes {
        has_folders: false,
        ..wishes
    };
    let kept = plan(&file, &known(&folder), &store);
    assert_eq!((kept.delete.len(), kept.retired.len()), (0, 2));
    assert_eq!(instead_of(&kept), [("a".to_owned(), vec![])]);
    // Somebody else's does not give way.
    let mut theirs = known(&folder);
    let seen = [("a/b/index.html", Seen::Other), ("a/c/theirs", Seen::Other)];
    theirs.seen = Some(seen.map(|(path, seen)| (path.to_owned(), seen)).into());
    assert_eq!(plan(&file, &theirs, &wishes).foreign, ["a/c/theirs"]);
}
