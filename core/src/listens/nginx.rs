//! What nginx refuses although Kong's parser takes it: Kong writes each entry into nginx's configuration as a `listen`,
//! tests that, and does not start.
//!
//! Source: nginx 1.25.3, on which Kong 3.9 is built: src/stream/ngx_stream_core_module.c:ngx_stream_core_listen,
//! src/http/ngx_http_core_module.c:ngx_http_core_listen, src/core/ngx_inet.c:ngx_parse_url,
//! src/core/ngx_parse.c:ngx_parse_time; the texts as `nginx -t` of 1.22.1 prints them.

use std::ops::Range;

use super::address::Port;
use super::flag::Flag;
use super::kong::Listens;
use super::parse::Entry;
use crate::diagnostic::catalog::listens as catalog;
use crate::diagnostic::{Diagnostic, Fix};

/// Flags that only TCP has, with the word that nginx names, in the order in which it looks for them.
const TCP_ONLY: [(Flag, &str); 6] = [
    (Flag::Backlog, "backlog"),
    (Flag::Ssl, "ssl"),
    (Flag::SoKeepaliveOn, "so_keepalive"),
    (Flag::SoKeepaliveOff, "so_keepalive"),
    (Flag::SoKeepalive, "so_keepalive"),
    (Flag::ProxyProtocol, "proxy_protocol"),
];

/// One problem for each thing that nginx would refuse; nginx itself names only the first.
pub(super) fn report(listens: &Listens, problems: &mut Vec<Diagnostic>) {
    for entry in &listens.entries {
        problems.extend(port(listens, entry));
        if entry.has(Flag::Udp) {
            let wrong = TCP_ONLY.into_iter().filter(|(flag, _)| entry.has(*flag));
            problems.extend(wrong.filter_map(|(flag, word)| tcp_only(listens, entry, flag, word)));
        }
        problems.extend(value(listens, entry, Flag::Backlog, "invalid backlog", is_backlog));
        problems.extend(value(listens, entry, Flag::SoKeepalive, "invalid so_keepalive value:", is_keepalive));
    }
}

/// Ports are 1 to 65535, those of names too.
fn port(listens: &Listens, entry: &Entry) -> Option<Diagnostic> {
    if entry.port_number().is_some_and(|port| port > 0) {
        return None;
    }
    let port = match &entry.port {
        Port::Number(number) => number.to_string(),
        Port::Text(text) => text.clone(),
    };
    let error = format!("invalid port in \"{}:{port}\" of the \"listen\" directive", entry.ip);
    let help = "write a port from 1 to 65535".to_owned();
    problem(listens, entry, entry.address.clone(), &format!("nginx knows no port {port}"), (error, help), None)
}

fn tcp_only(listens: &Listens, entry: &Entry, flag: Flag, word: &str) -> Option<Diagnostic> {
    let set = entry.flag(flag)?;
    let error = format!("\"listen\" directive \"{word}\" parameter is incompatible with \"udp\"");
    let help = format!("remove `{}`: only TCP has it", set.text);
    let fix = listens
        .remove_flag(entry, flag)
        .map(|edit| Fix { title: format!("Remove `{}` from the UDP listen", set.text), edits: vec![edit] });
    let why = format!("`{}` and `udp` exclude each other for nginx", set.text);
    problem(listens, entry, set.range.clone(), &why, (error, help), fix)
}

/// The value of a flag, for which Kong only looks at the characters.
fn value(listens: &Listens, entry: &Entry, flag: Flag, error: &str, is_right: fn(&str) -> bool) -> Option<Diagnostic> {
    let set = entry.flag(flag)?;
    let (_, value) = set.text.split_once('=')?;
    if is_right(value) {
        return None;
    }
    let named = if flag == Flag::Backlog { set.text.as_str() } else { value };
    let error = format!("{error} \"{named}\"");
    let help = format!("write another value, or remove `{}`", set.text);
    let fix =
        listens.remove_flag(entry, flag).map(|edit| Fix { title: format!("Remove `{}`", set.text), edits: vec![edit] });
    let why = format!("nginx does not take the value of `{}`", set.text);
    problem(listens, entry, set.range.clone(), &why, (error, help), fix)
}

fn problem(
    listens: &Listens,
    entry: &Entry,
    at: Range<usize>,
    why: &str,
    (error, help): (String, String),
    fix: Option<Fix>,
) -> Option<Diagnostic> {
    let span = listens.value.place(at).span()?;
    Some(catalog::nginx_refuses(listens.subsystem.variable(), listens.text(entry), span, why, &error, help, fix))
}

/// A number above 0.
fn is_backlog(value: &str) -> bool {
    value.parse::<i64>().is_ok_and(|length| length > 0)
}

/// `IDLE:INTERVAL:COUNT`, of which each may be missing, but not all; times as in `30m`, without units in seconds.
fn is_keepalive(value: &str) -> bool {
    let mut parts = value.splitn(3, ':');
    let (Some(idle), Some(interval), Some(count)) = (parts.next(), parts.next(), parts.next()) else { return false };
    let idle = if idle.is_empty() { Some(0) } else { seconds(idle) };
    let interval = if interval.is_empty() { Some(0) } else { seconds(interval) };
    let count = if count.is_empty() { Some(0) } else { count.parse::<i64>().ok() };
    match (idle, interval, count) {
        (Some(idle), Some(interval), Some(count)) => idle != 0 || interval != 0 || count != 0,
        _ => false,
    }
}

/// A time of nginx in seconds: numbers with the units `y M w d h m s` in this order, the last one without for seconds.
fn seconds(text: &str) -> Option<i64> {
    const UNITS: [(char, i64); 7] =
        [('y', 31_536_000), ('M', 2_592_000), ('w', 604_800), ('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];
    let (mut total, mut rest, mut units) = (0_i64, text, &UNITS[..]);
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (number, behind) = rest.split_at_checked(end)?;
        let number: i64 = number.parse().ok()?;
        let Some(unit) = behind.chars().next() else {
            // After seconds there is nothing more.
            units.first()?;
            return total.checked_add(number);
        };
        let at = units.iter().position(|(name, _)| *name == unit)?;
        let (_, scale) = units.get(at)?;
        total = total.checked_add(number.checked_mul(*scale)?)?;
        units = units.get(at + 1..).unwrap_or_default();
        rest = behind.get(unit.len_utf8()..)?;
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asked of `nginx -t`, 1.22.1: `so_keepalive=::`, `x:1:1`, `a:b:c` are refused, `30m::10` is taken.
    #[test]
    fn keepalive_times_are_those_of_nginx() {
        let taken = ["30m::10", "1h30m::", "::1", "10::", "0:1:0", "1d:2:3"];
        assert_eq!(taken.map(is_keepalive), [true; 6]);
        let refused = ["::", "0:0:0", "x:1:1", "a:b:c", "1s5::", "1m1h::", "1:1:x"];
        assert_eq!(refused.map(is_keepalive), [false; 7]);
    }

    /// Asked of `nginx -t`, 1.22.1.
    #[test]
    fn a_backlog_is_a_positive_number() {
        assert_eq!(["1", "16384", "0", "99999999999999999999"].map(is_backlog), [true, true, false, false]);
    }
}
