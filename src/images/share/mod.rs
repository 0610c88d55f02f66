//! Share images: what is shown beside a link to a page that has no picture of its own.
//!
//! The words of one come in ([`ShareImage`]), a PNG goes out. All letters are of the fonts inside the program, and
//! from the shapes of letters to the file everything is counted in whole numbers: the same words make the same
//! bytes on every machine. What the fonts have no letters for is not drawn at all ([`can_draw`]): a paper does not
//! show empty boxes.

mod canvas;
mod faces;
mod layout;
mod lines;
mod shaping;

use std::sync::Arc;

use crate::config::Color;
use crate::text::direction::Direction;

pub use faces::missing;

/// The width of a share image, which social networks ask for.
pub const WIDTH: u32 = 1200;
/// Its height.
pub const HEIGHT: u32 = 630;

/// Raised whenever the same words would come to other bytes: what was published is then made again.
pub const DRAWING: u32 = 1;

/// All that is drawn of a share image.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ShareImage {
    /// What all images of an edition show.
    pub paper: Arc<Paper>,
    /// The direction of the page.
    pub direction: Direction,
    /// The tag of the page's language, which decides between forms of letters.
    pub language: Arc<str>,
    /// What is shown below the site's name.
    pub words: Words,
    /// How it is drawn: [`DRAWING`].
    pub drawing: u32,
}

/// What all images of an edition show.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Paper {
    /// The site's name.
    pub name: String,
    /// Its colours on light paper.
    pub colors: Palette,
}

/// The colours of a share image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Palette {
    /// What is behind all.
    pub paper: Color,
    /// Name and headline.
    pub ink: Color,
    /// The section, and the bars.
    pub accent: Color,
    /// Date and description.
    pub quiet: Color,
    /// Thin rules.
    pub line: Color,
}

/// What a share image says beside the site's name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Words {
    /// For the pages of the site that are no articles: one or two sentences.
    Site(Option<String>),
    /// For an article.
    Article {
        /// The headline.
        headline: String,
        /// The section.
        section: Option<String>,
        /// The date in words.
        date: Option<String>,
    },
}

/// Whether the fonts have all letters of `text`.
pub fn can_draw(text: &str) -> bool {
    missing(text).is_none()
}

/// The PNG of a share image.
pub fn draw(image: &ShareImage) -> Vec<u8> {
    layout::lay_out(image).finish(&image.paper.colors)
}
