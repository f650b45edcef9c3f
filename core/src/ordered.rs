//! Sorting with little code.
//!
//! The standard library's sort is some five kilobytes of WASM for every type that is sorted, and this program sorts
//! many types of a few items. Here one sort of numbers serves all of them; what each type adds are the swaps.

use std::cmp::Ordering;

/// Stable sorting of slices.
pub(crate) trait Ordered<T> {
    /// Sorts by a comparison; equal items keep their order.
    fn order_by(&mut self, compare: impl Fn(&T, &T) -> Ordering);

    /// Sorts by a key that is made once for each item.
    fn order_by_cached_key<K: Ord>(&mut self, key: impl Fn(&T) -> K);

    /// Sorts by a key that is made anew for each comparison.
    fn order_by_key<K: Ord>(&mut self, key: impl Fn(&T) -> K) {
        self.order_by(|a, b| key(a).cmp(&key(b)));
    }

    /// Sorts by the type's own order.
    fn order(&mut self)
    where
        T: Ord,
    {
        self.order_by(T::cmp);
    }
}

impl<T> Ordered<T> for [T] {
    fn order_by(&mut self, compare: impl Fn(&T, &T) -> Ordering) {
        let places = places(self.len(), &|a, b| match (self.get(a), self.get(b)) {
            (Some(a), Some(b)) => compare(a, b),
            _ => Ordering::Equal,
        });
        arrange(self, places);
    }

    fn order_by_cached_key<K: Ord>(&mut self, key: impl Fn(&T) -> K) {
        let keys: Vec<K> = self.iter().map(key).collect();
        arrange(self, places(self.len(), &|a, b| keys.get(a).cmp(&keys.get(b))));
    }
}

/// For each place the number of the item that belongs there; empty where every item stands in its place.
fn places(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    // Most of what is sorted is sorted already, or a single item: that costs no allocation.
    if (1..length).all(|at| compare(at - 1, at).is_le()) {
        return Vec::new();
    }
    let mut places: Vec<usize> = (0..length).collect();
    places.sort_by(|a, b| compare(*a, *b));
    places
}

/// Brings each item to its place: each cycle of the permutation is walked once.
fn arrange<T>(items: &mut [T], mut places: Vec<usize>) {
    for start in 0..items.len() {
        let mut at = start;
        while let Some(from) = places.get_mut(at).map(|from| std::mem::replace(from, at)) {
            if from == start || from == at {
                break;
            }
            items.swap(at, from);
            at = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that come in an order far from sorted, the same every time.
    fn mixed(length: u64) -> Vec<(u64, u64)> {
        (0..length).map(|number| (number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 59, number)).collect()
    }

    #[test]
    fn sorts_as_the_standard_library_does() {
        for length in [0, 1, 2, 3, 7, 64, 1000] {
            let (mut ours, mut theirs) = (mixed(length), mixed(length));
            ours.order_by_key(|(key, _)| *key);
            theirs.sort_by_key(|(key, _)| *key);
            assert_eq!(ours, theirs);
            ours.order_by(|a, b| b.cmp(a));
            theirs.sort_by(|a, b| b.cmp(a));
            assert_eq!(ours, theirs);
            ours.order();
            theirs.sort_unstable();
            assert_eq!(ours, theirs);
        }
    }

    #[test]
    fn sorts_rotations() {
        for shift in 0..50 {
            let mut items: Vec<usize> = (0..50).map(|number| (number + shift) % 50).collect();
            items.order();
            assert!(items.is_sorted());
        }
    }
}
