//! Pictures: their smaller forms as HTML lists them, and the bytes of each.

use super::Bodies;
use super::context::Setting;
use crate::diagnostics::Diagnostic;
use crate::images::{self, Format, Permits, Shown};
use crate::plan::PictureView;

/// The smaller forms of a picture for `srcset`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Forms {
    /// Those every browser shows.
    pub(super) srcset: Option<String>,
    /// Those in WebP, where the others are not.
    pub(super) webp: Option<String>,
}

impl Forms {
    pub(super) fn of(shown: &Shown, setting: &Setting) -> Self {
        let list = |format: Format, with_itself: bool| {
            let smaller = shown.of(format).map(|fitted| (&fitted.url, fitted.width));
            let itself = Some((&shown.url, shown.width)).filter(|_| with_itself);
            let all = smaller.chain(itself);
            let all: Vec<String> = all
                .map(|(url, width)| format!("{} {width}w", setting.href_of(url)))
                .collect();
            // The picture alone is in `src` already.
            (all.len() > usize::from(with_itself)).then(|| all.join(", "))
        };
        let itself = shown.is_offered;
        match shown.is_webp() {
            true => Forms {
                srcset: list(Format::Webp, itself),
                webp: None,
            },
            false => Forms {
                srcset: list(Format::Jpeg, itself),
                webp: list(Format::Webp, false),
            },
        }
    }
}

/// The files of a picture in the order they were asked for, and what there is to say of it.
pub type Pictures = (Vec<Vec<u8>>, Option<Diagnostic>);

/// The bytes of `views`, which are forms of one picture and are made with one decoding.
pub(super) fn make(
    views: &[&PictureView],
    bodies: &dyn Bodies,
    permits: &Permits,
) -> Result<Pictures, Box<Diagnostic>> {
    let Some(first) = views.first() else {
        return Ok((Vec::new(), None));
    };
    let bytes = bodies.picture(first)?;
    let forms: Vec<_> = views.iter().map(|view| view.form).collect();
    let made = images::make(&bytes, &forms, permits);
    let told = made.is_damaged.then(|| {
        Diagnostic::warning(
            "damaged-picture",
            "the picture is damaged: it cannot be decoded. It stands as it is in place of its smaller forms",
        )
        .in_file(&first.source)
        .hint("Put the picture here anew, or save it again with a program that opens it.")
    });
    Ok((made.files, told))
}
