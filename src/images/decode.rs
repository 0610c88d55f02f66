//! A picture's bytes -> its pixels, in three or four bytes each.

use std::io::Cursor;
use std::panic::catch_unwind;

use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

use super::bytes::place;
use super::pixels::Pixels;
use super::{Facts, Kind, MAX_PIXELS};

/// Memory one picture may take while it is decoded, in bytes.
const MEMORY: usize = 4 * MAX_PIXELS as usize;

/// Decodes a picture that was found sound by its head; nothing where it is damaged.
pub(super) fn decode(bytes: &[u8], facts: &Facts) -> Option<Pixels> {
    let sides = match facts.turn {
        5..=8 => (facts.height, facts.width),
        _ => (facts.width, facts.height),
    };
    // No decoder is known to panic on any bytes. Should one, a picture is lost and not the site.
    let pixels = catch_unwind(|| match facts.kind {
        Kind::Jpeg => jpeg(bytes, sides),
        Kind::Png => png(bytes),
        Kind::Webp => webp(bytes),
        Kind::Gif | Kind::Svg | Kind::Other => None,
    })
    .ok()
    .flatten()?;
    // Another size than its head says is another picture.
    (sides == (pixels.width, pixels.height)).then_some(pixels)
}

/// A JPEG of no more than these sides: a second head in it may ask for more memory than the first.
fn jpeg(bytes: &[u8], (width, height): (u32, u32)) -> Option<Pixels> {
    let options = DecoderOptions::default()
        .set_strict_mode(false)
        // The same instructions on every processor.
        .set_use_unsafe(false)
        .set_max_width(place(width))
        .set_max_height(place(height))
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(Cursor::new(bytes), options);
    let pixels = decoder.decode().ok()?;
    let info = decoder.info()?;
    Pixels::new(info.width.into(), info.height.into(), false, pixels)
}

fn png(bytes: &[u8]) -> Option<Pixels> {
    let limits = png::Limits { bytes: MEMORY };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().ok()?;
    let size = reader.output_buffer_size()?;
    if size > MEMORY {
        return None;
    }
    let mut buffer = vec![0; size];
    let info = reader.next_frame(&mut buffer).ok()?;
    buffer.truncate(info.buffer_size());
    let (has_alpha, pixels) = match info.color_type {
        png::ColorType::Rgb => (false, buffer),
        png::ColorType::Rgba => (true, buffer),
        png::ColorType::Grayscale => {
            let pixels = buffer.iter().flat_map(|grey| [*grey; 3]);
            (false, pixels.collect())
        }
        png::ColorType::GrayscaleAlpha => {
            let pixels = buffer.chunks_exact(2);
            let pixels = pixels.flat_map(|pixel| [pixel[0], pixel[0], pixel[0], pixel[1]]);
            (true, pixels.collect())
        }
        png::ColorType::Indexed => return None,
    };
    Pixels::new(info.width, info.height, has_alpha, pixels)
}

fn webp(bytes: &[u8]) -> Option<Pixels> {
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(bytes)).ok()?;
    decoder.set_memory_limit(MEMORY);
    let (width, height) = decoder.dimensions();
    let size = decoder.output_buffer_size()?;
    if size > MEMORY {
        return None;
    }
    let mut buffer = vec![0; size];
    decoder.read_image(&mut buffer).ok()?;
    Pixels::new(width, height, decoder.has_alpha(), buffer)
}

/// The colour profile that its pixels are meant with; none for that of the web, which needs no telling.
pub(super) fn profile(bytes: &[u8], facts: &Facts) -> Option<Vec<u8>> {
    let profile = match facts.kind {
        Kind::Jpeg => super::jpeg::profile(bytes),
        Kind::Webp => super::webp::profile(bytes),
        Kind::Png => {
            let limits = png::Limits { bytes: MEMORY };
            let decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
            let reader = decoder.read_info().ok()?;
            let profile = reader.info().icc_profile.as_ref()?;
            Some(profile.to_vec())
        }
        Kind::Gif | Kind::Svg | Kind::Other => None,
    }?;
    let is_in_colour = profile.get(16..20) == Some(b"RGB ");
    let is_of_web = memchr::memmem::find(&profile, b"sRGB").is_some();
    (is_in_colour && !is_of_web && profile.len() <= LONGEST_PROFILE).then_some(profile)
}

/// A longer profile is a printer's.
const LONGEST_PROFILE: usize = 16 * 1024;
