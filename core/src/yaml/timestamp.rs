//! Dates and times, which YAML 1.1 has as scalars of their own.

/// Whether go-yaml takes the text for a date or time. Its value stays the text, but writers quote it.
///
/// Source: go.yaml.in/yaml v2 `resolve.go:parseTimestamp`.
pub(super) fn is_timestamp(text: &str) -> bool {
    let Some((year, rest)) = text.split_at_checked(4) else { return false };
    if !year.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let mut rest = rest;
    let Some(month) = field(&mut rest, "-", 1..=2) else { return false };
    let Some(day) = field(&mut rest, "-", 1..=2) else { return false };
    let year: u32 = year.parse().unwrap_or_default();
    if !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) {
        return false;
    }
    let zoned = match rest.as_bytes().first() {
        None => return true,
        Some(b'T' | b't') => true,
        Some(b' ') => false,
        Some(_) => return false,
    };
    let mut rest = rest.get(1..).unwrap_or_default();
    // Go accepts one or two digits of the hour, minute and second.
    let Some(hour) = field(&mut rest, "", 1..=2) else { return false };
    let Some(minute) = field(&mut rest, ":", 1..=2) else { return false };
    let Some(second) = field(&mut rest, ":", 1..=2) else { return false };
    if hour > 23 || minute > 59 || second > 59 {
        return false;
    }
    if let Some(fraction) = rest.strip_prefix(['.', ',']) {
        let end = fraction.bytes().take_while(u8::is_ascii_digit).count();
        if end == 0 {
            return false;
        }
        rest = fraction.get(end..).unwrap_or_default();
    }
    if zoned { is_zone(rest) } else { rest.is_empty() }
}

fn is_zone(text: &str) -> bool {
    if text == "Z" {
        return true;
    }
    let Some(mut rest) = text.strip_prefix(['+', '-']) else { return false };
    let hour = field(&mut rest, "", 2..=2);
    let minute = field(&mut rest, ":", 2..=2);
    rest.is_empty() && hour.is_some_and(|hour| hour <= 24) && minute.is_some_and(|minute| minute < 60)
}

/// Takes `before` and then as many digits as there are, at most the end of `width`.
fn field(rest: &mut &str, before: &str, width: std::ops::RangeInclusive<usize>) -> Option<u32> {
    let digits = rest.strip_prefix(before)?;
    let length = digits.bytes().take(*width.end()).take_while(u8::is_ascii_digit).count();
    if length < *width.start() {
        return None;
    }
    let (digits, after) = digits.split_at_checked(length)?;
    *rest = after;
    digits.parse().ok()
}

const fn days_in(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_are_recognised() {
        for text in [
            "2020-01-02",
            "2020-1-2",
            "2020-01-02T03:04:05Z",
            "2020-01-02t3:4:5.25+01:00",
            "2020-01-02 03:04:05",
            "2024-02-29",
        ] {
            assert!(is_timestamp(text), "{text}");
        }
        for text in ["2020-13-01", "2021-02-29", "20-01-02", "2020-01-02T03:04:05", "2020-01-02 03:04:05Z", "2020-01"] {
            assert!(!is_timestamp(text), "{text}");
        }
    }
}
