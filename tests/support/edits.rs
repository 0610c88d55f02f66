//! Sites and edits drawn at random, as editors and owners make them.

use std::fs;
use std::path::Path;

use super::{Random, Site};

const WORDS: [&str; 12] = [
    "ماء",
    "كهرباء",
    "ميناء",
    "سوق",
    "مدرسة",
    "مدرسه",
    "إضراب",
    "اضراب",
    "COVID-19",
    "covid-19",
    "قمة",
    "نهر",
];
const AUTHORS: [&str; 3] = ["سلمى الحداد", "كريم العطار", "Nora Hill"];
const SECTIONS: [&str; 3] = ["local", "economy", "متابعات"];

/// A site of `n` articles drawn from `random`, with short lists and short feeds.
pub fn random_site(random: &mut Random, n: usize) -> Site {
    // One site in three draws share images.
    let shares = match random.0 % 3 {
        1 => "share_images: true\n",
        _ => "",
    };
    let site = Site::new(&format!(
        "//- warraq.yaml\ntitle: صحيفة\nbase_url: https://example.org/\ntime_zone: Asia/Riyadh\nlistings: {{per_page: 3, feed_items: 4}}\n{shares}\
         //- static/robots-extra.txt\nx\n//- content/pages/about.md\n---\ntitle: من نحن\n---\nنص\n",
    ));
    for at in 0..n {
        site.write(&article_path(at), article(random, at));
    }
    site
}

fn article_path(at: usize) -> String {
    format!("content/{}/article-{at}.md", SECTIONS[at % SECTIONS.len()])
}

fn article(random: &mut Random, at: usize) -> String {
    let tags: Vec<&str> = (0..random.below(4))
        .map(|_| *random.one_of(&WORDS))
        .collect();
    let date = format!(
        "20{}-{:02}-{:02} {:02}:30",
        20 + random.below(3),
        1 + random.below(12),
        1 + random.below(28),
        random.below(24)
    );
    let author = random.one_of(&AUTHORS);
    let link = if random.below(3) == 0 {
        format!("[صلة](../{}/article-0.md)", SECTIONS[0])
    } else {
        String::new()
    };
    format!(
        "---\ntitle: خبر رقم {at} عن {}\ndate: {date}\ntags: [{}]\nauthors: [{author}]\n---\nفقرة {} عن {}. {link}\n",
        random.one_of(&WORDS),
        tags.join(", "),
        random.next(),
        random.one_of(&WORDS),
    )
}

/// An article with `line` in its front matter, in place of any line of that key.
fn with_line(article: &str, line: &str) -> String {
    let key = line.split(':').next().unwrap();
    let mut fences = 0;
    let mut text = String::new();
    for old in article.lines() {
        fences += usize::from(old == "---");
        if fences == 2 && old == "---" {
            text.push_str(&format!("{line}\n"));
        }
        if fences != 1 || old.split(':').next() != Some(key) {
            text.push_str(&format!("{old}\n"));
        }
    }
    text
}

/// Changes something of a site, as an editor or an owner would; what, in words.
pub fn edit(random: &mut Random, site: &Site) -> String {
    let articles: Vec<String> = site
        .files()
        .into_iter()
        .filter(|path| path.contains("/article-") && path.ends_with(".md"))
        .filter(|path| !path.contains("/moved/") && !path.contains("article-bundle-"))
        .filter(|path| path.starts_with("content/"))
        .collect();
    // Article 0 is linked to by others and stays.
    let path = articles
        .iter()
        .filter(|path| !path.ends_with("article-0.md"))
        .nth(random.below(articles.len().saturating_sub(1)));
    let Some(path) = path.cloned() else {
        return "nothing".into();
    };
    let old = site.read(&path);
    let replace_line = |key: &str, value: String| -> String {
        old.lines()
            .map(|line| {
                if line.starts_with(key) {
                    format!("{key} {value}\n")
                } else {
                    format!("{line}\n")
                }
            })
            .collect()
    };
    match random.below(25) {
        0 => {
            let at = 100 + random.below(1000);
            site.write(&article_path(at), article(random, at));
            format!("add article {at}")
        }
        1 => {
            site.write(&path, format!("{old}\nفقرة جديدة {}.\n", random.next()));
            format!("edit the body of {path}")
        }
        2 => {
            site.remove(&path);
            format!("delete {path}")
        }
        3 => {
            let to = path.replace("article-", "article-renamed-");
            fs::rename(site.path(&path), site.path(&to)).unwrap();
            format!("rename {path}")
        }
        4 => {
            site.write(
                &path,
                replace_line("tags:", format!("[{}]", random.one_of(&WORDS))),
            );
            format!("retag {path}")
        }
        5 => {
            site.write(
                &path,
                replace_line(
                    "date:",
                    format!(
                        "2021-{:02}-{:02} 08:00",
                        1 + random.below(12),
                        1 + random.below(28)
                    ),
                ),
            );
            format!("redate {path}")
        }
        6 => {
            site.write(
                &path,
                replace_line("title:", format!("عنوان جديد {}", random.next())),
            );
            format!("retitle {path}")
        }
        7 => {
            let name = *random.one_of(&["tag.html", "article.html", "listing.html", "base.html"]);
            let theme = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("templates")
                .join(name);
            let text = fs::read_to_string(theme).unwrap();
            let changed = text.replace(
                "{% endblock main %}",
                &format!("<p>{}</p>{{% endblock main %}}", random.next()),
            );
            site.write(&format!("templates/{name}"), changed);
            format!("change templates/{name}")
        }
        8 => {
            site.write("static/robots-extra.txt", random.next().to_string());
            "change a static file".into()
        }
        9 => {
            site.write(
                "warraq.yaml",
                site.read("warraq.yaml")
                    .replace("per_page: 3", "per_page: 2"),
            );
            "change the configuration".into()
        }
        10 => {
            site.write(&path, old.replace("---\nفقرة", "draft: true\n---\nفقرة"));
            format!("withhold {path}")
        }
        11 => {
            site.write(&path, old.replace("draft: true\n", ""));
            format!("publish {path}")
        }
        12 => {
            let bundle = path
                .replace(".md", "/index.md")
                .replace("article-", "article-bundle-");
            let folder = bundle.trim_end_matches("index.md");
            site.write(&format!("{folder}photo.png"), random.next().to_string());
            site.write(
                &bundle,
                with_line(
                    &old.replace("](../", "](../../"),
                    "image: {src: photo.png, alt: صورة}",
                ),
            );
            site.remove(&path);
            format!("make {path} a bundle with a picture")
        }
        13 => {
            let section = *random.one_of(&["local", "economy"]);
            site.write(
                &format!("content/{section}/_index.md"),
                format!(
                    "---\ntitle: قسم {}\n---\nمقدمة {}.\n",
                    random.below(3),
                    random.next()
                ),
            );
            format!("introduce {section}")
        }
        14 => {
            site.write(
                &path,
                with_line(&old, &format!("aliases: [/node/{}/]", random.next())),
            );
            format!("give {path} an old address")
        }
        15 => {
            let page = format!("content/pages/page-{}.md", random.below(3));
            match site.exists(&page) {
                true => site.remove(&page),
                false => site.write(&page, "---\ntitle: صفحة\n---\nنص\n"),
            }
            format!("add or delete {page}")
        }
        16 => {
            let name = Path::new(&path).file_name().unwrap().to_str().unwrap();
            let to = format!("content/{}/moved/{name}", random.one_of(&SECTIONS));
            site.write(&to, old.replace("](../", "](../../"));
            site.remove(&path);
            format!("move {path} to {to}")
        }
        17 => {
            match site.exists("static/theme/style.css") {
                true => site.remove("static/theme/style.css"),
                false => site.write("static/theme/style.css", "body{}"),
            }
            "override a file of the theme, or no longer".into()
        }
        20 => {
            let removed = match old.contains("\nremoved:") {
                true => old
                    .lines()
                    .filter(|line| !line.starts_with("removed:"))
                    .map(|line| format!("{line}\n"))
                    .collect(),
                false => with_line(&old, "removed: {date: 2024-01-01, reason: خطأ}"),
            };
            site.write(&path, removed);
            format!("remove {path} with a tombstone, or bring it back")
        }
        21 | 22 => {
            let name = *random.one_of(&["ملف المياه", "ملف الميناء"]);
            let in_series = match old.contains("\nseries:") {
                true => old
                    .replace("\nseries:", "\nx-series:")
                    .replace("\nx-series: ملف المياه", "")
                    .replace("\nx-series: ملف الميناء", ""),
                false => with_line(&old, &format!("series: {name}")),
            };
            site.write(&path, in_series);
            format!("put {path} into the series {name}, or take it out of its own")
        }
        23 => {
            let line = format!(
                "corrections: [{{date: 2023-01-{:02}, text: تصويب {}}}]",
                1 + random.below(28),
                random.below(9)
            );
            site.write(&path, with_line(&old, &line));
            format!("correct {path}")
        }
        24 => {
            let line = *random.one_of(&[
                "series: {ملف المياه: {description: تحقيق, closed: true}}\n",
                "related: 0\n",
                "related: 2\n",
            ]);
            let settings = site.read("warraq.yaml");
            let key = line.split(':').next().unwrap();
            let without: String = settings
                .lines()
                .filter(|old| !old.starts_with(key))
                .map(|old| format!("{old}\n"))
                .collect();
            site.write("warraq.yaml", without + line);
            format!("set `{}`", line.trim())
        }
        18 => {
            site.write(
                &path,
                replace_line(
                    "authors:",
                    format!("[{}, كاتب جديد]", random.one_of(&AUTHORS)),
                ),
            );
            format!("change the authors of {path}")
        }
        _ => {
            let line = *random.one_of(&[
                "series: ملف المياه",
                "extra: {note: 3.50}",
                "summary: ملخص آخر",
            ]);
            site.write(&path, with_line(&old, line));
            format!("add `{line}` to {path}")
        }
    }
}
