//! The controller's flags: names, kinds of value, the release that brought them.

use super::names::{NamespacedName, is_controller_name};
use crate::settings::environment::EnvValue;
use crate::settings::gates::{self, Gate};
use crate::settings::go;
use crate::settings::version::{Behaviour, KicVersion};
use std::ops::Range;

use Kind::{Bool, ControllerName, Duration, Float, Gates, Int, List, MetricsFilter, Name, Text, Uint};

/// What a flag takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Bool,
    ControllerName,
    Duration,
    Float,
    Gates,
    Int,
    List,
    MetricsFilter,
    /// `namespace/name`.
    Name,
    Text,
    Uint,
}

/// What brought a flag; `None` where every release has it.
type Since = Option<Behaviour>;

const V3_2: Since = None;
const V3_3: Since = Some(Behaviour::FlagsOf33);
const V3_4: Since = Some(Behaviour::FlagsOf34);
const V3_5: Since = Some(Behaviour::FlagsOf35);

/// One flag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Flag {
    /// As on the command line, without dashes in front.
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    since: Since,
}

const fn flag(name: &'static str, kind: Kind, since: Since) -> Flag {
    Flag { name, kind, since }
}

/// All flags in the order of their names, in which the controller reads their variables.
///
/// Source: KIC v3.5.13 internal/cmd/rootcmd/config/cli.go:bindFlagSet; spec/kic-releases.md, section 5.
#[rustfmt::skip]
const FLAGS: &[Flag] = &[
    flag("admission-webhook-cert", Text, V3_2),
    flag("admission-webhook-cert-file", Text, V3_2),
    flag("admission-webhook-key", Text, V3_2),
    flag("admission-webhook-key-file", Text, V3_2),
    flag("admission-webhook-listen", Text, V3_2),
    flag("anonymous-reports", Bool, V3_2),
    flag("apiserver-burst", Int, V3_2),
    flag("apiserver-host", Text, V3_2),
    flag("apiserver-qps", Int, V3_2),
    flag("cache-sync-timeout", Duration, V3_2),
    flag("cluster-domain", Text, V3_4),
    flag("combined-services-from-different-httproutes", Bool, V3_5),
    flag("configmap-label-selector", Text, V3_4),
    flag("diagnostic-server-port", Int, V3_2),
    flag("dump-config", Bool, V3_2),
    flag("dump-sensitive-config", Bool, V3_2),
    flag("election-id", Text, V3_2),
    flag("election-namespace", Text, V3_2),
    flag("emit-kubernetes-events", Bool, V3_2),
    flag("enable-controller-gwapi-gateway", Bool, V3_2),
    flag("enable-controller-gwapi-grpcroute", Bool, V3_2),
    flag("enable-controller-gwapi-httproute", Bool, V3_2),
    flag("enable-controller-gwapi-reference-grant", Bool, V3_2),
    flag("enable-controller-ingress-class-networkingv1", Bool, V3_2),
    flag("enable-controller-ingress-class-parameters", Bool, V3_2),
    flag("enable-controller-ingress-networkingv1", Bool, V3_2),
    flag("enable-controller-kong-custom-entity", Bool, V3_2),
    flag("enable-controller-kong-license", Bool, V3_2),
    flag("enable-controller-kong-service-facade", Bool, V3_2),
    flag("enable-controller-kong-upstream-policy", Bool, V3_2),
    flag("enable-controller-kong-vault", Bool, V3_2),
    flag("enable-controller-kongclusterplugin", Bool, V3_2),
    flag("enable-controller-kongconsumer", Bool, V3_2),
    flag("enable-controller-kongingress", Bool, V3_2),
    flag("enable-controller-kongplugin", Bool, V3_2),
    flag("enable-controller-service", Bool, V3_2),
    flag("enable-controller-tcpingress", Bool, V3_2),
    flag("enable-controller-udpingress", Bool, V3_2),
    flag("enable-drain-support", Bool, V3_5),
    flag("enable-reverse-sync", Bool, V3_2),
    flag("feature-gates", Gates, V3_2),
    flag("force-leader-election", Text, V3_2),
    flag("gateway-api-controller-name", ControllerName, V3_2),
    flag("gateway-discovery-dns-strategy", Text, V3_2),
    flag("gateway-discovery-readiness-check-interval", Duration, V3_3),
    flag("gateway-discovery-readiness-check-timeout", Duration, V3_3),
    flag("gateway-to-reconcile", Name, V3_2),
    flag("health-probe-bind-address", Text, V3_2),
    flag("ingress-class", Text, V3_2),
    flag("init-cache-sync-duration", Duration, V3_2),
    flag("kong-admin-ca-cert", Text, V3_2),
    flag("kong-admin-ca-cert-file", Text, V3_2),
    flag("kong-admin-concurrency", Int, V3_2),
    flag("kong-admin-filter-tag", List, V3_2),
    flag("kong-admin-header", List, V3_2),
    flag("kong-admin-init-retries", Uint, V3_2),
    flag("kong-admin-init-retry-delay", Duration, V3_2),
    flag("kong-admin-svc", Name, V3_2),
    flag("kong-admin-svc-port-names", List, V3_2),
    flag("kong-admin-tls-client-cert", Text, V3_2),
    flag("kong-admin-tls-client-cert-file", Text, V3_2),
    flag("kong-admin-tls-client-key", Text, V3_2),
    flag("kong-admin-tls-client-key-file", Text, V3_2),
    flag("kong-admin-tls-server-name", Text, V3_2),
    flag("kong-admin-tls-skip-verify", Bool, V3_2),
    flag("kong-admin-token", Text, V3_2),
    flag("kong-admin-token-file", Text, V3_2),
    flag("kong-admin-url", List, V3_2),
    flag("kong-workspace", Text, V3_2),
    flag("konnect-address", Text, V3_2),
    flag("konnect-config-sync-concurrency", Int, Some(Behaviour::FlagOfKonnectConcurrency)),
    flag("konnect-control-plane-id", Text, V3_2),
    flag("konnect-disable-consumers-sync", Bool, V3_3),
    flag("konnect-initial-license-polling-period", Duration, V3_2),
    flag("konnect-license-polling-period", Duration, V3_2),
    flag("konnect-license-storage-enabled", Bool, V3_5),
    flag("konnect-licensing-enabled", Bool, V3_2),
    flag("konnect-refresh-node-period", Duration, V3_2),
    flag("konnect-runtime-group-id", Text, V3_2),
    flag("konnect-sync-enabled", Bool, V3_2),
    flag("konnect-tls-client-cert", Text, V3_2),
    flag("konnect-tls-client-cert-file", Text, V3_2),
    flag("konnect-tls-client-key", Text, V3_2),
    flag("konnect-tls-client-key-file", Text, V3_2),
    flag("konnect-upload-config-period", Duration, V3_3),
    flag("kubeconfig", Text, V3_2),
    flag("log-format", Text, V3_2),
    flag("log-level", Text, V3_2),
    flag("metrics-access-filter", MetricsFilter, Some(Behaviour::FlagOfMetricsFilter)),
    flag("metrics-bind-address", Text, V3_2),
    flag("profiling", Bool, V3_2),
    flag("proxy-sync-seconds", Float, V3_2),
    flag("proxy-timeout-seconds", Float, V3_2),
    flag("publish-service", Name, V3_2),
    flag("publish-service-udp", Name, V3_2),
    flag("publish-status-address", List, V3_2),
    flag("publish-status-address-udp", List, V3_2),
    flag("secret-label-selector", Text, V3_4),
    flag("skip-ca-certificates", Bool, V3_2),
    flag("sync-period", Duration, V3_2),
    flag("term-delay", Duration, V3_2),
    flag("update-status", Bool, V3_2),
    flag("update-status-queue-buffer-size", Int, V3_2),
    flag("use-last-valid-config-for-fallback", Bool, V3_2),
    flag("watch-namespace", List, V3_2),
];

impl Flag {
    fn is_in(self, version: KicVersion) -> bool {
        self.since.is_none_or(|since| version.has(since))
    }

    /// The variable that stands for the flag: `CONTROLLER_PUBLISH_SERVICE`.
    pub(super) fn variable(self) -> String {
        format!("CONTROLLER_{}", self.name.to_uppercase().replace('-', "_"))
    }
}

/// The flags of a release, in the order of their names.
pub(super) fn of(version: KicVersion) -> impl Iterator<Item = Flag> {
    FLAGS.iter().copied().filter(move |flag| flag.is_in(version))
}

/// What brought the flag of a variable, where the release does not have it.
pub(super) fn lacking(variable: &str, version: KicVersion) -> Option<Behaviour> {
    let flag = FLAGS.iter().find(|flag| flag.variable() == variable)?;
    flag.since.filter(|since| !version.has(*since))
}

/// The flag of this name in any release.
pub(super) fn find(name: &str) -> Option<Flag> {
    let index = FLAGS.binary_search_by_key(&name, |flag| flag.name).ok()?;
    FLAGS.get(index).copied()
}

/// A value of a flag.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Parsed {
    Bool(bool),
    /// Nanoseconds.
    Duration(i128),
    Gates(Vec<(Gate, bool, Range<usize>)>),
    /// Items with their ranges in the text.
    List(Vec<(String, Range<usize>)>),
    Name(NamespacedName),
    Text(String),
    /// A number that has no influence on what is modelled.
    Number,
}

/// Reads a value as the flag does.
///
/// # Errors
/// The controller's message.
pub(super) fn parse(flag: Flag, value: &EnvValue<'_>, version: KicVersion) -> Result<Parsed, String> {
    let text = value.text();
    match flag.kind {
        Bool => go::parse_bool(text).map(Parsed::Bool),
        Duration => go::parse_duration(text).map(Parsed::Duration),
        Float => go::parse_float(text).map(|_| Parsed::Number),
        Int => go::parse_int(text).map(|_| Parsed::Number),
        Uint => go::parse_uint(text).map(|_| Parsed::Number),
        List => go::parse_list(text).map(Parsed::List),
        Name => NamespacedName::parse(text).map(Parsed::Name),
        Text => Ok(Parsed::Text(text.to_owned())),
        Gates => gates::parse(text, version).map(Parsed::Gates),
        ControllerName if is_controller_name(text) => Ok(Parsed::Text(text.to_owned())),
        ControllerName => Err("the expected format is example.com/controller-name".to_owned()),
        MetricsFilter if matches!(text, "off" | "rbac") => Ok(Parsed::Text(text.to_owned())),
        MetricsFilter => Err(format!("unsupported metrics filter {text}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_in_the_order_of_their_names() {
        assert!(FLAGS.is_sorted_by_key(|flag| flag.name));
        assert_eq!(FLAGS.len(), 105);
    }
}
