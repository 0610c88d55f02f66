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

/// How wide a picture of a text is shown: across a telephone, and as the text elsewhere.
const SIZES: &str = "(min-width: 52em) 48em, 100vw";

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
    out.push_str(SIZES);
    out.push('"');
}
