//! `warraq import`.

use super::Exit;
use super::arguments::{ImportFormat, ImportOptions};
use super::report::print;
use crate::import;
use crate::import::text::{Folders, Settings};

pub(super) fn run(options: &ImportOptions) -> Exit {
    let ImportFormat::Text(options) = &options.format;
    let settings = Settings {
        folders: match options.by_section {
            true => Folders::BySection,
            false => Folders::ByDate,
        },
        ..Settings::default()
    };
    let outcome = import::run(&options.inputs, &options.root, &options.into, &settings);
    print(&outcome.failed);
    for line in outcome.lines() {
        println!("{line}");
    }
    match outcome.is_ok() {
        true => Exit::Done,
        false => Exit::Errors,
    }
}
