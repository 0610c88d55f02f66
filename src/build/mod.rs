//! The composed pipeline: parse, index, plan, find what is stale, render.
//!
//! A [`Snapshot`] comes in with a door to its files; pages that changed go out to a [`Sink`]. Every
//! command that makes pages goes through here. It touches no disk itself.

mod lines;
mod manifest;
pub mod permanence;
mod pipeline;
mod reading;
pub mod receipt;
mod shelf;
mod snapshot;
mod stale;
mod wording;

pub use lines::Lines;
pub use manifest::{Manifest, Record};
pub use pipeline::{Planned, Progress, Sink, Stage, plan, render};
pub use snapshot::{Files, MessageSource, NoShelves, Shelves, Snapshot, Stamp};
pub use stale::{FileState, Reason, Stale, stale};
