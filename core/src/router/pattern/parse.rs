//! Reads patterns of both dialects.
//!
//! The Rust dialect refuses with the words and places of regex-syntax 0.8, src/ast/parse.rs; PCRE with words of the
//! same list, which nobody compares.

use super::Dialect;
use super::group::Group;
use super::refusal::{Refusal, Stop};
use super::tree::{Assertion, Greed, Node};

const UNOPENED_GROUP: &str = "unopened group";
pub(super) const REPETITION_MISSING: &str = "repetition operator missing expression";
const COUNT_UNCLOSED: &str = "unclosed counted repetition";
const COUNT_DECIMAL: &str = "repetition quantifier expects a valid decimal";
const COUNT_INVALID: &str = "invalid repetition count range, the start must be <= the end";

/// What a pattern says.
pub(super) struct Parsed {
    pub(super) tree: Node,
    pub(super) groups: usize,
    pub(super) names: Vec<(String, usize)>,
}

/// Reads a whole pattern.
pub(super) fn parse(text: &str, dialect: Dialect) -> Result<Parsed, Stop> {
    let mut parser = Parser {
        text,
        at: 0,
        dialect,
        depth: 0,
        flags: Flags::default(),
        groups: 0,
        names: Vec::new(),
        wanted: Vec::new(),
    };
    let tree = parser.alternatives()?;
    if parser.peek().is_some() {
        return Err(parser.refuse_here(UNOPENED_GROUP));
    }
    let tree = parser.resolve(tree)?;
    let names = parser.names.into_iter().map(|name| (name.text.to_owned(), name.group)).collect();
    Ok(Parsed { tree, groups: parser.groups, names })
}

/// `(?imsUx)`.
#[expect(clippy::struct_excessive_bools, reason = "each is a letter of the language")]
#[derive(Clone, Copy, Default)]
pub(super) struct Flags {
    pub(super) fold: bool,
    pub(super) lines: bool,
    pub(super) newline: bool,
    pub(super) swap: bool,
    pub(super) spaces: bool,
}

/// A named group.
pub(super) struct Name<'p> {
    pub(super) text: &'p str,
    pub(super) group: usize,
    pub(super) place: (usize, usize),
}

/// The reader: a place in the text and what was seen so far.
pub(super) struct Parser<'p> {
    pub(super) text: &'p str,
    pub(super) at: usize,
    pub(super) dialect: Dialect,
    pub(super) depth: usize,
    pub(super) flags: Flags,
    pub(super) groups: usize,
    pub(super) names: Vec<Name<'p>>,
    /// Names that back references use.
    wanted: Vec<&'p str>,
}

impl<'p> Parser<'p> {
    pub(super) fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    pub(super) fn peek_second(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().nth(1)
    }

    pub(super) fn bump(&mut self) -> Option<char> {
        let char = self.peek()?;
        self.at += char.len_utf8();
        Some(char)
    }

    pub(super) fn eat(&mut self, text: &str) -> bool {
        let found = self.text.get(self.at..).is_some_and(|rest| rest.starts_with(text));
        if found {
            self.at += text.len();
        }
        found
    }

    pub(super) fn is_pcre(&self) -> bool {
        self.dialect == Dialect::Pcre
    }

    pub(super) fn refuse(&self, message: &'static str, start: usize) -> Stop {
        Stop::Refused(Refusal { message, start, end: self.at, earlier: None })
    }

    /// Refuses the character that comes next.
    pub(super) fn refuse_here(&self, message: &'static str) -> Stop {
        let end = self.at + self.peek().map_or(0, char::len_utf8);
        Stop::Refused(Refusal { message, start: self.at, end, earlier: None })
    }

    pub(super) fn refuse_repeated(&self, message: &'static str, earlier: (usize, usize)) -> Stop {
        let end = self.at + self.peek().map_or(0, char::len_utf8);
        Stop::Refused(Refusal { message, start: self.at, end, earlier: Some(earlier) })
    }

    /// Blanks and comments of `(?x)`.
    pub(super) fn skip_spaces(&mut self) {
        while self.flags.spaces {
            match self.peek() {
                Some(char) if char.is_whitespace() => {
                    self.bump();
                }
                Some('#') => while self.bump().is_some_and(|char| char != '\n') {},
                _ => break,
            }
        }
    }

    /// The units of one character.
    pub(super) fn literal(&self, char: char) -> Node {
        let fold = self.flags.fold;
        let mut buffer = [0; 4];
        if !self.is_pcre() || char.is_ascii() {
            return Node::Unit { value: u32::from(char), fold };
        }
        let bytes = char.encode_utf8(&mut buffer).bytes();
        Node::Concat(bytes.map(|byte| Node::Unit { value: u32::from(byte), fold }).collect())
    }

    pub(super) fn alternatives(&mut self) -> Result<Node, Stop> {
        let first = self.sequence()?;
        if self.peek() != Some('|') {
            return Ok(first);
        }
        let mut branches = vec![first];
        while self.eat("|") {
            branches.push(self.sequence()?);
        }
        Ok(Node::Alternate(branches))
    }

    fn sequence(&mut self) -> Result<Node, Stop> {
        let mut nodes = Vec::new();
        let mut repeatable = false;
        loop {
            self.skip_spaces();
            let Some(char) = self.peek() else { break };
            match char {
                '|' | ')' => break,
                '(' => match self.group()? {
                    Group::Node(node) => {
                        nodes.push(node);
                        repeatable = true;
                    }
                    Group::Nothing => repeatable = false,
                },
                '[' => {
                    let class = self.set()?;
                    nodes.push(Node::Class { class, fold: self.flags.fold });
                    repeatable = true;
                }
                '*' | '+' | '?' => {
                    let body = nodes.pop().filter(|_| repeatable);
                    let at = self.at;
                    let body = body.ok_or_else(|| self.refuse(REPETITION_MISSING, at))?;
                    self.bump();
                    let (min, max) = match char {
                        '*' => (0, None),
                        '+' => (1, None),
                        _ => (0, Some(1)),
                    };
                    nodes.push(self.repetition(body, min, max));
                    repeatable = !self.is_pcre();
                }
                '{' if !self.is_pcre() || self.is_count() => {
                    let body = nodes.pop().filter(|_| repeatable);
                    let at = self.at;
                    let body = body.ok_or_else(|| self.refuse(REPETITION_MISSING, at))?;
                    let (min, max) = if self.is_pcre() { self.count()? } else { self.rust_count()? };
                    if max.is_some_and(|max| max < min) {
                        self.eat("?");
                        return Err(self.refuse(COUNT_INVALID, at));
                    }
                    nodes.push(self.repetition(body, min, max));
                    repeatable = !self.is_pcre();
                }
                '\\' => {
                    let escaped = self.escape()?;
                    repeatable = !matches!(escaped, Node::Empty);
                    self.push(&mut nodes, escaped);
                }
                '.' | '^' | '$' => {
                    self.bump();
                    nodes.push(self.symbol(char));
                    repeatable = !self.is_pcre() || char == '.';
                }
                char => {
                    self.bump();
                    let literal = self.literal(char);
                    self.push(&mut nodes, literal);
                    repeatable = true;
                }
            }
        }
        Ok(match nodes.len() {
            0 => Node::Empty,
            1 => nodes.pop().unwrap_or(Node::Empty),
            _ => Node::Concat(nodes),
        })
    }

    /// Adds a node; what is several units stays apart, because a repetition takes the last one.
    fn push(&self, nodes: &mut Vec<Node>, node: Node) {
        match node {
            Node::Concat(units) if self.is_pcre() => nodes.extend(units),
            node => nodes.push(node),
        }
    }

    fn symbol(&self, char: char) -> Node {
        match char {
            '.' => Node::Any { newline: self.flags.newline },
            '^' if self.flags.lines => Node::Assert(Assertion::LineStart),
            '^' => Node::Assert(Assertion::TextStart),
            _ if self.flags.lines => Node::Assert(Assertion::LineEnd),
            _ if self.is_pcre() => Node::Assert(Assertion::TextEndOrFinalNewline),
            _ => Node::Assert(Assertion::TextEnd),
        }
    }

    fn repetition(&mut self, body: Node, min: u32, max: Option<u32>) -> Node {
        let greed = if self.eat("?") {
            if self.flags.swap { Greed::Greedy } else { Greed::Lazy }
        } else if self.is_pcre() && self.eat("+") {
            Greed::Possessive
        } else if self.flags.swap {
            Greed::Lazy
        } else {
            Greed::Greedy
        };
        Node::Repeat { body: Box::new(body), min, max, greed }
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.bump();
        }
    }

    fn decimal(&mut self) -> Option<Result<u32, ()>> {
        let mut digits = String::new();
        while let Some(digit) = self.peek().filter(char::is_ascii_digit) {
            digits.push(digit);
            self.bump();
            self.skip_spaces();
        }
        (!digits.is_empty()).then(|| digits.parse().map_err(|_| ()))
    }

    /// `{2}`, `{2,}` or `{2,3}` of the Rust dialect.
    fn rust_count(&mut self) -> Result<(u32, Option<u32>), Stop> {
        let open = self.at;
        self.bump();
        self.skip_spaces();
        let unclosed = |parser: &Self| parser.refuse(COUNT_UNCLOSED, open);
        if self.peek().is_none() {
            return Err(unclosed(self));
        }
        self.blanks();
        let first_at = self.at;
        let first = self.decimal();
        let first_end = self.at;
        self.blanks();
        let number = |number: Option<Result<u32, ()>>, start: usize, end: usize| {
            let message = if number.is_none() { COUNT_DECIMAL } else { "decimal literal invalid" };
            let refusal = Stop::Refused(Refusal { message, start, end, earlier: None });
            number.and_then(Result::ok).ok_or(refusal)
        };
        if self.peek().is_none() {
            return Err(unclosed(self));
        }
        let (min, max) = if self.eat(",") {
            self.skip_spaces();
            match self.peek() {
                None => return Err(unclosed(self)),
                Some('}') => (number(first, first_at, first_end)?, None),
                Some(_) => {
                    let min = number(first, first_at, first_end)?;
                    self.blanks();
                    let second_at = self.at;
                    let second = self.decimal();
                    let max = number(second, second_at, self.at)?;
                    self.blanks();
                    (min, Some(max))
                }
            }
        } else {
            let min = number(first, first_at, first_end)?;
            (min, Some(min))
        };
        if !self.eat("}") {
            return Err(unclosed(self));
        }
        Ok((min, max))
    }

    /// Whether a brace of PCRE opens a count; otherwise it stands for itself.
    fn is_count(&self) -> bool {
        let Some(inner) = self.text.get(self.at + 1..).and_then(|rest| rest.split_once('}')) else { return false };
        let is_number = |text: &str| text.trim_matches([' ', '\t']).bytes().all(|byte| byte.is_ascii_digit());
        match inner.0.split_once(',') {
            Some((min, max)) => is_number(min) && is_number(max) && inner.0.bytes().any(|b| b.is_ascii_digit()),
            None => is_number(inner.0) && inner.0.bytes().any(|byte| byte.is_ascii_digit()),
        }
    }

    fn count(&mut self) -> Result<(u32, Option<u32>), Stop> {
        let open = self.at;
        let inner = self.text.get(self.at + 1..).and_then(|rest| rest.split_once('}')).map_or("", |split| split.0);
        self.at += inner.len() + 2;
        let number = |text: &str| match text.trim_matches([' ', '\t']) {
            "" => Ok(0),
            digits => digits.parse().ok().filter(|n| *n <= 65_535).ok_or_else(|| self.refuse(COUNT_INVALID, open)),
        };
        match inner.split_once(',') {
            Some((min, max)) if max.trim_matches([' ', '\t']).is_empty() => Ok((number(min)?, None)),
            Some((min, max)) => Ok((number(min)?, Some(number(max)?))),
            None => Ok((number(inner)?, Some(number(inner)?))),
        }
    }

    /// A back reference to a name that may come later; resolved at the end.
    pub(super) fn reference(&mut self, name: &'p str) -> Node {
        self.wanted.push(name);
        Node::BackReference { group: usize::MAX - self.wanted.len(), fold: self.flags.fold }
    }

    fn resolve(&self, node: Node) -> Result<Node, Stop> {
        let all = |nodes: Vec<Node>| nodes.into_iter().map(|node| self.resolve(node)).collect::<Result<Vec<_>, _>>();
        let boxed = |body: Box<Node>| self.resolve(*body).map(Box::new);
        Ok(match node {
            Node::BackReference { group, fold } => {
                let name = self.wanted.get((usize::MAX - group).wrapping_sub(1));
                let group = match name {
                    Some(wanted) => self.names.iter().find(|name| name.text == *wanted).map(|name| name.group),
                    None => Some(group).filter(|group| *group <= self.groups),
                };
                let group = group.ok_or_else(|| self.refuse("reference to non-existent group", self.at))?;
                Node::BackReference { group, fold }
            }
            Node::Capture { index, body } => Node::Capture { index, body: boxed(body)? },
            Node::Concat(nodes) => Node::Concat(all(nodes)?),
            Node::Alternate(nodes) => Node::Alternate(all(nodes)?),
            Node::Repeat { body, min, max, greed } => Node::Repeat { body: boxed(body)?, min, max, greed },
            Node::Atomic(body) => Node::Atomic(boxed(body)?),
            Node::Look { behind, negative, body } => Node::Look { behind, negative, body: boxed(body)? },
            node => node,
        })
    }
}
