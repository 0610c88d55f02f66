//! A picture's bytes -> all forms of it that are wanted, with one decoding.

use super::encode::{Beside, encode, to_png};
use super::permits::Permits;
use super::pixels::Pixels;
use super::{Facts, Format, Kind, clean, decode, png, probe};
use crate::paths::SourcePath;

/// Raised whenever the same picture would come to other bytes: what was published is then made again.
pub const ENCODING: u32 = 1;

/// The quality of a picture that was turned, which is what readers save: not lower than this.
const QUALITY_OF_TURNED: u8 = 92;

/// A form a picture is published in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// The picture itself, turned as it is to be shown, without what is private.
    Cleaned,
    /// One made smaller.
    Fitted {
        /// Its format.
        format: Format,
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
        /// From 1 to 100.
        quality: u8,
    },
}

/// What has become of a picture.
#[derive(Debug)]
pub struct Made {
    /// The files, in the order they were asked for.
    pub files: Vec<Vec<u8>>,
    /// It could not be decoded, and stands itself for its smaller forms.
    pub is_damaged: bool,
}

/// Makes `forms` of the picture in `bytes`.
pub fn make(bytes: &[u8], forms: &[Form], permits: &Permits) -> Made {
    let facts = probe(&SourcePath::new(""), bytes);
    let facts = facts.unwrap_or_else(|| Facts::of(Kind::Other));
    let is_decoded = |form: &Form| *form != Form::Cleaned || facts.is_turned();
    if !forms.iter().any(is_decoded) {
        let files = forms.iter().map(|_| clean::clean(bytes, &facts)).collect();
        return Made {
            files,
            is_damaged: false,
        };
    }
    let pixels = u64::from(facts.width) * u64::from(facts.height);
    // Held until the last form is made: the decoded picture is there as long.
    let _permit = permits.take(pixels);
    let decoded = match facts.can_be_made() {
        true => decode::decode(bytes, &facts),
        false => None,
    };
    let profile = decode::profile(bytes, &facts);
    let beside = Beside {
        profile: profile.as_deref(),
        credits: facts.credits.as_deref(),
        is_flat: decoded.as_ref().is_some_and(Pixels::is_flat),
    };
    let mut is_damaged = decoded.is_none();
    let mut one = |form: &Form| {
        let made = decoded
            .as_ref()
            .and_then(|decoded| one(decoded, *form, &facts, &beside));
        is_damaged |= made.is_none() && is_decoded(form);
        made.unwrap_or_else(|| clean::clean(bytes, &facts))
    };
    Made {
        files: forms.iter().map(&mut one).collect(),
        is_damaged,
    }
}

/// One form; nothing where the file itself is cleaned for it.
fn one(decoded: &Pixels, form: Form, facts: &Facts, beside: &Beside) -> Option<Vec<u8>> {
    match form {
        Form::Cleaned if !facts.is_turned() => None,
        Form::Cleaned => {
            let pixels = decoded.turned(facts.turn);
            match facts.kind {
                Kind::Png => {
                    let file = to_png(&pixels, beside.profile)?;
                    Some(png::clean(&file, beside.credits))
                }
                Kind::Webp => encode(&pixels, Format::Webp, QUALITY_OF_TURNED, beside),
                _ => encode(&pixels, Format::Jpeg, QUALITY_OF_TURNED, beside),
            }
        }
        Form::Fitted {
            format,
            width,
            height,
            quality,
        } => {
            // It is turned when it is small, which costs less.
            let (lying_width, lying_height) = match facts.turn {
                5..=8 => (height, width),
                _ => (width, height),
            };
            let small = decoded.resized(lying_width, lying_height)?;
            encode(&small.turned(facts.turn), format, quality, beside)
        }
    }
}
