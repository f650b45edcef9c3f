//! Listens of one Kong, and what they make available. The tables are those of spec/listens-and-helm.md.

use super::available::{Available, ServicePort, Target};
use super::*;
use crate::diagnostic::{Code, Diagnostic, apply};
use crate::provenance::{Place, Placed};
use crate::settings::environment;
use crate::settings::{KongSettings, StartError};
use crate::text::{Pane, SourceFile, Sources, to_usize};

fn read(text: &str) -> (Result<KongListens, StartError>, Vec<Diagnostic>) {
    let sources = Sources::new([SourceFile { name: "e", pane: Pane::Environment, text }]);
    let (file, _) = sources.of(Pane::Environment).next().unwrap();
    let mut problems = Vec::new();
    let environment = environment::parse(file, text, &mut problems);
    let (settings, _) = KongSettings::read(&environment, None, None, &mut problems);
    (KongListens::read(&settings, &mut problems), problems)
}

fn listens(proxy: &str, stream: &str) -> KongListens {
    let (listens, problems) = read(&format!("KONG_PROXY_LISTEN={proxy}\nKONG_STREAM_LISTEN={stream}\n"));
    assert_eq!(problems, []);
    listens.unwrap()
}

fn under(text: &str, place: Place) -> &str {
    let span = place.span().unwrap();
    &text[to_usize(span.start)..to_usize(span.end)]
}

#[test]
fn entries_and_flags_know_where_they_stand() {
    let text = "KONG_STREAM_LISTEN=\"0.0.0.0:9901 reuseport, udp 0.0.0.0:9902  backlog=16384\"";
    let stream = read(text).0.unwrap().stream;
    let second = &stream.entries[1];
    assert_eq!(under(text, stream.place(second)), "udp 0.0.0.0:9902  backlog=16384");
    assert_eq!(under(text, stream.flag_place(second, Flag::Udp)), "udp");
    assert_eq!(under(text, stream.flag_place(second, Flag::Backlog)), "backlog=16384");
    assert_eq!(second.listener, "0.0.0.0:9902 udp backlog=16384");
    assert_eq!(under(text, stream.value.place(second.address.clone())), "0.0.0.0:9902");
    let with_ssl = apply(text, &[stream.add_flag(&stream.entries[0], "ssl").unwrap()]);
    assert_eq!(with_ssl, text.replace("reuseport,", "reuseport ssl,"));
    let without_udp = apply(text, &[stream.remove_flag(second, Flag::Backlog).unwrap()]);
    assert_eq!(without_udp, text.replace("  backlog=16384", ""));
}

#[test]
fn entries_are_added_where_the_value_stands() {
    let text = "KONG_STREAM_LISTEN=off";
    let stream = read(text).0.unwrap().stream;
    let Addition::Edit(edit) = stream.add_entry("0.0.0.0:9903 ssl") else { panic!() };
    assert_eq!(apply(text, &[edit]), "KONG_STREAM_LISTEN=0.0.0.0:9903 ssl");
    let text = "KONG_STREAM_LISTEN=\"0.0.0.0:9901\"";
    let stream = read(text).0.unwrap().stream;
    let Addition::Edit(edit) = stream.add_entry("0.0.0.0:9903 ssl") else { panic!() };
    assert_eq!(apply(text, &[edit]), "KONG_STREAM_LISTEN=\"0.0.0.0:9901, 0.0.0.0:9903 ssl\"");
    let Addition::Set { variable, value } = read("").0.unwrap().stream.add_entry("0.0.0.0:9903 ssl") else { panic!() };
    assert_eq!((variable, value.as_str()), ("KONG_STREAM_LISTEN", "0.0.0.0:9903 ssl"));
}

#[test]
fn empty_entries_are_dropped_since_3_10() {
    let parse = |version| parse(Subsystem::Stream, "0.0.0.0:9000,,0.0.0.0:9001,", KongVersion::parse(version).unwrap());
    assert!(parse("3.9.1").is_err());
    assert_eq!(parse("3.10.0").unwrap().entries.len(), 2);
}

#[test]
fn the_document_with_its_stray_quote_stops_kong() {
    let text = "KONG_STREAM_LISTEN=\"0.0.0.0:9901 reuseport backlog=16384, 0.0.0.0:9902 reuseport backlog=16384 udp\", 0.0.0.0:9903 reuseport backlog=16384 ssl\"";
    let (listens, problems) = read(text);
    // oracle/kic-scenarios/D00-doc-page-as-printed.json, which has a blank more at its end
    assert_eq!(
        listens.unwrap_err().error,
        "stream_listen must be of form: [off] | <ip>:<port> [udp] [ssl] [proxy_protocol] [bind] [reuseport] [backlog=%d+] [ipv6only=on] [ipv6only=off] [so_keepalive=on] [so_keepalive=off] [so_keepalive=%w*:%w*:%d*], [... next entry ...]"
    );
    let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, [Code::EnvironmentQuote, Code::ListenInvalid]);
    let text = apply(text, &problems[0].fixes[0].edits);
    let (listens, problems) = read(&text);
    assert_eq!(listens.unwrap().stream.entries.len(), 3);
    // What is left is for nginx.
    let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, [Code::ListenRefusedByNginx]);
    let (listens, problems) = read(&apply(&text, &problems[0].fixes[0].edits));
    assert_eq!((listens.unwrap().stream.entries.len(), problems.len()), (3, 0));
}

/// Each value and message as `nginx -t` of 1.22.1 has them; 1.25.3 has the same in its source.
#[test]
fn what_nginx_refuses_is_told_with_its_words() {
    for (variable, value, errors) in [
        ("KONG_PROXY_LISTEN", "0.0.0.0:0", &["invalid port in \"0.0.0.0:0\" of the \"listen\" directive"][..]),
        (
            "KONG_STREAM_LISTEN",
            "localhost:70000",
            &["", "invalid port in \"localhost:70000\" of the \"listen\" directive"],
        ),
        ("KONG_STREAM_LISTEN", "0.0.0.0:9000 backlog=0", &["invalid backlog \"backlog=0\""]),
        ("KONG_PROXY_LISTEN", "0.0.0.0:9000 so_keepalive=::", &["invalid so_keepalive value: \"::\""]),
        ("KONG_STREAM_LISTEN", "0.0.0.0:9000 udp reuseport bind", &[]),
        (
            "KONG_STREAM_LISTEN",
            "0.0.0.0:9000 udp backlog=5 ssl so_keepalive=on",
            &[
                "\"listen\" directive \"backlog\" parameter is incompatible with \"udp\"",
                "\"listen\" directive \"ssl\" parameter is incompatible with \"udp\"",
                "\"listen\" directive \"so_keepalive\" parameter is incompatible with \"udp\"",
            ],
        ),
    ] {
        let (_, problems) = read(&format!("{variable}={value}\n"));
        let said: Vec<_> = problems
            .iter()
            .map(|problem| {
                let said = problem.help.iter().find_map(|help| help.strip_prefix("nginx itself says: "));
                said.unwrap_or_default()
            })
            .collect();
        assert_eq!(said, errors, "{value}");
    }
}

#[test]
fn refusals_name_the_reason_and_their_fixes_mend_them() {
    for (value, under_line, mended) in [
        ("0.0.0.0:9000,", "", Some("0.0.0.0:9000")),
        (", 0.0.0.0:9000", "", Some("0.0.0.0:9000")),
        ("0.0.0.0:9000, , 0.0.0.0:9001", "", Some("0.0.0.0:9000, 0.0.0.0:9001")),
        ("0.0.0.0:9000, off", "off", Some("0.0.0.0:9000")),
        ("OFF", "OFF", Some("off")),
        ("0.0.0.0:9000 sssl", "sssl", Some("0.0.0.0:9000 ssl")),
        ("0.0.0.0:9000 tls", "tls", Some("0.0.0.0:9000 ssl")),
        ("0.0.0.0:9000 http2 ssl", "http2", Some("0.0.0.0:9000 ssl")),
        ("0.0.0.0:9000 ssl ssl", "ssl", Some("0.0.0.0:9000 ssl")),
        ("0.0.0.0:9000 ssl, 9001 ssl", "9001 ssl", Some("0.0.0.0:9000 ssl, 0.0.0.0:9001 ssl")),
        (":9001", ":9001", Some("0.0.0.0:9001")),
        ("0.0.0.0:9000 ssl\"", "\"", Some("0.0.0.0:9000 ssl")),
        ("0.0.0.0:99999", "0.0.0.0:99999", None),
        ("256.0.0.1:80", "256.0.0.1:80", None),
        ("[::]: ssl", "[::]: ssl", None),
        ("0.0.0.0", "0.0.0.0", None),
        ("", "", Some("off")),
    ] {
        let text = format!("KONG_STREAM_LISTEN={value}");
        let (listens, problems) = read(&text);
        // A repeated flag is refused too, but the listens are known.
        assert!(listens.map_or(true, |listens| listens.refused.is_some()), "{value}");
        let problem = problems.iter().find(|problem| problem.code == Code::ListenInvalid).unwrap();
        assert_eq!(under(&text, problem.primary.into()), under_line, "{value}");
        let found = problem.fixes.first().map(|fix| apply(&text, &fix.edits));
        assert_eq!(found, mended.map(|mended| format!("KONG_STREAM_LISTEN={mended}")), "{value}");
        for fix in &problem.fixes {
            let (listens, _) = read(&apply(&text, &fix.edits));
            assert!(listens.is_ok_and(|listens| listens.refused.is_none()), "{value}: {}", fix.title);
        }
    }
}

#[test]
fn settings_are_checked_in_kongs_order() {
    let (listens, problems) = read("KONG_PORT_MAPS=80\nKONG_PROXY_LISTEN=x\nKONG_STREAM_LISTEN=y");
    assert_eq!(listens.unwrap_err().error, "invalid port mapping (`port_maps`): 80");
    assert_eq!(problems.len(), 3);
}

#[test]
fn a_listen_by_name_is_reported_with_the_address_to_write() {
    let text = "KONG_STREAM_LISTEN=*:7001 ssl";
    let (listens, problems) = read(text);
    assert!(listens.unwrap().has_port(7001));
    assert_eq!(problems[0].code, Code::ListenName);
    assert_eq!(apply(text, &problems[0].fixes[0].edits), "KONG_STREAM_LISTEN=0.0.0.0:7001 ssl");
}

#[test]
fn a_repeated_flag_is_refused_by_kong_but_its_listens_are_known() {
    // oracle/kic-scenarios/D05-doc-page-adjacent-duplicate-flags.json: the controller's recorded run has them.
    let (listens, problems) = read("KONG_PROXY_LISTEN=0.0.0.0:8000, 0.0.0.0:8443 ssl http2 http2");
    let listens = listens.unwrap();
    assert!(listens.refused.is_some());
    assert!(listens.has_port(8443));
    assert_eq!(problems[0].code, Code::ListenInvalid);
    let (listens, _) = read("KONG_PROXY_LISTEN=0.0.0.0:8443 ssl http2 http2 quic");
    assert!(listens.is_err());
}

#[test]
fn replicas_must_listen_alike() {
    // oracle/kic-scenarios/S09-replicas-with-different-streams.json
    let (first, second) = (listens("off", "0.0.0.0:9000"), listens("off", "0.0.0.0:9000, 0.0.0.0:9001"));
    let found = difference(&[&first, &second]).unwrap();
    assert_eq!(
        found.error,
        "unable to retrieve listeners from the data-plane: not all stream listeners out of 2 are the same"
    );
    let problem = found.explain(&[&first, &second]).unwrap();
    assert_eq!(problem.code, Code::ReplicasDiffer);
    assert_eq!(difference(&[&first, &first.clone()]), None);
    assert_eq!(difference(&[&first]), None);
    let other = listens("0.0.0.0:8000 backlog=1", "off");
    let found = difference(&[&listens("0.0.0.0:8000 backlog=2", "off"), &other, &other]).unwrap();
    assert_eq!(
        found.error,
        "unable to retrieve listeners from the data-plane: not all listeners out of 3 are the same"
    );
}

const PROXY: &str = "0.0.0.0:8000, 0.0.0.0:8443 ssl";
const STREAM: &str = "0.0.0.0:9901, 0.0.0.0:9902 udp, 0.0.0.0:9903 ssl";

/// `80>8000`, `9902/UDP>9902`, `80>proxy`.
fn ports(text: &str) -> Vec<ServicePort<'_>> {
    let rule = Place::Rule("test");
    text.split_ascii_whitespace()
        .map(|port| {
            let (source, target) = port.split_once('>').unwrap();
            let (number, protocol) = source.split_once('/').unwrap_or((source, "TCP"));
            let target = match target.parse() {
                Ok(number) => Target::Number(Placed::new(number, rule)),
                Err(_) => Target::Name(Placed::new(target, rule)),
            };
            let number = number.parse().unwrap();
            ServicePort { protocol: Placed::new(protocol, rule), port: Placed::new(number, rule), target }
        })
        .collect()
}

#[track_caller]
fn check(services: &[&str], proxy: &str, stream: &str, expected: &str) {
    let services: Vec<_> = services.iter().map(|service| ports(service)).collect();
    let services: Vec<_> = services.iter().map(Vec::as_slice).collect();
    let listens = listens(proxy, stream);
    let available = Available::new(&services, &listens);
    let mut found: Vec<_> =
        available.ports.iter().map(|port| format!("{} {}", port.protocol, port.port.value)).collect();
    found.dedup();
    assert_eq!(found.join(", "), expected);
}

const STANDARD: &str = "80>8000 443>8443 9901>9901 9902/UDP>9902 9903>9903";

#[test]
fn available_ports_are_those_of_the_table() {
    check(&[STANDARD], PROXY, STREAM, "HTTP 80, HTTPS 443, TCP 9901, UDP 9902, TLS 9903");
    check(&[STANDARD], PROXY, "off", "HTTP 80, HTTPS 443, TCP 9901, UDP 9902, TCP 9903");
    check(&[STANDARD], "off", "off", "TCP 80, TCP 443, TCP 9901, UDP 9902, TCP 9903");
    check(&["80>proxy 443>proxy-tls"], PROXY, STREAM, "TCP 80, TCP 443");
    check(&["80>8000 443>8000"], PROXY, STREAM, "HTTP 80, HTTP 443");
    check(&["443>8443 443/UDP>8443"], PROXY, STREAM, "HTTPS 443");
    check(&["53>8000 53/UDP>9902"], PROXY, STREAM, "TCP 53, UDP 53");
    check(&["9901/UDP>9901"], PROXY, STREAM, "UDP 9901");
    check(&["80>8000 8080>8000"], PROXY, STREAM, "HTTP 80, HTTP 8080");
    check(&["7777>7777"], PROXY, STREAM, "TCP 7777");
    check(&["443>8443"], "0.0.0.0:8443, [::]:8443 ssl", "off", "HTTPS 443");
    check(&["80>8000", "9902/UDP>9902"], PROXY, STREAM, "HTTP 80, UDP 9902");
}

#[test]
fn available_ports_name_the_listen_and_the_port_that_gave_the_target() {
    let service = ports("53>8000 53/UDP>9902 80>\"8000\"");
    let kong = listens(PROXY, STREAM);
    let available = Available::new(&[&service], &kong);
    let port = available.find("TCP", 53).unwrap();
    assert_eq!((port.index, port.target_from, port.target.value), (0, 1, 9902));
    assert_eq!(port.listen.map(|listen| (listen.subsystem, listen.index)), Some((Subsystem::Stream, 1)));
    assert!(available.has_protocol("UDP") && !available.has_protocol("TLS"));
    assert_eq!(available.on_port(53).count(), 2);
}
