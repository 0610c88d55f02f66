//! `images:` of `warraq.yaml` -> [`Images`].

use super::Images;
use crate::diagnostics::Severity;
use crate::yaml::Fields;

const EXAMPLE: &str = "images: {widths: [480, 960, 1600], quality: 78, webp: true}";

/// No more forms of one picture than these, each not wider.
const MOST_WIDTHS: usize = 8;
const WIDEST: u32 = 8_000;

/// The forms of pictures; `images: false` means none.
pub(super) fn read_images(fields: &mut Fields) -> Option<Images> {
    let default = Images::default();
    if !fields.has_value("images") {
        fields.ignore("images");
        return Some(default);
    }
    if !fields.is_mapping("images") {
        return match fields.flag("images") {
            Some(false) => None,
            _ => Some(default),
        };
    }
    let read = fields.mapping("images", EXAMPLE, |images| {
        let widths = widths(images).unwrap_or_else(|| default.widths.clone());
        let quality = images.count("quality", 100);
        let webp = images.flag("webp");
        images.finish(&["widths", "quality", "webp"], Severity::Error);
        Images {
            widths,
            quality: quality
                .and_then(|quality| u8::try_from(quality).ok())
                .unwrap_or(default.quality),
            webp: webp.unwrap_or(default.webp),
        }
    });
    Some(read.unwrap_or(default))
}

/// The widths in order, each once; nothing where there are none that can be used.
fn widths(images: &mut Fields) -> Option<Vec<u32>> {
    let written = images.texts("widths");
    if written.is_empty() {
        return None;
    }
    let width = |text: &String| {
        text.parse()
            .ok()
            .filter(|width| (16..=WIDEST).contains(width))
    };
    let mut widths: Vec<u32> = written.iter().filter_map(width).collect();
    if widths.len() < written.len() || widths.len() > MOST_WIDTHS {
        images.error(
            "widths",
            "bad-image-widths",
            format!(
                "`widths` are up to {MOST_WIDTHS} whole numbers of pixels, from 16 to {WIDEST}"
            ),
            format!("For example: {EXAMPLE}"),
        );
        return None;
    }
    widths.sort_unstable();
    widths.dedup();
    Some(widths)
}
