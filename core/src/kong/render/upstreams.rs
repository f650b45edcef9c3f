//! Upstreams, targets and health checks.

use super::fields::Fields;
use super::{Listing, in_order};
use crate::kong::{ActiveHealthcheck, Healthchecks, Healthy, Number, PassiveHealthcheck, Target, Unhealthy, Upstream};
use crate::provenance::{Sourced, Tree};

pub(super) fn upstream(upstream: &Upstream<'_>, listing: Listing) -> Tree {
    let Upstream {
        name,
        algorithm,
        slots,
        host_header,
        hash_on,
        hash_fallback,
        hash_on_header,
        hash_fallback_header,
        hash_on_cookie,
        hash_on_cookie_path,
        hash_on_query_arg,
        hash_fallback_query_arg,
        hash_on_uri_capture,
        hash_fallback_uri_capture,
        sticky_sessions_cookie,
        sticky_sessions_cookie_path,
        healthchecks,
        tags,
        targets,
    } = upstream;
    let mut fields = Fields::default();
    fields.text("name", Some(name));
    fields.text("algorithm", algorithm.as_ref());
    fields.int("slots", slots.as_ref());
    fields.text("host_header", host_header.as_ref());
    fields.text("hash_on", hash_on.as_ref());
    fields.text("hash_fallback", hash_fallback.as_ref());
    fields.text("hash_on_header", hash_on_header.as_ref());
    fields.text("hash_fallback_header", hash_fallback_header.as_ref());
    fields.text("hash_on_cookie", hash_on_cookie.as_ref());
    fields.text("hash_on_cookie_path", hash_on_cookie_path.as_ref());
    fields.text("hash_on_query_arg", hash_on_query_arg.as_ref());
    fields.text("hash_fallback_query_arg", hash_fallback_query_arg.as_ref());
    fields.text("hash_on_uri_capture", hash_on_uri_capture.as_ref());
    fields.text("hash_fallback_uri_capture", hash_fallback_uri_capture.as_ref());
    fields.text("sticky_sessions_cookie", sticky_sessions_cookie.as_ref());
    fields.text("sticky_sessions_cookie_path", sticky_sessions_cookie_path.as_ref());
    fields.tree("healthchecks", healthchecks.as_ref().map(healthcheck));
    fields.texts("tags", tags);
    fields.trees("targets", in_order(targets, listing, |target| &target.target).map(target));
    fields.into_tree()
}

fn target(target: &Target<'_>) -> Tree {
    let mut fields = Fields::default();
    fields.text("target", Some(&target.target));
    fields.int("weight", target.weight.as_ref());
    fields.into_tree()
}

fn healthcheck(section: &Sourced<Healthchecks<'_>>) -> Tree {
    let Healthchecks { active: probes, passive: traffic, threshold } = &section.value;
    let mut fields = Fields::default();
    fields.tree("active", probes.as_ref().map(active));
    fields.tree("passive", traffic.as_ref().map(passive));
    fields.tree("threshold", threshold.as_ref().map(number));
    fields.into_section(section.origin.clone())
}

fn active(section: &Sourced<ActiveHealthcheck<'_>>) -> Tree {
    let ActiveHealthcheck {
        kind,
        concurrency,
        timeout,
        http_path,
        https_sni,
        https_verify_certificate,
        headers,
        healthy: good,
        unhealthy: bad,
    } = &section.value;
    let mut fields = Fields::default();
    fields.text("type", kind.as_ref());
    fields.int("concurrency", concurrency.as_ref());
    fields.int("timeout", timeout.as_ref());
    fields.text("http_path", http_path.as_ref());
    fields.text("https_sni", https_sni.as_ref());
    fields.bool("https_verify_certificate", https_verify_certificate.as_ref());
    fields.lists("headers", headers);
    fields.tree("healthy", good.as_ref().map(healthy));
    fields.tree("unhealthy", bad.as_ref().map(unhealthy));
    fields.into_section(section.origin.clone())
}

fn passive(section: &Sourced<PassiveHealthcheck<'_>>) -> Tree {
    let PassiveHealthcheck { kind, healthy: good, unhealthy: bad } = &section.value;
    let mut fields = Fields::default();
    fields.text("type", kind.as_ref());
    fields.tree("healthy", good.as_ref().map(healthy));
    fields.tree("unhealthy", bad.as_ref().map(unhealthy));
    fields.into_section(section.origin.clone())
}

fn healthy(section: &Sourced<Healthy>) -> Tree {
    let Healthy { http_statuses, interval, successes } = &section.value;
    let mut fields = Fields::default();
    fields.ints("http_statuses", http_statuses);
    fields.int("interval", interval.as_ref());
    fields.int("successes", successes.as_ref());
    fields.into_section(section.origin.clone())
}

fn unhealthy(section: &Sourced<Unhealthy>) -> Tree {
    let Unhealthy { http_statuses, interval, http_failures, tcp_failures, timeouts } = &section.value;
    let mut fields = Fields::default();
    fields.ints("http_statuses", http_statuses);
    fields.int("interval", interval.as_ref());
    fields.int("http_failures", http_failures.as_ref());
    fields.int("tcp_failures", tcp_failures.as_ref());
    fields.int("timeouts", timeouts.as_ref());
    fields.into_section(section.origin.clone())
}

fn number(value: &Sourced<Number>) -> Tree {
    match value.value {
        Number::Int(int) => Tree::int(int, &value.origin),
        Number::Float(float) => Tree::Float(Sourced::new(float, &value.origin)),
    }
}
