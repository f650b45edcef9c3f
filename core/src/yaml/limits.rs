//! Bounds on what is read.

/// How much the reader takes; what lies beyond is left out with the problem `yaml-limit`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Bytes of one text.
    pub bytes: usize,
    /// Documents of one text, empty ones not counted.
    pub documents: u32,
    /// Lists and maps inside one another, after aliases.
    pub depth: usize,
    /// Scalars, lists and maps of one text, after aliases.
    pub nodes: usize,
    /// Problems of one text; a last one says that there are more.
    pub problems: usize,
}

impl Default for Limits {
    /// Far beyond what people write: 8 MiB, 20,000 documents, depth 100, 4,000,000 nodes, 1,000 problems.
    fn default() -> Self {
        Self { bytes: 8 << 20, documents: 20_000, depth: 100, nodes: 4_000_000, problems: 1_000 }
    }
}
