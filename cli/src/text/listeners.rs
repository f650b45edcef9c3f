//! Listeners as a table with one column per station of the chain, and below it why those that are not ready are not.

use std::fmt::Write;

use kic_core::report::{Hop, HopState, ListenerView, Station};

use super::excerpt::{padded, width};
use super::{Paint, clean};

/// The columns between the sign and the end of a row; the names are those of the page.
const HEADINGS: [&str; 6] = ["LISTENER", "GATEWAY", "SERVICE PORT", "TARGET PORT", "KONG LISTENS", "KIC'S VERDICT"];

/// One table over all Gateways, so that columns stand below each other; empty without listeners. `refusal` is what the
/// program that does not start says; it is not repeated.
pub(super) fn table(listeners: &[ListenerView], refusal: Option<&str>, paint: Paint) -> String {
    let rows: Vec<[Cell; 6]> = listeners.iter().map(row).collect();
    let widths: Vec<usize> = HEADINGS
        .iter()
        .enumerate()
        .map(|(column, heading)| {
            let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| width(&cell.text));
            cells.chain([width(heading)]).max().unwrap_or_default()
        })
        .collect();
    let mut rows = rows.iter();
    let mut out = String::new();
    for gateway in listeners.chunk_by(|one, next| one.gateway == next.gateway) {
        let name = gateway.first().map(|listener| clean(&listener.gateway)).unwrap_or_default();
        let _ = writeln!(out, "\n{}", paint.strong(&format!("Gateway {name}")));
        let headings: Vec<String> =
            HEADINGS.iter().zip(&widths).map(|(heading, width)| padded(heading, *width)).collect();
        let _ = writeln!(out, "     {}", paint.faint(headings.join("  ").trim_end()));
        for (listener, row) in gateway.iter().zip(rows.by_ref()) {
            let sign = if listener.ready { paint.good("✓") } else { paint.bad("✕") };
            let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| cell.painted(*width, paint)).collect();
            let _ = writeln!(out, "  {sign}  {}", cells.join("  ").trim_end());
        }
        for together in gateway.chunk_by(|one, next| reasons(one, refusal) == reasons(next, refusal)) {
            explain(&mut out, together, refusal, paint);
        }
    }
    out
}

/// What stands in a column.
struct Cell {
    text: String,
    state: HopState,
}

impl Cell {
    fn painted(&self, columns: usize, paint: Paint) -> String {
        let painted = match self.state {
            HopState::Ok => self.text.clone(),
            HopState::Broken => paint.bad(&self.text),
            HopState::Unknown => paint.faint(&self.text),
        };
        format!("{painted}{}", " ".repeat(columns.saturating_sub(width(&self.text))))
    }
}

fn row(listener: &ListenerView) -> [Cell; 6] {
    let hop = |station: Station| match listener.hops.iter().find(|hop| hop.station == station) {
        Some(hop) => Cell { text: told(hop), state: hop.state },
        None => Cell { text: String::new(), state: HopState::Unknown },
    };
    [
        Cell { text: clean(&listener.name), state: HopState::Ok },
        hop(Station::GatewayListener),
        hop(Station::ServicePort),
        hop(Station::TargetPort),
        hop(Station::KongListen),
        hop(Station::Verdict),
    ]
}

fn told(hop: &Hop) -> String {
    let text = match (hop.state, hop.station) {
        (HopState::Unknown, _) => "-".to_owned(),
        (_, Station::KongListen) => without_tuning(&hop.text),
        _ => hop.text.clone(),
    };
    let sign = if hop.state == HopState::Broken { "✕ " } else { "" };
    format!("{sign}{}", clean(&text))
}

/// A listen with the flags that decide what it serves: `0.0.0.0:8443 ssl`.
fn without_tuning(listen: &str) -> String {
    const TUNING: [&str; 7] = ["reuseport", "bind", "deferred", "http2", "backlog=", "ipv6only=", "so_keepalive="];
    let words = listen.split(' ').filter(|word| !TUNING.iter().any(|flag| word.starts_with(flag)));
    words.collect::<Vec<_>>().join(" ")
}

/// What is said of a listener that is not ready, or of which KIC and Kong say different things: lines with their heads.
fn reasons<'l>(listener: &'l ListenerView, refusal: Option<&str>) -> Vec<(&'static str, &'l str)> {
    if listener.ready && !listener.split {
        return Vec::new();
    }
    let mut lines = vec![("KIC says", listener.kic.as_str()), ("Kong does", without(&listener.kong, refusal))];
    for hop in &listener.hops {
        // What KIC or Kong says in other words need not stand there twice.
        let why = hop.why.as_deref().filter(|why| !listener.kic.contains(*why) && !listener.kong.contains(*why));
        lines.extend(why.map(|why| (heading(hop.station), why)));
    }
    lines
}

/// `Kong does not start: …` without what is said elsewhere.
fn without<'l>(text: &'l str, refusal: Option<&str>) -> &'l str {
    let lead = refusal.and_then(|refusal| text.trim_end().strip_suffix(refusal.trim_end()));
    lead.map_or(text, |lead| lead.trim_end_matches([' ', ':']))
}

/// The sentence-case heading of a station's column.
const fn heading(station: Station) -> &'static str {
    match station {
        Station::GatewayListener => "Gateway",
        Station::ServicePort => "Service port",
        Station::TargetPort => "Target port",
        Station::KongListen => "Kong listens",
        Station::Verdict => "Verdict",
    }
}

/// The reasons of listeners that have the same ones.
fn explain(out: &mut String, listeners: &[ListenerView], refusal: Option<&str>, paint: Paint) {
    let reasons = listeners.first().map(|first| reasons(first, refusal)).unwrap_or_default();
    if reasons.is_empty() {
        return;
    }
    let names: Vec<String> = listeners.iter().map(|listener| clean(&listener.name)).collect();
    let _ = writeln!(out, "\n     {}", paint.strong(&names.join(", ")));
    for (head, text) in reasons {
        let _ = writeln!(out, "       {}  {}", padded(head, "Service port".len()), clean(text));
    }
}
