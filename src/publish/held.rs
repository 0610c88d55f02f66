//! The lock, while it is held: renewed now and then, and never believed in for longer than it holds.

use std::cell::Cell;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::notes::Holder;
use super::target::{Fault, Target};
use crate::diagnostics::Diagnostic;

/// How long a lock holds that is not renewed, in seconds.
const HOLDS: i64 = 15 * 60;

/// How often it is renewed.
const RENEW: Duration = Duration::from_secs(60);

/// One who begins to publish now.
pub(super) fn holder(who: String) -> Holder {
    Holder {
        who,
        since: format!("{:.0}", Timestamp::now()),
        until: now() + HOLDS,
        token: token(),
    }
}

/// The lock, while it is held.
pub(super) struct Held<'a> {
    place: &'a dyn Target,
    holder: Holder,
    renewed: Cell<Moment>,
}

impl<'a> Held<'a> {
    /// The lock of `place`, which `holder` has just taken.
    pub(super) fn new(place: &'a dyn Target, holder: Holder) -> Self {
        Held {
            place,
            holder,
            renewed: Cell::new(Moment::now()),
        }
    }

    /// What tells this run from every other.
    pub(super) fn token(&self) -> &str {
        &self.holder.token
    }

    /// Sees to it that the lock is still ours; at least now and then, and always before something is deleted.
    pub(super) fn check(&self, always: bool) -> Result<(), Fault> {
        let moment = Moment::now();
        if !always && !moment.is_long_after(&self.renewed.get()) {
            return Ok(());
        }
        let renewed = Holder {
            until: moment.wall + HOLDS,
            ..self.holder.clone()
        };
        self.renewed.set(moment);
        match self.place.renew(&renewed)? {
            true => Ok(()),
            false => Err(Box::new(
                Diagnostic::error(
                    "lock-lost",
                    format!("somebody else has taken the lock of {}", self.place.shown()),
                )
                .hint("This publish has stopped. What it sent is whole; the other one goes on from there."),
            )),
        }
    }

    /// Gives the lock back.
    pub(super) fn give_back(&self) -> Result<(), Fault> {
        self.place.unlock(&self.holder)
    }
}

/// A moment by two clocks.
#[derive(Debug, Clone, Copy)]
struct Moment {
    /// By one that is never set, and stands still while a machine sleeps.
    awake: Instant,
    /// By the one on the wall, in seconds since 1970.
    wall: i64,
}

impl Moment {
    fn now() -> Moment {
        Moment {
            awake: Instant::now(),
            wall: now(),
        }
    }

    /// Whether the lock is to be renewed that was renewed at the moment `before`.
    fn is_long_after(&self, before: &Moment) -> bool {
        let awake = self.awake.saturating_duration_since(before.awake);
        // A clock that was set back tells nothing of how long it was.
        let wall = u64::try_from(self.wall.saturating_sub(before.wall));
        awake >= RENEW || wall.map_or(true, |wall| wall >= RENEW.as_secs())
    }
}

/// The present, in seconds since 1970.
pub(super) fn now() -> i64 {
    Timestamp::now().as_second()
}

/// A word that no other run has.
fn token() -> String {
    use std::hash::{BuildHasher, Hasher, RandomState};
    let chance = RandomState::new().build_hasher().finish();
    format!("{chance:016x}{:08x}", std::process::id())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_looked_at_again_after_a_while_by_either_clock() {
        let before = Moment::now();
        let after = |awake: u64, wall: i64| Moment {
            awake: before.awake + Duration::from_secs(awake),
            wall: before.wall + wall,
        };
        assert!(!after(0, 0).is_long_after(&before));
        assert!(!after(59, 59).is_long_after(&before));
        assert!(after(60, 60).is_long_after(&before));
        // The machine slept: others may have taken the lock meanwhile.
        assert!(after(1, 20 * 60).is_long_after(&before));
        // The clock was set.
        assert!(after(60, -3600).is_long_after(&before));
        assert!(after(1, -3600).is_long_after(&before));
    }
}
