//! CommonMark with the extensions newsrooms use, as HTML with direction, anchors, notes and figures.
//!
//! The text of a body comes in, HTML or what can be learnt from the text goes out. Nothing here knows
//! of articles or of the site: where a link leads is asked of the caller.

mod anchors;
mod blocks;
mod events;
mod html;
mod inline;
mod notes;
mod raw_html;
mod scan;
mod schemes;

pub use html::{Labels, Settings, render};
pub use raw_html::Change;
pub use scan::{Finding, Link, LinkKind, Scan, scan};
pub use schemes::{Address, classify};
