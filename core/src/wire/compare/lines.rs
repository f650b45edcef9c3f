//! A difference as lines that are taken away and lines that are put in.

use serde_json::Value;

use super::Difference;

/// More characters of a value are not shown.
const WIDE: usize = 160;

/// More fields of an entity are not shown.
const MANY: usize = 12;

/// Whether a line is of the state before or of the one after.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sign {
    /// Before.
    Removed,
    /// After.
    Added,
}

impl Difference {
    /// The values as short lines, those before first. Of two lists only the items that the other one does not have, if
    /// there are any; of an entity its fields without ids and tags.
    pub fn lines(&self) -> Vec<(Sign, String)> {
        let (before, after) = (&self.before, &self.after);
        let mut lines = Vec::new();
        if let (Value::Array(a), Value::Array(b)) = (before, after) {
            lines.extend(a.iter().filter(|item| !b.contains(item)).map(|item| (Sign::Removed, short(item))));
            lines.extend(b.iter().filter(|item| !a.contains(item)).map(|item| (Sign::Added, short(item))));
        }
        for (value, other, sign) in [(before, after, Sign::Removed), (after, before, Sign::Added)] {
            if let (Value::Array(items), Value::Null) = (value, other) {
                lines.extend(items.iter().map(|item| (sign, short(item))));
            }
        }
        if lines.is_empty() {
            add(before, Sign::Removed, &mut lines);
            add(after, Sign::Added, &mut lines);
        }
        lines
    }
}

fn add(value: &Value, sign: Sign, lines: &mut Vec<(Sign, String)>) {
    match value {
        Value::Null => {}
        Value::Object(fields) => {
            let shown = || fields.iter().filter(|(key, _)| !matches!(key.as_str(), "id" | "tags"));
            lines.extend(shown().take(MANY).map(|(key, field)| (sign, format!("{key}: {}", short(field)))));
            if shown().count() == 0 {
                lines.push((sign, short(value)));
            }
            let more = shown().count().saturating_sub(MANY);
            if more > 0 {
                lines.push((sign, format!("… {more} more fields")));
            }
        }
        _ => lines.push((sign, short(value))),
    }
}

/// One line of at most [`WIDE`] characters.
fn short(value: &Value) -> String {
    let text = match value {
        Value::String(text) if text.trim().is_empty() => format!("{text:?}"),
        Value::String(text) => text.trim_end().replace('\n', "⏎"),
        other => other.to_string(),
    };
    match text.char_indices().nth(WIDE) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::compare::{Effect, Hurt, Part};
    use serde_json::json;

    fn lines(before: Value, after: Value) -> Vec<String> {
        let it = Difference {
            part: Part::Config,
            hurt: Hurt::Changed,
            effect: Effect::Neutral,
            object: String::new(),
            path: String::new(),
            before,
            after,
            pointer_before: None,
            pointer_after: None,
            places: Vec::new(),
            places_before: false,
            rules: Vec::new(),
        };
        let sign = |sign: Sign| if sign == Sign::Added { '+' } else { '-' };
        it.lines().iter().map(|(at, line)| format!("{} {line}", sign(*at))).collect()
    }

    #[test]
    fn lists_show_what_the_other_one_does_not_have() {
        assert_eq!(lines(json!(["http", "https"]), json!(["https", "grpc"])), ["- http", "+ grpc"]);
        assert_eq!(lines(Value::Null, json!(["a", "b"])), ["+ a", "+ b"]);
        assert_eq!(lines(json!(["a", "b"]), json!(["b", "a"])), [r#"- ["a","b"]"#, r#"+ ["b","a"]"#]);
    }

    #[test]
    fn entities_show_their_fields() {
        assert_eq!(lines(Value::Null, json!({"id": "1", "name": "a", "port": 80})), ["+ name: a", "+ port: 80"]);
        assert_eq!(lines(Value::Null, json!({"id": "1"})), [r#"+ {"id":"1"}"#]);
    }

    #[test]
    fn a_long_value_is_cut() {
        let line = lines(json!(""), json!("ä\n".repeat(200)));
        assert_eq!(line[0], r#"- """#);
        assert_eq!(line[1].chars().count(), 2 + WIDE + 1);
    }
}
