//! Pixels: made smaller, and turned.

use std::borrow::Cow;
use std::collections::BTreeSet;

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::{U8x3, U8x4};
use fast_image_resize::{FilterType, PixelTrait, ResizeAlg, ResizeOptions, Resizer};

use super::bytes::place;

/// A polynomial: those that need sines come to other numbers on another system.
const FILTER: FilterType = FilterType::CatmullRom;

/// A picture of more colours is a photograph.
const MOST_COLOURS: usize = 512;

/// A decoded picture, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pixels {
    pub(super) width: u32,
    pub(super) height: u32,
    /// Three bytes for a pixel, or four where some are clear.
    pub(super) has_alpha: bool,
    pub(super) bytes: Vec<u8>,
}

impl Pixels {
    /// These, if there are as many bytes as there must be.
    pub(super) fn new(width: u32, height: u32, has_alpha: bool, bytes: Vec<u8>) -> Option<Self> {
        let pixels = Pixels {
            width,
            height,
            has_alpha,
            bytes,
        };
        let length = u64::from(width) * u64::from(height) * pixels.depth() as u64;
        (length > 0 && pixels.bytes.len() as u64 == length).then_some(pixels)
    }

    fn depth(&self) -> usize {
        if self.has_alpha { 4 } else { 3 }
    }

    /// Whether it has no more colours than a drawing.
    pub(super) fn is_flat(&self) -> bool {
        let mut colours = BTreeSet::new();
        let all = self.bytes.chunks_exact(self.depth());
        let mut last = None;
        for pixel in all {
            if last != Some(pixel) {
                colours.insert(pixel);
            }
            if colours.len() > MOST_COLOURS {
                return false;
            }
            last = Some(pixel);
        }
        true
    }

    /// The same picture of another size. The resizer counts in whole numbers: on any processor it comes to the
    /// same bytes.
    pub(super) fn resized(&self, width: u32, height: u32) -> Option<Cow<'_, Pixels>> {
        if (width, height) == (self.width, self.height) {
            return Some(Cow::Borrowed(self));
        }
        let small = match self.has_alpha {
            true => small::<U8x4>(self, width, height),
            false => small::<U8x3>(self, width, height),
        };
        Pixels::new(width, height, self.has_alpha, small?).map(Cow::Owned)
    }

    /// The picture turned as EXIF's orientation `turn` asks for.
    pub(super) fn turned(&self, turn: u8) -> Cow<'_, Pixels> {
        if !(2..=8).contains(&turn) {
            return Cow::Borrowed(self);
        }
        let (width, height) = match turn {
            5.. => (self.height, self.width),
            _ => (self.width, self.height),
        };
        let depth = self.depth();
        let mut bytes = Vec::with_capacity(self.bytes.len());
        let (right, bottom) = (self.width - 1, self.height - 1);
        for y in 0..height {
            for x in 0..width {
                // Which of its own pixels stands here.
                let (column, row) = match turn {
                    2 => (right - x, y),
                    3 => (right - x, bottom - y),
                    4 => (x, bottom - y),
                    5 => (y, x),
                    6 => (y, bottom - x),
                    7 => (right - y, bottom - x),
                    _ => (right - y, x),
                };
                let at = (row as usize * self.width as usize + column as usize) * depth;
                bytes.extend_from_slice(self.bytes.get(at..at + depth).unwrap_or_default());
            }
        }
        Cow::Owned(Pixels {
            width,
            height,
            bytes,
            has_alpha: self.has_alpha,
        })
    }
}

/// The bytes of a smaller picture of pixels of one kind: the program then carries no other kinds.
fn small<P: PixelTrait>(pixels: &Pixels, width: u32, height: u32) -> Option<Vec<u8>> {
    let from = TypedImageRef::<P>::from_buffer(pixels.width, pixels.height, &pixels.bytes).ok()?;
    let mut bytes = vec![0; place(width) * place(height) * pixels.depth()];
    let mut to = TypedImage::<P>::from_buffer(width, height, &mut bytes).ok()?;
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FILTER));
    Resizer::new().resize_typed(&from, &mut to, &options).ok()?;
    drop(to);
    Some(bytes)
}
