//! Every map is whole and drawn without overlaps, whatever the input.

use std::collections::BTreeSet;

use super::{Graph, Kind, Layout, fold, layout};
use crate::wire::{Input, Run, map::Map, map::Wanted};

fn run(manifests: &str, environment: &str) -> Run {
    let (manifests, environment) = (manifests.to_owned(), environment.to_owned());
    Run::new(Input { manifests, environment, assume: true, ..Input::default() })
}

fn opening() -> Run {
    run(
        include_str!("../../../web/examples/opening/manifests.yaml"),
        include_str!("../../../web/examples/opening/kong.env"),
    )
}

fn map(run: &Run) -> Map {
    run.map(&Wanted::default())
}

/// Routes with backends in several namespaces, and an Ingress in each.
fn many(namespaces: usize, routes: usize) -> String {
    let mut text = "kind: GatewayClass\napiVersion: gateway.networking.k8s.io/v1\nmetadata: {name: kong, \
        annotations: {konghq.com/gatewayclass-unmanaged: \"true\"}}\nspec: {controllerName: konghq.com/kic-gateway-controller}\n---\nkind: Gateway\n\
        apiVersion: gateway.networking.k8s.io/v1\nmetadata: {name: kong}\nspec:\n  gatewayClassName: kong\n  listeners:\n  \
        - {name: http, protocol: HTTP, port: 80, allowedRoutes: {namespaces: {from: All}}}\n---\nkind: Service\napiVersion: v1\n\
        metadata: {name: proxy}\nspec: {type: LoadBalancer, ports: [{name: a, port: 80, targetPort: 8000}, \
        {name: b, port: 443, targetPort: 8443}]}\n"
        .to_owned();
    for namespace in 0..namespaces {
        for service in 0..7 {
            text.push_str(&format!(
                "---\nkind: Service\napiVersion: v1\nmetadata: {{name: s{service}, namespace: n{namespace}}}\n\
                 spec: {{ports: [{{port: 80}}]}}\n"
            ));
        }
        for route in 0..routes {
            text.push_str(&format!(
                "---\nkind: HTTPRoute\napiVersion: gateway.networking.k8s.io/v1\n\
                 metadata: {{name: r{route}, namespace: n{namespace}}}\nspec:\n  \
                 parentRefs: [{{name: kong, namespace: default}}]\n  rules:\n  \
                 - matches: [{{path: {{value: /{namespace}/{route}}}}}]\n    backendRefs: [{{name: s{0}, port: 80}}]\n",
                route % 7
            ));
        }
        text.push_str(&format!(
            "---\nkind: Ingress\napiVersion: networking.k8s.io/v1\nmetadata: {{name: i, namespace: n{namespace}}}\n\
             spec: {{ingressClassName: kong, rules: [{{http: {{paths: [{{path: /i{namespace}, pathType: Prefix, \
             backend: {{service: {{name: s0, port: {{number: 80}}}}}}}}]}}}}]}}\n"
        ));
    }
    text
}

fn assert_whole(map: &Map) {
    for (number, node) in map.nodes.iter().enumerate() {
        assert!(node.x >= 0 && node.y >= 0 && node.x + node.width <= map.width && node.y + node.height <= map.height);
        for other in map.nodes.iter().skip(number + 1).filter(|other| other.x == node.x) {
            let apart = other.y >= node.y + node.height || node.y >= other.y + other.height;
            assert!(apart, "{} and {} overlap", node.text, other.text);
        }
        if let Some(parent) = node.parent {
            assert_eq!(map.nodes[parent].column, node.column);
        }
    }
    let mut seen = BTreeSet::new();
    for edge in &map.edges {
        let (from, to) = (&map.nodes[edge.from], &map.nodes[edge.to]);
        assert!(from.column < to.column, "{} leads back to {}", from.text, to.text);
        assert_eq!(edge.points.first(), Some(&(from.x + from.width, from.y + from.height / 2)));
        assert_eq!(edge.points.last(), Some(&(to.x, to.y + to.height / 2)));
        assert!(seen.insert((edge.from, edge.to)), "an edge is there twice");
        for at in edge.points[1..edge.points.len() - 1].iter() {
            let inside = |node: &&crate::wire::map::Node| {
                node.x <= at.0 && at.0 <= node.x + node.width && node.y < at.1 && at.1 < node.y + node.height
            };
            assert!(!map.nodes.iter().any(|node| inside(&node)), "an edge runs through a node");
        }
    }
}

/// Every listener, and every route, service and target of the configuration is on the map.
fn assert_complete(run: &Run, map: &Map) {
    let report = run.report(crate::wire::Sections::ALL);
    let listeners: Vec<&str> =
        map.nodes.iter().filter(|node| node.kind == "listener").map(|node| node.text.as_str()).collect();
    assert_eq!(listeners, report.listeners.iter().map(|listener| listener.name.as_str()).collect::<Vec<_>>());
    let pointers: BTreeSet<&str> = map.nodes.iter().filter_map(|node| node.pointer.as_deref()).collect();
    let list = |value: &serde_json::Value, field: &str| value[field].as_array().map_or(0, Vec::len);
    for service in 0..list(&report.config, "services") {
        assert!(pointers.contains(format!("/config/services/{service}").as_str()));
        for route in 0..list(&report.config["services"][service], "routes") {
            assert!(pointers.contains(format!("/config/services/{service}/routes/{route}").as_str()));
        }
    }
    let host = |service: &serde_json::Value, name: &serde_json::Value| service["host"] == *name;
    for (number, upstream) in report.config["upstreams"].as_array().into_iter().flatten().enumerate() {
        let mut services = report.config["services"].as_array().into_iter().flatten();
        if services.any(|service| host(service, &upstream["name"])) {
            for target in 0..list(upstream, "targets") {
                assert!(pointers.contains(format!("/config/upstreams/{number}/targets/{target}").as_str()));
            }
        }
    }
}

#[test]
fn the_opening_example_is_whole_and_its_broken_listener_is_cut_off() {
    let run = opening();
    let map = map(&run);
    assert_whole(&map);
    assert_complete(&run, &map);
    let cut: Vec<&str> =
        map.nodes.iter().filter(|node| node.cut && node.kind == "listener").map(|node| node.text.as_str()).collect();
    let report = run.report(crate::wire::Sections::ALL);
    let broken: Vec<&str> =
        report.listeners.iter().filter(|listener| !listener.ready).map(|listener| listener.name.as_str()).collect();
    assert_eq!(cut, broken);
    assert!(map.nodes.iter().filter(|node| node.kind == "listener" && node.cut).all(|node| node.why.is_some()));
    assert!(map.nodes.iter().any(|node| node.kind == "target" && !node.cut));
}

#[test]
fn equal_inputs_give_equal_maps() {
    assert_eq!(map(&opening()), map(&opening()));
}

#[test]
fn ingresses_come_from_kongs_listens() {
    let run = run(&many(1, 2), "");
    let map = map(&run);
    assert_whole(&map);
    assert_complete(&run, &map);
    let entrance = map.nodes.iter().position(|node| node.kind == "entrance").unwrap();
    assert!(map.edges.iter().any(|edge| edge.to == entrance && map.nodes[edge.from].kind == "kong-listen"));
    assert!(map.edges.iter().any(|edge| edge.from == entrance && map.nodes[edge.to].text == "i"));
}

#[test]
fn a_route_that_no_listener_takes_is_cut_off_in_words() {
    let manifests = many(1, 1).replace("from: All", "from: Same");
    let map = map(&run(&manifests, ""));
    assert_whole(&map);
    let route = map.nodes.iter().position(|node| node.note == "HTTPRoute · n0").unwrap();
    assert!(map.nodes[route].cut && map.nodes[route].why.is_some());
    let edge = map.edges.iter().find(|edge| edge.to == route).unwrap();
    assert!(edge.why.as_deref().unwrap().contains("allowedRoutes.namespaces"), "{:?}", edge.why);
}

#[test]
fn a_large_map_is_drawn_by_namespace_and_a_namespace_can_be_opened() {
    let run = run(&many(4, 30), "");
    let folded = map(&run);
    assert_whole(&folded);
    assert!(folded.nodes.len() < 40, "{}", folded.nodes.len());
    assert!(
        folded.namespaces.iter().filter(|namespace| namespace.name.starts_with('n')).all(|namespace| !namespace.open)
    );
    let open = run.map(&Wanted { toggled: vec!["n1".to_owned()] });
    assert_whole(&open);
    let routes = open.nodes.iter().filter(|node| node.kind == "route").count();
    assert_eq!(routes, 31);
}

#[test]
fn nothing_is_on_the_map_of_nothing() {
    let map = run("", "").map(&Wanted::default());
    assert_whole(&map);
    assert!(map.nodes.iter().all(|node| node.column < 2));
}

#[test]
fn a_kong_that_does_not_start_leaves_the_listeners_cut_off() {
    let run = run(&many(1, 1), "KONG_PROXY_LISTEN=nonsense");
    let map = map(&run);
    assert_whole(&map);
    assert!(!map.nodes.is_empty() && map.nodes.iter().all(|node| node.cut));
}

/// A graph of plain nodes: columns, and edges.
fn graph(columns: &[usize], edges: &[(usize, usize)]) -> Graph {
    let node = |column: &usize| super::Node {
        kind: Kind::Service,
        column: *column,
        text: String::new(),
        note: String::new(),
        namespace: String::new(),
        pointer: None,
        place: None,
        parent: None,
        cut: false,
        why: None,
    };
    Graph {
        nodes: columns.iter().map(node).collect(),
        edges: edges.iter().map(|(from, to)| super::Edge { from: *from, to: *to, why: None }).collect(),
    }
}

#[test]
fn edges_that_need_not_cross_do_not_cross() {
    let Layout { nodes, .. } = layout(&graph(&[0, 0, 0, 1, 1, 1], &[(0, 5), (1, 4), (2, 3)]));
    let before = |one: usize, other: usize| nodes[one].y < nodes[other].y;
    assert!(before(0, 1) == before(5, 4) && before(1, 2) == before(4, 3) && before(0, 2) == before(5, 3));
}

#[test]
fn a_node_stands_beside_its_only_neighbour() {
    let Layout { nodes, .. } = layout(&graph(&[0, 1], &[(0, 1)]));
    assert_eq!(nodes[0].y, nodes[1].y);
}

#[test]
fn what_is_folded_keeps_its_edges_once() {
    let run = run(&many(4, 30), "");
    let map = map(&run);
    let namespace = map.nodes.iter().position(|node| node.kind == "namespace" && node.column == 3).unwrap();
    assert_eq!(map.edges.iter().filter(|edge| edge.from == namespace).count(), 1);
    let (graph, namespaces) = fold(&Graph::default(), &[]);
    assert!(graph.nodes.is_empty() && namespaces.is_empty());
}
