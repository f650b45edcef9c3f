//! The codes of the schema tables: what the generator (`core/build/`) writes and [`super`] reads.
//!
//! The tables are one array of bytes. Numbers are LEB128, signed ones in zigzag. The first four bytes are the offset of
//! the directory (little endian): a count, then for each kind its name and its schema. Everything else is a record at an
//! offset, and equal records stand there once:
//!
//! | record | content |
//! | --- | --- |
//! | text | length in bytes, UTF-8 |
//! | schema | pairs of an attribute and a number, which is an offset or the value itself; ended by [`END`] |
//! | limits | the same: what only the check of a value needs, apart so that walks need not read it |
//! | fields | a count, then for each field the length and the first byte of its name, its name, its schema; sorted by name |
//! | list of offsets | a count, then the offsets |
//! | defaults | a count, then for each field its name and its default, sorted by name |
//! | default | the text of the rule, a value |
//! | value | a tag and what it needs, nested values in place |
//! | rules | a count, then for each rule its message and its expression |
//! | expression | an operation and its operands |
//! | pattern | an automaton over bytes, see `build/pattern/automaton.rs` |

#![allow(dead_code, reason = "the generator and the reader each use a part")]

/// Ends a schema.
pub(crate) const END: u8 = 0;

// Attributes of a schema: its shape.
pub(crate) const TYPE: u8 = 1;
pub(crate) const PROPERTIES: u8 = 2;
pub(crate) const ADDITIONAL: u8 = 4;
pub(crate) const ITEMS: u8 = 5;
pub(crate) const PRESERVE: u8 = 6;
/// The defaults of the fields, which are looked for more often than their schemas.
pub(crate) const DEFAULTS: u8 = 7;
pub(crate) const RULES: u8 = 24;
/// There are rules further inside.
pub(crate) const INNER_RULES: u8 = 25;
/// The offset of the limits.
pub(crate) const LIMITS: u8 = 26;

// Attributes of a schema: its limits.
pub(crate) const REQUIRED: u8 = 3;
/// The allowed values: a count, then values.
pub(crate) const ENUM: u8 = 8;
/// The text of the pattern, for messages.
pub(crate) const PATTERN: u8 = 9;
/// Its automaton.
pub(crate) const AUTOMATON: u8 = 10;
pub(crate) const MIN_LENGTH: u8 = 11;
pub(crate) const MAX_LENGTH: u8 = 12;
pub(crate) const MIN_ITEMS: u8 = 13;
pub(crate) const MAX_ITEMS: u8 = 14;
pub(crate) const MAX_PROPERTIES: u8 = 15;
pub(crate) const MINIMUM: u8 = 16;
pub(crate) const MAXIMUM: u8 = 17;
pub(crate) const FORMAT: u8 = 18;
/// Items must differ.
pub(crate) const SET: u8 = 19;
/// Items must differ in these fields.
pub(crate) const MAP_KEYS: u8 = 20;
pub(crate) const ANY_OF: u8 = 21;
pub(crate) const ONE_OF: u8 = 22;
pub(crate) const NOT: u8 = 23;

// Types of a schema, in the order of [`TYPES`]; 0 is any.
pub(crate) const TYPES: [&str; 7] = ["", "object", "array", "string", "integer", "number", "boolean"];

// Formats that are checked.
pub(crate) const FORMATS: [&str; 4] = ["", "date-time", "ipv4", "ipv6"];

// Values.
pub(crate) const FALSE: u8 = 1;
pub(crate) const TRUE: u8 = 2;
pub(crate) const INT: u8 = 3;
pub(crate) const TEXT: u8 = 4;
pub(crate) const LIST: u8 = 5;
pub(crate) const MAP: u8 = 6;

// Operations of an expression; the operands are offsets of expressions unless it says something else.
/// A value follows.
pub(crate) const CONSTANT: u8 = 1;
/// The number of the variable: 0 is `self`, then those of the macros from the outside in.
pub(crate) const VARIABLE: u8 = 2;
/// Expression, text.
pub(crate) const SELECT: u8 = 3;
/// Expression, text.
pub(crate) const HAS: u8 = 4;
pub(crate) const INDEX: u8 = 5;
pub(crate) const NOT_: u8 = 6;
pub(crate) const OR: u8 = 7;
pub(crate) const AND: u8 = 8;
pub(crate) const EQUAL: u8 = 9;
pub(crate) const UNEQUAL: u8 = 10;
pub(crate) const LESS: u8 = 11;
pub(crate) const LESS_EQUAL: u8 = 12;
pub(crate) const GREATER: u8 = 13;
pub(crate) const GREATER_EQUAL: u8 = 14;
pub(crate) const ADD: u8 = 15;
pub(crate) const IN: u8 = 16;
pub(crate) const CONDITION: u8 = 17;
/// A count, then the items.
pub(crate) const ITEMS_OF: u8 = 18;
/// Range, body; so are the other macros.
pub(crate) const ALL: u8 = 19;
pub(crate) const EXISTS: u8 = 20;
pub(crate) const EXISTS_ONE: u8 = 21;
pub(crate) const FILTER: u8 = 22;
pub(crate) const SIZE: u8 = 23;
pub(crate) const STARTS_WITH: u8 = 24;
pub(crate) const ENDS_WITH: u8 = 25;
pub(crate) const CONTAINS: u8 = 26;
pub(crate) const SPLIT: u8 = 27;
/// Expression, pattern.
pub(crate) const MATCHES: u8 = 28;
pub(crate) const DURATION: u8 = 29;
