//! Sentences, headlines and bodies in Markdown.

use super::random::Random;
use super::words::{DIGITS, Digits, LATIN, nouns, words};

/// `n` words.
pub(super) fn plain(random: &mut Random, n: usize) -> Vec<String> {
    (0..n)
        .map(|_| (*random.one_of(words())).to_owned())
        .collect()
}

/// Who writes an article: an author keeps to one kind of digits.
pub(super) struct Prose<'r> {
    random: &'r mut Random,
    digits: &'static Digits,
}

impl<'r> Prose<'r> {
    pub(super) fn new(random: &'r mut Random) -> Self {
        let digits = random.one_of(&DIGITS);
        Prose { random, digits }
    }

    /// A sentence of `low` to `high` words: one in eight has a run from left to right, one in eight a
    /// number, and fewer a quotation or emphasis.
    pub(super) fn sentence(&mut self, low: usize, high: usize) -> String {
        let n = self.random.between(low, high);
        let mut words = plain(self.random, n);
        let roll = self.random.fraction();
        if roll < 0.12 {
            words.insert(
                self.random.between(2, n - 1),
                (*self.random.one_of(&LATIN)).into(),
            );
        } else if roll < 0.24 {
            words.insert(
                self.random.between(2, n - 1),
                (*self.random.one_of(&self.digits.numbers)).into(),
            );
        } else if roll < 0.32 {
            let at = self.random.between(1, n - 4);
            words[at].insert(0, '«');
            words[at + 3].push('»');
        } else if roll < 0.37 {
            let at = self.random.between(1, n - 1);
            words[at] = format!("**{}**", words[at]);
        }
        let end = self
            .random
            .one_of(&['.', '.', '.', '.', '.', '.', '.', '.', '؟', '!']);
        format!("{}{end}", words.join(" "))
    }

    /// A sentence for a place that knows no Markdown.
    pub(super) fn bare_sentence(&mut self, low: usize, high: usize) -> String {
        self.sentence(low, high).replace("**", "")
    }

    /// 250 to 600 words: paragraphs, two or three subheadings, and now and then a quotation, a list, a
    /// table, a note. `link` is the address of another article.
    pub(super) fn body(&mut self, link: Option<&str>) -> String {
        let wanted = self.random.between(250, 580);
        let mut count = 0;
        let mut parts = Vec::new();
        while count < wanted {
            let sentences: Vec<String> = (0..self.random.between(2, 4))
                .map(|_| self.sentence(8, 20))
                .collect();
            let paragraph = sentences.join(" ");
            count += paragraph.split(' ').count();
            parts.push(paragraph);
        }
        if let Some(link) = link {
            let text = self.random.several(nouns(), 2).join(" ");
            parts[0].push_str(&format!(" وقد سبقت ذلك [{text}]({link}) بأيام."));
        }
        let extras = self.extras();
        if self.random.fraction() < 0.15 {
            if let Some(last) = parts.last_mut() {
                last.push_str("[^1]");
            }
            parts.push(format!("[^1]: {}", self.sentence(5, 10)));
        }
        for extra in extras {
            let at = self.random.between(1, parts.len().saturating_sub(2).max(1));
            parts.insert(at, extra);
        }
        let headings = self.random.between(2, 3);
        // From the end, so that the places before stay true.
        for k in (1..=headings).rev() {
            let n = self.random.between(2, 5);
            let at = (parts.len() * k / (headings + 1)).max(1);
            parts.insert(at, format!("## {}", plain(self.random, n).join(" ")));
        }
        parts.join("\n\n")
    }

    /// The rarer blocks.
    fn extras(&mut self) -> Vec<String> {
        let mut extras = Vec::new();
        if self.random.fraction() < 0.5 {
            extras.push(format!("> {}", self.sentence(8, 20)));
        }
        if self.random.fraction() < 0.4 {
            let mark = *self.random.one_of(&["- ", "1. "]);
            let items: Vec<String> = (0..self.random.between(3, 5))
                .map(|_| format!("{mark}{}", self.sentence(5, 9)))
                .collect();
            extras.push(items.join("\n"));
        }
        if self.random.fraction() < 0.1 {
            let rows: Vec<String> = (0..self.random.between(3, 6))
                .map(|_| {
                    let noun = *self.random.one_of(nouns());
                    let figure = self.digits.write(self.random.between(1, 9999));
                    format!("| {noun} | {figure} |")
                })
                .collect();
            extras.push(format!(
                "| البند | القيمة |\n| --- | ---: |\n{}",
                rows.join("\n")
            ));
        }
        extras
    }
}
