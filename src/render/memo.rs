//! Things that many pages show, made once and shared: a card stands in eight lists, an author's name in
//! hundreds of cards.
//!
//! A key comes in, and the value that was made for it last time goes out, or one that is made now. There
//! are so many places and no more: where two keys fall on one place, the later takes it. What is made
//! depends on its key alone, so that nobody can tell whether it was kept.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

/// What was made, in a fixed number of places.
pub(super) struct Memo<K, V> {
    places: Box<[Mutex<Option<(K, V)>>]>,
}

impl<K: PartialEq, V: Clone> Memo<K, V> {
    /// A memory of `places` places.
    pub(super) fn new(places: usize) -> Self {
        Memo {
            places: (0..places.max(1)).map(|_| Mutex::new(None)).collect(),
        }
    }

    /// What `make` makes of `key`. Keys that are told apart by `place` are kept side by side.
    pub(super) fn get(&self, key: K, place: usize, make: impl FnOnce(&K) -> V) -> V {
        let made: Result<V, Infallible> = self.try_get(key, place, |key| Ok(make(key)));
        match made {
            Ok(value) => value,
        }
    }

    /// As [`get`](Self::get), where making may fail. A failure is not kept.
    pub(super) fn try_get<E>(
        &self,
        key: K,
        place: usize,
        make: impl FnOnce(&K) -> Result<V, E>,
    ) -> Result<V, E> {
        // Multiplying spreads addresses, which are multiples of their alignment (Knuth 6.4).
        let spread = (place as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        let at = usize::try_from(spread).unwrap_or(0) % self.places.len();
        let Some(place) = self.places.get(at) else {
            return make(&key);
        };
        if let Ok(kept) = place.lock()
            && let Some((known, value)) = &*kept
            && *known == key
        {
            return Ok(value.clone());
        }
        let value = make(&key)?;
        if let Ok(mut kept) = place.lock() {
            *kept = Some((key, value.clone()));
        }
        Ok(value)
    }
}

/// A shared thing as part of a key: two are equal if they are one. It is held as long as the key is kept,
/// so that its address means nothing else.
pub(super) struct Same<T>(pub(super) Arc<T>);

impl<T> Same<T> {
    /// Its address, for [`Memo::get`].
    pub(super) fn address(&self) -> usize {
        Arc::as_ptr(&self.0) as usize
    }
}

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_made_again_only_when_another_took_its_place() {
        let memo = Memo::new(1);
        let made = std::cell::Cell::new(0);
        let get = |key: &str| {
            memo.get(key.to_owned(), 0, |key| {
                made.set(made.get() + 1);
                key.len()
            })
        };
        assert_eq!((get("a"), get("a"), made.get()), (1, 1, 1));
        assert_eq!((get("bb"), made.get()), (2, 2));
        assert_eq!((get("a"), made.get()), (1, 3));
    }

    #[test]
    fn equal_things_are_not_the_same() {
        let (one, other) = (Arc::new(1), Arc::new(1));
        assert!(Same(Arc::clone(&one)) == Same(Arc::clone(&one)));
        assert!(Same(one) != Same(other));
    }
}
