//! Names of entities. They are unique within Kong, and ids and references are made from them.
//!
//! A name's origin is all that it is made from: the names and namespaces of objects, hostnames, and the rule.

mod gateway;
mod ingress;
mod instance;

use std::borrow::Cow;

use super::Text;
use crate::provenance::{Origin, Place, Placed, Sourced};

pub use gateway::{CombinedBackend, RouteKind, combined_service, host_route, host_service, match_route, rule_service};
pub use ingress::{
    PortName, default_backend_route, facade_route, facade_service, ingress_route, l4_service, service,
    tcp_ingress_route, udp_ingress_route, udp_service, upstream,
};
pub use instance::{InstanceNames, suffix};

/// The object that an entity is named after.
#[derive(Clone, Copy, Debug)]
pub struct Owner<'a> {
    /// Its namespace.
    pub namespace: Placed<&'a str>,
    /// Its name.
    pub name: Placed<&'a str>,
}

impl Owner<'_> {
    fn places(&self) -> [Place; 2] {
        [self.name.place, self.namespace.place]
    }
}

/// The host part of a name: `*` is not allowed there.
fn without_stars(host: &str) -> String {
    host.replace('*', "_")
}

/// A name made from these places by a rule.
fn named<'a>(name: String, places: impl IntoIterator<Item = Place>, rule: &'static str) -> Text<'a> {
    let rule_place = Place::Rule(rule);
    let origin = Origin::all(places.into_iter().chain([rule_place])).unwrap_or(Origin::rule(rule));
    Sourced::new(Cow::Owned(name), origin)
}

/// Lower-case hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
}
