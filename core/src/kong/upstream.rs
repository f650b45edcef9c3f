//! Upstreams and targets.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Text;
use crate::provenance::Sourced;

/// An upstream: the targets of the services whose `host` is its name.
///
/// Absent fields and empty lists are not rendered.
///
/// Source: go-kong kong/types.go:Upstream; spec/gateway-routes.md 4.7, 12.2
#[derive(Clone, PartialEq, Debug)]
pub struct Upstream<'a> {
    /// Unique; equals the `host` of its services.
    pub name: Text<'a>,
    /// `round-robin` where nothing is said.
    pub algorithm: Option<Text<'a>>,
    /// Size of the balancer's ring.
    pub slots: Option<Sourced<i64>>,
    /// Host header of requests to the targets.
    pub host_header: Option<Text<'a>>,
    /// `none`, `consumer`, `ip`, `header`, `cookie`, `path`, `query_arg` or `uri_capture`.
    pub hash_on: Option<Text<'a>>,
    /// As `hash_on`, where that gives nothing.
    pub hash_fallback: Option<Text<'a>>,
    /// Name of the header.
    pub hash_on_header: Option<Text<'a>>,
    /// Name of the header.
    pub hash_fallback_header: Option<Text<'a>>,
    /// Name of the cookie.
    pub hash_on_cookie: Option<Text<'a>>,
    /// Path of the cookie.
    pub hash_on_cookie_path: Option<Text<'a>>,
    /// Name of the query argument.
    pub hash_on_query_arg: Option<Text<'a>>,
    /// Name of the query argument.
    pub hash_fallback_query_arg: Option<Text<'a>>,
    /// Name of the capture.
    pub hash_on_uri_capture: Option<Text<'a>>,
    /// Name of the capture.
    pub hash_fallback_uri_capture: Option<Text<'a>>,
    /// Name of the cookie that holds a client to a target.
    pub sticky_sessions_cookie: Option<Text<'a>>,
    /// Path of that cookie.
    pub sticky_sessions_cookie_path: Option<Text<'a>>,
    /// Health checks.
    pub healthchecks: Option<Sourced<Healthchecks<'a>>>,
    /// Those of the service.
    pub tags: Vec<Text<'a>>,
    /// Unique by target.
    pub targets: Vec<Target<'a>>,
}

impl<'a> Upstream<'a> {
    /// An upstream with nothing but a name.
    pub const fn new(name: Text<'a>) -> Self {
        Self {
            name,
            algorithm: None,
            slots: None,
            host_header: None,
            hash_on: None,
            hash_fallback: None,
            hash_on_header: None,
            hash_fallback_header: None,
            hash_on_cookie: None,
            hash_on_cookie_path: None,
            hash_on_query_arg: None,
            hash_fallback_query_arg: None,
            hash_on_uri_capture: None,
            hash_fallback_uri_capture: None,
            sticky_sessions_cookie: None,
            sticky_sessions_cookie_path: None,
            healthchecks: None,
            tags: Vec::new(),
            targets: Vec::new(),
        }
    }
}

/// One address that an upstream sends to.
#[derive(Clone, PartialEq, Debug)]
pub struct Target<'a> {
    /// `address:port`, IPv6 in brackets.
    pub target: Text<'a>,
    /// Kong takes 100 where it is absent.
    pub weight: Option<Sourced<i64>>,
}

impl<'a> Target<'a> {
    /// A target without a weight.
    pub const fn new(target: Text<'a>) -> Self {
        Self { target, weight: None }
    }
}

/// How Kong finds out which targets work.
///
/// A section that is present but empty is rendered as `{}`.
///
/// Source: go-kong kong/types.go:Healthcheck
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Healthchecks<'a> {
    /// By probes.
    pub active: Option<Sourced<ActiveHealthcheck<'a>>>,
    /// By what requests meet.
    pub passive: Option<Sourced<PassiveHealthcheck<'a>>>,
    /// Percentage of the weight that must be healthy.
    pub threshold: Option<Sourced<Number>>,
}

/// Probes.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ActiveHealthcheck<'a> {
    /// `http`, `https`, `tcp`, `grpc` or `grpcs`.
    pub kind: Option<Text<'a>>,
    /// How many targets are probed at a time.
    pub concurrency: Option<Sourced<i64>>,
    /// Seconds.
    pub timeout: Option<Sourced<i64>>,
    /// Path of the probe.
    pub http_path: Option<Text<'a>>,
    /// Server name of the probe.
    pub https_sni: Option<Text<'a>>,
    /// Whether the probe verifies the target's certificate.
    pub https_verify_certificate: Option<Sourced<bool>>,
    /// Headers of the probe: values by name.
    pub headers: BTreeMap<Cow<'a, str>, Vec<Text<'a>>>,
    /// What makes a target healthy.
    pub healthy: Option<Sourced<Healthy>>,
    /// What makes a target unhealthy.
    pub unhealthy: Option<Sourced<Unhealthy>>,
}

/// What requests meet.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct PassiveHealthcheck<'a> {
    /// `http`, `https`, `tcp`, `grpc` or `grpcs`.
    pub kind: Option<Text<'a>>,
    /// What makes a target healthy.
    pub healthy: Option<Sourced<Healthy>>,
    /// What makes a target unhealthy.
    pub unhealthy: Option<Sourced<Unhealthy>>,
}

/// What makes a target healthy.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Healthy {
    /// Good answers.
    pub http_statuses: Vec<Sourced<i64>>,
    /// Seconds between probes.
    pub interval: Option<Sourced<i64>>,
    /// How many good answers it takes.
    pub successes: Option<Sourced<i64>>,
}

/// What makes a target unhealthy.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Unhealthy {
    /// Bad answers.
    pub http_statuses: Vec<Sourced<i64>>,
    /// Seconds between probes.
    pub interval: Option<Sourced<i64>>,
    /// How many bad answers it takes.
    pub http_failures: Option<Sourced<i64>>,
    /// How many broken connections it takes.
    pub tcp_failures: Option<Sourced<i64>>,
    /// How many timeouts it takes.
    pub timeouts: Option<Sourced<i64>>,
}

/// A number of a field that takes fractions.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Number {
    /// Without a fraction.
    Int(i64),
    /// With one.
    Float(f64),
}
