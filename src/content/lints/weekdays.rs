//! Weekdays that contradict a date: the article's, beside `اليوم`, `أمس` or `غدا` in its opening; or the
//! one written after them, anywhere.
//!
//! A weekday alone is never told (`الأحد المقبل`, `ليلة الخميس`), nor is one beside a month of another
//! calendar. Of the two readings of `10/1/2022`, either will do. An article of the small hours may still
//! say "today" of the day before.

use std::ops::Range;

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use crate::content::Moment;
use crate::locale::names;
use crate::text::digits::{ascii_digit, to_ascii};
use crate::text::identity::spelling_key;
use crate::text::normalize::is_arabic_mark;

/// Until this hour, "today" may be the day before.
const SMALL_HOURS: i8 = 6;

/// A date without a year is taken for the one nearest to the article's, if it is within so many days.
const NEAR: i64 = 60;

/// A contradiction.
pub(super) struct Mismatch {
    /// The bytes of the text it is in.
    pub(super) range: Range<usize>,
    /// What is wrong.
    pub(super) message: String,
}

/// The contradictions in `text`, a piece of the body of an article of `date`.
pub(super) fn mismatches(text: &str, date: Option<Moment>) -> Vec<Mismatch> {
    let mut found = Vec::new();
    for (range, weekday) in weekdays(text) {
        if let Some(written) = date_after(&text[range.end..], date) {
            if written.days.iter().all(|day| day.weekday() != weekday) {
                let end = range.end + written.length;
                let day = written.days.first().copied();
                found.extend(day.map(|day| told(text, range.start..end, day)));
            }
            continue;
        }
        if let Some(moment) = date
            && let Some((from, away)) = days_away(text, &range)
        {
            let day = moment.day();
            let mut meant = [Some(day), early(moment)].into_iter().flatten();
            if !meant.any(|day| day.checked_add(away).is_ok_and(|d| d.weekday() == weekday)) {
                let shown = day.checked_add(away).unwrap_or(day);
                found.push(told(text, from..range.end, shown));
            }
        }
    }
    found
}

fn told(text: &str, range: Range<usize>, day: Date) -> Mismatch {
    let message = format!(
        "`{}`: {day} is a {} ({})",
        &text[range.clone()],
        english(day.weekday()),
        names::weekday_in_arabic(day.weekday())
    );
    Mismatch { range, message }
}

fn english(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// The day before, of an article of the small hours.
fn early(moment: Moment) -> Option<Date> {
    match moment.has_time() && moment.time().hour() < SMALL_HOURS {
        true => moment.day().yesterday().ok(),
        false => None,
    }
}

/// The weekdays in `text`. The first letters of each word are looked at before anything is made of it.
fn weekdays(text: &str) -> impl Iterator<Item = (Range<usize>, Weekday)> + '_ {
    let bytes = text.as_bytes();
    let alefs = stretches(bytes).flat_map(move |stretch| {
        stretch.filter(move |at| bytes.get(*at..at + 4) == Some(&[0xA7, 0xD9, 0x84, 0xD8]))
    });
    alefs.filter_map(|alef| {
        let start = alef.checked_sub(1)?;
        let before = start.checked_sub(1).and_then(|before| bytes.get(before));
        if !matches!(before, None | Some(b' ' | b'('))
            || !begins_weekday(bytes.get(start..start + 8)?)
        {
            return None;
        }
        let rest = &text[start..];
        // No weekday has more letters, even with all its vowel signs.
        let mut end = rest
            .char_indices()
            .take(24)
            .skip_while(|(_, c)| is_word(*c));
        let length = match end.next() {
            Some((at, _)) => at,
            None if rest.len() <= 48 => rest.len(),
            None => return None,
        };
        let weekday = names::weekday(&rest[..length])?;
        Some((start..start + length, weekday))
    })
}

/// The stretches of a text in which the second byte of an `ا` may stand that is the first letter of a weekday,
/// told by bytes of the next three letters.
fn stretches(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    const LENGTH: usize = 32;
    // Near its end the last bytes of the text are looked at together, and of a short one each by itself.
    let last = text.len().checked_sub(LENGTH + 6);
    let may_be = move |start: usize| {
        let start = last.map_or(start, |last| start.min(last));
        let piece = |offset: usize| text.get(start + offset..)?.first_chunk::<LENGTH>();
        let (Some(first), Some(second)) = (piece(0), piece(2)) else {
            return true;
        };
        let (Some(third), Some(fourth)) = (piece(4), piece(6)) else {
            return true;
        };
        let letters = first.iter().zip(second).zip(third.iter().zip(fourth));
        letters.fold(0, |found, ((first, second), (third, fourth))| {
            let begins = (*first == 0xA7) & (*second == 0x84);
            found | u8::from(begins & may_follow(*third, *fourth))
        }) != 0
    };
    let starts = (0..text.len())
        .step_by(LENGTH)
        .filter(move |start| may_be(*start));
    starts.map(|start| start..start + LENGTH)
}

/// Whether the second bytes of two letters are those of the third and fourth letter of a weekday, as
/// [`begins_weekday`] has it.
#[inline]
fn may_follow(third: u8, fourth: u8) -> bool {
    let is_alef = (third == 0xA7) | (third == 0xA5) | (third == 0xA3);
    is_alef & ((fourth == 0xAB) | (fourth == 0xB1) | (fourth == 0xAD))
        | (third == 0xAB) & (fourth == 0x84)
        | ((third == 0xAE) | (third == 0xAC)) & (fourth == 0x85)
        | (third == 0xB3) & (fourth == 0xA8)
}

/// Whether the first four letters are those of a weekday: `ال`, and the next two.
fn begins_weekday(letters: &[u8]) -> bool {
    let [0xD8, 0xA7, 0xD9, 0x84, 0xD8, third, fourth @ ..] = letters else {
        return false;
    };
    match third {
        // ا إ أ
        0xA7 | 0xA5 | 0xA3 => matches!(fourth, [0xD8, 0xAB | 0xB1 | 0xAD]),
        // ث
        0xAB => matches!(fourth, [0xD9, 0x84]),
        // خ ج
        0xAE | 0xAC => matches!(fourth, [0xD9, 0x85]),
        // س
        0xB3 => matches!(fourth, [0xD8, 0xA8]),
        _ => false,
    }
}

fn is_word(c: char) -> bool {
    // Arabic letters first: the tables are slow, and most of a text needs none.
    matches!(c, '\u{620}'..='\u{64A}') || c.is_alphanumeric() || is_arabic_mark(c)
}

/// The last word of `text` and where it begins, where nothing but spaces comes after it.
fn last_word(text: &str) -> Option<(usize, &str)> {
    let text = text.trim_end();
    let start = text
        .char_indices()
        .rev()
        .take_while(|(_, c)| is_word(*c))
        .last()?
        .0;
    Some((start, &text[start..]))
}

/// How many days the words before a weekday put it from the article's, and where they begin.
fn days_away(text: &str, weekday: &Range<usize>) -> Option<(usize, Span)> {
    let before = text[..weekday.start].trim_end();
    let mut rest = before.strip_suffix(['،', ',', '(']).unwrap_or(before);
    // The words before it, the nearest first, each with where it begins.
    let mut words: [(usize, String); 3] = Default::default();
    for (n, word) in words.iter_mut().enumerate() {
        let Some((start, last)) = last_word(rest) else {
            break;
        };
        if n == 0 && !last.ends_with(may_end) {
            return None;
        }
        *word = (start, unprefixed(&spelling_key(last)));
        // Of the nearest word it is told whether the others matter.
        if n == 0 && !matches!(&*word.1, "اليوم" | "امس" | "الاول" | "غد" | "غدا")
        {
            return None;
        }
        rest = &text[..start];
    }
    let after = text[weekday.end..].trim_start();
    let next = after.split(|c| !is_word(c)).next().unwrap_or_default();
    // `اليوم الأحد المقبل` is not about today.
    let other = [
        "المقبل",
        "القادم",
        "الماضي",
        "السابق",
        "التالي",
        "المنصرم",
        "الفائت",
        "الذي",
    ];
    if other.contains(&spelling_key(next).as_str()) {
        return None;
    }
    let [(first, a), (second, b), (third, c)] = &words;
    let (start, days) = match (c.as_str(), b.as_str(), a.as_str()) {
        (_, "ذلك" | "هذا" | "مثل", _) => return None,
        (_, _, "اليوم") => (first, 0),
        ("اول", "من", "امس") => (third, -2),
        (_, "اول" | "قبل", "امس") | (_, "امس", "الاول") => (second, -2),
        (_, _, "امس") => (first, -1),
        (_, "بعد", "غد") => (second, 2),
        (_, _, "غدا" | "غد") => (first, 1),
        _ => return None,
    };
    Some((*start, days.days()))
}

/// Whether a word that is `اليوم`, `أمس`, `الأول` or `غد`, however it is spelled, may end so: most words before a
/// weekday do not, and making a key of each takes longer.
fn may_end(last: char) -> bool {
    !matches!(last, 'ب'..='غ' | 'ف'..='ي') || matches!(last, 'م' | 'س' | 'ل' | 'د')
}

/// A word without the `و` or `ف` that is written on to it.
fn unprefixed(word: &str) -> String {
    word.strip_prefix(['و', 'ف']).unwrap_or(word).to_owned()
}

/// A date as it is written.
struct Written {
    /// The days it may mean.
    days: Vec<Date>,
    /// How many bytes of the text it takes.
    length: usize,
}

/// The date at the beginning of `text`, after a weekday.
fn date_after(text: &str, near: Option<Moment>) -> Option<Written> {
    // Most weekdays have no date behind them.
    if !after_words(text).starts_with(|c| ascii_digit(c).is_ascii_digit()) {
        return None;
    }
    // As much as the longest date needs.
    let cut = text.char_indices().nth(60).map_or(text.len(), |(at, _)| at);
    let text = &text[..cut];
    let rest = after_words(text);
    let offset = text.len() - rest.len();
    let words: Vec<&str> = rest.split(' ').collect();
    let end_of = |count: usize| {
        words[..count]
            .iter()
            .map(|word| word.len() + 1)
            .sum::<usize>()
            - 1
    };
    let first = to_ascii(bare(words.first()?)).into_owned();
    if let Some(days) = in_figures(&first) {
        let length = offset + bare(rest.get(..end_of(1))?).len();
        return (!days.is_empty()).then_some(Written { days, length });
    }
    let day = number(&first).filter(|day| (1..=31).contains(day))?;
    for count in [3, 2] {
        let name = words.get(1..count).map(|words| words.join(" "));
        let Some(month) = name.and_then(|name| names::month(bare(&name))) else {
            continue;
        };
        let month = i64::from(month);
        let year = words.get(count).and_then(|word| year(word));
        let taken = count + usize::from(year.is_some());
        let length = offset + bare(rest.get(..end_of(taken))?).len();
        let day = match year {
            Some(year) => civil(year, month, day)?,
            None => nearest(month, day, near?.day())?,
        };
        return Some(Written {
            days: vec![day],
            length,
        });
    }
    None
}

/// What follows the words that may stand between a weekday and its date.
fn after_words(text: &str) -> &str {
    let mut rest = text.trim_start();
    rest = rest
        .strip_prefix(['،', ',', '(', ':'])
        .unwrap_or(rest)
        .trim_start();
    for word in ["الموافق", "بتاريخ", "في"] {
        let after = rest
            .strip_prefix(word)
            .filter(|after| after.starts_with(' '));
        rest = after.unwrap_or(rest).trim_start();
    }
    rest
}

fn bare(word: &str) -> &str {
    word.trim_end_matches(['،', ',', '.', ')', ':', '؛', '؟', '!'])
}

fn number(text: &str) -> Option<i64> {
    let digits = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// Four digits, perhaps with the letter that stands for "AD".
fn year(word: &str) -> Option<i64> {
    let word = to_ascii(bare(word)).into_owned();
    let word = word.strip_suffix('م').unwrap_or(&word);
    number(word).filter(|year| *year >= 1600)
}

/// The days that a date in figures may mean: of `10/1/2022` the day may come first or second. `None`
/// where it is no such date.
fn in_figures(word: &str) -> Option<Vec<Date>> {
    let separator = word.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    let parts: Vec<&str> = word.split(separator).collect();
    let &[a, b, c] = parts.as_slice() else {
        return None;
    };
    let (first, second, third) = (number(a)?, number(b)?, number(c)?);
    let days = match (a.len(), c.len()) {
        (4, _) => vec![civil(first, second, third)],
        (_, 4) => vec![civil(third, second, first), civil(third, first, second)],
        _ => return None,
    };
    Some(days.into_iter().flatten().collect())
}

fn civil(year: i64, month: i64, day: i64) -> Option<Date> {
    let small = |n: i64| i8::try_from(n).ok();
    Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()
}

/// The day and month nearest to `to`, if it is near.
fn nearest(month: i64, day: i64, to: Date) -> Option<Date> {
    let year = i64::from(to.year());
    let away = |date: &Date| (*date - to).get_days().abs();
    [year - 1, year, year + 1]
        .into_iter()
        .filter_map(|year| civil(year, month, day))
        .min_by_key(away)
        .filter(|date| i64::from(away(date)) <= NEAR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_days_are_known_by_their_last_letters() {
        for word in ["اليوم", "امس", "الاول", "غد", "غدا"] {
            assert!(word.ends_with(may_end));
            let before: String = word.chars().take(word.chars().count() - 1).collect();
            for last in ('\u{600}'..='\u{6FF}').filter(|last| !may_end(*last)) {
                assert_ne!(spelling_key(&format!("{before}{last}")), word, "{last}");
                assert_ne!(spelling_key(&format!("{word}{last}")), word, "{last}");
            }
        }
    }

    #[test]
    fn weekdays_are_found_wherever_they_stand() {
        let names = [
            "الأحد",
            "الاثنين",
            "الإثنين",
            "الثلاثاء",
            "الأربعاء",
            "الخميس",
            "الجمعة",
            "السبت",
        ];
        for name in names {
            for letters in 0..80 {
                for end in ["", " ثم", "، وما جرى فيه بعد ذلك من أمور لا شأن لها بهذا"]
                {
                    let before = "ا".repeat(letters);
                    let text = format!("{before} {name}{end}");
                    let start = before.len() + 1;
                    let mut found = weekdays(&text).map(|(range, _)| range);
                    assert_eq!(found.next(), Some(start..start + name.len()), "{text}");
                    assert_eq!(found.next(), None, "{text}");
                    assert_eq!(weekdays(&text[start..]).count(), 1);
                    assert_eq!(
                        weekdays(&format!("{before}{name}")).count(),
                        usize::from(letters == 0)
                    );
                }
            }
        }
    }
}
