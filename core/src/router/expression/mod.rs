//! The language of Kong's expression routers, as atc-router 1.6.2 has it: a boolean expression over typed fields.
//!
//! This is Kong's own program. What the controller writes in this language is made in [`crate::kong::expressions`],
//! which knows nothing of how it is read.

mod error;
mod evaluate;
mod literal;
mod parse;
mod schema;
mod validate;

use std::net::IpAddr;

use super::address::Cidr;
use super::pattern::Pattern;

pub use evaluate::{Context, Matched, Value};
pub use schema::{Schema, Type};

/// A place in the text of an expression, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// Why an expression is not taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// Kong refuses it with this text.
    Refused(String),
    /// Kong may take it, but it cannot be evaluated here; the reason.
    Unknown(&'static str),
}

/// A parsed expression.
#[derive(Debug)]
pub enum Expression {
    /// Both; the right one is only looked at when the left one holds.
    And(Box<[Self; 2]>),
    /// Either; the right one is only looked at when the left one does not hold. Binds tighter than `&&`.
    Or(Box<[Self; 2]>),
    /// `!( … )`.
    Not(Box<Self>),
    /// A comparison.
    Predicate(Predicate),
}

/// One comparison of a field with a literal.
#[derive(Debug)]
pub struct Predicate {
    /// The field, for example `http.headers.x_version`.
    pub field: String,
    /// `lower( … )`: the value in lower case.
    pub lower: bool,
    /// `any( … )`: one of several values is enough.
    pub any: bool,
    /// What is compared, and with what.
    pub test: Test,
    /// Where it stands.
    pub place: Place,
}

/// Operator and literal.
#[derive(Debug)]
pub enum Test {
    /// `==`.
    Equals(Literal),
    /// `!=`.
    NotEquals(Literal),
    /// `~`.
    Regex(Box<Pattern>),
    /// `^=`.
    Prefix(Literal),
    /// `=^`.
    Postfix(Literal),
    /// `contains`.
    Contains(Literal),
    /// `>`.
    Greater(Literal),
    /// `>=`.
    GreaterOrEqual(Literal),
    /// `<`.
    Less(Literal),
    /// `<=`.
    LessOrEqual(Literal),
    /// `in`.
    In(Literal),
    /// `not in`.
    NotIn(Literal),
}

/// The right side of a predicate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Literal {
    /// In quotes or raw.
    Text(String),
    /// Decimal, hexadecimal or octal.
    Int(i64),
    /// An address.
    Address(IpAddr),
    /// A network without host bits.
    Network(Cidr),
}

impl Expression {
    /// Reads an expression and checks its fields and types.
    ///
    /// # Errors
    /// In the words of atc-router.
    ///
    /// Source: atc-router 1.6.2 src/router.rs:add_matcher
    pub fn new(text: &str, schema: Schema) -> Result<Self, Fault> {
        let expression = parse::parse(text)?;
        validate::validate(&expression, schema).map_err(|message| Fault::Refused(message.to_owned()))?;
        Ok(expression)
    }

    /// All predicates, from left to right.
    pub fn predicates(&self) -> Vec<&Predicate> {
        match self {
            Self::And(sides) | Self::Or(sides) => sides.iter().flat_map(Self::predicates).collect(),
            Self::Not(inner) => inner.predicates(),
            Self::Predicate(predicate) => vec![predicate],
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::proptest;

    use super::{Context, Expression, Fault, Schema, Value};

    proptest! {
        #[test]
        fn nothing_panics(text in r#"(http\.path|net\.src\.ip|any|lower|not|in|[()!&|=~^<> "\\r#x0-9.:/a\né-]){0,16}"#) {
            let _ = Expression::new(&text, Schema::Http);
        }
    }

    fn error(text: &str) -> String {
        match Expression::new(text, Schema::Http) {
            Err(Fault::Refused(error)) => error,
            other => panic!("{text}: {other:?}"),
        }
    }

    fn syntax(text: &str, column: usize, message: &str) {
        let underline = format!("{}^---", " ".repeat(column - 1));
        assert_eq!(error(text), format!(" --> 1:{column}\n  |\n1 | {text}\n  | {underline}\n  |\n  = {message}"));
    }

    /// What the grammar of atc-router (src/atc_grammar.pest) expects at the farthest place that it reached.
    #[test]
    fn errors_of_syntax_are_those_of_the_grammar() {
        syntax("! http.path == \"a\"", 1, "expected term");
        syntax("http.path == \"a\" || ! http.path == \"b\"", 21, "expected term");
        syntax("http.path", 10, "expected binary_operator");
        syntax("http.path ==", 13, "expected rhs");
        syntax("http.path == \"a\" x", 18, "expected EOI, and_op, or or_op");
        syntax("(http.path == \"a\"", 18, "expected and_op or or_op");
        syntax("http.path == \"a", 16, "expected str_char or str_esc");
        syntax("http.path == \"a\\q\"", 16, "expected str_char or str_esc");
        syntax("http.path == r#\"a", 18, "expected rawstr_char");
        syntax("", 1, "expected term");
    }

    #[test]
    fn errors_of_values_point_at_them() {
        assert_eq!(
            error("net.src.ip in 10.0.0.1/8"),
            " --> 1:15\n  |\n1 | net.src.ip in 10.0.0.1/8\n  |               ^--------^\n  |\n  = host part of address \
             was not zero"
        );
        assert_eq!(
            error("net.src.ip == 256.0.0.1"),
            " --> 1:15\n  |\n1 | net.src.ip == 256.0.0.1\n  |               ^-------^\n  |\n  = invalid IPv4 address \
             syntax"
        );
        assert_eq!(
            error("foo(http.path) == \"a\""),
            " --> 1:1\n  |\n1 | foo(http.path) == \"a\"\n  | ^------------^\n  |\n  = unknown transformation function: foo"
        );
        assert_eq!(
            error("net.dst.port == 9223372036854775808"),
            " --> 1:17\n  |\n1 | net.dst.port == 9223372036854775808\n  |                 ^-----------------^\n  |\n  = number \
             too large to fit in target type"
        );
        assert_eq!(
            error("http.path ~ 1"),
            " --> 1:13\n  |\n1 | http.path ~ 1\n  |             ^\n  |\n  = regex operator can only be used with String \
             operands"
        );
    }

    #[test]
    fn errors_of_types_have_no_place() {
        for (text, message) in [
            ("http.nope == \"a\"", "Unknown LHS field"),
            ("http.path == 1", "Type mismatch between the LHS and RHS values of predicate"),
            ("net.src.ip == 10.0.0.0/8", "Type mismatch between the LHS and RHS values of predicate"),
            ("net.dst.port in 80", "In/NotIn operators only supports IP in CIDR"),
            (
                "http.path > \"a\"",
                "Greater/GreaterOrEqual/Lesser/LesserOrEqual operators only supports integer operands",
            ),
            ("net.dst.port ^= 8", "Regex/Prefix/Postfix operators only supports string operands"),
            ("net.dst.port contains 8", "Contains operator only supports string operands"),
            ("net.dst.port ~ \"8\"", "Regex operators only supports string operands"),
            ("lower(net.dst.port) == 8", "lower-case transformation function only supported with String type fields"),
        ] {
            assert_eq!(error(text), message, "{text}");
        }
    }

    fn holds(text: &str) -> bool {
        let expression = Expression::new(text, Schema::Http).unwrap();
        let mut context = Context::default();
        context.add("http.path", Value::Text("/a/b".into()));
        context.add("http.method", Value::Text("GET".into()));
        context.add("http.headers.x", Value::Text("One".into()));
        context.add("http.headers.x", Value::Text("two".into()));
        context.add("net.dst.port", Value::Int(80));
        context.add("net.src.ip", Value::Address("10.1.2.3".parse().unwrap()));
        expression.matches(&context).unwrap().is_some()
    }

    /// spec/kong-router.md 2: `||` binds tighter, absent fields make every predicate false, several values must all fit.
    #[test]
    fn expressions_are_evaluated_as_by_the_engine() {
        for (text, expected) in [
            ("http.method == \"GET\" || http.path == \"/x\" && http.path == \"/y\"", false),
            ("http.method == \"GET\" || (http.path == \"/x\" && http.path == \"/y\")", true),
            ("!(http.method == \"PUT\")", true),
            ("http.host == \"a\"", false),
            ("http.host != \"a\"", false),
            ("!(http.host == \"a\")", true),
            ("http.headers.x == \"two\"", false),
            ("any(http.headers.x) == \"two\"", true),
            ("any(lower(http.headers.x)) == \"one\"", true),
            ("lower(http.headers.x) ~ \"^[a-z]+$\"", true),
            ("http.path ^= \"/a\" && http.path =^ \"/b\" && http.path contains \"a/\"", true),
            ("net.dst.port >= 80 && net.dst.port < 0x51 && net.dst.port == 0120", true),
            ("net.dst.port > -1 && net.dst.port <= 80 && net.dst.port != 81", true),
            ("net.src.ip in 10.0.0.0/8 && net.src.ip not in 192.168.0.0/16 && net.src.ip == 10.1.2.3", true),
            ("http.path == r#\"/a/b\"#", true),
            ("http.path == \"/a\\\"b\"", false),
        ] {
            assert_eq!(holds(text), expected, "{text}");
        }
    }
}
