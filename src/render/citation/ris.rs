//! RIS: a tag and a value a line.

use super::Work;

/// The record of a work.
pub(in crate::render) fn ris(work: &Work) -> String {
    let mut record = String::from("TY  - NEWS");
    let mut line = |tag: &str, value: &str| {
        record.extend(["\n", tag, "  - "]);
        // A value ends with its line.
        record.extend(value.chars().map(|c| if c.is_control() { ' ' } else { c }));
    };
    line("TI", work.title);
    for name in &work.authors {
        line("AU", name);
    }
    line("T2", work.newspaper);
    if let Some(publisher) = work.publisher {
        line("PB", publisher);
    }
    if let Some(date) = work.date {
        line("PY", &date.year().to_string());
        let (year, month, day) = (date.year(), date.month(), date.day());
        line("DA", &format!("{year:04}/{month:02}/{day:02}"));
    }
    line("LA", work.language);
    line("UR", work.address);
    line("ER", "");
    record
}
