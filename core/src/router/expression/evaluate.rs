//! Whether an expression holds, and what the engine remembers of it.

use std::borrow::Cow;
use std::net::IpAddr;

use super::{Expression, Literal, Predicate, Test};
use crate::router::pattern::{Pattern, Start};

/// A value of a field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value<'a> {
    /// Text.
    Text(Cow<'a, str>),
    /// A whole number.
    Int(i64),
    /// An address.
    Address(IpAddr),
}

/// The values of a request; a field may have several.
#[derive(Clone, Debug, Default)]
pub struct Context<'a>(Vec<(Cow<'a, str>, Value<'a>)>);

/// What a matching expression leaves behind.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Matched {
    /// What the last predicate on `http.path` that holds has matched: a literal, or what its pattern found.
    pub path: Option<String>,
    /// Groups by number or name, of all patterns that hold, on whatever field; a later one replaces an earlier one.
    pub captures: Vec<(String, String)>,
}

impl<'a> Context<'a> {
    /// Adds a value to a field.
    pub fn add(&mut self, field: impl Into<Cow<'a, str>>, value: Value<'a>) {
        self.0.push((field.into(), value));
    }

    /// The values of a field.
    pub fn values<'c>(&'c self, field: &'c str) -> impl Iterator<Item = &'c Value<'a>> {
        self.0.iter().filter(move |(name, _)| name == field).map(|(_, value)| value)
    }
}

impl Expression {
    /// Whether it holds: what it leaves behind, if it does.
    ///
    /// # Errors
    /// Why a pattern cannot be evaluated here.
    ///
    /// Source: atc-router 1.6.2 src/interpreter.rs
    pub fn matches(&self, context: &Context<'_>) -> Result<Option<Matched>, &'static str> {
        let mut matched = Matched::default();
        Ok(self.holds(context, &mut matched)?.then_some(matched))
    }

    /// As [`matches`](Self::matches); also collects what failing parts leave behind, as the engine does.
    pub fn holds(&self, context: &Context<'_>, matched: &mut Matched) -> Result<bool, &'static str> {
        match self {
            Self::And(sides) => {
                let [left, right] = sides.as_ref();
                Ok(left.holds(context, matched)? && right.holds(context, matched)?)
            }
            Self::Or(sides) => {
                let [left, right] = sides.as_ref();
                Ok(left.holds(context, matched)? || right.holds(context, matched)?)
            }
            Self::Not(inner) => Ok(!inner.holds(context, matched)?),
            Self::Predicate(predicate) => predicate.holds(context, matched),
        }
    }
}

impl Predicate {
    /// All values have to pass, or one of them with `any()`; a field without values never passes.
    fn holds(&self, context: &Context<'_>, matched: &mut Matched) -> Result<bool, &'static str> {
        let mut some = false;
        for value in context.values(&self.field) {
            some = true;
            let passes = match value {
                Value::Text(text) if self.lower => {
                    self.test.passes(&Value::Text(Cow::Owned(text.to_lowercase())), &self.field, matched)?
                }
                value => self.test.passes(value, &self.field, matched)?,
            };
            match (passes, self.any) {
                (true, true) => return Ok(true),
                (false, false) => return Ok(false),
                _ => {}
            }
        }
        Ok(some && !self.any)
    }
}

impl Test {
    fn passes(&self, value: &Value<'_>, field: &str, matched: &mut Matched) -> Result<bool, &'static str> {
        let mut remember = |passes: bool, literal: &Literal| {
            if let (true, "http.path", Literal::Text(text)) = (passes, field, literal) {
                matched.path = Some(text.clone());
            }
            passes
        };
        Ok(match (self, value) {
            (Self::Equals(literal), value) => remember(literal.equals(value), literal),
            (Self::NotEquals(literal), value) => !literal.equals(value),
            (Self::Prefix(literal @ Literal::Text(wanted)), Value::Text(text)) => {
                remember(text.starts_with(wanted.as_str()), literal)
            }
            (Self::Postfix(literal @ Literal::Text(wanted)), Value::Text(text)) => {
                remember(text.ends_with(wanted.as_str()), literal)
            }
            (Self::Contains(Literal::Text(wanted)), Value::Text(text)) => text.contains(wanted.as_str()),
            (Self::Regex(pattern), Value::Text(text)) => matched.search(pattern, text, field)?,
            (Self::Greater(Literal::Int(wanted)), Value::Int(number)) => number > wanted,
            (Self::GreaterOrEqual(Literal::Int(wanted)), Value::Int(number)) => number >= wanted,
            (Self::Less(Literal::Int(wanted)), Value::Int(number)) => number < wanted,
            (Self::LessOrEqual(Literal::Int(wanted)), Value::Int(number)) => number <= wanted,
            (Self::In(Literal::Network(network)), Value::Address(address)) => network.contains(*address),
            (Self::NotIn(Literal::Network(network)), Value::Address(address)) => !network.contains(*address),
            // Refused by validation.
            _ => false,
        })
    }
}

impl Literal {
    fn equals(&self, value: &Value<'_>) -> bool {
        match (self, value) {
            (Self::Text(wanted), Value::Text(text)) => wanted == text,
            (Self::Int(wanted), Value::Int(number)) => wanted == number,
            (Self::Address(wanted), Value::Address(address)) => wanted == address,
            _ => false,
        }
    }
}

impl Matched {
    fn search(&mut self, pattern: &Pattern, text: &str, field: &str) -> Result<bool, &'static str> {
        let Some(captures) = pattern.find(text.as_bytes(), Start::Anywhere)? else { return Ok(false) };
        let group = |group: usize| captures.get(group).and_then(|(start, end)| text.get(start..end));
        if field == "http.path" {
            self.path = group(0).map(str::to_owned);
        }
        for number in 0..captures.len() {
            if let Some(value) = group(number) {
                self.capture(number.to_string(), value);
            }
        }
        for (name, number) in pattern.names() {
            if let Some(value) = group(number) {
                self.capture(name.to_owned(), value);
            }
        }
        Ok(true)
    }

    fn capture(&mut self, key: String, value: &str) {
        match self.captures.iter_mut().find(|(known, _)| *known == key) {
            Some((_, place)) => value.clone_into(place),
            None => self.captures.push((key, value.to_owned())),
        }
    }
}
