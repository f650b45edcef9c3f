//! What the controller makes of its variables.

use super::*;
use crate::diagnostic::Code;
use crate::settings::environment;
use crate::settings::version::KongVersion;
use crate::text::{Pane, SourceFile, Sources};

struct Read {
    settings: ControllerSettings,
    error: Option<String>,
    start: Option<String>,
    problems: Vec<Diagnostic>,
}

fn read(text: &str) -> Read {
    let sources = Sources::new([SourceFile { name: "e", pane: Pane::Environment, text }]);
    let (file, _) = sources.of(Pane::Environment).next().unwrap();
    let mut problems = Vec::new();
    let environment = environment::parse(file, text, &mut problems);
    let (settings, error) = ControllerSettings::read(&environment, KicVersion::default(), &mut problems);
    let version = Placed::new(KongVersion::default(), Place::Rule("test"));
    let start = settings.check_start(version, &environment, None, &mut problems);
    Read { settings, error: error.map(|error| error.error), start: start.map(|error| error.error), problems }
}

#[test]
fn nothing_given_gives_the_defaults_and_no_start() {
    let read = read("");
    assert_eq!(read.settings.ingress_class.value, "kong");
    assert_eq!(read.settings.gateway_api_controller_name.value, "konghq.com/kic-gateway-controller");
    assert!(read.settings.update_status.value);
    assert_eq!(read.error, None);
    // oracle/kic-scenarios/X08-empty-input.json
    assert_eq!(
        read.start.as_deref(),
        Some(
            "status updates enabled but no method to determine data-plane addresses: no publish status address or publish service were provided"
        )
    );
    assert_eq!(read.problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), [Code::PublishServiceUnset]);
}

#[test]
fn the_gateway_controller_needs_a_publish_service_even_with_addresses() {
    let error = "unable to create controller \"*crds.DynamicCRDController\": publish service must be configured";
    assert_eq!(read("CONTROLLER_PUBLISH_STATUS_ADDRESS=a.example").start.as_deref(), Some(error));
    assert_eq!(read("CONTROLLER_UPDATE_STATUS=false").start.as_deref(), Some(error));
    let off = "CONTROLLER_UPDATE_STATUS=false\nCONTROLLER_ENABLE_CONTROLLER_GWAPI_GATEWAY=false";
    assert_eq!(read(off).start, None);
    assert_eq!(read("CONTROLLER_PUBLISH_SERVICE=kong/proxy").start, None);
}

#[test]
fn values_are_typed_and_know_their_place() {
    let text = "CONTROLLER_PUBLISH_SERVICE=kong/proxy\nCONTROLLER_FEATURE_GATES=GatewayAlpha=true,RewriteURIs=1\nCONTROLLER_WATCH_NAMESPACE=a,b";
    let read = read(text);
    assert_eq!((read.error, read.start, read.problems.len()), (None, None, 0));
    let service = read.settings.publish_service.clone().unwrap();
    assert!(service.value.is("kong", "proxy"));
    let gate = read.settings.gates.get(Gate::RewriteURIs);
    let span = gate.place.span().unwrap();
    assert_eq!(&text[span.start as usize..span.end as usize], "RewriteURIs=1");
    assert!(gate.value && read.settings.gates.enabled(Gate::GatewayAlpha));
    assert!(read.settings.runs(Controller::TCPRoute).value);
    assert!(!read.settings.runs(Controller::KongServiceFacade).value);
    assert!(read.settings.watches("a") && read.settings.watches("kong") && !read.settings.watches("c"));
}

#[test]
fn the_first_refused_variable_stops_the_controller_and_all_are_reported() {
    let read = read(
        "CONTROLLER_UPDATE_STATUS=yes\nCONTROLLER_PUBLISH_SERVICE=proxy\nCONTROLLER_FEATURE_GATES=GatewayAlfa=true\n",
    );
    assert_eq!(
        read.error.unwrap(),
        "environment binding failed for variable CONTROLLER_FEATURE_GATES: GatewayAlfa is not a valid feature, please see the documentation: https://github.com/Kong/kubernetes-ingress-controller/blob/main/FEATURE_GATES.md"
    );
    let refused: Vec<_> = read.problems.iter().filter(|problem| problem.code == Code::SettingInvalid).collect();
    assert_eq!(refused.len(), 3);
    assert_eq!(refused[0].fixes[0].edits[0].text, "GatewayAlpha=true");
    assert!(refused[1].message.ends_with("the expected format is namespace/name"));
    assert_eq!(refused[2].fixes[0].edits[0].text, "true");
}

#[test]
fn blanks_in_lists_are_kept_and_reported() {
    let read = read("CONTROLLER_PUBLISH_SERVICE=kong/proxy\nCONTROLLER_WATCH_NAMESPACE=a, b");
    assert_eq!(read.settings.watch_namespaces[1].value, " b");
    assert_eq!(read.problems[0].code, Code::SettingListBlank);
    assert_eq!(read.problems[0].fixes[0].edits[0].text, "b");
}

#[test]
fn combinations_are_checked() {
    let base = "CONTROLLER_PUBLISH_SERVICE=kong/proxy\n";
    for (text, error) in [
        (
            "CONTROLLER_LOG_LEVEL=loud",
            "failed to initialize logger: setting log level failed: \"loud\" is not a valid log level",
        ),
        (
            "CONTROLLER_USE_LAST_VALID_CONFIG_FOR_FALLBACK=true",
            "config invalid: invalid fallback config settings: --use-last-valid-config-for-fallback or CONTROLLER_USE_LAST_VALID_CONFIG_FOR_FALLBACK can only be used with FallbackConfiguration feature gate enabled",
        ),
        (
            "CONTROLLER_KONNECT_SYNC_ENABLED=true",
            "config invalid: invalid konnect configuration: --kong-admin-svc has to be set when using --konnect-sync-enabled",
        ),
    ] {
        assert_eq!(read(&format!("{base}{text}")).start.as_deref(), Some(error), "{text}");
    }
}

/// Every flag that is more than a text stops the controller in the words of its type, under its own variable.
///
/// Source: KIC v3.5.13 internal/cmd/rootcmd/env.go:bindEnvVars, internal/cmd/rootcmd/config/cli.go:bindFlagSet; pflag.
#[test]
fn every_flag_refuses_what_its_type_refuses() {
    use super::flags::Kind;
    let mut seen = 0;
    for flag in flags::of(KicVersion::default()) {
        let (value, error) = match flag.kind {
            Kind::Text => continue,
            Kind::Bool => ("yes", "strconv.ParseBool: parsing \"yes\": invalid syntax"),
            Kind::Int => ("1x", "strconv.ParseInt: parsing \"1x\": invalid syntax"),
            Kind::Uint => ("-1", "strconv.ParseUint: parsing \"-1\": invalid syntax"),
            Kind::Float => ("x", "strconv.ParseFloat: parsing \"x\": invalid syntax"),
            Kind::Duration => ("5", "time: missing unit in duration \"5\""),
            Kind::Name => ("a", "the expected format is namespace/name"),
            Kind::List => ("\"a", "parse error on line 1, column 3: extraneous or missing \" in quoted-field"),
            Kind::ControllerName => ("x", "the expected format is example.com/controller-name"),
            Kind::MetricsFilter => ("x", "unsupported metrics filter x"),
            Kind::Gates => (
                "X=true",
                "X is not a valid feature, please see the documentation: \
                 https://github.com/Kong/kubernetes-ingress-controller/blob/main/FEATURE_GATES.md",
            ),
        };
        let variable = flag.variable();
        let expected = format!("environment binding failed for variable {variable}: {error}");
        let found = read(&format!("{variable}='{value}'\n")).error;
        assert_eq!(found.as_deref(), Some(expected.as_str()));
        seen += 1;
    }
    assert_eq!(seen, 69);
}

/// The defaults of the gates, and of the flags of spec/gateway-status.md, section 13.
#[test]
fn defaults_are_those_of_the_release() {
    let read = read("");
    let on: Vec<_> = Gate::of(KicVersion::default()).filter(|gate| read.settings.gates.enabled(*gate)).collect();
    assert_eq!(on, [Gate::FillIDs, Gate::SanitizeKonnectConfigDumps, Gate::KongCustomEntity]);
    let settings = &read.settings;
    assert!(settings.publish_service.is_none() && settings.publish_service_udp.is_none());
    assert!(settings.publish_status_address.is_empty() && settings.publish_status_address_udp.is_empty());
    assert!(settings.gateway_to_reconcile.is_none() && settings.watch_namespaces.is_empty());
    assert_eq!(settings.admin_url(), "http://localhost:8001");
    assert_eq!(settings.admission_webhook_listen.value, "off");
    let kinds = [Controller::Gateway, Controller::HTTPRoute, Controller::GRPCRoute, Controller::ReferenceGrant];
    assert_eq!(kinds.map(|kind| settings.runs(kind).value), [true; 4]);
}
