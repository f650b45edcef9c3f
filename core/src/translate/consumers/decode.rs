//! The data of a credential Secret: texts that are matched to the fields of a kind as Go's decoder does.
//!
//! Source: KIC v3.5.13 internal/dataplane/kongstate/kongstate.go:FillConsumersAndCredentials,
//! credentials.go:decodeCredential; mapstructure v1.5.0 decodeStructFromMap; spec/ingress-and-kong-crds.md 5.3.

use std::borrow::Cow;

use super::kinds::{CredentialKind, Field, FieldType};
use crate::go::{out_of_range, quote, syntax};
use crate::k8s::Object;
use crate::kong::Text;
use crate::ordered::Ordered as _;
use crate::provenance::{Origin, Place, Placed, Sourced};
use crate::resolve::secret;
use crate::translate::overrides::values;

/// An entry of the Secret that the controller cannot read as the number or boolean that its key stands for.
pub(super) struct Unreadable<'a> {
    /// The key.
    pub key: Placed<&'a str>,
    /// The controller's words.
    pub message: String,
}

/// What an entry holds.
#[derive(Clone, Debug)]
pub(super) enum Value<'a> {
    Text(Text<'a>),
    Bool(Sourced<bool>),
    Int(Sourced<i64>),
    List(Vec<Text<'a>>),
}

/// One entry.
#[derive(Clone, Debug)]
pub(super) struct Entry<'a> {
    pub key: Placed<&'a str>,
    pub value: Value<'a>,
}

/// The entries of a Secret, in order of their keys, whatever kind it is of; what cannot be read is in the second list.
///
/// The three keys with special values are so only in small letters.
pub(super) fn entries<'a>(object: &'a Object<'a>) -> (Vec<Entry<'a>>, Vec<Unreadable<'a>>) {
    const FALSE: &str = "KIC: a `hash_secret` that cannot be read is false";
    let (mut entries, mut unreadable) = (Vec::new(), Vec::new());
    for key in secret::keys(object) {
        let Some(text) = secret::data(object, key.value) else { continue };
        let value = match key.value {
            "redirect_uris" => Value::List(split(&text)),
            "hash_secret" => Value::Bool(values::parse_bool(&text.value).map_or_else(
                || {
                    let why = syntax("ParseBool", &text.value);
                    let message = format!("Failed to parse hash_secret to bool: {why}. defaulting to false");
                    unreadable.push(Unreadable { key, message });
                    Sourced::new(false, Origin::from(text.place).and(Place::Rule(FALSE)))
                },
                |flag| Sourced::new(flag, text.place),
            )),
            "ttl" => {
                let Some(seconds) = values::integer(&text.value) else {
                    let why = not_an_integer(&text.value);
                    let message = format!("Failed to parse ttl to int: {why}, skipfilling the field");
                    unreadable.push(Unreadable { key, message });
                    continue;
                };
                Value::Int(Sourced::new(seconds, text.place))
            }
            _ => Value::Text(text.sourced()),
        };
        entries.push(Entry { key, value });
    }
    (entries, unreadable)
}

/// Items are not trimmed; an empty text is one empty item.
fn split<'a>(text: &Placed<Cow<'a, str>>) -> Vec<Text<'a>> {
    text.value.split(',').map(|item| Sourced::new(Cow::Owned(item.to_owned()), text.place)).collect()
}

/// Go's `strconv.Atoi`.
fn not_an_integer(text: &str) -> String {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if number { out_of_range("Atoi", text) } else { syntax("Atoi", text) }
}

/// The entries of a Secret by the fields of a kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Decoded<'a> {
    fields: Vec<(&'static str, Entry<'a>)>,
    /// Keys that no field of the kind has.
    pub ignored: Vec<Placed<&'a str>>,
}

/// Matches the entries to the fields of a kind: by exact key, or else by one in other letter case.
///
/// Errors: the controller's words, with the place of the first entry that does not fit or of the Secret.
pub(super) fn decode<'a>(
    kind: &CredentialKind,
    object: &'a Object<'a>,
    entries: &[Entry<'a>],
) -> Result<Decoded<'a>, Placed<String>> {
    let mut decoded = Decoded::default();
    let mut used = vec![false; entries.len()];
    let mut wrong: Vec<Placed<String>> = Vec::new();
    for field in kind.all_fields() {
        let exact = entries.iter().position(|entry| entry.key.value == field.name);
        let folded = || entries.iter().position(|entry| entry.key.value.eq_ignore_ascii_case(field.name));
        let Some(at) = exact.or_else(folded) else { continue };
        if let Some(used) = used.get_mut(at) {
            *used = true;
        }
        let Some(entry) = entries.get(at) else { continue };
        match misfit(field, &entry.value) {
            Some(words) => wrong.push(Placed::new(words, entry.key.place)),
            None => decoded.fields.push((field.name, entry.clone())),
        }
    }
    if let Some(place) = wrong.first().map(|first| first.place) {
        let mut points: Vec<String> = wrong.iter().map(|wrong| format!("* {}", wrong.value)).collect();
        points.order();
        let words = format!(
            "{}: failed to decode credential: {} error(s) decoding:\n\n{}",
            kind.undecodable,
            points.len(),
            points.join("\n")
        );
        return Err(Placed::new(words, place));
    }
    if let Some((_, words)) = kind.required.iter().find(|(field, _)| decoded.get(field).is_none()) {
        return Err(Placed::new((*words).to_owned(), object.name().place));
    }
    decoded.ignored = entries.iter().zip(used).filter(|(_, used)| !used).map(|(entry, _)| entry.key).collect();
    Ok(decoded)
}

/// Why a value is none for the field, in the decoder's words.
fn misfit(field: Field, value: &Value<'_>) -> Option<String> {
    let name = field.name;
    let unconvertible = |wanted: &str, text: &str| {
        format!("'{name}' expected type '{wanted}', got unconvertible type 'string', value: '{text}'")
    };
    match (field.holds, value) {
        (FieldType::Int, Value::Text(text)) => Some(unconvertible("int", &text.value)),
        (FieldType::Bool, Value::Text(text)) => Some(unconvertible("bool", &text.value)),
        (FieldType::List, Value::Text(_)) => {
            Some(format!("'{name}': source data must be an array or slice, got string"))
        }
        (FieldType::Struct, _) => Some(format!("'{name}' expected a map, got 'string'")),
        // Values that are no texts have the key, and so the type, of their own field.
        (FieldType::Text | FieldType::Int | FieldType::Bool | FieldType::List, _) => None,
    }
}

impl<'a> Decoded<'a> {
    fn get(&self, field: &str) -> Option<&Value<'a>> {
        self.fields.iter().find(|(name, _)| *name == field).map(|(_, entry)| &entry.value)
    }

    /// A field that holds a text.
    pub(super) fn text(&self, field: &str) -> Option<Text<'a>> {
        match self.get(field)? {
            Value::Text(text) => Some(text.clone()),
            Value::Bool(_) | Value::Int(_) | Value::List(_) => None,
        }
    }

    /// A field that holds a number.
    pub(super) fn int(&self, field: &str) -> Option<Sourced<i64>> {
        match self.get(field)? {
            Value::Int(value) => Some(value.clone()),
            Value::Text(_) | Value::Bool(_) | Value::List(_) => None,
        }
    }

    /// A field that holds a boolean.
    pub(super) fn bool(&self, field: &str) -> Option<Sourced<bool>> {
        match self.get(field)? {
            Value::Bool(value) => Some(value.clone()),
            Value::Text(_) | Value::Int(_) | Value::List(_) => None,
        }
    }

    /// A field that holds a list.
    pub(super) fn list(&self, field: &str) -> Vec<Text<'a>> {
        match self.get(field) {
            Some(Value::List(items)) => items.clone(),
            Some(Value::Text(_) | Value::Bool(_) | Value::Int(_)) | None => Vec::new(),
        }
    }
}

/// The failure that the controller reports for a credential of a consumer.
pub(super) fn failure(credential: &str, words: &str) -> String {
    format!("credential {} failure: {words}", quote(credential))
}
