//! Timeouts of rules.

use super::Rule;
use crate::diagnostic::catalog::translation as catalog;
use crate::findings::Findings;
use crate::kong::Service;
use crate::provenance::{Placed, Sourced};
use crate::settings::KicVersion;

/// The timeout that the controller takes for none.
const USUAL: i64 = 60_000;

/// Sets the timeouts of a service from `timeouts.backendRequest`: the last rule wins whose value is not 60 seconds.
///
/// Source: KIC v3.5.13 …/subtranslator/httproute.go:applyTimeoutToServiceFromHTTPRouteRule;
/// spec/gateway-routes.md 5.5.
pub(super) fn apply<'a>(
    kic: KicVersion,
    service: &mut Service<'a>,
    rules: &[Rule<'_, 'a>],
    findings: &mut Findings<'a>,
) {
    let timeouts = rules.iter().filter_map(|rule| {
        let written = rule.spec.backend_request_timeout?;
        let milliseconds = milliseconds(written.value)?;
        Some((rule, written, milliseconds))
    });
    let timeouts: Vec<_> = timeouts.collect();
    let unusual = |(_, _, milliseconds): &&(_, _, i64)| *milliseconds != USUAL;
    let counting =
        if kic.timeouts_per_service() { timeouts.iter().rev().find(unusual) } else { timeouts.last().filter(unusual) };
    let Some((_, counting, value)) = counting else { return };
    for (rule, written, milliseconds) in &timeouts {
        if milliseconds != value {
            findings.problem(catalog::timeout_overridden(rule.object(), *written, *counting));
        }
    }
    let timeout: Sourced<i64> = Placed::new(*value, counting.place).sourced();
    service.connect_timeout = Some(timeout.clone());
    service.read_timeout = Some(timeout.clone());
    service.write_timeout = Some(timeout);
}

/// A duration of the Gateway API (`1h2m3s4ms`) in milliseconds; `None` for any other text, which is ignored.
fn milliseconds(duration: &str) -> Option<i64> {
    let mut rest = duration;
    let mut sum: i64 = 0;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: i64 = rest.get(..digits)?.parse().ok()?;
        rest = rest.get(digits..)?;
        let unit_length = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let unit = match rest.get(..unit_length)? {
            "h" => 3_600_000,
            "m" => 60_000,
            "s" => 1000,
            "ms" => 1,
            _ => return None,
        };
        rest = rest.get(unit_length..)?;
        sum = sum.checked_add(number.checked_mul(unit)?)?;
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_sums_of_whole_numbers_with_units() {
        for (text, expected) in [
            ("500ms", Some(500)),
            ("60s", Some(60_000)),
            ("1h2m3s4ms", Some(3_723_004)),
            ("0s", Some(0)),
            ("", None),
            ("10", None),
            ("s", None),
            ("1d", None),
        ] {
            assert_eq!(milliseconds(text), expected, "{text}");
        }
    }
}
