//! The Service in front of Kong, where no manifest has one: what the Helm chart would make for Kong's listens.

use serde_json::{Map as JsonMap, Value as Json, json};

use crate::diagnostic::catalog::assumptions as catalog;
use crate::diagnostic::{Diagnostic, Fix};
use crate::explain::edits;
use crate::helm::{self, Release};
use crate::k8s::Object;
use crate::k8s::load::{self, Stored};
use crate::listens::{Entry, Flag, KongListens, Listens};
use crate::report::Assumed;
use crate::settings::KicVersion;
use crate::settings::NamespacedName;
use crate::text::{Pane, Sources};
use crate::yaml::{self, Document};

const PROXY: &str = "assumed: the Service that the Helm chart makes for Kong's listens";

/// The chart's proxy Service, and the variable that names it; nothing where there is no object that could need it.
///
/// Ports 80 and 443 lead to the first plain and the first TLS listen of the proxy, each stream listen has its own
/// number. A Kong that does not start is meant to have the chart's listens.
pub(super) fn add<'a>(
    objects: &mut Vec<Object<'a>>,
    listens: Option<&KongListens>,
    release: Release<'a>,
    sources: &Sources<'a>,
    problems: &mut Vec<Diagnostic>,
) -> Option<(NamespacedName, Vec<Assumed>)> {
    objects.first()?;
    let (manifests, environment) = (sources.end_of(Pane::Manifests)?, sources.end_of(Pane::Environment));
    let values = listens.map_or_else(|| json!({}), values);
    let values = yaml::from_json(&values, PROXY);
    let node = helm::render(Some(&values), manifests.file, release).ok()?.service?;
    let explicit = yaml::emit_like_kubernetes(&yaml::to_json(&node));
    let document = Document { node: Some(node), span: manifests, index: u32::MAX, error: None };
    let service = load::load(vec![document], Stored::AsPasted, KicVersion::default(), release.namespace, problems)
        .objects
        .pop()?;
    let key = service.key();
    let name = NamespacedName { namespace: key.namespace.to_owned(), name: key.name.to_owned() };
    objects.push(service);

    let append = edits::append_document(sources, &explicit);
    let variable = edits::append_variable(sources, "CONTROLLER_PUBLISH_SERVICE", &name.to_string());
    let both: Vec<_> = append.clone().into_iter().chain(variable.clone()).collect();
    let fix = Fix { title: format!("Add the Service `{name}` and name it to the controller"), edits: both };
    let fix = Some(fix).filter(|fix| fix.edits.len() == 2);
    problems.push(catalog::proxy_service(environment.unwrap_or(manifests), &name.to_string(), fix));
    let service = Assumed {
        what: format!("the Service `{name}` is in front of Kong, as chart `kong` makes it for Kong's listens"),
        explicit,
        pane: Pane::Manifests,
        fix: append.map(|edit| Fix { title: format!("Add the Service `{name}`"), edits: vec![edit] }),
    };
    let explicit = format!("CONTROLLER_PUBLISH_SERVICE={name}");
    let publish = Assumed {
        what: format!("the publish Service is `{name}`: there is no other Service that leads to Kong"),
        fix: variable.map(|edit| Fix { title: format!("Set `{explicit}`"), edits: vec![edit] }),
        explicit,
        pane: Pane::Environment,
    };
    Some((name, vec![service, publish]))
}

/// The values of the chart with which it makes a Service for these listens.
fn values(listens: &KongListens) -> Json {
    let port = |listens: &Listens, tls: bool| {
        listens.entries.iter().find(|entry| entry.has(Flag::Ssl) == tls).and_then(Entry::port_number)
    };
    let web = |port: Option<u16>| match port {
        Some(port) => json!({ "enabled": true, "containerPort": port }),
        None => json!({ "enabled": false }),
    };
    // Entries for several addresses of one port are one port of the Service.
    let mut stream: JsonMap<String, Json> = JsonMap::new();
    for entry in &listens.stream.entries {
        let Some(port) = entry.port_number() else { continue };
        let protocol = if entry.has(Flag::Udp) { "UDP" } else { "TCP" };
        let value = json!({ "containerPort": port, "servicePort": port, "protocol": protocol });
        stream.entry(format!("{port}/{protocol}")).or_insert(value);
    }
    let stream: Vec<Json> = stream.into_iter().map(|(_, value)| value).collect();
    json!({ "proxy": {
        "http": web(port(&listens.proxy, false)),
        "tls": web(port(&listens.proxy, true)),
        "stream": stream,
    } })
}

#[cfg(test)]
mod tests {
    use crate::text::{Pane, SourceFile, Sources};
    use crate::{Assume, Input, Options, Report, translate};

    const ROUTE: &str = "apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge}
spec:
  gatewayClassName: kong
  listeners:
  - {name: http, protocol: HTTP, port: 80}
  - {name: tcp, protocol: TCP, port: 9901}
  - {name: udp, protocol: UDP, port: 9902}
";

    fn run(manifests: &str, env: &str) -> Report {
        let sources = Sources::new([
            SourceFile { name: "manifests", pane: Pane::Manifests, text: manifests },
            SourceFile { name: "env", pane: Pane::Environment, text: env },
        ]);
        translate(&Input { sources, options: Options { assume: Assume::Missing, ..Options::default() } })
    }

    fn ready(report: &Report) -> Vec<(&str, bool)> {
        report.listeners.iter().map(|listener| (listener.name.as_str(), listener.ready)).collect()
    }

    #[test]
    fn without_a_service_that_leads_to_kong_there_is_the_charts() {
        let report = run(ROUTE, "");
        assert_eq!(report.does_not_start, None);
        assert_eq!(ready(&report), [("http", true), ("tcp", false), ("udp", false)]);
        let assumed: Vec<&str> = report.assumed.iter().map(|assumed| assumed.explicit.as_str()).collect();
        assert!(assumed.contains(&"CONTROLLER_PUBLISH_SERVICE=default/kong-kong-proxy"), "{assumed:?}");
        let service = assumed.iter().find(|explicit| explicit.contains("kind: Service")).unwrap();
        assert!(service.contains("targetPort: 8000") && service.contains("targetPort: 8443"), "{service}");
    }

    #[test]
    fn its_ports_lead_to_kongs_listens() {
        let env = "KONG_PROXY_LISTEN=0.0.0.0:80\nKONG_STREAM_LISTEN=0.0.0.0:9901, [::]:9901, 0.0.0.0:9902 udp\n";
        let report = run(ROUTE, env);
        assert_eq!(ready(&report), [("http", true), ("tcp", true), ("udp", true)], "{:?}", report.problems);
    }

    #[test]
    fn a_service_behind_kong_does_not_count() {
        let backend = "---\napiVersion: v1\nkind: Service\nmetadata: {name: echo}\nspec: {ports: [{port: 80}]}\n";
        assert_eq!(run(&format!("{ROUTE}{backend}"), "").does_not_start, None);
    }

    /// tests/cases/empty-page: what to write first is said by who does not start.
    #[test]
    fn nothing_is_assumed_for_nothing() {
        assert!(run("", "").does_not_start.is_some());
    }
}
