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
use crate::k8s::crd::{self, Pattern, Reader, Schema};
use crate::yaml::{Node, Value as Yaml};
use value::Value;

/// The rules that an object breaks, its own ones first, then from the outside in.
///
/// Source: Kubernetes apiextensions-apiserver pkg/apiserver/schema/cel/validation.go:Validator.validate.
pub(super) fn check<'n>(node: &'n Node<'n>, schema: &Schema) -> Vec<Finding<'n>> {
    let mut rules = Rules { scope: Scope { variables: Vec::new(), condition: None }, found: Vec::new() };
    rules.value(node, schema, &Path::ROOT);
    rules.found
}

struct Rules<'n> {
    scope: Scope<'n>,
    found: Vec<Finding<'n>>,
}

impl<'n> Rules<'n> {
    fn value(&mut self, node: &'n Node<'n>, schema: &Schema, path: &Path<'_>) {
        if node.value == Yaml::Null {
            return;
        }
        self.scope.condition = None;
        for rule in schema.rules() {
            self.scope.variables.clear();
            self.scope.variables.push(Value::of(node));
            let error = match self.scope.expression(rule.expression) {
                Ok(Value::Bool(true)) => continue,
                Ok(_) => None,
                Err(error) => Some(error),
            };
            let fault = Fault::Rule { kind: type_of(node), message: rule.message, error };
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
struct Scope<'n> {
    variables: Vec<Value<'n>>,
    /// What the last condition over `self` alone was, because many rules of one value begin with the same.
    condition: Option<(usize, bool)>,
}

impl<'n> Scope<'n> {
    fn expression(&mut self, offset: usize) -> Evaluated<'n> {
        let mut reader = Reader::at(offset);
        match reader.byte() {
            crd::CONSTANT => Ok(constant(reader)),
            crd::VARIABLE => self.variables.get(reader.number()).cloned().ok_or_else(|| "no such variable".to_owned()),
            crd::SELECT => {
                let operand = self.expression(reader.number())?;
                let field = reader.number();
                operand.field(crd::text_bytes(field)).ok_or_else(|| format!("no such key: {}", crd::text(field)))
            }
            crd::HAS => {
                let operand = self.expression(reader.number())?;
                Ok(Value::Bool(operand.field(crd::text_bytes(reader.number())).is_some()))
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
            crd::NOT_ => self.expression(reader.number()).and_then(|operand| Ok(Value::Bool(!operand.bool()?))),
            crd::OR => self.either(reader, true),
            crd::AND => self.either(reader, false),
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
            crd::IN => {
                let left = self.expression(reader.number())?;
                self.is_in(&left, reader.number()).map(Value::Bool)
            }
            operation => {
                let left = self.expression(reader.number())?;
                match operation {
                    crd::SIZE => left.size().map(Value::Int),
                    crd::DURATION => duration::parse(left.text()?).map(Value::Duration),
                    crd::MATCHES => Ok(Value::Bool(Pattern(reader.number()).is_in(left.text()?))),
                    _ => binary(operation, &left, &self.expression(reader.number())?),
                }
            }
        }
    }

    fn condition(&mut self, offset: usize) -> Result<bool, String> {
        match self.condition {
            Some((known, is_met)) if known == offset && self.variables.len() == 1 => Ok(is_met),
            _ => {
                let is_met = self.expression(offset)?.bool()?;
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
    fn either(&mut self, mut reader: Reader, decides: bool) -> Evaluated<'n> {
        let left = self.expression(reader.number()).and_then(|left| left.bool());
        if left == Ok(decides) {
            return Ok(Value::Bool(decides));
        }
        let right = self.expression(reader.number()).and_then(|right| right.bool());
        match (left, right) {
            (_, Ok(right)) if right == decides => Ok(Value::Bool(decides)),
            (Err(error), _) | (_, Err(error)) => Err(error),
            _ => Ok(Value::Bool(!decides)),
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
            let result = self.expression(body).and_then(|result| result.bool());
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

fn binary<'n>(operation: u8, left: &Value<'n>, right: &Value<'n>) -> Evaluated<'n> {
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
        crd::SPLIT => {
            return Ok(Value::List(left.text()?.split(right.text()?).map(Value::Text).collect()));
        }
        crd::ADD => return left.sum(right).map(Value::Int),
        _ => return Err("no such function".to_owned()),
    };
    Ok(Value::Bool(is_true))
}
