//! A line of highlighted text.

use std::rc::Rc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a part of a line is, for its colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Indentation and punctuation.
    Plain,
    /// A key.
    Key,
    /// A string.
    Text,
    /// A number.
    Number,
    /// `true`, `false`, `null`.
    Word,
    /// A comment.
    Comment,
}

impl Kind {
    /// The class in the style sheet.
    pub fn class(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Key => Some("k"),
            Self::Text => Some("s"),
            Self::Number => Some("n"),
            Self::Word => Some("w"),
            Self::Comment => Some("c"),
        }
    }
}

/// A part of a line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Its text.
    pub text: String,
}

/// A line, without its break.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Line {
    /// JSON pointer of the value, from the root that holds `config` and `status`.
    #[serde(serialize_with = "write", deserialize_with = "read")]
    pub pointer: Rc<str>,
    /// The parts, from left to right.
    pub tokens: Vec<Token>,
}

fn write<S: Serializer>(pointer: &Rc<str>, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(pointer)
}

fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Rc<str>, D::Error> {
    String::deserialize(from).map(Rc::from)
}

impl Line {
    /// A line that shows the value at `pointer`, indented by so many columns.
    pub(super) fn new(pointer: &Rc<str>, indent: usize) -> Self {
        let mut line = Self { pointer: Rc::clone(pointer), tokens: Vec::new() };
        if indent > 0 {
            line.push(Kind::Plain, " ".repeat(indent));
        }
        line
    }

    /// Adds a part at the end.
    pub(super) fn push(&mut self, kind: Kind, text: impl Into<String>) {
        self.tokens.push(Token { kind, text: text.into() });
    }

    /// As [`Line::push`], for building in one expression.
    pub(super) fn with(mut self, kind: Kind, text: impl Into<String>) -> Self {
        self.push(kind, text);
        self
    }
}

/// The pointer of a member of the value at `pointer`.
pub(super) fn member(pointer: &str, key: &str) -> Rc<str> {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")).into()
}

/// The lines as text, each with its break.
pub fn text_of(lines: &[Line]) -> String {
    let mut text = String::new();
    for line in lines {
        for token in &line.tokens {
            text.push_str(&token.text);
        }
        text.push('\n');
    }
    text
}
