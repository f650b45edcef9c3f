//! Annotations that only the fields of traditional routes can hold.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::record::{Field, Overrides, texts};
use crate::annotations::Outcome;
use crate::k8s::Kind;
use crate::kong::patterns::{is_method, matches_host_pattern, matches_path_handling_pattern, matches_sni_pattern};
use crate::kong::{Route, Text};
use crate::provenance::{Origin, Sourced};
use crate::translate::overrides::values;

const REGEX_PRIORITY: &str = "konghq.com/regex-priority";
const METHODS: &str = "konghq.com/methods";
/// Also read where expressions are made.
pub(in crate::translate) const SNIS: &str = "konghq.com/snis";
const HOST_ALIASES: &str = "konghq.com/host-aliases";
const HEADERS: &str = "konghq.com/headers.";
const HEADERS_SEPARATOR: &str = "konghq.com/headers-separator";
const PATH_HANDLING: &str = "konghq.com/path-handling";

/// Applies all of them to a traditional route, in upstream's order.
pub(super) fn apply<'a>(route: &mut Route<'a>, overrides: &mut Overrides<'_, 'a>) {
    regex_priority(route, overrides);
    methods(route, overrides);
    snis(route, overrides);
    host_aliases(route, overrides);
    headers(route, overrides);
    path_handling(route, overrides);
}

/// `konghq.com/regex-priority`: rank among regular expressions.
fn regex_priority<'a>(route: &mut Route<'a>, overrides: &mut Overrides<'_, 'a>) {
    let Some(found) = overrides.found(REGEX_PRIORITY) else { return };
    match values::integer(found.value.value) {
        Some(rank) => {
            overrides.change(found, Field::RegexPriority, route);
            route.regex_priority = Some(Sourced::new(rank, found.value.place));
        }
        None => overrides.invalid(found, "it is no integer"),
    }
}

/// `konghq.com/methods`: replaces the methods; one bad item spoils all.
fn methods<'a>(route: &mut Route<'a>, overrides: &mut Overrides<'_, 'a>) {
    let Some(found) = overrides.found(METHODS) else { return };
    let items = values::trimmed_list(overrides.kic, found.value.value);
    let items: Vec<String> = items.into_iter().map(str::to_uppercase).collect();
    if items.is_empty() {
        overrides.invalid(found, "it names no method");
    } else if let Some(bad) = items.iter().find(|item| !is_method(item)) {
        overrides.invalid(found, &format!("`{bad}` is no method"));
    } else {
        overrides.change(found, Field::Methods, route);
        route.methods = items.into_iter().map(|item| Sourced::new(Cow::Owned(item), found.value.place)).collect();
    }
}

/// `konghq.com/snis`: replaces the server names; an empty value takes them away, one bad item spoils all.
fn snis<'a>(route: &mut Route<'a>, overrides: &mut Overrides<'_, 'a>) {
    let Some(found) = overrides.found(SNIS) else { return };
    let items = values::trimmed_list(overrides.kic, found.value.value);
    if let Some(bad) = items.iter().find(|item| !matches_sni_pattern(item)) {
        overrides.invalid(found, &format!("`{bad}` is no host name without wildcard"));
    } else {
        overrides.change(found, Field::Snis, route);
        route.snis = texts(&items, found);
    }
}

/// `konghq.com/host-aliases`: adds host names; one bad item spoils all.
fn host_aliases<'a>(route: &mut Route<'a>, overrides: &mut Overrides<'_, 'a>) {
    let Some(found) = overrides.found(HOST_ALIASES) else { return };
    let items = values::trimmed_list(overrides.kic, found.value.value);
    if found.value.value.is_empty() {
        overrides.invalid(found, "it names no host");
    } else if let Some(bad) = items.iter().find(|item| !matches_host_pattern(item)) {
        overrides.invalid(found, &format!("`{bad}` is no host name"));
    } else {
        overrides.change(found, Field::Hosts, route);
        for host in texts(&items, found) {
            if route.hosts.iter().all(|known| known.value != host.value) {
                route.hosts.push(host);
            }
        }
    }
}

/// `konghq.com/headers.<name>`, separated by `konghq.com/headers-separator`: replaces all headers.
fn headers<'a>(route: &mut Route<'a>, overrides: &mut Overrides<'_, 'a>) {
    let object = overrides.object;
    let separator = overrides.found(HEADERS_SEPARATOR);
    let mut collected: BTreeMap<Cow<'a, str>, Vec<Text<'a>>> = BTreeMap::new();
    let mut used = Vec::new();
    for entry in object.annotations() {
        let Some(name) = entry.key.strip_prefix(HEADERS) else { continue };
        let Some(found) = overrides.found(&entry.key) else { continue };
        if name.is_empty() || found.value.value.is_empty() {
            overrides.invalid(found, "it has no header name, or no value");
            continue;
        }
        let parts = values::split(found.value.value, separator.map_or(",", |separator| separator.value.value));
        let origin = separator.map_or_else(
            || Origin::from(found.value.place),
            |separator| Origin::from(found.value.place).and(separator.value.place),
        );
        let parts = parts.into_iter().map(|part| Sourced::new(Cow::Borrowed(part.trim()), origin.clone()));
        collected.insert(Cow::Borrowed(name), parts.collect());
        used.push(found);
    }
    if used.is_empty() {
        if let Some(separator) = separator {
            overrides.effect(separator, Outcome::Overridden("no `konghq.com/headers.*` has a value".to_owned()));
        }
        return;
    }
    for found in used.into_iter().chain(separator) {
        overrides.share(found, Field::Headers, route);
    }
    route.headers = collected;
}

/// `konghq.com/path-handling`: set as it is written; there must be a `v` before a digit somewhere.
fn path_handling<'a>(route: &mut Route<'a>, overrides: &mut Overrides<'_, 'a>) {
    let Some(found) = overrides.found(PATH_HANDLING) else { return };
    if matches_path_handling_pattern(found.value.value) {
        overrides.change(found, Field::PathHandling, route);
        route.path_handling = Some(Sourced::new(Cow::Borrowed(found.value.value), found.value.place));
    } else {
        overrides.invalid(found, "it is neither `v0` nor `v1`");
    }
}

/// Records that none of them has an effect on an expression.
pub(super) fn note_no_effect(overrides: &mut Overrides<'_, '_>) {
    const WHY: &str = "the expressions router does not use it";
    let object = overrides.object;
    for entry in object.annotations() {
        let key = entry.key.as_ref();
        let traditional = matches!(key, REGEX_PRIORITY | METHODS | HOST_ALIASES | HEADERS_SEPARATOR | PATH_HANDLING)
            || key.starts_with(HEADERS);
        if let Some(found) = overrides.found(key).filter(|_| traditional) {
            overrides.effect(found, Outcome::Unsupported(WHY.to_owned()));
        }
    }
    // Expressions of HTTPRoutes and GRPCRoutes are made with the server names.
    let stream = !matches!(object.kind(), Kind::HTTPRoute | Kind::GRPCRoute | Kind::Ingress);
    if let Some(found) = overrides.found(SNIS).filter(|_| stream) {
        overrides.effect(found, Outcome::Unsupported(WHY.to_owned()));
    }
}
