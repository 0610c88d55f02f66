//! Figures -> one Markdown table: a row for each figure, a column for each size.

use crate::measure::Cost;

const MEBIBYTE: f64 = 1_048_576.0;

/// A full build.
#[derive(Default)]
pub struct Full {
    pub cost: Cost,
    pub files: usize,
    pub bytes: u64,
}

/// A rebuild after an edit.
pub struct Rebuild {
    pub name: &'static str,
    pub cost: Cost,
    /// Files that were written, feeds apart.
    pub written: usize,
    pub feeds: usize,
    /// Of how many files of their kind.
    pub of: Option<usize>,
}

/// All figures of one size.
pub struct Column {
    pub articles: u32,
    pub ours: Full,
    pub floor: Cost,
    pub hugo: Option<Full>,
    pub rebuilds: Vec<Rebuild>,
}

impl Column {
    /// A column that is still to be filled.
    pub fn new(articles: u32) -> Column {
        Column {
            articles,
            ours: Full::default(),
            floor: Cost::default(),
            hugo: None,
            rebuilds: Vec::new(),
        }
    }

    fn per_article(&self, full: &Full) -> f64 {
        full.cost.cpu / f64::from(self.articles)
    }

    /// Its rows, from top to bottom; `smaller` is the size before.
    fn rows(&self, smaller: Option<&Column>) -> Vec<(String, String)> {
        let mut rows = Vec::new();
        self.full("Warraq", Some(&self.ours), &mut rows);
        self.full("Hugo", self.hugo.as_ref(), &mut rows);
        let mut row = |name: &str, value: Option<String>| rows.push((name.into(), or_dash(value)));
        row(
            "**cpu per article, Warraq to Hugo**",
            self.hugo.as_ref().map(|hugo| {
                format!(
                    "1 : {:.1}",
                    self.per_article(hugo) / self.per_article(&self.ours)
                )
            }),
        );
        row("the floor: wall", Some(seconds(self.floor.wall)));
        row(
            "**wall, Warraq to the floor**",
            Some(format!("{:.2}", self.ours.cost.wall / self.floor.wall)),
        );
        row(
            "**growth of cpu per article, from the size before**",
            smaller.map(|smaller| {
                let before = smaller.per_article(&smaller.ours);
                format!("{:.2}", self.per_article(&self.ours) / before)
            }),
        );
        for rebuild in &self.rebuilds {
            let Rebuild { name, cost, .. } = rebuild;
            row(
                &format!("{name}: wall / cpu / peak"),
                Some(format!(
                    "{} / {} / {}",
                    seconds(cost.wall),
                    seconds(cost.cpu),
                    mebibytes(cost.peak)
                )),
            );
            row(&format!("**{name}: files written**"), Some(rebuild.files()));
        }
        rows
    }

    fn full(&self, who: &str, full: Option<&Full>, rows: &mut Vec<(String, String)>) {
        let mut row = |name: &str, value: Option<String>| {
            rows.push((format!("full build, {who}: {name}"), or_dash(value)));
        };
        row("wall", full.map(|full| seconds(full.cost.wall)));
        row("cpu", full.map(|full| seconds(full.cost.cpu)));
        let per_article = full.map(|full| format!("{:.3} ms", self.per_article(full) * 1000.0));
        row("cpu per article", per_article);
        let per_mebibyte = |full: &Full| {
            let mebibytes = full.bytes as f64 / MEBIBYTE;
            format!("{:.1} ms", full.cost.cpu * 1000.0 / mebibytes)
        };
        row("cpu per MiB written", full.map(per_mebibyte));
        row("peak memory", full.map(|full| mebibytes(full.cost.peak)));
        let output = |full: &Full| {
            let bytes = mebibytes(full.bytes as f64);
            format!("{}, {bytes}", thousands(full.files as u64))
        };
        row("files, bytes", full.map(output));
    }
}

impl Rebuild {
    fn files(&self) -> String {
        let mut told = thousands(self.written as u64);
        if self.feeds > 0 {
            told.push_str(&format!(" and {} feeds", self.feeds));
        }
        if let Some(of) = self.of {
            told.push_str(&format!(" of {}", thousands(of as u64)));
        }
        told
    }
}

/// The columns of all sizes.
#[derive(Default)]
pub struct Table {
    columns: Vec<Column>,
}

impl Table {
    /// Adds a size.
    pub fn push(&mut self, column: Column) {
        self.columns.push(column);
    }

    /// The table.
    pub fn markdown(&self) -> String {
        let mut lines = vec!["| articles".to_owned(), "|---".to_owned()];
        for (at, column) in self.columns.iter().enumerate() {
            let smaller = at
                .checked_sub(1)
                .and_then(|before| self.columns.get(before));
            lines[0].push_str(&format!(" | {}", thousands(column.articles.into())));
            lines[1].push_str("|---:");
            for (line, (name, value)) in column.rows(smaller).into_iter().enumerate() {
                match lines.get_mut(line + 2) {
                    Some(row) => row.push_str(&format!(" | {value}")),
                    None => lines.push(format!("| {name} | {value}")),
                }
            }
        }
        lines[1].push('|');
        for line in lines.iter_mut().filter(|line| !line.ends_with('|')) {
            line.push_str(" |");
        }
        lines.join("\n")
    }
}

fn or_dash(value: Option<String>) -> String {
    value.unwrap_or_else(|| "–".into())
}

fn seconds(seconds: f64) -> String {
    match seconds {
        s if s < 10.0 => format!("{s:.2} s"),
        s => format!("{s:.1} s"),
    }
}

fn mebibytes(bytes: f64) -> String {
    format!("{} MiB", thousands((bytes / MEBIBYTE).round() as u64))
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
