//! go-yaml's natural order of map keys.

/// Whether one key comes before another: at the first difference letters by code point, other characters before
/// letters, numbers by value.
///
/// Not transitive (`1a`, `2`, `10a`), therefore not an `Ord`.
///
/// Source: go.yaml.in/yaml v2 `sorter.go:keyList.Less`.
pub(super) fn is_less(a: &str, b: &str) -> bool {
    let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (Some((before, rest_a)), Some(rest_b)) = (a.split_at_checked(same), b.get(same..)) else { return a < b };
    let (Some(first_a), Some(first_b)) = (rest_a.chars().next(), rest_b.chars().next()) else {
        return a.len() < b.len();
    };
    match (first_a.is_alphabetic(), first_b.is_alphabetic()) {
        (true, true) => return first_a < first_b,
        (true, false) => return false,
        (false, true) => return true,
        (false, false) => {}
    }
    // A zero in the middle of a number counts: the digits before it are the same on both sides.
    let digits_before = before.bytes().rev().take_while(u8::is_ascii_digit);
    let is_inside = (first_a == '0' || first_b == '0') && digits_before.into_iter().any(|digit| digit != b'0');
    let number = |text: &str| {
        let digits = text.bytes().take_while(u8::is_ascii_digit);
        digits.fold((i64::from(is_inside), 0_usize), |(value, length), digit| {
            (value.wrapping_mul(10).wrapping_add(i64::from(digit - b'0')), length + 1)
        })
    };
    let (a, b) = (number(rest_a), number(rest_b));
    if a == b { first_a < first_b } else { a < b }
}

/// A stable sort that stands an order which is not transitive; the one of the standard library may panic.
pub(super) fn sort<T>(mut items: Vec<T>, is_less: &dyn Fn(&T, &T) -> bool) -> Vec<T> {
    if items.len() < 2 {
        return items;
    }
    let right = items.split_off(items.len() / 2);
    let mut merged = Vec::with_capacity(items.len() + right.len());
    let mut left = sort(items, is_less).into_iter().peekable();
    let mut right = sort(right, is_less).into_iter().peekable();
    loop {
        let take_right = match (left.peek(), right.peek()) {
            (Some(left), Some(right)) => is_less(right, left),
            (None, Some(_)) => true,
            (_, None) => false,
        };
        match if take_right { right.next() } else { left.next() } {
            Some(item) => merged.push(item),
            None => return merged,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_in_natural_order() {
        let sorted = [
            "_format_version",
            "1",
            "2",
            "10",
            "Hosts",
            "host",
            "host_header",
            "hosts",
            "k-1",
            "k1",
            "k01",
            "k2",
            "k100",
            "k120",
            "path",
            "path_handling",
            "paths",
            "x-header-2",
            "x-header-10",
            "x1",
            "xa",
            "é",
        ];
        let mut shuffled: Vec<_> = sorted.iter().rev().copied().collect();
        shuffled = sort(shuffled, &|a, b| is_less(a, b));
        assert_eq!(shuffled, sorted);
    }

    #[test]
    fn a_circle_of_keys_is_no_reason_to_panic() {
        let keys: Vec<_> = (0..500).map(|at| ["1a", "2", "10a"][at % 3]).collect();
        assert_eq!(sort(keys, &|a, b| is_less(a, b)).len(), 500);
    }
}
