//! JSON as `serde_json` prints it prettily, with a pointer a line.

use std::rc::Rc;

use serde_json::Value;

use super::line::{Kind, Line, member};

/// The value as JSON; `pointer` is its own.
pub fn json_lines(value: &Value, pointer: &str) -> Vec<Line> {
    let pointer = Rc::from(pointer);
    let mut lines = Vec::new();
    write(&mut lines, Line::new(&pointer, 0), value, &pointer, 0);
    lines
}

/// Writes a value behind what `line` already holds.
fn write(lines: &mut Vec<Line>, mut line: Line, value: &Value, pointer: &Rc<str>, indent: usize) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            lines.push(line.with(Kind::Plain, "{"));
            for (index, (key, value)) in map.iter().enumerate() {
                let pointer = member(pointer, key);
                let head = Line::new(&pointer, indent + 2).with(Kind::Key, quoted(key)).with(Kind::Plain, ": ");
                write(lines, head, value, &pointer, indent + 2);
                end_member(lines, index + 1 == map.len());
            }
            lines.push(Line::new(pointer, indent).with(Kind::Plain, "}"));
        }
        Value::Array(list) if !list.is_empty() => {
            lines.push(line.with(Kind::Plain, "["));
            for (index, value) in list.iter().enumerate() {
                let pointer = member(pointer, &index.to_string());
                write(lines, Line::new(&pointer, indent + 2), value, &pointer, indent + 2);
                end_member(lines, index + 1 == list.len());
            }
            lines.push(Line::new(pointer, indent).with(Kind::Plain, "]"));
        }
        other => {
            line.push(kind(other), other.to_string());
            lines.push(line);
        }
    }
}

fn end_member(lines: &mut [Line], is_last: bool) {
    if let (Some(line), false) = (lines.last_mut(), is_last) {
        line.push(Kind::Plain, ",");
    }
}

fn kind(value: &Value) -> Kind {
    match value {
        Value::String(_) => Kind::Text,
        Value::Number(_) => Kind::Number,
        Value::Null | Value::Bool(_) => Kind::Word,
        Value::Array(_) | Value::Object(_) => Kind::Plain,
    }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::code::text_of;
    use serde_json::json;

    #[test]
    fn json_is_printed_as_serde_json_does() {
        let value = json!({"a": [1, {"b": "x\ny"}, []], "c": {}, "d": null, "e/f": true});
        let expected = serde_json::to_string_pretty(&value).unwrap() + "\n";
        assert_eq!(text_of(&json_lines(&value, "/config")), expected);
    }

    #[test]
    fn each_line_has_the_pointer_of_its_value() {
        let lines = json_lines(&json!({"a/b": [7]}), "/config");
        let pointers: Vec<&str> = lines.iter().map(|line| &*line.pointer).collect();
        assert_eq!(pointers, ["/config", "/config/a~1b", "/config/a~1b/0", "/config/a~1b", "/config"]);
    }
}
