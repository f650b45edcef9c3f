//! A problem code as a reporting descriptor (3.49): its title, why it happens, and its page.

use kic_core::diagnostic::{Code, Severity};
use kic_reference::block::{Block, text_of};
use kic_reference::{markdown, problem, terminal};
use serde_json::{Value, json};

/// The rule of a code. The description is the first paragraph of the page's cause; the help is the page.
pub(super) fn rule(code: Code) -> Value {
    let severity = code.severity();
    let weight = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "recommendation",
    };
    json!({
        "id": code.as_str(),
        "name": name(code.as_str()),
        "shortDescription": { "text": code.title() },
        "fullDescription": { "text": cause(code).unwrap_or_else(|| format!("{}.", code.title())) },
        "help": {
            "text": terminal::problem(code).unwrap_or_else(|_| code.title().to_owned()),
            "markdown": markdown::problem(code),
        },
        "defaultConfiguration": { "level": level(severity.name()) },
        "properties": { "tags": [code.group()], "problem.severity": weight },
    })
}

/// `listener-needs-ssl` as `ListenerNeedsSsl`, the form that the standard asks for (3.49.7).
fn name(code: &str) -> String {
    let words = code.split('-').map(|word| {
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    });
    words.collect()
}

fn cause(code: Code) -> Option<String> {
    let page = problem::page(code).ok()??;
    let cause = page.sections.into_iter().find(|section| section.heading == "Cause")?;
    cause.blocks.iter().find_map(|block| match block {
        Block::Paragraph(words) => Some(text_of(words)),
        _ => None,
    })
}

/// The level (3.27.10) of a severity by its name.
pub(super) fn level(severity: &str) -> &'static str {
    match severity {
        "error" => "error",
        "warning" => "warning",
        _ => "note",
    }
}
