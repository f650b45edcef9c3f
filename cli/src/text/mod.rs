//! The report for people: the verdict, the listeners, and the problems with the lines that they are about.
//!
//! It is made of the core's own report, because it draws from byte spans; only what it prints is looked up.

mod differences;
mod excerpt;
mod listeners;
mod problems;
mod screen;
mod suggestion;

use std::fmt::Write;

use kic_core::diagnostic::Severity;
use kic_core::report::Report;
use kic_core::settings::Program;
use kic_core::text::Sources;

pub use differences::comparison;
pub use screen::Screen;

/// The verdict line, what keeps a program from starting, the listeners as a table, what is assumed, and all problems.
/// `sources` are those of the run.
pub fn report(report: &Report, sources: &Sources<'_>, screen: Screen) -> String {
    let mut out = verdict(report, screen);
    out.push('\n');
    if let Some(error) = &report.does_not_start {
        let _ = writeln!(out, "\n{} says:", subject(error.who));
        for line in clean(error.error.trim_end()).lines() {
            let _ = writeln!(out, "  {line}");
        }
    }
    let refusal = report.does_not_start.as_ref().map(|error| error.error.as_str());
    out.push_str(&listeners::table(&report.listeners, refusal, screen));
    if !report.assumed.is_empty() {
        let _ = writeln!(out, "\n{}", screen.strong("Assumed, because the input does not say it"));
    }
    for assumed in &report.assumed {
        let _ = writeln!(out, "  - {}", clean(&assumed.what));
    }
    out.push_str(&problems::all(&report.problems, sources, screen));
    out
}

/// All problems by file, severity and place, and a line that counts them.
pub fn problems(report: &Report, sources: &Sources<'_>, screen: Screen) -> String {
    let drawn = problems::all(&report.problems, sources, screen);
    let counts = problems::counts(report.problems.iter(), screen);
    match drawn.trim_start_matches('\n') {
        "" => "no problems\n".to_owned(),
        drawn => format!("{drawn}\n{counts}\n"),
    }
}

/// The line of verdict, in the words of the page.
fn verdict(report: &Report, screen: Screen) -> String {
    let ready = report.listeners.iter().filter(|listener| listener.ready).count();
    let lead = match (&report.does_not_start, report.listeners.len()) {
        (Some(error), _) => format!("{} does not start", subject(error.who)),
        (None, 0) => "No listener".to_owned(),
        (None, all) => format!("{ready} of {} ready", count(all, "listener")),
    };
    let of = |severity| report.problems.iter().filter(|problem| problem.severity() == severity).count();
    let errors = screen.severity(Severity::Error, of(Severity::Error), "error");
    let warnings = screen.severity(Severity::Warning, of(Severity::Warning), "warning");
    format!("{} · {errors} · {warnings}", screen.strong(&lead))
}

/// Who does not start, at the head of a sentence.
fn subject(who: Program) -> &'static str {
    match who {
        Program::Kong => "Kong",
        Program::Controller => "The controller",
    }
}

/// `1 error`, `2 errors`.
fn count(number: usize, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}

/// A text out of the input, with signs for the characters that would steer a terminal.
fn clean(text: &str) -> String {
    annotate_snippets::normalize_untrusted_str(text)
}
