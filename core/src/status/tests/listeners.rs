//! Section 15.1 and 15.2.

use serde_json::Value;

use super::{CLASS, LOAD_BALANCER, STD_ENV, STD_PORTS, gateway, proxy, with_statuses};

/// Good PEM, a Secret without a key, a Secret without PEM, and one in another namespace.
const SECRETS: &str = "apiVersion: v1\nkind: Secret\nmetadata: {name: good}\nstringData:\n  tls.crt: &pem |\n    \
                       -----BEGIN X-----\n    AQID\n    -----END X-----\n  tls.key: *pem\n\
                       ---\napiVersion: v1\nkind: Secret\nmetadata: {name: keyless}\nstringData:\n  tls.crt: |\n    \
                       -----BEGIN X-----\n    AQID\n    -----END X-----\n\
                       ---\napiVersion: v1\nkind: Secret\nmetadata: {name: textual}\nstringData: {tls.crt: text, tls.key: text}\n\
                       ---\napiVersion: v1\nkind: Secret\nmetadata: {name: good, namespace: certs}\nstringData:\n  tls.crt: &pem |\n    \
                       -----BEGIN X-----\n    AQID\n    -----END X-----\n  tls.key: *pem\n";

/// `PROTOCOL PORT [host=…] [tls=MODE] [refs=…,…] [kinds=…,…]`, listeners separated by `;`. A ref is
/// `[namespace/][Kind:]name`, a kind is `Kind` or `group/Kind`.
fn listeners(text: &str) -> Vec<String> {
    let listener = |(index, text): (usize, &str)| {
        let mut words = text.split_whitespace();
        let (protocol, port) = (words.next().unwrap(), words.next().unwrap());
        let mut fields = vec![format!("name: l{index}"), format!("protocol: {protocol}"), format!("port: {port}")];
        let mut tls = Vec::new();
        for word in words {
            let (key, value) = word.split_once('=').unwrap();
            let all = |one: fn(&str) -> String| value.split(',').map(one).collect::<Vec<_>>().join(", ");
            match key {
                "host" => fields.push(format!("hostname: {value}")),
                "tls" => tls.push(format!("mode: {value}")),
                "refs" => tls.push(format!("certificateRefs: [{}]", all(reference))),
                "kinds" => fields.push(format!("allowedRoutes: {{kinds: [{}]}}", all(kind))),
                other => panic!("unknown word {other}"),
            }
        }
        if !tls.is_empty() {
            fields.push(format!("tls: {{{}}}", tls.join(", ")));
        }
        format!("{{{}}}", fields.join(", "))
    };
    text.split(';').enumerate().map(listener).collect()
}

fn reference(text: &str) -> String {
    let (namespace, rest) = text.split_once('/').map_or((None, text), |(namespace, rest)| (Some(namespace), rest));
    let (kind, name) = rest.split_once(':').map_or((None, rest), |(kind, name)| (Some(kind), name));
    let mut fields = vec![format!("name: {name}")];
    fields.extend(kind.map(|kind| if kind == "core" { "group: core".to_owned() } else { format!("kind: {kind}") }));
    fields.extend(namespace.map(|namespace| format!("namespace: {namespace}")));
    format!("{{{}}}", fields.join(", "))
}

fn kind(text: &str) -> String {
    match text.split_once('/') {
        Some((group, kind)) => format!("{{group: {group}, kind: {kind}}}"),
        None => format!("{{kind: {text}}}"),
    }
}

/// The conditions of a listener in the shorthand of section 15: `OK`, or `A+`/`A:UP`/`A:PU`, `C:reason`, `P-`, `R+` or
/// `R:reason`; then its supportedKinds where they are asked for.
fn shorthand(listener: &Value, kinds: bool) -> String {
    let mut words = Vec::new();
    for condition in listener["conditions"].as_array().unwrap() {
        let text = |key: &str| condition[key].as_str().unwrap();
        assert_eq!(condition["observedGeneration"], 1);
        words.push(match (text("type"), text("status"), text("reason")) {
            ("Accepted", "True", "Accepted") => "A+".to_owned(),
            ("Accepted", "False", "UnsupportedProtocol") => {
                assert_eq!(text("message"), "no Kong listen with the requested protocol is configured");
                "A:UP".to_owned()
            }
            ("Accepted", "False", "PortUnavailable") => {
                let message = "no Kong listen with the requested protocol is configured for the requested port";
                assert_eq!(text("message"), message);
                "A:PU".to_owned()
            }
            ("Conflicted", "False", "NoConflicts") => "C-".to_owned(),
            ("Conflicted", "True", reason) => format!("C:{reason}"),
            ("Programmed", "True", "Programmed") => "P+".to_owned(),
            ("Programmed", "False", "Invalid") => "P-".to_owned(),
            ("ResolvedRefs", "True", "ResolvedRefs") => "R+".to_owned(),
            ("ResolvedRefs", "False", reason) => format!("R:{reason}"),
            other => panic!("{other:?}"),
        });
    }
    let text = words.join(" ").replace("A+ C- P+ R+", "OK");
    if !kinds {
        return text;
    }
    let names: Vec<&str> =
        listener["supportedKinds"].as_array().unwrap().iter().map(|kind| kind["kind"].as_str().unwrap()).collect();
    format!("{text} [{}]", names.join(", "))
}

struct Example {
    id: &'static str,
    ports: &'static str,
    env: &'static str,
    listeners: &'static str,
    grant: Option<&'static str>,
    expected: &'static str,
}

const fn std(id: &'static str, listeners: &'static str, expected: &'static str) -> Example {
    Example { id, ports: STD_PORTS, env: STD_ENV, listeners, grant: None, expected }
}

const fn with_ports(id: &'static str, ports: &'static str, listeners: &'static str, expected: &'static str) -> Example {
    Example { id, ports, env: STD_ENV, listeners, grant: None, expected }
}

const fn granted(id: &'static str, to: &'static str, listeners: &'static str, expected: &'static str) -> Example {
    Example { id, ports: STD_PORTS, env: STD_ENV, listeners, grant: Some(to), expected }
}

const OFF: &str = "KONG_PROXY_LISTEN=off\nKONG_STREAM_LISTEN=off\nCONTROLLER_PUBLISH_SERVICE=kong/proxy\n";
const NO_STREAM: &str = "KONG_PROXY_LISTEN=0.0.0.0:8000, 0.0.0.0:8443 ssl\nKONG_STREAM_LISTEN=off\n\
                         CONTROLLER_PUBLISH_SERVICE=kong/proxy\n";
const SEED: &str = "HTTP 80; HTTPS 443 host=kong.example.com tls=Terminate refs=good; TCP 9901; UDP 9902; TLS 9903";
const BAD_CERT: &str = "A+ P- R:InvalidCertificateRef";

const EXAMPLES: &[Example] = &[
    std("S1", SEED, "OK; OK; OK; OK; OK"),
    std(
        "S2",
        "HTTP 80; HTTPS 443 host=kong.example.com tls=Terminate refs=missing; TCP 9901; UDP 9902; TLS 9903",
        "OK; A+ P- R:InvalidCertificateRef; OK; OK; OK",
    ),
    Example { env: NO_STREAM, ..std("S3", SEED, "OK; OK; OK; OK; A:UP P-") },
    std("E01", "HTTP 8080", "A:PU P-"),
    std("E02", "HTTP 8000", "A:PU P-"),
    std("E03", "TCP 80", "A:PU P-"),
    with_ports("E04", "80:8000 443:8443", "TCP 9000", "A:UP P-"),
    std("E05", "HTTP 443", "A:PU P-"),
    std("E06", "TLS 9901", "A:PU P-"),
    std("E07", "TCP 9903", "A:PU P-"),
    with_ports("E08", "9901/UDP:9901", "UDP 9901", "OK"),
    with_ports("E09", "7777:7777", "TCP 7777", "OK"),
    Example { env: OFF, ..std("E10", SEED, "A:UP P-; A:UP P-; OK; OK; A:UP P-") },
    with_ports("E11", "80:proxy 443:proxy-tls", "HTTP 80; HTTPS 443", "A:UP P-; A:UP P-"),
    with_ports("E12", "80:'8000' 443:'8443'", "HTTP 80; HTTPS 443", "OK; OK"),
    std("E13", "HTTPS 443", "OK"),
    std("E14", "HTTPS 443 tls=Terminate", "OK"),
    std("E15", "TLS 9903 tls=Passthrough", "OK"),
    std("E16", "TLS 9903 tls=Passthrough refs=missing", BAD_CERT),
    with_ports(
        "E17",
        "443:8443 443/UDP:8443",
        "UDP 443; HTTPS 443",
        "A:UP C:ProtocolConflict P-; A+ C:ProtocolConflict P-",
    ),
    with_ports("E18", "53:8000 53/UDP:9902", "HTTP 53; UDP 53", "A:UP C:ProtocolConflict P-; A+ C:ProtocolConflict P-"),
    with_ports("E19", "80:8000 443:8000", "HTTPS 443", "A:UP P-"),
    with_ports("E22", "80:8000 8080:8000", "HTTP 80; HTTP 8080", "OK; OK"),
    std("E23", "example.com/foo 80", "A:UP P- []"),
    std("E24", "HTTP 80 host=a.com; HTTP 80 host=b.com", "OK; OK"),
    std("E25", "HTTP 80 host=a.com; HTTP 80", "OK; OK"),
    std("E26", "HTTP 80; HTTP 80", "A+ C:HostnameConflict P- R+; A+ C:HostnameConflict P-"),
    std(
        "E27",
        "HTTP 80 host=a.com; HTTP 80 host=a.com; HTTP 80 host=c.com",
        "A+ C:HostnameConflict P- R+; A+ C:HostnameConflict P-; OK",
    ),
    std("E28", "HTTP 80 host=a.com; HTTP 80 host=A.com", "OK; OK"),
    std("E29", "HTTPS 443 host=a.com; HTTP 443 host=b.com", "A+ C:ProtocolConflict P- R+; A:PU C:ProtocolConflict P-"),
    std(
        "E30",
        "HTTP 80 host=a.com; TCP 80; HTTP 80 host=c.com",
        "A+ C:ProtocolConflict P- R+; A:PU C:ProtocolConflict P-; A+ C:ProtocolConflict P- R+",
    ),
    std("E31", "HTTPS 443 host=a.com; TLS 443 host=b.com tls=Passthrough", "OK; A:PU P-"),
    std("E32", "HTTPS 443 host=a.com; TLS 443 host=a.com", "A+ C:HostnameConflict P- R+; A:PU C:HostnameConflict P-"),
    std("E33", "TCP 9901; TCP 9901", "A+ C:ProtocolConflict P- R+; A+ C:ProtocolConflict P-"),
    with_ports(
        "E34",
        "9000:9901 9000/UDP:9902",
        "TCP 9000; UDP 9000",
        "A+ C:ProtocolConflict P- R+; A+ C:ProtocolConflict P-",
    ),
    std("E35", "TCP 7000; TCP 7000", "A:PU C:ProtocolConflict P-; A:PU C:ProtocolConflict P-"),
    std(
        "E36",
        "HTTP 80; HTTP 80; TCP 80",
        "A+ C:ProtocolConflict P- R+; A+ C:ProtocolConflict P-; A:PU C:ProtocolConflict P-",
    ),
    std("E37", "HTTP 80 kinds=GRPCRoute", "A+ P- R:InvalidRouteKinds []"),
    std("E38", "HTTP 80 kinds=HTTPRoute,GRPCRoute", "A+ P- R:InvalidRouteKinds [HTTPRoute]"),
    std("E39", "HTTP 80 kinds=TCPRoute", "OK [TCPRoute]"),
    std("E40", "HTTP 80 kinds=example.com/Foo", "A+ P- R:InvalidRouteKinds []"),
    std("E41", "HTTP 80 kinds=example.com/Foo,HTTPRoute", "A+ P- R:InvalidRouteKinds [HTTPRoute]"),
    std("E42", "HTTPS 443 refs=keyless", BAD_CERT),
    std("E43", "HTTPS 443 refs=textual", BAD_CERT),
    std("E44", "HTTPS 443 refs=ConfigMap:good", BAD_CERT),
    std("E45", "HTTPS 443 refs=core:good", "OK"),
    std("E46", "HTTPS 443 refs=certs/good", "A+ P- R:RefNotPermitted"),
    granted("E47", "{group: '', kind: Secret}", "HTTPS 443 refs=certs/good", "OK"),
    granted("E48", "{group: core, kind: Secret, name: good}", "HTTPS 443 refs=certs/good", "OK"),
    granted("E49", "{group: '', kind: Secret, name: other}", "HTTPS 443 refs=certs/good", "A+ P- R:RefNotPermitted"),
    granted("E50", "{group: '', kind: Secret}", "HTTPS 443 refs=certs/missing", BAD_CERT),
    granted("E51", "{group: '', kind: Secret}", "HTTPS 443 refs=textual,certs/good", "OK"),
    std("E52", "HTTPS 443 refs=textual,good", BAD_CERT),
    std("E53", "HTTPS 443 kinds=Foo refs=textual", "A+ P- R:InvalidCertificateRef []"),
    std(
        "E54",
        "HTTPS 444 refs=textual; TCP 444",
        "A:PU C:ProtocolConflict P- R:InvalidCertificateRef; A:PU C:ProtocolConflict P-",
    ),
    with_ports(
        "E55",
        "443:8000",
        "HTTPS 443; HTTP 443 host=x.com",
        "A:UP C:ProtocolConflict P-; A+ C:ProtocolConflict P-",
    ),
];

#[test]
fn listener_conditions_are_those_of_the_worked_examples() {
    for example in EXAMPLES {
        let mut documents = vec![
            CLASS.to_owned(),
            proxy(example.ports, LOAD_BALANCER),
            gateway(&listeners(example.listeners)),
            SECRETS.to_owned(),
        ];
        documents.extend(example.grant.map(|to| {
            format!(
                "apiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\nmetadata: {{name: g, namespace: \
                 certs}}\nspec:\n  from: [{{group: gateway.networking.k8s.io, kind: Gateway, namespace: default}}]\n  \
                 to: [{to}]\n"
            )
        }));
        let kinds = example.expected.contains('[');
        let found = with_statuses(&documents, example.env, |_, statuses| {
            assert_eq!(statuses.get("errors"), None, "{}", example.id);
            let listeners = statuses["gateways"]["default/gw"]["listeners"].as_array().unwrap();
            listeners.iter().map(|listener| shorthand(listener, kinds)).collect::<Vec<_>>().join("; ")
        });
        assert_eq!(found, example.expected, "{}", example.id);
    }
}

#[test]
fn an_empty_list_of_listeners_leaves_a_programmed_gateway() {
    let documents = [CLASS.to_owned(), proxy(STD_PORTS, LOAD_BALANCER), gateway(&[])];
    with_statuses(&documents, STD_ENV, |reconciled, statuses| {
        assert!(reconciled.gateways[0].is_programmed());
        assert_eq!(statuses["gateways"]["default/gw"].get("listeners"), None);
    });
}

#[test]
fn a_headless_service_will_do() {
    // E20.
    let service = proxy("80:8000", "  clusterIPs: ['None']\n");
    let documents = [CLASS.to_owned(), service, gateway(&listeners("HTTP 80"))];
    with_statuses(&documents, STD_ENV, |_, statuses| {
        assert_eq!(shorthand(&statuses["gateways"]["default/gw"]["listeners"][0], false), "OK");
    });
}

#[test]
fn kinds_follow_the_protocol_where_none_are_listed() {
    let documents = super::std_world(&listeners("HTTP 80; HTTPS 443; TCP 9901; UDP 9902; TLS 9903"));
    with_statuses(&documents, STD_ENV, |_, statuses| {
        let found: Vec<String> = statuses["gateways"]["default/gw"]["listeners"]
            .as_array()
            .unwrap()
            .iter()
            .map(|listener| shorthand(listener, true))
            .collect();
        let web = "OK [HTTPRoute, GRPCRoute]";
        assert_eq!(found, [web, web, "OK [TCPRoute]", "OK [UDPRoute]", "OK [TLSRoute]"]);
    });
}
