//! Text to trees: the only place that names the scanner crate.
//!
//! The text is cut at its `---` lines first; each document is then read on its own, so that a broken one costs only
//! itself. [`tree`] makes nodes of the scanner's events, [`syntax`] makes causes and go-yaml's words of its errors.

mod around;
mod mend;
mod quick;
mod syntax;
mod tree;

use std::ops::ControlFlow;

use super::split::{Chunk, Chunks, is_blank};
use super::{Document, Limits, Node};
use crate::diagnostic::{Diagnostic, catalog};
use crate::text::{FileId, Span, offset};

use mend::Patient;
use syntax::Broken;
use tree::{Ending, Outcome, Tree};

/// Reads all documents of a text, in order. Documents without content (blank lines, comments, `null`) are left out
/// and not counted in [`Document::index`].
///
/// Never fails: a broken document has no node, but [`Document::error`]. Adds `yaml-syntax`, `yaml-limit`,
/// `yaml-duplicate-key`, `yaml-unknown-alias`, `yaml-key-not-scalar`, `yaml-tag`, `yaml-tag-ignored` and
/// `yaml-ignored-text`.
///
/// Source: what `kubectl` sends to the API server: k8s.io/apimachinery `pkg/util/yaml/decoder.go`, sigs.k8s.io/yaml
/// `yaml.go`, go.yaml.in/yaml v2.
pub fn parse<'a>(file: FileId, text: &'a str, limits: &Limits, problems: &mut Vec<Diagnostic>) -> Vec<Document<'a>> {
    let mut reader = Reader {
        text,
        file,
        limits,
        problems,
        nodes: limits.nodes,
        room: limits.problems,
        is_full: false,
        documents: Vec::new(),
    };
    for chunk in Chunks::new(text) {
        if reader.chunk(chunk).is_break() {
            break;
        }
    }
    reader.documents
}

struct Reader<'a, 'p> {
    text: &'a str,
    file: FileId,
    limits: &'p Limits,
    problems: &'p mut Vec<Diagnostic>,
    /// Nodes that may still be made.
    nodes: usize,
    /// Problems that may still be added.
    room: usize,
    /// A problem found no room.
    is_full: bool,
    documents: Vec<Document<'a>>,
}

impl<'a> Reader<'a, '_> {
    fn chunk(&mut self, chunk: Chunk) -> ControlFlow<()> {
        let text = self.text.get(chunk.start..chunk.end).unwrap_or_default();
        if chunk.bad_separator.is_none() && is_blank(text) {
            return ControlFlow::Continue(());
        }
        if chunk.end > self.limits.bytes {
            let rest = self.span(chunk.start, self.text.len());
            self.report(catalog::yaml::too_many_bytes(rest, self.limits));
            return ControlFlow::Break(());
        }
        if let Some(broken) = syntax::before_scanning(self.text, chunk) {
            if self.has_all_documents(chunk.start) {
                return ControlFlow::Break(());
            }
            self.push_broken(chunk, &broken);
            return ControlFlow::Continue(());
        }
        self.scan(chunk, text)
    }

    /// Reads the first document of a chunk. What follows in the chunk is read only in a stream of JSON objects, which
    /// `kubectl` accepts without separators.
    fn scan(&mut self, chunk: Chunk, text: &'a str) -> ControlFlow<()> {
        if offset(self.documents.len()) < self.limits.documents
            && let Some((node, made)) = quick::read(text, self.file, chunk.start, self.limits, self.nodes)
        {
            self.nodes -= made;
            self.push(Some(node), self.trimmed(chunk.start, chunk.end), None);
            return ControlFlow::Continue(());
        }
        let is_json = text.trim_start().starts_with('{');
        let mut start = 0;
        loop {
            if self.has_all_documents(chunk.start + start) {
                return ControlFlow::Break(());
            }
            let part = text.get(start..).unwrap_or_default();
            let mut tree = Tree::new(part, self.file, chunk.start + start, self.limits, self.nodes);
            let outcome = tree.read();
            self.nodes = tree.nodes_left();
            tree.problems.drain(..).for_each(|problem| self.report(problem));
            match outcome {
                Outcome::Broken(broken) => {
                    self.push_broken(Chunk { start: chunk.start + start, ..chunk }, &broken);
                    return ControlFlow::Continue(());
                }
                Outcome::TooManyNodes => {
                    let rest = self.span(chunk.start + start, self.text.len());
                    self.report(catalog::yaml::too_many_nodes(rest, self.limits));
                    return ControlFlow::Break(());
                }
                Outcome::Refused(error) => {
                    let span = self.trimmed(chunk.start + start, chunk.end);
                    self.push(None, span, Some(error));
                    return ControlFlow::Continue(());
                }
                Outcome::Read { node, ending } => {
                    let end = match ending {
                        Ending::Chunk => chunk.end,
                        Ending::Before(rest) => chunk.start + start + rest,
                    };
                    let span = self.trimmed(chunk.start + start, end);
                    if let Some(node) = node {
                        self.push(Some(node), span, None);
                    }
                    let Ending::Before(rest) = ending else { return ControlFlow::Continue(()) };
                    if is_json && part.get(rest..).is_some_and(|rest| rest.starts_with('{')) {
                        start += rest;
                        continue;
                    }
                    let ignored = self.trimmed(end, chunk.end);
                    self.report(catalog::yaml::ignored_text(ignored));
                    return ControlFlow::Continue(());
                }
            }
        }
    }

    fn report(&mut self, problem: Diagnostic) {
        match self.room.checked_sub(1) {
            Some(room) => {
                self.room = room;
                self.problems.push(problem);
            }
            None if self.is_full => {}
            None => {
                self.is_full = true;
                self.problems.push(catalog::yaml::too_many_problems(problem.primary, self.limits));
            }
        }
    }

    fn has_all_documents(&mut self, at: usize) -> bool {
        let full = offset(self.documents.len()) >= self.limits.documents;
        if full {
            let rest = self.span(at, self.text.len());
            self.report(catalog::yaml::too_many_documents(rest, self.limits));
        }
        full
    }

    fn push_broken(&mut self, chunk: Chunk, broken: &Broken) {
        let span = self.span(broken.start, broken.end);
        let problem = match &broken.fault {
            Some(fault) => catalog::yaml::syntax(span, fault),
            None => catalog::yaml::too_deep(span, self.limits),
        };
        let patient =
            Patient { text: self.text, file: self.file, start: chunk.start, end: chunk.end, limits: self.limits };
        let problem = match patient.mend(broken) {
            Some(fix) => problem.with_fix(fix),
            None => problem,
        };
        self.report(problem);
        let counted_from = self.text.get(chunk.counted_from..).unwrap_or_default();
        let error = broken.upstream(counted_from, chunk.counted_from);
        let span = self.trimmed(chunk.start, chunk.end);
        self.push(None, span, Some(error));
    }

    fn push(&mut self, node: Option<Node<'a>>, span: Span, error: Option<String>) {
        let index = offset(self.documents.len());
        self.documents.push(Document { node, span, index, error });
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, offset(start), offset(end))
    }

    /// The span without blank text at both ends.
    fn trimmed(&self, start: usize, end: usize) -> Span {
        let text = self.text.get(start..end).unwrap_or_default();
        let end = start + text.trim_end().len();
        let start = start + (text.len() - text.trim_start().len());
        self.span(start.min(end), end)
    }
}
