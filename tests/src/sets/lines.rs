//! Sets with one JSON object a line.

use std::path::Path;

use serde_json::{Map, Value};

use super::{Case, read};

/// The lines of a file; the keys in `input` are the input of a case, the others what is expected of it.
///
/// A case is called by the number of its line.
pub(super) fn cases(path: &Path, input: &[&str]) -> Vec<Case> {
    read(path).lines().zip(1..).map(|(line, number)| case(line, number, input)).collect()
}

fn case(line: &str, number: usize, input: &[&str]) -> Case {
    let object: Map<String, Value> =
        serde_json::from_str(line).unwrap_or_else(|error| panic!("line {number}: {error}"));
    let (given, expected): (Map<_, _>, Map<_, _>) =
        object.into_iter().partition(|(key, _)| input.contains(&key.as_str()));
    Case { name: format!("{number:04}"), input: given.into(), expected: expected.into(), notes: Value::Null }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::case;

    #[test]
    fn a_line_is_parted_into_what_goes_in_and_what_comes_out() {
        let case = case(r#"{"setting":"proxy_listen","value":"off","ok":true}"#, 7, &["setting", "value"]);
        assert_eq!(case.name, "0007");
        assert_eq!(case.input, json!({"setting": "proxy_listen", "value": "off"}));
        assert_eq!(case.expected, json!({"ok": true}));
    }
}
