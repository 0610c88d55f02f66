//! How a site looks, as far as its owner sets it: fonts, scripts, colours.
//!
//! Nothing here knows CSS. The colours that are not set are the theme's own, which are here only so that what
//! is set can be held against them.

/// What is set of the theme, for the whole site.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Theme {
    /// Pages come with the theme's fonts.
    pub fonts: bool,
    /// Pages come with the theme's script.
    pub scripts: bool,
    /// Colours that take the place of the theme's.
    pub colors: Colors,
}

impl Default for Theme {
    fn default() -> Self {
        Theme {
            fonts: true,
            scripts: true,
            colors: Colors::default(),
        }
    }
}

/// Colours by their names, in the order of [`NAMES`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Colors {
    /// On light paper.
    pub light: Vec<(&'static str, Color)>,
    /// Where a reader's device is set to dark.
    pub dark: Vec<(&'static str, Color)>,
}

impl Colors {
    /// The colour named `name` on light paper: what is set, else the theme's own.
    pub fn on_light(&self, name: &str) -> Color {
        let set = self.light.iter().find(|(known, _)| *known == name);
        let own = NAMES.iter().zip(LIGHT).find(|(known, _)| **known == name);
        set.map(|(_, color)| *color)
            .or(own.map(|(_, color)| color))
            .unwrap_or(Color(0, 0, 0))
    }

    /// Whether any is set.
    pub fn any(&self) -> bool {
        !self.light.is_empty() || !self.dark.is_empty()
    }

    /// The colour of the paper in light: as set, else the theme's own.
    pub fn paper(&self) -> Color {
        let mut light = self.light.iter();
        let set = light.find(|(name, _)| *name == "paper");
        // The place of `paper` in [`NAMES`].
        set.map_or(LIGHT[1], |(_, color)| *color)
    }
}

/// The names of colours, which are custom properties of the style sheet too (`--ink`).
pub const NAMES: [&str; 7] = ["ink", "paper", "quiet", "line", "accent", "tint", "focus"];

/// The theme's own colours on light paper, in the order of [`NAMES`].
pub const LIGHT: [Color; 7] = [
    Color(0x1c, 0x1a, 0x17),
    Color(0xfd, 0xfc, 0xfa),
    Color(0x57, 0x52, 0x4a),
    Color(0xdd, 0xd8, 0xce),
    Color(0x8c, 0x1c, 0x1c),
    Color(0xf4, 0xf1, 0xea),
    Color(0x0b, 0x5c, 0xad),
];

/// The theme's own colours on dark paper.
pub const DARK: [Color; 7] = [
    Color(0xec, 0xe8, 0xe0),
    Color(0x15, 0x14, 0x12),
    Color(0xb5, 0xae, 0xa2),
    Color(0x3a, 0x37, 0x32),
    Color(0xf2, 0xa0, 0x96),
    Color(0x21, 0x1f, 0x1c),
    Color(0x8c, 0xc2, 0xff),
];

/// A colour: red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Color(pub u8, pub u8, pub u8);

impl Color {
    /// Reads `#8c1c1c` or `#812`.
    pub fn parse(text: &str) -> Option<Color> {
        let digits = text.trim().strip_prefix('#')?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let part = |at: usize, length: usize| {
            let part = digits.get(at * length..(at + 1) * length)?;
            let value = u8::from_str_radix(part, 16).ok()?;
            Some(if length == 1 { value * 17 } else { value })
        };
        let length = match digits.len() {
            3 => 1,
            6 => 2,
            _ => return None,
        };
        Some(Color(part(0, length)?, part(1, length)?, part(2, length)?))
    }

    /// Relative luminance, from 0 for black to 1 for white (WCAG 2.2).
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            match part <= 0.04045 {
                true => part / 12.92,
                false => ((part + 0.055) / 1.055).powf(2.4),
            }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// The contrast of two colours, from 1 to 21 (WCAG 2.2).
    pub fn contrast(self, other: Color) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// The colour mixed with white until it is read well on `paper`.
    pub fn lightened(self, paper: Color) -> Color {
        let mixed = |twentieths: u16| {
            let part = |part: u8| {
                let white = (255 - u16::from(part)) * twentieths / 20;
                part.saturating_add(u8::try_from(white).unwrap_or(u8::MAX))
            };
            Color(part(self.0), part(self.1), part(self.2))
        };
        let lighter = (0..20).map(mixed);
        lighter
            .into_iter()
            .find(|color| color.contrast(paper) >= 7.0)
            .unwrap_or(Color(255, 255, 255))
    }
}

impl std::fmt::Display for Color {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_three_or_six_digits() {
        assert_eq!(Color::parse("#8c1C1c"), Some(Color(0x8c, 0x1c, 0x1c)));
        assert_eq!(Color::parse("#812"), Some(Color(0x88, 0x11, 0x22)));
        for wrong in ["8c1c1c", "#8c1c1", "#8c1c1g", "red", "#", "#éé", "#+1+2+3"] {
            assert_eq!(Color::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Color(0x8c, 0x1c, 0x1c).to_string(), "#8c1c1c");
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        let (black, white) = (Color(0, 0, 0), Color(255, 255, 255));
        assert_eq!(black.contrast(white).round(), 21.0);
        assert_eq!(white.contrast(white), 1.0);
        // #767676 is the lightest grey that may be read on white.
        assert!(Color(0x76, 0x76, 0x76).contrast(white) >= 4.5);
        assert!(Color(0x77, 0x77, 0x77).contrast(white) < 4.5);
    }

    #[test]
    fn the_themes_own_texts_are_read_well_on_its_papers() {
        for palette in [LIGHT, DARK] {
            let [ink, paper, quiet, _, accent, tint, focus] = palette;
            for behind in [paper, tint] {
                assert!(ink.contrast(behind) >= 12.0);
                assert!(quiet.contrast(behind) >= 6.5, "{quiet} {behind}");
                assert!(accent.contrast(behind) >= 7.0, "{accent} {behind}");
                assert!(focus.contrast(behind) >= 3.0);
            }
        }
        let navy = Color(0x0a, 0x2a, 0x5e);
        assert!(navy.lightened(DARK[1]).contrast(DARK[1]) >= 7.0);
    }
}
