//! Pictures: what a file's head says of one, and the forms it is published in.
//!
//! Bytes come in, [`Facts`] and other bytes go out. What is learnt is read from the head, before a single pixel
//! is decoded, so that no picture can ask for more memory than is given ([`MAX_PIXELS`]). Nothing here touches
//! a file, and nothing panics, whatever the bytes are. The same bytes make the same forms on every machine:
//! decoding, resizing and encoding count in whole numbers and have one result on every processor.

mod bytes;
mod clean;
mod credits;
mod decode;
mod encode;
mod exif;
mod facts;
mod fitted;
mod gif;
mod iptc;
mod jpeg;
mod make;
mod permits;
mod pixels;
mod png;
mod probe;
pub mod share;
mod svg;
mod webp;
mod xmp;

pub use credits::Credits;
pub use facts::{Facts, Fault, Kind, Pictures};
pub use fitted::{Fitted, Format, Shown};
pub use make::{ENCODING, Form, Made, make};
pub use permits::Permits;
pub use probe::probe;

/// A picture of more pixels is refused: no paper's camera takes one, and it would fill a machine's memory.
pub const MAX_PIXELS: u64 = 100_000_000;
