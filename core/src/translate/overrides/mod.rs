//! What annotations change in Kong routes, services and upstreams: one function per annotation, named after it.
//!
//! Annotations that decide something else than a field stand where that is decided: `konghq.com/plugins` in
//! `translate::plugins`, `konghq.com/tags` in `translate::tags`, certificates in `translate::tls`,
//! `ingress.kubernetes.io/service-upstream` in `translate::endpoints`.

pub(super) mod health;
mod kong_ingress;
pub(super) mod route;
pub(super) mod service;
pub(super) mod upstream;
pub(super) mod upstream_policy;
pub(super) mod values;
