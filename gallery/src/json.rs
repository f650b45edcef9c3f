//! The gallery as the page fetches it.

use serde_json::{Map, Value, json};

use crate::example::Example;
use crate::thread::Thread;

/// `{ examples: [{ slug, title, group, about, codes, threads: [{ text, address }], tab, saved }] }`; `saved` is what the page
/// keeps of its texts across a reload (`web/src/state/persist.rs`), and is read by the same code.
pub fn gallery(examples: &[Example]) -> Value {
    json!({ "examples": examples.iter().map(example).collect::<Vec<_>>() })
}

fn example(example: &Example) -> Value {
    let codes = example.expect.problems.iter().chain(&example.expect.notes).collect::<Vec<_>>();
    let threads = example.threads.iter().map(thread).collect::<Vec<_>>();
    json!({
        "slug": example.slug,
        "title": example.title,
        "group": example.group,
        "about": example.about,
        "codes": codes,
        "threads": threads,
        "tab": example.tab,
        "saved": saved(example),
    })
}

fn thread(thread: &Thread) -> Value {
    json!({ "text": thread.to_string(), "address": thread.address() })
}

fn saved(example: &Example) -> Value {
    let mut saved = Map::new();
    saved.insert("format".to_owned(), json!(1));
    for (key, text) in
        [("manifests", &example.manifests), ("environment", &example.environment), ("helm", &example.helm)]
    {
        saved.insert(key.to_owned(), json!(text));
    }
    let versions = &example.versions;
    let rest =
        [("kic", &versions.kic), ("kong", &versions.kong), ("router", &versions.router), ("request", &example.request)];
    for (key, value) in rest {
        if let Some(value) = value {
            saved.insert(key.to_owned(), json!(value));
        }
    }
    Value::Object(saved)
}
