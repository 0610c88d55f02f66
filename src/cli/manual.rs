//! `warraq completions` and `warraq man`: what shells and `man` know of the program, made from its arguments.

use std::fs;

use clap::CommandFactory;

use super::Exit;
use super::arguments::{Arguments, CompletionsOptions, ManOptions};
use super::report::print;
use super::terminal;
use crate::disk::at_path;

pub(super) fn completions(options: &CompletionsOptions) -> Exit {
    let mut text = Vec::new();
    clap_complete::generate(
        options.shell,
        &mut Arguments::command(),
        "warraq",
        &mut text,
    );
    terminal::out_whole(&String::from_utf8_lossy(&text));
    Exit::Done
}

pub(super) fn pages(options: &ManOptions) -> Exit {
    let folder = &options.folder;
    let written = fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(Arguments::command(), folder));
    match written {
        Ok(()) => {
            tell!("the manual is in {}", folder.display());
            Exit::Done
        }
        Err(error) => {
            print(&[at_path("write", folder, &error)]);
            Exit::Errors
        }
    }
}
