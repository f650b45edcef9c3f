//! Words of a container command: `docker run -e NAME=value …`, alone or on a line of their own; and flags of the
//! controller.

use std::borrow::Cow;

use super::value::EnvValue;
use super::{Assignment, Line, Reader, dotenv, shell};
use crate::diagnostic::catalog::environment as catalog;
use crate::provenance::Placed;
use crate::text::Span;

/// The line begins such a command, or is a piece of one.
pub(super) fn is_command(content: &str) -> bool {
    const PROGRAMS: [&str; 6] = ["docker", "podman", "nerdctl", "kubectl", "sudo", "env"];
    let first = content.split([' ', '\t']).next().unwrap_or_default();
    PROGRAMS.contains(&first) && first.len() < content.len()
        || first.starts_with("--")
        || first == "-e"
        || first.strip_prefix("-e").is_some_and(|rest| dotenv::name_length(rest) > 0 && rest.contains('='))
}

/// Reads the words up to the end of the line, or of the last one that a backslash continues.
pub(super) fn read(reader: &mut Reader<'_, '_>, line: Line) -> usize {
    let mut last = line;
    while reader.slice(last.start, last.end).ends_with('\\') && last.next < reader.text.len() {
        last = reader.line(last.next);
    }
    let mut other: Option<Span> = None;
    let mut wants_variable = false;
    let mut at = line.start;
    while let Some(start) = next_word(reader, at, last.end) {
        let word = shell::word(reader.file, reader.text, start, last.end);
        at = word.end.max(start + 1);
        let text = word.value.text();
        let attached = ["--env=", "-e"].into_iter().find_map(|option| {
            let rest = text.strip_prefix(option)?;
            (!rest.is_empty()).then_some(text.len() - rest.len())
        });
        let is_bare = ["KONG_", "CONTROLLER_"].iter().any(|prefix| text.starts_with(prefix)) && text.contains('=');
        if let Some(open) = word.open {
            let end = last.end;
            let quote = reader.slice(open, open + 1);
            let problem = catalog::quote_not_closed(text, reader.span(open, open + 1), quote, reader.span(end, end));
            reader.problems.push(problem);
        }
        if reader.take_flag(&word.value) {
            continue;
        }
        if wants_variable || is_bare {
            variable(reader, &word.value, 0);
            wants_variable = false;
        } else if matches!(text, "-e" | "--env") {
            wants_variable = true;
        } else if let Some(skip) = attached {
            variable(reader, &word.value, skip);
        } else {
            let span = reader.span(start, word.end);
            other = Some(other.map_or(span, |other| other.to(span)));
        }
    }
    if let Some(span) = other {
        reader.problems.push(catalog::not_environment(span, "the rest of the command"));
    }
    last.next
}

/// Start of the next word; blanks and continued line ends are skipped.
fn next_word(reader: &Reader<'_, '_>, at: usize, end: usize) -> Option<usize> {
    let mut rest = reader.slice(at, end);
    loop {
        let trimmed = rest.trim_start();
        let joined = trimmed.strip_prefix("\\\n").or_else(|| trimmed.strip_prefix("\\\r\n"));
        match joined {
            Some(joined) => rest = joined,
            None if trimmed.is_empty() || trimmed == "\\" => return None,
            None => return Some(end - trimmed.len()),
        }
    }
}

/// `NAME=value` from the byte `skip` of the word on.
fn variable<'a>(reader: &mut Reader<'a, '_>, word: &EnvValue<'a>, skip: usize) {
    let text = word.text();
    let name_end = text.get(skip..).and_then(|text| text.find('=')).map_or(text.len(), |at| skip + at);
    let name = text.get(skip..name_end).unwrap_or_default().to_owned();
    let Some(place) = word.place(skip..name_end).span() else { return };
    if name.is_empty() || dotenv::name_length(&name) != name.len() {
        reader.problems.push(catalog::line_not_read(place));
    } else if name_end == text.len() {
        reader.problems.push(catalog::name_without_value(&name, place));
    } else {
        let value = word.slice(name_end + 1..text.len());
        let name = Placed::new(Cow::Owned(name), place);
        reader.environment.entries.push(Assignment { name, value, line: None });
    }
}
