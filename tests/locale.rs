//! What is written in each language, held to the tables of `tests/tables`, one case a line.
//!
//! The tables `months.txt` and `hijri.txt` come from another implementation, Node's Intl; see
//! `tests/checks/calendar.mjs`. The others are written by hand.

use std::fs;
use std::path::Path;

use jiff::ToSpan;
use jiff::civil::{Date, Time};
use warraq::locale::{
    ArchiveStyle, Argument, DateStyle, Digits, HIJRI_YEARS, HijriMonth, HijriStyle, HijriUse,
    HourCycle, IndexGroup, Language, Locale, LocaleSettings, hijri_of, hijri_year, parse_first_day,
    parse_months, plural_forms,
};

/// A line of a table: its fields, and where it is.
struct Case {
    place: String,
    fields: Vec<String>,
}

impl Case {
    fn fields<const N: usize>(&self) -> [&str; N] {
        let fields: Vec<&str> = self.fields.iter().map(String::as_str).collect();
        let count = fields.len();
        fields
            .try_into()
            .unwrap_or_else(|_| panic!("{}: {count} fields in place of {N}", self.place))
    }
}

fn table(name: &str, separator: &str) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/tables")
        .join(name);
    let cases: Vec<Case> = fs::read_to_string(path)
        .unwrap()
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .map(|(n, line)| Case {
            place: format!("{name}:{}: {line}", n + 1),
            fields: line.split(separator).map(str::to_owned).collect(),
        })
        .collect();
    assert!(!cases.is_empty(), "{name} is empty");
    cases
}

/// Runs every case of a table; what fails is told together.
fn each(name: &str, mut check: impl FnMut(&Case) -> Result<(), String>) {
    let faults: Vec<String> = table(name, " | ")
        .iter()
        .filter_map(|case| {
            check(case)
                .err()
                .map(|fault| format!("{}\n    {fault}", case.place))
        })
        .collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

fn equal(found: impl AsRef<str>, expected: &str) -> Result<(), String> {
    match found.as_ref() {
        found if found == expected => Ok(()),
        found => Err(format!("found {found:?}")),
    }
}

/// The locale of a language with settings: `ar-SY digits=latn`.
fn locale(described: &str) -> Locale {
    let mut words = described.split(' ');
    let language = Language::new(words.next().unwrap()).unwrap();
    let mut settings = LocaleSettings::of(language);
    for word in words {
        let (name, value) = word.split_once('=').unwrap();
        match name {
            "months" => settings.months = Some(parse_months(&settings.language, value).unwrap()),
            "digits" => settings.digits = Digits::parse(value).unwrap(),
            "hours" => settings.hour_cycle = Some(HourCycle::parse(value).unwrap()),
            "hijri" => settings.hijri = HijriUse::parse(value).unwrap(),
            "first" => settings.first_day = Some(parse_first_day(value).unwrap()),
            _ => panic!("no setting `{name}`"),
        }
    }
    Locale::new(&settings, None)
}

/// A date in the way of writing that a table calls `style`.
fn written(locale: &Locale, style: &str, value: &str) -> String {
    if style == "time" {
        return locale.time(value.parse::<Time>().unwrap());
    }
    let date: Date = value.parse().unwrap();
    let reader = |style| {
        let words = locale.date(date, style);
        [Some(words.primary), words.secondary]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" + ")
    };
    let archive = |style| locale.archive_date(date, style);
    let hijri = |style| locale.hijri(hijri_of(date).unwrap(), style);
    match style {
        "day" => reader(DateStyle::Day),
        "weekday" => reader(DateStyle::WeekdayDay),
        "year" => archive(ArchiveStyle::Year),
        "month" => archive(ArchiveStyle::Month),
        "month-name" => archive(ArchiveStyle::MonthName),
        "title" => archive(ArchiveStyle::Day),
        "hijri-year" => hijri(HijriStyle::Year),
        "hijri-month" => hijri(HijriStyle::Month),
        "hijri-month-name" => hijri(HijriStyle::MonthName),
        "hijri-day" => hijri(HijriStyle::Day),
        _ => panic!("no style `{style}`"),
    }
}

#[test]
fn dates_are_written_as_newsrooms_write_them() {
    each("dates.txt", |case| {
        let [_, language, style, value, expected] = case.fields();
        equal(written(&locale(language), style, value), expected)
    });
}

#[test]
fn months_are_those_of_cldr() {
    each("months.txt", |case| {
        let [language, month, expected] = case.fields();
        let date = jiff::civil::date(2022, month.parse().unwrap(), 1);
        equal(
            locale(language).archive_date(date, ArchiveStyle::MonthName),
            expected,
        )
    });
}

/// Each month of a table of Hijri years with its first day.
fn hijri_months(name: &str) -> Vec<(HijriMonth, Date)> {
    let mut months = Vec::new();
    for case in table(name, " ") {
        let year: i16 = case.fields[0].parse().unwrap();
        let mut first: Date = case.fields[1].parse().unwrap();
        assert_eq!(case.fields.len(), 14, "{}", case.place);
        for (number, length) in (1..).zip(&case.fields[2..]) {
            months.push((HijriMonth::new(year, number).unwrap(), first));
            first = first
                .checked_add(length.parse::<i64>().unwrap().days())
                .unwrap();
        }
    }
    months
}

#[test]
fn every_hijri_day_is_that_of_the_printed_calendar_or_else_of_icu4c() {
    let printed = hijri_months("umm-al-qura.txt");
    let is_printed = |year: i16| (1343..=1500).contains(&year);
    let icu = hijri_months("hijri.txt");
    let mut months: Vec<_> = icu
        .iter()
        .filter(|(month, _)| !is_printed(month.year()))
        .collect();
    months.extend(&printed);
    months.sort();
    assert_eq!(months.len(), 12 * (1600 - 1300 + 1));
    let mut days = 0;
    for pair in months.windows(2) {
        let (month, mut day, end) = (pair[0].0, pair[0].1, pair[1].1);
        assert_eq!(month.first_day(), day, "{month:?}");
        assert_eq!(month.days().count(), month.length() as usize, "{month:?}");
        for n in 1..=month.length() {
            let found = hijri_of(day).unwrap();
            assert_eq!((found.month(), found.day()), (month, n), "{day}");
            day = day.checked_add(1.day()).unwrap();
            days += 1;
        }
        assert_eq!(day, end, "{month:?}");
    }
    assert_eq!(days + 30, 106_665);
    assert_eq!(hijri_year(1343).unwrap().0, "1924-08-01".parse().unwrap());
    assert_eq!(
        hijri_year(*HIJRI_YEARS.start()).unwrap().0,
        "1882-11-12".parse().unwrap()
    );
}

#[test]
fn the_printed_calendar_is_that_of_icu4c_where_both_follow_one_rule() {
    let printed = hijri_months("umm-al-qura.txt").into_iter();
    let icu = hijri_months("hijri.txt");
    let (mut same, mut sooner) = (0, 0);
    for (month, first) in printed {
        let (_, computed) = icu.iter().find(|(known, _)| *known == month).unwrap();
        let later = (*computed - first).get_days();
        match later {
            0 => same += 1,
            // ICU computes, and many of its months begin late.
            -1..=2 => sooner += 1,
            _ => panic!("{month:?} is {later} days away"),
        }
        assert!(
            later == 0 || !(1420..=1450).contains(&month.year()),
            "{month:?}"
        );
    }
    assert_eq!(same + sooner, 12 * 158);
}

#[test]
fn every_hijri_day_has_words_with_its_own_number_and_weekday() {
    let locale = locale("ar hijri=instead");
    let week = locale.week();
    let mut day: Date = "1882-11-12".parse().unwrap();
    while let Some(hijri) = hijri_of(day) {
        let words = locale.date(day, DateStyle::WeekdayDay).primary;
        let name = &week.days()[week.place(day.weekday())].name;
        assert!(
            words.starts_with(&format!("{name}، {} ", hijri.day())),
            "{day}: {words}"
        );
        assert!(
            words.ends_with(&format!(" {} هـ", hijri.year())),
            "{day}: {words}"
        );
        day = day.checked_add(1.day()).unwrap();
    }
    assert_eq!(day, "2174-11-26".parse().unwrap());
}

#[test]
fn numbers_have_the_digits_and_grouping_of_the_locale() {
    each("numbers.txt", |case| {
        let [_, language, style, value, expected] = case.fields();
        let locale = locale(language);
        let found = match style {
            "decimal" => locale.decimal(value).unwrap(),
            "number" => locale.number(value.parse().unwrap()),
            "digits" => locale.digits(value.parse().unwrap()),
            _ => panic!("no style `{style}`"),
        };
        equal(found, expected)
    });
}

#[test]
fn the_week_begins_and_rests_by_region() {
    each("week.txt", |case| {
        let [_, language, first, rest] = case.fields();
        let locale = locale(language);
        let name = |weekday| format!("{weekday:?}").to_lowercase();
        equal(name(locale.week().first_day()), first)?;
        let mut weekend: Vec<_> = locale
            .week()
            .days()
            .iter()
            .filter(|day| day.weekend)
            .collect();
        weekend.sort_by_key(|day| day.weekday.to_monday_zero_offset());
        let weekend: Vec<String> = weekend.iter().map(|day| name(day.weekday)).collect();
        equal(weekend.join(" "), rest)
    });
}

#[test]
fn the_days_of_the_week_have_three_names() {
    let locale = locale("ar-SY");
    let days = locale.week().days();
    let names: Vec<&str> = days.iter().map(|day| day.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "السبت",
            "الأحد",
            "الاثنين",
            "الثلاثاء",
            "الأربعاء",
            "الخميس",
            "الجمعة"
        ]
    );
    let narrow: Vec<&str> = days.iter().map(|day| day.narrow.as_str()).collect();
    assert_eq!(narrow, ["س", "ح", "ن", "ث", "ر", "خ", "ج"]);
    assert_eq!(self::locale("en").week().days()[1].short, "Mon");
    assert_eq!(locale.week().place(days[3].weekday), 3);
}

#[test]
fn counts_take_the_plural_form_of_the_language() {
    each("plurals.txt", |case| {
        let [_, language, form, numbers] = case.fields();
        let forms = plural_forms(&Language::new(language).unwrap());
        if !forms.contains(&form) {
            return Err(format!("the forms are {forms:?}"));
        }
        let (overrides, faults) = warraq::locale::MessageOverrides::read(
            &Language::new(language).unwrap(),
            &format!(
                "site-form = {{ $count ->\n{}   *[other] other\n }}\n",
                forms
                    .iter()
                    .filter(|form| **form != "other")
                    .map(|form| format!("    [{form}] {form}\n"))
                    .collect::<String>()
            ),
        );
        assert!(faults.is_empty(), "{faults:?}");
        let settings = LocaleSettings::of(Language::new(language).unwrap());
        let locale = Locale::new(&settings, Some(&overrides));
        for n in numbers.split(' ') {
            let count = [("count", Argument::Count(n.parse().unwrap()))];
            equal(locale.message("site-form", &count).unwrap(), form)
                .map_err(|fault| format!("{n}: {fault}"))?;
        }
        Ok(())
    });
}

#[test]
fn articles_are_counted_in_words() {
    each("articles.txt", |case| {
        let [_, language, n, expected] = case.fields();
        let (locale, n) = (locale(language), n.parse().unwrap());
        let arguments = [
            ("count", Argument::Count(n)),
            ("shown", Argument::Text(locale.number(n))),
        ];
        equal(locale.message("articles", &arguments).unwrap(), expected)
    });
}

#[test]
fn names_are_in_the_order_of_the_dictionary() {
    each("order.txt", |case| {
        let [_, language, first, relation, second] = case.fields();
        let locale = locale(language);
        let key = |name| locale.collation().key(name);
        let found = match key(first).cmp(&key(second)) {
            std::cmp::Ordering::Less => "<",
            std::cmp::Ordering::Equal => "=",
            std::cmp::Ordering::Greater => ">",
        };
        equal(found, relation)
    });
}

#[test]
fn names_in_a_row_are_joined_as_the_language_joins_them() {
    each("lists.txt", |case| {
        let [_, language, names, expected] = case.fields();
        let names: Vec<&str> = names.split(" / ").collect();
        let mut joints = locale(language).joints(&names);
        joints.push(String::new());
        let row: String = names
            .iter()
            .zip(&joints)
            .map(|(name, joint)| format!("{name}{joint}"))
            .collect();
        equal(row, expected)
    });
}

#[test]
fn names_stand_under_their_letter() {
    each("alphabet.txt", |case| {
        let [_, language, name, expected] = case.fields();
        match locale(language).index_entry(name).group {
            IndexGroup::Letter(letter) => equal(letter, expected),
            IndexGroup::Other => equal("-", expected),
        }
    });
}

#[test]
fn an_index_comes_letter_by_letter_latin_after_and_the_rest_last() {
    let locale = locale("ar");
    let mut names = [
        "2022",
        "Reuters",
        "يافا",
        "وباء",
        "هولندا",
        "المغرب",
        "مصر",
        "NATO",
        "آسيا",
        "الأردن",
        "أمن",
        "احتجاجات",
        "ألمانيا",
        "البحرين",
        "بوتين",
        "التعليم",
        "Москва",
        "پاريس",
        "بغداد",
    ];
    // Whatever order they came in.
    for turn in 0..names.len() {
        names.rotate_left(turn);
        names.sort_by_cached_key(|name| locale.index_entry(name).order);
        assert_eq!(
            names,
            [
                "آسيا",
                "احتجاجات",
                "الأردن",
                "ألمانيا",
                "أمن",
                "البحرين",
                "بغداد",
                "بوتين",
                "پاريس",
                "التعليم",
                "مصر",
                "المغرب",
                "هولندا",
                "وباء",
                "يافا",
                "NATO",
                "Reuters",
                "2022",
                "Москва",
            ]
        );
    }
}

#[test]
fn the_index_of_a_language_has_its_letters_in_their_order() {
    for language in ["ar", "fa", "he", "ur", "ckb", "tr", "en", "fr"] {
        let locale = locale(language);
        let letters: Vec<&str> = locale.alphabet().collect();
        let mut orders = Vec::new();
        for letter in &letters {
            let entry = locale.index_entry(letter);
            assert_eq!(
                entry.group,
                IndexGroup::Letter((*letter).to_owned()),
                "{language}"
            );
            orders.push(entry.order);
        }
        assert!(orders.is_sorted(), "{language}");
        assert!(letters.len() > 20, "{language}");
    }
}

#[test]
fn names_that_differ_never_tie() {
    let locale = locale("ar");
    let order = |name: &str| locale.index_entry(name).order;
    assert_ne!(order("٢"), order("2"));
    assert_ne!(order("المغرب"), order("مغرب"));
    assert_eq!(order("المغرب"), order("المغرب"));
}

#[test]
fn nothing_written_holds_a_mark_of_direction() {
    let date = jiff::civil::date(2022, 1, 10);
    for language in [
        "ar", "ar-SY", "ar-MA", "fa", "he", "ur", "ckb", "tr", "fr", "en", "ps", "sd", "ug", "yi",
        "dv",
    ] {
        for hijri in HijriUse::WORDS {
            let locale = locale(&format!("{language} hijri={hijri} hours=h12"));
            let words = locale.date(date, DateStyle::WeekdayDay);
            let week = locale.week().days().iter();
            let mut texts = vec![
                words.primary,
                words.secondary.unwrap_or_default(),
                locale.time(jiff::civil::time(17, 11, 0, 0)),
                locale.decimal("-1234567.5").unwrap(),
            ];
            texts.extend(week.map(|day| format!("{}{}{}", day.name, day.short, day.narrow)));
            for style in ["year", "month", "month-name", "title"] {
                texts.push(written(&locale, style, "2022-01-10"));
            }
            for style in ["hijri-year", "hijri-month", "hijri-month-name", "hijri-day"] {
                texts.push(written(&locale, style, "2022-01-10"));
            }
            let marks = [
                '\u{200E}', '\u{200F}', '\u{61C}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
            ];
            for text in texts {
                assert!(!text.contains(marks), "{language} {hijri}: {text:?}");
            }
        }
    }
}

#[test]
fn equal_settings_are_one_setting() {
    use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
    let hash = |settings: &LocaleSettings| {
        BuildHasherDefault::<DefaultHasher>::default().hash_one(settings)
    };
    let settings = || LocaleSettings::of(Language::new("ar-SY").unwrap());
    assert_eq!(hash(&settings()), hash(&settings()));
    let other = LocaleSettings {
        digits: Digits::Latn,
        ..settings()
    };
    assert_ne!(settings(), other);
    assert_ne!(hash(&settings()), hash(&other));
}
