//! Kong routes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Plugin, Text};
use crate::provenance::Sourced;

/// A Kong route of either flavor; absent fields and empty lists are not rendered.
///
/// Source: go-kong kong/types.go:Route
#[derive(Clone, PartialEq, Debug)]
pub struct Route<'a> {
    /// Made from the name by [`complete`](super::complete).
    pub id: Option<Text<'a>>,
    /// Unique but for the case of spec/gateway-routes.md 6.6; other entities refer to it.
    pub name: Text<'a>,
    /// Kong's own default applies where it is empty.
    pub protocols: Vec<Text<'a>>,
    /// Host names, `*` as first or last label.
    pub hosts: Vec<Text<'a>>,
    /// Prefixes, and regular expressions after `~`.
    pub paths: Vec<Text<'a>>,
    /// In capitals.
    pub methods: Vec<Text<'a>>,
    /// Values by name as it was written.
    pub headers: BTreeMap<Cow<'a, str>, Vec<Text<'a>>>,
    /// Server names of TLS connections.
    pub snis: Vec<Text<'a>>,
    /// Ports that a connection came to.
    pub destinations: Vec<Destination<'a>>,
    /// Addresses that a connection came from; the controller writes none.
    pub sources: Vec<Destination<'a>>,
    /// Whether the matched path is cut off.
    pub strip_path: Option<Sourced<bool>>,
    /// Whether the Host header of the request is passed on.
    pub preserve_host: Option<Sourced<bool>>,
    /// Rank among regular expressions.
    pub regex_priority: Option<Sourced<i64>>,
    /// `v0` or `v1`, by and large: any text around `v` and a digit is accepted.
    pub path_handling: Option<Text<'a>>,
    /// 301, 302, 307, 308 or 426.
    pub https_redirect_status_code: Option<Sourced<i64>>,
    /// Whether Kong reads the whole request first.
    pub request_buffering: Option<Sourced<bool>>,
    /// Whether Kong reads the whole response first.
    pub response_buffering: Option<Sourced<bool>>,
    /// What the router evaluates; may be empty for TLSRoutes.
    pub expression: Option<Text<'a>>,
    /// Rank of the expression.
    pub priority: Option<Sourced<u64>>,
    /// In the order of spec/gateway-routes.md 3.3.
    pub tags: Vec<Text<'a>>,
    /// Plugins without id, inside of the route.
    pub plugins: Vec<Plugin<'a>>,
}

impl<'a> Route<'a> {
    /// A route with nothing but a name.
    pub const fn new(name: Text<'a>) -> Self {
        Self {
            id: None,
            name,
            protocols: Vec::new(),
            hosts: Vec::new(),
            paths: Vec::new(),
            methods: Vec::new(),
            headers: BTreeMap::new(),
            snis: Vec::new(),
            destinations: Vec::new(),
            sources: Vec::new(),
            strip_path: None,
            preserve_host: None,
            regex_priority: None,
            path_handling: None,
            https_redirect_status_code: None,
            request_buffering: None,
            response_buffering: None,
            expression: None,
            priority: None,
            tags: Vec::new(),
            plugins: Vec::new(),
        }
    }

    /// It has an expression, hence the settings of traditional routes have no effect on it.
    pub const fn is_expression(&self) -> bool {
        self.expression.is_some()
    }
}

/// An address and port of a stream route.
///
/// Source: go-kong kong/types.go:CIDRPort
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Destination<'a> {
    /// An address or a range; the controller writes none.
    pub ip: Option<Text<'a>>,
    /// A port.
    pub port: Option<Sourced<i64>>,
}

impl Destination<'_> {
    /// Any address with this port.
    pub const fn port(port: Sourced<i64>) -> Self {
        Self { ip: None, port: Some(port) }
    }
}
