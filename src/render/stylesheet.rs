//! The style sheet, fitted to what is set in `warraq.yaml`: with or without the theme's fonts, in the site's own
//! colours.
//!
//! A sheet comes in, a sheet goes out; it is read no further than is told here. What belongs to fonts stands
//! between two comments, and colours are custom properties that are set once more at the end.

use std::fmt::Write;

use crate::config::Color;
use crate::plan::StylesheetView;

/// What stands before and after all that belongs to the theme's fonts.
const FONTS: [&str; 2] = ["/* fonts */", "/* end of fonts */"];

/// The sheet `bytes` for the settings of `view`. One that is not UTF-8 stays as it is.
pub fn fitted(bytes: &[u8], view: &StylesheetView) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return bytes.to_vec();
    };
    let mut sheet = match view.fonts {
        true => text.to_owned(),
        false => without_fonts(text),
    };
    // In print, ink is black and paper white whatever is set.
    for (medium, colors) in [
        ("screen", &view.colors.light),
        ("screen and (prefers-color-scheme: dark)", &view.colors.dark),
    ] {
        if !colors.is_empty() {
            sheet.push_str(&palette(medium, colors));
        }
    }
    sheet.into_bytes()
}

fn palette(medium: &str, colors: &[(&'static str, Color)]) -> String {
    let mut rule = format!("\n@media {medium} {{\n  :root {{");
    for (name, color) in colors {
        // Writing to a string cannot fail.
        let _ = write!(rule, " --{name}: {color};");
    }
    rule.push_str(" }\n}\n");
    rule
}

fn without_fonts(text: &str) -> String {
    let [begin, end] = FONTS;
    let mut left = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(begin) {
        left.push_str(before);
        rest = after.split_once(end).map_or("", |(_, after)| after);
    }
    left.push_str(rest);
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Colors, Theme};
    use crate::digest::Digest;
    use crate::plan::{AssetView, StaticOrigin};
    use crate::render::theme::STATIC;

    fn own() -> &'static str {
        let sheet = STATIC.iter().find(|(path, _)| *path == "theme/style.css");
        std::str::from_utf8(sheet.unwrap().1).unwrap()
    }

    fn fit(text: &str, fonts: bool, colors: Colors) -> String {
        let view = StylesheetView {
            asset: AssetView {
                origin: StaticOrigin::Theme("theme/style.css"),
                digest: Digest::default(),
            },
            fonts,
            colors,
        };
        String::from_utf8(fitted(text.as_bytes(), &view)).unwrap()
    }

    #[test]
    fn a_sheet_without_fonts_names_none() {
        assert!(own().contains("@font-face") && own().contains("url("));
        let without = fit(own(), false, Colors::default());
        for word in ["@font-face", "url(", "Warraq"] {
            assert!(!without.contains(word), "{word}");
        }
        assert!(without.contains("--text:") && without.contains("@media print"));
        assert_eq!(
            fit(
                "a /* fonts */ b /* end of fonts */ c",
                false,
                Colors::default()
            ),
            "a  c"
        );
        assert_eq!(fit("a /* fonts */ b", false, Colors::default()), "a ");
    }

    #[test]
    fn colours_are_set_after_all_else_and_not_in_print() {
        let red = Color(0xaa, 0, 0);
        let colors = Colors {
            light: vec![("accent", red)],
            dark: vec![("paper", Color(0, 0, 0)), ("accent", red)],
        };
        let sheet = fit(own(), true, colors);
        assert_eq!(
            sheet.strip_prefix(own()).unwrap(),
            "\n@media screen {\n  :root { --accent: #aa0000; }\n}\n\
             \n@media screen and (prefers-color-scheme: dark) {\n  :root { --paper: #000000; --accent: #aa0000; }\n}\n"
        );
    }

    #[test]
    fn contrast_is_held_against_the_colours_of_the_sheet() {
        assert_eq!(Theme::default().colors, Colors::default());
        for (palette, at) in [(crate::config::LIGHT, 0), (crate::config::DARK, 1)] {
            for (name, color) in crate::config::COLOR_NAMES.iter().zip(palette) {
                let property = format!("--{name}: {color};");
                let scheme = own().split("prefers-color-scheme: dark").nth(at).unwrap();
                assert!(scheme.contains(&property), "{property}");
            }
        }
    }
}
