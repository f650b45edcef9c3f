//! Texts to values as Go's libraries read them, with their error messages, because the controller passes them on.

use std::ops::Range;

use crate::go::{out_of_range, quote, syntax};

/// Go's `strconv.ParseBool`.
///
/// # Errors
/// The message of Go.
pub(super) fn parse_bool(text: &str) -> Result<bool, String> {
    match text {
        "1" | "t" | "T" | "TRUE" | "true" | "True" => Ok(true),
        "0" | "f" | "F" | "FALSE" | "false" | "False" => Ok(false),
        _ => Err(syntax("ParseBool", text)),
    }
}

/// Go's `strconv.ParseInt` with base 0 and 64 bits: prefixes `0x`, `0o`, `0b`, `0`, and `_` between digits.
///
/// # Errors
/// The message of Go.
pub(super) fn parse_int(text: &str) -> Result<i64, String> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let magnitude = magnitude("ParseInt", text, digits)?;
    let value = i128::from(magnitude) * if negative { -1 } else { 1 };
    i64::try_from(value).map_err(|_| out_of_range("ParseInt", text))
}

/// Go's `strconv.ParseUint` with base 0 and 64 bits.
///
/// # Errors
/// The message of Go.
pub(super) fn parse_uint(text: &str) -> Result<u64, String> {
    magnitude("ParseUint", text, text)
}

fn magnitude(function: &str, text: &str, digits: &str) -> Result<u64, String> {
    let lower = digits.to_ascii_lowercase();
    let (radix, body) = match lower.get(..2) {
        Some("0x") => (16, lower.get(2..)),
        Some("0o") => (8, lower.get(2..)),
        Some("0b") => (2, lower.get(2..)),
        _ if lower.len() > 1 && lower.starts_with('0') => (8, lower.get(1..)),
        _ => (10, Some(lower.as_str())),
    };
    let body = body.unwrap_or_default();
    // An underscore may stand behind a base prefix or between two digits.
    let grouped = body.strip_prefix('_').filter(|_| radix != 10).unwrap_or(body);
    let plain = grouped.split('_').all(|group| !group.is_empty() && group.chars().all(|c| c.is_digit(radix)));
    if !plain {
        return Err(syntax(function, text));
    }
    u64::from_str_radix(&grouped.replace('_', ""), radix).map_err(|_| out_of_range(function, text))
}

/// Go's `strconv.ParseFloat` with 32 bits, for the forms that people write.
///
/// # Errors
/// The message of Go.
pub(super) fn parse_float(text: &str) -> Result<f32, String> {
    text.parse().map_err(|_| syntax("ParseFloat", text))
}

/// Go's `time.ParseDuration`, in nanoseconds.
///
/// # Errors
/// The message of Go.
pub(super) fn parse_duration(text: &str) -> Result<i128, String> {
    let invalid = || format!("time: invalid duration {}", quote(text));
    let (sign, body) = match text.strip_prefix('-') {
        Some(body) => (-1, body),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if body == "0" {
        return Ok(0);
    }
    let mut rest = body;
    let mut total: i128 = 0;
    while !rest.is_empty() {
        let (whole, behind) = digits(rest);
        let (fraction, behind) = match behind.strip_prefix('.') {
            Some(behind) => digits(behind),
            None => ("", behind),
        };
        if whole.is_empty() && fraction.is_empty() {
            return Err(invalid());
        }
        let length = behind.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(behind.len());
        let (unit, behind) = behind.split_at_checked(length).unwrap_or((behind, ""));
        let scale: i128 = match unit {
            "" => return Err(format!("time: missing unit in duration {}", quote(text))),
            "ns" => 1,
            "us" | "\u{b5}s" | "\u{3bc}s" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            _ => return Err(format!("time: unknown unit {} in duration {}", quote(unit), quote(text))),
        };
        let whole: i128 = if whole.is_empty() { 0 } else { whole.parse().map_err(|_| invalid())? };
        total = total.checked_add(whole.checked_mul(scale).ok_or_else(invalid)?).ok_or_else(invalid)?;
        let mut step = scale;
        for digit in fraction.chars().filter_map(|c| c.to_digit(10)) {
            step /= 10;
            total += i128::from(digit) * step;
        }
        if total > i128::from(i64::MAX) {
            return Err(invalid());
        }
        rest = behind;
    }
    if body.is_empty() { Err(invalid()) } else { Ok(sign * total) }
}

fn digits(text: &str) -> (&str, &str) {
    let length = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.split_at_checked(length).unwrap_or((text, ""))
}

/// One line of comma-separated values as Go's `encoding/csv` and pflag's string slice read it: items with their byte
/// ranges in the text. Blanks belong to the items; an empty text has no item.
///
/// # Errors
/// The message of Go.
pub(super) fn parse_list(text: &str) -> Result<Vec<(String, Range<usize>)>, String> {
    let line = text.trim_start_matches(['\n', '\r']);
    if line.is_empty() {
        return if text.is_empty() { Ok(Vec::new()) } else { Err("EOF".to_owned()) };
    }
    let mut at = text.len() - line.len();
    let end = line.find('\n').map_or(text.len(), |length| at + length);
    let mut items = Vec::new();
    loop {
        let rest = text.get(at..end).unwrap_or_default();
        let (item, length) = if rest.starts_with('"') { quoted_item(rest, at)? } else { plain_item(rest, at)? };
        items.push((item, at..at + length));
        at += length;
        if at >= end {
            return Ok(items);
        }
        at += 1;
    }
}

fn plain_item(rest: &str, at: usize) -> Result<(String, usize), String> {
    let item = rest.split(',').next().unwrap_or_default();
    match item.find('"') {
        Some(quote) => Err(csv_error(at + quote + 1, "bare \" in non-quoted field")),
        None => Ok((item.to_owned(), item.len())),
    }
}

fn quoted_item(rest: &str, at: usize) -> Result<(String, usize), String> {
    let mut item = String::new();
    let mut position = 1;
    loop {
        let behind = rest.get(position..).unwrap_or_default();
        let Some(quote) = behind.find('"') else {
            return Err(csv_error(at + rest.len() + 1, "extraneous or missing \" in quoted-field"));
        };
        item.push_str(behind.get(..quote).unwrap_or_default());
        position += quote + 1;
        match rest.get(position..).unwrap_or_default().chars().next() {
            Some('"') => {
                item.push('"');
                position += 1;
            }
            Some(',') | None => return Ok((item, position)),
            Some(_) => return Err(csv_error(at + position, "extraneous or missing \" in quoted-field")),
        }
    }
}

fn csv_error(column: usize, text: &str) -> String {
    format!("parse error on line 1, column {column}: {text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn booleans_are_the_words_of_go() {
        assert_eq!(parse_bool("T"), Ok(true));
        assert_eq!(parse_bool("False"), Ok(false));
        assert_eq!(parse_bool("yes"), Err("strconv.ParseBool: parsing \"yes\": invalid syntax".to_owned()));
    }

    #[test]
    fn integers_know_prefixes_and_bounds() {
        assert_eq!(parse_int("-0x1F"), Ok(-31));
        assert_eq!(parse_int("017"), Ok(15));
        assert_eq!(parse_int("0_7"), Ok(7));
        assert_eq!(parse_int("1_000"), Ok(1000));
        assert_eq!(parse_int("1__0"), Err("strconv.ParseInt: parsing \"1__0\": invalid syntax".to_owned()));
        assert_eq!(
            parse_int("9223372036854775808"),
            Err("strconv.ParseInt: parsing \"9223372036854775808\": value out of range".to_owned())
        );
        assert_eq!(parse_uint("-1"), Err("strconv.ParseUint: parsing \"-1\": invalid syntax".to_owned()));
    }

    #[test]
    fn durations_need_a_unit() {
        assert_eq!(parse_duration("1h2m3.5s"), Ok(3_723_500_000_000));
        assert_eq!(parse_duration("0"), Ok(0));
        assert_eq!(parse_duration("10"), Err("time: missing unit in duration \"10\"".to_owned()));
        assert_eq!(parse_duration("10x"), Err("time: unknown unit \"x\" in duration \"10x\"".to_owned()));
        assert_eq!(parse_duration(""), Err("time: invalid duration \"\"".to_owned()));
    }

    #[test]
    fn lists_keep_blanks_and_know_quotes() {
        let items = |text| parse_list(text).map(|items| items.into_iter().map(|(item, _)| item).collect::<Vec<_>>());
        assert_eq!(items("a, b"), Ok(vec!["a".to_owned(), " b".to_owned()]));
        assert_eq!(items("\"a,\"\"b\",c"), Ok(vec!["a,\"b".to_owned(), "c".to_owned()]));
        assert_eq!(items(""), Ok(Vec::new()));
        assert_eq!(items("a,"), Ok(vec!["a".to_owned(), String::new()]));
        assert_eq!(items("a\"b"), Err("parse error on line 1, column 2: bare \" in non-quoted field".to_owned()));
    }
}
