//! One page -> its bytes. Tera for HTML; writers of their own for feeds and sitemaps.
//!
//! A page of the plan comes in, bytes go out. Rendering sees the page's view, what every page shows
//! and the compiled templates: no archive, no configuration, no clock. Article texts come through
//! [`Bodies`], the one door, and are dropped with the page.

mod addresses;
mod citation;
mod context;
mod dates;
mod enclosure;
mod feed;
mod functions;
mod heads;
mod hosting;
mod isolation;
mod json_feed;
mod languages;
mod list_data;
mod machines;
mod memo;
mod page;
mod pictures;
mod pieces;
mod sitemap;
mod structured_data;
pub mod stylesheet;
mod templates;
mod texts;
pub mod theme;
mod xml;

pub use page::{Rendered, Renderer};
pub use pictures::Pictures;
pub use templates::{TemplateSource, Templates};

use crate::content::Origin;
use crate::diagnostics::Diagnostic;
use crate::plan::PictureView;

/// The door through which rendering gets the text of an article.
pub trait Bodies: Sync {
    /// The text below the front matter of `origin`, which must be the text that was planned with.
    fn body(&self, origin: &Origin) -> Result<String, Box<Diagnostic>>;

    /// The bytes of the picture that `view` is a form of, which must be those that were planned with.
    fn picture(&self, view: &PictureView) -> Result<Vec<u8>, Box<Diagnostic>>;
}
