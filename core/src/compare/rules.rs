//! Which of several rules made which difference, by switching them alone.

use std::collections::BTreeMap;

use serde_json::Value;

use super::differences;
use crate::wire::Report;
use crate::wire::compare::{Difference, Part};

/// Runs the state after with some rules as they are in the state before; the numbers are those of the rules.
pub type Switch<'r> = dyn FnMut(&[usize]) -> Report + 'r;

/// At most so many differences are looked at one by one, when no rule explains them alone.
const ALONE: usize = 6;

/// What tells a difference from the others of one comparison: part, object, path, and which of several equal ones.
pub(super) type Key<'a> = (Part, &'a str, &'a str, usize);

/// Differences by key, with what they are between.
type Keyed<'a> = BTreeMap<Key<'a>, (&'a Value, &'a Value)>;

fn keyed(differences: &[Difference]) -> Keyed<'_> {
    let values = differences.iter().map(|it| (&it.before, &it.after));
    in_order(differences).into_iter().zip(values).collect()
}

/// For each difference of the two states, in the order of [`differences`], the rules that made it: numbers below `rules`.
///
/// `run(&[])` must be `after`, `run` with all rules `before`. A difference that is gone when one rule is switched back is
/// that rule's; of several such rules each is needed. Where no rule does it alone, those together that do.
/// Rules without any effect on this input are found out by halves, so that most of them cost no run.
pub fn attribute(before: &Report, after: &Report, rules: usize, run: &mut Switch<'_>) -> Vec<Vec<usize>> {
    let all = differences(before, after);
    let wanted = keyed(&all);
    let mut made: BTreeMap<Key<'_>, Vec<usize>> = BTreeMap::new();
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut touched: BTreeMap<Key<'_>, Vec<usize>> = BTreeMap::new();
    let every: Vec<usize> = (0..rules).collect();
    let mut halves = vec![every.clone()];
    while let Some(some) = halves.pop() {
        if some.is_empty() {
            continue;
        }
        let report = run(&some);
        if differences(&report, after).is_empty() {
            continue;
        }
        let [rule] = some[..] else {
            let (left, right) = some.split_at(some.len() / 2);
            halves.extend([right.to_vec(), left.to_vec()]);
            continue;
        };
        let left = differences(before, &report);
        let left = keyed(&left);
        for (key, values) in &wanted {
            match left.get(key) {
                None => made.entry(*key).or_default().push(rule),
                Some(others) if others != values => touched.entry(*key).or_default().push(rule),
                Some(_) => {}
            }
        }
    }
    for _ in 0..ALONE {
        let Some(key) = wanted.keys().find(|key| !made.contains_key(*key)) else { break };
        let start = touched.get(key).cloned().filter(|some| is_gone(*key, before, &run(some)));
        let needed = start.or_else(|| needed(*key, before, &every, run)).unwrap_or_default();
        let left = differences(before, &run(&needed));
        let left = keyed(&left);
        let also: Vec<Key<'_>> = wanted.keys().filter(|key| !left.contains_key(*key)).copied().collect();
        for other in also {
            made.entry(other).or_insert_with(|| needed.clone());
        }
        made.entry(*key).or_insert(needed);
    }
    // What is left changes with each of these.
    for (key, rules) in touched {
        made.entry(key).or_insert(rules);
    }
    let mut of_each = Vec::new();
    for key in in_order(&all) {
        of_each.push(made.remove(&key).unwrap_or_default());
    }
    of_each
}

/// The keys of differences, in their order.
pub(super) fn in_order(differences: &[Difference]) -> Vec<Key<'_>> {
    let mut seen: BTreeMap<Key<'_>, usize> = BTreeMap::new();
    let mut keys = Vec::new();
    for it in differences {
        let count = seen.entry((it.part, &it.object, &it.path, 0)).or_default();
        keys.push((it.part, it.object.as_str(), it.path.as_str(), *count));
        *count += 1;
    }
    keys
}

fn is_gone(key: Key<'_>, before: &Report, report: &Report) -> bool {
    !keyed(&differences(before, report)).contains_key(&key)
}

/// A smallest set of rules that makes a difference: each in turn is left out if it goes without.
fn needed(key: Key<'_>, before: &Report, every: &[usize], run: &mut Switch<'_>) -> Option<Vec<usize>> {
    let mut set = every.to_vec();
    if !is_gone(key, before, &run(&set)) {
        return None;
    }
    for rule in every {
        let without: Vec<usize> = set.iter().copied().filter(|other| other != rule).collect();
        if is_gone(key, before, &run(&without)) {
            set = without;
        }
    }
    Some(set)
}
