//! The environment pane as values of the chart `kong`.

use serde_json::{Map, Value, json};

use crate::listens::{Entry, Flag, Subsystem, parse};
use crate::settings::{KongVersion, environment};
use crate::text::{Pane, SourceFile, Sources};
use crate::wire;

/// What the chart listens on where a block has no `addresses`.
const EVERYWHERE: [&str; 2] = ["0.0.0.0", "[::]"];

/// A patch for the values of the chart `kong`: `proxy.http`, `proxy.tls` and `proxy.stream` for the listens, `env` and
/// `ingressController.env` for the other variables. With it, what could not be said in the chart's own way, in sentences.
///
/// The Service ports are those that the report found to lead to the listens; a listen that no Service leads to gets the
/// port of the chart's defaults, else its own number. A listen value that blocks of the chart cannot say, or that Kong
/// refuses, stands in `env`, which wins over the blocks. An environment without variables gives an empty map.
///
/// Source: chart kong 3.4.1 templates/_helpers.tpl:kong.listen, kong.streamListen, kong.env, kong.ingressController.env.
pub fn patch(environment: &str, kong: KongVersion, report: &wire::Report) -> (Value, Vec<String>) {
    let sources = Sources::new([SourceFile { name: "environment", pane: Pane::Environment, text: environment }]);
    let Some((file, _)) = sources.of(Pane::Environment).next() else { return (json!({}), Vec::new()) };
    let read = environment::parse(file, environment, &mut Vec::new());
    let mut notes = Vec::new();
    let (mut proxy, mut env, mut controller) = (Map::new(), Map::new(), Map::new());
    let ports = Ports::of(report);
    for entry in &read.entries {
        let name = entry.name.value.as_ref();
        if read.get(name) != Some(entry) {
            continue;
        }
        let value = entry.value.text();
        let blocks = match name {
            "KONG_PROXY_LISTEN" => entries(Subsystem::Http, value, kong).and_then(|entries| web(&entries, &ports)),
            "KONG_STREAM_LISTEN" => {
                entries(Subsystem::Stream, value, kong).and_then(|entries| stream(&entries, &ports))
            }
            _ => None,
        };
        match (blocks, name.strip_prefix("KONG_"), name.strip_prefix("CONTROLLER_")) {
            (Some(blocks), ..) => proxy.extend(blocks),
            (None, Some(kong), _) => {
                if matches!(name, "KONG_PROXY_LISTEN" | "KONG_STREAM_LISTEN") {
                    notes.push(format!(
                        "{name} cannot be said by `proxy`: it stands in `env`, and the Service has no port for it"
                    ));
                }
                env.insert(kong.to_ascii_lowercase(), json!(value));
            }
            (None, None, Some(flag)) => {
                controller.insert(flag.to_ascii_lowercase(), json!(value));
            }
            (None, None, None) => notes.push(format!("{name} is no variable of Kong or of the controller: left out")),
        }
    }
    let mut patch = Map::new();
    let mut put = |key: &str, map: Map<String, Value>| {
        if !map.is_empty() {
            patch.insert(key.to_owned(), Value::Object(map));
        }
    };
    put("proxy", proxy);
    put("env", env);
    if !controller.is_empty() {
        put("ingressController", [("env".to_owned(), Value::Object(controller))].into_iter().collect());
    }
    (Value::Object(patch), notes)
}

/// The entries; `None` where Kong refuses the value or takes it for something else than it looks like.
fn entries(subsystem: Subsystem, value: &str, kong: KongVersion) -> Option<Vec<Entry>> {
    let parsed = parse(subsystem, value, kong).ok()?;
    parsed.entries_at_start.is_none().then_some(parsed.entries)
}

/// Which Service port leads to which port of Kong.
struct Ports(Vec<(u16, u16)>);

impl Ports {
    fn of(report: &wire::Report) -> Self {
        let text = |listener: &wire::Listener, station: &str| {
            let hop = listener.hops.iter().find(|hop| hop.station == station && hop.state == "ok")?;
            hop.text.split('/').next()?.parse::<u16>().ok()
        };
        let pair = |listener| Some((text(listener, "target-port")?, text(listener, "service-port")?));
        Self(report.listeners.iter().filter_map(pair).collect())
    }

    fn service(&self, kong: u16, default: u16) -> u16 {
        self.0.iter().find(|(target, _)| *target == kong).map_or(default, |(_, service)| *service)
    }
}

/// One block of the chart: what stands on all of its addresses.
struct Block<'e> {
    port: u16,
    parameters: Vec<&'e str>,
    addresses: Vec<String>,
}

/// The entries as blocks, in the order of the first of each. `dropped` is the flag that the chart adds itself.
fn blocks<'e>(entries: impl Iterator<Item = &'e Entry>, dropped: Flag) -> Option<Vec<Block<'e>>> {
    let mut blocks: Vec<Block<'e>> = Vec::new();
    for entry in entries {
        let port = entry.port_number()?;
        let kept = entry.flags.iter().filter(|set| set.flag != dropped);
        let parameters: Vec<&str> = kept.map(|set| set.text.as_str()).collect();
        // Kong expands `[::]`.
        let is_any = entry.ip.starts_with('[') && entry.ip.chars().all(|c| matches!(c, '[' | ']' | ':' | '0'));
        let address = if is_any { "[::]" } else { &entry.ip };
        match blocks.iter_mut().find(|block| block.port == port && block.parameters == parameters) {
            Some(block) => block.addresses.push(address.to_owned()),
            None => blocks.push(Block { port, parameters, addresses: vec![address.to_owned()] }),
        }
    }
    Some(blocks)
}

/// `http` and `tls`, with the addresses that both have; `None` where there are more blocks than the chart has.
fn web(entries: &[Entry], ports: &Ports) -> Option<Map<String, Value>> {
    let of = |ssl: bool| blocks(entries.iter().filter(move |entry| entry.has(Flag::Ssl) == ssl), Flag::Ssl);
    let (http, tls) = (of(false)?, of(true)?);
    let mut all = http.iter().chain(&tls).map(|block| &block.addresses);
    let addresses = all.next()?;
    if http.len() > 1 || tls.len() > 1 || !all.all(|other| other == addresses) {
        return None;
    }
    let mut proxy = Map::new();
    if *addresses != EVERYWHERE {
        proxy.insert("addresses".to_owned(), json!(addresses));
    }
    for (key, blocks, default) in [("http", http, 80), ("tls", tls, 443)] {
        let block = match blocks.first() {
            None => json!({ "enabled": false }),
            Some(block) => json!({
                "enabled": true,
                "containerPort": block.port,
                "servicePort": ports.service(block.port, default),
                "parameters": block.parameters,
            }),
        };
        proxy.insert(key.to_owned(), block);
    }
    Some(proxy)
}

/// The list `stream`. The chart looks for `ssl` in the parameters, and adds `udp` by the protocol.
fn stream(entries: &[Entry], ports: &Ports) -> Option<Map<String, Value>> {
    let mut list = Vec::new();
    for protocol in ["TCP", "UDP"] {
        let of = entries.iter().filter(|entry| entry.has(Flag::Udp) == (protocol == "UDP"));
        for Block { port, parameters, addresses } in blocks(of, Flag::Udp)? {
            let mut block = json!({
                "containerPort": port,
                "servicePort": ports.service(port, port),
                "protocol": protocol,
                "parameters": parameters,
            });
            if let Some(fields) = block.as_object_mut().filter(|_| addresses != EVERYWHERE) {
                fields.insert("addresses".to_owned(), json!(addresses));
            }
            list.push(block);
        }
    }
    Some([("stream".to_owned(), Value::Array(list))].into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::helm::{Release, describe};
    use crate::yaml;

    fn patched(environment: &str) -> (Value, Vec<String>) {
        patch(environment, KongVersion::default(), &wire::Report::default())
    }

    /// The listens of a value without their order.
    fn listens(subsystem: Subsystem, value: &str) -> Vec<String> {
        let mut all: Vec<String> = parse(subsystem, value, KongVersion::default())
            .unwrap()
            .entries
            .into_iter()
            .map(|entry| entry.listener)
            .collect();
        all.sort();
        all
    }

    #[test]
    fn the_chart_renders_the_listens_and_variables_again() {
        let (web, stream) = (
            "0.0.0.0:8000 reuseport, [::]:8000 reuseport, 0.0.0.0:8443 http2 ssl, [::]:8443 http2 ssl",
            "0.0.0.0:9901 reuseport backlog=16384, 0.0.0.0:9902 udp, 10.0.0.1:9903 ssl, [::]:9904 ssl proxy_protocol",
        );
        let text = format!(
            "KONG_PROXY_LISTEN=\"{web}\"\nKONG_STREAM_LISTEN=\"{stream}\"\nKONG_ROUTER_FLAVOR=traditional\nCONTROLLER_FEATURE_GATES=GatewayAlpha=true\n"
        );
        let (values, notes) = patched(&text);
        assert_eq!(notes, [""; 0]);
        assert_eq!(values["proxy"]["http"]["servicePort"], 80);
        let rendered = describe("v", &yaml::emit(&values), Release { name: "kong", namespace: "default" });
        let env = |name: &str| rendered["env"][name].as_str().unwrap_or_else(|| panic!("{name} in {rendered}"));
        assert_eq!(listens(Subsystem::Http, env("KONG_PROXY_LISTEN")), listens(Subsystem::Http, web));
        assert_eq!(listens(Subsystem::Stream, env("KONG_STREAM_LISTEN")), listens(Subsystem::Stream, stream));
        assert_eq!(env("KONG_ROUTER_FLAVOR"), "traditional");
        assert_eq!(rendered["controller_env"]["CONTROLLER_FEATURE_GATES"], "GatewayAlpha=true");
    }

    #[test]
    fn what_blocks_cannot_say_stands_in_env() {
        let (values, notes) =
            patched("KONG_PROXY_LISTEN=0.0.0.0:8000, 0.0.0.0:8001\nKONG_STREAM_LISTEN=0.0.0.0:70000\nFOO=1\n");
        assert_eq!(
            values,
            json!({ "env": { "proxy_listen": "0.0.0.0:8000, 0.0.0.0:8001", "stream_listen": "0.0.0.0:70000" } })
        );
        assert_eq!(notes.len(), 3);
        assert_eq!(patched("").0, json!({}));
    }

    #[test]
    fn listens_that_are_off_are_not_enabled() {
        let (values, _) = patched("KONG_STREAM_LISTEN=off\nKONG_PROXY_LISTEN=0.0.0.0:8000\n");
        assert_eq!(values["proxy"]["stream"], json!([]));
        assert_eq!(values["proxy"]["tls"], json!({ "enabled": false }));
        assert_eq!(values["proxy"]["addresses"], json!(["0.0.0.0"]));
    }
}
