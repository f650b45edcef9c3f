//! "Did you mean": the nearest of the words that would have been right.

/// The candidate that is most likely meant by a misspelt word.
///
/// Letter case is ignored. Accepted up to a third of the word's length in edits (insert, delete, change, swap of
/// neighbours), at least one; of equally near ones the first. `None` when nothing is near, and for the word itself.
pub fn did_you_mean<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let allowed = (word.chars().count() / 3).max(1);
    let lower = word.to_lowercase();
    candidates
        .into_iter()
        .filter(|candidate| *candidate != word)
        .map(|candidate| (distance(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(edits, _)| *edits <= allowed)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, candidate)| candidate)
}

/// Edits between two words (optimal string alignment). Words over 64 characters are infinitely far.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    if a.len().max(b.len()) > 64 {
        return usize::MAX;
    }
    // Rows of the table: two above, one above, current.
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut previous_a = None;
    for (row, from) in a.iter().enumerate() {
        let mut current = vec![row + 1];
        let mut previous_b = None;
        for (column, to) in b.iter().enumerate() {
            let cell = |line: &[usize], at: usize| line.get(at).copied().unwrap_or(usize::MAX - 1);
            let change = cell(&above, column) + usize::from(from != to);
            let mut best = change.min(cell(&above, column + 1) + 1).min(cell(&current, column) + 1);
            if previous_a == Some(to) && previous_b == Some(from) && column > 0 {
                best = best.min(cell(&before, column - 1) + 1);
            }
            current.push(best);
            previous_b = Some(to);
        }
        before = std::mem::replace(&mut above, current);
        previous_a = Some(from);
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_found() {
        let kinds = ["HTTPRoute", "TCPRoute", "Gateway", "GatewayClass"];
        assert_eq!(did_you_mean("HttpRoute", kinds), Some("HTTPRoute"));
        assert_eq!(did_you_mean("Gatewya", kinds), Some("Gateway"));
        assert_eq!(did_you_mean("UDPRoute", kinds), Some("TCPRoute"));
        assert_eq!(did_you_mean("Deployment", kinds), None);
        assert_eq!(did_you_mean("Gateway", ["Gateway"]), None);
    }
}
