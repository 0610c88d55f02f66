//! `theme` in `warraq.yaml` -> [`Theme`], and an edition's logo.

use super::Edition;
use super::theme::{Color, Colors, DARK, LIGHT, NAMES, Theme};
use crate::diagnostics::Severity;
use crate::yaml::Fields;

const EXAMPLE: &str = "theme: {fonts: true, colors: {accent: \"#8c1c1c\"}, logo: /img/logo.svg}";

/// The keys of `theme` for the whole site.
const KEYS: [&str; 4] = ["fonts", "scripts", "colors", "logo"];

/// Reads `theme` of the whole site; the logo is that of `main`.
pub(super) fn read_theme(fields: &mut Fields, main: &mut Edition) -> Theme {
    let read = fields.mapping("theme", EXAMPLE, |theme| {
        let read = Theme {
            fonts: theme.flag("fonts").unwrap_or(true),
            scripts: theme.flag("scripts").unwrap_or(true),
            colors: read_colors(theme),
        };
        main.logo = theme.text("logo");
        theme.finish(&KEYS, Severity::Error);
        read
    });
    read.unwrap_or_default()
}

/// Reads `theme` of an edition beside the main one: all of them share one style sheet, so that only the logo
/// can be another.
pub(super) fn read_logo(fields: &mut Fields) -> Option<String> {
    let read = fields.mapping("theme", "theme: {logo: /img/logo-en.svg}", |theme| {
        let logo = theme.text("logo");
        theme.finish(&["logo"], Severity::Error);
        logo
    });
    read.flatten()
}

fn read_colors(theme: &mut Fields) -> Colors {
    let example = "colors: {accent: \"#8c1c1c\", dark: {accent: \"#f2a096\"}}";
    let read = theme.mapping("colors", example, |colors| {
        let accent = read_color(colors, "accent");
        let palette = |colors: &mut Fields, scheme: &str, own, accent| {
            let read = colors.mapping(scheme, example, |palette| {
                read_palette(palette, own, accent)
            });
            read.unwrap_or_default()
        };
        let mut light = palette(colors, "light", LIGHT, accent);
        let mut dark = palette(colors, "dark", DARK, None);
        colors.finish(&["accent", "light", "dark"], Severity::Error);
        if let Some(accent) = accent {
            if light.is_empty() {
                light.push(("accent", accent));
                tell_contrast(colors, "accent", "accent", &light, LIGHT);
            }
            if !has(&dark, "accent") {
                let paper = shown("paper", &dark, DARK);
                dark.push(("accent", accent.lightened(paper)));
            }
        }
        Colors { light, dark }
    });
    read.unwrap_or_default()
}

/// The colours set for one scheme; `accent` is the one that is set for both.
fn read_palette(
    palette: &mut Fields,
    own: [Color; 7],
    accent: Option<Color>,
) -> Vec<(&'static str, Color)> {
    let mut read = Vec::new();
    for name in NAMES {
        read.extend(read_color(palette, name).map(|color| (name, color)));
    }
    palette.finish(&NAMES, Severity::Error);
    let written: Vec<&str> = read.iter().map(|(name, _)| *name).collect();
    if let Some(accent) = accent.filter(|_| !has(&read, "accent")) {
        read.push(("accent", accent));
    }
    for name in ["ink", "quiet", "accent"] {
        // Where only the paper is set, it is what is told.
        match (written.contains(&name), written.contains(&"paper")) {
            (true, _) => tell_contrast(palette, name, name, &read, own),
            (false, true) => tell_contrast(palette, "paper", name, &read, own),
            (false, false) if has(&read, name) => {
                tell_contrast(palette, name, name, &read, own);
            }
            (false, false) => {}
        }
    }
    read
}

fn has(palette: &[(&'static str, Color)], name: &str) -> bool {
    palette.iter().any(|(known, _)| *known == name)
}

fn read_color(fields: &mut Fields, name: &str) -> Option<Color> {
    let written = fields.text(name)?;
    let color = Color::parse(&written);
    if color.is_none() {
        fields.error(
            name,
            "bad-color",
            format!("`{written}` is not a colour"),
            "Write it as # and six digits from 0 to f, between quotation marks, for example: accent: \"#8c1c1c\"",
        );
    }
    color
}

/// A colour as readers will see it: what is set, or the theme's own.
fn shown(name: &str, set: &[(&'static str, Color)], own: [Color; 7]) -> Color {
    let set = set.iter().find(|(known, _)| *known == name);
    let own = NAMES.iter().zip(own).find(|(known, _)| **known == name);
    set.map(|(_, color)| *color)
        .or(own.map(|(_, color)| color))
        .unwrap_or(Color(0, 0, 0))
}

/// Tells a text that many could not read on its paper, at the key `at`.
fn tell_contrast(
    fields: &mut Fields,
    at: &str,
    name: &str,
    set: &[(&'static str, Color)],
    own: [Color; 7],
) {
    let (color, paper) = (shown(name, set, own), shown("paper", set, own));
    let contrast = color.contrast(paper);
    if contrast < 4.5 {
        fields.warning(
            at,
            "low-contrast",
            format!("texts in `{name}` ({color}) on `paper` ({paper}) are hard to read: their contrast is {contrast:.1} to 1"),
            "Choose a darker colour on light paper, or a lighter one on dark paper: 4.5 to 1 is the least that everyone can read.",
        );
    }
}
