//! Problems as rustc shows its own: title, places with carets, help, the rule, and the edit that mends it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Level, Origin, Snippet};
use kic_core::diagnostic::{Diagnostic, Severity};
use kic_core::text::{FileId, Sources};

use super::excerpt::{Excerpt, Excerpts};
use super::{Screen, clean, suggestion};

/// All problems, each with an empty line before it. Where they are in several files, each file has a line of its own.
pub(super) fn all(problems: &[Diagnostic], sources: &Sources<'_>, screen: Screen) -> String {
    let excerpts = Excerpts::new(sources);
    let problems = by_place(problems);
    let files: Vec<&[&Diagnostic]> = problems.chunk_by(|one, next| one.primary.file == next.primary.file).collect();
    let mut out = String::new();
    for file in &files {
        if let (true, Some(excerpt)) = (files.len() > 1, file.first().and_then(|first| excerpts.of(first.primary.file)))
        {
            let name = screen.strong(&clean(excerpt.file.name));
            let _ = write!(out, "\n{name}: {}\n", counts(file.iter().copied(), screen));
        }
        for problem in *file {
            out.push('\n');
            out.push_str(&one(problem, &excerpts, screen));
        }
    }
    out
}

/// The problems in the order in which a reader meets them: by file, errors first, then by place.
fn by_place(problems: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut problems: Vec<&Diagnostic> = problems.iter().collect();
    problems.sort_by_key(|problem| (problem.primary.file, problem.severity(), problem.primary.start, problem.code));
    problems
}

/// `1 error · 2 warnings`; without severities of which there is none.
pub(super) fn counts<'r>(problems: impl Iterator<Item = &'r Diagnostic>, screen: Screen) -> String {
    let mut numbers: BTreeMap<Severity, usize> = BTreeMap::new();
    for problem in problems {
        *numbers.entry(problem.severity()).or_default() += 1;
    }
    let words: Vec<String> =
        numbers.iter().map(|(severity, number)| screen.severity(*severity, *number, severity.name())).collect();
    words.join(" · ")
}

/// One problem; ends with a newline.
fn one(problem: &Diagnostic, excerpts: &Excerpts<'_>, screen: Screen) -> String {
    let level = match problem.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let places = places(problem, excerpts);
    let note = |name: &'static str, text: String| Element::from(Level::NOTE.with_name(name).message(text));
    let mut notes: Vec<Element<'_>> = problem.help.iter().map(|help| Level::HELP.message(clean(help)).into()).collect();
    notes.push(note("source", clean(problem.source)));
    notes.push(note("explain", format!("kicplay explain {}", problem.code.as_str())));
    let title = level.primary_title(problem.message.as_str()).id(problem.code.as_str());
    let group = title.elements(places.iter().map(Place::element)).elements(notes);
    let mut out = screen.renderer().render(&[group]);
    out.push('\n');
    let last_line = places.iter().filter_map(Place::last_line).max().unwrap_or_default();
    out.push_str(&suggestion::draw(problem, excerpts, last_line, screen));
    out
}

/// The places of a problem in one file.
struct Place<'p, 'a> {
    excerpt: &'p Excerpt<'a>,
    marks: Vec<(Range<usize>, AnnotationKind, Option<&'p str>)>,
}

/// The file of the primary place first, then the others in the order of the labels.
fn places<'p, 'a>(problem: &'p Diagnostic, excerpts: &'p Excerpts<'a>) -> Vec<Place<'p, 'a>> {
    let primary = (problem.primary, AnnotationKind::Primary, None);
    let labels = problem.labels.iter().map(|label| (label.span, AnnotationKind::Context, Some(label.text.as_str())));
    let mut places: Vec<(FileId, Place<'p, 'a>)> = Vec::new();
    for (span, kind, text) in std::iter::once(primary).chain(labels) {
        let Some(excerpt) = excerpts.of(span.file) else { continue };
        let mark = (excerpt.range(span), kind, text);
        match places.iter_mut().find(|(file, _)| *file == span.file) {
            Some((_, place)) => place.marks.push(mark),
            None => places.push((span.file, Place { excerpt, marks: vec![mark] })),
        }
    }
    places.into_iter().map(|(_, place)| place).collect()
}

impl<'p> Place<'p, '_> {
    fn element(&self) -> Element<'p> {
        let file = self.excerpt.file;
        // A pane that was not given has no line to show.
        if file.text.is_empty() {
            return Origin::path(clean(file.name)).into();
        }
        let start = self.marks.iter().map(|(range, ..)| range.start).min().unwrap_or_default();
        let end = self.marks.iter().map(|(range, ..)| range.end).max().unwrap_or_default();
        let lines = self.excerpt.lines(&(start..end));
        let marks = self.marks.iter().map(|(range, kind, text)| {
            let span = range.start - lines.start..range.end - lines.start;
            kind.span(span).label(text.map(clean))
        });
        Snippet::source(lines.text).path(clean(file.name)).line_start(lines.first).annotations(marks).into()
    }

    fn last_line(&self) -> Option<usize> {
        self.marks.iter().map(|(range, ..)| self.excerpt.line(range.end)).max()
    }
}

#[cfg(test)]
mod tests;
