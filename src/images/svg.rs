//! SVG: its size, where it says one. It is published as it is.

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::{Facts, Kind};

/// The element is looked for in so many bytes.
const OPENING: usize = 64 * 1024;

/// What a file says of itself; nothing where it is no SVG.
pub(super) fn facts(bytes: &[u8]) -> Option<Facts> {
    let text = String::from_utf8_lossy(bytes.get(..OPENING).unwrap_or(bytes));
    let mut reader = Reader::from_str(text.trim_start_matches('\u{FEFF}'));
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                let is_svg = element.local_name().as_ref() == "svg";
                return is_svg.then(|| of_element(&element));
            }
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

/// The size by `width` and `height` in pixels, else by `viewBox`; of a size in other units nothing is told.
fn of_element(element: &BytesStart) -> Facts {
    let value = |name: &str| {
        let found = element.try_get_attribute(name).ok().flatten()?;
        Some(found.value.into_owned())
    };
    let pixels = |name: &str| {
        let written = value(name)?;
        side(written.trim().trim_end_matches("px"))
    };
    let facts = Facts::of(Kind::Svg);
    if let (Some(width), Some(height)) = (pixels("width"), pixels("height")) {
        return facts.sized(width, height);
    }
    let view = value("viewBox").unwrap_or_default();
    let numbers: Vec<&str> = view
        .split([' ', ',', '\n', '\t', '\r'])
        .filter(|number| !number.is_empty())
        .collect();
    match numbers[..] {
        [_, _, width, height] => match (side(width), side(height)) {
            (Some(width), Some(height)) => facts.sized(width, height),
            _ => facts,
        },
        _ => facts,
    }
}

/// A side in whole pixels.
fn side(text: &str) -> Option<u32> {
    let side: f64 = text.trim().parse().ok()?;
    // Within what fits, so nothing is lost but what is behind the point.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    (1.0..=30_000.0)
        .contains(&side)
        .then(|| side.round() as u32)
}
