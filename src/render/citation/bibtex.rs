//! BibTeX, with the fields of biblatex that it lets stand.

use super::Work;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// What biblatex calls the languages of the theme.
const LANGUAGES: [(&str, &str); 7] = [
    ("ar", "arabic"),
    ("ckb", "kurdish"),
    ("en", "english"),
    ("fa", "persian"),
    ("fr", "french"),
    ("he", "hebrew"),
    ("tr", "turkish"),
];

/// The entry of a work.
pub(in crate::render) fn bibtex(work: &Work) -> String {
    let mut entry = format!("@article{{{},", work.key);
    let mut field = |name: &str, value: &str| {
        entry.extend(["\n  ", name, " = ", value, ","]);
    };
    // Two braces keep styles from writing capitals small.
    field("title", &format!("{{{{{}}}}}", escaped(work.title)));
    if !work.authors.is_empty() {
        let names: Vec<String> = work.authors.iter().map(|name| person(name)).collect();
        field("author", &format!("{{{}}}", names.join(" and ")));
    }
    field("journal", &format!("{{{}}}", escaped(work.newspaper)));
    field("entrysubtype", "{newspaper}");
    if let Some(date) = work.date {
        let month = usize::try_from(date.month() - 1).unwrap_or_default();
        field("year", &format!("{{{}}}", date.year()));
        field("month", MONTHS.get(month).copied().unwrap_or("jan"));
        field("date", &format!("{{{date}}}"));
    }
    let primary = work.language.split('-').next().unwrap_or_default();
    if let Some((_, name)) = LANGUAGES.iter().find(|(tag, _)| *tag == primary) {
        field("langid", &format!("{{{name}}}"));
    }
    // An address is taken as it is.
    entry.extend(["\n  url = {", work.address, "}\n}"]);
    entry
}

/// A name; one that would be taken for several, or for a name turned round, in braces.
fn person(name: &str) -> String {
    let escaped = escaped(name);
    match name.contains(',') || name.split_whitespace().any(|word| word == "and") {
        true => format!("{{{escaped}}}"),
        false => escaped,
    }
}

/// A text in which nothing is a command and no brace stands alone: readers of BibTeX count even those behind
/// a backslash.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '{' => escaped.push_str("\\textbraceleft{}"),
            '}' => escaped.push_str("\\textbraceright{}"),
            '\\' => escaped.push_str("\\textbackslash{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '$' | '&' | '%' | '#' | '_' => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}
