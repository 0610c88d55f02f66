//! The benchmark of publishing: `cargo bench --bench publish`. `docs/performance.md` tells how to read what it
//! prints.
//!
//! Sizes come in, one Markdown table goes out. For each size it writes a corpus, builds it with Warraq and with Hugo,
//! publishes both sites to a real S3 server of its own, adds one article, builds again and publishes again: with
//! `warraq publish`, and with the two programs that people use for other generators. Whatever is published is held
//! against what was built.

#[path = "../corpus/mod.rs"]
mod corpus;
#[allow(dead_code, reason = "it is shared with the benchmark of archives")]
#[path = "../archive/hugo.rs"]
mod hugo;
mod index;
mod lists;
#[path = "../archive/machine.rs"]
mod machine;
#[allow(dead_code, reason = "it is shared with the benchmark of archives")]
#[path = "../archive/measure.rs"]
mod measure;
mod options;
mod server;
#[allow(dead_code, reason = "it is shared with the benchmark of archives")]
#[path = "../archive/site.rs"]
mod site;
mod table;
mod tools;
#[allow(dead_code, reason = "it is shared with the benchmark of archives")]
#[path = "../archive/tree.rs"]
mod tree;
mod trial;
#[path = "../archive/work.rs"]
mod work;

use std::process::ExitCode;

use clap::Parser;
use options::Options;
use server::Server;
use table::Row;
use tools::Tools;
use work::Work;

/// What went wrong, as a sentence.
type Outcome<T> = Result<T, String>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let done = match arguments.get(1).map(String::as_str) {
        // The benchmark runs itself as the small program that measures another.
        Some(measure::MODE) => measure::run(&arguments[2..]),
        // `cargo test --benches` starts it as well, and wants no figures.
        _ if !arguments.iter().any(|argument| argument == "--bench") => {
            eprintln!("run it with: cargo bench --bench publish");
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
    let tools = tools::found(options);
    let mut rows = Vec::new();
    let done = sizes(options, &tools, &mut rows);
    // What was measured before something failed took hours.
    if !rows.is_empty() {
        let told = machine::told(options)?;
        println!("{}", table::markdown(&told, &tools, options, &rows));
    }
    done
}

/// Measures each size; a row for each tool.
fn sizes(options: &Options, tools: &Tools, rows: &mut Vec<Row>) -> Outcome<()> {
    for &articles in &options.articles {
        let work = Work::begin(&options.dir, articles)?;
        let server = Server::start(work.path("buckets"), options.latency)?;
        let trial = trial::Trial {
            work: &work,
            server: &server,
            tools,
            options,
        };
        let mut theirs = Vec::new();
        let is_built = trial.hugos(&mut theirs);
        let done = match &is_built {
            Ok(is_built) => trial.ours(rows, options.both || !is_built),
            Err(_) => Ok(()),
        };
        rows.append(&mut theirs);
        is_built.and(done)?;
        drop(server);
        if !options.keep {
            work.end()?;
        }
    }
    Ok(())
}
