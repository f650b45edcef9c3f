//! What a fix would write, line by line, before it is applied.

use kic_core::wire::Fix;

use crate::state::{Inputs, Pane};

/// Characters of an unchanged part that are still shown.
const CONTEXT: usize = 48;

/// Lines of an inserted block that are still shown.
const LINES: usize = 8;

/// One edit: a line of the text with the part that goes and the part that comes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PreviewLine {
    /// The text that is edited.
    pub pane: Pane,
    /// Number of the line, from 1.
    pub line: u32,
    /// What stands before the edit on its line, shortened from the left.
    pub before: String,
    /// What goes.
    pub removed: String,
    /// What comes.
    pub inserted: String,
    /// What stands behind the edit on its line, shortened from the right.
    pub after: String,
}

/// The edits of a fix as lines of the present inputs. Edits that do not fit these are left out.
pub fn preview(inputs: &Inputs, fix: &Fix) -> Vec<PreviewLine> {
    let lines = fix.edits.iter().filter_map(|edit| {
        let pane = Pane::from_wire(&edit.pane)?;
        let text = inputs.get(pane);
        let from = byte_of(text, edit.span.from)?;
        let to = byte_of(text, edit.span.to)?;
        let (head, removed, tail) = (text.get(..from)?, text.get(from..to)?, text.get(to..)?);
        let before = head.rsplit('\n').next().unwrap_or_default();
        let after = tail.split('\n').next().unwrap_or_default();
        // A block that is written on lines of its own needs no neighbours.
        let is_block = edit.text.ends_with('\n');
        Some(PreviewLine {
            pane,
            line: edit.span.line,
            before: shorten_left(before),
            removed: shorten_lines(removed),
            inserted: shorten_lines(&edit.text),
            after: if is_block { String::new() } else { shorten_right(after) },
        })
    });
    lines.collect()
}

/// The byte at which the UTF-16 unit begins; `None` inside of a character and behind the end.
pub(crate) fn byte_of(text: &str, unit: u32) -> Option<usize> {
    let mut seen = 0;
    for (byte, char) in text.char_indices() {
        if seen == unit {
            return Some(byte);
        }
        seen += u32::try_from(char.len_utf16()).ok()?;
    }
    (seen == unit).then_some(text.len())
}

fn shorten_left(text: &str) -> String {
    match text.char_indices().rev().nth(CONTEXT) {
        Some((at, _)) => format!("…{}", text.get(at..).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn shorten_right(text: &str) -> String {
    match text.char_indices().nth(CONTEXT) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn shorten_lines(text: &str) -> String {
    let lines: Vec<&str> = text.trim_matches('\n').split('\n').collect();
    match lines.get(..LINES) {
        Some(first) if lines.len() > LINES => format!("{}\n…", first.join("\n")),
        _ => lines.join("\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::tests::{edit, fix};

    #[test]
    fn an_edit_is_shown_on_its_line() {
        let inputs = Inputs::new("", "A=1\nKONG=x ssl y\nB=2\n", "");
        let lines = preview(&inputs, &fix("fix-1", vec![edit(Pane::Environment, 11, 14, "tls")]));
        let [line] = lines.as_slice() else { panic!("one edit, one line: {lines:?}") };
        assert_eq!((&*line.before, &*line.removed, &*line.inserted, &*line.after), ("KONG=x ", "ssl", "tls", " y"));
    }

    #[test]
    fn a_block_is_shown_without_its_neighbours() {
        let inputs = Inputs::new("a: 1\nb: 2\n", "", "");
        let lines = preview(&inputs, &fix("fix-1", vec![edit(Pane::Manifests, 5, 5, "c: 3\n")]));
        assert_eq!((&*lines[0].inserted, &*lines[0].after), ("c: 3", ""));
    }

    #[test]
    fn long_lines_are_shortened_around_the_edit() {
        let inputs = Inputs::new(&"x".repeat(400), "", "");
        let lines = preview(&inputs, &fix("fix-1", vec![edit(Pane::Manifests, 200, 200, "!")]));
        assert!(lines[0].before.starts_with('…') && lines[0].after.ends_with('…'));
        assert!(lines[0].before.chars().count() < 60);
    }

    #[test]
    fn edits_of_another_text_are_left_out() {
        let inputs = Inputs::new("ab", "", "");
        assert_eq!(preview(&inputs, &fix("fix-1", vec![edit(Pane::Manifests, 1, 9, "")])), []);
    }
}
