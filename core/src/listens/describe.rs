//! A listen value as the Admin API root shows it.

use serde_json::{Map, Value, json};

use super::address::Port;
use super::flag::Subsystem;
use super::parse::{self, Entry};
use crate::settings::KongVersion;

/// What Kong makes of a value of `proxy_listen` or `stream_listen`, in the shape of `oracle/kong-listens.jsonl`:
/// `setting`, `value`, `ok`, then `entries`, `listeners`, `ssl_enabled` and, if they differ, `listeners_at_load`; or
/// `error` and `kind` (`rejected`, `lua_error`).
///
/// Source: Kong 3.9.3 kong/api/routes/kong.lua; oracle/README.md
pub fn describe(subsystem: Subsystem, value: &str, version: KongVersion) -> Value {
    let mut answer = Map::new();
    answer.insert("setting".to_owned(), subsystem.setting().into());
    answer.insert("value".to_owned(), value.into());
    match parse::parse(subsystem, value, version) {
        Ok(parsed) => {
            let pieces = parsed.pieces.iter().map(|piece| value.get(piece.clone()).unwrap_or_default());
            answer.insert("ok".to_owned(), true.into());
            answer.insert("entries".to_owned(), pieces.collect());
            answer.insert("listeners".to_owned(), listeners(subsystem, &parsed.entries));
            let ssl = parsed.entries.iter().any(|entry| entry.has(super::Flag::Ssl));
            answer.insert("ssl_enabled".to_owned(), ssl.into());
            if let Some(entries) = &parsed.entries_at_start {
                answer.insert("listeners_at_load".to_owned(), listeners(subsystem, entries));
            }
        }
        Err(refusal) => {
            let kind = if refusal.is_crash { "lua_error" } else { "rejected" };
            answer.insert("ok".to_owned(), false.into());
            answer.insert("error".to_owned(), refusal.error.into());
            answer.insert("kind".to_owned(), kind.into());
        }
    }
    answer.into()
}

/// Lua has one kind of table, and Kong's JSON writer takes an empty one for an object.
fn listeners(subsystem: Subsystem, entries: &[Entry]) -> Value {
    if entries.is_empty() {
        return json!({});
    }
    entries.iter().map(|entry| listener(subsystem, entry)).collect()
}

fn listener(subsystem: Subsystem, entry: &Entry) -> Value {
    let mut fields = Map::new();
    for flag in subsystem.flags() {
        match entry.flag(*flag) {
            Some(set) => fields.insert(set.text.clone(), true.into()),
            None => fields.insert(flag.pattern().to_owned(), false.into()),
        };
    }
    fields.insert("ip".to_owned(), entry.ip.clone().into());
    let port = match &entry.port {
        Port::Number(number) => (*number).into(),
        Port::Text(text) => text.clone().into(),
    };
    fields.insert("port".to_owned(), port);
    fields.insert("listener".to_owned(), entry.listener.clone().into());
    fields.into()
}
