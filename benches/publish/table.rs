//! Rows -> Markdown: what one new article costs to publish, and what the first publish did.

use crate::options::Options;
use crate::server::Seen;
use crate::tools::Tools;

/// Whose site is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Warraq,
    Hugo,
}

impl What {
    /// The generator's name.
    pub fn name(self) -> &'static str {
        match self {
            What::Warraq => "Warraq",
            What::Hugo => "Hugo",
        }
    }
}

/// One tool that published one site twice: the seconds, those of the cpu, and what the server saw.
pub struct Row {
    pub articles: u32,
    pub what: What,
    pub tool: &'static str,
    /// How many files the site has.
    pub site: usize,
    /// Seconds of the build after the article.
    pub build: f64,
    /// Files of the bucket that are not those that were built.
    pub differ: usize,
    pub first: (f64, f64, Seen),
    pub then: (f64, f64, Seen),
}

impl Row {
    /// Hugo's site, which could not be built.
    pub fn without(articles: u32) -> Row {
        Row {
            articles,
            what: What::Hugo,
            tool: "",
            site: 0,
            build: 0.0,
            differ: 0,
            first: Default::default(),
            then: Default::default(),
        }
    }

    fn is_missing(&self) -> bool {
        self.tool.is_empty()
    }
}

/// The paragraph of the machine, the tables, and what there is to say of them.
pub fn markdown(machine: &str, tools: &Tools, options: &Options, rows: &[Row]) -> String {
    let mut versions: Vec<&str> = tools.found.iter().map(|tool| &*tool.version).collect();
    versions.dedup();
    let mut text = format!(
        "{machine} {}; the server adds {} ms to each answer.\n",
        versions.join("; "),
        options.latency
    );
    text.push_str(
        "\n| articles | site | published with | files sent | deleted | requests | sent | received | publish | its cpu | build before |\n\
         |---:|---|---|---:|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    for row in rows {
        text.push_str(&match row.is_missing() {
            true => format!(
                "| {} | Hugo | not built within {} minutes and {} GiB | – | – | – | – | – | – | – | – |\n",
                thousands(row.articles.into()),
                options.hugo_minutes,
                options.hugo_memory
            ),
            false => line(row, &row.then, &seconds(row.build)),
        });
    }
    text.push_str("\nThe first publish, into an empty bucket:\n\n");
    text.push_str(
        "| articles | site | published with | files sent | deleted | requests | sent | received | publish | its cpu | files of the site |\n\
         |---:|---|---|---:|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    for row in rows.iter().filter(|row| !row.is_missing()) {
        text.push_str(&line(row, &row.first, &thousands(row.site as u64)));
    }
    for row in rows.iter().filter(|row| row.differ > 0) {
        text.push_str(&format!(
            "\nAfter {} of {}'s {} articles, {} files of the bucket were not those that were built.\n",
            row.tool,
            row.what.name(),
            thousands(row.articles.into()),
            thousands(row.differ as u64)
        ));
    }
    for name in &tools.absent {
        text.push_str(&format!("\nNot there, and so left out: {name}.\n"));
    }
    text
}

fn line(row: &Row, (wall, cpu, seen): &(f64, f64, Seen), last: &str) -> String {
    let by_method: Vec<String> = seen
        .requests
        .iter()
        .map(|(method, n)| format!("{} {method}", thousands(*n)))
        .collect();
    let requests = thousands(seen.requests.values().sum());
    let mut files = thousands(seen.puts);
    if seen.notes > 0 {
        files.push_str(&format!(", {} of its own", seen.notes));
    }
    if seen.copies > 0 {
        files.push_str(&format!(", {} copied there", thousands(seen.copies)));
    }
    format!(
        "| {} | {} | {} | {files} | {} | {requests} ({}) | {} | {} | {} | {} | {last} |\n",
        thousands(row.articles.into()),
        row.what.name(),
        row.tool,
        thousands(seen.deletes),
        by_method.join(", "),
        size(seen.up),
        size(seen.down),
        seconds(*wall),
        seconds(*cpu),
    )
}

fn seconds(seconds: f64) -> String {
    match seconds {
        s if s < 10.0 => format!("{s:.2} s"),
        s => format!("{s:.0} s"),
    }
}

fn size(bytes: u64) -> String {
    match bytes as f64 {
        b if b < 1e6 => format!("{:.1} kB", b / 1e3),
        b => format!("{:.1} MB", b / 1e6),
    }
}

/// `1,234,567`
fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut told = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            told.push(',');
        }
        told.push(digit);
    }
    told
}
