//! Takes secret values out of the texts of a link: letter by letter everything else stays as it is.
//!
//! Left out are: the values in `data` and `stringData` of Secrets (with comments and repeated keys between them), values
//! whose names say that they are secret (`names`) in manifests, environment and Helm values, values of headers such as
//! `Authorization`, private keys in PEM, passwords in URLs, and the copies of whole objects that `kubectl apply` keeps in
//! an annotation. What cannot be read as YAML is searched line by line, and is left out as a whole where it seems to hold
//! a Secret. At last, long values that were left out are searched for in all texts.

mod names;
mod raw;
mod stand_in;
#[cfg(test)]
mod tests;
mod tree;

use super::Content;
use crate::ordered::Ordered;
use crate::settings::environment;
use crate::text::{FileId, Pane, SourceFile, Sources, Span, offset, to_usize};
use crate::yaml::{self, Limits};

use stand_in::{Form, StandIns};

/// One value that was left out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LeftOut {
    /// The text that it stood in.
    pub pane: Pane,
    /// Where it stood in that text; in bytes.
    pub start: u32,
    /// What it is, for people: `Secret kong-cert: tls.key`.
    pub what: String,
}

/// A shorter value may be any word; of those no other places are searched.
const UNMISTAKABLE: usize = 12;

/// The content without its secret values, and what was left out, by text and place.
pub fn redact(content: &Content) -> (Content, Vec<LeftOut>) {
    let panes = [
        (Pane::Manifests, content.manifests.as_str()),
        (Pane::Environment, content.environment.as_str()),
        (Pane::HelmValues, content.helm.as_str()),
    ];
    let sources = Sources::new(panes.map(|(pane, text)| SourceFile { name: pane.name(), pane, text }));
    let mut stand_ins = StandIns::default();
    let mut found: Vec<(Pane, &str, Vec<Patch>)> = Vec::new();
    for (file, SourceFile { pane, text, .. }) in sources.iter() {
        let mut finder = Finder { file, text, stand_ins: &mut stand_ins, patches: Vec::new() };
        match pane {
            Pane::Environment | Pane::ReplicaEnvironment => finder.environment(),
            Pane::Manifests | Pane::HelmValues => finder.documents(),
        }
        raw::keys(&mut finder);
        let patches = finder.patches;
        found.push((pane, text, patches));
    }
    let mut redacted = content.clone();
    let mut left_out = Vec::new();
    for (pane, text, mut patches) in found {
        raw::repetitions(text, &stand_ins, UNMISTAKABLE, &mut patches);
        let patches = merged(patches);
        let slot = match pane {
            Pane::Manifests => &mut redacted.manifests,
            Pane::Environment | Pane::ReplicaEnvironment => &mut redacted.environment,
            Pane::HelmValues => &mut redacted.helm,
        };
        *slot = apply(text, &patches);
        left_out.extend(patches.into_iter().map(|patch| LeftOut {
            pane,
            start: offset(patch.start),
            what: patch.what,
        }));
    }
    redacted.request = raw::without_secrets(&content.request, &mut stand_ins);
    redacted.left_out = offset(left_out.len());
    (redacted, left_out)
}

/// A stretch of a text and what takes its place.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Patch {
    start: usize,
    end: usize,
    text: String,
    what: String,
}

/// Patches in order that do not touch one another. Of those that overlap the outer one covers all.
fn merged(mut patches: Vec<Patch>) -> Vec<Patch> {
    patches.order_by_key(|patch| (patch.start, usize::MAX - patch.end));
    let mut merged: Vec<Patch> = Vec::new();
    for patch in patches {
        match merged.last_mut() {
            Some(last) if patch.start < last.end => last.end = last.end.max(patch.end),
            _ => merged.push(patch),
        }
    }
    merged
}

fn apply(text: &str, patches: &[Patch]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for patch in patches {
        out.push_str(text.get(at..patch.start).unwrap_or_default());
        out.push_str(&patch.text);
        at = patch.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Finds the secret values of one text.
struct Finder<'a, 's> {
    file: FileId,
    text: &'a str,
    stand_ins: &'s mut StandIns,
    patches: Vec<Patch>,
}

impl Finder<'_, '_> {
    fn environment(&mut self) {
        for entry in environment::parse(self.file, self.text, &mut Vec::new()).entries {
            let (name, value) = (&entry.name.value, entry.value.text());
            if names::is_secret(name)
                && !names::is_reference(value)
                && let Some(span) = entry.value.whole().span()
            {
                let text = self.stand_ins.of(value, Form::Plain);
                self.patch(span, text, name.to_string());
            }
        }
        raw::lines(self, 0..self.text.len(), "");
    }

    /// All documents, and what lies between them.
    fn documents(&mut self) {
        let limits = Limits { problems: 0, ..Limits::default() };
        let mut at = 0;
        for document in yaml::parse(self.file, self.text, &limits, &mut Vec::new()) {
            let (start, end) = (to_usize(document.span.start), to_usize(document.span.end));
            raw::unread(self, at..start);
            match &document.node {
                Some(node) => {
                    tree::object(self, node);
                    raw::comments(self, start..end);
                }
                None => raw::unread(self, start..end),
            }
            at = end.max(at);
        }
        raw::unread(self, at..self.text.len());
    }

    fn patch(&mut self, span: Span, text: String, what: String) {
        self.patches.push(Patch { start: to_usize(span.start), end: to_usize(span.end), text, what });
    }

    fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }
}
