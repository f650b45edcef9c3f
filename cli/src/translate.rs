//! `kicplay translate`.

use std::io::{self, Write};
use std::path::PathBuf;

use kic_core::diagnostic::Severity;
use kic_core::export::{deck, values};
use kic_core::k8s::load::Stored;
use kic_core::report::Report;
use kic_core::settings::{KicVersion, KongVersion};
use kic_core::text::{Pane, SourceFile, Sources};
use kic_core::{Assume, Input, Options, Verdicts, wire, yaml};
use serde_json::{Value, json};

use crate::args::{Format, Output, RunArguments, TranslateArguments};
use crate::checkout::Checkout;
use crate::files::{self, UsageError};
use crate::print::Outcome;
use crate::{github, sarif, text};

/// Reads the inputs, runs the core, prints what is asked for.
///
/// # Errors
/// An unreadable file, an unknown version, or a format that the output does not have.
pub fn run(arguments: &TranslateArguments) -> Result<Outcome, UsageError> {
    let texts = Texts::read(arguments)?;
    let sources = texts.sources();
    let options = options(arguments)?;
    let report = kic_core::translate(&Input { sources: sources.clone(), options });
    let failed = arguments.strict && report.problems.iter().any(|problem| problem.severity() == Severity::Error);
    // Lines, columns and origins are made only where they are printed.
    let on_wire = || wire::report(&report, &sources);
    let screen = || arguments.color.screen();
    let data = |value: &Value| print(value, arguments.format);
    let text = match (arguments.output, arguments.format) {
        (Output::Report, Format::Text) => text::report(&report, &sources, screen()),
        (Output::Problems, Format::Text) => text::problems(&report, &sources, screen()),
        (Output::Report | Output::Problems, Format::Sarif) => {
            let log = sarif::log(&on_wire(), &texts.files(), &Checkout::here());
            serde_json::to_string_pretty(&log).unwrap_or_default()
        }
        (Output::Report | Output::Problems, Format::Github) => {
            github::commands(&on_wire().problems, &texts.files(), &Checkout::here())
        }
        (Output::Report, _) => data(&serde_json::to_value(on_wire()).unwrap_or_default())?,
        (Output::Problems, _) => data(&serde_json::to_value(on_wire().problems).unwrap_or_default())?,
        (Output::Config, _) => data(&config(&report))?,
        (Output::Status, _) => data(&wire::value(&report.status))?,
        (Output::All, _) => data(&all(&on_wire()))?,
        (Output::Deck, _) => data(&told(deck::file(&report.config.as_ref().map_or(Value::Null, wire::value))))?,
        (Output::HelmValues, _) => {
            let environment = texts.of(Pane::Environment);
            data(&told(values::patch(&environment, options.kong.unwrap_or_default(), &on_wire())))?
        }
    };
    Ok(Outcome { text, failed })
}

/// A file, whose notes are said on standard error.
fn told((file, notes): (Value, Vec<String>)) -> Value {
    let mut out = io::stderr().lock();
    for note in notes {
        // The file is what was asked for; nothing is lost where standard error is closed.
        let _ = writeln!(out, "kicplay: {note}");
    }
    file
}

/// The configuration; where a program does not start, who refuses and why stand in its place.
fn config(report: &Report) -> Value {
    match &report.does_not_start {
        Some(error) => {
            json!({ "does_not_start": { "who": error.who.name(), "error": error.error }, "config": null })
        }
        None => report.config.as_ref().map_or(Value::Null, wire::value),
    }
}

/// Everything, in the shape of DESIGN.md section 4.
fn all(report: &wire::Report) -> Value {
    let mut all = json!({
        "config": report.config,
        "status": report.status,
        "events": report.events,
        "webhook": report.webhook,
        "left_out": report.left_out,
        "problems": report.problems,
        "objects": report.objects,
        "variables": report.variables,
    });
    if let (Some(error), Some(fields)) = (&report.does_not_start, all.as_object_mut()) {
        fields.insert("does_not_start".to_owned(), json!(error));
    }
    if let (Some(run), Some(fields)) = (&report.as_if_accepted, all.as_object_mut()) {
        fields.insert("as_if_accepted".to_owned(), json!(run));
    }
    all
}

/// Values as JSON or YAML.
///
/// # Errors
/// A format that is for problems alone.
pub(crate) fn print(value: &Value, format: Format) -> Result<String, UsageError> {
    match format {
        Format::Json => Ok(serde_json::to_string_pretty(value).unwrap_or_default()),
        Format::Text | Format::Yaml => Ok(yaml::emit_like_kubernetes(value)),
        Format::Sarif | Format::Github => Err(UsageError(
            "--format sarif and --format github print problems: use `kicplay translate` with --output problems or report"
                .to_owned(),
        )),
    }
}

/// # Errors
/// An unknown version.
pub(crate) fn options(arguments: &TranslateArguments) -> Result<Options<'_>, UsageError> {
    Ok(Options {
        kic: release("--kic-version", &arguments.kic_version)?,
        kong: kong("--kong-version", arguments.kong_version.as_deref())?,
        router_flavor: arguments.router_flavor.as_deref(),
        verdicts: verdicts(arguments),
        ..surroundings(&arguments.run)
    })
}

/// The options that need no version; of the versions the defaults.
pub(crate) fn surroundings(run: &RunArguments) -> Options<'_> {
    Options {
        release: &run.release,
        namespace: &run.namespace,
        stored: if run.as_stored { Stored::AsStored } else { Stored::AsPasted },
        assume: if run.assume { Assume::Missing } else { Assume::Nothing },
        now: run.now.or_else(clock),
        ..Options::default()
    }
}

/// The release of the controller that an option names: `3.5.13`, or `3.5` for the newest of its line.
///
/// # Errors
/// A release that is not modelled.
pub(crate) fn release(option: &str, text: &str) -> Result<KicVersion, UsageError> {
    KicVersion::parse(text).ok_or_else(|| {
        let known: Vec<String> = KicVersion::newest().map(|version| version.to_string()).collect();
        UsageError(format!("{option} {text}: modelled are {} and their earlier patches", known.join(", ")))
    })
}

/// The version of Kong that an option names.
///
/// # Errors
/// What is no version.
pub(crate) fn kong(option: &str, text: Option<&str>) -> Result<Option<KongVersion>, UsageError> {
    let Some(text) = text else { return Ok(None) };
    match KongVersion::parse(text) {
        Some(version) => Ok(Some(version)),
        None => Err(UsageError(format!("{option} {text}: write it as 3.9 or 3.9.1"))),
    }
}

/// Verdicts of fields only where they are printed.
fn verdicts(arguments: &TranslateArguments) -> Verdicts {
    match (arguments.output, arguments.format) {
        (Output::All, _) | (Output::Report, Format::Json | Format::Yaml) => Verdicts::Fields,
        _ => Verdicts::Objects,
    }
}

/// Seconds since 1970 by this machine's clock.
pub(crate) fn clock() -> Option<i64> {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs()).ok()
}

/// The texts of all files with their names.
pub(crate) struct Texts(Vec<(String, Pane, String)>);

impl Texts {
    pub(crate) fn read(arguments: &TranslateArguments) -> Result<Self, UsageError> {
        if let Some(link) = &arguments.link {
            return crate::link::texts(link).map(Self);
        }
        let RunArguments { env, replica_env, values, .. } = &arguments.run;
        Self::from_files(&arguments.files, env.as_ref(), replica_env, values.as_ref())
    }

    pub(crate) fn from_files(
        manifests: &[PathBuf],
        environment: Option<&PathBuf>,
        replica_environments: &[PathBuf],
        values: Option<&PathBuf>,
    ) -> Result<Self, UsageError> {
        let manifests = manifests.iter().map(|path| (path, Pane::Manifests));
        let environment = environment.into_iter().map(|path| (path, Pane::Environment));
        let replicas = replica_environments.iter().map(|path| (path, Pane::ReplicaEnvironment));
        let values = values.into_iter().map(|path| (path, Pane::HelmValues));
        manifests
            .chain(environment)
            .chain(replicas)
            .chain(values)
            .map(|(path, pane)| Ok((path.display().to_string(), pane, files::read(path)?)))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The names of the files; standard input is none.
    fn files(&self) -> Vec<&str> {
        self.0.iter().map(|(name, ..)| name.as_str()).filter(|name| *name != "-").collect()
    }

    /// The texts of a pane as one.
    pub(crate) fn of(&self, pane: Pane) -> String {
        let mut joined = String::new();
        for (.., text) in self.0.iter().filter(|(_, own, _)| *own == pane) {
            if !joined.is_empty() {
                joined.push_str(if joined.ends_with('\n') { "" } else { "\n" });
                joined.push_str(if pane == Pane::Manifests { "---\n" } else { "" });
            }
            joined.push_str(text);
        }
        joined
    }

    pub(crate) fn sources(&self) -> Sources<'_> {
        Sources::new(self.0.iter().map(|(name, pane, text)| SourceFile { name, pane: *pane, text }))
    }
}
