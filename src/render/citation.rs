//! How an article is cited, in the forms that reference managers read.
//!
//! What is known of the article comes in, text goes out; each form escapes by its own rules. The sentence for
//! readers is a message of the theme and not made here.

mod bibtex;
mod csl;
mod meta;
mod ris;

pub(super) use bibtex::bibtex;
pub(super) use csl::csl;
pub(super) use meta::{MetaTag, meta};
pub(super) use ris::ris;

use jiff::civil::Date;

/// What is cited.
pub(super) struct Work<'a> {
    /// A name for it that no other article of the site has: letters and digits of ASCII.
    pub(super) key: String,
    pub(super) title: &'a str,
    pub(super) authors: Vec<&'a str>,
    pub(super) newspaper: &'a str,
    /// Who publishes it, where that is another name than the newspaper's.
    pub(super) publisher: Option<&'a str>,
    pub(super) date: Option<Date>,
    /// The tag of its language.
    pub(super) language: &'a str,
    /// Its whole address, percent-encoded: the short one that stays, if it has one.
    pub(super) address: &'a str,
    /// The address of its page.
    pub(super) page: &'a str,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Everything in it is a trap for one of the forms.
    fn work() -> Work<'static> {
        Work {
            key: "n20220110-ab".into(),
            title: "خبر {50%} & \"ق\" \\ <b> #1_2",
            authors: vec!["سلمى الحداد", "Smith, Jones and Sons"],
            newspaper: "بريد",
            publisher: Some("دار"),
            date: Some(jiff::civil::date(2022, 1, 10)),
            language: "ar-SY",
            address: "https://example.org/%D8%AE/",
            page: "https://example.org/%D8%AE/",
        }
    }

    #[test]
    fn bibtex_keeps_its_braces_in_pairs() {
        assert_eq!(
            bibtex(&work()),
            "@article{n20220110-ab,\n  \
             title = {{خبر \\textbraceleft{}50\\%\\textbraceright{} \\& \"ق\" \\textbackslash{} <b> \\#1\\_2}},\n  \
             author = {سلمى الحداد and {Smith, Jones and Sons}},\n  \
             journal = {بريد},\n  entrysubtype = {newspaper},\n  \
             year = {2022},\n  month = jan,\n  date = {2022-01-10},\n  langid = {arabic},\n  \
             url = {https://example.org/%D8%AE/}\n}"
        );
    }

    #[test]
    fn ris_has_a_tag_a_line() {
        assert_eq!(
            ris(&work()),
            "TY  - NEWS\nTI  - خبر {50%} & \"ق\" \\ <b> #1_2\nAU  - سلمى الحداد\nAU  - Smith, Jones and Sons\n\
             T2  - بريد\nPB  - دار\nPY  - 2022\nDA  - 2022/01/10\nLA  - ar-SY\nUR  - https://example.org/%D8%AE/\nER  - "
        );
    }

    #[test]
    fn csl_is_json() {
        let json: serde_json::Value = serde_json::from_str(&csl(&work())).unwrap();
        assert_eq!(json[0]["type"], "article-newspaper");
        assert_eq!(json[0]["title"], work().title);
        assert_eq!(json[0]["author"][1]["literal"], "Smith, Jones and Sons");
        assert_eq!(json[0]["issued"]["date-parts"][0][2], 10);
    }

    #[test]
    fn an_article_without_author_or_date_names_none() {
        let work = Work {
            authors: Vec::new(),
            date: None,
            ..work()
        };
        assert!(!bibtex(&work).contains("author") && !bibtex(&work).contains("year"));
        assert!(!ris(&work).contains("AU") && !ris(&work).contains("PY"));
        assert!(!csl(&work).contains("issued"));
    }
}
