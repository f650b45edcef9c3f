//! Secret values in what is not read as YAML: broken documents, comments, texts of several lines, and PEM anywhere.

use std::ops::Range;

use super::stand_in::{Form, StandIns};
use super::{Finder, Patch, names};
use crate::resolve::base64;

/// `-----BEGIN ` in base64.
const BEGIN: &str = "LS0tLS1CRUdJTi";

/// What stands in the place of a line or a document.
const COMMENT: &str = "# left out";

/// A document that cannot be read, or comments: left out as a whole if it seems to hold a Secret.
pub(super) fn unread(finder: &mut Finder<'_, '_>, range: Range<usize>) {
    if is_like_secret(finder.slice(range.start, range.end)) {
        let mut end = range.start;
        let what = "a Secret that cannot be read";
        for line in finder.slice(range.start, range.end).to_owned().split_inclusive('\n') {
            let start = end;
            end += line.len();
            leave_out_line(finder, start, line, what);
        }
    } else {
        lines(finder, range, "");
    }
}

/// `kind: Secret`, in quotes, in a comment, or with what was mistyped around it.
fn is_like_secret(text: &str) -> bool {
    text.lines().any(|line| {
        let words: String = line.chars().filter(|c| c.is_ascii_alphanumeric() || *c == ':').collect();
        let words = words.to_ascii_lowercase();
        words.contains("kind:secret") || words.contains("stringdata:")
    })
}

fn leave_out_line(finder: &mut Finder<'_, '_>, start: usize, line: &str, what: &str) {
    let content = line.trim();
    if content.is_empty() || content.starts_with("---") || content == COMMENT {
        return;
    }
    let start = start + line.find(content).unwrap_or_default();
    let (end, text) = (start + content.len(), COMMENT.to_owned());
    finder.patches.push(Patch { start, end, text, what: what.to_owned() });
}

/// The comments of a document: each block of lines for itself.
pub(super) fn comments(finder: &mut Finder<'_, '_>, range: Range<usize>) {
    let text = finder.slice(range.start, range.end).to_owned();
    let (mut at, mut block) = (range.start, range.start..range.start);
    for line in text.split_inclusive('\n') {
        let next = at + line.len();
        if line.trim_start().starts_with('#') {
            let start = if block.end == at { block.start } else { at };
            block = start..next;
        } else if !block.is_empty() {
            unread(finder, std::mem::replace(&mut block, next..next));
        }
        at = next;
    }
    if !block.is_empty() {
        unread(finder, block);
    }
}

/// What stands between two values of a Secret: comments, and keys that are given again later.
pub(super) fn gap(finder: &mut Finder<'_, '_>, range: Range<usize>, is_flow: bool, title: &str) {
    let text = finder.slice(range.start, range.end).to_owned();
    if !text.contains(char::is_alphanumeric) {
        return;
    }
    let what = format!("{title}what stands between its values");
    if is_flow {
        let start = text.find(['{', ',']).map_or(range.start, |at| range.start + at + 1);
        finder.patches.push(Patch { start, end: range.end, text: " ".to_owned(), what });
        return;
    }
    let mut end = range.start;
    for line in text.split_inclusive('\n') {
        let start = end;
        end += line.len();
        let sign = line.find('#').filter(|_| start == range.start).unwrap_or_default();
        leave_out_line(finder, start + sign, line.get(sign..).unwrap_or_default(), &what);
    }
}

/// What stands behind the last value of a Secret: a comment in its line, and lines of comments.
pub(super) fn tail(finder: &mut Finder<'_, '_>, from: usize, is_flow: bool, title: &str) {
    let rest = finder.text.get(from..).unwrap_or_default();
    let mut lines = rest.split_inclusive('\n');
    let mut end = from + lines.next().map_or(0, str::len);
    if is_flow {
        return;
    }
    end += lines.take_while(|line| line.trim_start().starts_with('#')).map(str::len).sum::<usize>();
    if finder.slice(from, end).trim_start().starts_with('#') {
        gap(finder, from..end, false, title);
    }
}

/// `name: value`, `name=value`, `"name": "value"`, wherever they stand in the lines.
pub(super) fn lines(finder: &mut Finder<'_, '_>, range: Range<usize>, title: &str) {
    let text = finder.slice(range.start, range.end).to_owned();
    let mut at = range.start;
    for line in text.split_inclusive('\n') {
        for (name, value) in pairs(line) {
            let (start, end) = (at + value.start, at + value.end);
            let stand_in = finder.stand_ins.of(line.get(value).unwrap_or_default(), Form::Plain);
            // A PEM text of one line would bring quotes along.
            let stand_in = if stand_in.starts_with('"') { "left-out".to_owned() } else { stand_in };
            finder.patches.push(Patch { start, end, text: stand_in, what: format!("{title}{name}") });
        }
        at += line.len();
    }
}

/// The secret names of a line, and where their values stand in it, without quotes.
fn pairs(line: &str) -> Vec<(&str, Range<usize>)> {
    let mut pairs = Vec::new();
    let mut at = 0;
    while let Some(from) = line.get(at..).and_then(|rest| rest.find(is_name)).map(|found| at + found) {
        let rest = line.get(from..).unwrap_or_default();
        let length = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        let (name, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        at = from + length;
        let sign = behind.trim_start_matches(['\\', '"', '\'']).trim_start();
        let Some(value) = sign.strip_prefix([':', '=']).filter(|_| names::is_secret(name)) else { continue };
        let value = value.trim_start_matches([' ', '\t']);
        let start = line.len() - value.len();
        let range = extent(line, start);
        let text = line.get(range.clone()).unwrap_or_default();
        at = at.max(range.end);
        if !names::is_reference(text)
            && !matches!(text.trim(), "|" | "|-" | ">" | ">-" | "{" | "[" | "null" | "true" | "false")
        {
            pairs.push((name, range));
        }
    }
    pairs
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}

/// A value goes to its closing quote, else to the end of the line.
fn extent(line: &str, start: usize) -> Range<usize> {
    let value = line.get(start..).unwrap_or_default();
    let quote = value.len() - value.trim_start_matches('\\').trim_start_matches(['"', '\'']).len();
    let (mark, inside) = value.split_at_checked(quote).unwrap_or(("", value));
    let mark = mark.get(..mark.find(['"', '\'']).map_or(0, |at| at + 1)).unwrap_or_default();
    let inside = if mark.is_empty() { value } else { inside };
    let start = line.len() - inside.len();
    let length = if mark.is_empty() { None } else { inside.find(mark) };
    start..start + length.unwrap_or_else(|| inside.trim_end().len())
}

/// Private keys in PEM, plain and in base64, and passwords in URLs.
pub(super) fn keys(finder: &mut Finder<'_, '_>) {
    let text = finder.text;
    let mut push = |start: usize, end: usize, text: &str, what: &str| {
        finder.patches.push(Patch { start, end, text: text.to_owned(), what: what.to_owned() });
    };
    for (at, mark) in text.match_indices("PRIVATE KEY-----") {
        let line = text.get(..at).and_then(|before| before.rsplit_once("-----")).unwrap_or_default();
        let start = at + mark.len();
        if line.1.trim_start().starts_with("BEGIN") {
            let rest = text.get(start..).unwrap_or_default();
            let body = rest.find("-----END").map_or(rest, |end| rest.get(..end).unwrap_or_default());
            let space = |c: char| c.is_whitespace() || c == '\\';
            let inner = body.trim_start_matches(space);
            // A line break may be written as two characters.
            let inner = if body.contains("\\n") { inner.strip_prefix('n').unwrap_or(inner) } else { inner };
            let from = start + body.len() - inner.len();
            let visible = inner.trim_end();
            let visible = visible.strip_suffix("\\n").unwrap_or(visible);
            if visible.len() > "left-out".len() {
                push(from, from + visible.len(), "left-out", "a private key");
            }
        }
    }
    for (at, _) in text.match_indices(BEGIN) {
        let rest = text.get(at..).unwrap_or_default();
        let is_base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
        let run = rest.split(|c| !is_base64(c)).next().unwrap_or_default();
        let label = run.get(..64).and_then(base64::decode).unwrap_or_default();
        if String::from_utf8_lossy(&label).contains("PRIVATE KEY") {
            push(at, at + run.len(), "left-out", "a private key");
        }
    }
    for (at, mark) in text.match_indices("://") {
        let start = at + mark.len();
        let rest = text.get(start..).unwrap_or_default();
        let host = rest.split(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\'')).next().unwrap_or_default();
        if let Some((user, password)) = host.rsplit_once('@').and_then(|(info, _)| info.split_once(':'))
            && !password.is_empty()
        {
            let from = start + user.len() + 1;
            push(from, from + password.len(), "left-out", "the password of a URL");
        }
    }
}

/// Other places of values that were left out: a password that a Secret and the environment share.
pub(super) fn repetitions(text: &str, stand_ins: &StandIns, shortest: usize, patches: &mut Vec<Patch>) {
    for (value, stand_in) in stand_ins.known().filter(|(value, _)| value.len() >= shortest) {
        let trimmed = value.trim();
        let coded = base64::encode(value.as_bytes());
        for (form, stand_in) in [(trimmed, stand_in.clone()), (coded.as_str(), base64::encode(stand_in.as_bytes()))] {
            for (start, _) in text.match_indices(form).filter(|_| form.len() >= shortest) {
                let what = "a value that was left out elsewhere".to_owned();
                patches.push(Patch { start, end: start + form.len(), text: stand_in.clone(), what });
            }
        }
    }
}

/// A line such as a request, without the values of its secret headers and those that were left out elsewhere.
pub(super) fn without_secrets(line: &str, stand_ins: &mut StandIns) -> String {
    let mut patches: Vec<Patch> = Vec::new();
    for (name, value) in pairs(line) {
        let text = stand_ins.of(line.get(value.clone()).unwrap_or_default(), Form::Plain);
        patches.push(Patch { start: value.start, end: value.end, text, what: name.to_owned() });
    }
    // A credential of a request is often short, but always a word of its own.
    for (value, stand_in) in stand_ins.known().filter(|(value, _)| value.len() >= 3) {
        for (start, _) in line.match_indices(value) {
            let end = start + value.len();
            let before = line.get(..start).and_then(|text| text.chars().next_back());
            let behind = line.get(end..).and_then(|text| text.chars().next());
            if ![before, behind].into_iter().flatten().any(is_name) {
                patches.push(Patch { start, end, text: stand_in.clone(), what: String::new() });
            }
        }
    }
    super::apply(line, &super::merged(patches))
}
