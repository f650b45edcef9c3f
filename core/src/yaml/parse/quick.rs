//! The common case: documents in plain block style are read without the scanner, about six times as fast.
//!
//! This knows maps with simple keys, lists, one-line scalars, `[]`, `{}` and comments. At anything else, and at any
//! mistake, it gives up, and the scanner reads the document. It must give what [`Tree`](super::tree::Tree) gives, place
//! for place, or nothing; the property `the_quick_reader_sees_what_the_scanner_sees` holds it to that.

use std::borrow::Cow;

use super::syntax;
use super::tree::repeated;
use crate::text::{FileId, Span, offset, to_usize};
use crate::yaml::scalar::{Scalar, resolve};
use crate::yaml::{Entry, Limits, Map, Node, Value};

/// Longest key that is taken; the scanner has the rules for longer ones.
const LONGEST_KEY: usize = 256;

/// Reads a document and says how many nodes it made; `None` when the scanner must read it.
///
/// `base` is the offset of `text` in its file.
pub(super) fn read<'a>(
    text: &'a str,
    file: FileId,
    base: usize,
    limits: &Limits,
    nodes: usize,
) -> Option<(Node<'a>, usize)> {
    // Whether other characters end lines is a question of versions; tabs and `\r` have rules of their own.
    if syntax::any_byte(text, |byte| byte >= 0x80 || byte == b'\t' || byte == b'\r') {
        return None;
    }
    let mut quick = Quick { text, bytes: text.as_bytes(), file, base, at: 0, column: 0, made: 0 };
    if !quick.next_line() {
        return None;
    }
    let node = quick.block(quick.column, limits.depth)?;
    (quick.at == text.len() && quick.made <= nodes).then_some((node, quick.made))
}

struct Quick<'a> {
    text: &'a str,
    bytes: &'a [u8],
    file: FileId,
    base: usize,
    /// The first character of the current line's content, or the end of the text.
    at: usize,
    /// Its column.
    column: usize,
    /// Nodes made, keys included.
    made: usize,
}

impl<'a> Quick<'a> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// Whether a line or the text ends here.
    fn ends_at(&self, at: usize) -> bool {
        matches!(self.byte(at), None | Some(b'\n'))
    }

    fn skip_spaces(&self, at: usize) -> usize {
        at + self.bytes.get(at..).unwrap_or_default().iter().take_while(|byte| **byte == b' ').count()
    }

    fn line_end(&self, at: usize) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        at + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len())
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, offset(self.base + start), offset(self.base + end))
    }

    fn node(&mut self, value: Value<'a>, start: usize, end: usize) -> Node<'a> {
        self.made += 1;
        Node { value, place: self.span(start, end).into() }
    }

    /// Goes to the next line with content, `at` being the start of a line; `false` at the end of the text.
    fn next_line(&mut self) -> bool {
        loop {
            let content = self.skip_spaces(self.at);
            match self.byte(content) {
                None => {
                    (self.at, self.column) = (self.text.len(), 0);
                    return false;
                }
                Some(b'\n') => self.at = content + 1,
                Some(b'#') => self.at = (self.line_end(content) + 1).min(self.text.len()),
                Some(_) => {
                    self.column = content - self.at;
                    self.at = content;
                    return true;
                }
            }
        }
    }

    /// Goes to the next line with content behind a comment or the end of the line at `at`; `None` when there is
    /// something else.
    fn finish_line(&mut self, at: usize) -> Option<bool> {
        let rest = self.skip_spaces(at);
        let end = match self.byte(rest) {
            None | Some(b'\n') => rest,
            Some(b'#') if rest > at => self.line_end(rest),
            Some(_) => return None,
        };
        self.at = (end + 1).min(self.text.len());
        Some(self.next_line())
    }

    fn is_dash(&self, at: usize) -> bool {
        self.byte(at) == Some(b'-') && matches!(self.byte(at + 1), None | Some(b'\n' | b' '))
    }

    /// The list or map whose first line is the current one. `levels` is how many more may be opened.
    fn block(&mut self, column: usize, levels: usize) -> Option<Node<'a>> {
        if self.is_dash(self.at) { self.list(column, false, levels) } else { self.map(column, levels) }
    }

    /// `shares_column`: it stands under a key in the same column.
    fn list(&mut self, column: usize, shares_column: bool, levels: usize) -> Option<Node<'a>> {
        let levels = levels.checked_sub(1)?;
        let start = self.at;
        let mut items = Vec::new();
        let mut end = start;
        loop {
            let dash = self.at;
            let content = self.skip_spaces(dash + 1);
            let item = if self.ends_at(content) || self.byte(content) == Some(b'#') {
                if self.finish_line(dash + 1)? && self.column > column {
                    self.block(self.column, levels)?
                } else {
                    self.node(Value::Null, dash + 1, dash + 1)
                }
            } else if self.is_dash(content) || self.key(content).is_some() {
                self.at = content;
                self.column = column + (content - dash);
                self.block(self.column, levels)?
            } else {
                self.scalar(content, levels)?
            };
            end = item.span().map_or(end, |span| to_usize(span.end) - self.base);
            items.push(item);
            if self.at == self.text.len() || self.column < column {
                break;
            }
            if self.column > column {
                return None;
            }
            if !self.is_dash(self.at) {
                if shares_column {
                    break;
                }
                return None;
            }
        }
        Some(self.node(Value::List(items), start, end))
    }

    fn map(&mut self, column: usize, levels: usize) -> Option<Node<'a>> {
        let levels = levels.checked_sub(1)?;
        let start = self.at;
        let mut entries = Vec::new();
        let mut end;
        loop {
            let (key, key_start, colon) = self.key(self.at)?;
            self.made += 1;
            let key_place = self.span(key_start, colon).into();
            let content = self.skip_spaces(colon + 1);
            let value = if self.ends_at(content) || self.byte(content) == Some(b'#') {
                let goes_on = self.finish_line(colon + 1)?;
                if goes_on && self.column > column {
                    self.block(self.column, levels)?
                } else if goes_on && self.column == column && self.is_dash(self.at) {
                    self.list(column, true, levels)?
                } else {
                    self.node(Value::Null, colon + 1, colon + 1)
                }
            } else {
                self.scalar(content, levels)?
            };
            end = value.span().map_or(colon, |span| to_usize(span.end) - self.base);
            entries.push(Entry { key, key_place, value });
            if self.at == self.text.len() || self.column < column {
                break;
            }
            // Deeper lines continue a scalar or are mistakes, dashes in this column are mistakes.
            if self.column > column || self.is_dash(self.at) {
                return None;
            }
        }
        if !repeated(&entries).is_empty() {
            return None;
        }
        Some(self.node(Value::Map(Map { entries }), start, end))
    }

    /// A simple key at `at`: the key, its start, and the place of its colon.
    fn key(&self, at: usize) -> Option<(Cow<'a, str>, usize, usize)> {
        let quote = self.byte(at).filter(|byte| matches!(byte, b'"' | b'\''));
        let (text, colon) = if let Some(quote) = quote {
            let (text, end) = self.quoted(at, quote)?;
            (Cow::Borrowed(text), end)
        } else {
            let rest = self.bytes.get(at..)?;
            let length = rest
                .iter()
                .position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'/' | b'-')))?;
            let text = self.text.get(at..at + length).filter(|text| !text.is_empty())?;
            (resolve(text).into_key(Cow::Borrowed(text))?, at + length)
        };
        let is_key = self.byte(colon) == Some(b':') && matches!(self.byte(colon + 1), None | Some(b' ' | b'\n'));
        (is_key && colon - at <= LONGEST_KEY).then_some((text, at, colon))
    }

    /// A quoted text without escapes on one line, and where it ends.
    fn quoted(&self, at: usize, quote: u8) -> Option<(&'a str, usize)> {
        let rest = self.bytes.get(at + 1..)?;
        let length = rest.iter().position(|byte| *byte == quote || matches!(byte, b'\\' | b'\n'))?;
        let end = at + 1 + length;
        let is_closed = self.byte(end) == Some(quote);
        let is_doubled = quote == b'\'' && self.byte(end + 1) == Some(quote);
        let text = self.text.get(at + 1..end)?;
        (is_closed && !is_doubled).then_some((text, end + 1))
    }

    /// The scalar, `[]` or `{}` at `at`, to the end of its line.
    fn scalar(&mut self, at: usize, levels: usize) -> Option<Node<'a>> {
        let first = self.byte(at)?;
        let (value, end) = match first {
            b'"' | b'\'' => {
                let (text, end) = self.quoted(at, first)?;
                (Value::Text(Cow::Borrowed(text)), end)
            }
            b'[' if levels > 0 && self.byte(at + 1) == Some(b']') => (Value::List(Vec::new()), at + 2),
            b'{' if levels > 0 && self.byte(at + 1) == Some(b'}') => (Value::Map(Map::default()), at + 2),
            b'-' if self.is_dash(at) => return None,
            b'-' | b'/' | b'.' | b'_' | b'$' | b'(' | b'~' | b'+' | b'^' | b'<' => self.plain(at)?,
            _ if first.is_ascii_alphanumeric() => self.plain(at)?,
            _ => return None,
        };
        let node = self.node(value, at, end);
        self.finish_line(end)?;
        Some(node)
    }

    fn plain(&self, at: usize) -> Option<(Value<'a>, usize)> {
        let line = self.text.get(at..self.line_end(at))?;
        // A colon and a hash mean something only beside blanks.
        let line = match line.find('#') {
            Some(_) => line.split(" #").next()?,
            None => line,
        };
        let text = line.trim_end_matches(' ');
        if text.contains(": ") || text.ends_with(':') {
            return None;
        }
        let scalar = resolve(text);
        if matches!(scalar, Scalar::Float(value) if !value.is_finite()) {
            return None;
        }
        Some((scalar.into_value(Cow::Borrowed(text)), at + text.len()))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use proptest::prelude::*;
    use proptest::string::string_regex;

    use super::*;
    use crate::text::{Pane, SourceFile, Sources};
    use crate::yaml::parse::tree::{Ending, Outcome, Tree};
    use crate::yaml::split::{Chunks, is_blank};

    fn file() -> FileId {
        let sources = Sources::new([SourceFile { name: "m", pane: Pane::Manifests, text: "" }]);
        sources.iter().next().unwrap().0
    }

    /// Whether the quick reader took the document; panics when the scanner sees something else.
    fn agrees(text: &str) -> bool {
        agrees_within(text, &Limits::default())
    }

    fn agrees_within(text: &str, limits: &Limits) -> bool {
        let chunk = Chunks::new(text).next().unwrap();
        if chunk.end < text.len() || is_blank(text) || syntax::before_scanning(text, chunk).is_some() {
            return false;
        }
        let Some((node, made)) = read(text, file(), 7, limits, limits.nodes) else { return false };
        let mut tree = Tree::new(text, file(), 7, limits, limits.nodes);
        let outcome = tree.read();
        assert_eq!(tree.problems, [], "{text}");
        let Outcome::Read { node: expected, ending: Ending::Chunk } = outcome else { panic!("refused: {text}") };
        assert_eq!(Some(&node), expected.as_ref(), "{text}");
        assert_eq!(made, limits.nodes - tree.nodes_left(), "{text}");
        true
    }

    #[test]
    fn usual_manifests_need_no_scanner() {
        for text in [
            "a: 1\nb:\n  c: x y # z\n  d:\n  - 1\n  - e: 'f'\n    g: \"h\"\n  -   i: j\n      k:\n\n  -\n  - - l\n    - m\n# end\n",
            "apiVersion: v1\nkind: Service\nmetadata:\n  labels: {}\nspec:\n  ports: [] # none\n  clusterIP: 10.0.0.1\n  x: ~\n",
            "a:\nb:\n",
            "- a\n- b: c",
            "yes: on\n1: 2\n'a b': -\"x\n",
            "a: # c\n  b: 1\nc:   # d\n- 1\n",
        ] {
            assert!(agrees(text), "{text}");
        }
    }

    #[test]
    fn all_else_is_left_to_the_scanner() {
        for text in [
            "a: b: c\n",
            "a: |\n  x\n",
            "a: {b: c}\n",
            "a: &b c\n",
            "a: !x b\n",
            "a: b\n  c\n",
            "a: 'b''c'\n",
            "a: 1\na: 2\n",
            "a: \"\\n\"\n",
            "a: b\n c: d\n",
            "a:\n\tb: c\n",
            "a: é\n",
            "a: .inf\n",
            "~: a\n",
            "? a\n",
            "a\n",
            "a: 'b' c\n",
            "a:\n  - b\n  c: d\n",
            "a: 1\n...\n",
            "a: b\r\n",
            "<<: a\n",
            "a: [b]\n",
            "- a\nb: c\n",
            "  a: 1\nb: 2\n",
        ] {
            assert!(!agrees(text), "{text}");
        }
    }

    #[test]
    fn limits_are_those_of_the_scanner() {
        let text = "a:\n- b:\n    c: []\n";
        for depth in 0..7 {
            let taken = agrees_within(text, &Limits { depth, ..Limits::default() });
            assert_eq!(taken, depth >= 5, "{depth}");
        }
        for nodes in 0..10 {
            let taken = agrees_within(text, &Limits { nodes, ..Limits::default() });
            assert_eq!(taken, nodes >= 8, "{nodes}");
        }
    }

    #[test]
    fn the_shared_manifests_look_the_same() {
        let shared = ["../../shared", "../../../shared"]
            .iter()
            .map(|path| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
            .find(|path| path.is_dir());
        let Some(shared) = shared else {
            eprintln!("../shared is absent: nothing was compared");
            return;
        };
        let (mut taken, mut all) = (0, 0);
        for folder in fs::read_dir(shared.join("scenarios")).unwrap() {
            let Ok(text) = fs::read_to_string(folder.unwrap().path().join("manifests.yaml")) else { continue };
            for part in text.split("\n---\n").filter(|part| !part.starts_with("---")) {
                all += 1;
                taken += usize::from(agrees(part));
            }
        }
        assert!(taken * 10 > all * 7, "{taken} of {all}");
    }

    /// Lines of block style with a mistake here and there.
    fn nearly_block_style() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            6 => string_regex("[a-zA-Z0-9./_-]{1,5}").unwrap(),
            2 => string_regex("[a-z ]{0,4}[#:'\"?,&*!|>%@`\\[\\]{}=~$(<^;+-]{0,2}[a-z ]{0,3}").unwrap(),
            1 => string_regex("'[a-z#: ]{0,4}'|\"[a-z#: ]{0,4}\"").unwrap(),
            1 => prop::sample::select(vec!["[]", "{}", "~", "yes", "0x1f", "1.0", "-", "- a", "'a' # b", "a #b", "...", "<<", "null"])
                .prop_map(str::to_owned),
        ];
        let form = prop::sample::select(vec![
            "K: V", "K:", "- V", "-", "- K: V", "- K:", "- - V", "-   K: V", "", "# c", "K: # c", "V",
        ]);
        let line = (0_usize..5, form, word.clone(), word, prop::bool::weighted(0.05));
        prop::collection::vec(line, 1..9).prop_map(|lines| {
            let text: Vec<_> = lines
                .into_iter()
                .map(|(depth, form, key, value, odd)| {
                    let line = form.replace('K', &key).replace('V', &value);
                    format!("{}{}{line}", "  ".repeat(depth), if odd { " " } else { "" })
                })
                .collect();
            text.join("\n")
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

        #[test]
        fn the_quick_reader_sees_what_the_scanner_sees(text in nearly_block_style()) {
            agrees(&text);
        }
    }
}
