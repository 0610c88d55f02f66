//! Browsing an archive: its time, its series, what belongs together, and what a new article leaves alone.

mod support;

use std::collections::BTreeMap;

use support::{Site, tree};

const SETTINGS: &str = "title: صحيفة\nbase_url: https://example.org/\ntime_zone: Asia/Riyadh\n";

fn site(settings: &str) -> Site {
    let site = Site::new("");
    site.write("warraq.yaml", format!("{SETTINGS}{settings}"));
    site
}

/// Writes an article `name` of `day`, with further lines of front matter.
fn write(site: &Site, name: &str, day: &str, lines: &str) {
    let text = format!("---\ntitle: {name}\ndate: {day}\n{lines}---\nنص.\n");
    site.write(&format!("content/local/{name}.md"), text);
}

/// The pages that building wrote, by their paths.
fn written(site: &Site) -> Vec<String> {
    let told = site.built(&["--explain"]);
    let lines = told.lines().filter_map(|line| line.strip_prefix("wrote "));
    lines
        .filter_map(|line| line.split_whitespace().next())
        .map(|path| path.trim_end_matches([':', ',']).to_owned())
        .filter(|path| path.ends_with("index.html"))
        .collect()
}

fn page(site: &Site, path: &str) -> String {
    site.read(&format!("public/{path}index.html"))
}

/// The texts between each `from` and the `to` behind it.
fn between<'t>(text: &'t str, from: &str, to: &str) -> Vec<&'t str> {
    let parts = text.split(from).skip(1);
    parts
        .filter_map(|part| Some(part.split_once(to)?.0))
        .collect()
}

#[test]
fn a_list_tells_of_its_whole_time_where_it_has_one() {
    let site = site("");
    for (name, day, tags) in [
        ("خبر-1", "2019-12-05", "[ماء, سد]"),
        ("خبر-2", "2020-02-05", "[ماء, سد, نهر]"),
        ("خبر-3", "2020-02-06", "[ماء, نهر]"),
        ("خبر-4", "2020-03-06", "[كهرباء]"),
    ] {
        write(&site, name, day, &format!("tags: {tags}\n"));
    }
    site.built(&["--quiet"]);
    let water = page(&site, "tags/ماء/");
    // From December to February, from the right: one article, none, two.
    assert_eq!(
        between(&water, "<path d=\"", "\""),
        ["M23 48v-24h3v24zM3 48v-48h3v48z"]
    );
    let rows = between(&water, "<th scope=\"row\">", "</tr>");
    assert_eq!(rows.len(), 2, "{rows:?}");
    let ends = between(&water, "<dl class=\"ends\">", "</dl>")[0];
    let links = between(ends, "<a href=\"", "\"");
    assert_eq!(links.len(), 4, "{links:?}");
    assert!(links[0].contains("/2019/12/05/") && links[1].contains("/2020/02/06/"));
    // Both are on two of its articles; the first of the dictionary comes first, and its own is not there.
    assert!(links[2].contains("%D8%B3%D8%AF"), "{links:?}");
    let single = page(&site, "tags/كهرباء/");
    assert!(!single.contains("class=\"overview\""));
}

#[test]
fn the_root_maps_days_of_late_years_and_months_of_early_ones() {
    let site = site("");
    for year in 2014..=2020 {
        write(&site, &format!("خبر-{year}"), &format!("{year}-03-05"), "");
    }
    site.built(&["--quiet"]);
    let root = page(&site, "archive/");
    let maps = between(&root, "<svg class=\"heat\"", "</svg>");
    assert_eq!(maps.len(), 7);
    for (age, map) in maps.iter().enumerate() {
        let year = 2020 - age;
        let expected = match age < 5 {
            true => format!("/{year}/03/05/"),
            false => format!("/{year}/03/"),
        };
        assert_eq!(between(map, "<a href=\"", "\""), [expected.as_str()]);
    }
    // The day stands in the week's order and from the right: 2020 began on a Wednesday, its 5 March is
    // the sixth day of the tenth week that begins on Saturday.
    assert!(maps[0].contains("x=\"516\" y=\"76\""), "{}", maps[0]);
}

#[test]
fn a_year_has_twelve_calendars_whose_days_lead_to_their_pages() {
    let site = site("hijri: beside\n");
    write(&site, "خبر", "2020-03-05", "");
    site.built(&["--quiet"]);
    let year = page(&site, "2020/");
    let calendars = between(&year, "<table class=\"calendar small\"", "</table>");
    assert_eq!(calendars.len(), 12);
    for (month, calendar) in calendars.iter().enumerate() {
        let days = between(calendar, "<a href=\"", "\"");
        assert_eq!(days.len(), usize::from(month == 2), "{days:?}");
    }
    assert!(year.contains("رجب 1441"), "{year}");
}

#[test]
fn a_new_part_of_a_long_series_changes_its_neighbour_and_no_other_part() {
    let site = site("listings: {per_page: 10}\n");
    let part = |n: usize| {
        let day = format!("2020-{:02}-{:02}", 1 + n / 28, 1 + n % 28);
        write(&site, &format!("حلقة-{n}"), &day, "series: ملف المياه\n");
        format!("2020/{:02}/{:02}/حلقة-{n}/", 1 + n / 28, 1 + n % 28)
    };
    let paths: Vec<String> = (0..20).map(part).collect();
    site.built(&["--quiet"]);
    assert!(page(&site, &paths[2]).contains("الحلقة 3 من 20"));
    // The twenty-first ends the telling of how many there are.
    let last = part(20);
    site.built(&["--quiet"]);
    let third = page(&site, &paths[2]);
    assert!(third.contains("<strong>الحلقة 3</strong>"), "{third}");
    let newest = part(21);
    let mut articles = written(&site);
    articles.retain(|path| path.contains("حلقة-"));
    articles.sort();
    let mut expected = [format!("{last}index.html"), format!("{newest}index.html")];
    expected.sort();
    assert_eq!(articles, expected);
    // Its page has the parts in order, ten by ten; the landing page has the first.
    let first = page(&site, "series/ملف-المياه/");
    let cards = between(&first, "<h2><a href=\"", "\"");
    assert!(cards[0].contains("/2020/01/01/") && cards.len() == 10);
    assert_eq!(
        between(
            &page(&site, "series/ملف-المياه/page/3/"),
            "<h2><a href=\"",
            "\""
        )
        .len(),
        2
    );
}

#[test]
fn a_closed_series_tells_how_long_it_is() {
    let site = site("series: {ملف: {title: ملف المياه, closed: true}}\n");
    for n in 1..=22 {
        write(
            &site,
            &format!("حلقة-{n}"),
            &format!("2020-01-{n:02}"),
            "series: ملف\n",
        );
    }
    site.built(&["--quiet"]);
    assert!(page(&site, "2020/01/03/حلقة-3/").contains("الحلقة 3 من 22"));
    let landing = page(&site, "series/ملف/");
    assert!(landing.contains(">ملف المياه</h1>") && landing.contains("سلسلة مكتملة"));
}

#[test]
fn a_series_has_feeds_and_its_parts_say_where_they_belong() {
    let site = site("series: {ملف: {description: عن الماء.}}\n");
    for n in 1..=3 {
        let (name, day) = (format!("حلقة-{n}"), format!("2020-01-0{n}"));
        write(&site, &name, &day, "series: ملف\n");
    }
    site.built(&["--quiet"]);
    let landing = page(&site, "series/ملف/");
    let feeds = between(&landing, "<link rel=\"alternate\" type=\"", "\"");
    assert_eq!(
        feeds,
        [
            "application/atom+xml",
            "application/rss+xml",
            "application/feed+json"
        ]
    );
    assert!(landing.contains("\"about\":{\"@type\":\"CreativeWorkSeries\",\"name\":\"ملف\"}"));
    // As every feed, newest first.
    let atom = site.read("public/series/ملف/atom.xml");
    let titles = between(&atom, "<title>", "</title>");
    assert_eq!(titles, ["صحيفة – ملف", "حلقة-3", "حلقة-2", "حلقة-1"]);
    let second = page(&site, "2020/01/02/حلقة-2/");
    let address = "https://example.org/series/%D9%85%D9%84%D9%81/";
    assert!(
        second.contains(&format!(
            "{{\"@type\":\"CreativeWorkSeries\",\"name\":\"ملف\",\"url\":\"{address}\"}}"
        )),
        "{second}"
    );
    assert!(second.contains("\"position\":2,"), "{second}");
}

#[test]
fn related_articles_are_earlier_ones_and_a_new_article_changes_no_older_page() {
    let site = site("");
    for n in 1..=9 {
        let tags = if n % 2 == 1 { "[ماء]" } else { "[سوق]" };
        write(
            &site,
            &format!("خبر-{n}"),
            &format!("2020-01-0{n}"),
            &format!("tags: {tags}\n"),
        );
    }
    site.built(&["--quiet"]);
    let related = |path: &str| -> Vec<String> {
        let page = page(&site, path);
        let aside = between(&page, "<aside class=\"related\"", "</aside>").concat();
        between(&aside, "<a href=\"/2020/01/", "/")
            .into_iter()
            .map(str::to_owned)
            .collect()
    };
    // The nearest first; the fourth is no further than three others, and all are earlier.
    assert_eq!(related("2020/01/09/خبر-9/"), ["07", "05", "03", "01"]);
    assert_eq!(related("2020/01/02/خبر-2/"), Vec::<String>::new());
    let before = tree(&site.path("public"));
    write(&site, "خبر-10", "2020-01-10", "tags: [ماء, سوق]\n");
    site.built(&["--quiet"]);
    let after = tree(&site.path("public"));
    let is_article = |path: &&String| path.contains("خبر-");
    let changed: Vec<&String> = before
        .iter()
        .filter(|(path, bytes)| after.get(*path) != Some(bytes))
        .map(|(path, _)| path)
        .filter(is_article)
        .collect();
    // It follows the ninth in time, which names it as the next.
    assert_eq!(changed, ["2020/01/09/خبر-9/index.html"]);
    site.write("warraq.yaml", format!("{SETTINGS}related: 0\n"));
    site.built(&["--quiet"]);
    assert_eq!(related("2020/01/09/خبر-9/"), Vec::<String>::new());
}

#[test]
fn a_day_of_all_years_names_the_newest_year_first() {
    let site = site("");
    for year in [2018, 2020, 2019] {
        write(&site, &format!("خبر-{year}"), &format!("{year}-01-10"), "");
    }
    for n in 1..=7 {
        write(&site, &format!("مثله-{n}"), "2021-01-10 08:00", "");
    }
    site.built(&["--quiet"]);
    let day = page(&site, "on/01-10/");
    let years: Vec<&str> = between(&day, "<h2><a href=\"/", "/");
    assert_eq!(years, ["2021", "2020", "2019", "2018"]);
    // Five of seven, and a link to the day that has all.
    assert_eq!(day.matches(">مثله-").count(), 5);
    assert!(day.contains(">مقالتان أخريان</a>"));
    assert!(page(&site, "2020/01/10/").contains("href=\"/on/01-10/\""));
    assert!(page(&site, "on/").contains("href=\"/on/01-10/\""));
    assert!(page(&site, "archive/").contains("href=\"/on/\""));
}

#[test]
fn all_corrections_are_on_one_list_newest_first() {
    let site = site("");
    write(&site, "خبر-1", "2020-01-01", "");
    site.built(&["--quiet"]);
    assert!(!site.exists("public/archive/corrections/index.html"));
    write(
        &site,
        "خبر-1",
        "2020-01-01",
        "corrections: [{date: 2020-03-01, text: أخطأنا أولا}]\n",
    );
    write(
        &site,
        "خبر-2",
        "2020-01-02",
        "corrections: [{date: 2020-02-01, text: أخطأنا قبله}, أخطأنا بلا تاريخ]\n",
    );
    let told = site.build(&["--quiet"]);
    // A correction is a mapping.
    assert!(!told.status.success());
    write(
        &site,
        "خبر-2",
        "2020-01-02",
        "corrections: [{date: 2020-02-01, text: أخطأنا قبله}]\n",
    );
    site.built(&["--quiet"]);
    let list = page(&site, "archive/corrections/");
    let place = |text: &str| list.find(text).unwrap_or_else(|| panic!("no {text}"));
    assert!(place("أخطأنا أولا") < place("أخطأنا قبله"));
    assert!(page(&site, "2020/01/01/خبر-1/").contains("href=\"/archive/corrections/\""));
    assert!(page(&site, "archive/").contains("href=\"/archive/corrections/\""));
}

#[test]
fn how_long_a_text_takes_is_said_in_words() {
    let site = site("");
    let lengths = BTreeMap::from([
        (1, "مدة القراءة: دقيقة واحدة"),
        (200, "مدة القراءة: دقيقتان"),
        (400, "مدة القراءة: 3 دقائق"),
    ]);
    for words in lengths.keys() {
        let text = "كلمة ".repeat(*words);
        site.write(
            &format!("content/local/طول-{words}.md"),
            format!("---\ntitle: طول {words}\ndate: 2020-01-01\n---\n{text}\n"),
        );
    }
    site.built(&["--quiet"]);
    for (words, expected) in lengths {
        let page = page(&site, &format!("2020/01/01/طول-{words}/"));
        assert!(page.contains(expected), "{words}: {page}");
    }
    assert!(page(&site, "2020/01/01/طول-400/").contains("400 كلمة"));
}
