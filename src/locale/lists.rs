//! Names in a row, as a language joins them: `أحمد وReuters وسمر`.
//!
//! Names come in, the words between them go out. The names themselves stay with the caller, who
//! isolates and links each: `و` is written onto the name that follows it, and a Latin name must not
//! draw it to its own side.

use std::fmt;

use icu_list::options::ListFormatterOptions;
use icu_list::{ListFormatter, parts};
use icu_locale::Locale as IcuLocale;
use writeable::{Part, PartsWrite, Writeable};

use super::marks::without_marks;

pub(super) struct Lists {
    and: Option<ListFormatter>,
}

impl Lists {
    pub(super) fn new(locale: &IcuLocale) -> Self {
        let options = ListFormatterOptions::default();
        // CLDR has no lists for Central Kurdish, and the root's Latin comma is wrong in it. It joins
        // by a word of its own, as Persian does.
        let locale = match locale.id.language.as_str() {
            "ckb" => &icu_locale::locale!("fa"),
            _ => locale,
        };
        Lists {
            and: ListFormatter::try_new_and(locale.into(), options).ok(),
        }
    }

    /// What stands between each two of `names` by CLDR's pattern for "and": one text fewer than
    /// names. The pattern may ask for the name that follows, as Hebrew's does.
    pub(super) fn joints(&self, names: &[&str]) -> Vec<String> {
        let mut row = Row::default();
        if let Some(and) = &self.and {
            // A row that cannot be written gives too few joints, which are made up for below.
            let _ = and.format(names.iter()).write_to_parts(&mut row);
        }
        let mut joints: Vec<String> = row.after.into_iter().map(without_marks).collect();
        joints.resize(names.len(), String::from(", "));
        joints.pop();
        joints
    }
}

/// Keeps what stands after each name of a row, and drops the names.
#[derive(Default)]
struct Row {
    after: Vec<String>,
    in_name: bool,
}

impl fmt::Write for Row {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if let (false, Some(joint)) = (self.in_name, self.after.last_mut()) {
            joint.push_str(text);
        }
        Ok(())
    }
}

impl PartsWrite for Row {
    type SubPartsWrite = Self;

    fn with_part(
        &mut self,
        part: Part,
        mut write: impl FnMut(&mut Self) -> fmt::Result,
    ) -> fmt::Result {
        self.in_name = part == parts::ELEMENT;
        let written = write(self);
        if self.in_name {
            self.after.push(String::new());
        }
        self.in_name = false;
        written
    }
}
