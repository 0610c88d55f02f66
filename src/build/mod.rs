//! The composed pipeline: parse, index, plan, find what is stale, render.
//!
//! A [`Snapshot`] comes in with a door to its files; pages that changed go out to a [`Sink`]. Every
//! command that makes pages goes through here. It touches no disk itself.

mod last;
mod lines;
mod looking;
mod manifest;
mod outline;
pub mod permanence;
mod pictures;
mod pipeline;
mod present;
mod reading;
pub mod receipt;
pub mod shard;
mod shelf;
mod snapshot;
mod stale;
mod touched;
mod validity;
mod wording;
mod written;

pub use last::Last;
pub use lines::Lines;
pub use looking::{Look, look};
pub use manifest::{Head, Manifest, Record};
pub use outline::Outline;
pub use pipeline::{
    BodiesOf, Planned, Progress, Sink, Stage, as_planned, plan, plan_after, render,
};
pub use present::{FoundFile, Present};
pub use shard::{Shard, Share};
pub use snapshot::{
    ArticleFile, Files, MessageSource, NoShelves, ShelfPart, Shelves, Snapshot, Stamp,
};
pub use stale::{FileState, Reason, Stale, Staleness, stale};
pub use touched::touched;
pub use written::{Written, left};
