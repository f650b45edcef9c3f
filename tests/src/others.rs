//! Outcomes of ours that upstream's chance allows and that the data do not have.
//!
//! `other-outcomes.txt` has one line each, `<suite>::<case> <aspect> <outcome>: <reason>`. The outcome is the number that
//! the failure shows, so another outcome of the same case is looked at again.

use crate::compare::canonical;
use crate::digest::fnv1a;
use crate::outcome::Verdict;

use serde_json::Value;

/// The list as it is committed.
pub const COMMITTED: &str = include_str!("../other-outcomes.txt");

/// What a failure says at its end, so that the outcome can be listed.
const MARK: &str = "\noutcome ";

/// The words of a failure with the number of what was found.
pub fn with_number(words: &str, found: &Value) -> String {
    format!("{words}{MARK}{:016x}", fnv1a(canonical(found).as_bytes()))
}

/// Takes failures whose outcome is listed for successes, and says how many there were.
pub fn allow(list: &str, suite: &str, case: &str, verdict: &mut Verdict) -> usize {
    let mut allowed = 0;
    for (aspect, result) in verdict {
        let Err(words) = result else {
            continue;
        };
        let Some((_, number)) = words.rsplit_once(MARK) else {
            continue;
        };
        let entry = format!("{suite}::{case} {aspect} {number}: ");
        if list.lines().any(|line| line.strip_prefix(&entry).is_some_and(|reason| !reason.trim().is_empty())) {
            *result = Ok(());
            allowed += 1;
        }
    }
    allowed
}

/// The cases of a suite that the list names.
pub fn cases<'a>(list: &'a str, suite: &'a str) -> impl Iterator<Item = &'a str> {
    list.lines().filter_map(move |line| line.strip_prefix(suite)?.strip_prefix("::")?.split_whitespace().next())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{allow, cases, with_number};
    use crate::outcome::Verdict;

    #[test]
    fn only_the_listed_outcome_with_a_reason_is_allowed() {
        let words = with_number("no", &json!({"a": 1}));
        let number = words.rsplit(' ').next().unwrap();
        let judge = |list: &str| {
            let mut verdict = Verdict::from([("config".to_owned(), Err(words.clone()))]);
            allow(list, "s", "c", &mut verdict)
        };
        assert_eq!(judge(&format!("s::c config {number}: chance")), 1);
        assert_eq!(judge(&format!("s::c config {number}: ")), 0);
        assert_eq!(judge(&format!("s::c status {number}: chance")), 0);
        assert_eq!(judge("s::c config 0000000000000000: chance"), 0);
        assert_eq!(cases("s::c config 1: x\nt::d config 1: x\n", "s").collect::<Vec<_>>(), ["c"]);
    }
}
