//! What the annotations of a route changed, recorded when the route is finished: only then is it known which of two
//! decided a field.

use std::borrow::Cow;

use serde_json::Value;

use crate::annotations::{Entity, Found, Outcome};
use crate::diagnostic::Diagnostic;
use crate::findings::Findings;
use crate::k8s::Object;
use crate::kong::{Route, Text};
use crate::provenance::Sourced;
use crate::settings::KicVersion;

/// The items of an annotation as strings of an entity.
pub(super) fn texts<'a>(items: &[&'a str], found: Found<'a>) -> Vec<Text<'a>> {
    items.iter().map(|item| Sourced::new(Cow::Borrowed(*item), found.value.place)).collect()
}

/// A field of a Kong route that annotations change.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    StripPath,
    PreserveHost,
    RequestBuffering,
    ResponseBuffering,
    HttpsRedirectStatusCode,
    RegexPriority,
    Protocols,
    Methods,
    Snis,
    Hosts,
    Headers,
    PathHandling,
}

impl Field {
    const fn name(self) -> &'static str {
        match self {
            Self::StripPath => "strip_path",
            Self::PreserveHost => "preserve_host",
            Self::RequestBuffering => "request_buffering",
            Self::ResponseBuffering => "response_buffering",
            Self::HttpsRedirectStatusCode => "https_redirect_status_code",
            Self::RegexPriority => "regex_priority",
            Self::Protocols => "protocols",
            Self::Methods => "methods",
            Self::Snis => "snis",
            Self::Hosts => "hosts",
            Self::Headers => "headers",
            Self::PathHandling => "path_handling",
        }
    }

    /// The field's value; null where it is absent, after the defaults that are filled in last.
    fn value(self, route: &Route<'_>) -> Value {
        let flag = |value: &Option<Sourced<bool>>| value.as_ref().map(|value| value.value).into();
        let list = |items: &[Text<'_>]| -> Value {
            if items.is_empty() { Value::Null } else { items.iter().map(|item| item.value.as_ref()).collect() }
        };
        match self {
            Self::StripPath => flag(&route.strip_path),
            Self::PreserveHost => flag(&route.preserve_host),
            Self::RequestBuffering => flag(&route.request_buffering),
            Self::ResponseBuffering => flag(&route.response_buffering),
            Self::HttpsRedirectStatusCode => {
                route.https_redirect_status_code.as_ref().map_or(426, |code| code.value).into()
            }
            Self::RegexPriority => route.regex_priority.as_ref().map(|rank| rank.value).into(),
            Self::Protocols => list(&route.protocols),
            Self::Methods => list(&route.methods),
            Self::Snis => list(&route.snis),
            Self::Hosts => list(&route.hosts),
            Self::Headers if route.headers.is_empty() => Value::Null,
            Self::Headers => route.headers.iter().map(|(name, values)| (name.to_string(), list(values))).collect(),
            Self::PathHandling => route.path_handling.as_ref().map_or("v0", |handling| handling.value.as_ref()).into(),
        }
    }
}

/// A field that an annotation set.
struct Change<'a> {
    found: Found<'a>,
    field: Field,
    before: Value,
    /// The annotation decides the field together with the one before it.
    shared: bool,
}

/// The annotations of one object, and what they changed so far.
pub(super) struct Overrides<'o, 'a> {
    /// Release of the controller.
    pub kic: KicVersion,
    /// The object that carries the annotations.
    pub object: &'a Object<'a>,
    changes: Vec<Change<'a>>,
    findings: &'o mut Findings<'a>,
}

impl<'o, 'a> Overrides<'o, 'a> {
    /// The annotations of an object, of which none has been applied.
    pub(super) const fn new(kic: KicVersion, object: &'a Object<'a>, findings: &'o mut Findings<'a>) -> Self {
        Self { kic, object, changes: Vec::new(), findings }
    }

    /// The annotation with this key.
    pub(super) fn found(&self, key: &'a str) -> Option<Found<'a>> {
        Found::on(self.object, key)
    }

    /// Adds a problem.
    pub(super) fn problem(&mut self, problem: Diagnostic) {
        self.findings.problem(problem);
    }

    /// Records what an annotation did.
    pub(super) fn effect(&mut self, found: Found<'a>, outcome: Outcome) {
        self.findings.effect(found, outcome);
    }

    /// Records that the value breaks the rule of the key; one sentence says which.
    pub(super) fn invalid(&mut self, found: Found<'a>, why: &str) {
        self.effect(found, Outcome::Invalid(why.to_owned()));
    }

    /// Notes that an annotation is about to set a field.
    pub(super) fn change(&mut self, found: Found<'a>, field: Field, route: &Route<'_>) {
        self.changes.push(Change { found, field, before: field.value(route), shared: false });
    }

    /// Notes that an annotation is about to set a field together with others.
    pub(super) fn share(&mut self, found: Found<'a>, field: Field, route: &Route<'_>) {
        self.changes.push(Change { found, field, before: field.value(route), shared: true });
    }

    /// Records what each annotation did, now that the route is finished.
    pub(super) fn record(self, route: &Route<'_>) {
        for (index, change) in self.changes.iter().enumerate() {
            let later = self.changes.iter().skip(index + 1).find(|later| later.field == change.field && !later.shared);
            let after = change.field.value(route);
            let outcome = if let Some(later) = later {
                Outcome::Overridden(format!("`{}` decides `{}`", later.found.key, change.field.name()))
            } else if after.is_null() && change.field == Field::StripPath {
                Outcome::Overridden("a route with gRPC protocols has no `strip_path`".to_owned())
            } else {
                let entity = Entity::Route(route.name.value.to_string());
                Outcome::Changed { entity, field: change.field.name(), before: change.before.clone(), after }
            };
            self.findings.effect(change.found, outcome);
        }
    }
}
