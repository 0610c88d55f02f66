//! What can be written on the command line.

use std::path::PathBuf;

use clap::Parser;

use crate::site::PROGRAM;

/// Measures builds of large archives and prints a table.
#[derive(Debug, Parser)]
#[command(name = "cargo bench --bench archive --", max_term_width = 100)]
pub struct Options {
    /// How many articles: one size or several, with commas or spaces between them
    #[arg(long, value_name = "N", num_args = 1.., value_delimiter = ',', default_value = "10000",
          value_parser = clap::value_parser!(u32).range(50..=1_000_000))]
    pub articles: Vec<u32>,
    /// Where to work: corpus and sites take about 0.1 MB for each article
    #[arg(long, value_name = "DIR", default_value = "target/bench")]
    pub dir: PathBuf,
    /// Delete nothing of what was built; it takes more room, and less time where deleting is slow
    #[arg(long)]
    pub keep: bool,
    /// The Warraq to measure, if not the one that was built for this
    #[arg(long, value_name = "PROGRAM", default_value = PROGRAM, hide_default_value = true)]
    pub warraq: PathBuf,
    /// The Hugo to compare with, or `none`
    #[arg(long, value_name = "PROGRAM", default_value = "hugo")]
    pub hugo: String,
    /// The largest size that Hugo is asked to build
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    pub hugo_up_to: u32,
    /// How many times each thing is measured; the median is shown
    #[arg(long, value_name = "N", default_value_t = 3,
          value_parser = clap::value_parser!(u16).range(1..=99))]
    pub runs: u16,
    /// Given by `cargo bench`.
    #[arg(long, hide = true)]
    bench: bool,
}
