//! What can be written on the command line.

use std::path::PathBuf;

use clap::Parser;

use crate::site::PROGRAM;

/// Measures the publishing of one new article in large archives and prints a table.
#[derive(Debug, Clone, Parser)]
#[command(name = "cargo bench --bench publish --", max_term_width = 100)]
pub struct Options {
    /// How many articles: one size or several, with commas or spaces between them
    #[arg(long, value_name = "N", num_args = 1.., value_delimiter = ',', default_value = "10000",
          value_parser = clap::value_parser!(u32).range(50..=1_000_000))]
    pub articles: Vec<u32>,
    /// Where to work: corpus, sites and a bucket take about 0.1 MB for each article
    #[arg(long, value_name = "DIR", default_value = "target/bench-publish")]
    pub dir: PathBuf,
    /// Delete nothing of what was built
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
    /// A build by Hugo that takes longer is stopped, and its site left out
    #[arg(long, value_name = "MINUTES", default_value_t = 15)]
    pub hugo_minutes: u32,
    /// A build by Hugo that wants more memory is stopped, and its site left out
    #[arg(long, value_name = "GIB", default_value_t = 14)]
    pub hugo_memory: u32,
    /// Let the other tools publish Warraq's site as well, not only where there is none of Hugo's
    #[arg(long)]
    pub both: bool,
    /// rclone, or `none`
    #[arg(long, value_name = "PROGRAM", default_value = "rclone")]
    pub rclone: String,
    /// Amazon's command line program, or `none`
    #[arg(long, value_name = "PROGRAM", default_value = "aws")]
    pub aws: String,
    /// Milliseconds that each answer of the server takes longer, as over a network
    #[arg(long, value_name = "MS", default_value_t = 0)]
    pub latency: u64,
    /// Each thing is measured once.
    #[arg(skip = 1_u16)]
    pub runs: u16,
    /// Given by `cargo bench`.
    #[arg(long, hide = true)]
    bench: bool,
}
