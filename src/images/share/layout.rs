//! The words of a share image -> where each stands.
//!
//! Above, the site's name between a bar and a double rule, as a paper's head is; below it section and headline, as
//! large as they fit; at the foot the date. Everything begins where lines begin in the page's direction.

use std::ops::Range;

use super::canvas::{Canvas, Pen, Place};
use super::faces::{EM, Voice, is_arabic};
use super::lines::{Word, words, wrap};
use super::shaping::{Line, Setting, cut, written};
use super::{HEIGHT, ShareImage, WIDTH, Words};
use crate::text::direction::Direction;

/// Room at the left and at the right.
const MARGIN: i64 = 72;
/// How wide a line may be.
const MEASURE: i64 = WIDTH as i64 - 2 * MARGIN;

/// The bar at the upper edge.
const BAR: i64 = 14;

/// The site's name: its size, the line it stands on, and the rules below it.
const NAME: i64 = 44;
const NAME_LINE: i64 = 96;
const RULES: i64 = 128;

/// Between these, section and headline stand in the middle.
const TOP: i64 = 150;
const BOTTOM: i64 = 536;
/// Room that stays free above and below them, together.
const AIR: i64 = 64;

/// The sizes of a headline, the largest first.
const SIZES: [i64; 12] = [96, 90, 84, 78, 72, 66, 60, 56, 52, 48, 46, 44];
const MOST_LINES: usize = 4;

const SECTION: i64 = 32;
/// From the line of the section to the upper edge of the headline.
const BELOW_SECTION: i64 = 22;

const DATE: i64 = 32;
const DATE_LINE: i64 = 576;

/// The name on the image of the site itself, and the sentence below it.
const NAMES: [i64; 8] = [128, 116, 104, 92, 80, 70, 60, 48];
const DESCRIPTION: [i64; 1] = [34];

/// Lays out `image`.
pub(super) fn lay_out(image: &ShareImage) -> Canvas {
    let mut page = Page {
        canvas: Canvas::default(),
        direction: image.direction,
        language: &image.language,
    };
    let whole = i64::from(WIDTH);
    page.canvas
        .bar(Pen::Accent, Place { x: 0, y: 0 }, whole, BAR);
    match &image.words {
        Words::Site(description) => page.site(&image.paper.name, description.as_deref()),
        Words::Article {
            headline,
            section,
            date,
        } => page.article(
            &image.paper.name,
            headline,
            section.as_deref(),
            date.as_deref(),
        ),
    }
    page.canvas
}

struct Page<'a> {
    canvas: Canvas,
    direction: Direction,
    language: &'a str,
}

/// Lines of one size.
struct Block {
    lines: Vec<Line>,
    size: i64,
    /// The text is in Arabic script, which needs more room between lines.
    is_arabic: bool,
}

impl Block {
    /// From one line to the next.
    fn leading(&self) -> i64 {
        leading(self.size, self.is_arabic)
    }

    /// From the upper edge to the first line that letters stand on.
    fn ascent(&self) -> i64 {
        match self.is_arabic {
            true => self.size * 92 / 100,
            false => self.size * 80 / 100,
        }
    }

    fn descent(&self) -> i64 {
        match self.is_arabic {
            true => self.size * 40 / 100,
            false => self.size * 24 / 100,
        }
    }

    fn height(&self) -> i64 {
        let lines = i64::try_from(self.lines.len()).unwrap_or(0);
        match lines {
            0 => 0,
            lines => self.ascent() + (lines - 1) * self.leading() + self.descent(),
        }
    }
}

fn leading(size: i64, is_arabic: bool) -> i64 {
    match is_arabic {
        true => size * 142 / 100,
        false => size * 120 / 100,
    }
}

impl Page<'_> {
    fn article(&mut self, name: &str, headline: &str, section: Option<&str>, date: Option<&str>) {
        let name = self.one_line(name, Voice::Heading, NAME);
        self.put(Pen::Ink, &name, NAME_LINE);
        let rule = |y| Place { x: MARGIN, y };
        self.canvas.bar(Pen::Ink, rule(RULES), MEASURE, 4);
        self.canvas.bar(Pen::Line, rule(RULES + 9), MEASURE, 2);
        if let Some(date) = date {
            let date = self.one_line(date, Voice::Text, DATE);
            self.put(Pen::Quiet, &date, DATE_LINE);
        }
        let section = section.map(|section| self.one_line(section, Voice::Heading, SECTION));
        let above = section
            .as_ref()
            .map_or(0, |section| section.height() + BELOW_SECTION);
        let headline = self.block(
            headline,
            Voice::Heading,
            &SIZES,
            MOST_LINES,
            BOTTOM - TOP - AIR - above,
        );
        let mut y = TOP + (BOTTOM - TOP - above - headline.height()) / 2;
        if let Some(section) = section {
            self.put(Pen::Accent, &section, y + section.ascent());
            y += above;
        }
        self.put(Pen::Ink, &headline, y + headline.ascent());
    }

    /// The site's name between rules in the middle, and below it what the site is.
    fn site(&mut self, name: &str, description: Option<&str>) {
        let name = self.block(name, Voice::Heading, &NAMES, 2, 300);
        let description =
            description.map(|text| self.block(text, Voice::Text, &DESCRIPTION, 3, 150));
        let below = description
            .as_ref()
            .map_or(0, |description| description.height() + 44);
        let (above_name, below_name) = (30, 34);
        let all = name.height() + above_name + below_name + 24 + below;
        let (height, rule) = (i64::from(HEIGHT), |y| Place { x: MARGIN, y });
        let mut y = BAR + (height - 2 * BAR - all) / 2;
        self.canvas.bar(Pen::Line, rule(y), MEASURE, 2);
        self.canvas.bar(Pen::Ink, rule(y + 7), MEASURE, 4);
        y += 11 + above_name;
        self.centre(Pen::Ink, &name, y + name.ascent());
        y += name.height() + below_name;
        self.canvas.bar(Pen::Ink, rule(y), MEASURE, 4);
        self.canvas.bar(Pen::Line, rule(y + 9), MEASURE, 2);
        if let Some(description) = description {
            self.centre(Pen::Quiet, &description, y + 55 + description.ascent());
        }
        let (whole, foot) = (i64::from(WIDTH), height - BAR);
        self.canvas
            .bar(Pen::Accent, Place { x: 0, y: foot }, whole, BAR);
    }

    /// Draws lines where lines of the page begin, the first of them standing on `y`.
    fn put(&mut self, pen: Pen, block: &Block, y: i64) {
        let direction = self.direction;
        self.draw(pen, block, y, |width| match direction {
            Direction::Ltr => MARGIN,
            Direction::Rtl => i64::from(WIDTH) - MARGIN - width,
        });
    }

    fn centre(&mut self, pen: Pen, block: &Block, y: i64) {
        self.draw(pen, block, y, |width| (i64::from(WIDTH) - width) / 2);
    }

    fn draw(&mut self, pen: Pen, block: &Block, y: i64, left: impl Fn(i64) -> i64) {
        for (line, at) in block.lines.iter().zip(0..) {
            let width = i64::from(line.width) * block.size / i64::from(EM);
            let place = Place {
                x: left(width),
                y: y + at * block.leading(),
            };
            self.canvas.line(pen, line, place, block.size);
        }
    }

    fn one_line(&self, text: &str, voice: Voice, size: i64) -> Block {
        let smaller = [size, size * 9 / 10, size * 8 / 10, size * 7 / 10];
        self.block(text, voice, &smaller, 1, i64::MAX)
    }

    /// `text` in the largest of `sizes` in which it fits into `most` lines and `height` pixels; its beginning where
    /// it fits in none.
    fn block(&self, text: &str, voice: Voice, sizes: &[i64], most: usize, height: i64) -> Block {
        let whole = written(text, self.direction);
        let measured = Measured::new(&whole, voice, self);
        let is_arabic = is_arabic(&whole);
        let fitting = |size: &i64| {
            let room = lines_in(height, *size, is_arabic).min(most);
            Some((*size, measured.lines(*size, room)?))
        };
        let mut all = sizes.iter().filter_map(fitting);
        let found = all.next().map(|(size, lines)| {
            // Three full lines are read better than four short ones that are a little larger.
            let fuller = (lines.len() > 3)
                .then(|| all.find(|(_, other)| other.len() < lines.len()))
                .flatten();
            fuller
                .filter(|(smaller, _)| smaller * 100 >= size * 80)
                .unwrap_or((size, lines))
        });
        if let Some((size, lines)) = found {
            return Block {
                lines: measured.set(&lines),
                size,
                is_arabic,
            };
        }
        let size = sizes.last().copied().unwrap_or(SECTION);
        let room = lines_in(height, size, is_arabic).clamp(1, most);
        Block {
            lines: self.beginning(text, voice, size, room),
            size,
            is_arabic,
        }
    }

    /// The longest beginning of `text` that fits with an ellipsis behind it.
    fn beginning(&self, text: &str, voice: Voice, size: i64, most: usize) -> Vec<Line> {
        let try_at = |end: usize| {
            let beginning = written(&cut(text, end), self.direction);
            let measured = Measured::new(&beginning, voice, self);
            let lines = measured.lines(size, most)?;
            Some(measured.set(&lines))
        };
        // By words; where not even one fits, by letters.
        let words: Vec<usize> = words(text).into_iter().map(|word| word.range.end).collect();
        let letters: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for ends in [words, letters] {
            let fitting = ends.partition_point(|end| try_at(*end).is_some());
            let last = fitting.checked_sub(1).and_then(|last| ends.get(last));
            let lines = last.and_then(|end| try_at(*end));
            if let Some(lines) = lines.filter(|lines| !lines.is_empty()) {
                return lines;
            }
        }
        Vec::new()
    }
}

/// A text whose words are measured, in thousandths of an em.
struct Measured<'t> {
    setting: Setting<'t>,
    words: Vec<(Word, i64)>,
    gap: i64,
}

impl<'t> Measured<'t> {
    fn new(text: &'t str, voice: Voice, page: &Page) -> Self {
        let setting = Setting::new(text, page.direction, voice, page.language);
        let measured = |word: Word| {
            let width = i64::from(setting.width(word.range.clone()));
            (word, width)
        };
        let words = words(text).into_iter().map(measured).collect();
        let gap = i64::from(setting.gap());
        Measured {
            setting,
            words,
            gap,
        }
    }

    /// Which words stand in which line, if there are at most `most` in `size`.
    fn lines(&self, size: i64, most: usize) -> Option<Vec<Range<usize>>> {
        let limit = MEASURE * i64::from(EM) / size.max(1);
        wrap(&self.words, self.gap, limit, most)
    }

    /// The lines themselves.
    fn set(&self, lines: &[Range<usize>]) -> Vec<Line> {
        let line = |line: &Range<usize>| {
            let (first, _) = self.words.get(line.start)?;
            let (last, _) = self.words.get(line.end.checked_sub(1)?)?;
            Some(self.setting.line(first.range.start..last.range.end))
        };
        lines.iter().filter_map(line).collect()
    }
}

/// How many lines of a size there is room for.
fn lines_in(height: i64, size: i64, is_arabic: bool) -> usize {
    let first = Block {
        lines: vec![Line::default()],
        size,
        is_arabic,
    };
    if height < first.height() {
        return 0;
    }
    let more = (height - first.height()) / first.leading();
    usize::try_from(more.saturating_add(1)).unwrap_or(usize::MAX)
}
