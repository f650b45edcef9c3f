//! The edit that mends a problem, as the lines that it takes away and puts in.

use std::fmt::Write;
use std::ops::Range;

use kic_core::diagnostic::{Diagnostic, Edit, Fix};
use kic_core::text::{FileId, Pane};

use super::excerpt::{Excerpt, Excerpts, cut, room_before};
use super::{Screen, clean, count};

/// Lines of one kind that are shown in a row; the rest is counted.
const MOST_LINES: usize = 24;

/// The best fix of a problem with its lines, and the titles of the others. `last_line` is the highest line number that
/// the problem shows, so that numbers stand below each other. Ends with a newline, or is empty.
pub(super) fn draw(problem: &Diagnostic, excerpts: &Excerpts<'_>, last_line: usize, screen: Screen) -> String {
    let Some((best, others)) = problem.fixes.split_first() else { return String::new() };
    let hunks = hunks(best, excerpts);
    let highest = hunks.iter().map(Hunk::highest).max().unwrap_or_default().max(last_line);
    let mut drawing = Drawing { out: String::new(), digits: highest.to_string().len(), screen };
    let _ = writeln!(drawing.out, "{}{}", screen.help("help"), screen.strong(&format!(": {}", clean(&best.title))));
    for (index, hunk) in hunks.iter().enumerate() {
        let is_new_file =
            index.checked_sub(1).and_then(|before| hunks.get(before)).is_none_or(|it| it.file != hunk.file);
        if is_new_file {
            let is_same = hunk.file == problem.primary.file && index == 0;
            drawing.head((!is_same).then(|| hunk.place(excerpts)));
        } else {
            drawing.frame("...");
        }
        drawing.hunk(hunk);
    }
    for other in others {
        let _ = writeln!(drawing.out, "{}: or: {}", screen.help("help"), clean(&other.title));
    }
    drawing.out
}

/// Neighbouring lines that a fix changes.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Hunk {
    file: FileId,
    /// The line before, where the change alone does not show where it is.
    before: Option<(usize, String)>,
    /// Number of the first line that goes, from 1.
    old_first: usize,
    old: Vec<String>,
    /// Number of the first line that comes, in the new text.
    new_first: usize,
    new: Vec<String>,
}

impl Hunk {
    fn highest(&self) -> usize {
        (self.old_first + self.old.len()).max(self.new_first + self.new.len()).saturating_sub(1)
    }

    fn place(&self, excerpts: &Excerpts<'_>) -> String {
        let Some(excerpt) = excerpts.of(self.file) else { return String::new() };
        let name = clean(excerpt.file.name);
        match (excerpt.file.text.is_empty(), excerpt.file.pane) {
            (true, Pane::Environment) => format!("{name} (a file for --env)"),
            (true, Pane::HelmValues) => format!("{name} (a file for --values)"),
            _ => format!("{name}:{}", self.old_first),
        }
    }
}

/// The hunks of a fix, by file and place.
fn hunks(fix: &Fix, excerpts: &Excerpts<'_>) -> Vec<Hunk> {
    let mut edits: Vec<&Edit> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| edit.span);
    let mut hunks = Vec::new();
    for of_file in edits.chunk_by(|one, next| one.span.file == next.span.file) {
        let Some((file, excerpt)) =
            of_file.first().and_then(|edit| excerpts.of(edit.span.file).map(|it| (edit.span.file, it)))
        else {
            continue;
        };
        let line_of = |at: usize| excerpt.line(at);
        let near =
            |one: &&Edit, next: &&Edit| line_of(excerpt.bytes(next.span).0) <= line_of(excerpt.bytes(one.span).1) + 1;
        let mut shift = 0;
        for together in of_file.chunk_by(near) {
            if let Some(hunk) = hunk(file, excerpt, together, shift) {
                shift += isize::try_from(hunk.new.len()).unwrap_or_default()
                    - isize::try_from(hunk.old.len()).unwrap_or_default();
                hunks.push(hunk);
            }
        }
    }
    hunks
}

/// The lines that edits touch, before and after; lines that stay the same are left out at both ends. `shift` is how
/// many lines earlier hunks put in more than they took away.
fn hunk(file: FileId, excerpt: &Excerpt<'_>, edits: &[&Edit], shift: isize) -> Option<Hunk> {
    let ranges: Vec<(usize, usize)> = edits.iter().map(|edit| excerpt.bytes(edit.span)).collect();
    let (start, end) = (ranges.first()?.0, ranges.last()?.1);
    let lines = excerpt.lines(&(start..end));
    let text = excerpt.file.text;
    let stop = lines.start + lines.text.len();
    let mut new = String::new();
    let mut at = lines.start;
    for (edit, (from, to)) in edits.iter().zip(ranges) {
        new.push_str(text.get(at..from).unwrap_or_default());
        new.push_str(&edit.text);
        at = to;
    }
    new.push_str(text.get(at..stop.max(at)).unwrap_or_default());
    // Behind the last line break of a text there is no line.
    let last = |text| if stop == excerpt.file.text.len() { without_line_break(text) } else { text };
    let (old, new) = (split(last(lines.text)), split(last(&new)));
    let same_head = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let most = old.len().min(new.len()) - same_head;
    let same_tail = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(old, new)| old == new).count();
    let middle = |lines: &[&str]| -> Vec<String> {
        let range = same_head..lines.len() - same_tail;
        lines.get(range).unwrap_or_default().iter().map(|line| (*line).to_owned()).collect()
    };
    let (old_lines, new_lines) = (middle(&old), middle(&new));
    let first = lines.first + same_head;
    let before = if !old_lines.is_empty() && !new_lines.is_empty() {
        None
    } else if let Some(line) = same_head.checked_sub(1).and_then(|index| old.get(index)) {
        Some((first - 1, (*line).to_owned()))
    } else {
        line_before(excerpt, lines.start).map(|line| (first - 1, line.to_owned()))
    };
    let new_first = first.saturating_add_signed(shift);
    Some(Hunk { file, before, old_first: first, old: old_lines, new_first, new: new_lines })
}

fn without_line_break(text: &str) -> &str {
    text.strip_suffix('\n').unwrap_or(text)
}

/// Lines without their ends. An empty text has none.
fn split(text: &str) -> Vec<&str> {
    if text.is_empty() {
        return Vec::new();
    }
    text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect()
}

fn line_before<'a>(excerpt: &Excerpt<'a>, start: usize) -> Option<&'a str> {
    let before = excerpt.file.text.get(..start)?.strip_suffix('\n')?;
    split(before).pop()
}

struct Drawing {
    out: String,
    /// Columns of the line numbers.
    digits: usize,
    screen: Screen,
}

impl Drawing {
    /// The line above the lines of a file, with the place where that is not the problem's own file.
    fn head(&mut self, place: Option<String>) {
        if let Some(place) = place {
            let arrow = self.screen.frame(&format!("{}-->", " ".repeat(self.digits)));
            let _ = writeln!(self.out, "{arrow} {place}");
        }
        let bar = self.screen.frame(&format!("{} |", " ".repeat(self.digits)));
        let _ = writeln!(self.out, "{bar}");
    }

    fn frame(&mut self, text: &str) {
        let _ = writeln!(self.out, "{}", self.screen.frame(text));
    }

    fn hunk(&mut self, hunk: &Hunk) {
        if let Some((number, line)) = &hunk.before {
            self.line(*number, Sign::Same, cut(line, &(0..line.len()), self.columns(), 0));
        }
        if let ([old], [new]) = (hunk.old.as_slice(), hunk.new.as_slice()) {
            let (old_focus, new_focus) = difference(old, new);
            // Both are cut at one place, so that what is the same stands below each other.
            let columns = self.columns();
            let room = room_before(old, &old_focus, columns).min(room_before(new, &new_focus, columns));
            self.line(hunk.old_first, Sign::Removed, cut(old, &old_focus, columns, room));
            self.line(hunk.new_first, Sign::Added, cut(new, &new_focus, columns, room));
            return;
        }
        self.lines(hunk.old_first, Sign::Removed, &hunk.old);
        self.lines(hunk.new_first, Sign::Added, &hunk.new);
    }

    /// What is left of a line behind its number and sign.
    fn columns(&self) -> usize {
        self.screen.columns.saturating_sub(self.digits + 3)
    }

    /// Lines of one kind.
    fn lines(&mut self, first: usize, sign: Sign, lines: &[String]) {
        // One line more is shown rather than counted.
        let shown = if lines.len() > MOST_LINES + 1 { MOST_LINES } else { lines.len() };
        for (index, line) in lines.iter().take(shown).enumerate() {
            self.line(first + index, sign, cut(line, &(0..line.len()), self.columns(), 0));
        }
        if shown < lines.len() {
            let blanks = " ".repeat(self.digits + 1);
            let _ = writeln!(self.out, "{blanks}{} ... {}", sign.text(), count(lines.len() - shown, "more line"));
        }
    }

    /// A line in the parts of [`cut`].
    fn line(&mut self, number: usize, sign: Sign, [before, inside, behind]: [String; 3]) {
        let number = self.screen.frame(&format!("{number:>width$}", width = self.digits));
        let (mark, inside) = match sign {
            Sign::Same => (self.screen.frame(sign.text()), inside),
            Sign::Removed => (self.screen.removed(sign.text()), self.screen.removed(&inside)),
            Sign::Added => (self.screen.added(sign.text()), self.screen.added(&inside)),
        };
        let line = format!("{number} {mark} {before}{inside}{behind}");
        let _ = writeln!(self.out, "{}", line.trim_end());
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Sign {
    Same,
    Removed,
    Added,
}

impl Sign {
    const fn text(self) -> &'static str {
        match self {
            Self::Same => "|",
            Self::Removed => "-",
            Self::Added => "+",
        }
    }
}

/// What differs between two lines: the bytes behind their common start and before their common end.
fn difference(old: &str, new: &str) -> (Range<usize>, Range<usize>) {
    let head: usize = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    let rest = |line: &str| line.get(head..).unwrap_or_default().to_owned();
    let (old_rest, new_rest) = (rest(old), rest(new));
    let pairs = old_rest.chars().rev().zip(new_rest.chars().rev());
    let tail: usize = pairs.take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    (head..old.len() - tail, head..new.len() - tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_that_differs() {
        assert_eq!(difference("port: 9903", "port: 9904"), (9..10, 9..10));
        assert_eq!(difference("a ssl", "a"), (1..5, 1..1));
        assert_eq!(difference("aa", "aaa"), (2..2, 2..3));
        assert_eq!(difference("ü1", "ä1"), (0..2, 0..2));
    }
}
