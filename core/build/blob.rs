//! The array of bytes, and records on their way into it.

use std::collections::{HashMap, HashSet};

/// The bytes so far. Equal records are put there once.
pub(crate) struct Blob {
    bytes: Vec<u8>,
    offsets: HashMap<Vec<u8>, usize>,
    /// Schemas with rules, their own or further inside.
    pub(crate) with_rules: HashSet<usize>,
}

impl Default for Blob {
    /// With room for the offset of the directory, so that no record has the offset 0.
    fn default() -> Self {
        Self { bytes: vec![0; 4], offsets: HashMap::new(), with_rules: HashSet::new() }
    }
}

impl Blob {
    /// The offset of a record.
    pub(crate) fn put(&mut self, record: Record) -> usize {
        *self.offsets.entry(record.0).or_insert_with_key(|bytes| {
            let offset = self.bytes.len();
            self.bytes.extend(bytes);
            offset
        })
    }

    /// The offset of a text.
    pub(crate) fn text(&mut self, text: &str) -> usize {
        let mut record = Record::default();
        record.number(text.len());
        record.0.extend(text.as_bytes());
        self.put(record)
    }

    /// All bytes.
    pub(crate) fn finish(mut self, directory: usize) -> Vec<u8> {
        let directory = u32::try_from(directory).expect("tables of less than 4 GB").to_le_bytes();
        self.bytes.splice(..4, directory);
        self.bytes
    }
}

/// Bytes that are put down together.
#[derive(Default)]
pub(crate) struct Record(pub(crate) Vec<u8>);

impl Record {
    /// A code of `format`.
    pub(crate) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    /// A number or an offset.
    pub(crate) fn number(&mut self, number: usize) {
        let mut rest = number;
        while rest >= 0x80 {
            self.0.push(u8::try_from(rest & 0x7f).unwrap_or_default() | 0x80);
            rest >>= 7;
        }
        self.0.push(u8::try_from(rest).unwrap_or_default());
    }

    /// A number with sign.
    pub(crate) fn signed(&mut self, number: i64) {
        let zigzag = (number << 1) ^ (number >> 63);
        self.number(usize::try_from(zigzag.cast_unsigned()).expect("a build machine of 64 bits"));
    }
}
