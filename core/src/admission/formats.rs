//! Formats of texts.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Whether a text has the format.
///
/// Source: kube-openapi pkg/validation/strfmt: `IsDateTime`, govalidator `IsIPv4` and `IsIPv6`.
pub(super) fn fits(format: &str, text: &str) -> bool {
    match format {
        "date-time" => is_date_time(text),
        "ipv4" => text.parse::<Ipv4Addr>().is_ok(),
        // The address of an IPv4 host inside of IPv6 counts as IPv4 elsewhere, but has a colon.
        "ipv6" => text.parse::<Ipv6Addr>().is_ok(),
        _ => true,
    }
}

fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['t', 'T']) else { return false };
    is_date(date) && is_time(time.split(['t', 'T']).next().unwrap_or_default())
}

fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let (Some(year), Some(month), Some(day), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let (Some(year), Some(month), Some(day)) = (digits(year, 4), digits(month, 2), digits(day, 2)) else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// `hh:mm:ss`, perhaps a fraction, then `z` or an offset.
fn is_time(text: &str) -> bool {
    let Some((clock, rest)) = text.split_at_checked(8) else { return false };
    let mut parts = clock.split(':');
    let mut in_bounds = |most: u32| parts.next().and_then(|part| digits(part, 2)).is_some_and(|value| value <= most);
    if !(in_bounds(23) && in_bounds(59) && in_bounds(59)) {
        return false;
    }
    let zone = match rest.strip_prefix('.') {
        Some(fraction) => {
            let zone = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
            if zone.len() == fraction.len() {
                return false;
            }
            zone
        }
        None => rest,
    };
    let offset = |text: &str| {
        text.split_once(':').is_some_and(|(hours, minutes)| digits(hours, 2).is_some() && digits(minutes, 2).is_some())
    };
    matches!(zone, "z" | "Z") || zone.strip_prefix(['+', '-']).is_some_and(offset)
}

/// A number of exactly so many digits.
fn digits(text: &str, count: usize) -> Option<u32> {
    let is_number = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_a_date_and_a_zone() {
        for time in ["1970-01-01T00:00:00Z", "2024-02-29t23:59:59.123+02:00"] {
            assert!(fits("date-time", time), "{time}");
        }
        for time in ["", "1970-01-01", "2023-02-29T00:00:00Z", "1970-01-01T24:00:00Z", "1970-01-01T00:00:00"] {
            assert!(!fits("date-time", time), "{time}");
        }
    }
}
