//! All listens of one Kong.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;

use super::address::Port;
use super::flag::{Flag, Subsystem};
use super::parse::{self, Entry, Reason, Refusal};
use super::port_maps::PortMaps;
use super::{nginx, refusal};
use crate::diagnostic::catalog::listens as catalog;
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::provenance::Place;
use crate::settings::{EnvValue, KongSettings, KongVersion, Program, StartError};

/// The listens of one subsystem, as the Admin API shows them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listens {
    /// Which subsystem.
    pub subsystem: Subsystem,
    /// The value of the setting; the ranges of the entries count in it.
    pub value: EnvValue<'static>,
    /// The entries in their order; empty for `off`.
    pub entries: Vec<Entry>,
}

/// How a listen is added to a setting.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Addition {
    /// The text of the user is changed.
    Edit(Edit),
    /// The user did not write the value: the variable must be set as a whole.
    Set {
        /// The variable.
        variable: &'static str,
        /// The value with the new entry.
        value: String,
    },
}

impl Listens {
    /// The place of an entry.
    pub fn place(&self, entry: &Entry) -> Place {
        self.value.place(entry.range.clone())
    }

    /// The place of a flag of an entry; the entry's place for a flag that it does not have.
    pub fn flag_place(&self, entry: &Entry, flag: Flag) -> Place {
        entry.flag(flag).map_or_else(|| self.place(entry), |set| self.value.place(set.range.clone()))
    }

    /// The text of an entry as it was written.
    pub fn text(&self, entry: &Entry) -> &str {
        self.value.text().get(entry.range.clone()).unwrap_or_default()
    }

    /// The listen on a port: of several the last one, which is the one that the controller knows.
    ///
    /// Source: KIC v3.5.13 internal/controllers/gateway/gateway_controller.go:determineListenersFromDataPlane
    pub fn on_port(&self, port: i64) -> Option<(usize, &Entry)> {
        let is_on_port = |entry: &Entry| entry.port_number().is_some_and(|number| i64::from(number) == port);
        self.entries.iter().enumerate().rfind(|(_, entry)| is_on_port(entry))
    }

    /// The edit that adds a flag at the end of an entry; `None` if the user did not write the entry character by
    /// character.
    pub fn add_flag(&self, entry: &Entry, flag: &str) -> Option<Edit> {
        let span = self.value.point(entry.range.end)?;
        Some(Edit { span, text: format!(" {flag}") })
    }

    /// The edit that removes a flag with the blank before it.
    pub fn remove_flag(&self, entry: &Entry, flag: Flag) -> Option<Edit> {
        let range = entry.flag(flag)?.range.clone();
        let before = self.value.text().get(..range.start)?;
        let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
        let span = self.value.editable(range.start - blanks..range.end)?;
        Some(Edit { span, text: String::new() })
    }

    /// How an entry is added behind the others.
    pub fn add_entry(&self, entry: &str) -> Addition {
        let text = self.value.text();
        if self.entries.is_empty() {
            return match self.value.editable(0..text.len()) {
                Some(span) => Addition::Edit(Edit { span, text: entry.to_owned() }),
                None => Addition::Set { variable: self.subsystem.variable(), value: entry.to_owned() },
            };
        }
        let end = self.entries.last().map_or(text.len(), |last| last.range.end);
        match self.value.point(end) {
            Some(span) => Addition::Edit(Edit { span, text: format!(", {entry}") }),
            None => Addition::Set { variable: self.subsystem.variable(), value: format!("{text}, {entry}") },
        }
    }
}

/// The listens and port maps of one Kong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KongListens {
    /// `proxy_listen`.
    pub proxy: Listens,
    /// `stream_listen`.
    pub stream: Listens,
    /// `port_maps`.
    pub port_maps: PortMaps,
    /// Kong refuses a flag that stands twice and does not start, but the recorded runs of the controller had a Kong that
    /// took it (scenario D05). Statuses and configuration follow the recorded runs; problems and chains follow Kong.
    pub refused: Option<StartError>,
}

impl KongListens {
    /// Reads port maps and listens as Kong does when it starts.
    ///
    /// May add `port-maps-invalid`, `listen-invalid`, `listen-line-break` and `listen-host-name`, also for settings
    /// that Kong does not reach any more, `listen-twice` and `listen-refused-by-nginx`.
    ///
    /// # Errors
    /// What Kong says to the first setting that it refuses: port maps, then proxy listens, then stream listens.
    pub fn read(settings: &KongSettings, problems: &mut Vec<Diagnostic>) -> Result<Self, StartError> {
        let version = settings.version.value;
        let maps = settings.port_maps.as_ref().map_or(Ok(PortMaps::default()), |value| {
            PortMaps::read(value, version).map_err(|refused| {
                let place = value.place(refused.range.clone());
                let item = value.text().get(refused.range).unwrap_or_default();
                let span = place.span().or(value.whole().span());
                problems.extend(span.map(|span| catalog::port_map_refused(item, span)));
                StartError { who: Program::Kong, error: refused.error, place }
            })
        });
        let mut refused_flag = None;
        let mut listens =
            |subsystem: Subsystem, value: &EnvValue<'static>| match parse::parse(subsystem, value.text(), version) {
                Ok(parsed) => {
                    let listens = Listens { subsystem, value: value.clone(), entries: parsed.entries };
                    report_names(&listens, problems);
                    if parsed.entries_at_start.is_some() {
                        let span = value.whole().span();
                        problems.extend(span.map(|span| catalog::line_break(subsystem.variable(), span)));
                    }
                    Ok(listens)
                }
                Err(refused) => {
                    problems.extend(refusal::explain(subsystem, value, &refused));
                    let without_repeats = parse_without_repeats(subsystem, value.text(), &refused, version);
                    let place = refused.entry.map_or(value.whole(), |(range, _)| value.place(range));
                    let error = StartError { who: Program::Kong, error: refused.error, place };
                    match without_repeats {
                        Some(entries) => {
                            refused_flag.get_or_insert(error);
                            Ok(Listens { subsystem, value: value.clone(), entries })
                        }
                        None => Err(error),
                    }
                }
            };
        let proxy = listens(Subsystem::Http, &settings.proxy_listen);
        let stream = listens(Subsystem::Stream, &settings.stream_listen);
        let port_maps = maps?;
        let kong = Self { proxy: proxy?, stream: stream?, port_maps, refused: refused_flag };
        kong.report_shared(problems);
        nginx::report(&kong.proxy, problems);
        nginx::report(&kong.stream, problems);
        Ok(kong)
    }

    /// Reports entries with the address, port and transport of an earlier one: Kong's parser takes them, nginx does not.
    fn report_shared(&self, problems: &mut Vec<Diagnostic>) {
        let mut seen = BTreeMap::new();
        for listens in [&self.proxy, &self.stream] {
            for entry in &listens.entries {
                let Some(port) = entry.port_number() else { continue };
                let key = (entry.ip.as_str(), port, entry.has(Flag::Udp));
                let Some(span) = listens.place(entry).span() else { continue };
                match seen.entry(key) {
                    Slot::Vacant(slot) => {
                        slot.insert(span);
                    }
                    Slot::Occupied(first) => {
                        problems.push(catalog::listens_twice(listens.text(entry), span, *first.get()));
                    }
                }
            }
        }
    }

    /// The listens of a subsystem.
    pub const fn of(&self, subsystem: Subsystem) -> &Listens {
        match subsystem {
            Subsystem::Http => &self.proxy,
            Subsystem::Stream => &self.stream,
        }
    }

    /// Kong listens on the port, in either subsystem.
    pub fn has_port(&self, port: i64) -> bool {
        self.proxy.on_port(port).is_some() || self.stream.on_port(port).is_some()
    }
}

/// The entries of a value that is refused only because flags stand twice, read as if each stood once; `None` where it
/// is refused for anything else. Blanks take the place of the repeated words, so that offsets stay.
fn parse_without_repeats(
    subsystem: Subsystem,
    text: &str,
    refused: &Refusal,
    version: KongVersion,
) -> Option<Vec<Entry>> {
    let mut text = text.to_owned();
    let mut reason = refused.entry.as_ref()?.1.clone();
    // Each round takes one word out.
    for _ in 0..text.len() {
        let Reason::Repeated(_, range) = reason else { return None };
        let blanks = " ".repeat(range.len());
        text.get(range.clone())?;
        text.replace_range(range, &blanks);
        match parse::parse(subsystem, &text, version) {
            Ok(parsed) => return Some(parsed.entries),
            Err(refused) => reason = refused.entry?.1,
        }
    }
    None
}

/// Reports the listens that are given by name, with an address instead where it is clear.
fn report_names(listens: &Listens, problems: &mut Vec<Diagnostic>) {
    for entry in &listens.entries {
        let Port::Text(port) = &entry.port else { continue };
        let Some(span) = listens.place(entry).span() else { continue };
        let address = match entry.ip.trim() {
            "*" => Some("0.0.0.0"),
            "localhost" => Some("127.0.0.1"),
            _ => None,
        };
        let host = entry.address.start..entry.address.start + entry.ip.len();
        let is_plain = listens.value.text().get(host.clone()) == Some(entry.ip.as_str());
        let fix = address.filter(|_| is_plain).and_then(|address| {
            let span = listens.value.editable(host)?;
            Some(Fix::replace(format!("Write `{address}:{port}`"), span, address))
        });
        problems.push(catalog::host_name(listens.subsystem.variable(), listens.text(entry), span, fix));
    }
}
