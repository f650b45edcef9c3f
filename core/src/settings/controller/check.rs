//! Settings that fit together or not, and advice for values that are refused.

use super::flags::{Flag, Kind, Parsed};
use super::{Controller, ControllerSettings, NamespacedName, Values};
use crate::diagnostic::catalog::{releases, settings as catalog};
use crate::diagnostic::{Diagnostic, Fix};
use crate::go::quote;
use crate::provenance::{Place, Placed};
use crate::settings::environment::{EnvValue, Environment};
use crate::settings::gates::{self, Gate};
use crate::settings::start::{Program, StartError};
use crate::settings::version::{KicVersion, KongVersion};
use crate::suggest::did_you_mean;

const SECOND: i128 = 1_000_000_000;

impl ControllerSettings {
    /// What stops the controller although each value by itself is fine: the first of the conditions, in the order in
    /// which the controller checks them.
    ///
    /// `proxy` is the Service that the fix for a missing publish Service proposes. May add `setting-invalid` and
    /// `publish-service-unset`.
    ///
    /// Source: KIC v3.5.13 pkg/manager/config/validation.go:Validate, internal/adminapi/kong.go:
    /// NewKongClientForWorkspace, internal/manager/setup.go:setupDataplaneAddressFinder,
    /// internal/controllers/gateway/gateway_controller.go:SetupWithManager
    pub fn check_start(
        &self,
        kong: Placed<KongVersion>,
        environment: &Environment<'_>,
        proxy: Option<&NamespacedName>,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<StartError> {
        let refused = |(error, place): (String, Place)| StartError { who: Program::Controller, error, place };
        if let Some((error, place)) = self.combination().or_else(|| self.kong_version(kong)) {
            let span = place.span().or(environment.end);
            problems.extend(span.map(|span| catalog::refused_combination(span, &error)));
            return Some(refused((error, place)));
        }
        let (error, place) = self.publish_service_missing()?;
        let fix = proxy.and_then(|proxy| {
            let edit = environment.append("CONTROLLER_PUBLISH_SERVICE", &proxy.to_string())?;
            Some(Fix { title: format!("Set `CONTROLLER_PUBLISH_SERVICE={proxy}`"), edits: vec![edit] })
        });
        let span = place.span().or(environment.end);
        problems.extend(span.map(|span| catalog::publish_service_unset(span, &error, fix)));
        Some(refused((error, place)))
    }

    /// Two flags that exclude or need each other.
    fn combination(&self) -> Option<(String, Place)> {
        let values = &self.values;
        let level = values.text("log-level", "info", "KIC default: --log-level is info");
        if !matches!(level.value.as_str(), "error" | "info" | "debug" | "trace") {
            let text = quote(&level.value);
            let error =
                format!("failed to initialize logger: setting log level failed: {text} is not a valid log level");
            return Some((error, level.place));
        }
        let format = values.text("log-format", "text", "KIC default: --log-format is text");
        if !matches!(format.value.as_str(), "text" | "console" | "json") {
            let text = quote(&format.value);
            let error = format!(
                "failed to initialize logger: setting log formatter failed: {text} is not a valid log formatter"
            );
            return Some((error, format.place));
        }
        let invalid = |(error, place): (String, Place)| (format!("config invalid: {error}"), place);
        if let (Some(_), Some(place)) = (values.filled("kong-admin-token"), values.filled("kong-admin-token-file")) {
            return Some(invalid((
                "both admin token and admin token file specified, only one allowed".to_owned(),
                place,
            )));
        }
        let konnect =
            || self.konnect().map(|(error, place)| (format!("invalid konnect configuration: {error}"), place));
        let admin = || {
            client_tls(values, "kong-admin-tls-client")
                .map(|(error, place)| (format!("invalid kong admin api configuration: {error}"), place))
        };
        let fallback = || {
            let wanted = self.use_last_valid_config;
            (wanted.value && !self.gates.enabled(Gate::FallbackConfiguration)).then(|| {
                let error = "invalid fallback config settings: --use-last-valid-config-for-fallback or \
                             CONTROLLER_USE_LAST_VALID_CONFIG_FOR_FALLBACK can only be used with \
                             FallbackConfiguration feature gate enabled";
                (error.to_owned(), wanted.place)
            })
        };
        let discovery = || {
            discovery(values).map(|(error, place)| (format!("invalid gateway discovery configuration: {error}"), place))
        };
        konnect().or_else(admin).or_else(fallback).or_else(discovery).map(invalid)
    }

    fn konnect(&self) -> Option<(String, Place)> {
        let values = &self.values;
        let enabled = values.bool("konnect-sync-enabled", false, "KIC default: --konnect-sync-enabled is false");
        if !enabled.value {
            return None;
        }
        let missing = |error: &str| Some((error.to_owned(), enabled.place));
        if values.name("kong-admin-svc").is_none() {
            return missing("--kong-admin-svc has to be set when using --konnect-sync-enabled");
        }
        if values.text("konnect-address", "default", "KIC default").value.is_empty() {
            return missing("address not specified");
        }
        if values.filled("konnect-control-plane-id").or(values.filled("konnect-runtime-group-id")).is_none() {
            return missing("control plane not specified");
        }
        let parts = ["cert", "cert-file", "key", "key-file"];
        if parts.iter().all(|part| values.filled(&format!("konnect-tls-client-{part}")).is_none()) {
            return missing("missing TLS client configuration");
        }
        client_tls(values, "konnect-tls-client").or_else(|| {
            let period = values.duration("konnect-upload-config-period", 30 * SECOND);
            let place = values.place("konnect-upload-config-period")?;
            let error = "cannot set upload config period to be smaller than 10s";
            (period < 10 * SECOND).then(|| (error.to_owned(), place))
        })
    }

    fn kong_version(&self, kong: Placed<KongVersion>) -> Option<(String, Place)> {
        if self.skip_ca_certificates.value {
            let error = "could not validate Kong admin root(s) configuration: failed to validate kong Roots: \
                         --skip-ca-certificates is not available for use with DB-less Kong instances";
            return kong.value.is_supported_by_kic().then(|| (error.to_owned(), self.skip_ca_certificates.place));
        }
        (!kong.value.is_supported_by_kic()).then(|| {
            let version = kong.value;
            let error = format!(
                "version: \"{version}\" is not supported by Kong Kubernetes Ingress Controller in version >=3.0.0, \
                 the lowest supported version is: \"3.4.1\""
            );
            (error, kong.place)
        })
    }

    fn publish_service_missing(&self) -> Option<(String, Place)> {
        if self.publish_service.is_some() {
            return None;
        }
        let place = Place::Rule("KIC: --publish-service has no default");
        if self.update_status.value && self.publish_status_address.is_empty() {
            let error = "status updates enabled but no method to determine data-plane addresses: no publish status \
                         address or publish service were provided";
            return Some((error.to_owned(), place));
        }
        self.runs(Controller::Gateway).value.then(|| {
            let error =
                "unable to create controller \"*crds.DynamicCRDController\": publish service must be configured";
            (error.to_owned(), place)
        })
    }
}

impl Values {
    /// The place of a text flag that is given and not empty.
    fn filled(&self, flag: &str) -> Option<Place> {
        match self.given.get(flag) {
            Some((Parsed::Text(text), value)) if !text.is_empty() => Some(value.whole()),
            _ => None,
        }
    }
}

/// Source: KIC v3.5.13 pkg/manager/config/validation.go:validateClientTLS
fn client_tls(values: &Values, prefix: &str) -> Option<(String, Place)> {
    let filled = |part: &str| values.filled(&format!("{prefix}-{part}"));
    let (cert, cert_file, key, key_file) = (filled("cert"), filled("cert-file"), filled("key"), filled("key-file"));
    let found = match ((cert, cert_file), (key, key_file)) {
        ((Some(_), Some(place)), _) => {
            ("both client certificate and client certificate file specified, only one allowed", place)
        }
        (_, (Some(_), Some(place))) => ("both client key and client key file specified, only one allowed", place),
        ((Some(place), None) | (None, Some(place)), (None, None)) => {
            ("client certificate was provided, but the client key was not", place)
        }
        ((None, None), (Some(place), None) | (None, Some(place))) => {
            ("client key was provided, but the client certificate was not", place)
        }
        _ => return None,
    };
    Some((format!("TLS client config invalid: {}", found.0), found.1))
}

/// Source: KIC v3.5.13 pkg/manager/config/validation.go:validateGatewayDiscovery
fn discovery(values: &Values) -> Option<(String, Place)> {
    let service = values.name("kong-admin-svc")?;
    let interval = values.duration("gateway-discovery-readiness-check-interval", 10 * SECOND);
    let timeout = values.duration("gateway-discovery-readiness-check-timeout", 5 * SECOND);
    let place = |flag| values.place(flag).unwrap_or(service.place);
    if interval < 3 * SECOND {
        let error = "Readiness check reconciliation interval cannot be less than 3s";
        return Some((error.to_owned(), place("gateway-discovery-readiness-check-interval")));
    }
    (timeout >= interval).then(|| {
        let error = "Readiness check timeout must be less than readiness check recociliation interval";
        (error.to_owned(), place("gateway-discovery-readiness-check-timeout"))
    })
}

/// Items of lists with blanks around them, which the controller keeps.
pub(super) fn report_blanks(variable: &str, parsed: &Parsed, value: &EnvValue<'_>, problems: &mut Vec<Diagnostic>) {
    let Parsed::List(items) = parsed else { return };
    for (item, range) in items {
        let Some(span) = value.place(range.clone()).span().filter(|_| item.trim() != item) else { continue };
        let fix = value.editable(range.clone()).map(|span| Fix::replace("Remove the blanks", span, item.trim()));
        problems.push(catalog::blank_in_list(variable, item, span, fix));
    }
}

/// What to write instead of a refused value, and the edit if there is only one.
pub(super) fn advise(flag: Flag, value: &EnvValue<'_>, version: KicVersion) -> catalog::Advice {
    let text = value.text();
    let replace = |new: &str| {
        let span = value.editable(0..text.len())?;
        Some(Fix::replace(format!("Write `{new}`"), span, new))
    };
    match flag.kind {
        Kind::Bool => {
            let meant = match text.trim().to_lowercase().as_str() {
                "yes" | "on" | "y" | "enabled" | "enable" | "true" | "1" => Some("true"),
                "no" | "off" | "n" | "disabled" | "disable" | "false" | "0" => Some("false"),
                _ => None,
            };
            catalog::Advice { help: "write `true` or `false`".to_owned(), fix: meant.and_then(replace) }
        }
        Kind::ControllerName => catalog::Advice {
            help: "write a domain in lower case, a slash and a name, as in `example.com/my-controller`".to_owned(),
            fix: None,
        },
        Kind::Duration => {
            let trimmed = text.trim();
            let bare = !trimmed.is_empty() && trimmed.chars().all(|c| c.is_ascii_digit());
            let fix = if bare { replace(&format!("{trimmed}s")) } else { None };
            catalog::Advice { help: "write a number and a unit, as in `30s` or `5m`".to_owned(), fix }
        }
        Kind::Float | Kind::Int | Kind::Uint => catalog::Advice { help: "write a number".to_owned(), fix: None },
        Kind::Gates => advise_gates(value, version),
        Kind::List => {
            catalog::Advice { help: "write the items with commas between them, without quotes".to_owned(), fix: None }
        }
        Kind::MetricsFilter => catalog::Advice { help: "write `off` or `rbac`".to_owned(), fix: None },
        Kind::Name => catalog::Advice { help: "write `namespace/name` of the object".to_owned(), fix: None },
        Kind::Text => catalog::Advice { help: "write a text".to_owned(), fix: None },
    }
}

/// Reports gates that the release knows and a later one does not.
pub(super) fn report_dropped_gates(
    parsed: &Parsed,
    value: &EnvValue<'_>,
    version: KicVersion,
    problems: &mut Vec<Diagnostic>,
) {
    let Parsed::Gates(pairs) = parsed else { return };
    for (gate, _, range) in pairs {
        let without = |later: &KicVersion| version.is_before(*later) && Gate::of(*later).all(|known| known != *gate);
        let Some(gone) = KicVersion::newest().find(without) else { continue };
        if let Some(span) = value.place(range.clone()).span() {
            problems.push(releases::gate_dropped(span, *gate, &gone.line()));
        }
    }
}

fn advise_gates(value: &EnvValue<'_>, version: KicVersion) -> catalog::Advice {
    let known: Vec<_> = Gate::of(version).map(Gate::name).collect();
    let pairs = gates::pairs(value.text()).unwrap_or_default();
    let other = pairs.iter().find_map(|(name, ..)| {
        let gate = Gate::ALL.iter().find(|gate| gate.name() == *name && !known.contains(name))?;
        let releases: Vec<String> =
            KicVersion::newest().filter(|other| Gate::of(*other).any(|of| of == *gate)).map(KicVersion::line).collect();
        Some(format!("`{name}` is a gate of KIC {} only; take it away here, or ", releases.join(", ")))
    });
    let help = format!(
        "{}write `Gate=true` or `Gate=false`, with commas between; this release knows {}",
        other.unwrap_or_default(),
        known.join(", ")
    );
    let unknown = pairs.into_iter().find(|(name, ..)| !known.contains(name));
    let fix = unknown.and_then(|(name, state, range)| {
        let meant = did_you_mean(name, known.iter().copied())?;
        let span = value.editable(range)?;
        Some(Fix::replace(format!("Write `{meant}`"), span, format!("{meant}={state}")))
    });
    catalog::Advice { help, fix }
}
