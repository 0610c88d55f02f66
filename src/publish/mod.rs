//! The edge to the places a site is published to.
//!
//! The output and its receipt come in; what is at a target is made the same, by the difference between the receipt
//! that was published last and the one now. [`plan`] is pure and decides what is done and in which order; [`run`]
//! does it, the same way for every place; a file of this folder for each kind of place does what is asked there.
//!
//! Never: a page before what it shows or leads to, a deletion of what no receipt of this site put there, a secret
//! anywhere but in the store's client.

mod check;
mod dir;
mod git;
mod give_way;
mod headers;
mod held;
mod known;
mod looked;
mod notes;
mod object;
mod object_lock;
mod pieces;
mod plan;
mod process;
mod proof;
mod ready;
mod redirect;
mod rsync;
mod run;
mod state;
mod store;
mod target;

pub use check::{NoVerdict, verify};
pub use notes::Note;
pub use plan::{Plan, STEPS};
pub use run::{Asked, Job, Outcome, publish};
pub use target::{Copy, Fault, Large, Meter, Target};

use std::path::{Path, PathBuf};

use crate::config::{self, Place};
use crate::diagnostics::Diagnostic;
use crate::digest::Digest;
use crate::disk::{MEMORY, Output, Refusal};

/// Opens the target of these settings; `root` is the site's folder.
pub fn open(root: &Path, settings: &config::Target) -> Result<Box<dyn Target>, Fault> {
    match &settings.place {
        Place::S3(_) | Place::Gcs(_) | Place::Azure(_) => {
            Ok(Box::new(object::Objects::open(settings)?))
        }
        Place::Dir { path } => {
            let folder = root.join(path);
            match Output::new(root, &folder) {
                Ok(output) => Ok(Box::new(dir::Folder::new(output.folder().to_owned()))),
                Err(Refusal(why)) => Err(Box::new(
                    Diagnostic::error("output-refused", format!("cannot publish here: {why}"))
                        .hint(format!(
                            "Name another folder as the `path` of `{}`.",
                            settings.name
                        )),
                )),
            }
        }
        Place::Rsync { to, ssh } => {
            let work = memory(root, settings).join("rsync");
            let patience = (settings.timeout, settings.retries);
            let name = Digest::of_bytes(settings.name.as_bytes()).to_string();
            let name = format!("ssh-{}", name.get(..6).unwrap_or_default());
            let socket = root.join(MEMORY).join(name);
            let socket = std::path::absolute(&socket).unwrap_or(socket);
            let remote = rsync::Remote::new(to, ssh.as_deref(), patience, work, &socket);
            Ok(Box::new(remote))
        }
        Place::Git {
            remote,
            branch,
            keeps_history,
        } => {
            let repository = memory(root, settings).join("git");
            // A folder of this machine is named as from the site's.
            let beside = root.join(remote);
            let remote = match beside.exists() {
                true => std::path::absolute(&beside)
                    .unwrap_or(beside)
                    .display()
                    .to_string(),
                false => remote.clone(),
            };
            let branch = git::Branch::open(&remote, branch, *keeps_history, repository)?;
            Ok(Box::new(branch))
        }
    }
}

/// Where the site's memory keeps what is needed for a target. Safe to delete at any time.
pub fn memory(root: &Path, settings: &config::Target) -> PathBuf {
    let name = Digest::of_bytes(settings.name.as_bytes()).to_string();
    let folder = root.join(MEMORY).join("publish").join(name);
    std::path::absolute(&folder).unwrap_or(folder)
}
