//! Articles: a source file's text -> typed front matter, address, and what its body says.
//!
//! One file comes in at a time, an [`Article`] and all its diagnostics go out; the body's text is not
//! kept, only its place and digest. Nothing here knows of other articles or of the disk.

mod address;
mod article;
mod edition;
mod fences;
mod front_matter;
mod lints;
mod moment;
mod parse;
mod role;

pub use address::Address;
pub use article::{
    Agency, Article, Body, Correction, Head, Image, Link, Origin, Pool, Removal, TakenOut, Update,
};
pub use edition::Placed;
pub use fences::{SourceText, body_of};
pub use moment::{DateFault, Moment};
pub use parse::parse;
pub use role::{CONTENT, Role, is_markdown};

/// Largest article file that is read, in bytes. A file beyond it is an export or a picture under a
/// wrong name, not an article.
pub const MAX_ARTICLE_BYTES: u64 = 8 * 1024 * 1024;
