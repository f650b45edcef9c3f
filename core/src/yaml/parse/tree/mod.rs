//! Nodes from the scanner's events.

mod aliases;
mod maps;
mod scalars;

pub(super) use maps::repeated;

use std::borrow::Cow;
use std::collections::BTreeMap;

use granit_parser::{Event, Parser, ScalarStyle, StrInput, StructureStyle, options};

use super::syntax::{self, Broken, Cause, Token, anchor_name};
use crate::diagnostic::Diagnostic;
use crate::text::{FileId, Span, offset, to_usize};
use crate::yaml::{Entry, Limits, Node, Value, go};

/// What became of one document.
pub(super) enum Outcome<'a> {
    /// It was read; no node for one without content.
    Read {
        /// The tree.
        node: Option<Node<'a>>,
        /// Where the document ended.
        ending: Ending,
    },
    /// It is not YAML.
    Broken(Broken),
    /// It is YAML, but Kubernetes' reader refuses it, with this text; the problem has been added.
    Refused(String),
    /// The limit of nodes was hit.
    TooManyNodes,
}

/// Where a document ended.
#[derive(Clone, Copy)]
pub(super) enum Ending {
    /// At the end of its chunk.
    Chunk,
    /// Before this offset, at which other text follows.
    Before(usize),
}

/// Why reading stopped.
enum Stop {
    Broken(Broken),
    TooManyNodes,
    /// Aliases are refused at once, since what follows would be wrong too.
    Refused,
}

/// The step of Kubernetes' reader that refuses a document; the first step's first message is the one people see.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Parse,
    Decode,
    Convert,
    Encode,
}

/// A node that an alias can stand for.
struct Anchored<'a> {
    node: Node<'a>,
    cost: usize,
    depth: usize,
}

/// What is known of a list or map from its first event on.
struct Open {
    anchor: usize,
    start: usize,
    /// Only brackets know their end by themselves.
    flow: bool,
    /// Nodes made before it.
    cost_before: usize,
    /// Lists and maps inside one another below it.
    depth: usize,
}

enum Frame<'a> {
    List { open: Open, items: Vec<Node<'a>> },
    Map { open: Open, map: Building<'a> },
}

/// A map whose end has not been seen.
#[derive(Default)]
struct Building<'a> {
    entries: Vec<Entry<'a>>,
    key: Option<Key<'a>>,
    /// Ranges of `entries` that came through `<<`.
    merged: Vec<(usize, usize)>,
}

/// A key that waits for its value.
enum Key<'a> {
    Text(Cow<'a, str>, Span),
    Merge,
    /// A key that cannot be; its value is read and dropped. Holds go-yaml's message up to the value, if that names it.
    Refused(Option<String>),
}

/// Builds the tree of one document.
pub(super) struct Tree<'a, 'l> {
    text: &'a str,
    file: FileId,
    /// Offset of `text` in the file.
    base: usize,
    limits: &'l Limits,
    nodes: usize,
    stack: Vec<Frame<'a>>,
    /// Open brackets.
    flow: usize,
    root: Option<Node<'a>>,
    anchors: BTreeMap<usize, Anchored<'a>>,
    /// Names of the anchors that are still open or complete, for messages.
    names: BTreeMap<usize, Cow<'a, str>>,
    /// Nodes made, counted as go-yaml counts.
    cost: usize,
    /// Those of them that came through aliases.
    alias_cost: usize,
    /// End of the last token seen.
    last_end: usize,
    /// What that token is.
    last: Token,
    refused: Option<(Stage, String)>,
    /// How many problems may be added.
    room: usize,
    /// What was found on the way.
    pub(super) problems: Vec<Diagnostic>,
}

impl<'a, 'l> Tree<'a, 'l> {
    /// `base` is the offset of `text` in its file, `nodes` how many may be made.
    pub(super) fn new(text: &'a str, file: FileId, base: usize, limits: &'l Limits, nodes: usize) -> Self {
        Self {
            text,
            file,
            base,
            limits,
            nodes,
            stack: Vec::new(),
            flow: 0,
            root: None,
            anchors: BTreeMap::new(),
            names: BTreeMap::new(),
            cost: 1,
            alias_cost: 0,
            last_end: 0,
            last: Token::Other,
            refused: None,
            room: limits.problems,
            problems: Vec::new(),
        }
    }

    /// How many nodes may be made after this document.
    pub(super) fn nodes_left(&self) -> usize {
        self.nodes
    }

    /// Reads the first document of the text.
    pub(super) fn read(&mut self) -> Outcome<'a> {
        let options = options! {
            emit_unresolved_aliases: true,
            emit_anchor_events: true,
            emit_comments: false,
            flow_nesting_limit: self.limits.depth,
            block_nesting_limit: self.limits.depth,
        };
        let mut parser = Parser::new_from_str_with_options(self.text, options);
        match self.document(&mut parser) {
            Err(Stop::Broken(broken)) => Outcome::Broken(broken),
            Err(Stop::TooManyNodes) => Outcome::TooManyNodes,
            Err(Stop::Refused) => Outcome::Refused(self.refusal().unwrap_or_default()),
            Ok(()) => {
                let ending = self.ending(&mut parser);
                if let Some(error) = self.refusal() {
                    return Outcome::Refused(error);
                }
                let node = self.root.take().filter(|node| node.value != Value::Null);
                Outcome::Read { node, ending }
            }
        }
    }

    /// One more than there is room for is kept, as a sign.
    fn report(&mut self, problem: Diagnostic) {
        if self.problems.len() <= self.room {
            self.problems.push(problem);
        }
    }

    fn refusal(&mut self) -> Option<String> {
        self.refused.take().map(|(_, error)| error)
    }

    fn refuse(&mut self, stage: Stage, error: String) {
        if self.refused.as_ref().is_none_or(|(earlier, _)| stage < *earlier) {
            self.refused = Some((stage, error));
        }
    }

    /// Where the next object of a stream of JSON objects begins, when the one before it is complete. The scanner has
    /// looked at it already: its mistakes are not those of the first.
    fn next_object(&self) -> Option<usize> {
        if !self.stack.is_empty() || self.root.is_none() || !self.text.trim_start().starts_with('{') {
            return None;
        }
        let rest = without_comments(self.text.get(self.last_end..)?);
        rest.starts_with('{').then(|| self.text.len() - rest.len())
    }

    /// The innermost bracket that is open.
    fn open_bracket(&self) -> Option<usize> {
        self.stack.iter().rev().find_map(|frame| {
            let (Frame::List { open, .. } | Frame::Map { open, .. }) = frame;
            open.flow.then_some(open.start)
        })
    }

    /// What follows the end of the document.
    fn ending(&self, parser: &mut Parser<'a, StrInput<'a>>) -> Ending {
        if let Some(next) = self.next_object() {
            return Ending::Before(next);
        }
        match parser.next_event() {
            Some(Ok((Event::DocumentStart(..), span))) => {
                Ending::Before(span.byte_range().map_or(self.text.len(), |range| range.start))
            }
            Some(Err(_)) => {
                let rest = self.text.get(self.last_end..).unwrap_or_default();
                Ending::Before(self.text.len() - without_comments(rest).len())
            }
            Some(Ok(_)) | None => Ending::Chunk,
        }
    }

    fn document(&mut self, parser: &mut Parser<'a, StrInput<'a>>) -> Result<(), Stop> {
        while let Some(event) = parser.next_event() {
            let (event, span) = match event {
                Ok(event) => event,
                Err(error) if self.next_object().is_none() => {
                    let (bracket, last) = (self.open_bracket(), self.last);
                    return Err(Stop::Broken(syntax::from_scanner(&error, self.text, self.base, bracket, last)));
                }
                Err(_) => return Ok(()),
            };
            let (start, end) =
                span.byte_range().map_or((self.last_end, self.last_end), |range| (range.start, range.end));
            let token = match event {
                Event::Scalar(_, ScalarStyle::Plain, ..) => Token::Plain,
                Event::Scalar(_, ScalarStyle::Literal | ScalarStyle::Folded, ..) => Token::Block,
                _ => Token::Other,
            };
            match event {
                Event::Scalar(text, style, anchor, tag) => {
                    self.scalar(text, style, anchor, tag.as_deref(), start, end)?;
                }
                Event::SequenceStart(style, anchor, tag) => {
                    self.ignore_tag(tag.as_deref(), start);
                    let open = self.open(style, anchor, start)?;
                    let start = if open.flow { start } else { self.first_dash(start) };
                    self.stack.push(Frame::List { open: Open { start, ..open }, items: Vec::new() });
                }
                Event::MappingStart(style, anchor, tag) => {
                    self.ignore_tag(tag.as_deref(), start);
                    let open = self.open(style, anchor, start)?;
                    self.stack.push(Frame::Map { open, map: Building::default() });
                }
                Event::SequenceEnd | Event::MappingEnd => self.close(end)?,
                Event::Alias(anchor) => self.alias(anchor, start, end)?,
                Event::UnresolvedAlias(name) => return Err(self.unknown_alias(&name, start, end)),
                Event::Anchor(anchor, name) => self.anchor(anchor, name, start, end)?,
                Event::DocumentEnd | Event::StreamEnd => return self.check_indentation(start),
                _ => {}
            }
            if end > start {
                self.last_end = self.last_end.max(end);
                self.last = token;
            }
        }
        Ok(())
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, offset(self.base + start), offset(self.base + end))
    }

    /// The text under a span of this document.
    fn source(&self, span: Span) -> &'a str {
        let at = |offset: u32| to_usize(offset).saturating_sub(self.base);
        self.text.get(at(span.start)..at(span.end)).unwrap_or_default()
    }

    fn broken(&self, start: usize, end: usize, fault: Cause) -> Stop {
        Stop::Broken(Broken::new(self.base + start, self.base + end, fault))
    }

    /// Counts one node.
    fn make(&mut self) -> Result<(), Stop> {
        self.cost += 1;
        self.spend(1)
    }

    fn spend(&mut self, nodes: usize) -> Result<(), Stop> {
        self.nodes = self.nodes.checked_sub(nodes).ok_or(Stop::TooManyNodes)?;
        Ok(())
    }

    fn open(&mut self, style: StructureStyle, anchor: usize, start: usize) -> Result<Open, Stop> {
        self.make()?;
        let flow = style == StructureStyle::Flow;
        self.check_indentation(start)?;
        self.flow += usize::from(flow);
        if self.stack.len() >= self.limits.depth {
            return Err(self.broken(start, start, Cause::Depth));
        }
        Ok(Open { anchor, start, flow, cost_before: self.cost - 1, depth: 0 })
    }

    /// Outside of brackets no line between two tokens may begin with a tab, not even a blank one. Behind an unquoted
    /// scalar go-yaml overlooks blank lines with spaces before the tab.
    ///
    /// Source: go.yaml.in/yaml v2 `scannerc.go:yaml_parser_scan_to_next_token`, `yaml_parser_scan_plain_scalar`.
    fn check_indentation(&self, start: usize) -> Result<(), Stop> {
        let gap = self.text.get(self.last_end..start).unwrap_or_default();
        if self.flow > 0 || !gap.contains('\t') {
            return Ok(());
        }
        let is_line_start = self.last_end == 0 || self.text.as_bytes().get(self.last_end - 1) == Some(&b'\n');
        let mut at = self.last_end;
        for (number, line) in gap.split_inclusive('\n').enumerate() {
            let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
            let tab = line.find('\t').filter(|tab| *tab < blank && (number > 0 || is_line_start));
            if let Some(tab) = tab
                && !(self.last == Token::Plain && tab > 0 && line.ends_with('\n'))
            {
                return Err(self.broken(at + tab, at + blank, Cause::Tab(self.last)));
            }
            at += line.len();
        }
        Ok(())
    }

    /// The dash of a list's first item. The scanner's event lies behind it when the list stands in the column of its key.
    fn first_dash(&self, start: usize) -> usize {
        if matches!(self.stack.last(), Some(Frame::List { .. })) {
            return start;
        }
        let before = self.text.get(..start).unwrap_or_default().trim_end();
        if before.ends_with('-') && before.len() > self.last_end { before.len() - 1 } else { start }
    }

    fn close(&mut self, end: usize) -> Result<(), Stop> {
        let Some(frame) = self.stack.pop() else { return Ok(()) };
        let (open, value, last) = match frame {
            Frame::List { open, items } => {
                let last = items.last().and_then(Node::span);
                (open, Value::List(items), last)
            }
            Frame::Map { open, map } => {
                let last = map.entries.last().and_then(|entry| entry.value.span());
                (open, Value::Map(self.finish(map)), last)
            }
        };
        let end = if open.flow {
            self.flow = self.flow.saturating_sub(1);
            end
        } else {
            // Implied nulls may lie behind the last token, merged entries elsewhere.
            let last = last.map_or(0, |span| to_usize(span.end).saturating_sub(self.base));
            self.last_end.max(open.start).max(if last <= end { last } else { 0 })
        };
        let node = Node { value, place: self.span(open.start, end).into() };
        self.complete(node, open.anchor, open.cost_before, open.depth + 1)
    }

    /// Puts a finished node where it belongs.
    fn complete(&mut self, node: Node<'a>, anchor: usize, cost_before: usize, depth: usize) -> Result<(), Stop> {
        if anchor != 0 {
            let cost = self.cost - cost_before;
            self.spend(cost)?;
            self.anchors.insert(anchor, Anchored { node: node.clone(), cost, depth });
        }
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some(Frame::List { open, items }) => {
                open.depth = open.depth.max(depth);
                items.push(node);
            }
            Some(Frame::Map { open, map }) => {
                open.depth = open.depth.max(depth);
                match map.key.take() {
                    Some(Key::Text(key, span)) => {
                        map.entries.push(Entry { key, key_place: span.into(), value: node });
                    }
                    Some(Key::Merge) => self.merge(node),
                    Some(Key::Refused(None)) => {}
                    Some(Key::Refused(Some(error))) => {
                        self.refuse(Stage::Convert, format!("{error}{}", go::syntax(&node.value)));
                    }
                    None => self.key_from(node),
                }
            }
        }
        Ok(())
    }

    fn set_key(&mut self, key: Key<'a>) {
        if let Some(Frame::Map { map, .. }) = self.stack.last_mut() {
            map.key = Some(key);
        }
    }
}

/// The text from its first character that is no white space and no comment on.
fn without_comments(text: &str) -> &str {
    let mut rest = text.trim_start();
    while rest.starts_with('#') {
        rest = rest.split_once('\n').map_or("", |(_, below)| below.trim_start());
    }
    rest
}
