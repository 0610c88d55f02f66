//! What the HTML of a picture says beside its address: its size, and its smaller forms.

use super::inline::push_attribute;

/// A picture that a body shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its width in pixels.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// Its smaller forms and itself, as `srcset` lists them.
    pub srcset: Option<String>,
    /// The same in WebP, where they are not that already.
    pub webp: Option<String>,
    /// Who is to be named below it, as its file says.
    pub credit: Option<String>,
}

/// How wide pictures are shown by the style sheet of the theme, as `sizes` says it, by where they stand:
/// across a telephone, and elsewhere as the text; beside a card; beside the lead story of a front.
const SIZES: [(&str, &str); 3] = [
    ("text", "(min-width: 52em) 48em, 100vw"),
    ("card", "(min-width: 44em) 15em, 30vw"),
    ("lead", "(min-width: 62em) 42rem, 100vw"),
];

/// How wide pictures are shown in `place`, one of `text`, `card` and `lead`.
pub fn sizes(place: &str) -> Option<&'static str> {
    let mut known = SIZES.iter();
    known
        .find(|(name, _)| *name == place)
        .map(|(_, sizes)| *sizes)
}

impl Picture {
    /// Writes what stands before the `<img>`.
    pub(super) fn open(&self, out: &mut String) {
        if let Some(webp) = &self.webp {
            out.push_str("<picture><source type=\"image/webp\"");
            push_srcset(out, webp);
            out.push('>');
        }
    }

    /// Writes the attributes of the `<img>` that list its forms.
    pub(super) fn forms(&self, out: &mut String) {
        if let Some(srcset) = &self.srcset {
            push_srcset(out, srcset);
        }
    }

    /// Writes its size, so that the text around it stays where it is while the picture is loaded.
    pub(super) fn size(&self, out: &mut String) {
        let Picture { width, height, .. } = self;
        out.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
    }

    /// Writes what stands behind the `<img>`.
    pub(super) fn close(&self, out: &mut String) {
        if self.webp.is_some() {
            out.push_str("</picture>");
        }
    }
}

fn push_srcset(out: &mut String, srcset: &str) {
    out.push_str(" srcset=\"");
    push_attribute(out, srcset);
    out.push_str("\" sizes=\"");
    out.push_str(SIZES[0].1);
    out.push('"');
}
