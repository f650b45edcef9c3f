//! The environment pane: what people paste when they are asked for the environment of Kong and of the controller.
//!
//! Read are lines as in a dotenv file or a shell script (`NAME=value`, `export NAME="value"`), words of a container
//! command (`-e NAME=value`), flags of the controller (`--publish-service=kong/proxy`, which stand for their
//! variables and win over them), lines `NAME: value` of a map or of `kubectl describe`, and YAML with a container's
//! `env:` list. What a line is decides the line itself, so that a text may mix them.
//!
//! A value that does not begin with a quote goes to the end of the line; one that does is read as a shell reads it.

mod command;
mod dotenv;
mod mapping;
mod shell;
mod value;
mod yaml;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;

pub use value::EnvValue;

use crate::diagnostic::catalog::environment as catalog;
use crate::diagnostic::{Diagnostic, Edit};
use crate::provenance::Placed;
use crate::text::{FileId, Span, offset};

/// One variable that is set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Assignment<'a> {
    /// The name and where it stands.
    pub name: Placed<Cow<'a, str>>,
    /// The value as the program gets it.
    pub value: EnvValue<'a>,
    /// The whole line or lines, if nothing else stands on them: what a fix deletes.
    pub line: Option<Span>,
}

/// All variables, in the order of the text. A name may occur several times; the last one holds.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Environment<'a> {
    /// The assignments in the order of the text.
    pub entries: Vec<Assignment<'a>>,
    /// The end of the text; `None` for an environment that no text holds.
    pub end: Option<Span>,
    /// The text ends inside of a line.
    unfinished: bool,
}

impl<'a> Environment<'a> {
    /// The assignment that holds for a name.
    pub fn get(&self, name: &str) -> Option<&Assignment<'a>> {
        self.entries.iter().rev().find(|entry| entry.name.value == name)
    }

    /// The edit that sets a variable at the end of the text.
    pub fn append(&self, name: &str, value: &str) -> Option<Edit> {
        let quote = if value.starts_with(['"', '\'']) || value.contains(" #") { "'" } else { "" };
        let line_break = if self.unfinished { "\n" } else { "" };
        Some(Edit { span: self.end?, text: format!("{line_break}{name}={quote}{value}{quote}\n") })
    }

    /// This environment, and the variables of the other one that this one does not set.
    #[must_use]
    pub fn with_fallback(mut self, fallback: Environment<'a>) -> Self {
        let missing: Vec<_> =
            fallback.entries.into_iter().filter(|entry| self.get(&entry.name.value).is_none()).collect();
        self.entries.splice(0..0, missing);
        self
    }
}

/// Reads the text of the environment pane.
///
/// May add `environment-line`, `environment-quote`, `environment-duplicate`, `environment-ignored`,
/// `environment-value-elsewhere` and `environment-value-type`; whatever the problem, the rest is read.
///
/// Source: spec/listens-and-helm.md, section 7; scenarios/README.md, "Environment".
pub fn parse<'a>(file: FileId, text: &'a str, problems: &mut Vec<Diagnostic>) -> Environment<'a> {
    let end = offset(text.len());
    let environment = Environment {
        entries: Vec::new(),
        end: Some(Span::new(file, end, end)),
        unfinished: !(text.is_empty() || text.ends_with('\n')),
    };
    let mut reader = Reader { file, text, environment, flags: Vec::new(), problems };
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    while at < text.len() {
        at = reader.read_line(at);
    }
    reader.report_duplicates();
    // The controller looks at a variable only where its flag is not given.
    reader.environment.entries.append(&mut reader.flags);
    reader.environment
}

/// Offsets of one line: first byte, one past the last byte without the line break, start of the next line.
#[derive(Clone, Copy, Debug)]
struct Line {
    start: usize,
    end: usize,
    next: usize,
}

/// The state of reading one text.
struct Reader<'a, 'p> {
    file: FileId,
    text: &'a str,
    environment: Environment<'a>,
    /// Flags of the controller, as assignments of their variables.
    flags: Vec<Assignment<'a>>,
    problems: &'p mut Vec<Diagnostic>,
}

impl<'a> Reader<'a, '_> {
    /// Reads what begins with the line at `at`; gives the offset where reading goes on, which is larger.
    fn read_line(&mut self, at: usize) -> usize {
        let line = self.line(at);
        let content = self.slice(line.start, line.end).trim();
        if content.is_empty() || content.starts_with('#') {
            return line.next;
        }
        if let Some(form) = dotenv::form(self.text, line.start, line.end) {
            return dotenv::read(self, form, line);
        }
        if content == "---" || content == "..." {
            return line.next;
        }
        if command::is_command(content) {
            return command::read(self, line);
        }
        if let Some(form) = mapping::form(self.text, line) {
            return mapping::read(self, form, line);
        }
        if yaml::is_yaml(content) {
            return yaml::read(self, line);
        }
        self.report_line(line, content);
        line.next
    }

    fn report_line(&mut self, line: Line, content: &str) {
        let start = line.start + self.slice(line.start, line.end).find(content).unwrap_or_default();
        let span = self.span(start, start + content.len());
        let name = dotenv::without_prefix(content);
        let problem = if !name.is_empty() && dotenv::name_length(name) == name.len() {
            catalog::name_without_value(name, span)
        } else {
            catalog::line_not_read(span)
        };
        self.problems.push(problem);
    }

    fn assign(&mut self, name: (usize, usize), value: EnvValue<'a>, line: Option<Line>) {
        let name = Placed::new(Cow::Borrowed(self.slice(name.0, name.1)), self.span(name.0, name.1));
        let line = line.map(|line| self.span(line.start, line.next));
        self.environment.entries.push(Assignment { name, value, line });
    }

    /// Takes `--flag=value` for the assignment of its variable; `false` if the controller has no such flag.
    fn take_flag(&mut self, word: &EnvValue<'a>) -> bool {
        let text = word.text();
        let Some((name, _)) = text.strip_prefix("--").and_then(|text| text.split_once('=')) else { return false };
        let Some(variable) = super::controller::variable_of_flag(name) else { return false };
        let end = "--".len() + name.len();
        let value = word.slice(end + 1..text.len());
        let name = Placed { value: Cow::Owned(variable), place: word.place(0..end) };
        self.flags.push(Assignment { name, value, line: None });
        true
    }

    fn report_duplicates(&mut self) {
        let mut last = BTreeMap::new();
        for entry in self.environment.entries.iter().rev() {
            let Some(span) = entry.name.place.span() else { continue };
            match last.entry(entry.name.value.as_ref()) {
                Slot::Vacant(slot) => {
                    slot.insert(span);
                }
                Slot::Occupied(later) => {
                    self.problems.push(catalog::set_twice(&entry.name.value, span, *later.get(), entry.line));
                }
            }
        }
    }

    /// The line that begins at `at`.
    fn line(&self, at: usize) -> Line {
        let rest = self.slice(at, self.text.len());
        let length = rest.find('\n').map_or(rest.len(), |end| end + 1);
        let content = rest.get(..length).unwrap_or_default().trim_end_matches(['\n', '\r']);
        Line { start: at, end: at + content.len(), next: at + length }
    }

    /// The line that holds the offset.
    fn line_of(&self, at: usize) -> Line {
        let start = self.slice(0, at).rfind('\n').map_or(0, |end| end + 1);
        self.line(start)
    }

    fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, offset(start), offset(end))
    }
}

#[cfg(test)]
mod tests;
