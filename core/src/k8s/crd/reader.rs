//! Reading records of the tables.

use super::format;
use crate::yaml::{Entry, Map, Node, Value};

static TABLES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/crds.bin"));

/// Reads a record from its start.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader {
    rest: &'static [u8],
}

impl Reader {
    /// The record at an offset.
    pub(crate) fn at(offset: usize) -> Self {
        Self { rest: TABLES.get(offset..).unwrap_or_default() }
    }

    /// The directory of the kinds.
    pub(crate) fn directory() -> Self {
        let offset = TABLES.first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes));
        Self::at(usize::try_from(offset).unwrap_or_default())
    }

    /// The bytes from here on.
    pub(crate) const fn bytes(self) -> &'static [u8] {
        self.rest
    }

    /// A code.
    pub(crate) fn byte(&mut self) -> u8 {
        let Some((byte, rest)) = self.rest.split_first() else { return 0 };
        self.rest = rest;
        *byte
    }

    fn varint(&mut self) -> u64 {
        let mut number = 0;
        let mut shift = 0;
        loop {
            let byte = self.byte();
            number |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or_default();
            if byte & 0x80 == 0 {
                return number;
            }
            shift += 7;
        }
    }

    /// A count or an offset.
    pub(crate) fn number(&mut self) -> usize {
        let first = self.byte();
        if first & 0x80 == 0 {
            return usize::from(first);
        }
        let rest = usize::try_from(self.varint()).unwrap_or_default();
        rest << 7 | usize::from(first & 0x7f)
    }

    /// A number with sign.
    pub(crate) fn signed(&mut self) -> i64 {
        let zigzag = self.varint();
        (zigzag >> 1).cast_signed() ^ -(zigzag & 1).cast_signed()
    }

    /// A text that stands elsewhere.
    pub(crate) fn text(&mut self) -> &'static str {
        text(self.number())
    }

    /// A value; its parts have the rule as their place.
    pub(crate) fn value(&mut self, rule: &'static str) -> Node<'static> {
        let value = match self.byte() {
            format::TRUE => Value::Bool(true),
            format::FALSE => Value::Bool(false),
            format::INT => Value::Int(self.signed()),
            format::TEXT => Value::Text(self.text().into()),
            format::LIST => Value::List((0..self.number()).map(|_| self.value(rule)).collect()),
            format::MAP => {
                let count = self.number();
                let entry = |_| {
                    let key = self.text();
                    Entry { key: key.into(), key_place: crate::provenance::Place::Rule(rule), value: self.value(rule) }
                };
                Value::Map(Map { entries: (0..count).map(entry).collect() })
            }
            _ => Value::Null,
        };
        Node::from_rule(value, rule)
    }
}

/// The bytes of the text at an offset.
pub(crate) fn text_bytes(offset: usize) -> &'static [u8] {
    let mut reader = Reader::at(offset);
    let length = reader.number();
    reader.rest.get(..length).unwrap_or_default()
}

/// The text at an offset.
pub(crate) fn text(offset: usize) -> &'static str {
    str::from_utf8(text_bytes(offset)).unwrap_or_default()
}
