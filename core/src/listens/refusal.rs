//! Why Kong refuses a listen value, and the edits that mend it.

use std::ops::Range;

use super::flag::{Flag, Subsystem};
use super::parse::{Reason, Refusal};
use crate::diagnostic::catalog::listens as catalog;
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::settings::EnvValue;
use crate::suggest::did_you_mean;

/// The problem of a refused value; `None` if the user did not write it.
pub(super) fn explain(subsystem: Subsystem, value: &EnvValue<'_>, refusal: &Refusal) -> Option<Diagnostic> {
    let variable = subsystem.variable();
    let Some((range, reason)) = &refusal.entry else {
        let fix = value.point(value.text().len()).map(|span| Fix::replace("Write `off`", span, "off"));
        return Some(catalog::no_entries(variable, value.whole().span()?, fix));
    };
    let text = value.text().get(range.clone()).unwrap_or_default();
    let (at, why, help) = words(subsystem, text, range, reason);
    let span = value.place(at).span()?;
    let problem = catalog::refused(variable, text, &why, help, span, &refusal.error);
    Some(fixes(subsystem, value, range, reason).into_iter().fold(problem, Diagnostic::with_fix))
}

/// The place, the fact and the advice.
fn words(subsystem: Subsystem, text: &str, entry: &Range<usize>, reason: &Reason) -> (Range<usize>, String, String) {
    let whole = || entry.clone();
    match reason {
        Reason::Empty => (whole(), "there is nothing between its commas".to_owned(), "remove the comma".to_owned()),
        Reason::OffNotFirst => (
            whole(),
            "`off` is only known as the first entry".to_owned(),
            "remove `off`, or everything else".to_owned(),
        ),
        Reason::OffInOtherCase => {
            (whole(), format!("`{text}` is not the word `off`"), "write `off` in lower case".to_owned())
        }
        Reason::Quote(at) => (
            at.clone(),
            "the quote belongs to the value".to_owned(),
            "remove the quotes: Kong takes the value as it is".to_owned(),
        ),
        Reason::Repeated(flag, at) => (
            at.clone(),
            format!("`{}` stands twice, and Kong takes out only one of them", plain(*flag)),
            "remove one of them".to_owned(),
        ),
        Reason::UnknownWord(word, at) => (at.clone(), unknown(subsystem, word), help_for_word(subsystem, word)),
        Reason::NoPort => (
            whole(),
            "it has no port, which must be the end of the address".to_owned(),
            "write `address:port`, as in `0.0.0.0:9000`".to_owned(),
        ),
        Reason::NoAddress => (
            whole(),
            "the address is neither IPv4 nor IPv6 in brackets".to_owned(),
            "write the address as in `0.0.0.0:9000` or `[::]:9000`".to_owned(),
        ),
        Reason::PortTooLarge => {
            (whole(), "the port is above 65535".to_owned(), "write a port from 1 to 65535".to_owned())
        }
        Reason::Crash => (
            whole(),
            "there is no port behind the colon, and Kong crashes on it".to_owned(),
            "write the port, as in `[::]:9000`".to_owned(),
        ),
    }
}

fn unknown(subsystem: Subsystem, word: &str) -> String {
    format!("`{word}` is no flag of `{}`", subsystem.setting())
}

fn help_for_word(subsystem: Subsystem, word: &str) -> String {
    match (subsystem, word) {
        (Subsystem::Http, "udp") => {
            "put the entry into `KONG_STREAM_LISTEN`: only stream listens know `udp`".to_owned()
        }
        (Subsystem::Stream, "http2" | "deferred") => {
            format!("remove `{word}`, or put the entry into `KONG_PROXY_LISTEN`")
        }
        (_, "tcp") => "remove `tcp`: a listen is TCP unless it says `udp`".to_owned(),
        (_, "tls" | "https") => "write `ssl`".to_owned(),
        _ => {
            let flags: Vec<_> = subsystem.flags().iter().map(|flag| plain(*flag)).collect();
            format!("use only {}", flags.join(", "))
        }
    }
}

/// A flag as a person would write it.
const fn plain(flag: Flag) -> &'static str {
    match flag {
        Flag::Backlog => "backlog=16384",
        Flag::SoKeepalive => "so_keepalive=30m::10",
        _ => flag.pattern(),
    }
}

fn fixes(subsystem: Subsystem, value: &EnvValue<'_>, entry: &Range<usize>, reason: &Reason) -> Vec<Fix> {
    let text = value.text();
    let replace = |range: Range<usize>, new: &str| {
        let span = value.editable(range)?;
        let title = if new.is_empty() { "Remove it".to_owned() } else { format!("Write `{new}`") };
        Some(Fix::replace(title, span, new))
    };
    // With its blanks.
    let word = |range: &Range<usize>| {
        let before = text.get(..range.start).unwrap_or_default();
        before.trim_end_matches([' ', '\t']).len()..range.end
    };
    let found = match reason {
        // A value of several parts was split by a quote, and its comma is not the point.
        Reason::Empty => value.editable(0..text.len()).and_then(|_| replace(comma(text, entry), "")),
        Reason::OffNotFirst => replace(comma(text, entry), ""),
        Reason::OffInOtherCase => replace(entry.clone(), "off"),
        Reason::Quote(_) => remove_quotes(value),
        Reason::Repeated(_, at) => replace(word(at), ""),
        Reason::UnknownWord(unknown, at) => {
            let meant = match unknown.as_str() {
                "tls" | "https" => Some("ssl"),
                _ => did_you_mean(unknown, subsystem.flags().iter().map(|flag| plain(*flag))),
            };
            let meant = meant.and_then(|meant| replace(at.clone(), meant));
            let gone = replace(word(at), "");
            return meant.into_iter().chain(gone).collect();
        }
        Reason::NoPort | Reason::NoAddress => {
            let entry_text = text.get(entry.clone()).unwrap_or_default();
            let port = entry_text.split_ascii_whitespace().next().unwrap_or_default();
            let digits = port.strip_prefix(':').unwrap_or(port);
            let is_port = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            is_port.then(|| replace(entry.start..entry.start + port.len(), &format!("0.0.0.0:{digits}"))).flatten()
        }
        Reason::PortTooLarge | Reason::Crash => None,
    };
    found.into_iter().collect()
}

/// The entry with the comma before it; the first one with the comma behind it.
fn comma(text: &str, entry: &Range<usize>) -> Range<usize> {
    let before = text.get(..entry.start).unwrap_or_default();
    if let Some(comma) = before.rfind(',') {
        return comma..entry.end;
    }
    let behind = text.get(entry.end..).unwrap_or_default();
    let length = behind.find(',').map_or(0, |comma| comma + 1);
    let blanks = behind.get(length..).map_or(0, |rest| rest.len() - rest.trim_start().len());
    entry.start..entry.end + length + blanks
}

/// All quotes of the value.
fn remove_quotes(value: &EnvValue<'_>) -> Option<Fix> {
    let quotes = value.text().match_indices(['"', '\'']);
    let edits: Option<Vec<_>> = quotes
        .map(|(at, quote)| Some(Edit { span: value.editable(at..at + quote.len())?, text: String::new() }))
        .collect();
    Some(Fix { title: "Remove the quotes".to_owned(), edits: edits? })
}
