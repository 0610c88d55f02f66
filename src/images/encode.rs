//! Pixels -> the bytes of a file.

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::pixels::Pixels;
use super::{Credits, Format, jpeg, webp};

/// What is told of a picture beside its pixels.
pub(super) struct Beside<'a> {
    pub(super) profile: Option<&'a [u8]>,
    pub(super) credits: Option<&'a Credits>,
    /// It has few colours: a drawing, which may be smaller without loss.
    pub(super) is_flat: bool,
}

/// How hard it is tried to make a file without loss small, from 0 to 100.
const EFFORT: f32 = 75.0;

/// The segment of a JPEG that says whose it is.
const APP1: u8 = 1;

/// A picture of `format`; nothing where it cannot be one.
pub(super) fn encode(
    pixels: &Pixels,
    format: Format,
    quality: u8,
    beside: &Beside,
) -> Option<Vec<u8>> {
    match format {
        Format::Jpeg => to_jpeg(pixels, quality, beside),
        Format::Webp => to_webp(pixels, quality, beside),
    }
}

fn to_jpeg(pixels: &Pixels, quality: u8, beside: &Beside) -> Option<Vec<u8>> {
    let (width, height) = (
        u16::try_from(pixels.width).ok()?,
        u16::try_from(pixels.height).ok()?,
    );
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    if let Some(credits) = beside.credits {
        encoder.add_app_segment(APP1, jpeg::app1(credits)).ok()?;
    }
    if let Some(profile) = beside.profile {
        encoder.add_icc_profile(profile).ok()?;
    }
    let kind = match pixels.has_alpha {
        true => ColorType::Rgba,
        false => ColorType::Rgb,
    };
    encoder.encode(&pixels.bytes, width, height, kind).ok()?;
    Some(out)
}

fn to_webp(pixels: &Pixels, quality: u8, beside: &Beside) -> Option<Vec<u8>> {
    let (width, height) = (pixels.width, pixels.height);
    let mut settings = ::webp::WebPConfig::new().ok()?;
    settings.quality = f32::from(quality);
    settings.method = 4;
    // One thread: others encode other pictures.
    settings.thread_level = 0;
    let encoder = match pixels.has_alpha {
        true => ::webp::Encoder::from_rgba(&pixels.bytes, width, height),
        false => ::webp::Encoder::from_rgb(&pixels.bytes, width, height),
    };
    let mut simple = encoder.encode_advanced(&settings).ok()?.to_vec();
    if beside.is_flat {
        settings.lossless = 1;
        settings.quality = EFFORT;
        let lossless = encoder.encode_advanced(&settings).ok()?;
        if lossless.len() <= simple.len() {
            simple = lossless.to_vec();
        }
    }
    let size = (width, height);
    Some(webp::extended(simple, size, beside.profile, beside.credits))
}

/// A PNG of these pixels.
pub(super) fn to_png(pixels: &Pixels, profile: Option<&[u8]>) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut info = png::Info::with_size(pixels.width, pixels.height);
    info.bit_depth = png::BitDepth::Eight;
    info.color_type = match pixels.has_alpha {
        true => png::ColorType::Rgba,
        false => png::ColorType::Rgb,
    };
    info.icc_profile = profile.map(Into::into);
    let encoder = png::Encoder::with_info(&mut out, info).ok()?;
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&pixels.bytes).ok()?;
    writer.finish().ok()?;
    Some(out)
}
