//! The settings of Kong Ingress Controller: each `CONTROLLER_*` variable stands for the flag of its name.

mod check;
mod flags;

mod names;
mod switches;

use std::collections::BTreeMap;

pub use names::NamespacedName;
pub use switches::Controller;

use super::environment::{EnvValue, Environment};
use super::gates::{FeatureGates, Gate};
use super::start::{Program, StartError};
use super::version::{Behaviour, KicVersion};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalog::settings as catalog;
use crate::provenance::{Place, Placed};
use flags::Parsed;

/// What the controller was told, with defaults where it was told nothing.
#[derive(Clone, PartialEq, Debug)]
pub struct ControllerSettings {
    /// The release.
    pub kic: KicVersion,
    /// `--ingress-class`.
    pub ingress_class: Placed<String>,
    /// `--gateway-api-controller-name`.
    pub gateway_api_controller_name: Placed<String>,
    /// `--publish-service`.
    pub publish_service: Option<Placed<NamespacedName>>,
    /// `--publish-service-udp`.
    pub publish_service_udp: Option<Placed<NamespacedName>>,
    /// `--publish-status-address`, in order; blanks around an item belong to it.
    pub publish_status_address: Vec<Placed<String>>,
    /// `--publish-status-address-udp`, in order.
    pub publish_status_address_udp: Vec<Placed<String>>,
    /// `--update-status`.
    pub update_status: Placed<bool>,
    /// `--gateway-to-reconcile`.
    pub gateway_to_reconcile: Option<Placed<NamespacedName>>,
    /// `--watch-namespace`, in order; empty means all. See [`ControllerSettings::watches`].
    pub watch_namespaces: Vec<Placed<String>>,
    /// `--feature-gates`.
    pub gates: FeatureGates,
    /// `--combined-services-from-different-httproutes`, or the gate of that name in 3.4.
    pub combined_services: Placed<bool>,
    /// `--enable-drain-support`.
    pub drain_support: Placed<bool>,
    /// `--cluster-domain`; empty where it is not given.
    pub cluster_domain: Placed<String>,
    /// `--kong-workspace`; empty without one.
    pub kong_workspace: Placed<String>,
    /// `--kong-admin-url`, in order; not used where `--kong-admin-svc` is given.
    pub kong_admin_urls: Vec<Placed<String>>,
    /// `--kong-admin-filter-tag`: the tags that every entity gets, in order.
    pub filter_tags: Vec<Placed<String>>,
    /// `--secret-label-selector`; empty means every Secret.
    pub secret_label_selector: Placed<String>,
    /// `--configmap-label-selector`.
    pub configmap_label_selector: Placed<String>,
    /// `--election-id`: also the instance id in license status.
    pub election_id: Placed<String>,
    /// `--admission-webhook-listen`; `off` means no webhook.
    pub admission_webhook_listen: Placed<String>,
    /// `--emit-kubernetes-events`.
    pub emit_events: Placed<bool>,
    /// `--use-last-valid-config-for-fallback`.
    pub use_last_valid_config: Placed<bool>,
    /// `--skip-ca-certificates`.
    pub skip_ca_certificates: Placed<bool>,
    /// Flags that only the checks at the start need.
    values: Values,
}

impl ControllerSettings {
    /// Reads the `CONTROLLER_*` variables. A value that the controller refuses counts as not given; the error of the
    /// first one, in the order in which the controller reads them, is returned as well: with it the controller
    /// does not start.
    ///
    /// May add `setting-invalid` and `setting-list-blank`.
    ///
    /// Source: KIC v3.5.13 internal/cmd/rootcmd/env.go:bindEnvVars
    pub fn read(
        environment: &Environment<'_>,
        version: KicVersion,
        problems: &mut Vec<Diagnostic>,
    ) -> (Self, Option<StartError>) {
        let (values, error) = Values::read(environment, version, problems);
        let gates = values.gates(version);
        let combined = values.bool(
            "combined-services-from-different-httproutes",
            false,
            "KIC default: --combined-services-from-different-httproutes is false",
        );
        let settings = Self {
            kic: version,
            ingress_class: values.text("ingress-class", "kong", "KIC default: --ingress-class is kong"),
            gateway_api_controller_name: values.text(
                "gateway-api-controller-name",
                "konghq.com/kic-gateway-controller",
                "KIC default: --gateway-api-controller-name is konghq.com/kic-gateway-controller",
            ),
            publish_service: values.name("publish-service"),
            publish_service_udp: values.name("publish-service-udp"),
            publish_status_address: values.list("publish-status-address", None),
            publish_status_address_udp: values.list("publish-status-address-udp", None),
            update_status: values.bool("update-status", true, "KIC default: --update-status is true"),
            gateway_to_reconcile: values.name("gateway-to-reconcile"),
            watch_namespaces: values.list("watch-namespace", None),
            combined_services: if version.combined_services_gate() {
                gates.get(Gate::CombinedServicesFromDifferentHTTPRoutes)
            } else {
                combined
            },
            drain_support: values.bool("enable-drain-support", false, "KIC default: --enable-drain-support is false"),
            cluster_domain: values.text("cluster-domain", "", "KIC default: --cluster-domain is empty"),
            kong_workspace: values.text("kong-workspace", "", "KIC default: --kong-workspace is empty"),
            kong_admin_urls: values.list(
                "kong-admin-url",
                Some(("http://localhost:8001", "KIC default: --kong-admin-url is http://localhost:8001")),
            ),
            filter_tags: values.list(
                "kong-admin-filter-tag",
                Some((
                    "managed-by-ingress-controller",
                    "KIC default: --kong-admin-filter-tag is managed-by-ingress-controller",
                )),
            ),
            secret_label_selector: values.text(
                "secret-label-selector",
                "",
                "KIC default: --secret-label-selector is empty",
            ),
            configmap_label_selector: values.text(
                "configmap-label-selector",
                "konghq.com/configmap",
                "KIC default: --configmap-label-selector is konghq.com/configmap",
            ),
            election_id: values.text(
                "election-id",
                "5b374a9e.konghq.com",
                "KIC default: --election-id is 5b374a9e.konghq.com",
            ),
            admission_webhook_listen: values.text(
                "admission-webhook-listen",
                "off",
                "KIC default: --admission-webhook-listen is off",
            ),
            emit_events: values.bool("emit-kubernetes-events", true, "KIC default: --emit-kubernetes-events is true"),
            use_last_valid_config: values.bool(
                "use-last-valid-config-for-fallback",
                false,
                "KIC default: --use-last-valid-config-for-fallback is false",
            ),
            skip_ca_certificates: values.bool(
                "skip-ca-certificates",
                false,
                "KIC default: --skip-ca-certificates is false",
            ),
            gates,
            values,
        };
        (settings, error)
    }

    /// The first address of Kong's Admin API: the one that errors name.
    pub fn admin_url(&self) -> &str {
        self.kong_admin_urls.first().map_or("http://localhost:8001", |url| url.value.as_str())
    }

    /// Whether a controller runs, and the flag or gate that decided it.
    pub fn runs(&self, controller: Controller) -> Placed<bool> {
        let gate = controller.gate().map(|gate| self.gates.get(gate));
        let flags = controller
            .flags()
            .iter()
            .map(|flag| self.values.bool(flag, true, "KIC default: the controller is enabled"));
        let mut deciding = None;
        for state in gate.into_iter().chain(flags) {
            if !state.value {
                return state;
            }
            deciding = deciding.or(Some(state));
        }
        deciding.unwrap_or(Placed::new(true, Place::Rule("KIC: the controller always runs")))
    }

    /// What to write so that a controller runs, for example `CONTROLLER_ENABLE_CONTROLLER_KONG_VAULT=true`: one line for
    /// each switch that is off.
    pub fn switches_on(&self, controller: Controller) -> Vec<String> {
        let gate = controller.gate().filter(|gate| !self.gates.get(*gate).value);
        let flags = controller.flags().iter().filter(|flag| !self.values.bool(flag, true, "KIC default").value);
        let gate = gate.map(|gate| format!("CONTROLLER_FEATURE_GATES={}=true", gate.name()));
        gate.into_iter().chain(flags.filter_map(|flag| Some(variable_of_flag(flag)? + "=true"))).collect()
    }

    /// Objects of the namespace are seen. The namespace of `--publish-service` is added by the controller, that of
    /// `--publish-service-udp` is not.
    ///
    /// Source: KIC v3.5.13 internal/manager/setup.go:setupManagerOptions
    pub fn watches(&self, namespace: &str) -> bool {
        self.watch_namespaces.is_empty()
            || self.watch_namespaces.iter().any(|watched| watched.value == namespace || watched.value.is_empty())
            || self.publish_service.as_ref().is_some_and(|service| service.value.namespace == namespace)
    }
}

/// The variables that the controller reads in a release, in the order of the flags.
pub(super) fn variables(version: KicVersion) -> Vec<String> {
    flags::of(version).map(flags::Flag::variable).collect()
}

/// The variable that stands for a flag, given as on the command line without dashes in front; `None` for a flag that no
/// release has.
pub(crate) fn variable_of_flag(name: &str) -> Option<String> {
    flags::find(name).map(flags::Flag::variable)
}

/// The values that were given, by the name of the flag.
#[derive(Clone, PartialEq, Debug, Default)]
struct Values {
    given: BTreeMap<&'static str, (Parsed, EnvValue<'static>)>,
}

impl Values {
    fn read(
        environment: &Environment<'_>,
        version: KicVersion,
        problems: &mut Vec<Diagnostic>,
    ) -> (Self, Option<StartError>) {
        let mut values = Self::default();
        let mut refused = None;
        for flag in flags::of(version) {
            let variable = flag.variable();
            let Some(assignment) = environment.get(&variable) else { continue };
            let value = &assignment.value;
            match flags::parse(flag, value, version) {
                Ok(parsed) => {
                    check::report_blanks(&variable, &parsed, value, problems);
                    check::report_dropped_gates(&parsed, value, version, problems);
                    values.given.insert(flag.name, (parsed, value.clone().into_owned()));
                }
                Err(error) => {
                    let advice = check::advise(flag, value, version);
                    let whole = value.whole().span().or(assignment.name.place.span());
                    problems.extend(whole.map(|span| catalog::refused_value(&variable, span, &error, advice)));
                    refused.get_or_insert_with(|| StartError {
                        who: Program::Controller,
                        error: format!("environment binding failed for variable {variable}: {error}"),
                        place: value.whole(),
                    });
                }
            }
        }
        (values, refused)
    }

    fn place(&self, flag: &str) -> Option<Place> {
        self.given.get(flag).map(|(_, value)| value.whole())
    }

    fn bool(&self, flag: &str, default: bool, rule: &'static str) -> Placed<bool> {
        match self.given.get(flag) {
            Some((Parsed::Bool(state), value)) => Placed::new(*state, value.whole()),
            _ => Placed::new(default, Place::Rule(rule)),
        }
    }

    fn text(&self, flag: &str, default: &str, rule: &'static str) -> Placed<String> {
        match self.given.get(flag) {
            Some((Parsed::Text(text), value)) => Placed::new(text.clone(), value.whole()),
            _ => Placed::new(default.to_owned(), Place::Rule(rule)),
        }
    }

    fn name(&self, flag: &str) -> Option<Placed<NamespacedName>> {
        match self.given.get(flag) {
            Some((Parsed::Name(name), value)) => Some(Placed::new(name.clone(), value.whole())),
            _ => None,
        }
    }

    fn list(&self, flag: &str, default: Option<(&str, &'static str)>) -> Vec<Placed<String>> {
        match self.given.get(flag) {
            Some((Parsed::List(items), value)) => {
                items.iter().map(|(item, range)| Placed::new(item.clone(), value.place(range.clone()))).collect()
            }
            _ => default.map(|(item, rule)| Placed::new(item.to_owned(), Place::Rule(rule))).into_iter().collect(),
        }
    }

    fn duration(&self, flag: &str, default: i128) -> i128 {
        match self.given.get(flag) {
            Some((Parsed::Duration(duration), _)) => *duration,
            _ => default,
        }
    }

    fn gates(&self, version: KicVersion) -> FeatureGates {
        let mut gates = FeatureGates::defaults(version);
        if let Some((Parsed::Gates(given), value)) = self.given.get("feature-gates") {
            for (gate, state, range) in given {
                gates.set(*gate, Placed::new(*state, value.place(range.clone())));
            }
        }
        gates
    }
}

/// What brought the flag of a variable, where the release has it not.
pub(super) fn lacking(variable: &str, version: KicVersion) -> Option<Behaviour> {
    flags::lacking(variable, version)
}

#[cfg(test)]
mod tests;
