//! The benchmark of whole archives: `cargo bench --bench archive`. `docs/performance.md` tells how to read
//! what it prints.
//!
//! Sizes come in, one Markdown table goes out. For each size it writes a corpus, builds it with Warraq,
//! with Hugo where there is one, and with a bare program that only writes files; then it edits the site
//! and builds again. It knows Warraq by its command line alone. What a rebuild says it wrote is held
//! against the output folder, and the edited site against a clean build: the benchmark fails where they
//! differ.

#[path = "../corpus/mod.rs"]
mod corpus;
mod edits;
mod floor;
mod full;
mod hugo;
mod machine;
mod measure;
mod options;
mod rebuild;
mod site;
mod table;
mod tree;
mod work;

use std::process::ExitCode;

use clap::Parser;
use options::Options;
use table::{Column, Table};
use work::Work;

/// What went wrong, as a sentence.
type Outcome<T> = Result<T, String>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let done = match arguments.get(1).map(String::as_str) {
        // The benchmark runs itself as the small programs it needs.
        Some(measure::MODE) => measure::run(&arguments[2..]),
        Some(floor::MODE) => floor::run(&arguments[2..]),
        // `cargo test --benches` starts it as well, and wants no figures.
        _ if !arguments.iter().any(|argument| argument == "--bench") => {
            eprintln!("run it with: cargo bench --bench archive");
            Ok(())
        }
        _ => benchmark(&Options::parse()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
    }
}

fn benchmark(options: &Options) -> Outcome<()> {
    let mut table = Table::default();
    for &articles in &options.articles {
        let work = Work::begin(&options.dir, articles)?;
        let mut column = Column::new(articles);
        let site = full::measure(&work, options, &mut column)?;
        rebuild::measure(&work, &site, options, &mut column)?;
        table.push(column);
        if !options.keep {
            work.end()?;
        }
    }
    println!("{}\n\n{}", machine::told(options)?, table.markdown());
    Ok(())
}
