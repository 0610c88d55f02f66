//! Why nothing came of a build, and what that means for the site that is there.

use crate::diagnostics::Diagnostic;
use crate::disk::CommitFault;

/// Why nothing came of a build, and what that means for the site.
pub(super) struct Failure {
    pub(super) errors: Vec<Diagnostic>,
    pub(super) state: SiteState,
}

/// What is in the output folder after a build that failed.
#[derive(Clone, Copy)]
pub(super) enum SiteState {
    /// The last good site.
    Untouched,
    /// Whatever the build that is running there makes of it.
    Others,
    /// Part of the new site and part of the old one.
    Between,
    /// The new site.
    Built,
}

impl SiteState {
    pub(super) fn told(self) -> &'static str {
        match self {
            SiteState::Untouched => "; nothing was written, the last good site is as it was",
            SiteState::Others => "",
            SiteState::Built => "; the site is built",
            SiteState::Between => {
                "; the new site was being put in place and is there only in part. Nothing is lost: \
                 mend what is told above and build again, which finishes it"
            }
        }
    }
}

impl Failure {
    pub(super) fn untouched(diagnostic: Diagnostic) -> Self {
        Failure {
            errors: vec![diagnostic],
            state: SiteState::Untouched,
        }
    }
}

impl From<CommitFault> for Failure {
    fn from(fault: CommitFault) -> Self {
        Failure {
            errors: vec![*fault.diagnostic],
            state: match fault.begun {
                true => SiteState::Between,
                false => SiteState::Untouched,
            },
        }
    }
}
