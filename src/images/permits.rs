//! How much is decoded at a time: a machine of many processors must not hold as many large pictures.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Pixels that are decoded at a time, of all pictures together.
const PIXELS: u64 = 40_000_000;

/// What may still be decoded at once. A picture larger than all of it is decoded alone.
#[derive(Debug)]
pub struct Permits {
    free: Mutex<u64>,
    more: Condvar,
}

impl Default for Permits {
    fn default() -> Self {
        Permits {
            free: Mutex::new(PIXELS),
            more: Condvar::new(),
        }
    }
}

impl Permits {
    /// Waits until so many pixels may be decoded. Who has a permit waits for nobody.
    pub(super) fn take(&self, pixels: u64) -> Permit<'_> {
        let pixels = pixels.min(PIXELS);
        let mut free = self.free();
        while *free < pixels {
            free = self.more.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= pixels;
        Permit { of: self, pixels }
    }

    fn free(&self) -> MutexGuard<'_, u64> {
        // Nothing can panic while it is held.
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A permit, given back when it is dropped.
pub(super) struct Permit<'a> {
    of: &'a Permits,
    pixels: u64,
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        *self.of.free() += self.pixels;
        self.of.more.notify_all();
    }
}
