//! What is told about a site's file of messages.

use super::*;
use crate::locale::{Argument, Locale, LocaleSettings, MESSAGE_LANGUAGES};

fn language(tag: &str) -> Language {
    Language::new(tag).unwrap()
}

fn faults(tag: &str, text: &str) -> Vec<String> {
    let (_, faults) = MessageOverrides::read(&language(tag), text);
    let told = faults.iter().map(|fault| {
        let MessageFault {
            kind,
            line,
            column,
            message,
            hint,
            ..
        } = fault;
        let hint = hint.as_deref().unwrap_or("-");
        format!("{line}:{column} {}: {message} ({hint})", kind.code())
    });
    told.collect()
}

#[test]
fn the_theme_has_every_message_in_every_plural_form_of_each_language() {
    let english: Vec<String> = given().into_keys().collect();
    assert!(english.len() > 60);
    for (tag, text) in MESSAGE_LANGUAGES {
        let (overrides, faults) = MessageOverrides::read(&language(tag), text);
        assert_eq!(faults, [], "{tag}");
        assert!(
            overrides.keys().eq(english.iter().map(String::as_str)),
            "{tag}"
        );
    }
}

#[test]
fn each_language_names_itself() {
    let names = MESSAGE_LANGUAGES.map(|(tag, _)| {
        let settings = LocaleSettings::of(language(tag));
        Locale::new(&settings, None)
            .message("language-name", &[])
            .unwrap()
    });
    assert_eq!(
        names,
        [
            "العربية",
            "English",
            "فارسی",
            "עברית",
            "اردو",
            "کوردی",
            "Türkçe",
            "Français"
        ]
    );
}

#[test]
fn one_and_two_have_no_digit_in_arabic() {
    let resource = parser::parse(MESSAGE_LANGUAGES[0].1).unwrap();
    let text = format!("{resource:?}");
    for form in ["one", "two"] {
        let variant = text.split(&format!("name: \"{form}\"")).nth(1).unwrap();
        let value = variant.split("Variant").next().unwrap();
        assert!(!value.contains("shown") && !value.contains(|c: char| c.is_numeric()));
    }
}

#[test]
fn a_site_words_single_messages_itself() {
    let settings = LocaleSettings::of(language("ar-SY-u-nu-latn"));
    let text = "home = الواجهة\nsite-greeting = أهلًا { $name }\n";
    let (overrides, faults) = MessageOverrides::read(&settings.language, text);
    assert_eq!(faults, []);
    let locale = Locale::new(&settings, Some(&overrides));
    assert_eq!(locale.message("home", &[]).unwrap(), "الواجهة");
    assert_eq!(locale.message("archive", &[]).unwrap(), "الأرشيف");
    let name = [("name", Argument::Text("سمر".to_owned()))];
    assert_eq!(locale.message("site-greeting", &name).unwrap(), "أهلًا سمر");
}

#[test]
fn a_language_the_theme_has_not_brings_its_own_plural_forms() {
    let settings = LocaleSettings::of(language("ru"));
    let text = "articles = { $count ->\n  [one] { $shown } статья\n  [few] { $shown } статьи\n  \
                [many] { $shown } статей\n *[other] { $shown } статьи\n }\n";
    let (overrides, faults) = MessageOverrides::read(&settings.language, text);
    assert_eq!(faults, []);
    let locale = Locale::new(&settings, Some(&overrides));
    for (n, expected) in [
        (1, "1 статья"),
        (3, "3 статьи"),
        (5, "5 статей"),
        (21, "21 статья"),
    ] {
        let arguments = [
            ("count", Argument::Count(n)),
            ("shown", Argument::Text(locale.number(n))),
        ];
        assert_eq!(locale.message("articles", &arguments).unwrap(), expected);
    }
    assert_eq!(locale.message("home", &[]).unwrap(), "Home");
}

#[test]
fn a_missing_plural_form_is_a_fault() {
    let text = "home = ا\narticles = { $count ->\n    [zero] لا مقالات\n    [one] مقالة\n    \
                [few] { $shown } مقالات\n    [many] { $shown } مقالة\n   *[other] { $shown } مقالة\n  }\n";
    assert_eq!(
        faults("ar", text),
        [
            "2:15 plural-forms: `articles` lacks the plural form `[two]` (the forms of `ar` are [zero] \
          [one] [two] [few] [many] [other])"
        ]
    );
    assert_eq!(
        faults(
            "en",
            "articles = { $count ->\n    [0] none\n    [one] 1\n   *[other] { $shown }\n  }\n"
        ),
        [
            "2:6 plural-forms: `[0]` in `articles` is no plural form of `en` (the forms of `en` are [one] \
          [other])"
        ]
    );
}

#[test]
fn faults_are_told_with_their_place_and_what_to_do() {
    assert_eq!(
        faults("ar", "# تعليق\nhomme = الواجهة\n"),
        [
            "2:1 unknown-message: no message of the theme is called `homme` (write `home`, if that is meant)"
        ]
    );
    assert_eq!(
        faults("ar", "archive-of-year = أرشيف { $yaer }\n"),
        [
            "1:28 unknown-message-value: `archive-of-year` is given no value `$yaer` (this message is given \
          { $year })"
        ]
    );
    assert_eq!(
        faults("ar", "home = ا\narchive = ب\nhome = ج\n"),
        ["3:1 duplicate-message: `home` is in this file already (remove one of them)"]
    );
    let syntax =
        "a message is one line `key = text`; text that goes on in the next line is indented there";
    assert_eq!(
        faults("ar", "home = ا\nالأرشيف = ب\nby =\nseries\n"),
        [
            format!("2:1 message-syntax: a name begins with a Latin letter ({syntax})"),
            format!("3:1 message-syntax: `by` has no text ({syntax})"),
            format!("4:7 message-syntax: `=` is missing ({syntax})"),
        ]
    );
    assert_eq!(
        faults("ar", "articles = { $count ->\n    [one] 1\n  }\n")[0],
        format!("3:3 message-syntax: no variant is marked with a star, as `*[other]` ({syntax})")
    );
    assert_eq!(
        faults("ar", "home = { archive }\narchive = { home }\n"),
        [
            "1:1 broken-message: `home` cannot be written: cyclical dependency detected (write its text out)",
            "2:1 broken-message: `archive` cannot be written: cyclical dependency detected (write its text out)",
        ]
    );
    assert_eq!(
        faults("ar", "by = { NUMBER(2) }\nhome = { -brand }\n"),
        [
            "1:1 broken-message: `by` cannot be written: unknown function: NUMBER() (write its text out)",
            "2:1 broken-message: `home` cannot be written: unknown term: -brand (write its text out)",
        ]
    );
    assert_eq!(
        faults("ar", "home = ا\n    .title = ب\n"),
        ["2:6 broken-message: `home` has an attribute, which is never shown (remove it)"]
    );
    assert_eq!(faults("ar", "\u{FEFF}home = ا\n"), Vec::<String>::new());
}

#[test]
fn no_text_is_too_much() {
    for text in [
        "{".repeat(200_000),
        format!("home = {}", "{ ".repeat(100_000)),
        format!("home = {{ {}", "A(\n".repeat(50_000)),
        "x".repeat(1_000_000),
        "home = \u{0}\n\r\n = {}".to_owned(),
        "a = { $count ->\n *[other] {\"\n".repeat(2_000),
    ] {
        assert!(!faults("ar", &text).is_empty());
    }
}
