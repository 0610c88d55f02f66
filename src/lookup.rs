//! Tables that are only looked up in: names, paths and addresses by the million, with a hasher that is made
//! for short keys.
//!
//! Their order is that of nothing: what walks one must sort what it finds, or the order would reach the site.

use std::collections::{HashMap, HashSet};

/// Values by their keys.
pub type Lookup<K, V> = HashMap<K, V, ahash::RandomState>;

/// Keys that are known.
pub type Known<K> = HashSet<K, ahash::RandomState>;
