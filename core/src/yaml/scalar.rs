//! What a plain scalar means to Kubernetes: the words and numbers of YAML 1.1 as go-yaml v2 reads them, seen through
//! the JSON that `kubectl` makes of them.
//!
//! Source: go.yaml.in/yaml v2 `resolve.go:resolve`, sigs.k8s.io/yaml `yaml.go:convertToJSONableObject`.

use std::borrow::Cow;

use base64ct::{Base64, Encoding};

use super::Value;

/// A scalar as go-yaml resolves it, before it becomes JSON.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Scalar {
    /// A null word or nothing.
    Null,
    /// A boolean word.
    Bool(bool),
    /// An integer that fits 64 bits with sign.
    Int(i64),
    /// An integer above `i64::MAX`.
    Uint(u64),
    /// A number with fraction or exponent, an integer beyond 64 bits, infinity, not-a-number.
    Float(f64),
    /// None of these: a string.
    Text,
}

impl Scalar {
    /// The type as go-yaml names it in messages.
    pub(super) const fn tag(self) -> &'static str {
        match self {
            Self::Null => "!!null",
            Self::Bool(_) => "!!bool",
            Self::Int(_) | Self::Uint(_) => "!!int",
            Self::Float(_) => "!!float",
            Self::Text => "!!str",
        }
    }

    /// The value after the way through JSON, which has no integer-valued floats: `1.0` and `1e3` are integers.
    ///
    /// Infinity and not-a-number stay floats; the caller refuses them.
    pub(super) fn into_value(self, text: Cow<'_, str>) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(value),
            Self::Int(value) => Value::Int(value),
            Self::Uint(value) => Value::Uint(value),
            Self::Float(value) => integer_of(value).map_or(Value::Float(value), Value::Int),
            Self::Text => Value::Text(text),
        }
    }

    /// The map key that becomes of it; `None` for what cannot be a key.
    pub(super) fn into_key(self, text: Cow<'_, str>) -> Option<Cow<'_, str>> {
        match self {
            Self::Null | Self::Uint(_) => None,
            Self::Bool(value) => Some(Cow::Borrowed(if value { "true" } else { "false" })),
            Self::Int(value) => Some(Cow::Owned(value.to_string())),
            Self::Float(value) => Some(Cow::Owned(float_key(value))),
            Self::Text => Some(text),
        }
    }
}

/// Resolves an unquoted, untagged scalar.
pub(super) fn resolve(text: &str) -> Scalar {
    let Some(first) = text.bytes().next() else { return Scalar::Null };
    match first {
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~' => word(text),
        b'0'..=b'9' => number(text),
        b'+' | b'-' => special_float(text).unwrap_or_else(|| number(text)),
        b'.' => special_float(text).or_else(|| dotted(text)).unwrap_or(Scalar::Text),
        _ => Scalar::Text,
    }
}

fn word(text: &str) -> Scalar {
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Scalar::Bool(true),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Scalar::Bool(false),
        "~" | "null" | "Null" | "NULL" => Scalar::Null,
        _ => Scalar::Text,
    }
}

fn special_float(text: &str) -> Option<Scalar> {
    let value = match text {
        ".nan" | ".NaN" | ".NAN" => f64::NAN,
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => f64::INFINITY,
        "-.inf" | "-.Inf" | "-.INF" => f64::NEG_INFINITY,
        _ => return None,
    };
    Some(Scalar::Float(value))
}

/// A number that starts with a digit or a sign; `_` may stand anywhere behind that.
fn number(text: &str) -> Scalar {
    let plain = without_underscores(text);
    if let Some(value) = integer(&plain) {
        return value;
    }
    if is_float_text(&plain) { finite(&plain).map_or(Scalar::Text, Scalar::Float) } else { Scalar::Text }
}

/// A number that starts with a dot: `_` only between digits, as Go's own parser has it.
fn dotted(text: &str) -> Option<Scalar> {
    let bytes = text.as_bytes();
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let separates = |at: usize| digit(at.checked_sub(1)) && digit(Some(at + 1));
    if bytes.iter().enumerate().any(|(at, byte)| *byte == b'_' && !separates(at)) {
        return None;
    }
    let plain = without_underscores(text);
    if is_float_text(&plain) { finite(&plain).map(Scalar::Float) } else { None }
}

fn without_underscores(text: &str) -> Cow<'_, str> {
    if text.contains('_') { Cow::Owned(text.replace('_', "")) } else { Cow::Borrowed(text) }
}

/// Go's `ParseInt` and `ParseUint` with base 0.
fn integer(text: &str) -> Option<Scalar> {
    let (negative, unsigned) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let (digits, base) = match unsigned.as_bytes() {
        [b'0', b'x' | b'X', _, ..] => (unsigned.get(2..)?, 16),
        [b'0', b'o' | b'O', _, ..] => (unsigned.get(2..)?, 8),
        [b'0', b'b' | b'B', _, ..] => (unsigned.get(2..)?, 2),
        [b'0'] => (unsigned, 10),
        [b'0', ..] => (unsigned.get(1..)?, 8),
        _ => (unsigned, 10),
    };
    // Rust would accept a second sign here.
    if !digits.starts_with(|c: char| c.is_ascii_hexdigit()) {
        return None;
    }
    let magnitude = u64::from_str_radix(digits, base).ok()?;
    if negative {
        return 0_i64.checked_sub_unsigned(magnitude).map(Scalar::Int);
    }
    match i64::try_from(magnitude) {
        Ok(value) => Some(Scalar::Int(value)),
        Err(_) if unsigned.len() == text.len() => Some(Scalar::Uint(magnitude)),
        Err(_) => None,
    }
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
fn is_float_text(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let mantissa_fits = match mantissa.split_once('.') {
        Some(("", fraction)) => !fraction.is_empty() && digits(fraction),
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => !mantissa.is_empty() && digits(mantissa),
    };
    mantissa_fits && exponent.is_none_or(|exponent| !exponent.is_empty() && digits(exponent))
}

/// Go refuses numbers that overflow.
fn finite(text: &str) -> Option<f64> {
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// The integer that JSON makes of an integral float, as far as it fits.
fn integer_of(value: f64) -> Option<i64> {
    // Go writes floats from 1e21 on with an exponent; those stay floats.
    if value.fract() != 0.0 || value.abs() >= 1e21 {
        return None;
    }
    // Both Rust and Go print the shortest digits that give the number back, filled up with zeros.
    value.to_string().parse().ok()
}

/// Go's `FormatFloat(value, 'g', -1, 32)` with YAML's names for the special values.
fn float_key(value: f64) -> String {
    if value.is_nan() {
        return ".nan".to_owned();
    }
    let single: f32 = value.to_string().parse().unwrap_or(f32::INFINITY);
    if single.is_infinite() {
        return if single > 0.0 { ".inf" } else { "-.inf" }.to_owned();
    }
    let scientific = format!("{single:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if (-4..6).contains(&exponent) {
        return single.to_string();
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

/// Decodes the text of a `!!binary` scalar; line breaks are skipped. `None` for anything that is not base64.
///
/// Source: Go `encoding/base64` StdEncoding.
pub(super) fn decode_base64(text: &str) -> Option<Vec<u8>> {
    Base64::decode_vec(&text.replace(['\r', '\n'], "")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Value<'_> {
        resolve(text).into_value(Cow::Borrowed(text))
    }

    #[test]
    fn words_are_booleans_and_nulls_only_in_the_letter_cases_of_the_table() {
        for text in ["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"] {
            assert_eq!(value(text), Value::Bool(true), "{text}");
        }
        for text in ["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"] {
            assert_eq!(value(text), Value::Bool(false), "{text}");
        }
        for text in ["", "~", "null", "Null", "NULL"] {
            assert_eq!(value(text), Value::Null, "{text}");
        }
        for text in ["yEs", "oN", "tRUE", "nULL", "yes ", "nil", "=", "<<", "none"] {
            assert_eq!(value(text), Value::Text(text.into()), "{text}");
        }
    }

    #[test]
    fn integers_have_signs_underscores_and_four_bases() {
        for (text, expected) in [
            ("0", 0),
            ("-0", 0),
            ("+12", 12),
            ("1_000", 1000),
            ("1_", 1),
            ("0777", 511),
            ("0o17", 15),
            ("0x1F", 31),
            ("-0x1f", -31),
            ("0b101", 5),
            ("-0b101", -5),
            ("08", 8),
            ("0909", 909),
            ("9223372036854775807", i64::MAX),
            ("-9223372036854775808", i64::MIN),
        ] {
            assert_eq!(value(text), Value::Int(expected), "{text}");
        }
        assert_eq!(value("9223372036854775808"), Value::Uint(9_223_372_036_854_775_808));
    }

    #[test]
    fn integral_floats_are_integers_once_they_went_through_json() {
        assert_eq!(value("80.0"), Value::Int(80));
        assert_eq!(value("1e3"), Value::Int(1000));
        assert_eq!(value("-0.0"), Value::Int(0));
        assert_eq!(value("5."), Value::Int(5));
        assert_eq!(value("1e21"), Value::Float(1e21));
        assert_eq!(value("1e19"), Value::Float(1e19));
        assert_eq!(value(".5"), Value::Float(0.5));
        assert_eq!(value("+.5e1"), Value::Int(5));
        assert_eq!(value(".5_0"), Value::Float(0.5));
        assert_eq!(value("-9223372036854775809"), Value::Float(-9_223_372_036_854_775_809.0));
        assert_eq!(value(".inf"), Value::Float(f64::INFINITY));
    }

    #[test]
    fn what_only_other_readers_take_for_a_number_is_a_string() {
        for text in [
            "1:20",
            "0x",
            "0xg",
            "+-1",
            "--1",
            "1e",
            "1e400",
            ".",
            "..",
            "._5",
            ".5_",
            "_1",
            "1.2.3",
            "+",
            "-",
            "2020-01-02",
            "1,000",
            "0o8",
            "Infinity",
            "inf",
            "nan",
            "0x1p3",
            "1e5x",
            "0b",
            "0x-5",
        ] {
            assert_eq!(value(text), Value::Text(text.into()), "{text}");
        }
    }

    #[test]
    fn keys_become_text_as_go_formats_them() {
        let key = |text| resolve(text).into_key(Cow::Borrowed(text)).map(Cow::into_owned);
        for (text, expected) in [
            ("yes", "true"),
            ("Off", "false"),
            ("0x10", "16"),
            ("1.0", "1"),
            ("1.50", "1.5"),
            ("1e6", "1e+06"),
            ("123456.5", "123456.5"),
            ("0.00001", "1e-05"),
            (".inf", ".inf"),
            ("a", "a"),
        ] {
            assert_eq!(key(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(key("~"), None);
        assert_eq!(key("18446744073709551615"), None);
    }

    #[test]
    fn base64_is_decoded_with_line_breaks_but_without_spaces() {
        assert_eq!(decode_base64("aGVs\nbG8=").as_deref(), Some(b"hello".as_slice()));
        assert_eq!(decode_base64("").as_deref(), Some(b"".as_slice()));
        for text in ["aGVs bG8=", "aGVsbG8", "a===", "aGVsbG8=aGVsbG8="] {
            assert_eq!(decode_base64(text), None, "{text}");
        }
    }
}
