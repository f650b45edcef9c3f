//! The contract of `request`: a question about requests, and the answer.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::compare::{Against, Comparison};
use super::convert::{self, Places};
use super::input::Input;
use super::run::{Run, Sections};
use super::{Origin, Report};
use crate::request::{self, Client, Losers, Proxy, derive, table};
use crate::text::Sources;
use crate::{report, yaml};

/// What is asked beside a report. Missing fields ask for nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Question {
    /// One request, as for curl: `GET https://example.com/path -H 'name: value'`.
    pub line: String,
    /// Requests that are made from the routes.
    pub derived: bool,
    /// Many requests with what is expected of them: YAML, a list of `{request, expect}`.
    pub table: String,
    /// Another state, to tell what differs from it.
    pub against: Option<Against>,
}

/// The answer to a [`Question`].
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Asked {
    /// What becomes of the request; null without one.
    pub decision: Option<Decision>,
    /// What is wrong with the line; null where it is a request.
    pub error: Option<LineError>,
    /// Requests made from the routes.
    pub derived: Vec<Derived>,
    /// Routes of which no request could be made.
    pub not_made: Vec<NotMade>,
    /// Routes in whose place others answer.
    pub shadows: Vec<Shadow>,
    /// The rows of the table.
    pub table: Vec<Row>,
    /// Why the table is none; null where it is one.
    pub table_error: Option<String>,
    /// What differs from the other state; null where none is asked about.
    #[serde(default)]
    pub comparison: Option<Comparison>,
}

/// A line that is no request.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LineError {
    /// What is wrong and what to write instead.
    pub message: String,
    /// First UTF-16 unit of the line that it is about.
    pub from: usize,
    /// One past the last unit.
    pub to: usize,
}

/// What becomes of a request.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Decision {
    /// The request as it was understood, as a line.
    pub request: String,
    /// `refused`, `closed`, `answered`, `forwarded`, `undecided`.
    pub outcome: String,
    /// The end in one sentence.
    pub summary: String,
    /// The stations in the order of the way.
    pub steps: Vec<Step>,
    /// The server name whose certificate is served; null for Kong's own, and without TLS.
    pub certificate: Option<String>,
    /// The route that wins.
    pub route: Option<Route>,
    /// The routes that lost.
    pub lost: Vec<Lost>,
    /// The plugins in the order in which they run.
    pub plugins: Vec<Plugin>,
    /// The consumer that a plugin found.
    pub consumer: Option<String>,
    /// Targets with shares.
    pub targets: Vec<Target>,
    /// What an upstream gets.
    pub upstream: Option<Sent>,
    /// What Kong answers itself.
    pub answer: Option<Answer>,
}

/// What happens at a station.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Step {
    /// `service`, `listen`, `tls`, `route`, `protocol`, `plugins`, `balancer`, `upstream`.
    pub station: String,
    /// `ok`, `warning`, `end`.
    pub state: String,
    /// What happens.
    pub text: String,
    /// The reason, or what to do.
    pub why: Option<String>,
    /// JSON pointer to the entity in `{"config": …}`.
    pub pointer: Option<String>,
    /// Inputs that decide it.
    pub origins: Vec<Origin>,
}

/// A route of the configuration.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Route {
    /// Its name.
    pub name: String,
    /// Its service's name.
    pub service: String,
    /// JSON pointer in `{"config": …}`.
    pub pointer: String,
    /// The object that it comes from: `HTTPRoute default/api`.
    pub object: Option<String>,
}

/// A route that lost.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Lost {
    /// Which one.
    pub route: Route,
    /// The paths of the part that lost.
    pub paths: Option<String>,
    /// It fits as well.
    pub fits: bool,
    /// Why it lost.
    pub why: String,
}

/// A plugin on the way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Plugin {
    /// Its name.
    pub name: String,
    /// Its priority; null for one that Kong does not bring.
    pub priority: Option<i64>,
    /// `route`, `service`, `consumer`, combinations with `and`, or `global`.
    pub scope: String,
    /// `runs`, `passes`, `changes`, `answers`, `not-reached`.
    pub effect: String,
    /// The same in words.
    pub text: String,
    /// JSON pointer in `{"config": …}`.
    pub pointer: String,
}

/// A target with its part of the requests.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Target {
    /// Address and port.
    pub target: String,
    /// Its weight.
    pub weight: i64,
    /// From 0 to 1.
    pub share: f64,
    /// JSON pointer in `{"config": …}`; null for a name that is looked up.
    pub pointer: Option<String>,
}

/// What an upstream gets.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sent {
    /// Scheme, address, path and query.
    pub url: String,
    /// Path and query.
    pub target: String,
    /// The Host header, or the server name of a TLS connection.
    pub host: Option<String>,
    /// The method; empty for connections.
    pub method: String,
    /// Headers without Host.
    pub headers: Vec<(String, String)>,
}

/// What Kong answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// The status.
    pub status: i64,
    /// The message of the body.
    pub message: Option<String>,
    /// Headers that matter.
    pub headers: Vec<(String, String)>,
}

/// A request made from a route.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Derived {
    /// The route.
    pub route: Route,
    /// The request as a line.
    pub line: String,
    /// `match`, `other-host`, `other-path`, `other-method`.
    pub purpose: String,
    /// It reaches the route.
    pub reaches: bool,
    /// The route that it reaches instead; null for its own and for none.
    pub other: Option<Route>,
    /// The outcome where it reaches no route.
    pub outcome: Option<String>,
}

/// A route of which no request could be made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NotMade {
    /// The route.
    pub route: Route,
    /// Why not.
    pub why: String,
}

/// A route in whose place another one answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Shadow {
    /// The route that loses.
    pub route: Route,
    /// The route that wins.
    pub by: Route,
    /// A request that fits both.
    pub request: String,
    /// Nothing that was tried reaches the route.
    pub whole: bool,
}

/// A row of a table.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Row {
    /// From 1.
    pub number: usize,
    /// The request as it is written.
    pub request: String,
    /// All is as expected.
    pub ok: bool,
    /// What became of it.
    pub decision: Option<Decision>,
    /// What is not as expected.
    pub differences: Vec<Difference>,
}

/// Something that is not as expected.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Difference {
    /// The field.
    pub field: String,
    /// What the table says.
    pub expected: Value,
    /// What was found.
    pub found: Value,
}

/// Runs the core on an input, and answers a question to what comes out.
pub fn ask(input: &Input, question: &Question) -> (Report, Asked) {
    let run = Run::new(input.clone());
    (run.report(Sections::ALL), run.asked(question))
}

/// The answer to a question about requests to the report of a run with these sources.
pub fn asked(report: &report::Report, sources: &Sources<'_>, question: &Question) -> Asked {
    let mut asked = Asked::default();
    let client = match question.line.trim() {
        "" => None,
        line => match Client::parse(line) {
            Ok(client) => Some(client),
            Err(error) => {
                asked.error = Some(line_error(line, error));
                None
            }
        },
    };
    let (Some(config), Some(entrance)) = (report.config.as_ref().map(convert::value), &report.entrance) else {
        asked.decision = client.map(|client| no_start(&client, report));
        return asked;
    };
    let proxy = Proxy::new(&config, entrance);
    let places = Places::new(sources);
    asked.decision = client.map(|client| decision(proxy.send(&client, Losers::Named), &places));
    if question.derived {
        let requests = derive::requests(&proxy);
        asked.shadows = requests.shadows().into_iter().map(shadow).collect();
        asked.derived = requests.made.into_iter().map(derived).collect();
        let not_made = requests.refused.into_iter().chain(requests.not_made);
        asked.not_made = not_made.map(|it| NotMade { route: route(it.route), why: it.why }).collect();
    }
    if !question.table.trim().is_empty() {
        match read_table(&question.table).and_then(|table| table::run(&proxy, &table)) {
            Ok(rows) => asked.table = rows.into_iter().map(|it| row(it, &places)).collect(),
            Err(error) => asked.table_error = Some(error),
        }
    }
    asked
}

/// A table of requests in YAML.
///
/// # Errors
/// The first thing that is wrong with it, with its line.
pub fn read_table(text: &str) -> Result<Value, String> {
    use crate::text::{LineIndex, Pane, SourceFile};
    let sources = Sources::new([SourceFile { name: "table", pane: Pane::Manifests, text }]);
    let mut problems = Vec::new();
    let documents: Vec<_> = sources
        .iter()
        .flat_map(|(file, source)| yaml::parse(file, source.text, &yaml::Limits::default(), &mut problems))
        .collect();
    if let Some(problem) = problems.first() {
        let line = LineIndex::new(text).position(problem.primary.start).line;
        return Err(format!("line {line}: {}", problem.message));
    }
    let mut rows = Vec::new();
    for document in &documents {
        match document.node.as_ref().map(yaml::to_json) {
            Some(Value::Array(items)) => rows.extend(items),
            Some(Value::Null) | None => {}
            Some(other) => rows.push(other),
        }
    }
    Ok(Value::Array(rows))
}

/// The answer where Kong or the controller does not start.
fn no_start(client: &Client, report: &report::Report) -> Decision {
    let (who, error) =
        report.does_not_start.as_ref().map_or(("Kong", ""), |error| (error.who.name(), error.error.trim_end()));
    let summary = format!("connection refused: {who} does not start: {error}");
    Decision {
        request: client.line(),
        outcome: request::Outcome::Refused.name().to_owned(),
        summary: summary.clone(),
        steps: vec![Step {
            station: request::Station::Listen.name().to_owned(),
            state: request::State::End.name().to_owned(),
            text: format!("{who} does not start"),
            why: Some(error.to_owned()),
            pointer: None,
            origins: Vec::new(),
        }],
        certificate: None,
        route: None,
        lost: Vec::new(),
        plugins: Vec::new(),
        consumer: None,
        targets: Vec::new(),
        upstream: None,
        answer: None,
    }
}

/// Bytes of the line become UTF-16 units.
fn line_error(line: &str, error: request::LineError) -> LineError {
    let units = |at: usize| line.get(..at).unwrap_or(line).encode_utf16().count();
    LineError { from: units(error.start), to: units(error.end), message: error.message }
}

/// A decision as it is printed and sent.
pub fn decision(decision: request::Decision, places: &Places<'_, '_>) -> Decision {
    Decision {
        request: decision.request,
        outcome: decision.outcome.name().to_owned(),
        summary: decision.summary,
        steps: decision.steps.into_iter().map(|it| step(it, places)).collect(),
        certificate: decision.certificate.and_then(|certificate| certificate.sni),
        route: decision.route.map(route),
        lost: decision.lost.into_iter().map(lost).collect(),
        plugins: decision.plugins.into_iter().map(plugin).collect(),
        consumer: decision.consumer,
        targets: decision.targets.into_iter().map(target).collect(),
        upstream: decision.upstream.map(sent),
        answer: decision.answer.map(answer),
    }
}

fn step(step: request::Step, places: &Places<'_, '_>) -> Step {
    Step {
        station: step.station.name().to_owned(),
        state: step.state.name().to_owned(),
        text: step.text,
        why: step.why,
        pointer: step.pointer,
        origins: step.places.iter().map(|place| places.origin(*place)).collect(),
    }
}

fn route(it: request::RouteAt) -> Route {
    let request::RouteAt { name, service, pointer, object } = it;
    Route { name, service, pointer, object }
}

fn lost(it: request::Lost) -> Lost {
    Lost { route: route(it.route), paths: it.paths, fits: it.fits, why: it.why }
}

fn plugin(it: request::PluginRun) -> Plugin {
    let request::PluginRun { name, priority, scope, effect, text, pointer } = it;
    Plugin { name, priority, scope, effect: effect.name().to_owned(), text, pointer }
}

fn target(it: request::Share) -> Target {
    let request::Share { target, weight, share, pointer } = it;
    Target { target, weight, share, pointer }
}

fn sent(it: request::Sent) -> Sent {
    let request::Sent { url, target, host, method, headers } = it;
    Sent { url, target, host, method, headers }
}

fn answer(it: request::Answer) -> Answer {
    let request::Answer { status, message, headers } = it;
    Answer { status, message, headers }
}

fn derived(it: derive::Derived) -> Derived {
    let (reaches, other, outcome) = match it.reach {
        derive::Reach::Own => (true, None, None),
        derive::Reach::Other(other) => (false, Some(route(other)), None),
        derive::Reach::None(outcome) => (false, None, Some(outcome.name().to_owned())),
    };
    let purpose = it.purpose.name().to_owned();
    Derived { route: route(it.route), line: it.client.line(), purpose, reaches, other, outcome }
}

fn shadow(it: request::Shadow) -> Shadow {
    Shadow { route: route(it.route), by: route(it.by), request: it.request, whole: it.whole }
}

fn row(it: table::Row, places: &Places<'_, '_>) -> Row {
    let differences = it.differences.into_iter();
    let differences: Vec<Difference> =
        differences.map(|table::Difference { field, expected, found }| Difference { field, expected, found }).collect();
    Row {
        number: it.number,
        request: it.request,
        ok: differences.is_empty(),
        decision: it.decision.map(|it| decision(it, places)),
        differences,
    }
}
