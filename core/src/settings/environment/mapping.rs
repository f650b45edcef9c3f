//! Lines `NAME: value`: a YAML map of variables, or the environment that `kubectl describe` prints.
//!
//! They are read line by line, because what `kubectl describe` prints is not YAML: values such as `[::]:8000` and
//! `*:8000` stand there without quotes.

use super::value::EnvValue;
use super::{Line, Reader, dotenv, yaml};
use crate::diagnostic::catalog::environment as catalog;
use crate::text::offset;

/// A key that a line begins with; offsets in the text.
#[derive(Clone, Copy)]
pub(super) struct Form {
    key: (usize, usize),
    /// First byte of the value, at most the end of the line.
    value: usize,
}

/// The key and value of the line, if it has them.
pub(super) fn form(text: &str, line: Line) -> Option<Form> {
    let content = text.get(line.start..line.end)?.trim_start_matches([' ', '\t']);
    let start = line.end - content.len();
    let length = dotenv::name_length(content);
    let rest = content.get(length..)?.strip_prefix(':')?;
    let value = rest.trim_start_matches([' ', '\t']);
    (length > 0 && (rest.is_empty() || value.len() < rest.len()))
        .then(|| Form { key: (start, start + length), value: line.end - value.len() })
}

/// Keys at the start of whole manifests and of compose files.
const MANIFEST_KEYS: [&str; 8] =
    ["apiVersion", "kind", "metadata", "spec", "containers", "services", "version", "template"];

/// Reads the line; gives the offset where reading goes on.
pub(super) fn read(reader: &mut Reader<'_, '_>, form: Form, line: Line) -> usize {
    let key = reader.slice(form.key.0, form.key.1);
    let text = dotenv::without_comment(reader.slice(form.value, line.end)).trim_end();
    if MANIFEST_KEYS.contains(&key) {
        return yaml::read(reader, line);
    }
    if text.is_empty() && !key.starts_with(|c: char| c.is_ascii_uppercase()) || is_header(key) {
        // `env:` and the like: a list below is YAML, a map is read line by line.
        let below = next_content(reader, line);
        let is_list = below.is_some_and(|below| reader.slice(below.start, below.end).trim_start().starts_with("- "));
        if text.is_empty() && is_list {
            return yaml::read(reader, line);
        }
        if text.is_empty() && below.is_some() || is_header(key) {
            return line.next;
        }
    }
    if text.starts_with(['"', '\'', '|', '>', '!', '&']) {
        return yaml::read_entry(reader, line);
    }
    if text.starts_with("<set to the key") {
        reader.problems.push(catalog::value_elsewhere(key, reader.span(form.value, form.value + text.len())));
        return line.next;
    }
    // A field of the Pod is printed behind its value.
    let text = text.strip_suffix(')').and_then(|text| text.rsplit_once(" (v1:")).map_or(text, |(value, _)| value);
    let value = EnvValue::verbatim(text, reader.file, offset(form.value));
    reader.assign(form.key, value, Some(line));
    line.next
}

/// Headings of `kubectl describe`.
fn is_header(key: &str) -> bool {
    matches!(key, "Environment" | "Mounts")
}

/// The next line with content.
fn next_content(reader: &Reader<'_, '_>, line: Line) -> Option<Line> {
    let mut at = line.next;
    while at < reader.text.len() {
        let line = reader.line(at);
        let content = reader.slice(line.start, line.end).trim();
        if !content.is_empty() && !content.starts_with('#') {
            return Some(line);
        }
        at = line.next;
    }
    None
}
