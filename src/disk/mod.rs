//! The edge to the file system: reading a snapshot, staging and committing an output.
//!
//! Paths of the machine live here and nowhere below. Nothing here decides what a page holds.

mod across;
mod commit;
mod compare;
mod digests;
mod faults;
mod keep;
mod last;
mod lock;
mod mirror;
mod output;
mod permanence;
mod read;
mod receipt;
mod scratch;
mod shards;
mod shelves;
mod site;
mod staging;
mod stamps;
mod tree;
mod walk;

pub use commit::{CommitFault, Committed, recover};
pub use compare::{Differences, compare};
pub use faults::at_path;
pub use lock::Lock;
pub use mirror::{Check, Faults, Named, NoVerdict, Verdict, verify};
pub use output::{Output, Refusal};
pub use permanence::{read_lock, write_lock};
pub use read::{CONFIG, Choices, read_site};
pub use receipt::{copy_receipt, keep_receipt, open_receipt, refuse_receipt, stage_receipt};
pub use scratch::Scratch;
pub use shards::{SHARDS, ShardFolder, altered, bring_shards};
pub use shelves::Cupboard;
pub use site::Site;
pub use staging::{Staging, Taken};
pub use tree::listing;

/// The folder of the site that holds what builds remember. Safe to delete at any time.
pub const MEMORY: &str = ".warraq";

/// The folder of the site that takes files of others which stood in a page's place. Nothing is ever
/// deleted from it, and nothing in it is part of the site.
pub const KEPT: &str = "warraq-kept";

/// The folder of the site that builds write to, unless they are told another.
pub const PUBLIC: &str = "public";
