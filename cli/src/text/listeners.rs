//! Listeners as a table with one column per station of the chain, and below it why those that are not ready are not.

use std::fmt::Write;

use kic_core::report::{Hop, HopState, ListenerView, Station};

use super::excerpt::{padded, width};
use super::{Screen, clean};

/// The columns between the sign and the end of a row; the names are those of the page.
const HEADINGS: [&str; 6] = ["LISTENER", "GATEWAY", "SERVICE PORT", "TARGET PORT", "KONG LISTENS", "KIC'S VERDICT"];

/// One table over all Gateways, so that columns stand below each other; empty without listeners. `refusal` is what the
/// program that does not start says; it is not repeated.
pub(super) fn table(listeners: &[ListenerView], refusal: Option<&str>, screen: Screen) -> String {
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
        let _ = writeln!(out, "\n{}", screen.strong(&format!("Gateway {name}")));
        let headings: Vec<String> =
            HEADINGS.iter().zip(&widths).map(|(heading, width)| padded(heading, *width)).collect();
        let _ = writeln!(out, "     {}", screen.faint(headings.join("  ").trim_end()));
        for (listener, row) in gateway.iter().zip(rows.by_ref()) {
            let sign = if listener.ready { screen.good("✓") } else { screen.bad("✕") };
            let cells: Vec<String> =
                row.iter().zip(&widths).map(|(cell, width)| cell.painted(*width, screen)).collect();
            let _ = writeln!(out, "  {sign}  {}", cells.join("  ").trim_end());
        }
        for together in gateway.chunk_by(|one, next| reasons(one) == reasons(next)) {
            explain(&mut out, together, refusal, screen);
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
    fn painted(&self, columns: usize, screen: Screen) -> String {
        let painted = match self.state {
            HopState::Ok => self.text.clone(),
            HopState::Broken => screen.bad(&self.text),
            HopState::Unknown => screen.faint(&self.text),
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

/// Why a listener is not ready, or what KIC says of one of which Kong does something else: lines with their heads.
/// Empty for a listener of which there is nothing to say.
fn reasons(listener: &ListenerView) -> Vec<(&'static str, &str)> {
    if listener.ready && !listener.split {
        return Vec::new();
    }
    let mut lines = vec![("KIC says", listener.kic.as_str())];
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

/// The reasons of listeners that have the same ones, and what Kong does for each.
fn explain(out: &mut String, listeners: &[ListenerView], refusal: Option<&str>, screen: Screen) {
    let reasons = listeners.first().map(reasons).unwrap_or_default();
    if reasons.is_empty() {
        return;
    }
    let names: Vec<String> = listeners.iter().map(|listener| clean(&listener.name)).collect();
    let _ = writeln!(out, "\n     {}", screen.strong(&names.join(", ")));
    let mut line = |head: &str, text: &str| {
        let _ = writeln!(out, "       {}  {text}", padded(head, "Service port".len()));
    };
    for (head, text) in reasons {
        line(head, &clean(text));
    }
    let kong: Vec<String> = listeners.iter().map(|listener| clean(without(&listener.kong, refusal))).collect();
    if let Some(same) = kong.first().filter(|first| kong.iter().all(|does| does == *first)) {
        line("Kong does", same);
        return;
    }
    for (index, (name, does)) in names.iter().zip(&kong).enumerate() {
        line(if index == 0 { "Kong does" } else { "" }, &format!("{name}: {does}"));
    }
}
