//! The text that a template renders, with the place of each stretch, and the objects that it is read as.
//!
//! Helm renders text and Kubernetes reads it. Doing the same keeps every quirk: an unquoted `"9000"` becomes a number,
//! a missing value becomes `null`, a value with a colon breaks the document.

use super::values::own;
use crate::go::quote;
use crate::provenance::Place;
use crate::text::{FileId, offset};
use crate::yaml::{self, Limits, Node, Value};

const RENDERED: Place = Place::Rule("chart kong 3.4.1: rendered from the Helm values");

/// Text with places.
#[derive(Clone, Debug, Default)]
pub(super) struct Manifest {
    text: String,
    /// Where a stretch begins, and its place.
    pieces: Vec<(u32, Place)>,
}

impl Manifest {
    /// Appends text that comes from `place`.
    pub(super) fn push(&mut self, text: &str, place: impl Into<Place>) -> &mut Self {
        if !text.is_empty() {
            self.pieces.push((offset(self.text.len()), place.into()));
            self.text.push_str(text);
        }
        self
    }

    /// Appends stretches.
    pub(super) fn parts(&mut self, parts: &[(String, Place)]) -> &mut Self {
        for (text, place) in parts {
            self.push(text, *place);
        }
        self
    }

    /// Appends the text in double quotes, as sprig's `quote` does; `None` for `null` gives nothing.
    pub(super) fn quoted(&mut self, text: Option<&str>, place: impl Into<Place>) -> &mut Self {
        match text {
            Some(text) => self.push(&quote(text), place),
            None => self,
        }
    }

    /// Whether nothing was rendered.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The one document that the text is.
    ///
    /// # Errors
    /// The message of the YAML reader.
    pub(super) fn read(&self, file: FileId) -> Result<Node<'static>, String> {
        let mut problems = Vec::new();
        let documents = yaml::parse(file, &self.text, &Limits::default(), &mut problems);
        let place = |place: Place| match place {
            Place::At(span) => self.place(span.start),
            rule @ Place::Rule(_) => rule,
        };
        let Some(document) = documents.into_iter().next() else {
            return Err("no document".to_owned());
        };
        match (document.node, document.error) {
            (_, Some(error)) => Err(error),
            (Some(node), None) => {
                let mut node = own(&node, &place);
                hide_containers(&mut node);
                Ok(node)
            }
            (None, None) => Err("no document".to_owned()),
        }
    }

    fn place(&self, at: u32) -> Place {
        let index = self.pieces.partition_point(|(start, _)| *start <= at);
        self.pieces.get(index.saturating_sub(1)).map_or(RENDERED, |(_, place)| *place)
    }
}

/// Takes the places of the user's text from lists and maps: there is no text of theirs that could be changed.
fn hide_containers(node: &mut Node<'static>) {
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(hide_containers),
        Value::Map(map) => {
            for entry in &mut map.entries {
                entry.key_place = RENDERED;
                hide_containers(&mut entry.value);
            }
        }
        _ => return,
    }
    node.place = RENDERED;
}
