//! Types of fields against operators and literals.

use super::schema::{Schema, Type};
use super::{Expression, Literal, Predicate, Test};

const UNKNOWN_FIELD: &str = "Unknown LHS field";
const MISMATCH: &str = "Type mismatch between the LHS and RHS values of predicate";
const LOWER: &str = "lower-case transformation function only supported with String type fields";
const REGEX: &str = "Regex operators only supports string operands";
const AFFIX: &str = "Regex/Prefix/Postfix operators only supports string operands";
const ORDER: &str = "Greater/GreaterOrEqual/Lesser/LesserOrEqual operators only supports integer operands";
const IN: &str = "In/NotIn operators only supports IP in CIDR";
const CONTAINS: &str = "Contains operator only supports string operands";

/// The first error from the left.
///
/// Source: atc-router 1.6.2 src/semantics.rs:validate
pub(super) fn validate(expression: &Expression, schema: Schema) -> Result<(), &'static str> {
    match expression {
        Expression::And(sides) | Expression::Or(sides) => sides.iter().try_for_each(|side| validate(side, schema)),
        Expression::Not(inner) => validate(inner, schema),
        Expression::Predicate(predicate) => check(predicate, schema),
    }
}

fn check(predicate: &Predicate, schema: Schema) -> Result<(), &'static str> {
    let field = schema.type_of(&predicate.field).ok_or(UNKNOWN_FIELD)?;
    let literal = match &predicate.test {
        Test::Regex(_) => None,
        Test::Equals(literal)
        | Test::NotEquals(literal)
        | Test::Prefix(literal)
        | Test::Postfix(literal)
        | Test::Contains(literal)
        | Test::Greater(literal)
        | Test::GreaterOrEqual(literal)
        | Test::Less(literal)
        | Test::LessOrEqual(literal)
        | Test::In(literal)
        | Test::NotIn(literal) => Some(literal),
    };
    let is_in = matches!(predicate.test, Test::In(_) | Test::NotIn(_));
    if !is_in && literal.is_some_and(|literal| literal.type_of() != Some(field)) {
        return Err(MISMATCH);
    }
    if predicate.lower && field != Type::Text {
        return Err(LOWER);
    }
    match (&predicate.test, field) {
        (Test::Equals(_) | Test::NotEquals(_), _)
        | (Test::Regex(_) | Test::Prefix(_) | Test::Postfix(_) | Test::Contains(_), Type::Text)
        | (Test::Greater(_) | Test::GreaterOrEqual(_) | Test::Less(_) | Test::LessOrEqual(_), Type::Int)
        | (Test::In(Literal::Network(_)) | Test::NotIn(Literal::Network(_)), Type::Address) => Ok(()),
        (Test::Regex(_), _) => Err(REGEX),
        (Test::Prefix(_) | Test::Postfix(_), _) => Err(AFFIX),
        (Test::Contains(_), _) => Err(CONTAINS),
        (Test::In(_) | Test::NotIn(_), _) => Err(IN),
        (Test::Greater(_) | Test::GreaterOrEqual(_) | Test::Less(_) | Test::LessOrEqual(_), _) => Err(ORDER),
    }
}

impl Literal {
    /// The type of a field that it can equal; a network equals none.
    fn type_of(&self) -> Option<Type> {
        match self {
            Self::Text(_) => Some(Type::Text),
            Self::Int(_) => Some(Type::Int),
            Self::Address(_) => Some(Type::Address),
            Self::Network(_) => None,
        }
    }
}
