//! Kong's declarative configuration: entities, names, ids, tags, order, expressions and priorities, rendering.
//!
//! The translator makes a [`Configuration`] whose every scalar knows its origin; this module completes it as the
//! controller does before it posts (ids, defaults, order) and renders it as a tree. It must not know Kubernetes
//! types or annotations: what it needs of an object comes as plain values with their places.

mod certificate;
mod complete;
mod configuration;
mod consumer;
pub mod expressions;
pub mod ids;
pub mod names;
mod order;
pub mod patterns;
mod plugin;
pub mod priority;
#[cfg(test)]
mod read_back;
mod render;
mod route;
mod service;
pub mod tags;
mod upstream;
mod vault;

use std::borrow::Cow;

use crate::provenance::Sourced;

pub use certificate::{CaCertificate, Certificate, Sni};
pub use complete::{Ids, Options, complete};
pub use configuration::{Configuration, Flavor};
pub use consumer::{Acl, BasicAuth, Consumer, ConsumerGroup, Credentials, HmacAuth, Jwt, KeyAuth, MtlsAuth, Oauth2};
pub use plugin::{Plugin, Scope};
pub use render::{Listing, render};
pub use route::{Destination, Route};
pub use service::Service;
pub use upstream::{ActiveHealthcheck, Healthchecks, Healthy, Number, PassiveHealthcheck, Target, Unhealthy, Upstream};
pub use vault::{CustomEntity, CustomEntityOrder, License, Vault};

/// A string of an entity: borrowed from the input where it is one of its strings, with all that decided it.
pub type Text<'a> = Sourced<Cow<'a, str>>;
