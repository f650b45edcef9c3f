//! Texts as Go prints them, because the controller, Helm and go-yaml put them into their messages.

/// Go's `strconv.Quote` and `%q`, for the characters that settings, names and YAML hold.
pub(crate) fn quote(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => quoted.extend(format!("\\x{:02x}", u32::from(c)).chars()),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// The message of Go's `encoding/json` for JSON that is no map where go-kong's type of configurations is read. `found` is its
/// type, as Go calls it.
pub(crate) fn not_a_configuration(found: &str) -> String {
    cannot_unmarshal(found, "kong.Configuration")
}

/// The message of Go's `encoding/json` for a value of another type than the wanted one, both as Go calls them.
pub(crate) fn cannot_unmarshal(found: &str, wanted: &str) -> String {
    format!("json: cannot unmarshal {found} into Go value of type {wanted}")
}

/// The message of Go's `strconv` for a text that is no value.
pub(crate) fn syntax(function: &str, text: &str) -> String {
    format!("strconv.{function}: parsing {}: invalid syntax", quote(text))
}

/// The message of Go's `strconv` for a number that does not fit.
pub(crate) fn out_of_range(function: &str, text: &str) -> String {
    format!("strconv.{function}: parsing {}: value out of range", quote(text))
}

/// Go's `float64(value)`.
pub(crate) fn to_float(value: i64) -> f64 {
    let high = i32::try_from(value >> 32).unwrap_or_default();
    let low = u32::try_from(value & 0xffff_ffff).unwrap_or_default();
    f64::from(high).mul_add(4_294_967_296.0, f64::from(low))
}

/// A float as Go's `%v` prints it: with an exponent from a million on and below a ten-thousandth.
pub(crate) fn float(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if value != 0.0 && !(-4..6).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{mantissa}e{sign}{:02}", exponent.unsigned_abs());
    }
    value.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_have_exponents_as_in_go() {
        for (value, text) in [
            (1.5, "1.5"),
            (1e6, "1e+06"),
            (100_000.0, "100000"),
            (1e-5, "1e-05"),
            (0.0, "0"),
            (1_234_567.0, "1.234567e+06"),
        ] {
            assert_eq!(float(value), text);
        }
        for value in [0, 1, -1, 1_000_000, -5_000_000_000] {
            assert_eq!(to_float(value).to_string(), value.to_string());
        }
    }

    #[test]
    fn quotes_and_control_characters_are_escaped() {
        assert_eq!(quote("a\"b\\c\n\t\u{1}é"), "\"a\\\"b\\\\c\\n\\t\\x01é\"");
    }
}
