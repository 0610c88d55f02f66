//! Shapes -> pixels of a few colours -> a PNG.
//!
//! All shapes of one colour are filled at once, so that letters that touch have no seam. Places are whole parts of
//! a pixel, and so is all that the rasteriser counts with.

use harfrust::font::glyph::outline::{DrawMemory, DrawOptions, PathSink};
use zeno::{Command, Mask, Point};

use super::faces::{EM, font};
use super::shaping::Line;
use super::{HEIGHT, Palette, WIDTH};
use crate::config::Color;
use crate::images::png;

/// Parts of a pixel that places are counted in.
const PARTS: i64 = 64;

/// How many shades there are between the paper and each colour, the colour itself among them.
const SHADES: u8 = 31;

/// How hard it is tried to make the file small, from 0 to 10.
const EFFORT: u8 = 8;

/// A colour that something is drawn in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pen {
    Ink,
    Accent,
    Quiet,
    Line,
}

const PENS: usize = 4;

/// What is drawn, until all is.
#[derive(Default)]
pub(super) struct Canvas {
    shapes: [Vec<Command>; PENS],
}

/// A place on the canvas, in whole pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) x: i64,
    pub(super) y: i64,
}

impl Canvas {
    /// Draws a rectangle whose upper left corner is at `place`.
    pub(super) fn bar(&mut self, pen: Pen, place: Place, width: i64, height: i64) {
        let Some(shapes) = self.shapes.get_mut(pen as usize) else {
            return;
        };
        let corner = |right: bool, low: bool| {
            let (x, y) = (
                place.x + if right { width } else { 0 },
                place.y + if low { height } else { 0 },
            );
            point(x * PARTS, y * PARTS)
        };
        shapes.push(Command::MoveTo(corner(false, false)));
        shapes.push(Command::LineTo(corner(true, false)));
        shapes.push(Command::LineTo(corner(true, true)));
        shapes.push(Command::LineTo(corner(false, true)));
        shapes.push(Command::Close);
    }

    /// Draws a line of letters of `size` pixels, the left end of its base line at `place`.
    pub(super) fn line(&mut self, pen: Pen, line: &Line, place: Place, size: i64) {
        let Some(shapes) = self.shapes.get_mut(pen as usize) else {
            return;
        };
        for glyph in &line.glyphs {
            let outline = font(glyph.face).and_then(|font| font.outline_glyphs().get(glyph.id));
            let Some(outline) = outline else {
                continue;
            };
            let mut letter = Letter {
                shapes,
                x: i64::from(glyph.x),
                y: i64::from(glyph.y),
                place,
                size,
            };
            // A shape that is damaged is left out: those inside the program are not.
            let _ = outline.draw(&DrawOptions::new(), DrawMemory::Scratch, &mut letter);
        }
    }

    /// The PNG of what was drawn.
    pub(super) fn finish(&self, colors: &Palette) -> Vec<u8> {
        let (width, height) = (WIDTH as usize, HEIGHT as usize);
        let mut pixels = vec![0u8; width * height];
        for (pen, shapes) in (0u8..).zip(&self.shapes) {
            if !shapes.is_empty() {
                fill(&mut pixels, pen, shapes);
            }
        }
        // A row begins with how it is written: as it is.
        let mut rows = Vec::with_capacity((width + 1) * height);
        for row in pixels.chunks(width) {
            rows.push(0);
            rows.extend_from_slice(row);
        }
        let mut out = png::SIGNATURE.to_vec();
        let mut head = [WIDTH.to_be_bytes(), HEIGHT.to_be_bytes()].concat();
        // Eight bits a pixel, by a palette.
        head.extend_from_slice(&[8, 3, 0, 0, 0]);
        png::push(&mut out, b"IHDR", &head);
        png::push(&mut out, b"PLTE", &palette(colors));
        let packed = miniz_oxide::deflate::compress_to_vec_zlib(&rows, EFFORT);
        png::push(&mut out, b"IDAT", &packed);
        png::push(&mut out, b"IEND", &[]);
        out
    }
}

/// Fills `shapes` with the shades of a pen. What reaches over the edge is cut off.
fn fill(pixels: &mut [u8], pen: u8, shapes: &[Command]) {
    let (cover, place) = Mask::new(shapes).render();
    let (left, top) = (i64::from(place.left), i64::from(place.top));
    let shades: Vec<u8> = (0..=u8::MAX)
        .map(|cover| match shade(cover) {
            0 => 0,
            shade => pen * SHADES + shade,
        })
        .collect();
    let width = place.width as usize;
    let inside = |at: i64, end: u32| usize::try_from(at).ok().filter(|at| *at < end as usize);
    for (row, y) in cover.chunks(width.max(1)).zip(top..) {
        let Some(y) = inside(y, HEIGHT) else {
            continue;
        };
        // Most rows of a canvas are white space.
        for (cover, x) in row.iter().zip(left..).filter(|(cover, _)| **cover > 0) {
            let shade = shades.get(usize::from(*cover)).copied().unwrap_or(0);
            let pixel = inside(x, WIDTH).and_then(|x| pixels.get_mut(y * WIDTH as usize + x));
            if let Some(pixel) = pixel.filter(|_| shade > 0) {
                *pixel = shade;
            }
        }
    }
}

/// How much of a pixel is covered -> its shade.
fn shade(cover: u8) -> u8 {
    let shade = (u16::from(cover) * u16::from(SHADES) + 127) / 255;
    u8::try_from(shade).unwrap_or(SHADES)
}

/// The paper and after it the shades of each pen.
fn palette(colors: &Palette) -> Vec<u8> {
    let Palette {
        paper,
        ink,
        accent,
        quiet,
        line,
    } = *colors;
    let mut palette = vec![paper.0, paper.1, paper.2];
    for Color(red, green, blue) in [ink, accent, quiet, line] {
        for shade in 1..=SHADES {
            let mixed = |of: u8, behind: u8| {
                let (shade, all) = (u16::from(shade), u16::from(SHADES));
                let mixed =
                    (u16::from(of) * shade + u16::from(behind) * (all - shade) + all / 2) / all;
                u8::try_from(mixed).unwrap_or(of)
            };
            palette.extend([
                mixed(red, paper.0),
                mixed(green, paper.1),
                mixed(blue, paper.2),
            ]);
        }
    }
    palette
}

/// A place in parts of a pixel. A canvas has few enough for every part to be told apart.
fn point(x: i64, y: i64) -> Point {
    Point::new(x as f32 / PARTS as f32, y as f32 / PARTS as f32)
}

/// Where a letter's shape is drawn.
struct Letter<'a> {
    shapes: &'a mut Vec<Command>,
    x: i64,
    y: i64,
    place: Place,
    size: i64,
}

impl Letter<'_> {
    /// From thousandths of an em to the canvas, whose rows are counted downwards.
    fn at(&self, x: f32, y: f32) -> Point {
        // Points between two others lie on halves.
        let halves = |own: i64, length: f32| 2 * own + (length * 2.0) as i64;
        let parts = |halves: i64| (halves * self.size * PARTS).div_euclid(2 * i64::from(EM));
        let (x, y) = (halves(self.x, x), halves(self.y, y));
        point(
            self.place.x * PARTS + parts(x),
            self.place.y * PARTS - parts(y),
        )
    }
}

impl PathSink for Letter<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let to = self.at(x, y);
        self.shapes.push(Command::MoveTo(to));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.at(x, y);
        self.shapes.push(Command::LineTo(to));
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        let (by, to) = (self.at(cx0, cy0), self.at(x, y));
        self.shapes.push(Command::QuadTo(by, to));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let (one, two, to) = (self.at(cx0, cy0), self.at(cx1, cy1), self.at(x, y));
        self.shapes.push(Command::CurveTo(one, two, to));
    }

    fn close(&mut self) {
        self.shapes.push(Command::Close);
    }
}
