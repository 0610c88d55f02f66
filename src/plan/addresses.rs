//! The addresses of pages that no article names: years, months, days, indexes.

use jiff::civil::Date;

use crate::paths::UrlPath;

/// A path of ASCII letters, digits and slashes, which is always an address.
fn fixed(path: &str) -> UrlPath {
    UrlPath::new(path).unwrap_or_else(|_| UrlPath::home())
}

/// The root of the archive.
pub fn archive_url() -> UrlPath {
    fixed("/archive/")
}

/// The index of tags.
pub fn tags_url() -> UrlPath {
    fixed("/tags/")
}

/// The index of authors.
pub fn authors_url() -> UrlPath {
    fixed("/authors/")
}

/// The page of a year.
pub fn year_url(year: i16) -> UrlPath {
    fixed(&format!("/{year:04}/"))
}

/// The page of the month of `date`.
pub fn month_url(date: Date) -> UrlPath {
    fixed(&format!("/{:04}/{:02}/", date.year(), date.month()))
}

/// The page of a day.
pub fn day_url(date: Date) -> UrlPath {
    fixed(&format!(
        "/{:04}/{:02}/{:02}/",
        date.year(),
        date.month(),
        date.day()
    ))
}

/// Page `number` of the list whose landing page is `home`.
pub(super) fn numbered_url(home: &UrlPath, number: usize) -> UrlPath {
    below(home, &format!("page/{number}/"))
}

/// A file or folder with an ASCII name below a list's landing page.
pub(super) fn below(home: &UrlPath, name: &str) -> UrlPath {
    // `home` is an address already, and the name adds nothing that could leave it.
    UrlPath::new(&format!("{}{name}", home.encoded())).unwrap_or_else(|_| home.clone())
}
