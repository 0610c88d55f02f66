//! CommonMark with the extensions newsrooms use, as HTML with direction, anchors, notes and figures.
//!
//! The text of a body comes in, HTML or what can be learnt from the text goes out. Nothing here knows
//! of articles or of the site: where a link leads is asked of the caller.

mod anchors;
mod attributes;
mod blocks;
mod controls;
mod document;
mod events;
mod html;
mod inline;
mod isolate;
mod notes;
mod pictures;
mod raw_html;
mod scan;
mod schemes;
mod source;

pub use document::{Finding, FindingKind};
pub use html::{Labels, Settings, render};
pub use inline::{isolated, line};
pub use pictures::{Picture, sizes};
pub use scan::{Link, LinkKind, Scan, TextPiece, scan, scan_with};
pub use schemes::{Address, classify};
