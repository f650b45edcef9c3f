//! What the API server checks of the core kinds, on the fields that are read here: Service, Ingress, EndpointSlice, and
//! Secrets of type `kubernetes.io/tls`.
//!
//! The problem is reported; the object goes on, so that everything behind it is shown as well.
//!
//! Source: Kubernetes pkg/apis/core/validation/validation.go:ValidateService, ValidateSecret;
//! pkg/apis/networking/validation/validation.go:ValidateIngress; pkg/apis/discovery/validation/validation.go.

use std::net::IpAddr;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalog::admission as catalog;
use crate::k8s::{Kind, Object};
use crate::provenance::Place;
use crate::resolve::secret;
use crate::yaml::{Node, Value};

/// Reports what the API server would refuse.
pub fn check_core_kinds(objects: &[Object<'_>], problems: &mut Vec<Diagnostic>) {
    for object in objects {
        let mut check = Check { object, problems };
        match object.kind() {
            Kind::Service => check.service(),
            Kind::Ingress => check.ingress(),
            Kind::EndpointSlice => check.endpoint_slice(),
            Kind::Secret => check.secret(),
            _ => {}
        }
    }
}

struct Check<'c, 'a> {
    object: &'a Object<'a>,
    problems: &'c mut Vec<Diagnostic>,
}

impl<'a> Check<'_, 'a> {
    fn refuse(&mut self, place: Place, path: &str, fact: &str) {
        self.problems.push(catalog::core_field_refused(self.object, place, path, fact));
    }

    /// A word out of a list.
    fn word(&mut self, node: &'a Node<'a>, path: &str, key: &str, words: &[&str]) {
        if let Some(found) = node.text_at(key).filter(|found| !words.contains(&found.value)) {
            let fact = format!("is `{}`; supported are {}", found.value, words.join(", "));
            self.refuse(found.place, &format!("{path}.{key}"), &fact);
        }
    }

    fn service(&mut self) {
        let Some(spec) = self.object.spec() else { return };
        self.word(spec, "spec", "type", &["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"]);
        let is_external = spec.text_at("type").is_some_and(|kind| kind.value == "ExternalName");
        let is_headless = spec.text_at("clusterIP").is_some_and(|ip| ip.value == "None");
        let ports = spec.get("ports").map_or(&[][..], Node::items);
        if is_external && spec.text_at("externalName").is_none_or(|name| name.value.is_empty()) {
            self.refuse(spec.place, "spec.externalName", "is missing: the type ExternalName needs it");
        }
        if ports.is_empty() && !is_external && !is_headless {
            self.refuse(spec.place, "spec.ports", "is missing: a Service with a cluster IP needs a port");
        }
        let mut names: Vec<&str> = Vec::new();
        let mut numbers: Vec<(&str, i64)> = Vec::new();
        for (index, port) in ports.iter().enumerate() {
            let path = format!("spec.ports[{index}]");
            self.word(port, &path, "protocol", &["TCP", "UDP", "SCTP"]);
            let number = port.int_at("port");
            if let Some(number) = number.filter(|number| !(1..=65535).contains(&number.value)) {
                self.refuse(number.place, &format!("{path}.port"), "must be between 1 and 65535");
            }
            let target = port.text_at("targetPort");
            if let Some(target) = target.filter(|target| !target.value.bytes().any(|byte| byte.is_ascii_alphabetic())) {
                let fact = "must be a number, or a name with a letter in it: write the number without quotes";
                self.refuse(target.place, &format!("{path}.targetPort"), fact);
            }
            if let Some(name) = port.text_at("name").filter(|name| !name.value.is_empty()) {
                if !is_label(name.value) {
                    let fact = "must be a label of lower-case letters, digits and hyphens, at most 63";
                    self.refuse(name.place, &format!("{path}.name"), fact);
                }
                if names.contains(&name.value) {
                    self.refuse(name.place, &format!("{path}.name"), "is the name of another port");
                }
                names.push(name.value);
            }
            if let Some(number) = number {
                let key = (port.text_at("protocol").map_or("TCP", |protocol| protocol.value), number.value);
                if numbers.contains(&key) {
                    self.refuse(number.place, &path, "has the protocol and number of another port");
                }
                numbers.push(key);
            }
        }
    }

    fn ingress(&mut self) {
        let Some(spec) = self.object.spec() else { return };
        let rules = spec.get("rules").map_or(&[][..], Node::items);
        match spec.get("defaultBackend") {
            Some(backend) => self.backend(backend, "spec.defaultBackend"),
            None if rules.is_empty() => self.refuse(spec.place, "spec", "needs `defaultBackend` or `rules`"),
            None => {}
        }
        for (index, rule) in rules.iter().enumerate() {
            let path = format!("spec.rules[{index}]");
            if let Some(host) = rule.text_at("host").filter(|host| !host.value.is_empty()) {
                if host.value.parse::<IpAddr>().is_ok() {
                    self.refuse(host.place, &format!("{path}.host"), "must be a DNS name, not an IP address");
                } else if !is_subdomain(host.value.strip_prefix("*.").unwrap_or(host.value)) {
                    let fact = "must be a DNS name of lower-case letters, digits, hyphens and dots, with `*.` in front at most";
                    self.refuse(host.place, &format!("{path}.host"), fact);
                }
            }
            let paths = rule.at(&["http", "paths"]).map_or(&[][..], Node::items);
            for (at, entry) in paths.iter().enumerate() {
                self.path(entry, &format!("{path}.http.paths[{at}]"));
            }
        }
    }

    fn path(&mut self, entry: &'a Node<'a>, path: &str) {
        let Some(kind) = entry.text_at("pathType") else {
            self.refuse(entry.place, &format!("{path}.pathType"), "is missing");
            return;
        };
        self.word(entry, path, "pathType", &["Exact", "Prefix", "ImplementationSpecific"]);
        let text = entry.text_at("path");
        let is_relative = text.filter(|text| !text.value.is_empty() && !text.value.starts_with('/'));
        if let (Some(text), "ImplementationSpecific") = (is_relative, kind.value) {
            self.refuse(text.place, &format!("{path}.path"), "must begin with `/`");
        }
        if let (Some(text), "Exact" | "Prefix") = (text, kind.value) {
            const NEVER: &[&str] = &["//", "/./", "/../", "%2f", "%2F"];
            if !text.value.starts_with('/') {
                self.refuse(text.place, &format!("{path}.path"), "must begin with `/`");
            } else if let Some(part) = NEVER.iter().find(|part| text.value.contains(**part)) {
                self.refuse(text.place, &format!("{path}.path"), &format!("must not contain `{part}`"));
            } else if text.value.ends_with("/.") || text.value.ends_with("/..") {
                self.refuse(text.place, &format!("{path}.path"), "must not end with `/.` or `/..`");
            }
        }
        match entry.get("backend") {
            Some(backend) => self.backend(backend, &format!("{path}.backend")),
            None => self.refuse(entry.place, &format!("{path}.backend"), "is missing"),
        }
    }

    fn backend(&mut self, backend: &'a Node<'a>, path: &str) {
        let service = match (backend.get("service"), backend.get("resource")) {
            (Some(_), Some(resource)) => return self.refuse(resource.place, path, "has both `service` and `resource`"),
            (None, None) => return self.refuse(backend.place, path, "needs `service` or `resource`"),
            (None, Some(_)) => return,
            (Some(service), None) => service,
        };
        if service.text_at("name").is_none_or(|name| name.value.is_empty()) {
            self.refuse(service.place, &format!("{path}.service.name"), "is missing");
        }
        let port = service.get("port");
        let name = port.and_then(|port| port.text_at("name")).filter(|name| !name.value.is_empty());
        let number = port.and_then(|port| port.int_at("number")).filter(|number| number.value != 0);
        let port_path = format!("{path}.service.port");
        match (name, number) {
            (Some(name), Some(_)) => self.refuse(name.place, &port_path, "has both `name` and `number`"),
            (None, None) => self.refuse(service.place, &port_path, "needs `name` or `number`"),
            (None, Some(number)) if !(1..=65535).contains(&number.value) => {
                self.refuse(number.place, &format!("{port_path}.number"), "must be between 1 and 65535");
            }
            _ => {}
        }
    }

    fn endpoint_slice(&mut self) {
        let node = &self.object.node;
        match node.text_at("addressType") {
            Some(_) => self.word(node, "", "addressType", &["IPv4", "IPv6", "FQDN"]),
            None => self.refuse(self.object.name().place, "addressType", "is missing"),
        }
    }

    fn secret(&mut self) {
        let is_tls = self.object.node.text_at("type").is_some_and(|kind| kind.value == "kubernetes.io/tls");
        for key in ["tls.crt", "tls.key"].into_iter().filter(|_| is_tls) {
            if !secret::has_key(self.object, key) {
                let fact = "is missing: a Secret of type kubernetes.io/tls needs it";
                self.refuse(self.object.name().place, &format!("data[{key}]"), fact);
            }
        }
        let data = self.object.node.get("data").map_or(&[][..], Node::entries);
        for entry in data.iter().filter(|entry| !matches!(entry.value.value, Value::Text(_) | Value::Null)) {
            self.refuse(entry.value.place, &format!("data[{}]", entry.key), "is no text: write it in base64");
        }
    }
}

/// A label of RFC 1123.
fn is_label(text: &str) -> bool {
    let inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=63).contains(&text.len()) && text.bytes().all(inside) && !text.starts_with('-') && !text.ends_with('-')
}

/// A subdomain of RFC 1123.
fn is_subdomain(text: &str) -> bool {
    text.len() <= 253 && text.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::k8s::load::{self, Stored};
    use crate::settings::KicVersion;
    use crate::text::{Pane, SourceFile, Sources};
    use crate::yaml::{self, Limits};

    fn paths(manifest: &str) -> Vec<String> {
        let sources = Sources::new([SourceFile { pane: Pane::Manifests, name: "m.yaml", text: manifest }]);
        let documents = sources
            .of(Pane::Manifests)
            .flat_map(|(file, source)| yaml::parse(file, source.text, &Limits::default(), &mut Vec::new()))
            .collect();
        let loaded = load::load(documents, Stored::AsPasted, KicVersion::default(), "default", &mut Vec::new());
        let mut problems = Vec::new();
        check_core_kinds(&loaded.objects, &mut problems);
        problems.into_iter().filter_map(|problem| problem.path).collect()
    }

    #[test]
    fn services_are_judged_as_the_api_server_does() {
        let service =
            |spec: &str| paths(&format!("apiVersion: v1\nkind: Service\nmetadata: {{name: s}}\nspec: {spec}\n"));
        assert_eq!(service("{ports: [{port: 80}]}"), [""; 0]);
        assert_eq!(service("{clusterIP: None}"), [""; 0]);
        assert_eq!(service("{type: ClusterIP}"), ["spec.ports"]);
        assert_eq!(service("{type: ExternalName}"), ["spec.externalName"]);
        assert_eq!(service("{type: Loadbalancer, ports: [{port: 80}]}"), ["spec.type"]);
        assert_eq!(
            service("{ports: [{port: 0, name: a}, {port: 70000, name: B_}]}"),
            ["spec.ports[0].port", "spec.ports[1].port", "spec.ports[1].name"]
        );
        assert_eq!(
            service("{ports: [{port: 80, name: a}, {port: 80, name: a}]}"),
            ["spec.ports[1].name", "spec.ports[1]"]
        );
        assert_eq!(service("{ports: [{port: 53, name: a}, {port: 53, name: b, protocol: UDP}]}"), [""; 0]);
    }

    #[test]
    fn ingresses_are_judged_as_the_api_server_does() {
        let rule = |path: &str, host: &str| {
            paths(&format!(
                "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: i}}\nspec: {{rules: [{{host: \"{host}\", http: {{paths: [{path}]}}}}]}}\n"
            ))
        };
        let backend = "backend: {service: {name: s, port: {number: 80}}}";
        assert_eq!(rule(&format!("{{path: /, pathType: Prefix, {backend}}}"), "*.example.com"), [""; 0]);
        assert_eq!(
            rule(&format!("{{path: x, pathType: ImplementationSpecific, {backend}}}"), ""),
            ["spec.rules[0].http.paths[0].path"]
        );
        assert_eq!(
            rule(&format!("{{path: x, pathType: Exact, {backend}}}"), "10.0.0.1"),
            ["spec.rules[0].host", "spec.rules[0].http.paths[0].path"]
        );
        assert_eq!(
            rule(&format!("{{path: /a//b, pathType: Prefix, {backend}}}"), "UPPER.com"),
            ["spec.rules[0].host", "spec.rules[0].http.paths[0].path"]
        );
        assert_eq!(rule(&format!("{{path: /, {backend}}}"), ""), ["spec.rules[0].http.paths[0].pathType"]);
        assert_eq!(rule("{path: /, pathType: Prefix, backend: {}}", ""), ["spec.rules[0].http.paths[0].backend"]);
        assert_eq!(
            rule("{path: /, pathType: Prefix, backend: {service: {name: s}}}", ""),
            ["spec.rules[0].http.paths[0].backend.service.port"]
        );
        assert_eq!(paths("apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i}\nspec: {}\n"), ["spec"]);
    }

    #[test]
    fn a_tls_secret_needs_both_its_keys() {
        let secret =
            "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ntype: kubernetes.io/tls\ndata: {tls.crt: \"\"}\n";
        assert_eq!(paths(secret), ["data[tls.key]"]);
    }
}
