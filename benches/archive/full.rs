//! Full builds: Warraq, the floor and Hugo, turn by turn.

use std::fs;

use crate::Outcome;
use crate::floor;
use crate::hugo::Hugo;
use crate::measure::{Cost, measured};
use crate::options::Options;
use crate::site::Site;
use crate::table::{Column, Full};
use crate::tree::Tree;
use crate::work::{Work, clear, tell};

/// Writes the corpus and measures full builds of it; the built site is what goes out.
pub fn measure<'a>(work: &'a Work, options: &Options, column: &mut Column) -> Outcome<Site<'a>> {
    tell(work.articles, "the corpus");
    let site = Site::write(work, &options.warraq)?;
    let hugo = Hugo::write(work, &site.corpus, options)?;
    let (list, bare) = (work.path("floor.list"), work.path("floor"));
    let (mut ours, mut floors, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..options.runs {
        tell(work.articles, "full build: Warraq");
        site.forget()?;
        ours.push(site.build()?.0);
        if !list.exists() {
            floor::list(&Tree::of(&site.public())?, &list)?;
        }
        tell(work.articles, "full build: the floor");
        clear(&bare)?;
        fs::create_dir(&bare).map_err(|error| format!("{}: {error}", bare.display()))?;
        let writing = floor::command(&list, &bare)?;
        floors.push(measured(&writing, &work.path("floor.log"))?.0);
        if !options.keep {
            clear(&bare)?;
        }
        if let Some(hugo) = &hugo {
            tell(work.articles, "full build: Hugo");
            theirs.push(hugo.build()?);
        }
    }
    column.ours = full(&ours, &Tree::of(&site.public())?);
    column.floor = Cost::median(&floors);
    if let Some(hugo) = hugo {
        column.hugo = Some(full(&theirs, &Tree::of(&hugo.public())?));
        if !options.keep {
            hugo.end()?;
        }
    }
    Ok(site)
}

fn full(runs: &[Cost], output: &Tree) -> Full {
    Full {
        cost: Cost::median(runs),
        files: output.files.len(),
        bytes: output.bytes(),
    }
}
