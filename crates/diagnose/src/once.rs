//! What is told once, however often it was found.

use std::collections::HashSet;
use std::hash::Hash;

/// Each of them once, where it first stands.
pub(crate) fn once<T: Clone + Eq + Hash>(mut all: Vec<T>) -> Vec<T> {
    let mut known = HashSet::new();
    all.retain(|one| known.insert(one.clone()));
    all
}
