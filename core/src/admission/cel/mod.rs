//! The rules of the CRDs: expressions of the Common Expression Language.
//!
//! The generator has read the rules; here their expressions are walked where they stand in the tables. What no rule uses
//! is not there, and the generator refuses it.
//!
//! Source: CEL language definition, section "Evaluation"; cel-go for the words of errors.

mod duration;
mod value;

use super::finding::{Fault, Finding};
use super::path::Path;
use super::schema::type_of;
use crate::k8s::crd::{self, Pattern, Reader, Rules, Schema};
use crate::yaml::{Node, Value as Yaml};
use value::Value;

/// The rules that an object breaks, its own ones first, then from the outside in.
///
/// Source: Kubernetes apiextensions-apiserver pkg/apiserver/schema/cel/validation.go:Validator.validate.
pub(super) fn check<'n>(node: &'n Node<'n>, schema: &Schema) -> Vec<Finding<'n>> {
    let mut broken = Broken { scope: Scope::default(), found: Vec::new() };
    broken.value(node, schema, &Path::ROOT);
    broken.found
}

/// Whether any of these values breaks one of its rules: quicker than [`check`], because a walk over the object has met
/// the values already.
pub(super) fn is_any_broken<'n>(values: &[(&'n Node<'n>, Rules)]) -> bool {
    let mut scope = Scope::default();
    values.iter().any(|(node, rules)| {
        scope.condition = None;
        rules.clone().any(|rule| scope.rule(node, rule.expression) != Ok(true))
    })
}

struct Broken<'n> {
    scope: Scope<'n>,
    found: Vec<Finding<'n>>,
}

impl<'n> Broken<'n> {
    fn value(&mut self, node: &'n Node<'n>, schema: &Schema, path: &Path<'_>) {
        if node.value == Yaml::Null {
            return;
        }
        self.scope.condition = None;
        for rule in schema.rules() {
            let error = match self.scope.rule(node, rule.expression) {
                Ok(true) => continue,
                Ok(false) => None,
                Err(error) => Some(error),
            };
            let fault = Fault::Rule { kind: type_of(node), message: rule.message(), error };
            self.found.push(Finding { path: path.bracketed(), place: node.place, fault });
        }
        if !schema.has_inner_rules {
            return;
        }
        match &node.value {
            Yaml::Map(map) => {
                for entry in &map.entries {
                    if let Some(schema) = schema.property(&entry.key) {
                        self.value(&entry.value, &schema, &path.field(&entry.key));
                    } else if let Some(schema) = schema.additional() {
                        self.value(&entry.value, &schema, &path.key(&entry.key));
                    }
                }
            }
            Yaml::List(items) => {
                if let Some(schema) = schema.items() {
                    for (index, item) in items.iter().enumerate() {
                        self.value(item, &schema, &path.index(index));
                    }
                }
            }
            _ => {}
        }
    }
}

/// A value, or the words of an error.
type Evaluated<'n> = Result<Value<'n>, String>;

/// The variables: `self`, then those of the macros from the outside in.
#[derive(Default)]
struct Scope<'n> {
    variables: Vec<Value<'n>>,
    /// What the last condition over `self` alone was, because many rules of one value begin with the same.
    condition: Option<(usize, bool)>,
}

impl<'n> Scope<'n> {
    /// Tries a rule of a value. The caller forgets the last condition before the rules of another value.
    fn rule(&mut self, node: &'n Node<'n>, expression: usize) -> Result<bool, String> {
        self.variables.clear();
        self.variables.push(Value::of(node));
        self.boolean(expression)
    }

    fn expression(&mut self, offset: usize) -> Evaluated<'n> {
        let mut reader = Reader::at(offset);
        match reader.byte() {
            crd::CONSTANT => Ok(constant(reader)),
            crd::VARIABLE => self.variables.get(reader.number()).cloned().ok_or_else(|| "no such variable".to_owned()),
            crd::SELECT => {
                if let Some(known) = self.known_field(reader) {
                    return Ok(Value::of(known));
                }
                let operand = self.expression(reader.number())?;
                let field = reader.number();
                operand.field(crd::text_bytes(field)).ok_or_else(|| format!("no such key: {}", crd::text(field)))
            }
            crd::INDEX => {
                let operand = self.expression(reader.number())?;
                match self.expression(reader.number())? {
                    Value::Int(index) => {
                        let item = usize::try_from(index).ok().and_then(|at| operand.item(at));
                        item.ok_or_else(|| format!("index out of bounds: {index}"))
                    }
                    _ => Err("no such overload".to_owned()),
                }
            }
            crd::CONDITION => {
                let is_met = self.condition(reader.number())?;
                let (yes, no) = (reader.number(), reader.number());
                self.expression(if is_met { yes } else { no })
            }
            crd::ITEMS_OF => {
                let count = reader.number();
                (0..count).map(|_| self.expression(reader.number())).collect::<Result<_, _>>().map(Value::List)
            }
            macro_code @ (crd::ALL | crd::EXISTS | crd::EXISTS_ONE | crd::FILTER) => {
                let range = self.expression(reader.number())?;
                self.each(macro_code, &range, reader.number())
            }
            crd::SIZE => {
                let operand = reader.number();
                match self.known_node(operand) {
                    Some(node) => Value::Node(node).size().map(Value::Int),
                    None => self.expression(operand)?.size().map(Value::Int),
                }
            }
            crd::DURATION => duration::parse(self.expression(reader.number())?.text()?).map(Value::Duration),
            crd::ADD => {
                let left = self.expression(reader.number())?;
                left.sum(&self.expression(reader.number())?).map(Value::Int)
            }
            crd::SPLIT => {
                let left = self.expression(reader.number())?;
                let right = self.expression(reader.number())?;
                Ok(Value::List(left.text()?.split(right.text()?).map(Value::Text).collect()))
            }
            _ => self.boolean(offset).map(Value::Bool),
        }
    }

    /// An expression where `true` or `false` is wanted. Most expressions are such, and their values are not worth to be
    /// wrapped.
    fn boolean(&mut self, offset: usize) -> Result<bool, String> {
        let mut reader = Reader::at(offset);
        match reader.byte() {
            crd::HAS => {
                let operand = reader.number();
                let field = crd::text_bytes(reader.number());
                match self.known_node(operand) {
                    Some(node) => Ok(node.entries().iter().any(|entry| entry.key.as_bytes() == field)),
                    None => Ok(self.expression(operand)?.field(field).is_some()),
                }
            }
            crd::NOT_ => self.boolean(reader.number()).map(|operand| !operand),
            crd::OR => self.either(reader, true),
            crd::AND => self.either(reader, false),
            crd::IN => {
                let (left, right) = (reader.number(), reader.number());
                if let Some(is_among) = self.is_known_text_among(left, right) {
                    return Ok(is_among);
                }
                let left = self.expression(left)?;
                self.is_in(&left, right)
            }
            crd::MATCHES => {
                let left = reader.number();
                let pattern = Pattern(reader.number());
                match self.known_text(left) {
                    Some(text) => Ok(pattern.is_in(text)),
                    None => Ok(pattern.is_in(self.expression(left)?.text()?)),
                }
            }
            operation if is_value(operation) => self.expression(offset)?.bool(),
            operation => {
                let (left, right) = (reader.number(), reader.number());
                if let Some(is_true) = self.compare_known_texts(operation, left, right) {
                    return Ok(is_true);
                }
                let left = self.expression(left)?;
                compare(operation, &left, &self.expression(right)?)
            }
        }
    }

    /// The list or map that a variable or a field of one is, without an error where it is something else.
    fn known_node(&self, offset: usize) -> Option<&'n Node<'n>> {
        let mut reader = Reader::at(offset);
        match reader.byte() {
            crd::VARIABLE => match self.variables.get(reader.number())? {
                Value::Node(node) => Some(node),
                _ => None,
            },
            crd::SELECT => {
                let node = self.known_field(reader)?;
                matches!(node.value, Yaml::List(_) | Yaml::Map(_)).then_some(node)
            }
            _ => None,
        }
    }

    /// The field that a selection, read up to its operand, finds in a list or map of the object.
    fn known_field(&self, mut reader: Reader) -> Option<&'n Node<'n>> {
        let node = self.known_node(reader.number())?;
        let field = crd::text_bytes(reader.number());
        let entry = node.entries().iter().find(|entry| entry.key.as_bytes() == field)?;
        Some(&entry.value)
    }

    /// The text of the object that a variable or a field of one is.
    fn known_text(&self, offset: usize) -> Option<&'n str> {
        let mut reader = Reader::at(offset);
        match reader.byte() {
            crd::VARIABLE => match self.variables.get(reader.number())? {
                Value::Text(text) => Some(text),
                _ => None,
            },
            crd::SELECT => match &self.known_field(reader)?.value {
                Yaml::Text(text) => Some(text),
                _ => None,
            },
            _ => None,
        }
    }

    /// As [`Self::known_text`], also of a text that stands in the rule.
    fn known_bytes(&self, offset: usize) -> Option<&'n [u8]> {
        let mut reader = Reader::at(offset);
        if reader.byte() != crd::CONSTANT {
            return self.known_text(offset).map(str::as_bytes);
        }
        (reader.byte() == crd::TEXT).then(|| crd::text_bytes(reader.number()))
    }

    /// Most comparisons are of texts: these need no values, and nothing in them can fail.
    fn compare_known_texts(&self, operation: u8, left: usize, right: usize) -> Option<bool> {
        if !matches!(operation, crd::EQUAL | crd::UNEQUAL | crd::STARTS_WITH | crd::ENDS_WITH) {
            return None;
        }
        // What is no text is mostly on the right, a number.
        let right = self.known_bytes(right)?;
        let left = self.known_bytes(left)?;
        Some(match operation {
            crd::EQUAL => left == right,
            crd::UNEQUAL => left != right,
            crd::STARTS_WITH => left.starts_with(right),
            _ => left.ends_with(right),
        })
    }

    /// `in` of a text and texts that are written out.
    fn is_known_text_among(&self, left: usize, right: usize) -> Option<bool> {
        let mut reader = Reader::at(right);
        if reader.byte() != crd::ITEMS_OF {
            return None;
        }
        let left = self.known_bytes(left)?;
        for _ in 0..reader.number() {
            if self.known_bytes(reader.number())? == left {
                return Some(true);
            }
        }
        Some(false)
    }

    fn condition(&mut self, offset: usize) -> Result<bool, String> {
        match self.condition {
            Some((known, is_met)) if known == offset && self.variables.len() == 1 => Ok(is_met),
            _ => {
                let is_met = self.boolean(offset)?;
                if self.variables.len() == 1 {
                    self.condition = Some((offset, is_met));
                }
                Ok(is_met)
            }
        }
    }

    /// `in`: the items of a list that is written out are compared as they come.
    fn is_in(&mut self, left: &Value<'n>, right: usize) -> Result<bool, String> {
        let mut reader = Reader::at(right);
        if reader.byte() != crd::ITEMS_OF {
            let right = self.expression(right)?;
            return Ok((0..right.count()).filter_map(|at| right.item(at)).any(|item| item.equals(left)));
        }
        for _ in 0..reader.number() {
            if self.expression(reader.number())?.equals(left) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// `||` and `&&`: the operand that decides wins over an error of the other.
    fn either(&mut self, mut reader: Reader, decides: bool) -> Result<bool, String> {
        match self.boolean(reader.number()) {
            Ok(left) if left == decides => Ok(decides),
            Ok(_) => self.boolean(reader.number()),
            Err(error) => match self.boolean(reader.number()) {
                Ok(right) if right == decides => Ok(decides),
                _ => Err(error),
            },
        }
    }

    /// The macros over the items of a list or the keys of a map.
    fn each(&mut self, code: u8, range: &Value<'n>, body: usize) -> Evaluated<'n> {
        let mut kept = Vec::new();
        let mut count: i64 = 0;
        let mut error = None;
        for at in 0..range.count() {
            let Some(item) = range.item(at) else { continue };
            self.variables.push(item);
            let result = self.boolean(body);
            let item = self.variables.pop();
            match (code, result) {
                (crd::ALL, Ok(false)) => return Ok(Value::Bool(false)),
                (crd::EXISTS, Ok(true)) => return Ok(Value::Bool(true)),
                // Of `all` and `exists` the first error stays, of the others the last.
                (crd::ALL | crd::EXISTS, Err(words)) => error = error.or(Some(words)),
                (_, Err(words)) => error = Some(words),
                (crd::EXISTS_ONE, Ok(true)) => count += 1,
                (crd::FILTER, Ok(true)) => kept.extend(item),
                (_, Ok(_)) => {}
            }
        }
        match error {
            Some(error) => Err(error),
            None => Ok(match code {
                crd::FILTER => Value::List(kept),
                crd::EXISTS_ONE => Value::Bool(count == 1),
                _ => Value::Bool(code == crd::ALL),
            }),
        }
    }
}

fn constant<'n>(mut reader: Reader) -> Value<'n> {
    match reader.byte() {
        crd::TRUE => Value::Bool(true),
        crd::INT => Value::Int(reader.signed()),
        crd::TEXT => Value::Text(reader.text()),
        _ => Value::Bool(false),
    }
}

/// Whether [`Scope::expression`] knows the operation, whose value may be of any type.
const fn is_value(operation: u8) -> bool {
    matches!(
        operation,
        crd::CONSTANT
            | crd::VARIABLE
            | crd::SELECT
            | crd::INDEX
            | crd::CONDITION
            | crd::ITEMS_OF
            | crd::ALL
            | crd::EXISTS
            | crd::EXISTS_ONE
            | crd::FILTER
            | crd::SIZE
            | crd::DURATION
            | crd::ADD
            | crd::SPLIT
    )
}

fn compare(operation: u8, left: &Value<'_>, right: &Value<'_>) -> Result<bool, String> {
    let order = || left.compare(right).ok_or_else(|| "no such overload".to_owned());
    let is_true = match operation {
        crd::EQUAL => left.equals(right),
        crd::UNEQUAL => !left.equals(right),
        crd::LESS => order()?.is_lt(),
        crd::LESS_EQUAL => order()?.is_le(),
        crd::GREATER => order()?.is_gt(),
        crd::GREATER_EQUAL => order()?.is_ge(),
        crd::STARTS_WITH => left.text()?.starts_with(right.text()?),
        crd::ENDS_WITH => left.text()?.ends_with(right.text()?),
        crd::CONTAINS => left.text()?.contains(right.text()?),
        _ => return Err("no such function".to_owned()),
    };
    Ok(is_true)
}
