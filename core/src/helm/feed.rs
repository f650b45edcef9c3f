//! What the Helm values give to the other panes where these are silent.

use std::borrow::Cow;

use super::{ChartError, Release, Rendered, Variables, read, render};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Fix;
use crate::diagnostic::catalog::helm as catalog;
use crate::explain::edits;
use crate::k8s::load::{self, Stored};
use crate::k8s::{Kind, Object};
use crate::provenance::{Place, Placed};
use crate::report::Assumed;
use crate::settings::EnvValue;
use crate::settings::KicVersion;
use crate::settings::controller::variable_of_flag;
use crate::settings::environment::{Assignment, Environment};
use crate::text::{Pane, Sources, Span};
use crate::yaml::{Document, Node};

const VARIABLE: &str = "chart kong 3.4.1: name of a rendered variable";

/// Variables that are named in the report even where only the chart's defaults decide them.
const NAMED: [&str; 5] =
    ["KONG_PROXY_LISTEN", "KONG_STREAM_LISTEN", "KONG_PORT_MAPS", "KONG_ROUTER_FLAVOR", "CONTROLLER_PUBLISH_SERVICE"];

/// What the chart renders, for the stages that read environments and objects.
#[derive(Clone, Debug, Default)]
pub struct Fed {
    /// The variables of Kong and of the controller; names have a rule as place, values the user's spans.
    pub environment: Environment<'static>,
    services: Vec<Node<'static>>,
    /// The values; `None` for an empty pane and for a chart that Helm does not render.
    span: Option<Span>,
}

/// Renders the values of the Helm pane; an empty pane gives nothing.
///
/// May add `helm-error`, and the problems of YAML.
pub fn feed(sources: &Sources<'_>, release: Release<'_>, problems: &mut Vec<Diagnostic>) -> Fed {
    let mut fed = Fed::default();
    for (file, source) in sources.of(Pane::HelmValues) {
        let whole = Span::new(file, 0, 0);
        let before = problems.len();
        let values = read(file, source.name, source.text, problems);
        if values.is_err() && problems.len() > before {
            // The reader has said it already.
            continue;
        }
        let rendered = values.and_then(|values| {
            let Some(values) = values else { return Ok(None) };
            let rendered = render(Some(&values), file, release)?;
            Ok(Some((values.span().unwrap_or(whole), rendered)))
        });
        match rendered {
            Ok(None) => {}
            Ok(Some((span, rendered))) => fed.take(rendered, span.at_start()),
            Err(error) => problems.push(catalog::not_rendered(span_of(&error, whole), &error.message)),
        }
    }
    fed
}

fn span_of(error: &ChartError, whole: Span) -> Span {
    error.place.and_then(Place::span).unwrap_or(whole)
}

impl Fed {
    fn take(&mut self, rendered: Rendered, span: Span) {
        let environments = [rendered.env, rendered.controller_env].into_iter().flatten();
        for variables in environments {
            self.environment.entries.extend(assignments(&variables));
        }
        self.environment.entries.extend(rendered.controller_args.iter().flat_map(Node::items).filter_map(flag));
        self.services.extend([rendered.service, rendered.udp_service].into_iter().flatten());
        self.span = Some(span);
    }

    /// Adds the Services that the manifests do not have, and names all that was taken.
    ///
    /// `environment` is what the environment pane says. May add `helm-used`.
    pub fn add_to<'a>(
        self,
        objects: &mut Vec<Object<'a>>,
        environment: &Environment<'_>,
        namespace: &'a str,
        sources: &Sources<'a>,
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<Assumed> {
        let Some(span) = self.span else { return Vec::new() };
        let mut assumed = variables(&self.environment, environment, sources);
        for node in self.services {
            let document = Document { node: Some(node), span, index: u32::MAX, error: None };
            let loaded = load::load(vec![document], Stored::AsPasted, KicVersion::default(), namespace, problems);
            for service in loaded.objects {
                let is_there = |object: &Object<'_>| object.kind() == Kind::Service && object.key() == service.key();
                if objects.iter().any(is_there) {
                    continue;
                }
                let key = service.key();
                assumed.push(Assumed {
                    what: format!("the Service `{key}` is the one that chart `kong` renders from the Helm values"),
                    explicit: crate::yaml::emit_like_kubernetes(&crate::yaml::to_json(&service.node)),
                    pane: Pane::Manifests,
                    fix: None,
                });
                objects.push(service);
            }
        }
        if !assumed.is_empty() {
            let taken: Vec<&str> = assumed.iter().filter_map(|assumed| assumed.what.split('`').nth(1)).collect();
            let taken: Vec<String> = taken.iter().map(|name| format!("`{name}`")).collect();
            problems.push(catalog::used(span, &taken.join(", ")));
        }
        assumed
    }
}

/// The variables whose value the chart knows.
fn assignments(variables: &Variables) -> Vec<Assignment<'static>> {
    variables
        .iter()
        .filter_map(|(name, variable)| {
            let name = Placed::new(Cow::Owned(name.clone()), Place::Rule(VARIABLE));
            Some(Assignment { name, value: variable.env_value()?, line: None })
        })
        .collect()
}

/// A flag of the controller as the assignment of its variable: flags win over variables.
fn flag(arg: &Node<'_>) -> Option<Assignment<'static>> {
    let (name, value) = arg.text()?.strip_prefix("--")?.split_once('=')?;
    let variable = variable_of_flag(name)?;
    let name = Placed::new(Cow::Owned(variable), Place::Rule(VARIABLE));
    Some(Assignment { name, value: EnvValue::opaque(value.to_owned(), arg.place), line: None })
}

/// The variables that the environment pane does not set and that matter: the named ones, and those that the user wrote.
fn variables(rendered: &Environment<'_>, environment: &Environment<'_>, sources: &Sources<'_>) -> Vec<Assumed> {
    let mut assumed: Vec<Assumed> = Vec::new();
    for entry in &rendered.entries {
        let name = entry.name.value.as_ref();
        let holds = rendered.get(name).is_some_and(|last| std::ptr::eq(last, entry));
        let matters = NAMED.contains(&name) || entry.value.whole().span().is_some();
        if !holds || !matters || environment.get(name).is_some() {
            continue;
        }
        let value = entry.value.text();
        let explicit = format!("{name}={value}");
        let edit = edits::append_variable(sources, name, value);
        assumed.push(Assumed {
            what: format!("`{name}` is `{value}`: chart `kong` renders it from the Helm values"),
            fix: edit.map(|edit| Fix { title: format!("Set `{name}` in the environment"), edits: vec![edit] }),
            explicit,
            pane: Pane::Environment,
        });
    }
    assumed
}
