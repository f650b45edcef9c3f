//! Scalars: where they stand, and what their tags make of them.

use std::borrow::Cow;

use granit_parser::{ScalarStyle, Tag};

use super::{Frame, Key, Stage, Stop, Tree};
use crate::diagnostic::catalog;
use crate::text::Span;
use crate::yaml::Node;
use crate::yaml::scalar::{self, Scalar};
use crate::yaml::timestamp::is_timestamp;

impl<'a> Tree<'a, '_> {
    pub(super) fn scalar(
        &mut self,
        text: Cow<'a, str>,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        start: usize,
        end: usize,
    ) -> Result<(), Stop> {
        let cost_before = self.cost;
        self.make()?;
        let (start, end) = self.extent(style, start, end);
        if start == end {
            // Gaps are searched; they must not grow over many nulls.
            self.last_end = self.last_end.max(end);
        }
        let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        if !is_block {
            self.check_indentation(start)?;
        }
        let span = self.span(start, end);
        let is_plain = style == ScalarStyle::Plain;
        // The scanner gives `~` for nothing at all.
        let text = if is_plain && start == end { Cow::Borrowed("") } else { text };
        let is_merge = text == "<<" && is_plain && tag.is_none_or(|tag| tag_name(tag) == "!!merge");
        let (scalar, text) = match tag {
            None if is_plain => (scalar::resolve(&text), text),
            None => (Scalar::Text, text),
            Some(tag) => self.tagged(tag, text, span),
        };
        let is_key = matches!(self.stack.last(), Some(Frame::Map { map, .. }) if map.key.is_none());
        if is_key && anchor == 0 {
            let key = if is_merge { Key::Merge } else { self.key(scalar, text, span) };
            self.set_key(key);
            return Ok(());
        }
        if let Scalar::Float(value) = scalar
            && !value.is_finite()
            && !is_key
        {
            self.report(match tag {
                None => catalog::yaml::no_json_number(span, &text),
                Some(_) => catalog::yaml::no_json_number_tagged(span, &text),
            });
            self.refuse(Stage::Encode, format!("json: unsupported value: {}", crate::go::float(value)));
        }
        let node = Node { value: scalar.into_value(text), place: span.into() };
        self.complete(node, anchor, cost_before, 0)
    }

    /// Where a scalar reaches from and to. A block scalar begins at its `|` or `>` and ends with its last visible
    /// character; an implied null lies behind the `:` or `-` that asks for it.
    fn extent(&self, style: ScalarStyle, start: usize, end: usize) -> (usize, usize) {
        match style {
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let start = start.min(self.text.len());
                let header = self.block_header(start).unwrap_or(start);
                let content = self.text.get(header..end.max(header)).unwrap_or_default();
                (header, header + content.trim_end().len())
            }
            _ if start == end => {
                let behind_colon = self.text.as_bytes().get(start) == Some(&b':');
                let is_item = self.flow == 0 && matches!(self.stack.last(), Some(Frame::List { .. }));
                let dash = if is_item { self.dash_before(start) } else { None };
                let at = dash.map_or(start + usize::from(behind_colon), |dash| dash + 1);
                (at, at)
            }
            _ => (start, end),
        }
    }

    /// The dash of an item without content; behind it are only white space and comments.
    fn dash_before(&self, start: usize) -> Option<usize> {
        let gap = self.text.get(self.last_end..start)?;
        let mut end = gap.len();
        for line in gap.rsplit('\n') {
            let code = line.split(" #").next().filter(|code| !code.trim_start().starts_with('#')).unwrap_or_default();
            if let Some(code) = code.trim_end().strip_suffix('-') {
                return Some(self.last_end + end - line.len() + code.len());
            }
            if !code.trim().is_empty() {
                return None;
            }
            end = end.saturating_sub(line.len() + 1);
        }
        None
    }

    /// The `|` or `>` that announces the block scalar whose text begins at `start`.
    fn block_header(&self, start: usize) -> Option<usize> {
        let before = self.text.get(self.last_end..start)?.trim_end();
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        let header = before.get(line..)?;
        let header = header.split(" #").next()?;
        header.rfind(['|', '>']).map(|at| self.last_end + line + at)
    }

    /// A scalar with a tag.
    ///
    /// Source: go.yaml.in/yaml v2 `resolve.go:resolve`, `decode.go:scalar`.
    fn tagged(&mut self, tag: &Tag, text: Cow<'a, str>, span: Span) -> (Scalar, Cow<'a, str>) {
        let name = tag_name(tag);
        let resolved = scalar::resolve(&text);
        match (&*name, resolved) {
            ("!!str" | "!!merge" | "!", _) => (Scalar::Text, text),
            ("!!float", Scalar::Int(_) | Scalar::Uint(_)) => (Scalar::Float(text.parse().unwrap_or_default()), text),
            ("!!bool", Scalar::Bool(_))
            | ("!!int", Scalar::Int(_) | Scalar::Uint(_))
            | ("!!float", Scalar::Float(_))
            | ("!!null", Scalar::Null) => (resolved, text),
            ("!!timestamp", _) if is_timestamp(&text) => (Scalar::Text, text),
            ("!!binary", _) => {
                if let Some(bytes) = scalar::decode_base64(&text) {
                    return (Scalar::Text, Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()));
                }
                self.report(catalog::yaml::tag_does_not_fit(span, &name, &text));
                self.refuse(Stage::Decode, "yaml: !!binary value contains invalid base64 data".to_owned());
                (Scalar::Text, text)
            }
            ("!!bool" | "!!int" | "!!float" | "!!null" | "!!timestamp", _) => {
                self.report(catalog::yaml::tag_does_not_fit(span, &name, &text));
                self.refuse(Stage::Decode, format!("yaml: cannot decode {} `{text}` as a {name}", resolved.tag()));
                (Scalar::Text, text)
            }
            _ => {
                self.report(catalog::yaml::tag_ignored(span, &tag.original()));
                (Scalar::Text, text)
            }
        }
    }

    /// go-yaml does not look at the tags of lists and maps.
    pub(super) fn ignore_tag(&mut self, tag: Option<&Tag>, start: usize) {
        if let Some(tag) = tag
            && !matches!(&*tag_name(tag), "!!map" | "!!seq" | "!")
        {
            self.report(catalog::yaml::tag_ignored(self.span(start, start), &tag.original()));
        }
    }
}

/// The tag in go-yaml's short form: `!!str`, `!local`, `tag:example.com,2000:x`.
fn tag_name(tag: &Tag) -> Cow<'_, str> {
    if let Some(name) = tag.suffix_in_namespace("tag:yaml.org,2002:") {
        return Cow::Owned(format!("!!{name}"));
    }
    let (handle, suffix) = tag.parts();
    if handle.is_empty() { Cow::Borrowed(suffix) } else { Cow::Owned(format!("{handle}{suffix}")) }
}
