//! Numbers with a locale's digits and grouping.
//!
//! Numbers come in, text goes out. The text holds no invisible mark of direction: templates isolate
//! numbers in HTML, and the same text serves titles and feeds. A negative number in a right-to-left
//! line needs that isolation, or its sign moves. Numbers inside an article's text never come here.

use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_locale::Locale as IcuLocale;

use super::marks::without_marks;

pub(super) struct Numbers {
    decimal: Option<DecimalFormatter>,
    digits: [char; 10],
}

impl Numbers {
    pub(super) fn new(locale: &IcuLocale) -> Self {
        let decimal = DecimalFormatter::try_new(locale.into(), Default::default()).ok();
        let digits = std::array::from_fn(|n| {
            let written = decimal
                .as_ref()
                .map(|f| f.format(&Decimal::from(n as u64)).to_string());
            written
                .and_then(|written| written.chars().find(|c| c.is_numeric()))
                .unwrap_or(char::from(b'0' + n as u8))
        });
        Numbers { decimal, digits }
    }

    /// A whole number, grouped: `7,939`.
    pub(super) fn number(&self, n: u64) -> String {
        self.write(&Decimal::from(n))
            .unwrap_or_else(|| self.digits(n))
    }

    /// The number that `ascii` writes, such as `-7939.2`; none if it is no number.
    pub(super) fn decimal(&self, ascii: &str) -> Option<String> {
        self.write(&Decimal::try_from_str(ascii).ok()?)
    }

    /// The digits of `n` alone, as years and pages are written.
    pub(super) fn digits(&self, n: u64) -> String {
        n.to_string()
            .bytes()
            .map(|digit| self.digits[usize::from(digit - b'0') % 10])
            .collect()
    }

    /// The digits, from nought.
    pub(super) fn all_digits(&self) -> [char; 10] {
        self.digits
    }

    /// The name of these digits, where Warraq has a setting for them.
    pub(super) fn numbering_system(&self) -> Option<&'static str> {
        match self.digits[0] {
            '0' => Some("latn"),
            '٠' => Some("arab"),
            '۰' => Some("arabext"),
            _ => None,
        }
    }

    fn write(&self, n: &Decimal) -> Option<String> {
        let formatter = self.decimal.as_ref()?;
        Some(without_marks(formatter.format(n).to_string()))
    }
}
