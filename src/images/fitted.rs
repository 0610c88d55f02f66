//! In which sizes a picture is offered, and where each of them is.

use std::sync::Arc;

use super::{Credits, Facts, Kind};
use crate::config::Images;
use crate::paths::UrlPath;

/// The form of a smaller picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Which every program shows.
    Jpeg,
    /// Which is smaller, and which all browsers of these years show.
    Webp,
}

impl Format {
    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Jpeg => "image/jpeg",
            Format::Webp => "image/webp",
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Format::Jpeg => "jpg",
            Format::Webp => "webp",
        }
    }

    /// The longest side a picture of it has.
    fn longest(self) -> u32 {
        match self {
            Format::Jpeg => 65_535,
            Format::Webp => 16_383,
        }
    }
}

/// A smaller form of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fitted {
    /// Its form.
    pub format: Format,
    /// Its width in pixels.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// Where it is.
    pub url: UrlPath,
}

/// A picture as pages show it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Shown {
    /// Where the picture itself is.
    pub url: UrlPath,
    /// Its width in pixels, turned as it is shown.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// Its smaller forms, of each format the smallest first.
    pub fitted: Box<[Fitted]>,
    /// Browsers may be offered the picture itself: it is not larger than the largest form.
    pub is_offered: bool,
    /// Whose it is, as its file says.
    pub credits: Option<Box<Credits>>,
}

impl Shown {
    /// The picture at `url`, of which `facts` are known; nothing where its size is not.
    pub fn new(url: &UrlPath, facts: &Facts, settings: &Images) -> Option<Arc<Shown>> {
        if facts.width == 0 || facts.height == 0 {
            return None;
        }
        let largest = settings.widths.last().copied().unwrap_or(0);
        let smallest = settings.widths.first().copied().unwrap_or(u32::MAX);
        let is_offered = facts.width <= largest;
        let smaller = settings.widths.iter().copied();
        let smaller = smaller.filter(|width| *width < facts.width);
        let own = match facts.kind {
            Kind::Jpeg => Some(Format::Jpeg),
            Kind::Webp => Some(Format::Webp),
            // A drawing of few colours is smaller as it is than at half its size.
            _ => None,
        };
        let also = Some(Format::Webp).filter(|format| settings.webp && own != Some(*format));
        let is_made = facts.can_be_made() && facts.width >= smallest && has_room(url);
        let mut fitted = Vec::new();
        for (format, is_own) in [(own, true), (also, false)] {
            let Some(format) = format.filter(|_| is_made) else {
                continue;
            };
            // The picture itself is there in its own format.
            let whole = Some(facts.width).filter(|_| !is_own && is_offered);
            for width in smaller.clone().chain(whole) {
                fitted.extend(fit(url, facts, format, width));
            }
        }
        Some(Arc::new(Shown {
            url: url.clone(),
            width: facts.width,
            height: facts.height,
            fitted: fitted.into(),
            is_offered,
            credits: facts.credits.clone(),
        }))
    }

    /// The forms of `format`.
    pub fn of(&self, format: Format) -> impl Iterator<Item = &Fitted> {
        let all = self.fitted.iter();
        all.filter(move |fitted| fitted.format == format)
    }

    /// The picture itself has the format of its smaller forms of `format`.
    pub fn is_webp(&self) -> bool {
        let name = self.url.as_str();
        name.len() > 5 && name.as_bytes()[name.len() - 5..].eq_ignore_ascii_case(b".webp")
    }
}

fn fit(url: &UrlPath, facts: &Facts, format: Format, width: u32) -> Option<Fitted> {
    let height = u64::from(facts.height) * u64::from(width);
    let own = u64::from(facts.width);
    let height = u32::try_from((height + own / 2) / own).ok()?.max(1);
    (width.max(height) <= format.longest()).then_some(())?;
    let name = format!("{}.{width}.{}", url.as_str(), format.ending());
    Some(Fitted {
        format,
        width,
        height,
        url: UrlPath::file(&name).ok()?,
    })
}

/// No file system takes a longer name; the longest ending is `.65535.webp`.
fn has_room(url: &UrlPath) -> bool {
    let name = url.as_str().rsplit('/').next().unwrap_or_default();
    name.len() + 11 <= 255
}
