//! The flags of a listen and how Kong finds them in the text of an entry.

use std::ops::Range;

/// The two halves of nginx that Kong configures.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Subsystem {
    /// `proxy_listen`: HTTP.
    Http,
    /// `stream_listen`: TCP, UDP, TLS.
    Stream,
}

impl Subsystem {
    /// The name of the setting: `proxy_listen`, `stream_listen`.
    pub const fn setting(self) -> &'static str {
        match self {
            Self::Http => "proxy_listen",
            Self::Stream => "stream_listen",
        }
    }

    /// The subsystem of a setting.
    pub fn of_setting(setting: &str) -> Option<Self> {
        [Self::Http, Self::Stream].into_iter().find(|subsystem| subsystem.setting() == setting)
    }

    /// The variable of the setting: `KONG_PROXY_LISTEN`, `KONG_STREAM_LISTEN`.
    pub const fn variable(self) -> &'static str {
        match self {
            Self::Http => "KONG_PROXY_LISTEN",
            Self::Stream => "KONG_STREAM_LISTEN",
        }
    }

    /// The flags of the subsystem, in the order in which Kong looks for them.
    ///
    /// Source: Kong 3.9.3 kong/conf_loader/listeners.lua:subsystem_flags
    pub const fn flags(self) -> &'static [Flag] {
        match self {
            Self::Http => &[
                Flag::Ssl,
                Flag::Http2,
                Flag::ProxyProtocol,
                Flag::Deferred,
                Flag::Bind,
                Flag::Reuseport,
                Flag::Backlog,
                Flag::Ipv6OnlyOn,
                Flag::Ipv6OnlyOff,
                Flag::SoKeepaliveOn,
                Flag::SoKeepaliveOff,
                Flag::SoKeepalive,
            ],
            Self::Stream => &[
                Flag::Udp,
                Flag::Ssl,
                Flag::ProxyProtocol,
                Flag::Bind,
                Flag::Reuseport,
                Flag::Backlog,
                Flag::Ipv6OnlyOn,
                Flag::Ipv6OnlyOff,
                Flag::SoKeepaliveOn,
                Flag::SoKeepaliveOff,
                Flag::SoKeepalive,
            ],
        }
    }
}

/// A flag of a listen.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Flag {
    /// `ssl`: TLS.
    Ssl,
    /// `http2`; HTTP only.
    Http2,
    /// `udp`; stream only.
    Udp,
    /// `proxy_protocol`.
    ProxyProtocol,
    /// `deferred`; HTTP only.
    Deferred,
    /// `bind`.
    Bind,
    /// `reuseport`.
    Reuseport,
    /// `backlog=NUMBER`.
    Backlog,
    /// `ipv6only=on`.
    Ipv6OnlyOn,
    /// `ipv6only=off`.
    Ipv6OnlyOff,
    /// `so_keepalive=on`.
    SoKeepaliveOn,
    /// `so_keepalive=off`.
    SoKeepaliveOff,
    /// `so_keepalive=IDLE:INTERVAL:COUNT`.
    SoKeepalive,
}

impl Flag {
    /// The flag as Kong writes it: the text to look for, or a Lua pattern for flags with a value.
    pub const fn pattern(self) -> &'static str {
        match self {
            Self::Ssl => "ssl",
            Self::Http2 => "http2",
            Self::Udp => "udp",
            Self::ProxyProtocol => "proxy_protocol",
            Self::Deferred => "deferred",
            Self::Bind => "bind",
            Self::Reuseport => "reuseport",
            Self::Backlog => "backlog=%d+",
            Self::Ipv6OnlyOn => "ipv6only=on",
            Self::Ipv6OnlyOff => "ipv6only=off",
            Self::SoKeepaliveOn => "so_keepalive=on",
            Self::SoKeepaliveOff => "so_keepalive=off",
            Self::SoKeepalive => "so_keepalive=%w*:%w*:%d*",
        }
    }

    /// Length of the flag at the start of the text; `None` if it does not begin with it.
    fn length(self, text: &[u8]) -> Option<usize> {
        match self {
            Self::Backlog => {
                let value = text.strip_prefix(b"backlog=")?;
                let digits = run(value, u8::is_ascii_digit);
                (digits > 0).then_some("backlog=".len() + digits)
            }
            Self::SoKeepalive => {
                let value = text.strip_prefix(b"so_keepalive=")?;
                let idle = run(value, u8::is_ascii_alphanumeric);
                let value = value.get(idle..)?.strip_prefix(b":")?;
                let interval = run(value, u8::is_ascii_alphanumeric);
                let value = value.get(interval..)?.strip_prefix(b":")?;
                let count = run(value, u8::is_ascii_digit);
                Some("so_keepalive=::".len() + idle + interval + count)
            }
            Self::Ssl
            | Self::Http2
            | Self::Udp
            | Self::ProxyProtocol
            | Self::Deferred
            | Self::Bind
            | Self::Reuseport
            | Self::Ipv6OnlyOn
            | Self::Ipv6OnlyOff
            | Self::SoKeepaliveOn
            | Self::SoKeepaliveOff => text.starts_with(self.pattern().as_bytes()).then(|| self.pattern().len()),
        }
    }
}

fn run(text: &[u8], is_inside: fn(&u8) -> bool) -> usize {
    text.iter().take_while(|byte| is_inside(byte)).count()
}

/// White space of Lua's `%s`: blank, tab, line feed, vertical tab, form feed, carriage return.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// A text without the white space of Lua at both ends, and its range.
pub(super) fn strip(text: &str, range: Range<usize>) -> Range<usize> {
    let inside = text.get(range.clone()).unwrap_or_default().as_bytes();
    let front = inside.iter().take_while(|byte| is_space(**byte)).count();
    let back = inside.iter().skip(front).rev().take_while(|byte| is_space(**byte)).count();
    range.start + front..range.end - back
}

/// An entry from which flags are taken out; every byte knows where it stood in the entry.
///
/// Kong pads the entry with a blank on both sides and replaces each *space flag space* by one blank, without looking
/// at the replaced text again. Two equal flags that share one blank are therefore found only once.
pub(super) struct Remainder {
    /// The bytes that are left; the position is `None` for padding.
    bytes: Vec<(u8, Option<usize>)>,
}

impl Remainder {
    /// The whole entry; positions count from `start`.
    pub(super) fn new(entry: &str, start: usize) -> Self {
        let inside = entry.bytes().zip(start..).map(|(byte, at)| (byte, Some(at)));
        let pad = || std::iter::once((b' ', None));
        Self { bytes: pad().chain(inside).chain(pad()).collect() }
    }

    /// Takes out a flag: text and range of its first occurrence, if there is one.
    pub(super) fn take(&mut self, flag: Flag) -> Option<(String, Range<usize>)> {
        let text: Vec<u8> = self.bytes.iter().map(|(byte, _)| *byte).collect();
        let mut kept = Vec::with_capacity(self.bytes.len());
        let mut found = None;
        let mut at = 0;
        while let Some((byte, position)) = self.bytes.get(at) {
            let rest = text.get(at + 1..).unwrap_or_default();
            let length = flag.length(rest).filter(|_| is_space(*byte));
            let is_word = |length: &usize| rest.get(*length).is_some_and(|byte| is_space(*byte));
            if let Some(length) = length.filter(is_word) {
                let word = self.bytes.get(at + 1..at + 1 + length).unwrap_or_default();
                found = found.or_else(|| located(word));
                kept.push((b' ', None));
                at += length + 2;
            } else {
                kept.push((*byte, *position));
                at += 1;
            }
        }
        self.bytes = kept;
        found
    }

    /// What is left, without white space at both ends, and its range; the range may hold flags that were taken out.
    pub(super) fn address(self) -> Option<(String, Range<usize>)> {
        let stripped: &[(u8, Option<usize>)] = {
            let front = self.bytes.iter().take_while(|(byte, _)| is_space(*byte)).count();
            let back = self.bytes.iter().skip(front).rev().take_while(|(byte, _)| is_space(*byte)).count();
            self.bytes.get(front..self.bytes.len() - back)?
        };
        located(stripped)
    }
}

fn located(bytes: &[(u8, Option<usize>)]) -> Option<(String, Range<usize>)> {
    let mut positions = bytes.iter().filter_map(|(_, position)| *position);
    let first = positions.next()?;
    let last = positions.next_back().unwrap_or(first);
    // Only whole flags of ASCII were taken out, so that the rest is still UTF-8.
    let text = String::from_utf8(bytes.iter().map(|(byte, _)| *byte).collect()).ok()?;
    Some((text, first..last + 1))
}
