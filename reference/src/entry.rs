//! Annotations, labels and feature gates: one entry each, made from the core's catalogue.

use kic_core::annotations::catalogue::{CATALOGUE, Flavors, Form, Row};
use kic_core::k8s::Kind;
use kic_core::settings::{FeatureGates, Gate, KicVersion};

/// All that is known of one annotation, label or gate.
///
/// Texts are words with backticks around code, see [`crate::block::inlines`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The key, with `*` for the part that is the user's: `konghq.com/headers.*`.
    pub key: String,
    /// `annotation`, `label` or `feature gate`.
    pub form: &'static str,
    /// The heading that it is listed under.
    pub group: &'static str,
    /// What it does, in one sentence without full stop.
    pub effect: &'static str,
    /// What the value must look like.
    pub value: String,
    /// What holds without it.
    pub default: String,
    /// Kinds of objects on which it is read; empty for gates.
    pub kinds: Vec<&'static str>,
    /// Router flavors in which it does something.
    pub flavors: &'static str,
    /// First release of the controller that reads it, for example `KIC 2.8.0`, or `Kubernetes`.
    pub since: String,
    /// Where the controller reads it.
    pub source: &'static str,
}

impl Entry {
    /// The key without the prefix of its owner: `strip-path`, `headers.*`, `RewriteURIs`.
    pub fn short(&self) -> &str {
        self.key.rsplit_once('/').map_or(&self.key, |(_, short)| short)
    }

    /// Is this word the key, written whole or short? Any ending fits a key with `*`.
    pub fn is(&self, word: &str) -> bool {
        let fits = |key: &str| match key.strip_suffix('*') {
            Some(start) => word.strip_prefix(start).is_some_and(|rest| !rest.is_empty()),
            None => key == word,
        };
        fits(&self.key) || fits(self.short())
    }
}

/// The headings of the entries, in the order in which they are listed.
pub const GROUPS: [&str; 6] = [
    "Annotations on Ingresses and routes",
    "Annotations on Services",
    "Annotations on many kinds",
    "Annotations on Gateways and classes",
    "Labels",
    "Feature gates of the controller",
];

/// All entries by group; inside a group in the order of the catalogue.
pub fn all() -> Vec<Entry> {
    let mut entries: Vec<Entry> = CATALOGUE.iter().map(of_row).chain(Gate::ALL.iter().copied().map(of_gate)).collect();
    entries.sort_by_key(|entry| GROUPS.iter().position(|group| *group == entry.group));
    entries
}

fn of_row(row: &Row) -> Entry {
    let group = match row.form {
        Form::Label => "Labels",
        _ if row.kinds.iter().any(|kind| CLASSES.contains(kind)) => "Annotations on Gateways and classes",
        _ if row.kinds.iter().any(|kind| OTHERS.contains(kind)) => "Annotations on many kinds",
        _ if row.kinds.contains(&Kind::Service) => "Annotations on Services",
        _ => "Annotations on Ingresses and routes",
    };
    Entry {
        key: format!("{}{}", row.key, if row.form == Form::AnnotationPrefix { "*" } else { "" }),
        form: if row.form == Form::Label { "label" } else { "annotation" },
        group,
        effect: row.effect,
        value: row.value.in_words(),
        default: row.default.to_owned(),
        kinds: row.kinds.iter().map(|kind| kind.name()).collect(),
        flavors: match row.flavors {
            Flavors::All => "all",
            Flavors::Traditional => "`traditional` and `traditional_compatible`",
            Flavors::ExpressionsForIngress => "all; in `expressions` only for Ingresses",
            Flavors::ExpressionsForHttp => "all; in `expressions` only for Ingresses, HTTPRoutes and GRPCRoutes",
        },
        since: if row.since == "-" { "Kubernetes".to_owned() } else { format!("KIC {}", row.since) },
        source: row.source,
    }
}

const CLASSES: &[Kind] = &[Kind::Gateway, Kind::GatewayClass, Kind::IngressClass];

/// An annotation on one of these is neither a route's nor a Service's alone.
const OTHERS: &[Kind] = &[Kind::KongConsumer, Kind::KongPlugin];

fn of_gate(gate: Gate) -> Entry {
    let (since, effect) = about(gate);
    let version = KicVersion::default();
    let known = Gate::of(version).any(|other| other == gate);
    let default = if !known {
        format!("KIC {version} does not know the gate, and with it does not start")
    } else if FeatureGates::defaults(version).enabled(gate) {
        "`true`".to_owned()
    } else {
        "`false`".to_owned()
    };
    Entry {
        key: gate.name().to_owned(),
        form: "feature gate",
        group: "Feature gates of the controller",
        effect,
        value: format!("`{}=true` or `=false` in `CONTROLLER_FEATURE_GATES`", gate.name()),
        default,
        kinds: Vec::new(),
        flavors: "all",
        since: since.to_owned(),
        source: "KIC v3.5.13 FEATURE_GATES.md; pkg/manager/config/feature_gates_keys.go",
    }
}

/// Since when, and what the gate does.
///
/// Source: KIC v3.5.13 FEATURE_GATES.md.
const fn about(gate: Gate) -> (&'static str, &'static str) {
    match gate {
        Gate::GatewayAlpha => {
            ("KIC 2.6.0", "makes the controller read TCPRoute, UDPRoute, TLSRoute and BackendTLSPolicy")
        }
        Gate::FillIDs => ("KIC 2.10.0", "gives Kong's entities ids that stay the same from run to run"),
        Gate::RewriteURIs => ("KIC 2.12.0", "makes the controller read the annotation `konghq.com/rewrite`"),
        Gate::KongServiceFacade => ("KIC 3.1.0", "makes the controller read KongServiceFacades"),
        Gate::SanitizeKonnectConfigDumps => ("KIC 3.1.0", "blanks secret values in what is sent to Konnect"),
        Gate::FallbackConfiguration => {
            ("KIC 3.2.0", "leaves out the objects that Kong refuses, instead of keeping the whole old configuration")
        }
        Gate::KongCustomEntity => ("KIC 3.2.0", "makes the controller read KongCustomEntities; needs `FillIDs`"),
        Gate::CombinedServicesFromDifferentHTTPRoutes => (
            "KIC 3.4.0, until 3.5.0",
            "makes rules of different HTTPRoutes with the same backends share a Kong service; a flag since 3.5",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(key: &str) -> Entry {
        all().into_iter().find(|entry| entry.key == key).unwrap()
    }

    #[test]
    fn entries_are_found_by_key_and_by_short_key() {
        let strip = entry("konghq.com/strip-path");
        assert!(strip.is("konghq.com/strip-path") && strip.is("strip-path") && !strip.is("strip"));
        let headers = entry("konghq.com/headers.*");
        assert!(headers.is("konghq.com/headers.x-env") && headers.is("headers.x-env") && headers.is("headers.*"));
        assert!(!headers.is("headers.") && !headers.is("headers-separator"));
    }

    #[test]
    fn no_word_stands_for_two_entries() {
        let entries = all();
        for entry in &entries {
            assert_eq!(entries.iter().filter(|other| other.is(entry.short())).count(), 1, "{}", entry.key);
        }
    }

    #[test]
    fn each_entry_stands_in_the_group_of_its_kinds() {
        let group = |key: &str| entry(key).group;
        assert_eq!(group("konghq.com/strip-path"), "Annotations on Ingresses and routes");
        assert_eq!(group("konghq.com/rewrite"), "Annotations on Ingresses and routes");
        assert_eq!(group("konghq.com/retries"), "Annotations on Services");
        assert_eq!(group("konghq.com/plugins"), "Annotations on many kinds");
        assert_eq!(group("konghq.com/publish-service"), "Annotations on Gateways and classes");
        assert_eq!(group("konghq.com/credential"), "Labels");
        assert_eq!(group("RewriteURIs"), "Feature gates of the controller");
    }
}
