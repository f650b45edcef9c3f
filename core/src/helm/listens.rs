//! The listen strings that the chart puts together.

use super::Parts;
use super::errors::ChartError;
use super::values::{field, go_type, int64, print, range, set};
use crate::provenance::Place;
use crate::yaml::Node;

const ADDRESSES: &str = "chart kong 3.4.1: a listen without `addresses` is for 0.0.0.0 and [::]";
const LOCAL_ADDRESSES: &str = "chart kong 3.4.1: the Admin API listens on localhost unless it is enabled";
const SSL: &str = "chart kong 3.4.1: `tls` listens get `ssl`";
const UDP: &str = "chart kong 3.4.1: listens of protocol UDP get `udp`";
const OFF: &str = "chart kong 3.4.1: nothing is enabled, so nothing listens";
const JOIN: &str = "chart kong 3.4.1: listens are joined by commas";
const PORT: &str = "chart kong 3.4.1: a listen without `containerPort` has port 0";

/// Address, port and parameters of one listen.
struct Listen<'n, 'a> {
    port: Option<&'n Node<'a>>,
    parameters: Vec<(String, Place)>,
}

/// `KONG_PROXY_LISTEN` and its like: `http` then `tls` of a block, each on all addresses; `off` for none.
///
/// # Errors
/// `tls.parameters` that is no list; the reason is that of `append`.
///
/// Source: charts charts/kong/templates/_helpers.tpl:kong.listen
pub(super) fn listen(block: &Node<'_>, local: bool) -> Result<Parts, ChartError> {
    let addresses = addresses(block, local);
    let mut listens = Vec::new();
    if let Some(http) = set(block, "http").filter(|http| set(http, "enabled").is_some()) {
        let parameters = parameters(http);
        add(&mut listens, &Listen { port: field(http, "containerPort"), parameters }, &addresses);
    }
    if let Some(tls) = set(block, "tls").filter(|tls| set(tls, "enabled").is_some()) {
        let list = field(tls, "parameters");
        let reason = match list {
            None => Some("runtime error: invalid memory address or nil pointer dereference".to_owned()),
            Some(node) if node.value == crate::yaml::Value::Null => {
                Some("runtime error: invalid memory address or nil pointer dereference".to_owned())
            }
            Some(node) if !matches!(node.value, crate::yaml::Value::List(_)) => {
                let kind = if node.map().is_some() { "map" } else { go_type(node) };
                Some(format!("Cannot push on type {kind}"))
            }
            Some(_) => None,
        };
        if let Some(reason) = reason {
            return Err(ChartError { message: reason, place: list.map(|node| node.place) });
        }
        let mut parameters = parameters(tls);
        parameters.push(("ssl".to_owned(), Place::Rule(SSL)));
        add(&mut listens, &Listen { port: field(tls, "containerPort"), parameters }, &addresses);
    }
    Ok(join(listens).unwrap_or_else(|| vec![("off".to_owned(), Place::Rule(OFF))]))
}

/// The stream listens of a block; `None` where there are none.
///
/// Source: charts charts/kong/templates/_helpers.tpl:kong.streamListen
pub(super) fn stream_listen(block: &Node<'_>) -> Option<Parts> {
    let mut listens = Vec::new();
    for entry in range(field(block, "stream")) {
        let mut parameters = parameters(entry);
        if is_udp(entry) {
            parameters.push(("udp".to_owned(), Place::Rule(UDP)));
        }
        add(&mut listens, &Listen { port: field(entry, "containerPort"), parameters }, &addresses(entry, false));
    }
    join(listens)
}

/// Whether a stream entry is for UDP; the comparison is case-sensitive.
pub(super) fn is_udp(entry: &Node<'_>) -> bool {
    set(entry, "protocol").and_then(Node::text) == Some("UDP")
}

/// Listens one after the other, with `, ` between them.
pub(super) fn join(listens: Vec<Parts>) -> Option<Parts> {
    let mut joined = Parts::new();
    for listen in listens {
        if !joined.is_empty() {
            joined.push((", ".to_owned(), Place::Rule(JOIN)));
        }
        joined.extend(listen);
    }
    (!joined.is_empty()).then_some(joined)
}

/// `KONG_PORT_MAPS` of the proxy block; empty for nothing.
///
/// Source: charts charts/kong/templates/_helpers.tpl:kong.port_maps
pub(super) fn port_maps(block: &Node<'_>) -> Parts {
    let mut maps = Vec::new();
    for key in ["http", "tls"] {
        let Some(part) = field(block, key).filter(|part| set(part, "enabled").is_some()) else { continue };
        let (service, container) = (field(part, "servicePort"), field(part, "containerPort"));
        if key == "http" && print(service) == "0" {
            continue;
        }
        maps.push(vec![number(service), (":".to_owned(), Place::Rule(JOIN)), number(container)]);
    }
    join(maps).unwrap_or_default()
}

fn add(listens: &mut Vec<Parts>, listen: &Listen<'_, '_>, addresses: &[(String, Place)]) {
    for (address, place) in addresses {
        let mut parts = vec![(format!("{address}:"), *place), number(listen.port)];
        let mut seen: Vec<&str> = Vec::new();
        for (parameter, place) in &listen.parameters {
            if !seen.contains(&parameter.as_str()) {
                seen.push(parameter);
                parts.push((format!(" {parameter}"), *place));
            }
        }
        listens.push(parts);
    }
}

fn number(node: Option<&Node<'_>>) -> (String, Place) {
    (int64(node).to_string(), node.map_or(Place::Rule(PORT), |node| node.place))
}

fn addresses(block: &Node<'_>, local: bool) -> Vec<(String, Place)> {
    if local {
        return ["127.0.0.1", "[::1]"].map(|text| (text.to_owned(), Place::Rule(LOCAL_ADDRESSES))).to_vec();
    }
    match set(block, "addresses") {
        Some(node) => range(Some(node)).into_iter().map(|item| (print(Some(item)), item.place)).collect(),
        None => ["0.0.0.0", "[::]"].map(|text| (text.to_owned(), Place::Rule(ADDRESSES))).to_vec(),
    }
}

fn parameters(block: &Node<'_>) -> Vec<(String, Place)> {
    range(field(block, "parameters")).into_iter().map(|item| (print(Some(item)), item.place)).collect()
}
