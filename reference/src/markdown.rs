//! Pages, entries and the list of all as Markdown.

use std::fmt::Write as _;

use kic_core::diagnostic::Code;

use crate::entry::{self, Entry};
use crate::problem;
use crate::terminal::{facts, sentence};

/// The page of a code as it is written; its title alone where there is no page.
pub fn problem(code: Code) -> String {
    problem::source(code).map_or_else(|| format!("# {}\n", code.title()), str::to_owned)
}

/// An annotation, label or gate.
pub fn entry(entry: &Entry) -> String {
    let mut out = format!("# `{}`\n\n{}\n\n", entry.key, sentence(entry.effect));
    for (name, text) in facts(entry) {
        let _ = writeln!(out, "- {name}: {text}");
    }
    out
}

/// All codes and entries by group.
pub fn list() -> String {
    let mut out = String::new();
    for group in problem::groups() {
        let _ = writeln!(out, "## {}\n", group.heading);
        for code in group.codes {
            let _ = writeln!(out, "- `{}` ({}): {}", code.as_str(), code.severity().name(), code.title());
        }
        out.push('\n');
    }
    for heading in entry::GROUPS {
        let _ = writeln!(out, "## {heading}\n");
        for entry in entry::all().iter().filter(|entry| entry.group == heading) {
            let _ = writeln!(out, "- `{}`: {}", entry.key, entry.effect);
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block;

    #[test]
    fn what_is_written_can_be_read_again() {
        assert!(block::parse(&list()).is_ok());
        for one in entry::all() {
            assert!(block::parse(&entry(&one)).is_ok(), "{}", one.key);
        }
    }
}
