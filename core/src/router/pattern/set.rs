//! What stands in brackets.

use super::class::{Class, Item, Named, Operator};
use super::escape::Escape;
use super::parse::Parser;
use super::refusal::{Refusal, Stop};

const UNCLOSED: &str = "unclosed character class";
const RANGE_INVALID: &str = "invalid character class range, the start must be <= the end";
const BOUNDARY_INVALID: &str = "invalid range boundary, must be a literal";
const ESCAPE_INVALID: &str = "invalid escape sequence found in character class";

/// Sets in sets of the Rust dialect, as deep as this.
const DEPTH: usize = 50;

/// One member, with its place.
struct Member {
    start: usize,
    end: usize,
    what: Escape,
}

/// The left side of an operator and the operator.
type Pending = Option<(Operator, Class)>;

impl Parser<'_> {
    /// A set, from its opening bracket.
    pub(super) fn set(&mut self) -> Result<Class, Stop> {
        self.set_at_depth(0)
    }

    fn set_at_depth(&mut self, depth: usize) -> Result<Class, Stop> {
        if depth > DEPTH {
            return Err(Stop::Unknown("the pattern is nested too deeply"));
        }
        let open = self.at;
        let mut class = Class::default();
        let mut items = Vec::new();
        self.bump();
        self.set_spaces();
        if self.eat("^") {
            class.negated = true;
            self.set_spaces();
        }
        if self.peek().is_none() {
            return Err(self.refuse(UNCLOSED, open));
        }
        if !self.is_pcre() {
            while self.eat("-") {
                items.push(single('-'));
                self.set_spaces();
                if self.peek().is_none() {
                    return Err(Stop::Refused(Refusal { message: UNCLOSED, start: open, end: open, earlier: None }));
                }
            }
        }
        if items.is_empty() && self.eat("]") {
            items.push(single(']'));
            self.set_spaces();
            if self.peek().is_none() {
                return Err(self.refuse(UNCLOSED, open));
            }
        }
        // The place of an unclosed set ends where its members begin.
        let begin = self.at;
        let unclosed = Stop::Refused(Refusal { message: UNCLOSED, start: open, end: begin, earlier: None });
        let mut pending: Pending = None;
        loop {
            self.set_spaces();
            let Some(char) = self.peek() else { return Err(unclosed) };
            if char == ']' {
                self.bump();
                class.items = joined(pending, items);
                return Ok(class);
            }
            if char == '[' {
                if let Some((set, negated)) = self.posix()? {
                    items.push(Item::Named { set, negated });
                    continue;
                }
                if !self.is_pcre() {
                    items.push(Item::Nested(self.set_at_depth(depth + 1)?));
                    continue;
                }
            }
            if let Some(operator) = self.operator() {
                let left = Class { negated: false, items: joined(pending.take(), std::mem::take(&mut items)) };
                pending = Some((operator, left));
                continue;
            }
            self.range(&mut items, unclosed)?;
        }
    }

    fn set_spaces(&mut self) {
        if !self.is_pcre() {
            self.skip_spaces();
        }
    }

    /// `&&`, `--` and `~~`.
    fn operator(&mut self) -> Option<Operator> {
        if self.is_pcre() {
            return None;
        }
        let operators =
            [("&&", Operator::Intersection), ("--", Operator::Difference), ("~~", Operator::SymmetricDifference)];
        operators.into_iter().find(|(text, _)| self.eat(text)).map(|(_, operator)| operator)
    }

    /// `[:alpha:]`, `[:^alpha:]`.
    fn posix(&mut self) -> Result<Option<(Named, bool)>, Stop> {
        let start = self.at;
        let Some((name, _)) = self
            .text
            .get(self.at..)
            .and_then(|rest| rest.strip_prefix("[:"))
            .and_then(|rest| rest.split_once(":]"))
            .filter(|(name, _)| !self.is_pcre() || name.bytes().all(|byte| byte == b'^' || byte.is_ascii_alphabetic()))
        else {
            return Ok(None);
        };
        let (bare, negated) = name.strip_prefix('^').map_or((name, false), |bare| (bare, true));
        match Named::posix(bare) {
            Some(set) => {
                self.at += name.len() + 4;
                Ok(Some((set, negated)))
            }
            None if self.is_pcre() => {
                self.at += name.len() + 4;
                Err(self.refuse("unknown POSIX class name", start))
            }
            None => Ok(None),
        }
    }

    fn member(&mut self) -> Result<Member, Stop> {
        let start = self.at;
        let what = if self.peek() == Some('\\') {
            self.any_escape(true)?
        } else {
            Escape::Char(self.bump().unwrap_or_default())
        };
        Ok(Member { start, end: self.at, what })
    }

    /// One member or a range of two.
    fn range(&mut self, items: &mut Vec<Item>, unclosed: Stop) -> Result<(), Stop> {
        let first = self.member()?;
        self.set_spaces();
        if self.peek().is_none() {
            return Err(unclosed);
        }
        let second = self.peek_second();
        let is_range = self.peek() == Some('-') && second != Some(']') && (self.is_pcre() || second != Some('-'));
        if !is_range || self.is_pcre() && matches!(first.what, Escape::Named { .. } | Escape::Quoted(_)) {
            return self.add(first, items);
        }
        self.bump();
        self.set_spaces();
        if self.peek().is_none() {
            return Err(unclosed);
        }
        let place = (first.start, self.at);
        let second = self.member()?;
        let bound = |member: &Member| match &member.what {
            Escape::Char(char) => Ok(u32::from(*char)),
            Escape::Byte(byte) => Ok(u32::from(*byte)),
            _ => Err(Stop::Refused(Refusal {
                message: BOUNDARY_INVALID,
                start: member.start,
                end: member.end,
                earlier: None,
            })),
        };
        if self.is_pcre() && matches!(second.what, Escape::Named { .. }) {
            self.add(first, items)?;
            items.push(single('-'));
            return self.add(second, items);
        }
        let (from, to) = (bound(&first)?, bound(&second)?);
        if self.is_pcre() && from.max(to) > 0xff {
            return Err(Stop::Unknown("a range of characters beyond ASCII"));
        }
        if from > to {
            let (start, end) = (place.0, second.end);
            return Err(Stop::Refused(Refusal { message: RANGE_INVALID, start, end, earlier: None }));
        }
        items.push(Item::Range(from, to));
        Ok(())
    }

    fn add(&self, member: Member, items: &mut Vec<Item>) -> Result<(), Stop> {
        match member.what {
            Escape::Char(char) if self.is_pcre() && !char.is_ascii() => add_bytes(char, items),
            Escape::Char(char) => items.push(single(char)),
            Escape::Byte(byte) => items.push(Item::Range(byte.into(), byte.into())),
            Escape::Named { set, negated } => items.push(Item::Named { set, negated }),
            Escape::Quoted(text) => text.chars().for_each(|char| add_bytes(char, items)),
            Escape::Assert(_) | Escape::Node(_) => {
                let (start, end) = (member.start, member.end);
                return Err(Stop::Refused(Refusal { message: ESCAPE_INVALID, start, end, earlier: None }));
            }
        }
        Ok(())
    }
}

fn single(char: char) -> Item {
    Item::Range(char.into(), char.into())
}

/// The operators are of one rank and go from left to right.
fn joined(pending: Pending, items: Vec<Item>) -> Vec<Item> {
    match pending {
        None => items,
        Some((operator, left)) => vec![Item::Operation { operator, left, right: Class { negated: false, items } }],
    }
}

fn add_bytes(char: char, items: &mut Vec<Item>) {
    let mut buffer = [0; 4];
    for byte in char.encode_utf8(&mut buffer).bytes() {
        items.push(Item::Range(byte.into(), byte.into()));
    }
}
