//! A bar on a terminal, plain lines elsewhere.

use std::io::IsTerminal;
use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::build::{Progress, Stage};

/// Shows how far a build is.
pub(super) struct Shown {
    quiet: bool,
    bar: Mutex<ProgressBar>,
}

impl Shown {
    pub(super) fn new(quiet: bool) -> Self {
        Shown {
            quiet,
            bar: Mutex::new(ProgressBar::hidden()),
        }
    }

    /// Clears the bar.
    pub(super) fn end(&self) {
        self.bar().finish_and_clear();
    }

    fn bar(&self) -> ProgressBar {
        self.bar
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone()
    }
}

impl Progress for Shown {
    fn begin(&self, stage: Stage, total: usize) {
        self.end();
        if self.quiet {
            return;
        }
        let what = match stage {
            Stage::Read => "reading articles",
            Stage::Render => "making pages",
            Stage::Merge => "merging files",
        };
        if !std::io::stderr().is_terminal() {
            tell_err!("{what}: {total}");
            return;
        }
        let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::with_draw_target(
            Some(total as u64),
            ProgressDrawTarget::stderr_with_hz(10),
        );
        bar.set_style(style);
        bar.set_message(what);
        *self
            .bar
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = bar;
    }

    fn step(&self) {
        self.bar().inc(1);
    }
}
