//! The calls into the core for the sets that are no translations, in the shapes of the oracle.

use serde_json::Value;

/// What Kong makes of a listen value: `ok`, `entries`, `listeners`, `ssl_enabled`, or `error` and `kind`.
pub fn listens(input: &Value) -> Value {
    let _ = input;
    Value::Null
}
