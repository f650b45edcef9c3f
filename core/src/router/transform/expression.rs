//! The text of an expression that stands for attributes.

use std::net::Ipv4Addr;

use crate::router::entity::{Endpoint, Route};
use crate::router::host::split_number;

const OR: &str = " || ";
const AND: &str = " && ";

/// The expression of a route with attributes; empty where there are none.
///
/// Source: Kong 3.9 kong/router/transform.lua:get_expression; spec/kong-router.md 1.2
pub(super) fn of(route: &Route<'_>) -> String {
    let is_stream = route.is_stream();
    let mut conditions = Vec::new();
    if let Some(snis) = list(route.snis.as_deref(), sni) {
        let protocol = if is_stream { "tls" } else { "https" };
        conditions.push(format!("(net.protocol != r#\"{protocol}\"#{OR}{snis})"));
    }
    conditions.extend(endpoints("net.src", route.sources.as_deref()));
    conditions.extend(endpoints("net.dst", route.destinations.as_deref()));
    if !is_stream {
        conditions.extend(list(route.methods.as_deref(), |method| predicate("http.method", "==", method)));
        conditions.extend(list(route.hosts.as_deref(), host));
        conditions.extend(list(route.paths.as_deref(), path));
        let headers = route.headers.iter().flatten().map(|(name, values)| {
            let field = format!("any(lower(http.headers.{}))", name.to_ascii_lowercase().replace('-', "_"));
            let values: Vec<String> = values.iter().map(|value| header(&field, value)).collect();
            format!("({})", values.join(OR))
        });
        conditions.extend(headers);
    }
    conditions.join(AND)
}

/// Replaces `net.port` in front of a comparison, as the old name of `net.dst.port`.
///
/// Source: Kong 3.9 kong/router/transform.lua:amending_expression
pub(super) fn amended(expression: String) -> String {
    const OLD: &str = "net.port";
    if !expression.contains(OLD) {
        return expression;
    }
    let mut out = String::with_capacity(expression.len());
    for (index, piece) in expression.split(OLD).enumerate() {
        if index > 0 {
            let compared = piece.trim_start().starts_with(['=', '>', '<', '!']);
            out.push_str(if compared { "net.dst.port" } else { OLD });
        }
        out.push_str(piece);
    }
    out
}

/// Adds the protocols, unless the only one is TLS: then plain text must reach the route to be told so.
///
/// Source: Kong 3.9 kong/router/expressions.lua:get_expression
pub(super) fn add_protocols(expression: &mut String, protocols: &[&str]) {
    if let ["https" | "tls" | "tls_passthrough"] = protocols {
        return;
    }
    let protocol = |protocol: &str| {
        let seen = match protocol {
            "tls_passthrough" => "tcp",
            "grpc" => "http",
            "grpcs" => "https",
            other => other,
        };
        predicate("net.protocol", "==", seen)
    };
    if let Some(protocols) = list(Some(protocols), protocol) {
        expression.push_str(AND);
        expression.push_str(&protocols);
    }
}

fn list(values: Option<&[&str]>, condition: impl Fn(&str) -> String) -> Option<String> {
    let values = values.filter(|values| !values.is_empty())?;
    let conditions: Vec<String> = values.iter().map(|value| condition(value)).collect();
    Some(format!("({})", conditions.join(OR)))
}

fn predicate(field: &str, operator: &str, value: &str) -> String {
    // Raw, unless the value would end it.
    if !value.contains("\"#") {
        return format!("{field} {operator} r#\"{value}\"#");
    }
    format!("{field} {operator} \"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

fn sni(sni: &str) -> String {
    if !sni.starts_with('*') && sni.ends_with('*') {
        return predicate("tls.sni", "^=", without_last(sni));
    }
    // The root's dot is no part of a server name.
    let name = if sni.len() > 1 && sni.ends_with('.') { without_last(sni) } else { sni };
    match name.strip_prefix('*') {
        Some(rest) => predicate("tls.sni", "=^", rest),
        None => predicate("tls.sni", "==", name),
    }
}

fn without_last(text: &str) -> &str {
    text.get(..text.len().saturating_sub(1)).unwrap_or_default()
}

fn host(host: &str) -> String {
    let (name, port) = split_number(host);
    let (operator, name) = match (name.strip_prefix('*'), name.strip_suffix('*')) {
        (Some(rest), _) => ("=^", rest),
        (None, Some(rest)) => ("^=", rest),
        (None, None) => ("==", name),
    };
    // Always raw.
    let condition = format!("http.host {operator} r#\"{name}\"#");
    match port {
        Some(port) => format!("({condition}{AND}net.dst.port == {port})"),
        None => condition,
    }
}

fn path(path: &str) -> String {
    match path.strip_prefix('~') {
        Some(regex) => predicate("http.path", "~", &format!("^{}", regex.replace("?<", "?P<"))),
        None => predicate("http.path", "^=", path),
    }
}

fn header(field: &str, value: &str) -> String {
    match value.strip_prefix("~*") {
        Some(regex) => predicate(field, "~", &regex.to_ascii_lowercase()),
        None => predicate(field, "==", &value.to_ascii_lowercase()),
    }
}

fn endpoints(field: &str, endpoints: Option<&[Endpoint<'_>]>) -> Option<String> {
    let endpoints = endpoints.filter(|list| !list.is_empty())?;
    if endpoints.iter().any(Endpoint::is_empty) {
        return None;
    }
    let conditions: Vec<String> = endpoints.iter().map(|item| endpoint(field, item)).collect();
    Some(format!("({})", conditions.join(OR)))
}

fn endpoint(field: &str, endpoint: &Endpoint<'_>) -> String {
    let ip = endpoint.ip.map(|ip| match ip.split_once('/') {
        Some((address, length)) => format!("{field}.ip in {}", network(address, length)),
        None => format!("{field}.ip == {ip}"),
    });
    let port = endpoint.port.map(|port| format!("{field}.port == {port}"));
    match (ip, port) {
        (Some(ip), Some(port)) => format!("({ip}{AND}{port})"),
        (ip, port) => ip.or(port).unwrap_or_default(),
    }
}

/// Clears the host bits of IPv4; a length of 0 clears none, as the shift is by 32 modulo 32.
fn network(address: &str, length: &str) -> String {
    match (address.parse::<Ipv4Addr>(), length.parse::<u32>()) {
        (Ok(parsed), Ok(bits)) => {
            let shift = 32_u32.wrapping_sub(bits) & 31;
            let network = Ipv4Addr::from(u32::from(parsed) >> shift << shift);
            format!("{network}/{bits}")
        }
        _ => format!("{address}/{length}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{add_protocols, amended, of};
    use crate::router::entity::{Endpoint, Route};

    /// spec/kong-router.md 1.2.
    #[test]
    fn attributes_become_conditions() {
        let route = Route {
            protocols: vec!["http", "https"],
            snis: Some(vec!["*.a.com", "b.*", "c.com."]),
            destinations: Some(vec![
                Endpoint { ip: Some("10.1.2.3/8"), port: Some(80) },
                Endpoint { ip: None, port: Some(443) },
            ]),
            methods: Some(vec!["GET"]),
            hosts: Some(vec!["*.x.com:80", "y.*"]),
            paths: Some(vec!["~/a(?<n>.)"]),
            headers: Some(vec![("X-Y", vec!["V", "~*D"])]),
            ..Route::default()
        };
        let expected = concat!(
            r##"(net.protocol != r#"https"# || (tls.sni =^ r#".a.com"# || tls.sni ^= r#"b."# || tls.sni == r#"c.com"#))"##,
            " && ((net.dst.ip in 10.0.0.0/8 && net.dst.port == 80) || net.dst.port == 443)",
            r##" && (http.method == r#"GET"#)"##,
            r##" && ((http.host =^ r#".x.com"# && net.dst.port == 80) || http.host ^= r#"y."#)"##,
            r##" && (http.path ~ r#"^/a(?P<n>.)"#)"##,
            r##" && (any(lower(http.headers.x_y)) == r#"v"# || any(lower(http.headers.x_y)) ~ r#"d"#)"##,
        );
        assert_eq!(of(&route), expected);
    }

    #[test]
    fn the_old_name_of_the_port_is_replaced_where_it_is_compared() {
        assert_eq!(amended("net.port  == 80 && http.path == \"net.port\"".to_owned()), {
            "net.dst.port  == 80 && http.path == \"net.port\""
        });
    }

    #[test]
    fn protocols_are_added_unless_a_redirect_needs_them_away() {
        let add = |protocols: &[&str]| {
            let mut text = "x".to_owned();
            add_protocols(&mut text, protocols);
            text
        };
        assert_eq!(add(&["https"]), "x");
        assert_eq!(add(&["grpc", "grpcs"]), r##"x && (net.protocol == r#"http"# || net.protocol == r#"https"#)"##);
        assert_eq!(add(&["tcp"]), r##"x && (net.protocol == r#"tcp"#)"##);
    }
}
