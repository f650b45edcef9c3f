//! Which items of two lists are the same thing.

use std::collections::BTreeMap;

/// The numbers of two lists' items with equal keys, in the order of the keys; the n-th of several with one key belongs
/// to the n-th on the other side. `None` where one side has no such item.
pub(super) fn pairs(before: &[String], after: &[String]) -> Vec<(Option<usize>, Option<usize>)> {
    type Sides = (Vec<usize>, Vec<usize>);
    let mut by_key: BTreeMap<&str, Sides> = BTreeMap::new();
    for (index, key) in before.iter().enumerate() {
        by_key.entry(key).or_default().0.push(index);
    }
    for (index, key) in after.iter().enumerate() {
        by_key.entry(key).or_default().1.push(index);
    }
    let mut pairs = Vec::new();
    for (before, after) in by_key.into_values() {
        for index in 0..before.len().max(after.len()) {
            pairs.push((before.get(index).copied(), after.get(index).copied()));
        }
    }
    pairs
}
