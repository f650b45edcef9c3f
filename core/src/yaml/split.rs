//! Cuts a text into documents at its `---` lines, as `kubectl` does before any YAML is read.
//!
//! The cut comes first, therefore a directive (`%YAML …`) ends up in a document of its own, and a broken document
//! cannot swallow the next one.
//!
//! Source: k8s.io/apimachinery `pkg/util/yaml/decoder.go:YAMLReader.Read`.

const SEPARATOR: &str = "---";

/// One document's part of the text; all offsets are bytes of the whole text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Chunk {
    /// Where `kubectl` starts to count lines. It lies before `start` when the separator line itself was handed on.
    pub(super) counted_from: usize,
    /// First byte after the separator line.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    /// A `---` with text behind it, which `kubectl` refuses.
    pub(super) bad_separator: Option<BadSeparator>,
}

/// A line that starts with `---` but is no separator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct BadSeparator {
    /// Where the line starts.
    pub(super) line: usize,
    /// First byte of the text behind the dashes.
    pub(super) start: usize,
    /// One past its last byte.
    pub(super) end: usize,
}

/// The chunks of a text, in order. A chunk may hold nothing but blank lines and comments.
pub(super) struct Chunks<'a> {
    text: &'a str,
    next: Option<usize>,
    counted_from: usize,
    /// The next chunk begins with this separator line, whose text does not belong there.
    carried: Option<BadSeparator>,
    /// Something precedes the next separator in `kubectl`'s buffer.
    buffered: bool,
}

impl<'a> Chunks<'a> {
    /// Starts at the beginning of the text.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, next: Some(0), counted_from: 0, carried: None, buffered: false }
    }
}

impl Iterator for Chunks<'_> {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        let start = self.next.take()?;
        let counted_from = self.counted_from;
        let mut bad_separator = self.carried.take();
        let mut search = start;
        while let Some(line) = next_separator(self.text, search) {
            self.buffered |= line > start;
            let end_of_line = end_of_line(self.text, line);
            let after = line + SEPARATOR.len();
            let rest = self.text.get(after..end_of_line).unwrap_or_default();
            let trimmed = rest.trim();
            let is_separator = trimmed.is_empty() || trimmed.starts_with('#');
            let bad = BadSeparator {
                line,
                start: after + (rest.len() - rest.trim_start().len()),
                end: after + rest.trim_end().len(),
            };
            if !is_separator && !rest.starts_with([' ', '\t']) {
                // `---x` does not end a document for anybody, it only spoils this one.
                bad_separator = bad_separator.or(Some(bad));
                search = end_of_line;
                continue;
            }
            if is_separator {
                self.counted_from = if self.buffered { end_of_line } else { line };
                self.buffered = !self.buffered;
                self.next = Some(end_of_line);
            } else {
                self.counted_from = line;
                self.buffered = true;
                self.carried = Some(bad);
                self.next = Some(bad.end);
            }
            return Some(Chunk { counted_from, start, end: line, bad_separator });
        }
        Some(Chunk { counted_from, start, end: self.text.len(), bad_separator })
    }
}

/// Start of the next line at or after `from` that begins with `---`; `from` is the start of a line or lies behind one.
fn next_separator(text: &str, from: usize) -> Option<usize> {
    let at_line_start = from == 0 || text.as_bytes().get(from - 1) == Some(&b'\n');
    let rest = text.get(from..)?;
    if at_line_start && rest.starts_with(SEPARATOR) {
        return Some(from);
    }
    rest.find("\n---").map(|at| from + at + 1)
}

/// One past the line feed that ends the line, or the end of the text.
fn end_of_line(text: &str, from: usize) -> usize {
    text.get(from..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| from + at + 1)
}

/// Whether there is only white space and comments.
pub(super) fn is_blank(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.lines().all(|line| {
        let line = line.trim_start();
        line.is_empty() || line.starts_with('#')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        Chunks::new(text).map(|chunk| &text[chunk.start..chunk.end]).collect()
    }

    #[test]
    fn separator_lines_cut_and_belong_to_no_document() {
        assert_eq!(pieces("a: 1\n---\nb: 2\n--- # c\nc: 3"), ["a: 1\n", "b: 2\n", "c: 3"]);
        assert_eq!(pieces("---\r\na: 1\r\n---   \r\nb: 2\r\n"), ["", "a: 1\r\n", "b: 2\r\n"]);
        assert_eq!(pieces(""), [""]);
        assert_eq!(pieces("a\n---"), ["a\n", ""]);
    }

    #[test]
    fn dashes_inside_of_a_line_or_indented_do_not_cut() {
        assert_eq!(pieces("a: |\n  ---\n  x ---\nb: 1\n"), ["a: |\n  ---\n  x ---\nb: 1\n"]);
    }

    #[test]
    fn text_behind_the_dashes_is_a_fault_of_the_document_it_begins() {
        let text = "a: 1\n--- {b: 2}\n---\nc: 3\n";
        let chunks: Vec<_> = Chunks::new(text).collect();
        assert_eq!(chunks.iter().map(|chunk| chunk.bad_separator.is_some()).collect::<Vec<_>>(), [false, true, false]);
        let bad = chunks[1].bad_separator.unwrap();
        assert_eq!(&text[bad.start..bad.end], "{b: 2}");
    }

    #[test]
    fn a_certificate_at_the_start_of_a_line_spoils_the_document_around_it() {
        let text = "a: |\n-----BEGIN X-----\nfoo\n-----END X-----\n---\nb: 1\n";
        let chunks: Vec<_> = Chunks::new(text).collect();
        assert_eq!(chunks.len(), 2);
        assert_eq!(chunks[0].bad_separator.map(|bad| bad.line), Some(5));
        assert_eq!(chunks[1].bad_separator, None);
    }

    #[test]
    fn lines_are_counted_from_where_kubectl_counts_them() {
        // With nothing before it the separator line stays in the buffer.
        let counted = |text| Chunks::new(text).map(|chunk| chunk.counted_from).collect::<Vec<_>>();
        assert_eq!(counted("---\na: 1\n---\nb: 1\n"), [0, 0, 13]);
        assert_eq!(counted("a: 1\n---\nb: 1\n"), [0, 9]);
    }
}
