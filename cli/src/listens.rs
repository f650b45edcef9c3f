//! `kicplay listens`: what Kong makes of a listen value.

use kic_core::listens::{self, Subsystem};
use kic_core::settings::KongVersion;
use serde_json::{Value, json};

use crate::args::ListensArguments;
use crate::files::UsageError;
use crate::lines;
use crate::print::Outcome;

/// One value from the command line, or one JSON object a line from standard input. A refused value is an answer.
///
/// # Errors
/// Standard input that cannot be read.
pub fn run(arguments: &ListensArguments) -> Result<Outcome, UsageError> {
    if !arguments.lines {
        let setting = arguments.setting.as_deref().unwrap_or_default();
        let value = arguments.value.as_deref().unwrap_or_default();
        let answer = describe(setting, value);
        return Ok(Outcome::ok(serde_json::to_string_pretty(&answer).unwrap_or_default()));
    }
    lines::answer_all(&answer)
}

fn answer(question: Option<&Value>) -> Value {
    let Some(question) = question else {
        return json!({ "ok": false, "error": "the line is not a JSON object" });
    };
    let text = |key: &str| question.get(key).and_then(Value::as_str);
    match (text("setting"), text("value")) {
        (Some(setting), Some(value)) => describe(setting, value),
        _ => json!({ "ok": false, "error": "the line needs `setting` and `value`, both strings" }),
    }
}

fn describe(setting: &str, value: &str) -> Value {
    match Subsystem::of_setting(setting) {
        Some(subsystem) => listens::describe(subsystem, value, KongVersion::default()),
        None => json!({
            "ok": false,
            "setting": setting,
            "error": format!("no such setting `{setting}`: write `proxy_listen` or `stream_listen`"),
        }),
    }
}
