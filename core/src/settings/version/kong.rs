//! Versions of Kong Gateway. Behaviour that changed between them is one named predicate here.

use std::fmt;

/// A version of Kong Gateway: `major.minor.patch`, all three as numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct KongVersion {
    /// Major number.
    pub major: u16,
    /// Minor number.
    pub minor: u16,
    /// Patch number.
    pub patch: u16,
}

impl fmt::Display for KongVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl Default for KongVersion {
    /// 3.9.1, what is assumed where nothing is said.
    fn default() -> Self {
        Self { major: 3, minor: 9, patch: 1 }
    }
}

impl KongVersion {
    /// Reads `3`, `3.9`, `3.9.1`, `3.9.1.2-enterprise`; missing numbers are 0, further parts are ignored.
    pub fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.trim().split(['.', '-', '+']).map(str::parse::<u16>);
        let major = numbers.next()?.ok()?;
        let minor = numbers.next().and_then(Result::ok).unwrap_or_default();
        let patch = numbers.next().and_then(Result::ok).unwrap_or_default();
        Some(Self { major, minor, patch })
    }

    /// Kong has the plugin `redirect` (since 3.9.0).
    pub fn has_redirect_plugin(self) -> bool {
        (self.major, self.minor) >= (3, 9)
    }

    /// `http2` on one of the proxy listens holds for all of them (since 3.6.0, with nginx 1.25).
    ///
    /// Source: Kong 3.9.3 kong/templates/nginx_kong.lua: `http2 on` stands in the server, once.
    pub fn shares_http2(self) -> bool {
        (self.major, self.minor) >= (3, 6)
    }

    /// Upstreams can use the algorithm `sticky-sessions` (since 3.11.0).
    pub fn has_sticky_sessions(self) -> bool {
        (self.major, self.minor) >= (3, 11)
    }

    /// The controller works with it (since 3.4.1).
    pub fn is_supported_by_kic(self) -> bool {
        (self.major, self.minor, self.patch) >= (3, 4, 1)
    }

    /// The text of a parsed listener has the flag `http2` (before 3.6.0, which brought nginx 1.25).
    pub fn shows_http2_in_listeners(self) -> bool {
        (self.major, self.minor) < (3, 6)
    }

    /// Empty entries of a listen value are dropped (since 3.10.0), not refused.
    pub fn drops_empty_listen_entries(self) -> bool {
        (self.major, self.minor) >= (3, 10)
    }
}
