//! Kong routes of Ingresses with expressions: host, path, and what annotations say of hosts, headers, methods and server
//! names.
//!
//! Here a bad item of an annotation is left out alone, unlike in the traditional flavor.
//!
//! Source: KIC v3.5.13 …/subtranslator/ingress_atc.go:translateIntoKongExpressionRoute;
//! spec/ingress-and-kong-crds.md 2.6.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::paths;
use super::routes::{self, Group, GroupPath};
use crate::annotations::{Entity, Found, Outcome};
use crate::diagnostic::catalog::ingress as catalog;
use crate::findings::Findings;
use crate::k8s::Object;
use crate::kong::expressions::{self, Expression};
use crate::kong::patterns::{is_method, matches_host_pattern, matches_sni_pattern};
use crate::kong::priority::{IngressMatch, IngressPathKind};
use crate::kong::{Route, Text};
use crate::provenance::{Origin, Placed, Sourced};
use crate::settings::KicVersion;
use crate::translate::input::Input;
use crate::translate::overrides::values;

const HOST_ALIASES: &str = "konghq.com/host-aliases";
const HEADERS: &str = "konghq.com/headers.";
const HEADERS_SEPARATOR: &str = "konghq.com/headers-separator";
const METHODS: &str = "konghq.com/methods";
const SNIS: &str = "konghq.com/snis";
const PRIORITY: &str =
    "KIC: `priority` of a route of an Ingress counts what it matches on, then the length of the path";

/// The parts of an expression, in order.
#[derive(Clone, Default)]
struct Parts {
    hosts: Expression,
    paths: Expression,
    headers: Expression,
    methods: Expression,
    snis: Expression,
}

impl Parts {
    fn whole(self) -> Expression {
        Expression::all([self.hosts, self.paths, self.headers, self.methods, self.snis])
    }
}

/// An annotation that lists items.
struct Items<'a> {
    found: Option<Found<'a>>,
    items: Vec<Cow<'a, str>>,
}

impl<'a> Items<'a> {
    fn read(kic: KicVersion, object: &'a Object<'a>, key: &'static str) -> Self {
        let found = Found::on(object, key);
        let items = found.map_or_else(Vec::new, |found| values::list(kic, found.value.value));
        Self { found, items: items.into_iter().map(Cow::Borrowed).collect() }
    }

    fn texts(&self) -> impl Iterator<Item = Text<'a>> + '_ {
        let places = self.found.iter().cycle().map(|found| found.value.place);
        self.items.iter().cloned().zip(places).map(|(item, place)| Sourced::new(item, place))
    }

    fn placed(&self) -> impl Iterator<Item = Placed<&str>> {
        let places = self.found.iter().cycle().map(|found| found.value.place);
        self.items.iter().zip(places).map(|(item, place)| Placed::new(item.as_ref(), place))
    }
}

/// The route with `expression` and `priority`.
pub(super) fn route<'a>(input: Input<'a>, group: &Group<'a>, findings: &mut Findings<'a>) -> Route<'a> {
    let kic = input.settings.kic;
    let object = group.last;
    let mut route = routes::base(input, group, findings);
    // An empty mark is none here.
    let annotated = routes::regex_prefix(group);
    let prefix = annotated.map(|found| found.value.value).filter(|prefix| !prefix.is_empty());
    let prefix = prefix.unwrap_or(paths::REGEX_PREFIX);
    let aliases = Items::read(kic, object, HOST_ALIASES);
    let mut methods = Items::read(kic, object, METHODS);
    for method in &mut methods.items {
        *method = Cow::Owned(method.to_uppercase());
    }
    let snis = Items::read(kic, object, SNIS);
    let headers = Headers::read(object);

    let own_host = || group.host.map_or(Expression::EMPTY, expressions::host);
    let parts = Parts {
        hosts: Expression::any([own_host()].into_iter().chain(aliases.placed().map(expressions::host))),
        paths: path_expression(&group.paths, prefix),
        headers: headers.expression(),
        methods: Expression::any(methods.placed().map(expressions::method)),
        snis: Expression::any(snis.texts().map(|sni| expressions::sni(&sni))),
    };
    let mut record = Record { route: route.name.value.to_string(), parts: &parts, findings };
    record.items(&aliases, |parts| parts.hosts = own_host(), matches_host_pattern, "is no host name");
    record.items(&methods, |parts| parts.methods = Expression::EMPTY, is_method, "is no method");
    record.items(
        &snis,
        |parts| parts.snis = Expression::EMPTY,
        matches_sni_pattern,
        "is no host name without wildcard",
    );
    record.headers(&headers);
    if let Some(found) = annotated {
        let plain = path_expression(&group.paths, paths::REGEX_PREFIX);
        record.changed(found, |parts| parts.paths = plain);
    }
    if let Some(host) = group.host.filter(|host| !matches_host_pattern(host.value)) {
        let every = parts.hosts.is_empty();
        findings.problem(catalog::host_unusable(group.first, host, every));
    }

    let matched: Vec<(IngressPathKind, &str)> =
        group.paths.iter().map(|entry| (entry.kind, entry.path.as_str())).collect();
    let hosts: Vec<&str> =
        group.host.map(|host| host.value).into_iter().chain(aliases.items.iter().map(AsRef::as_ref)).collect();
    let priority = IngressMatch {
        paths: &matched,
        regex_prefix: prefix,
        hosts: &hosts,
        headers: (!headers.values.is_empty()).then_some(headers.values.len()),
        methods: !methods.items.is_empty(),
        snis: !snis.items.is_empty(),
    }
    .priority();
    let expression = parts.whole().into_text();
    let origin = expression.origin.and(Origin::rule(PRIORITY));
    route.expression = Some(expression);
    route.priority = Some(Sourced::new(priority, origin));
    route
}

fn path_expression(entries: &[GroupPath], prefix: &str) -> Expression {
    Expression::any(entries.iter().map(|entry| {
        let path = Placed::new(entry.path.as_str(), entry.place);
        match entry.kind {
            IngressPathKind::Exact => expressions::ingress_exact_path(path),
            IngressPathKind::Prefix => expressions::ingress_prefix_path(path),
            IngressPathKind::ImplementationSpecific => expressions::ingress_path(path, prefix),
            IngressPathKind::Other => Expression::EMPTY,
        }
    }))
}

/// `konghq.com/headers.<name>`: values by name.
///
/// Source: KIC v3.5.13 internal/annotations/annotations.go:ExtractHeaders; spec/annotations.md 3.3.
struct Headers<'a> {
    separator: Option<Found<'a>>,
    values: BTreeMap<&'a str, (Found<'a>, Vec<Text<'a>>)>,
    empty: Vec<Found<'a>>,
}

impl<'a> Headers<'a> {
    fn read(object: &'a Object<'a>) -> Self {
        let separator = Found::on(object, HEADERS_SEPARATOR);
        let mut headers = Self { separator, values: BTreeMap::new(), empty: Vec::new() };
        for entry in object.annotations() {
            let Some(name) = entry.key.strip_prefix(HEADERS) else { continue };
            let Some(found) = Found::on(object, &entry.key) else { continue };
            if name.is_empty() || found.value.value.is_empty() {
                headers.empty.push(found);
                continue;
            }
            let origin = Origin::from(found.value.place);
            let origin = separator.map_or(origin.clone(), |separator| origin.and(separator.value.place));
            let parts = values::split(found.value.value, separator.map_or(",", |separator| separator.value.value));
            let parts = parts.into_iter().map(|part| Sourced::new(Cow::Borrowed(part.trim()), origin.clone()));
            headers.values.insert(name, (found, parts.collect()));
        }
        headers
    }

    fn expression(&self) -> Expression {
        self.expression_without("")
    }

    fn expression_without(&self, left_out: &str) -> Expression {
        let values = self.values.iter().filter(|(name, _)| **name != left_out);
        Expression::all(values.map(|(name, (_, values))| expressions::header_values(name, values)))
    }
}

/// Records what annotations did to an expression.
struct Record<'r, 'a> {
    route: String,
    parts: &'r Parts,
    findings: &'r mut Findings<'a>,
}

impl<'a> Record<'_, 'a> {
    fn changed(&mut self, found: Found<'a>, without: impl FnOnce(&mut Parts)) {
        let mut before = self.parts.clone();
        without(&mut before);
        let entity = Entity::Route(self.route.clone());
        let after = self.parts.clone().whole().into_text().value.into_owned();
        self.findings.changed(found, entity, "expression", before.whole().into_text().value.into_owned(), after);
    }

    /// An annotation with items, of which bad ones are left out.
    fn items(&mut self, items: &Items<'a>, without: impl FnOnce(&mut Parts), good: fn(&str) -> bool, why: &str) {
        let Some(found) = items.found else { return };
        let bad = items.items.iter().find(|item| !good(item));
        if items.items.iter().any(|item| good(item)) {
            self.changed(found, without);
        } else {
            let why = bad.map_or("it names nothing".to_owned(), |bad| format!("`{bad}` {why}"));
            self.findings.effect(found, Outcome::Invalid(why));
        }
        if let Some(bad) = bad {
            self.findings.problem(catalog::item_left_out(found.object, found.key, found.value.place, bad));
        }
    }

    fn headers(&mut self, headers: &Headers<'a>) {
        for found in &headers.empty {
            self.findings.effect(*found, Outcome::Invalid("it has no header name, or no value".to_owned()));
        }
        for (name, (found, _)) in &headers.values {
            if name.eq_ignore_ascii_case("host") {
                let why = "the header `Host` is left out of expressions".to_owned();
                self.findings.effect(*found, Outcome::Unsupported(why));
            } else {
                self.changed(*found, |parts| parts.headers = headers.expression_without(name));
            }
        }
        let Some(separator) = headers.separator else { return };
        if headers.values.is_empty() {
            let why = "no `konghq.com/headers.*` has a value".to_owned();
            self.findings.effect(separator, Outcome::Overridden(why));
        } else {
            let values = headers.values.iter().map(|(name, (found, _))| {
                let parts = values::split(found.value.value, ",").into_iter();
                let parts = parts.map(|part| Sourced::new(Cow::Borrowed(part.trim()), found.value.place));
                expressions::header_values(name, &parts.collect::<Vec<_>>())
            });
            let plain = Expression::all(values);
            self.changed(separator, |parts| parts.headers = plain);
        }
    }
}
