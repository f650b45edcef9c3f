//! Services and routes.

use super::fields::Fields;
use super::{Listing, in_order, plugin};
use crate::kong::{Destination, Route, Service, Text};
use crate::provenance::{Sourced, Tree};

pub(super) fn service(service: &Service<'_>, listing: Listing) -> Tree {
    let Service {
        id,
        name,
        host,
        port,
        protocol,
        path,
        connect_timeout,
        read_timeout,
        write_timeout,
        retries,
        tls_verify,
        tls_verify_depth,
        ca_certificates,
        client_certificate,
        tags,
        routes,
        plugins,
    } = service;
    let mut fields = Fields::default();
    fields.text("id", id.as_ref());
    fields.text("name", Some(name));
    fields.text("host", Some(host));
    fields.int("port", port.as_ref());
    fields.text("protocol", protocol.as_ref());
    fields.text("path", path.as_ref());
    fields.int("connect_timeout", connect_timeout.as_ref());
    fields.int("read_timeout", read_timeout.as_ref());
    fields.int("write_timeout", write_timeout.as_ref());
    fields.int("retries", retries.as_ref());
    fields.bool("tls_verify", tls_verify.as_ref());
    fields.int("tls_verify_depth", tls_verify_depth.as_ref());
    fields.texts("ca_certificates", ca_certificates);
    fields.text("client_certificate", client_certificate.as_ref().filter(|id: &&Text<'_>| !id.value.is_empty()));
    fields.texts("tags", tags);
    fields.trees("routes", in_order(routes, listing, |route| &route.name).map(|item| route(item, listing)));
    fields.trees("plugins", in_order(plugins, listing, |plugin| &plugin.name).map(plugin));
    fields.into_tree()
}

fn route(route: &Route<'_>, listing: Listing) -> Tree {
    let Route {
        id,
        name,
        protocols,
        hosts,
        paths,
        methods,
        headers,
        snis,
        destinations,
        sources,
        strip_path,
        preserve_host,
        regex_priority,
        path_handling,
        https_redirect_status_code,
        request_buffering,
        response_buffering,
        expression,
        priority,
        tags,
        plugins,
    } = route;
    let mut fields = Fields::default();
    fields.text("id", id.as_ref());
    fields.text("name", Some(name));
    fields.texts("protocols", protocols);
    fields.texts("hosts", hosts);
    fields.texts("paths", paths);
    fields.texts("methods", methods);
    fields.lists("headers", headers);
    fields.texts("snis", snis);
    fields.trees("destinations", destinations.iter().map(destination));
    fields.trees("sources", sources.iter().map(destination));
    fields.bool("strip_path", strip_path.as_ref());
    fields.bool("preserve_host", preserve_host.as_ref());
    fields.int("regex_priority", regex_priority.as_ref());
    fields.text("path_handling", path_handling.as_ref());
    fields.int("https_redirect_status_code", https_redirect_status_code.as_ref());
    fields.bool("request_buffering", request_buffering.as_ref());
    fields.bool("response_buffering", response_buffering.as_ref());
    fields.text("expression", expression.as_ref());
    fields.tree("priority", priority.as_ref().map(unsigned));
    fields.texts("tags", tags);
    fields.trees("plugins", in_order(plugins, listing, |plugin| &plugin.name).map(plugin));
    fields.into_tree()
}

fn destination(destination: &Destination<'_>) -> Tree {
    let mut fields = Fields::default();
    fields.text("ip", destination.ip.as_ref());
    fields.int("port", destination.port.as_ref());
    fields.into_tree()
}

/// A priority beyond the signed range only occurs with names longer than Kubernetes allows; JSON takes it for a
/// floating-point number anyway.
fn unsigned(value: &Sourced<u64>) -> Tree {
    match i64::try_from(value.value) {
        Ok(small) => Tree::int(small, &value.origin),
        Err(_) => Tree::Float(Sourced::new(value.value.to_string().parse().unwrap_or(f64::MAX), &value.origin)),
    }
}
