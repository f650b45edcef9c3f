//! Who the client is, and what it may do: `key-auth`, `basic-auth`, `acl`.

use base64ct::{Base64, Encoding as _};
use serde_json::Value;

use super::super::entities::{flag, is_named, list, text, texts};
use super::{Exchange, Turn, answer};
use crate::router::uri;

/// Why a client is not known, and what Kong answers.
struct Unknown {
    message: &'static str,
    why: String,
}

/// Source: Kong 3.9.3 kong/plugins/key-auth/handler.lua
pub(super) fn key_auth(config: &Value, exchange: &mut Exchange<'_>) -> Turn {
    if exchange.client.method == "OPTIONS" && !flag(config, "run_on_preflight", true) {
        return Turn::Passes("it leaves OPTIONS alone".to_owned());
    }
    let anonymous = text(config, "anonymous");
    if anonymous.is_some() && exchange.consumer.is_some() {
        return Turn::Passes("the client is known already".to_owned());
    }
    let mut names = texts(config, "key_names");
    if names.is_empty() {
        names.push("apikey");
    }
    let given = key(config, &names, exchange);
    let found = match given {
        Ok(key) => by_credential(exchange.config(), "keyauth_credentials", "key", &key)
            .map(|(consumer, _)| consumer)
            .ok_or(Unknown { message: "Unauthorized", why: "no consumer has this key".to_owned() }),
        Err(unknown) => Err(unknown),
    };
    if flag(config, "hide_credentials", false) {
        exchange.headers.retain(|(name, _)| !names.iter().any(|key| key.eq_ignore_ascii_case(name)));
    }
    let challenge = text(config, "realm").map_or("Key".to_owned(), |realm| format!("Key realm=\"{realm}\""));
    conclude(found, anonymous, &challenge, exchange)
}

fn key(config: &Value, names: &[&str], exchange: &Exchange<'_>) -> Result<String, Unknown> {
    for name in names {
        let mut values: Vec<String> = Vec::new();
        if flag(config, "key_in_header", true) {
            let headers = exchange.client.headers.iter().filter(|(header, _)| header.eq_ignore_ascii_case(name));
            values.extend(headers.map(|(_, value)| value.clone()));
        }
        if values.is_empty() && flag(config, "key_in_query", true) {
            let arguments = exchange.query.as_deref().map(uri::arguments).unwrap_or_default();
            values.extend(arguments.into_iter().filter(|(argument, _)| argument == name).map(|(_, value)| value));
        }
        match values.as_slice() {
            [] => {}
            [key] if key.is_empty() => break,
            [key] => return Ok(key.clone()),
            _ => {
                let why = format!("there are several `{name}`");
                return Err(Unknown { message: "Duplicate API key found", why });
            }
        }
    }
    let why = format!("the request has no `{}`", names.join("` or `"));
    Err(Unknown { message: "No API key found in request", why })
}

/// Source: Kong 3.9.3 kong/plugins/basic-auth/access.lua
pub(super) fn basic_auth(config: &Value, exchange: &mut Exchange<'_>) -> Turn {
    let anonymous = text(config, "anonymous");
    if anonymous.is_some() && exchange.consumer.is_some() {
        return Turn::Passes("the client is known already".to_owned());
    }
    let given = ["proxy-authorization", "authorization"].into_iter().find_map(|header| {
        let (kind, encoded) = exchange.client.header(header)?.split_once(' ')?;
        let decoded = Base64::decode_vec(encoded.trim()).ok().filter(|_| kind.eq_ignore_ascii_case("basic"))?;
        let decoded = String::from_utf8(decoded).ok()?;
        let (username, password) = decoded.split_once(':')?;
        Some((username.to_owned(), password.to_owned()))
    });
    let unknown = |why: &str| Unknown { message: "Unauthorized", why: why.to_owned() };
    let found = match given {
        None => Err(unknown("the request has no Authorization header of the kind Basic")),
        Some((username, password)) => {
            let credential = by_credential(exchange.config(), "basicauth_credentials", "username", &username);
            match credential {
                Some((consumer, credential)) if text(credential, "password") == Some(&password) => Ok(consumer),
                Some(_) => Err(unknown("the password is another one")),
                None => Err(unknown("no consumer has this user name")),
            }
        }
    };
    let realm = text(config, "realm").unwrap_or("service");
    conclude(found, anonymous, &format!("Basic realm=\"{realm}\""), exchange)
}

/// The consumer with a credential, and the credential.
fn by_credential<'a>(config: &'a Value, kind: &str, field: &str, value: &str) -> Option<(&'a Value, &'a Value)> {
    let mut credentials = list(config, "consumers")
        .iter()
        .flat_map(|consumer| list(consumer, kind).iter().map(move |credential| (consumer, credential)));
    credentials.find(|(_, credential)| text(credential, field) == Some(value))
}

fn conclude<'a>(
    found: Result<&'a Value, Unknown>,
    anonymous: Option<&str>,
    challenge: &str,
    exchange: &mut Exchange<'a>,
) -> Turn {
    match (found, anonymous) {
        (Ok(consumer), _) => {
            let name = become_consumer(consumer, exchange);
            Turn::Changes(format!("the client is the consumer `{name}`"))
        }
        (Err(unknown), None) => {
            let mut answer = answer(401, unknown.message);
            answer.headers.push(("WWW-Authenticate".to_owned(), challenge.to_owned()));
            Turn::Answers(answer, format!("answers 401: {}", unknown.why))
        }
        (Err(unknown), Some(anonymous)) => {
            let consumers = list(exchange.config(), "consumers").iter();
            let name = match consumers.into_iter().find(|consumer| is_named(consumer, anonymous)) {
                Some(consumer) => become_consumer(consumer, exchange),
                None => anonymous.to_owned(),
            };
            exchange.headers.push(("X-Anonymous-Consumer".to_owned(), "true".to_owned()));
            Turn::Changes(format!("{}, so the client is the anonymous consumer `{name}`", unknown.why))
        }
    }
}

fn become_consumer<'a>(consumer: &'a Value, exchange: &mut Exchange<'a>) -> String {
    exchange.consumer = Some(consumer);
    for (header, field) in
        [("X-Consumer-ID", "id"), ("X-Consumer-Custom-ID", "custom_id"), ("X-Consumer-Username", "username")]
    {
        exchange.headers.retain(|(name, _)| !name.eq_ignore_ascii_case(header));
        if let Some(value) = text(consumer, field) {
            exchange.headers.push((header.to_owned(), value.to_owned()));
        }
    }
    ["username", "custom_id", "id"].iter().find_map(|field| text(consumer, field)).unwrap_or_default().to_owned()
}

/// Source: Kong 3.9.3 kong/plugins/acl/handler.lua
pub(super) fn acl(config: &Value, exchange: &mut Exchange<'_>) -> Turn {
    let deny = texts(config, "deny");
    let is_deny = !deny.is_empty();
    let groups = if is_deny { deny } else { texts(config, "allow") };
    let Some(consumer) = exchange.consumer else {
        return Turn::Answers(answer(401, "Unauthorized"), "answers 401: nobody has said who the client is".to_owned());
    };
    let own: Vec<&str> = list(consumer, "acls").iter().filter_map(|acl| text(acl, "group")).collect();
    let is_in = own.iter().any(|group| groups.contains(group));
    if is_in == is_deny {
        let why = if is_deny { "a group of the consumer is denied" } else { "no group of the consumer is allowed" };
        return Turn::Answers(answer(403, "You cannot consume this service"), format!("answers 403: {why}"));
    }
    if !flag(config, "hide_groups_header", false) && !own.is_empty() {
        exchange.headers.push(("X-Consumer-Groups".to_owned(), own.join(", ")));
    }
    Turn::Passes("the consumer may pass".to_owned())
}
