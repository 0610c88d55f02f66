//! Unicode with no idea of news: direction, normal forms, slugs, digits, nearest words.
//!
//! Text comes in, text or a small fact about it goes out. Nothing here knows of articles, sites or
//! languages' names, and nothing here touches the outside world.

pub mod bidi;
pub mod bytes;
pub mod classes;
pub mod controls;
pub mod digits;
pub mod direction;
pub mod identity;
pub mod nearest;
pub mod normalize;
pub mod order;
pub mod packed;
pub mod slug;
pub mod transliterate;
