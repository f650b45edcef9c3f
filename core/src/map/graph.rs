//! Nodes and edges of the map.

use std::collections::BTreeMap;

use super::layout::COLUMNS;
use crate::listens::{Entry, Flag, Listens, PortMaps};
use crate::provenance::{Origin, Place, Tree};
use crate::report::{HopState, ListenerView, Report};
use crate::request::{Entrance, PublishPort};

/// What a node stands for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// A port of a Service in front of Kong.
    ServicePort,
    /// A port that Kong listens on.
    KongListen,
    /// A listener of a Gateway.
    Listener,
    /// What Ingresses are served on: Kong's listens for their protocols, whatever the Gateways are.
    Entrance,
    /// A route of the Gateway API, an Ingress, a `TCPIngress` or a `UDPIngress`.
    Object,
    /// A route of Kong; its parent is the object that it comes from.
    Route,
    /// A service of Kong.
    Service,
    /// A target of an upstream, or the host of a service without one.
    Target,
    /// The objects, services or targets of one namespace, drawn together.
    Namespace,
}

impl Kind {
    /// The word of the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ServicePort => "service-port",
            Self::KongListen => "kong-listen",
            Self::Listener => "listener",
            Self::Entrance => "entrance",
            Self::Object => "object",
            Self::Route => "route",
            Self::Service => "service",
            Self::Target => "target",
            Self::Namespace => "namespace",
        }
    }

    /// The column of such nodes; below [`COLUMNS`]. Nodes of namespaces have that of what they stand for.
    const fn column(self) -> usize {
        match self {
            Self::ServicePort => 0,
            Self::KongListen => 1,
            Self::Listener | Self::Entrance => 2,
            Self::Object | Self::Route | Self::Namespace => 3,
            Self::Service => 4,
            Self::Target => COLUMNS - 1,
        }
    }
}

/// A node.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Node {
    /// What it stands for.
    pub kind: Kind,
    /// Number of its column, below [`COLUMNS`].
    pub column: usize,
    /// What it is called, short.
    pub text: String,
    /// What else there is to say in a few words; may be empty.
    pub note: String,
    /// The namespace that it belongs to; empty where it belongs to none.
    pub namespace: String,
    /// JSON pointer of its entity in `{"config": …}`.
    pub pointer: Option<String>,
    /// Where it is in the inputs.
    pub place: Option<Place>,
    /// The number of the node that it is drawn inside of.
    pub parent: Option<usize>,
    /// Nothing that a client sends comes here, or nothing goes on from here.
    pub cut: bool,
    /// Why, where it is this node that is in the way.
    pub why: Option<String>,
}

/// An edge, from left to right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edge {
    /// Number of the node on the left.
    pub from: usize,
    /// Number of the node on the right.
    pub to: usize,
    /// Why nothing passes; `None`: it passes.
    pub why: Option<String>,
}

/// Nodes and edges. Each edge ends at nodes, and leads to a column further right.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Graph {
    /// The nodes, in the order of the report within a column.
    pub nodes: Vec<Node>,
    /// The edges; no two between the same nodes.
    pub edges: Vec<Edge>,
}

/// The kinds that stand in the column of routes.
const OBJECTS: [&str; 8] =
    ["HTTPRoute", "GRPCRoute", "TCPRoute", "UDPRoute", "TLSRoute", "Ingress", "TCPIngress", "UDPIngress"];

impl Graph {
    /// The graph of a report. Every listener, every route, service and target of the configuration is in it.
    pub fn of(report: &Report) -> Self {
        let mut builder = Builder::default();
        let front = report.entrance.as_ref().map(|entrance| builder.front(entrance));
        for listener in &report.listeners {
            builder.listener(listener, front.as_ref());
        }
        builder.objects(report);
        if let Some(config) = &report.config {
            builder.config(config, report.entrance.as_ref(), front.as_ref());
        }
        builder.explain_objects(report);
        let mut graph = builder.graph;
        graph.cut_off();
        graph
    }

    fn add(&mut self, kind: Kind, text: impl Into<String>) -> usize {
        self.nodes.push(Node {
            kind,
            column: kind.column(),
            text: text.into(),
            note: String::new(),
            namespace: String::new(),
            pointer: None,
            place: None,
            parent: None,
            cut: false,
            why: None,
        });
        self.nodes.len() - 1
    }

    fn edit(&mut self, node: usize, edit: impl FnOnce(&mut Node)) {
        if let Some(node) = self.nodes.get_mut(node) {
            edit(node);
        }
    }

    /// Marks what cannot be reached. What stands in the first two columns is where clients come in, or is not used, which
    /// is no fault.
    fn cut_off(&mut self) {
        let mut onward: Vec<Vec<usize>> = vec![Vec::new(); self.nodes.len()];
        let passing = self.edges.iter().filter(|edge| edge.why.is_none()).map(|edge| (edge.from, edge.to));
        let inside = self.nodes.iter().enumerate().filter_map(|(number, node)| Some((node.parent?, number)));
        for (from, to) in passing.chain(inside) {
            if let Some(onward) = onward.get_mut(from) {
                onward.push(to);
            }
        }
        let mut reached = vec![false; self.nodes.len()];
        let starts = self.nodes.iter().enumerate().filter(|(_, node)| node.column < 2);
        let mut next: Vec<usize> = starts.map(|(number, _)| number).collect();
        while let Some(node) = next.pop() {
            let Some(reached) = reached.get_mut(node).filter(|reached| !**reached) else { continue };
            *reached = true;
            next.extend(onward.get(node).into_iter().flatten());
        }
        for (node, reached) in self.nodes.iter_mut().zip(reached) {
            node.cut = !reached || node.why.is_some();
        }
    }
}

/// The nodes of ports and listens, by what they are looked up by.
struct Front {
    /// By the words of a hop: `443/TCP`.
    ports: BTreeMap<String, usize>,
    /// By port and whether it is UDP.
    listens: BTreeMap<(u16, bool), usize>,
}

#[derive(Default)]
struct Builder {
    graph: Graph,
    /// Numbers of edges by their ends.
    edges: BTreeMap<(usize, usize), usize>,
    /// Nodes of listeners by the start of their place.
    listeners: BTreeMap<crate::text::Span, usize>,
    /// Nodes of objects by title; of several with the same the last, which is the one that counts.
    objects: BTreeMap<String, usize>,
    /// Nodes of what Ingresses are served on, by their words.
    entrances: BTreeMap<String, usize>,
}

impl Builder {
    /// An edge that passes wins over one that does not.
    fn edge(&mut self, from: usize, to: usize, why: Option<String>) {
        let edges = &mut self.graph.edges;
        let next = edges.len();
        let number = *self.edges.entry((from, to)).or_insert(next);
        if number == next {
            edges.push(Edge { from, to, why });
        } else if let Some(edge) = edges.get_mut(number).filter(|_| why.is_none()) {
            edge.why = None;
        }
    }

    fn front(&mut self, entrance: &Entrance) -> Front {
        let mut front = Front { ports: BTreeMap::new(), listens: BTreeMap::new() };
        for listens in [&entrance.listens.proxy, &entrance.listens.stream] {
            for entry in &listens.entries {
                self.listen(listens, entry, &mut front);
            }
        }
        for service in &entrance.services {
            for port in &service.ports {
                self.port(&service.name, port, entrance, &mut front);
            }
        }
        front
    }

    /// Listens on the same port, of several addresses, are one node.
    fn listen(&mut self, listens: &Listens, entry: &Entry, front: &mut Front) {
        let Some(port) = entry.port_number() else { return };
        let is_udp = entry.has(Flag::Udp);
        if let Some(known) = front.listens.get(&(port, is_udp)) {
            let text = listens.text(entry);
            self.graph.edit(*known, |node| node.note = format!("{}, {text}", node.note));
            return;
        }
        let flags = [(Flag::Ssl, " ssl"), (Flag::Udp, " udp"), (Flag::ProxyProtocol, " proxy_protocol")];
        let flags: String = flags.into_iter().filter(|(flag, _)| entry.has(*flag)).map(|(_, word)| word).collect();
        let node = self.graph.add(Kind::KongListen, format!("{port}{flags}"));
        self.graph.edit(node, |node| {
            listens.text(entry).clone_into(&mut node.note);
            node.place = Some(listens.place(entry));
        });
        front.listens.insert((port, is_udp), node);
    }

    fn port(&mut self, service: &str, port: &PublishPort, entrance: &Entrance, front: &mut Front) {
        let text = format!("{}/{}", port.port.value, if port.is_udp { "UDP" } else { "TCP" });
        let target = entrance.target(port);
        let listen = target.and_then(|target| front.listens.get(&(u16::try_from(target).ok()?, port.is_udp)).copied());
        let node = match front.ports.get(&text) {
            Some(node) => *node,
            None => self.graph.add(Kind::ServicePort, text.clone()),
        };
        front.ports.insert(text, node);
        self.graph.edit(node, |node| {
            node.note = format!("Service {service}");
            node.place.get_or_insert(port.port.place);
            if listen.is_none() {
                node.why = Some(match (target, &port.target) {
                    (Some(target), _) => format!("leads to port {target}, where Kong does not listen"),
                    (None, Err(name)) => format!("leads to the port `{name}`, which only the pod knows"),
                    (None, Ok(_)) => "leads nowhere".to_owned(),
                });
            }
        });
        if let Some(listen) = listen {
            self.edge(node, listen, None);
        }
    }

    fn listener(&mut self, listener: &ListenerView, front: Option<&Front>) {
        let node = self.graph.add(Kind::Listener, listener.name.clone());
        let why = listener.hops.iter().find_map(|hop| hop.why.clone()).or_else(|| Some(listener.kic.clone()));
        let why = why.filter(|_| !listener.ready);
        self.graph.edit(node, |node| {
            node.note = format!("{} {}", listener.protocol, listener.port);
            if let Some(hostname) = &listener.hostname {
                node.note = format!("{} · {hostname}", node.note);
            }
            namespace_of(&listener.gateway).clone_into(&mut node.namespace);
            node.place = Some(Place::At(listener.span));
            node.why.clone_from(&why);
        });
        self.listeners.insert(listener.span, node);
        let (Some(front), [_, service, target, listen, ..]) = (front, &listener.hops[..]) else { return };
        let Some(port) = front.ports.get(&service.text).copied() else { return };
        let is_udp = service.text.ends_with("/UDP");
        let number: Option<u16> = target.text.parse().ok();
        let known = number.and_then(|number| front.listens.get(&(number, is_udp)).copied());
        // A named target port leads where the Service's port leads.
        let mut from_port = self.graph.edges.iter().filter(|edge| edge.from == port);
        match known.or_else(|| from_port.next().map(|edge| edge.to)) {
            Some(known) => self.edge(known, node, why.filter(|_| listen.state == HopState::Broken)),
            None => self.edge(port, node, why.or_else(|| Some("Kong does not listen there".to_owned()))),
        }
    }

    /// The objects in the column of routes, and the listeners that they are attached to.
    fn objects(&mut self, report: &Report) {
        let mut by_span = BTreeMap::new();
        for view in &report.objects {
            let Some((kind, name)) = view.object.split_once(' ').filter(|(kind, _)| OBJECTS.contains(kind)) else {
                continue;
            };
            let node = self.object(kind, name);
            self.graph.edit(node, |node| node.place = Some(Place::At(view.span)));
            by_span.insert(view.span, node);
            self.objects.insert(view.object.clone(), node);
        }
        for attachment in &report.attachments {
            let ends = self.listeners.get(&attachment.listener).zip(by_span.get(&attachment.route));
            if let Some((listener, object)) = ends {
                self.edge(*listener, *object, attachment.why.map(str::to_owned));
            }
        }
    }

    fn object(&mut self, kind: &str, name: &str) -> usize {
        let namespace = namespace_of(name);
        let node = self.graph.add(Kind::Object, name.rsplit('/').next().unwrap_or(name));
        self.graph.edit(node, |node| {
            node.note = if namespace.is_empty() { kind.to_owned() } else { format!("{kind} · {namespace}") };
            namespace.clone_into(&mut node.namespace);
        });
        node
    }

    fn config(&mut self, config: &Tree, entrance: Option<&Entrance>, front: Option<&Front>) {
        let upstreams: BTreeMap<&str, (usize, &Tree)> = list(config, "upstreams")
            .iter()
            .enumerate()
            .filter_map(|(number, upstream)| Some((text(upstream, "name")?, (number, upstream))))
            .collect();
        for (number, service) in list(config, "services").iter().enumerate() {
            let pointer = format!("/config/services/{number}");
            let name = text(service, "name").unwrap_or_default();
            let routes = list(service, "routes");
            let namespace = routes.first().and_then(|route| tag(route, "k8s-namespace:")).unwrap_or_default();
            let node = self.graph.add(Kind::Service, name);
            self.graph.edit(node, |node| {
                node.note = address(service);
                namespace.clone_into(&mut node.namespace);
                node.place = place(service, &["host", "name"]);
                node.pointer = Some(pointer.clone());
            });
            for (number, route) in routes.iter().enumerate() {
                let from = self.route(route, format!("{pointer}/routes/{number}"), entrance, front);
                self.edge(from, node, None);
            }
            if let Some((number, upstream)) = text(service, "host").and_then(|host| upstreams.get(host)) {
                self.targets(node, namespace, *number, upstream);
            } else {
                let host = text(service, "host").unwrap_or_default();
                let target = self.graph.add(Kind::Target, host);
                self.graph.edit(target, |node| {
                    "a host that Kong looks up".clone_into(&mut node.note);
                    namespace.clone_into(&mut node.namespace);
                    node.place = place(service, &["host"]);
                    node.pointer = Some(format!("{pointer}/host"));
                });
                self.edge(node, target, None);
            }
        }
        for (number, route) in list(config, "routes").iter().enumerate() {
            self.route(route, format!("/config/routes/{number}"), entrance, front);
        }
    }

    fn targets(&mut self, service: usize, namespace: &str, number: usize, upstream: &Tree) {
        let targets = list(upstream, "targets");
        if targets.is_empty() {
            let why = "the upstream has no targets: Kong answers 503".to_owned();
            self.graph.edit(service, |node| node.why = Some(why));
        }
        for (index, target) in targets.iter().enumerate() {
            let node = self.graph.add(Kind::Target, text(target, "target").unwrap_or_default());
            self.graph.edit(node, |node| {
                if let Some(Tree::Int(weight)) = target.child("weight") {
                    node.note = format!("weight {}", weight.value);
                    node.why = (weight.value == 0).then(|| "weight 0: Kong sends nothing there".to_owned());
                }
                namespace.clone_into(&mut node.namespace);
                node.place = place(target, &["target"]);
                node.pointer = Some(format!("/config/upstreams/{number}/targets/{index}"));
            });
            self.edge(service, node, None);
        }
    }

    fn route(&mut self, route: &Tree, pointer: String, entrance: Option<&Entrance>, front: Option<&Front>) -> usize {
        let (kind, name) = (tag(route, "k8s-kind:").unwrap_or("Kong"), tag(route, "k8s-name:").unwrap_or("routes"));
        let name = match tag(route, "k8s-namespace:") {
            Some(namespace) => format!("{namespace}/{name}"),
            None => name.to_owned(),
        };
        let title = format!("{kind} {name}");
        let parent = match self.objects.get(&title) {
            Some(parent) => *parent,
            None => self.object(kind, &name),
        };
        self.objects.insert(title, parent);
        let node = self.graph.add(Kind::Route, wanted(route));
        self.graph.edit(node, |node| {
            text(route, "name").unwrap_or_default().clone_into(&mut node.note);
            namespace_of(&name).clone_into(&mut node.namespace);
            node.place = place(route, &["paths", "hosts", "expression", "destinations", "snis", "name"]);
            node.pointer = Some(pointer);
            node.parent = Some(parent);
        });
        if let (true, Some(entrance), Some(front)) = (kind.ends_with("Ingress"), entrance, front) {
            self.serve(parent, route, entrance, front);
        }
        node
    }

    /// Joins an Ingress to the listens of Kong that fit its protocols.
    fn serve(&mut self, object: usize, route: &Tree, entrance: &Entrance, front: &Front) {
        let served = Served::of(route);
        let words = served.words();
        let node = if let Some(node) = self.entrances.get(&words) {
            *node
        } else {
            let node = self.graph.add(Kind::Entrance, words.clone());
            self.graph.edit(node, |node| "Ingresses: every fitting listen".clone_into(&mut node.note));
            let mut any = false;
            for (listens, is_stream) in [(&entrance.listens.proxy, false), (&entrance.listens.stream, true)] {
                let fitting =
                    listens.entries.iter().filter(|entry| served.fits(entry, is_stream, &entrance.listens.port_maps));
                for port in fitting.filter_map(|entry| Some((entry.port_number()?, entry.has(Flag::Udp)))) {
                    if let Some(listen) = front.listens.get(&port) {
                        any = true;
                        self.edge(*listen, node, None);
                    }
                }
            }
            if !any {
                let why = format!("Kong has no listen for {words}");
                self.graph.edit(node, |node| node.why = Some(why));
            }
            node
        };
        self.entrances.insert(words, node);
        self.edge(node, object, None);
    }

    /// Objects of which no route came say why.
    fn explain_objects(&mut self, report: &Report) {
        let mut has_routes = vec![false; self.graph.nodes.len()];
        for parent in self.graph.nodes.iter().filter_map(|node| node.parent) {
            if let Some(has) = has_routes.get_mut(parent) {
                *has = true;
            }
        }
        for view in &report.objects {
            let Some(node) = self.objects.get(&view.object) else { continue };
            if has_routes.get(*node) == Some(&true) {
                continue;
            }
            let own = report.problems.iter().find(|problem| problem.object.as_ref() == Some(&view.object));
            let why = own.map_or_else(|| view.why.clone(), |problem| problem.message.clone());
            self.graph.edit(*node, |node| node.why = Some(why));
        }
    }
}

/// What of Kong's listens a route of an Ingress is served on.
struct Served<'t> {
    protocols: Vec<&'t str>,
    /// Ports that the router compares; none: any.
    ports: Vec<i64>,
}

impl<'t> Served<'t> {
    fn of(route: &'t Tree) -> Self {
        let mut protocols: Vec<&str> = list(route, "protocols").iter().filter_map(scalar).collect();
        if protocols.is_empty() {
            protocols = vec!["http", "https"];
        }
        let destinations =
            list(route, "destinations").iter().filter_map(|destination| match destination.child("port")? {
                Tree::Int(port) => Some(port.value),
                _ => None,
            });
        let mut ports: Vec<i64> = destinations.collect();
        let expression = text(route, "expression").unwrap_or_default();
        ports.extend(expression.split("net.dst.port == ").skip(1).filter_map(|rest| {
            let digits = rest.find(|c: char| !c.is_ascii_digit()).map_or(Some(rest), |end| rest.get(..end))?;
            digits.parse::<i64>().ok()
        }));
        Self { protocols, ports }
    }

    /// `HTTP, HTTPS` or `TCP 9000`.
    fn words(&self) -> String {
        let mut words = self.protocols.join(", ").to_uppercase();
        for port in &self.ports {
            words = format!("{words} {port}");
        }
        words
    }

    fn fits(&self, entry: &Entry, is_stream: bool, maps: &PortMaps) -> bool {
        let (ssl, udp) = (entry.has(Flag::Ssl), entry.has(Flag::Udp));
        let protocol = self.protocols.iter().any(|protocol| match *protocol {
            "http" | "grpc" => !is_stream && !ssl,
            "https" | "grpcs" => !is_stream && ssl,
            "tcp" => is_stream && !udp && !ssl,
            "tls" | "tls_passthrough" => is_stream && !udp && ssl,
            "udp" => is_stream && udp,
            _ => false,
        });
        let seen = entry.port_number().map(|port| i64::from(maps.destination(port).value));
        protocol && (self.ports.is_empty() || seen.is_some_and(|seen| self.ports.contains(&seen)))
    }
}

/// What a route wants of a request, in a few words.
fn wanted(route: &Tree) -> String {
    if let Some(expression) = text(route, "expression") {
        return expression.to_owned();
    }
    let texts = |field: &str| -> Vec<&str> { list(route, field).iter().filter_map(scalar).collect() };
    let mut words = Vec::new();
    for (field, separator) in [("methods", "|"), ("hosts", ", "), ("snis", ", "), ("paths", ", ")] {
        let texts = texts(field);
        if !texts.is_empty() {
            words.push(texts.join(separator));
        }
    }
    let ports = list(route, "destinations").iter().filter_map(|destination| match destination.child("port")? {
        Tree::Int(port) => Some(format!("port {}", port.value)),
        _ => None,
    });
    words.extend(ports);
    if words.is_empty() { texts("protocols").join(", ") } else { words.join(" ") }
}

/// `http://host:80`
fn address(service: &Tree) -> String {
    let part = |field: &str| text(service, field).unwrap_or_default();
    match service.child("port") {
        Some(Tree::Int(number)) => format!("{}://{}:{}", part("protocol"), part("host"), number.value),
        _ => format!("{}://{}", part("protocol"), part("host")),
    }
}

/// `default` of `default/name`, nothing of a name alone.
fn namespace_of(name: &str) -> &str {
    name.split_once('/').map_or("", |(namespace, _)| namespace)
}

fn list<'t>(tree: &'t Tree, field: &str) -> &'t [Tree] {
    match tree.child(field) {
        Some(Tree::List(items, _)) => items,
        _ => &[],
    }
}

fn scalar(tree: &Tree) -> Option<&str> {
    match tree {
        Tree::Text(text) => Some(&text.value),
        _ => None,
    }
}

fn text<'t>(tree: &'t Tree, field: &str) -> Option<&'t str> {
    scalar(tree.child(field)?)
}

/// The rest of the tag that begins so.
fn tag<'t>(entity: &'t Tree, prefix: &str) -> Option<&'t str> {
    list(entity, "tags").iter().find_map(|tag| scalar(tag)?.strip_prefix(prefix))
}

/// The first place in the texts that decided one of these fields.
fn place(entity: &Tree, fields: &[&str]) -> Option<Place> {
    let origin = |field: &&str| -> Option<&Origin> {
        match entity.child(field)? {
            Tree::Text(text) => Some(&text.origin),
            Tree::List(items, _) => match items.first()? {
                Tree::Text(text) => Some(&text.origin),
                Tree::Map(fields, _) => match fields.values().next()? {
                    Tree::Int(port) => Some(&port.origin),
                    Tree::Text(text) => Some(&text.origin),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        }
    };
    let mut origins = fields.iter().filter_map(origin);
    origins.find_map(|origin| origin.places().iter().copied().find(|place| matches!(place, Place::At(_))))
}
