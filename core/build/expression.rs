//! Puts expressions down.

use serde_json::Value;

use crate::blob::{Blob, Record};
use crate::cel::Expression;
use crate::{format, pattern, schema};

/// The offset of an expression over `self`.
pub(crate) fn write(blob: &mut Blob, expression: &Expression) -> Result<usize, String> {
    Writer { blob, variables: vec!["self".to_owned()] }.expression(expression)
}

struct Writer<'b> {
    blob: &'b mut Blob,
    variables: Vec<String>,
}

impl Writer<'_> {
    fn expression(&mut self, expression: &Expression) -> Result<usize, String> {
        match expression {
            Expression::Bool(value) => self.constant(&Value::Bool(*value)),
            Expression::Int(value) => self.constant(&Value::from(*value)),
            Expression::Text(text) => self.constant(&Value::from(text.as_str())),
            Expression::Name(name) => {
                let number = self.variables.iter().rposition(|variable| variable == name);
                Ok(self.put(format::VARIABLE, &[number.ok_or_else(|| format!("a variable {name}"))?]))
            }
            Expression::List(items) => {
                let mut operands = vec![items.len()];
                for item in items {
                    operands.push(self.expression(item)?);
                }
                Ok(self.put(format::ITEMS_OF, &operands))
            }
            Expression::Select(operand, field) => self.select(format::SELECT, operand, field),
            Expression::Index(operand, index) => self.call(format::INDEX, &[operand, index]),
            Expression::Call(receiver, name, arguments) => {
                let arguments: Vec<&Expression> = arguments.iter().collect();
                match receiver {
                    None => self.function(name, &arguments),
                    Some(receiver) => self.method(receiver, name, &arguments),
                }
            }
        }
    }

    fn function(&mut self, name: &str, arguments: &[&Expression]) -> Result<usize, String> {
        let operation = match (name, arguments) {
            ("has", [Expression::Select(operand, field)]) => return self.select(format::HAS, operand, field),
            ("!", [_]) => format::NOT_,
            ("||", [_, _]) => format::OR,
            ("&&", [_, _]) => format::AND,
            ("==", [_, _]) => format::EQUAL,
            ("!=", [_, _]) => format::UNEQUAL,
            ("<", [_, _]) => format::LESS,
            ("<=", [_, _]) => format::LESS_EQUAL,
            (">", [_, _]) => format::GREATER,
            (">=", [_, _]) => format::GREATER_EQUAL,
            ("+", [_, _]) => format::ADD,
            ("in", [_, _]) => format::IN,
            ("?:", [_, _, _]) => format::CONDITION,
            ("size", [_]) => format::SIZE,
            ("duration", [_]) => format::DURATION,
            _ => return Err(format!("the function {name} of {} arguments", arguments.len())),
        };
        self.call(operation, arguments)
    }

    fn method(&mut self, receiver: &Expression, name: &str, arguments: &[&Expression]) -> Result<usize, String> {
        let comprehension = match name {
            "all" => Some(format::ALL),
            "exists" => Some(format::EXISTS),
            "exists_one" => Some(format::EXISTS_ONE),
            "filter" => Some(format::FILTER),
            _ => None,
        };
        if let (Some(operation), [Expression::Name(variable), body]) = (comprehension, arguments) {
            let range = self.expression(receiver)?;
            self.variables.push(variable.clone());
            let body = self.expression(body);
            self.variables.pop();
            return Ok(self.put(operation, &[range, body?]));
        }
        let operation = match (name, arguments) {
            ("matches", [Expression::Text(text)]) => {
                let operand = self.expression(receiver)?;
                let automaton = pattern::write(self.blob, text)?;
                return Ok(self.put(format::MATCHES, &[operand, automaton]));
            }
            ("size", []) => format::SIZE,
            ("startsWith", [_]) => format::STARTS_WITH,
            ("endsWith", [_]) => format::ENDS_WITH,
            ("contains", [_]) => format::CONTAINS,
            ("split", [_]) => format::SPLIT,
            _ => return Err(format!("the method {name} of {} arguments", arguments.len())),
        };
        let mut operands = vec![receiver];
        operands.extend(arguments);
        self.call(operation, &operands)
    }

    fn select(&mut self, operation: u8, operand: &Expression, field: &str) -> Result<usize, String> {
        let operands = [self.expression(operand)?, self.blob.text(field)];
        Ok(self.put(operation, &operands))
    }

    fn call(&mut self, operation: u8, operands: &[&Expression]) -> Result<usize, String> {
        let operands = operands.iter().map(|operand| self.expression(operand)).collect::<Result<Vec<_>, _>>()?;
        Ok(self.put(operation, &operands))
    }

    fn constant(&mut self, value: &Value) -> Result<usize, String> {
        let mut record = Record::default();
        record.byte(format::CONSTANT);
        schema::write_value(self.blob, &mut record, value)?;
        Ok(self.blob.put(record))
    }

    fn put(&mut self, operation: u8, operands: &[usize]) -> usize {
        let mut record = Record::default();
        record.byte(operation);
        for operand in operands {
            record.number(*operand);
        }
        self.blob.put(record)
    }
}
