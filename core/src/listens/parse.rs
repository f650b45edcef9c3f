//! A listen value as Kong's configuration loader reads it.

use std::ops::Range;

use super::address::{self, AddressError, HostKind, Port};
use super::flag::{Flag, Remainder, Subsystem, strip};
use crate::settings::KongVersion;

/// A flag that an entry has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SetFlag {
    /// Which one.
    pub flag: Flag,
    /// Its text: `backlog=16384`.
    pub text: String,
    /// Bytes of its first occurrence in the value.
    pub range: Range<usize>,
}

/// One entry of a listen value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Bytes of the entry in the value, without white space around it.
    pub range: Range<usize>,
    /// Bytes of the address in the value; holds flags that stand inside of it.
    pub address: Range<usize>,
    /// Kind of address.
    pub kind: HostKind,
    /// The address as Kong shows it: normalized, IPv6 expanded and in brackets; a name as it was written.
    pub ip: String,
    /// The port.
    pub port: Port,
    /// The flags in the order of [`Subsystem::flags`].
    pub flags: Vec<SetFlag>,
    /// Kong's text of the entry: address, port and flags in that order.
    pub listener: String,
}

impl Entry {
    /// The flag is set.
    pub fn has(&self, flag: Flag) -> bool {
        self.flag(flag).is_some()
    }

    /// The flag, if it is set.
    pub fn flag(&self, flag: Flag) -> Option<&SetFlag> {
        self.flags.iter().find(|set| set.flag == flag)
    }

    /// The port as a number, that of a name too; `None` above 65535.
    pub fn port_number(&self) -> Option<u16> {
        match &self.port {
            Port::Number(number) => Some(*number),
            Port::Text(text) => text.parse().ok(),
        }
    }
}

/// What Kong makes of a value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Parsed {
    /// The ranges of all entries, without white space around them, as the Admin API shows them.
    pub pieces: Vec<Range<usize>>,
    /// The entries as the Admin API shows them; empty for `off`.
    pub entries: Vec<Entry>,
    /// The entries that nginx listens on, where they differ: at the start, Kong reads line breaks as white space; its
    /// workers read the value again, up to the first line break inside of an entry.
    pub entries_at_start: Option<Vec<Entry>>,
}

/// Kong refuses a value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// Kong's message.
    pub error: String,
    /// Kong itself crashes, and the message is that of the Lua error.
    pub is_crash: bool,
    /// Bytes of the entry that is refused, with the reason; `None` for a value without entries.
    pub entry: Option<(Range<usize>, Reason)>,
}

/// Why an entry is refused. Kong says the same for all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// Nothing between two commas, or before or behind one.
    Empty,
    /// `off` behind other entries.
    OffNotFirst,
    /// `Off`, `OFF`: the word is case-sensitive.
    OffInOtherCase,
    /// A quote character.
    Quote(Range<usize>),
    /// A flag that stands twice so near that Kong takes out only one.
    Repeated(Flag, Range<usize>),
    /// A word that is no flag of this subsystem.
    UnknownWord(String, Range<usize>),
    /// No port.
    NoPort,
    /// An IP address that is none.
    NoAddress,
    /// A port above 65535.
    PortTooLarge,
    /// Brackets, a colon, and no port behind it.
    Crash,
}

/// Reads a value as Kong does: once at the start, and once more in each worker.
///
/// # Errors
/// Kong's message; with it Kong does not start.
///
/// Source: Kong 3.9.3 kong/conf_loader/listeners.lua:parse_listeners, kong/conf_loader/parse.lua:parse_value,
/// kong/cmd/utils/prefix_handler.lua:prepare_prefix
pub fn parse(subsystem: Subsystem, value: &str, version: KongVersion) -> Result<Parsed, Refusal> {
    let pieces = pieces(value, version);
    let at_start = entries(subsystem, value, &pieces, version)?;
    let broken = pieces.iter().position(|piece| value.get(piece.clone()).is_some_and(|text| text.contains('\n')));
    let Some(broken) = broken else {
        return Ok(Parsed { pieces, entries: at_start, entries_at_start: None });
    };
    let mut reread: Vec<_> = pieces.iter().take(broken + 1).cloned().collect();
    if let Some(last) = reread.last_mut() {
        let line = value.get(last.clone()).and_then(|text| text.find('\n')).unwrap_or_default();
        *last = strip(value, last.start..last.start + line);
    }
    let entries = entries(subsystem, value, &reread, version)?;
    Ok(Parsed { pieces: reread, entries_at_start: (entries != at_start).then_some(at_start), entries })
}

/// The value split at commas, each piece without white space around it.
fn pieces(value: &str, version: KongVersion) -> Vec<Range<usize>> {
    let whole = strip(value, 0..value.len());
    if whole.is_empty() {
        return Vec::new();
    }
    let mut pieces = Vec::new();
    let mut start = whole.start;
    for piece in value.get(whole).unwrap_or_default().split(',') {
        let range = strip(value, start..start + piece.len());
        start += piece.len() + 1;
        if !(range.is_empty() && version.drops_empty_listen_entries()) {
            pieces.push(range);
        }
    }
    pieces
}

fn entries(
    subsystem: Subsystem,
    value: &str,
    pieces: &[Range<usize>],
    version: KongVersion,
) -> Result<Vec<Entry>, Refusal> {
    let Some(first) = pieces.first() else {
        return Err(Refusal { error: usage(subsystem), is_crash: false, entry: None });
    };
    if value.get(first.clone()) == Some("off") {
        return Ok(Vec::new());
    }
    pieces.iter().map(|piece| entry(subsystem, value, piece.clone(), version)).collect()
}

fn entry(subsystem: Subsystem, value: &str, range: Range<usize>, version: KongVersion) -> Result<Entry, Refusal> {
    let text = value.get(range.clone()).unwrap_or_default();
    let mut remainder = Remainder::new(text, range.start);
    let mut flags = Vec::new();
    for flag in subsystem.flags() {
        if let Some((text, range)) = remainder.take(*flag) {
            flags.push(SetFlag { flag: *flag, text, range });
        }
    }
    let (address, place) = remainder.address().unwrap_or((String::new(), range.start..range.start));
    let parsed = address::parse(&address).map_err(|error| refuse(subsystem, text, &range, &flags, &address, error))?;
    let port = match &parsed.port {
        Port::Number(number) => number.to_string(),
        Port::Text(text) => text.clone(),
    };
    let mut listener = format!("{}:{port}", parsed.ip);
    for set in &flags {
        if set.flag != Flag::Http2 || version.shows_http2_in_listeners() {
            listener.push(' ');
            listener.push_str(&set.text);
        }
    }
    Ok(Entry { range, address: place, kind: parsed.kind, ip: parsed.ip, port: parsed.port, flags, listener })
}

fn usage(subsystem: Subsystem) -> String {
    let mut text = format!("{} must be of form: [off] | <ip>:<port>", subsystem.setting());
    for flag in subsystem.flags() {
        text.push_str(" [");
        text.push_str(flag.pattern());
        text.push(']');
    }
    text.push_str(", [... next entry ...]");
    text
}

#[cold]
fn refuse(
    subsystem: Subsystem,
    text: &str,
    range: &Range<usize>,
    flags: &[SetFlag],
    address: &str,
    error: AddressError,
) -> Refusal {
    let reason = match error {
        AddressError::Crash => Reason::Crash,
        _ => reason(subsystem, text, range.start, flags, address, error),
    };
    let is_crash = error == AddressError::Crash;
    let error = if is_crash {
        "kong/tools/ip.lua:181: attempt to compare number with nil".to_owned()
    } else {
        usage(subsystem)
    };
    Refusal { error, is_crash, entry: Some((range.clone(), reason)) }
}

/// What is most likely wrong with a refused entry.
fn reason(
    subsystem: Subsystem,
    text: &str,
    start: usize,
    flags: &[SetFlag],
    address: &str,
    error: AddressError,
) -> Reason {
    if text.is_empty() {
        return Reason::Empty;
    }
    if text == "off" {
        return Reason::OffNotFirst;
    }
    if text.eq_ignore_ascii_case("off") {
        return Reason::OffInOtherCase;
    }
    if let Some(at) = text.find(['"', '\'']) {
        return Reason::Quote(start + at..start + at + 1);
    }
    // The words that are left; the one with a colon or a dot is the address.
    let left: Vec<&str> = address.split_ascii_whitespace().collect();
    let strange = left.iter().copied().find(|word| {
        subsystem.flags().iter().any(|flag| flag.pattern() == *word)
            || !(word.contains(':') && !word.contains('=') || word.contains('.'))
    });
    if let Some(word) = strange.filter(|_| left.len() > 1) {
        // A repeated flag is left over at its second place.
        let range = text.rfind(word).map_or(start..start, |at| start + at..start + at + word.len());
        let repeated =
            flags.iter().find(|set| set.text == word || set.text.split('=').next() == word.split('=').next());
        return match repeated {
            Some(set) => Reason::Repeated(set.flag, range),
            None => Reason::UnknownWord(word.to_owned(), range),
        };
    }
    match error {
        AddressError::NoPort => Reason::NoPort,
        AddressError::NoAddress => Reason::NoAddress,
        AddressError::PortTooLarge => Reason::PortTooLarge,
        AddressError::Crash => Reason::Crash,
    }
}
