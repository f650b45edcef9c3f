//! Reads expressions by the grammar of atc-router, and keeps book of what it tried, because the errors name the rules
//! that failed at the farthest place.

use super::error::{At, render};
use super::{Expression, Fault, Place, Predicate, Test};
use crate::router::pattern::{self, Dialect, Pattern};

/// Parentheses in parentheses, as deep as this: the reader calls itself.
const DEPTH: usize = 120;

/// The rules that errors name, in the order of the grammar.
///
/// Source: atc-router 1.6.2 src/atc_grammar.pest
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Rule {
    EndOfInput,
    Ident,
    Rhs,
    TransformFunc,
    Lhs,
    IntLiteral,
    HexDigits,
    OctDigits,
    DecDigits,
    StrLiteral,
    StrChar,
    StrEsc,
    RawstrLiteral,
    RawstrChar,
    Ipv4Literal,
    Ipv6Literal,
    Ipv4CidrLiteral,
    Ipv6CidrLiteral,
    BinaryOperator,
    AndOp,
    OrOp,
    NotOp,
    Predicate,
    ParenthesisedExpression,
    Term,
    Expression,
}

impl Rule {
    const fn name(self) -> &'static str {
        match self {
            Self::EndOfInput => "EOI",
            Self::Ident => "ident",
            Self::Rhs => "rhs",
            Self::TransformFunc => "transform_func",
            Self::Lhs => "lhs",
            Self::IntLiteral => "int_literal",
            Self::HexDigits => "hex_digits",
            Self::OctDigits => "oct_digits",
            Self::DecDigits => "dec_digits",
            Self::StrLiteral => "str_literal",
            Self::StrChar => "str_char",
            Self::StrEsc => "str_esc",
            Self::RawstrLiteral => "rawstr_literal",
            Self::RawstrChar => "rawstr_char",
            Self::Ipv4Literal => "ipv4_literal",
            Self::Ipv6Literal => "ipv6_literal",
            Self::Ipv4CidrLiteral => "ipv4_cidr_literal",
            Self::Ipv6CidrLiteral => "ipv6_cidr_literal",
            Self::BinaryOperator => "binary_operator",
            Self::AndOp => "and_op",
            Self::OrOp => "or_op",
            Self::NotOp => "not_op",
            Self::Predicate => "predicate",
            Self::ParenthesisedExpression => "parenthesised_expression",
            Self::Term => "term",
            Self::Expression => "expression",
        }
    }
}

/// Operators of two sides, longest first where one begins with another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Operator {
    Equals,
    NotEquals,
    Regex,
    Prefix,
    Postfix,
    GreaterOrEqual,
    Greater,
    LessOrEqual,
    Less,
    In,
    NotIn,
    Contains,
}

/// Reads a whole expression.
pub(super) fn parse(text: &str) -> Result<Expression, Fault> {
    let mut reader = Reader { text, at: 0, depth: 0, farthest: 0, tried: Vec::new(), fault: None };
    reader.skip();
    let expression = reader.expression();
    let complete = expression.is_some() && {
        reader.skip();
        reader.rule(Rule::EndOfInput, |reader| (reader.at == reader.text.len()).then_some(())).is_some()
    };
    if reader.depth > DEPTH {
        return Err(Fault::Unknown("the expression is nested too deeply"));
    }
    match expression.filter(|_| complete) {
        Some(expression) => reader.fault.map_or(Ok(expression), Err),
        None => Err(Fault::Refused(render(text, At::Before(reader.farthest), &reader.expected()))),
    }
}

/// A place in the text, and the rules that failed at the farthest place.
pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    depth: usize,
    farthest: usize,
    tried: Vec<Rule>,
    /// The first value that is wrong; an error of syntax behind it comes first.
    fault: Option<Fault>,
}

impl<'t> Reader<'t> {
    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn eat(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    /// Blanks between tokens.
    fn skip(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
    }

    /// Runs a rule: where it fails the place is restored and it is noted, unless exactly one rule in it was noted.
    pub(super) fn rule<T>(&mut self, rule: Rule, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let start = self.at;
        let known = self.tried_at(start);
        let result = read(self);
        if result.is_none() {
            self.at = start;
            self.note(rule, start, known);
        }
        result
    }

    fn tried_at(&self, at: usize) -> usize {
        if at == self.farthest { self.tried.len() } else { 0 }
    }

    fn note(&mut self, rule: Rule, start: usize, known: usize) {
        if self.tried_at(start) == known + 1 {
            return;
        }
        if start == self.farthest {
            self.tried.truncate(known);
        }
        if start > self.farthest {
            self.tried.clear();
            self.farthest = start;
        }
        if start == self.farthest {
            self.tried.push(rule);
        }
    }

    fn expected(&self) -> String {
        let mut rules = self.tried.clone();
        rules.sort_unstable();
        rules.dedup();
        let names: Vec<&str> = rules.iter().map(|rule| rule.name()).collect();
        match names.as_slice() {
            [] => "unknown parsing error".to_owned(),
            [only] => format!("expected {only}"),
            [first, second] => format!("expected {first} or {second}"),
            [first @ .., last] => format!("expected {}, or {last}", first.join(", ")),
        }
    }

    /// Notes a value that is wrong.
    pub(super) fn wrong(&mut self, place: Place, message: &str) {
        if self.fault.is_none() {
            self.fault = Some(Fault::Refused(render(self.text, At::Part(place), message)));
        }
    }

    /// `term (op term)*`, where `||` binds tighter than `&&`.
    fn expression(&mut self) -> Option<Expression> {
        self.rule(Rule::Expression, |reader| {
            let mut all = None;
            let mut current = reader.term()?;
            loop {
                let end = reader.at;
                reader.skip();
                let and = reader.rule(Rule::AndOp, |reader| reader.eat("&&").then_some(())).is_some();
                if !and && reader.rule(Rule::OrOp, |reader| reader.eat("||").then_some(())).is_none() {
                    return Some(joined(all, current));
                }
                reader.skip();
                let Some(term) = reader.term() else {
                    reader.at = end;
                    return Some(joined(all, current));
                };
                if and {
                    all = Some(joined(all, current));
                    current = term;
                } else {
                    current = Expression::Or(Box::new([current, term]));
                }
            }
        })
    }

    fn term(&mut self) -> Option<Expression> {
        self.rule(Rule::Term, |reader| {
            if let Some(predicate) = reader.predicate() {
                return Some(Expression::Predicate(predicate));
            }
            reader.rule(Rule::ParenthesisedExpression, Self::parenthesised)
        })
    }

    fn parenthesised(&mut self) -> Option<Expression> {
        let negated = self.rule(Rule::NotOp, |reader| reader.eat("!").then_some(())).is_some();
        self.skip();
        if self.depth > DEPTH || !self.eat("(") {
            return None;
        }
        self.depth += 1;
        if self.depth > DEPTH {
            // Left at this depth, so that the caller sees why nothing was read.
            return None;
        }
        self.skip();
        let inner = self.expression();
        if self.depth > DEPTH {
            return None;
        }
        self.depth -= 1;
        let inner = inner?;
        self.skip();
        if !self.eat(")") {
            return None;
        }
        Some(if negated { Expression::Not(Box::new(inner)) } else { inner })
    }

    fn predicate(&mut self) -> Option<Predicate> {
        self.rule(Rule::Predicate, |reader| {
            let start = reader.at;
            let side = reader.left()?;
            reader.skip();
            let operator = reader.rule(Rule::BinaryOperator, Self::operator)?;
            reader.skip();
            let at = reader.at;
            let fault_before = reader.fault.is_some();
            let literal = reader.rule(Rule::Rhs, Self::literal)?;
            let place = Place { start: at, end: reader.at };
            let test = match operator {
                Operator::Regex => reader.regex(literal, place, fault_before),
                Operator::Equals => Test::Equals(literal),
                Operator::NotEquals => Test::NotEquals(literal),
                Operator::Prefix => Test::Prefix(literal),
                Operator::Postfix => Test::Postfix(literal),
                Operator::Contains => Test::Contains(literal),
                Operator::Greater => Test::Greater(literal),
                Operator::GreaterOrEqual => Test::GreaterOrEqual(literal),
                Operator::Less => Test::Less(literal),
                Operator::LessOrEqual => Test::LessOrEqual(literal),
                Operator::In => Test::In(literal),
                Operator::NotIn => Test::NotIn(literal),
            };
            let Side { field, lower, any } = side;
            Some(Predicate { field, lower, any, test, place: Place { start, end: reader.at } })
        })
    }

    /// The pattern of `~`; what is wrong with it is noted, and a literal stands for it.
    fn regex(&mut self, literal: super::Literal, place: Place, fault_before: bool) -> Test {
        let super::Literal::Text(text) = literal else {
            self.wrong(place, "regex operator can only be used with String operands");
            return Test::Equals(literal);
        };
        match Pattern::new(&text, Dialect::Rust) {
            Ok(pattern) => return Test::Regex(Box::new(pattern)),
            Err(pattern::Fault::Refused(message)) => self.wrong(place, &message),
            Err(pattern::Fault::Unknown(why)) if !fault_before && self.fault.is_none() => {
                self.fault = Some(Fault::Unknown(why));
            }
            Err(pattern::Fault::Unknown(_)) => {}
        }
        Test::Equals(super::Literal::Text(text))
    }

    fn left(&mut self) -> Option<Side> {
        self.rule(Rule::Lhs, |reader| {
            if let Some(side) = reader.rule(Rule::TransformFunc, Self::transformed) {
                return Some(side);
            }
            let field = reader.rule(Rule::Ident, Self::ident)?;
            Some(Side { field: field.to_owned(), lower: false, any: false })
        })
    }

    fn transformed(&mut self) -> Option<Side> {
        let start = self.at;
        let name = self.rule(Rule::Ident, Self::ident)?;
        self.skip();
        if !self.eat("(") || self.depth > DEPTH {
            return None;
        }
        self.skip();
        self.depth += 1;
        let side = self.left();
        if self.depth > DEPTH {
            return None;
        }
        self.depth -= 1;
        let mut side = side?;
        self.skip();
        if !self.eat(")") {
            return None;
        }
        match name {
            "lower" => side.lower = true,
            "any" => side.any = true,
            unknown => {
                let place = Place { start, end: self.at };
                self.wrong(place, &format!("unknown transformation function: {unknown}"));
            }
        }
        Some(side)
    }

    fn ident(&mut self) -> Option<&'t str> {
        let rest = self.rest();
        let fits = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '.');
        rest.starts_with(|char: char| char.is_ascii_alphabetic()).then_some(())?;
        let length = rest.find(|char| !fits(char)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length)
    }

    fn operator(&mut self) -> Option<Operator> {
        let operators = [
            ("==", Operator::Equals),
            ("!=", Operator::NotEquals),
            ("~", Operator::Regex),
            ("^=", Operator::Prefix),
            ("=^", Operator::Postfix),
            (">=", Operator::GreaterOrEqual),
            (">", Operator::Greater),
            ("<=", Operator::LessOrEqual),
            ("<", Operator::Less),
            ("in", Operator::In),
            ("contains", Operator::Contains),
        ];
        if let Some((_, operator)) = operators.into_iter().find(|(text, _)| self.eat(text)) {
            return Some(operator);
        }
        if !self.eat("not") {
            return None;
        }
        self.skip();
        self.eat("in").then_some(Operator::NotIn)
    }
}

/// The left side of a predicate.
struct Side {
    field: String,
    lower: bool,
    any: bool,
}

fn joined(all: Option<Expression>, last: Expression) -> Expression {
    match all {
        None => last,
        Some(all) => Expression::And(Box::new([all, last])),
    }
}
