//! What a protocol needs of Kong's listens, and how a listen falls short of it.

use super::flag::{Flag, Subsystem};
use super::kong::KongListens;
use super::parse::Entry;

/// What the protocol of a Gateway's listener needs of Kong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Need {
    /// The listens in which it stands.
    pub subsystem: Subsystem,
    /// With `ssl`, else without.
    pub ssl: bool,
    /// With `udp`, else without.
    pub udp: bool,
}

/// How a listen differs from what is needed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Misfit {
    /// It is of the other subsystem.
    OtherSubsystem,
    /// It lacks `ssl`.
    NoSsl,
    /// It has `ssl`.
    Ssl,
    /// It lacks `udp`.
    NoUdp,
    /// It has `udp`.
    Udp,
}

impl Need {
    /// What a listener of this protocol needs; `None` for protocols that Kong does not have.
    ///
    /// Source: spec/listens-and-helm.md, section 5
    pub fn of(protocol: &str) -> Option<Self> {
        let (subsystem, ssl, udp) = match protocol {
            "HTTP" => (Subsystem::Http, false, false),
            "HTTPS" => (Subsystem::Http, true, false),
            "TLS" => (Subsystem::Stream, true, false),
            "TCP" => (Subsystem::Stream, false, false),
            "UDP" => (Subsystem::Stream, false, true),
            _ => return None,
        };
        Some(Self { subsystem, ssl, udp })
    }

    /// The flags behind the address of such a listen: ` ssl`, ` udp`, or nothing.
    pub const fn flags(self) -> &'static str {
        match (self.ssl, self.udp) {
            (true, _) => " ssl",
            (false, true) => " udp",
            (false, false) => "",
        }
    }

    /// The protocol of the Service port in front of it.
    pub const fn transport(self) -> &'static str {
        if self.udp { "UDP" } else { "TCP" }
    }

    /// How a listen falls short; `None` for one that fits.
    pub fn misfit(self, subsystem: Subsystem, entry: &Entry) -> Option<Misfit> {
        let (ssl, udp) = (entry.has(Flag::Ssl), entry.has(Flag::Udp));
        if subsystem != self.subsystem {
            Some(Misfit::OtherSubsystem)
        } else if self.ssl && !ssl {
            Some(Misfit::NoSsl)
        } else if ssl && !self.ssl {
            Some(Misfit::Ssl)
        } else if self.udp && !udp {
            Some(Misfit::NoUdp)
        } else {
            (udp && !self.udp).then_some(Misfit::Udp)
        }
    }

    /// The listens that fit, in their order.
    pub fn fitting(self, listens: &KongListens) -> impl Iterator<Item = &Entry> {
        let entries = listens.of(self.subsystem).entries.iter();
        entries.filter(move |entry| self.misfit(self.subsystem, entry).is_none())
    }
}

impl KongListens {
    /// The listen on a port that comes nearest to what is needed: one that fits, else one of the right subsystem, else one
    /// of the other.
    pub fn nearest(&self, need: Option<Need>, port: i64) -> Option<(Subsystem, &Entry)> {
        let on_port = [Subsystem::Http, Subsystem::Stream].into_iter().flat_map(|subsystem| {
            let entries = self.of(subsystem).entries.iter();
            entries
                .filter(move |entry| entry.port_number().is_some_and(|number| i64::from(number) == port))
                .map(move |entry| (subsystem, entry))
        });
        on_port.min_by_key(|(subsystem, entry)| match need.and_then(|need| need.misfit(*subsystem, entry)) {
            None => 0,
            Some(Misfit::OtherSubsystem) => 2,
            Some(_) => 1,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listens::parse;
    use crate::settings::KongVersion;

    fn misfit(protocol: &str, listen: &str) -> Option<Misfit> {
        let entries = parse(Subsystem::Stream, listen, KongVersion::default()).unwrap().entries;
        Need::of(protocol).unwrap().misfit(Subsystem::Stream, &entries[0])
    }

    #[test]
    fn a_listen_fits_by_subsystem_and_flags() {
        assert_eq!(misfit("TCP", "0.0.0.0:9000"), None);
        assert_eq!(misfit("TCP", "0.0.0.0:9000 ssl"), Some(Misfit::Ssl));
        assert_eq!(misfit("TCP", "0.0.0.0:9000 udp"), Some(Misfit::Udp));
        assert_eq!(misfit("TLS", "0.0.0.0:9000"), Some(Misfit::NoSsl));
        assert_eq!(misfit("UDP", "0.0.0.0:9000"), Some(Misfit::NoUdp));
        assert_eq!(misfit("UDP", "0.0.0.0:9000 udp ssl"), Some(Misfit::Ssl));
        assert_eq!(misfit("HTTP", "0.0.0.0:9000"), Some(Misfit::OtherSubsystem));
        assert_eq!(Need::of("SCTP"), None);
    }
}
