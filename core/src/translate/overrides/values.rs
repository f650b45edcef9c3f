//! How values of annotations are read.
//!
//! Source: KIC v3.5.13 internal/annotations/annotations.go; spec/annotations.md 1.

use crate::settings::KicVersion;

/// The items of a comma list, in order, with repetitions.
///
/// Items are trimmed and empty ones dropped, but for the releases that only split. White space alone is no list.
pub(in crate::translate) fn list(kic: KicVersion, text: &str) -> Vec<&str> {
    if text.trim().is_empty() {
        return Vec::new();
    }
    let items = text.split(',');
    if kic.trims_annotation_lists() {
        items.map(str::trim).filter(|item| !item.is_empty()).collect()
    } else {
        items.collect()
    }
}

/// Splits as Go does: an empty separator splits after each character.
pub(in crate::translate) fn split<'t>(text: &'t str, separator: &str) -> Vec<&'t str> {
    if separator.is_empty() {
        text.split("").filter(|part| !part.is_empty()).collect()
    } else {
        text.split(separator).collect()
    }
}

/// `true` or `false` in any case; other words are no value.
pub(super) fn bool_word(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

/// The words that Go's `strconv.ParseBool` takes: `1 t T TRUE true True` and `0 f F FALSE false False`.
pub(in crate::translate) fn parse_bool(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "TRUE" | "true" | "True" => Some(true),
        "0" | "f" | "F" | "FALSE" | "false" | "False" => Some(false),
        _ => None,
    }
}

/// The same words in any case.
pub(super) fn parse_bool_of_any_case(text: &str) -> Option<bool> {
    parse_bool(&text.to_lowercase())
}

/// An integer as Go's `strconv.Atoi` reads it: a sign and decimal digits, nothing else.
pub(in crate::translate) fn integer(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// Whether a word is a protocol of services and routes; `udp` is none here, the empty word is one.
pub(in crate::translate) fn is_protocol(word: &str) -> bool {
    matches!(word, "" | "http" | "https" | "grpc" | "grpcs" | "ws" | "wss" | "tls" | "tcp" | "tls_passthrough")
}

/// The protocols, for advice.
pub(in crate::translate) const PROTOCOLS: &str = "http, https, grpc, grpcs, ws, wss, tls, tcp, tls_passthrough";

/// The items of a list whose items every release trims.
pub(in crate::translate) fn trimmed_list(kic: KicVersion, text: &str) -> Vec<&str> {
    list(kic, text).into_iter().map(str::trim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// spec/annotations.md 1.
    #[test]
    fn lists_are_trimmed_and_keep_repetitions() {
        let kic = KicVersion::default();
        assert_eq!(list(kic, "a, b,,a "), ["a", "b", "a"]);
        assert_eq!(list(kic, ","), [""; 0]);
        assert_eq!(list(kic, "  "), [""; 0]);
    }

    /// spec/annotations.md 1.
    #[test]
    fn booleans_differ_by_annotation() {
        assert_eq!(["TRUE", "False", "1", "t", " true"].map(bool_word), [Some(true), Some(false), None, None, None]);
        assert_eq!(["T", "tRUE", "0", "yes"].map(parse_bool), [Some(true), None, Some(false), None]);
        assert_eq!(["tRUE", "F", "on"].map(parse_bool_of_any_case), [Some(true), Some(false), None]);
    }

    /// spec/annotations.md 1.
    #[test]
    fn integers_are_those_of_atoi() {
        let seen = ["+5", "-10", "42.42", " 5", "", "+", "1_000", "9223372036854775808"].map(integer);
        assert_eq!(seen, [Some(5), Some(-10), None, None, None, None, None, None]);
    }
}
