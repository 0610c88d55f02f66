//! Pictures made for the tests: four coloured quarters, with all that a camera and a picture desk write into a file.

use std::io::Write;

use jpeg_encoder::{ColorType, Encoder};

/// The colours of the quarters, from the top left as the pixels lie in the file, row by row.
pub const QUARTERS: [[u8; 3]; 4] = [[220, 30, 30], [30, 200, 30], [30, 30, 220], [230, 220, 40]];

/// What stands in every file for a place: no published file may hold it.
pub const PLACE: &[u8] = b"PLACE-33.5138N-36.2765E";

/// A picture of four quarters.
pub fn pixels(width: u32, height: u32) -> Vec<u8> {
    let quarter = |x, y| usize::from(x >= width / 2) + 2 * usize::from(y >= height / 2);
    let rows = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    rows.flat_map(|(x, y)| QUARTERS[quarter(x, y)]).collect()
}

/// What a camera's JPEG says beside its pixels.
#[derive(Debug, Clone, Default)]
pub struct Said<'a> {
    /// EXIF's orientation.
    pub turn: u8,
    /// With XMP of these: creator, credit, copyright.
    pub xmp: Option<[&'a str; 3]>,
    /// With IPTC of these.
    pub iptc: Option<[&'a str; 3]>,
}

/// A JPEG as a telephone writes it: with EXIF and a place in it, and a film behind its end.
pub fn photograph(width: u16, height: u16, said: &Said) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, 95);
    encoder.add_app_segment(1, exif(said.turn)).unwrap();
    if let Some(credits) = said.xmp {
        encoder.add_app_segment(1, xmp_segment(credits)).unwrap();
    }
    if let Some(credits) = said.iptc {
        encoder.add_app_segment(13, photoshop(credits)).unwrap();
    }
    encoder
        .encode(
            &pixels(width.into(), height.into()),
            width,
            height,
            ColorType::Rgb,
        )
        .unwrap();
    out.extend_from_slice(b"....ftypmp42");
    out.extend_from_slice(PLACE);
    out
}

/// A JPEG of nothing but its picture.
pub fn plain(width: u16, height: u16) -> Vec<u8> {
    let mut out = Vec::new();
    let encoder = Encoder::new(&mut out, 90);
    encoder
        .encode(
            &pixels(width.into(), height.into()),
            width,
            height,
            ColorType::Rgb,
        )
        .unwrap();
    out
}

/// EXIF with an orientation, and a directory of GPS that holds [`PLACE`].
pub fn exif(turn: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    tiff.extend_from_slice(&3_u16.to_le_bytes());
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        let mut entry = tag.to_le_bytes().to_vec();
        entry.extend_from_slice(&kind.to_le_bytes());
        entry.extend_from_slice(&count.to_le_bytes());
        entry.extend_from_slice(&value.to_le_bytes());
        entry
    };
    tiff.extend(entry(0x0112, 3, 1, turn.into()));
    tiff.extend(entry(0x010F, 2, PLACE.len() as u32 + 1, 50));
    tiff.extend(entry(0x8825, 4, 1, 50));
    tiff.extend_from_slice(&[0; 4]);
    tiff.extend_from_slice(PLACE);
    tiff.push(0);
    [b"Exif\0\0", &tiff[..]].concat()
}

/// A packet of XMP as Photoshop writes it, with a place.
pub fn xmp([creator, credit, copyright]: [&str; 3]) -> String {
    let place = String::from_utf8_lossy(PLACE);
    format!(
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\"\n\
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\"\n\
         xmlns:exif=\"http://ns.adobe.com/exif/1.0/\" exif:GPSLatitude=\"{place}\" photoshop:Credit=\"{credit}\">\n\
         <dc:creator><rdf:Seq><rdf:li>{creator}</rdf:li></rdf:Seq></dc:creator>\n\
         <dc:rights><rdf:Alt><rdf:li xml:lang=\"x-default\">{copyright}</rdf:li></rdf:Alt></dc:rights>\n\
         </rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>"
    )
}

fn xmp_segment(credits: [&str; 3]) -> Vec<u8> {
    [b"http://ns.adobe.com/xap/1.0/\0", xmp(credits).as_bytes()].concat()
}

fn photoshop([creator, credit, copyright]: [&str; 3]) -> Vec<u8> {
    let mut records = Vec::new();
    for (number, text) in [(80, creator), (110, credit), (116, copyright)] {
        let length = u16::try_from(text.len()).unwrap().to_be_bytes();
        records.extend_from_slice(&[0x1C, 2, number]);
        records.extend_from_slice(&length);
        records.extend_from_slice(text.as_bytes());
    }
    let mut block = b"Photoshop 3.0\08BIM\x04\x04\0\0".to_vec();
    block.extend_from_slice(&u32::try_from(records.len()).unwrap().to_be_bytes());
    block.extend_from_slice(&records);
    block
}

/// A PNG of four quarters, with a text chunk that holds [`PLACE`], and EXIF if it is to be turned.
pub fn png(width: u32, height: u32, turn: Option<u8>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder
        .add_text_chunk(
            "Location".into(),
            String::from_utf8_lossy(PLACE).into_owned(),
        )
        .unwrap();
    let mut writer = encoder.write_header().unwrap();
    if let Some(turn) = turn {
        writer
            .write_chunk(png::chunk::eXIf, &exif(turn)[6..])
            .unwrap();
    }
    writer.write_image_data(&pixels(width, height)).unwrap();
    writer.finish().unwrap();
    out
}

/// The same as WebP, with EXIF and XMP behind it.
pub fn webp(width: u32, height: u32, turn: u8, credits: Option<[&str; 3]>) -> Vec<u8> {
    let encoder = webp::Encoder::from_rgb(&pixels(width, height), width, height)
        .encode(90.0)
        .to_vec();
    let mut chunks = Vec::new();
    let mut chunk = |name: &[u8; 4], data: &[u8]| {
        chunks.extend_from_slice(name);
        chunks.extend_from_slice(&(data.len() as u32).to_le_bytes());
        chunks.extend_from_slice(data);
        chunks.extend_from_slice(&vec![0; data.len() % 2]);
    };
    let xmp_flag = if credits.is_some() { 4 } else { 0 };
    let mut head = vec![8 | xmp_flag, 0, 0, 0];
    head.extend_from_slice(&(width - 1).to_le_bytes()[..3]);
    head.extend_from_slice(&(height - 1).to_le_bytes()[..3]);
    chunk(b"VP8X", &head);
    let length = u32::from_le_bytes(encoder[16..20].try_into().unwrap()) as usize;
    chunk(
        encoder[12..16].try_into().unwrap(),
        &encoder[20..20 + length],
    );
    chunk(b"EXIF", &exif(turn)[6..]);
    if let Some(credits) = credits {
        chunk(b"XMP ", xmp(credits).as_bytes());
    }
    let mut out = b"RIFF".to_vec();
    out.write_all(&(chunks.len() as u32 + 4).to_le_bytes())
        .unwrap();
    out.write_all(b"WEBP").unwrap();
    out.write_all(&chunks).unwrap();
    out
}

/// The head of a PNG of so many pixels, with next to no bytes behind it.
pub fn bomb(width: u32, height: u32) -> Vec<u8> {
    let small = png(2, 2, None);
    let mut head = b"IHDR".to_vec();
    head.extend_from_slice(&width.to_be_bytes());
    head.extend_from_slice(&height.to_be_bytes());
    head.extend_from_slice(&small[24..29]);
    let mut sum = crc32fast::Hasher::new();
    sum.update(&head);
    [
        &small[..12],
        &head,
        &sum.finalize().to_be_bytes(),
        &small[33..],
    ]
    .concat()
}

/// Width, height and pixels of a picture, in three bytes each.
pub fn decoded(bytes: &[u8]) -> (u32, u32, Vec<u8>) {
    let cursor = std::io::Cursor::new(bytes);
    if bytes.starts_with(b"RIFF") {
        let mut decoder = image_webp::WebPDecoder::new(cursor).unwrap();
        let (width, height) = decoder.dimensions();
        let mut pixels = vec![0; decoder.output_buffer_size().unwrap()];
        decoder.read_image(&mut pixels).unwrap();
        assert!(!decoder.has_alpha());
        return (width, height, pixels);
    }
    if bytes.starts_with(b"\x89PNG") {
        let mut reader = png::Decoder::new(cursor).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!(info.color_type, png::ColorType::Rgb);
        return (info.width, info.height, pixels);
    }
    let mut decoder = zune_jpeg::JpegDecoder::new(cursor);
    let pixels = decoder.decode().unwrap();
    let info = decoder.info().unwrap();
    (info.width.into(), info.height.into(), pixels)
}

/// Which quarter's colour each corner has: top left, top right, bottom left, bottom right.
pub fn corners(bytes: &[u8]) -> [usize; 4] {
    let (width, height, pixels) = decoded(bytes);
    let at = |x: u32, y: u32| {
        let at = (y * width + x) as usize * 3;
        let pixel = &pixels[at..at + 3];
        let distance = |colour: &[u8; 3]| -> u32 {
            let parts = colour.iter().zip(pixel);
            parts.map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2)).sum()
        };
        (0..4)
            .min_by_key(|quarter| distance(&QUARTERS[*quarter]))
            .unwrap()
    };
    let (right, bottom) = (width - width / 8 - 1, height - height / 8 - 1);
    let (left, top) = (width / 8, height / 8);
    [
        at(left, top),
        at(right, top),
        at(left, bottom),
        at(right, bottom),
    ]
}

/// Whether `needle` stands in `bytes`.
pub fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}
