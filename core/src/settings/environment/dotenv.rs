//! Lines `NAME=value`, with or without `export`, quoted as in a shell.

use super::value::EnvValue;
use super::{Line, Reader, shell};
use crate::diagnostic::Edit;
use crate::diagnostic::catalog::environment as catalog;

/// An assignment that a line begins with; offsets in the text.
#[derive(Clone, Copy)]
pub(super) struct Form {
    name: (usize, usize),
    /// First byte behind the `=`.
    value: usize,
}

const PREFIXES: [&str; 4] = ["export", "declare -x", "ENV", "set"];

/// Length of the variable name that the text begins with; 0 without one.
pub(super) fn name_length(text: &str) -> usize {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return 0;
    }
    text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len())
}

/// The same text without a word such as `export` in front.
pub(super) fn without_prefix(text: &str) -> &str {
    let stripped = PREFIXES.iter().find_map(|prefix| text.strip_prefix(prefix));
    match stripped {
        Some(rest) if rest.starts_with([' ', '\t']) => rest.trim_start_matches([' ', '\t']),
        _ => text,
    }
}

/// The assignment that stands at `at`, after blanks and a word such as `export`.
pub(super) fn form(text: &str, at: usize, end: usize) -> Option<Form> {
    let line = text.get(at..end)?;
    let rest = without_prefix(line.trim_start_matches([' ', '\t']));
    let start = end - rest.len();
    let length = name_length(rest);
    let behind = rest.get(length..)?.trim_start_matches([' ', '\t']);
    (length > 0 && behind.starts_with('='))
        .then(|| Form { name: (start, start + length), value: end - behind.len() + 1 })
}

/// Reads the assignment, and further ones behind it on the same line; gives the offset where reading goes on.
pub(super) fn read(reader: &mut Reader<'_, '_>, form: Form, line: Line) -> usize {
    let blanks = reader.slice(form.value, line.end);
    let start = line.end - blanks.trim_start_matches([' ', '\t']).len();
    let name = reader.slice(form.name.0, form.name.1);
    if reader.slice(start, line.end).starts_with(['"', '\'']) {
        return read_quoted(reader, form, name, start, line);
    }
    let value = read_plain(reader, name, start, line);
    reader.assign(form.name, value, Some(line));
    line.next
}

/// A value that does not begin with a quote: up to the end of the line, or to ` #`.
fn read_plain<'a>(reader: &mut Reader<'a, '_>, name: &str, start: usize, line: Line) -> EnvValue<'a> {
    let text = reader.slice(start, line.end);
    let text = without_comment(text).trim_end();
    if text.starts_with(['\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}']) {
        let quotes = text.match_indices(['\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}']);
        let edits: Vec<_> = quotes
            .map(|(at, quote)| reader.span(start + at, start + at + quote.len()))
            .map(|span| Edit { span, text: "\"".to_owned() })
            .collect();
        if let Some(first) = edits.first() {
            reader.problems.push(catalog::quote_typographic(name, first.span, edits.clone()));
        }
    } else if text.matches('"').count() % 2 == 1
        && let Some(at) = text.rfind('"')
    {
        reader.problems.push(catalog::quote_in_plain_value(name, reader.span(start + at, start + at + 1)));
    }
    EnvValue::verbatim(text, reader.file, crate::text::offset(start))
}

/// The text before a `#` that stands at the start or behind a blank.
pub(super) fn without_comment(text: &str) -> &str {
    let comment = text.match_indices('#').map(|(at, _)| at).find(|at| {
        let before = text.get(..*at).unwrap_or_default();
        before.is_empty() || before.ends_with([' ', '\t'])
    });
    comment.and_then(|at| text.get(..at)).unwrap_or(text)
}

fn read_quoted<'a>(reader: &mut Reader<'a, '_>, form: Form, name: &'a str, start: usize, line: Line) -> usize {
    let word = shell::word(reader.file, reader.text, start, line.end);
    if let Some(open) = word.open {
        return read_across_lines(reader, form, name, start, open, line);
    }
    let rest = reader.slice(word.end, line.end);
    let rest = rest.trim_start_matches([' ', '\t', ';']);
    if rest.is_empty() || rest.starts_with('#') {
        reader.assign(form.name, word.value, Some(line));
        return line.next;
    }
    let rest_start = line.end - rest.len();
    if let Some(next) = self::form(reader.text, rest_start, line.end) {
        reader.assign(form.name, word.value, None);
        return read(reader, next, line);
    }
    report_split(reader, name, &word, start, rest_start, line);
    reader.assign(form.name, word.value, Some(line));
    line.next
}

/// Reports the text behind the word: the quotes between the first and the last one are stray.
fn report_split(
    reader: &mut Reader<'_, '_>,
    name: &str,
    word: &shell::Word<'_>,
    start: usize,
    rest: usize,
    line: Line,
) {
    let left_out = without_comment(reader.slice(rest, line.end)).trim_end();
    let end = rest + left_out.len();
    let value = reader.slice(start, end);
    let quote = value.get(..1).unwrap_or("\"");
    let quotes: Vec<_> = value.match_indices(quote).map(|(at, _)| start + at).collect();
    let closed_at_end = quotes.last().is_some_and(|at| at + 1 == end);
    let inner = quotes.len() - usize::from(closed_at_end);
    let strays = quotes.get(1..inner).unwrap_or_default();
    let mut edits: Vec<_> =
        strays.iter().map(|at| Edit { span: reader.span(*at, at + 1), text: String::new() }).collect();
    if !closed_at_end {
        edits.push(Edit { span: reader.span(end, end), text: quote.to_owned() });
    }
    let stray = strays.first().map_or(word.end, |at| *at);
    let split = catalog::SplitValue { name, value: word.value.text(), rest: left_out };
    let problem = catalog::quote_splits(&split, reader.span(stray, stray + 1), reader.span(rest, end), edits);
    reader.problems.push(problem);
}

/// A quote that is open at the end of the line: the value goes on in the next lines if the quote is closed there
/// before another assignment begins.
fn read_across_lines<'a>(
    reader: &mut Reader<'a, '_>,
    form: Form,
    name: &'a str,
    start: usize,
    open: usize,
    line: Line,
) -> usize {
    let mut last = line;
    while last.next < reader.text.len() {
        let next = reader.line(last.next);
        if self::form(reader.text, next.start, next.end).is_some() {
            break;
        }
        last = next;
    }
    let word = shell::word(reader.file, reader.text, start, last.end);
    if word.open.is_none() {
        let end = reader.line_of(word.end);
        if reader.slice(word.end, end.end).trim().is_empty() {
            reader.assign(form.name, word.value, None);
            return end.next;
        }
    }
    let text = reader.slice(start, line.end).trim_end();
    let end = start + text.len();
    let quote = reader.slice(open, open + 1);
    reader.problems.push(catalog::quote_not_closed(name, reader.span(open, open + 1), quote, reader.span(end, end)));
    let value = if open == start {
        EnvValue::verbatim(reader.slice(start + 1, end), reader.file, crate::text::offset(start + 1))
    } else {
        shell::word(reader.file, reader.text, start, end).value
    };
    reader.assign(form.name, value, Some(line));
    line.next
}
