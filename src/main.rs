//! The program: its allocator, its exit code, and nothing else.

use std::process::ExitCode;

/// Every page is made of thousands of short texts: a fast allocator is worth a tenth of a build.
/// It goes without huge pages, of which half would stay empty: they would save a fiftieth of the time and
/// take half as much memory again.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    warraq::cli::run()
}
