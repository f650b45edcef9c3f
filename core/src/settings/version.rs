//! Releases of the programs that are modelled. Behaviour that changed between releases is one named predicate here,
//! never a comparison elsewhere.

use std::fmt;

/// A release of Kong Ingress Controller.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum KicVersion {
    /// v3.5.13, the reference.
    #[default]
    V3_5_13,
}

impl KicVersion {
    /// All releases that are modelled, oldest first.
    pub const ALL: &'static [Self] = &[Self::V3_5_13];

    /// The release as it is written: `3.5.13`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V3_5_13 => "3.5.13",
        }
    }

    /// The release with this text, with or without a leading `v`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('v').unwrap_or(text);
        Self::ALL.iter().copied().find(|version| version.as_str() == text)
    }

    /// Kong routes of HTTPRoutes get `protocols` from the listeners of their Gateways (since 3.5.7).
    pub const fn listener_protocols_on_routes(self) -> bool {
        match self {
            Self::V3_5_13 => true,
        }
    }

    /// RequestRedirect becomes the plugin `redirect` where Kong has it (since 3.4.0).
    pub const fn redirect_plugin(self) -> bool {
        match self {
            Self::V3_5_13 => true,
        }
    }

    /// The gate KongCustomEntity is on by default (since 3.3.0).
    pub const fn custom_entities_by_default(self) -> bool {
        match self {
            Self::V3_5_13 => true,
        }
    }

    /// Services are combined across HTTPRoutes by a feature gate (3.4), not by a flag.
    pub const fn combined_services_gate(self) -> bool {
        match self {
            Self::V3_5_13 => false,
        }
    }

    /// The release has the flags that came with this minor release.
    pub(super) fn has_flags_of(self, since: FlagsSince) -> bool {
        since <= self.minor()
    }

    const fn minor(self) -> FlagsSince {
        match self {
            Self::V3_5_13 => FlagsSince::V3_5,
        }
    }

    /// Comma lists in annotations are trimmed and empty items dropped (since 3.4.0).
    pub const fn trims_annotation_lists(self) -> bool {
        match self {
            Self::V3_5_13 => true,
        }
    }

    /// Plugins get ids (since 3.4.5).
    pub const fn fills_plugin_ids(self) -> bool {
        match self {
            Self::V3_5_13 => true,
        }
    }

    /// Consumers are sorted by `username` and `custom_id`, ascending (since 3.4.0; descending before).
    pub const fn sorts_consumers_ascending(self) -> bool {
        match self {
            Self::V3_5_13 => true,
        }
    }

    /// Consumers whose credentials exclude each other are left out (since 3.4.0; all are sent before).
    pub const fn leaves_out_conflicting_consumers(self) -> bool {
        match self {
            Self::V3_5_13 => true,
        }
    }

    /// A consumer may have only a `custom_id` (since 3.4.0; it is left out before).
    pub const fn takes_consumers_without_username(self) -> bool {
        match self {
            Self::V3_5_13 => true,
        }
    }

    /// The webhook does not ask for the `secret` of a JWT credential whose algorithm uses a public key (since 3.4.0).
    pub const fn webhook_waives_secrets_of_public_key_tokens(self) -> bool {
        match self {
            Self::V3_5_13 => true,
        }
    }

    /// SNIs carry the id of their certificate (since 3.4.0).
    pub const fn snis_name_their_certificate(self) -> bool {
        match self {
            Self::V3_5_13 => true,
        }
    }

    /// Kong routes name the named rules of their Gateway API route in tags (since 3.4.0).
    pub const fn tags_named_rules(self) -> bool {
        match self {
            Self::V3_5_13 => true,
        }
    }

    /// Certificates have the tags of their Secrets (since 3.5.10).
    pub const fn tags_certificates(self) -> bool {
        match self {
            Self::V3_5_13 => true,
        }
    }

    /// Listeners of classes without `konghq.com/gatewayclass-unmanaged` give certificates without being programmed
    /// (since 3.5.2).
    pub const fn takes_certificates_of_managed_listeners(self) -> bool {
        match self {
            Self::V3_5_13 => true,
        }
    }

    /// A certificate of another namespace needs a ReferenceGrant in the translator too (since 3.5.7).
    pub const fn grants_for_listener_certificates(self) -> bool {
        match self {
            Self::V3_5_13 => true,
        }
    }
}

/// Minor releases of the controller that brought flags.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum FlagsSince {
    /// 3.2 or earlier.
    V3_2,
    /// 3.3.
    V3_3,
    /// 3.4.
    V3_4,
    /// 3.5.
    V3_5,
}

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
