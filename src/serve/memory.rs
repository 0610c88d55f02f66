//! What the preview keeps of the articles it read: what builds keep, and beside it its own.
//!
//! Between edits nothing is written to the site's folder, so that no build ever waits for the preview. Once, when
//! the first plan is made, what was read is put where the next build or preview finds it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::build::{ShelfPart, Shelves};
use crate::disk::{Cupboard, Lock, Site};

/// Shelves over those of builds.
pub(super) struct Memory {
    cupboard: Cupboard,
    own: Mutex<BTreeMap<(usize, usize, ShelfPart), Vec<u8>>>,
}

impl Memory {
    /// The shelves of the site at `root`.
    pub(super) fn of(root: &Path) -> Memory {
        Memory {
            cupboard: Cupboard::of(root),
            own: Mutex::default(),
        }
    }

    /// Puts what was read where builds keep it, unless one is running there: that one does it. The lock is taken this
    /// once, when all there is to write is known.
    pub(super) fn hand_over(&self, site: &Site) {
        let Ok(_lock) = Lock::take(site.root()) else {
            return;
        };
        site.keep_now();
        for ((number, of, part), bytes) in std::mem::take(&mut *self.own()) {
            self.cupboard.save(part, number, of, &bytes);
        }
    }

    fn own(&self) -> MutexGuard<'_, BTreeMap<(usize, usize, ShelfPart), Vec<u8>>> {
        // A shelf is put there whole.
        self.own.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelves for Memory {
    fn load(&self, part: ShelfPart, number: usize, of: usize) -> Option<Vec<u8>> {
        let own = self.own().get(&(number, of, part)).cloned();
        own.or_else(|| self.cupboard.load(part, number, of))
    }

    fn save(&self, part: ShelfPart, number: usize, of: usize, bytes: &[u8]) {
        self.own().insert((number, of, part), bytes.to_owned());
    }

    fn keep_only(&self, count: usize) {
        self.own().retain(|(_, of, _), _| *of == count);
    }
}
