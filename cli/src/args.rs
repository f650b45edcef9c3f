//! The command line (DESIGN.md section 4).

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::color::ColorChoice;

/// What Kong Ingress Controller makes of manifests, environment and Helm values; nothing leaves this machine.
#[derive(Debug, Parser)]
#[command(name = "kicplay", version, arg_required_else_help = true)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Translate manifests: configuration, statuses, problems
    Translate(TranslateArguments),
    /// Say what differs between two releases, versions of Kong, router flavors, or sets of files
    Diff(DiffArguments),
    /// Say what Kong makes of a listen value
    Listens(ListensArguments),
    /// Say what the Helm chart renders
    Helm(HelmArguments),
    /// Say what the API server says to objects of custom resources
    Admit(AdmitArguments),
    /// Say what becomes of a request
    Request(RequestArguments),
    /// Say what Kong's router makes of routes and a request
    Route(RouteArguments),
    /// Print the page of a problem code, or what an annotation, label or feature gate does
    Explain(ExplainArguments),
    /// Make a share link, or read one
    Link(LinkArguments),
    /// Write a report for an issue: the problem, the smallest input that shows it, statuses, versions, a link
    Issue(IssueArguments),
}

/// What a run takes beside the manifests and the versions.
#[derive(Debug, Args)]
pub struct RunArguments {
    /// Environment of Kong and of the controller
    #[arg(long, value_name = "FILE")]
    pub env: Option<PathBuf>,
    /// Environment of a further Kong replica; may be repeated
    #[arg(long, value_name = "FILE")]
    pub replica_env: Vec<PathBuf>,
    /// Values of the Helm chart
    #[arg(long, value_name = "FILE")]
    pub values: Option<PathBuf>,
    /// Name of the Helm release
    #[arg(long, value_name = "NAME", default_value = "kong")]
    pub release: String,
    /// Namespace of objects without one
    #[arg(long, value_name = "NS", default_value = "default")]
    pub namespace: String,
    /// The documents are the controller's cache as it stands: no defaults, no admission, no status
    #[arg(long)]
    pub as_stored: bool,
    /// Assume what is missing, and name each assumption
    #[arg(long)]
    pub assume: bool,
    /// The time that certificates are judged by, for example 2026-11-24 or 2026-11-24T08:30:00Z; without it the clock's
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub now: Option<i64>,
}

/// Inputs and output of `kicplay translate`.
#[derive(Debug, Args)]
pub struct TranslateArguments {
    /// Manifests, YAML or JSON; `-` reads standard input; may be repeated
    #[arg(short = 'f', long = "file", value_name = "MANIFESTS", required_unless_present = "link", num_args = 1..)]
    pub files: Vec<PathBuf>,
    /// The texts, versions and assumptions of a share link; it is read here and sent nowhere
    #[arg(long, value_name = "URL", conflicts_with_all = ["files", "env", "values", "as_stored"])]
    pub link: Option<String>,
    /// What goes in beside the manifests
    #[command(flatten)]
    pub run: RunArguments,
    /// Release of the controller
    #[arg(long, value_name = "VERSION", default_value = "3.5.13")]
    pub kic_version: String,
    /// Version of Kong Gateway; wins over KONG_VERSION
    #[arg(long, value_name = "VERSION")]
    pub kong_version: Option<String>,
    /// Router flavor; wins over KONG_ROUTER_FLAVOR
    #[arg(long, value_name = "FLAVOR", value_parser = FLAVORS)]
    pub router_flavor: Option<String>,
    /// Exit with status 1 when there is an error
    #[arg(long)]
    pub strict: bool,
    /// What to print
    #[arg(long, value_enum, default_value_t = Output::Report)]
    pub output: Output,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Whether the text has colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = ColorChoice::Auto)]
    pub color: ColorChoice,
}

/// Kong's router flavors.
const FLAVORS: [&str; 3] = ["traditional", "traditional_compatible", "expressions"];

/// What `kicplay translate` prints.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Output {
    /// The verdict, the listeners and the problems, for people
    Report,
    /// What the controller puts into the DB-less payload
    Config,
    /// The statuses of all objects
    Status,
    /// All problems
    Problems,
    /// Everything in one object
    All,
    /// The configuration in decK's format
    Deck,
    /// The environment as values of the chart `kong`
    HelmValues,
}

/// Inputs and output of `kicplay diff`.
#[derive(Debug, Args)]
pub struct DiffArguments {
    /// Manifests, YAML or JSON; `-` reads standard input; may be repeated
    #[arg(short = 'f', long = "file", value_name = "MANIFESTS", required = true, num_args = 1..)]
    pub files: Vec<PathBuf>,
    /// What goes in beside the manifests
    #[command(flatten)]
    pub run: RunArguments,
    /// Release of the controller before; without it as after
    #[arg(long, value_name = "VERSION")]
    pub from: Option<String>,
    /// Release of the controller after; a line such as 3.5 is its newest release
    #[arg(long, value_name = "VERSION", default_value = "3.5.13")]
    pub to: String,
    /// Version of Kong Gateway before; without it as after
    #[arg(long, value_name = "VERSION")]
    pub from_kong: Option<String>,
    /// Version of Kong Gateway after; wins over KONG_VERSION
    #[arg(long, value_name = "VERSION")]
    pub to_kong: Option<String>,
    /// Router flavor before; without it as after
    #[arg(long, value_name = "FLAVOR", value_parser = FLAVORS)]
    pub from_flavor: Option<String>,
    /// Router flavor after; wins over KONG_ROUTER_FLAVOR
    #[arg(long, value_name = "FLAVOR", value_parser = FLAVORS)]
    pub to_flavor: Option<String>,
    /// Manifests before, where they are others; may be repeated
    #[arg(long, value_name = "MANIFESTS", num_args = 1..)]
    pub before: Vec<PathBuf>,
    /// Environment before, where it is another one
    #[arg(long, value_name = "FILE")]
    pub before_env: Option<PathBuf>,
    /// Values of the Helm chart before, where they are others
    #[arg(long, value_name = "FILE")]
    pub before_values: Option<PathBuf>,
    /// Exit with status 1 when something gets worse
    #[arg(long)]
    pub strict: bool,
    /// Do not look for the rules that made the differences
    #[arg(long)]
    pub no_rules: bool,
    /// How to print it
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub format: DiffFormat,
    /// Whether the text has colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = ColorChoice::Auto)]
    pub color: ColorChoice,
}

/// How `kicplay diff` prints.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum DiffFormat {
    /// For people
    Text,
    /// YAML
    Yaml,
    /// JSON
    Json,
}

/// How `kicplay` prints.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// YAML
    Yaml,
    /// JSON
    Json,
    /// Problems as SARIF 2.1.0, for code scanning; with `--output report` or `problems`
    Sarif,
    /// Problems as annotations of GitHub Actions; with `--output report` or `problems`
    Github,
}

/// Input of `kicplay listens`.
#[derive(Debug, Args)]
pub struct ListensArguments {
    /// Which setting the value is of
    #[arg(long, value_name = "SETTING", required_unless_present = "lines")]
    pub setting: Option<String>,
    /// Read one JSON object a line from standard input and print one a line
    #[arg(long, conflicts_with = "setting")]
    pub lines: bool,
    /// The value, as in the environment
    #[arg(required_unless_present = "lines", allow_hyphen_values = true)]
    pub value: Option<String>,
}

/// Input of `kicplay helm`.
#[derive(Debug, Args)]
pub struct HelmArguments {
    /// Values of the Helm chart; `-` reads standard input
    #[arg(short = 'f', long = "file", value_name = "VALUES")]
    pub file: PathBuf,
    /// Name of the Helm release
    #[arg(long, value_name = "NAME", default_value = "kong")]
    pub release: String,
    /// Namespace of the Helm release
    #[arg(long, value_name = "NS", default_value = "default")]
    pub namespace: String,
}

/// Input of `kicplay admit`.
#[derive(Debug, Args)]
pub struct AdmitArguments {
    /// Read one JSON object a line from standard input, with `kind` and `manifest`, and print one a line
    #[arg(long, required = true)]
    pub lines: bool,
}

/// Input of `kicplay route`.
#[derive(Debug, Args)]
pub struct RouteArguments {
    /// Read one JSON object a line from standard input and print one a line
    #[arg(long, required = true)]
    pub lines: bool,
}

/// Inputs of `kicplay request`: those of `translate`, and what is asked.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["line", "table", "derived"]))]
pub struct RequestArguments {
    /// The inputs
    #[command(flatten)]
    pub inputs: TranslateArguments,
    /// The request, as for curl: `GET https://kong.example.com:443/path`
    #[arg(value_name = "REQUEST")]
    pub line: Option<String>,
    /// A header: 'name: value'; may be repeated
    #[arg(short = 'H', long = "header", value_name = "HEADER", requires = "line")]
    pub headers: Vec<String>,
    /// The server name of the TLS handshake, where it is not the host of the URL
    #[arg(long, value_name = "NAME", requires = "line")]
    pub sni: Option<String>,
    /// The address of the client
    #[arg(long, value_name = "IP", requires = "line")]
    pub client_ip: Option<String>,
    /// A connection without HTTP: tcp, tls or udp
    #[arg(long, value_name = "PROTOCOL", requires = "line")]
    pub protocol: Option<String>,
    /// Send the requests of a file, a list of {request, expect} in YAML; exit with 1 on a difference
    #[arg(long, value_name = "FILE")]
    pub table: Option<PathBuf>,
    /// Send requests that are made from the routes; with --strict exit with 1 where a route is never reached
    #[arg(long)]
    pub derived: bool,
}

/// Inputs of `kicplay link`.
#[derive(Debug, Args)]
pub struct LinkArguments {
    /// Manifests, YAML or JSON; `-` reads standard input; may be repeated
    #[arg(short = 'f', long = "file", value_name = "MANIFESTS", required_unless_present = "read", num_args = 1..)]
    pub files: Vec<PathBuf>,
    /// Environment of Kong and of the controller
    #[arg(long, value_name = "FILE")]
    pub env: Option<PathBuf>,
    /// Values of the Helm chart
    #[arg(long, value_name = "FILE")]
    pub values: Option<PathBuf>,
    /// Release of the controller
    #[arg(long, value_name = "VERSION")]
    pub kic_version: Option<String>,
    /// Version of Kong Gateway
    #[arg(long, value_name = "VERSION")]
    pub kong_version: Option<String>,
    /// Router flavor; wins over the environment
    #[arg(long, value_name = "FLAVOR", value_parser = FLAVORS)]
    pub router_flavor: Option<String>,
    /// A request that the page sends, as for curl
    #[arg(long, value_name = "REQUEST")]
    pub request: Option<String>,
    /// The output that the page opens: listeners, status, config, annotations, problems, request
    #[arg(long, value_name = "NAME")]
    pub tab: Option<String>,
    /// Where the playground is; without it only the fragment is printed
    #[arg(long, value_name = "URL")]
    pub base: Option<String>,
    /// Put the values of Secrets, private keys and passwords into the link
    #[arg(long)]
    pub with_secrets: bool,
    /// Print what a link holds, as JSON
    #[arg(long, value_name = "URL", conflicts_with_all = ["files", "env", "values", "base", "with_secrets"])]
    pub read: Option<String>,
}

/// Inputs of `kicplay issue`: those of `translate`, and what the issue is about.
#[derive(Debug, Args)]
pub struct IssueArguments {
    /// The inputs
    #[command(flatten)]
    pub inputs: TranslateArguments,
    /// Code of the problem; without it the first error, and where there is none the whole input
    #[arg(long, value_name = "CODE")]
    pub problem: Option<String>,
    /// Object of the problem, where several have the code: 'Gateway default/kong'
    #[arg(long, value_name = "OBJECT", requires = "problem")]
    pub object: Option<String>,
    /// Where the playground is, for a link
    #[arg(long, value_name = "URL")]
    pub base: Option<String>,
}

/// Input of `kicplay explain`.
#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// A problem code (`listener-port-unavailable`), annotation or label (`konghq.com/strip-path`, `strip-path`), or
    /// feature gate (`RewriteURIs`); without it all of them are listed
    #[arg(value_name = "WORD")]
    pub word: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ExplainFormat::Text)]
    pub format: ExplainFormat,
}

/// How `kicplay explain` prints.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum ExplainFormat {
    /// For people, in 80 columns
    Text,
    /// JSON; its sections are HTML
    Json,
    /// Markdown
    Markdown,
}

/// Seconds since 1970.
fn time(text: &str) -> Result<i64, String> {
    kic_core::time::parse(text).ok_or_else(|| "write it as 2026-11-24 or 2026-11-24T08:30:00Z".to_owned())
}
