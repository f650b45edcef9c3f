//! Schemas and values.

use serde_json::{Map, Value};

use crate::blob::{Blob, Record};
use crate::{cel, expression, format, pattern};

/// Puts a schema down; `path` is that of the value, for example `spec.listeners[]`, and names the defaults.
pub(crate) fn write(blob: &mut Blob, schema: &Value, path: &str) -> Result<usize, String> {
    let schema = schema.as_object().ok_or_else(|| format!("{path}: the schema is no object"))?;
    let (mut record, mut limits) = (Record::default(), Record::default());
    let mut inner = Vec::new();
    for (key, value) in schema {
        let context = |error: String| format!("{path}: {key}: {error}");
        if !shape(blob, &mut record, key, value, path, &mut inner).map_err(context)? {
            limit(blob, &mut limits, schema, key, value, path).map_err(context)?;
        }
    }
    if !limits.0.is_empty() {
        limits.byte(format::END);
        record.byte(format::LIMITS);
        record.number(blob.put(limits));
    }
    let has_inner_rules = inner.iter().any(|schema| blob.with_rules.contains(schema));
    if has_inner_rules {
        record.byte(format::INNER_RULES);
        record.number(1);
    }
    record.byte(format::END);
    let offset = blob.put(record);
    if has_inner_rules || schema.contains_key("x-kubernetes-validations") {
        blob.with_rules.insert(offset);
    }
    Ok(offset)
}

/// Adds an attribute of the shape, if it is one; `inner` takes the schemas of what is inside of its values.
fn shape(
    blob: &mut Blob,
    record: &mut Record,
    key: &str,
    value: &Value,
    path: &str,
    inner: &mut Vec<usize>,
) -> Result<bool, String> {
    let mut set = |code, number| {
        record.byte(code);
        record.number(number);
    };
    match key {
        "type" => set(format::TYPE, position(&format::TYPES, value)?),
        "properties" => {
            let (properties, defaults) = fields(blob, value, path, inner)?;
            set(format::PROPERTIES, properties);
            if let Some(defaults) = defaults {
                set(format::DEFAULTS, defaults);
            }
        }
        "additionalProperties" => {
            let values = write(blob, value, &format!("{path}{{}}"))?;
            inner.push(values);
            set(format::ADDITIONAL, values);
        }
        "items" => {
            let items = write(blob, value, &format!("{path}[]"))?;
            inner.push(items);
            set(format::ITEMS, items);
        }
        "x-kubernetes-preserve-unknown-fields" if value == &Value::Bool(true) => set(format::PRESERVE, 1),
        "x-kubernetes-validations" => set(format::RULES, rules(blob, value)?),
        _ => return Ok(false),
    }
    Ok(true)
}

/// Adds an attribute of the limits.
fn limit(
    blob: &mut Blob,
    record: &mut Record,
    schema: &Map<String, Value>,
    key: &str,
    value: &Value,
    path: &str,
) -> Result<(), String> {
    let mut set = |code, number| {
        record.byte(code);
        record.number(number);
    };
    match key {
        "required" => set(format::REQUIRED, texts(blob, value)?),
        "enum" => {
            let values = list(value)?;
            let mut words = Record::default();
            words.number(values.len());
            for value in values {
                write_value(blob, &mut words, value)?;
            }
            set(format::ENUM, blob.put(words));
        }
        "pattern" => {
            let text = text(value)?;
            set(format::PATTERN, blob.text(text));
            set(format::AUTOMATON, pattern::write(blob, text)?);
        }
        "minLength" => set(format::MIN_LENGTH, number(value)?),
        "maxLength" => set(format::MAX_LENGTH, number(value)?),
        "minItems" => set(format::MIN_ITEMS, number(value)?),
        "maxItems" => set(format::MAX_ITEMS, number(value)?),
        "maxProperties" => set(format::MAX_PROPERTIES, number(value)?),
        "minimum" | "maximum" => {
            let bound = value.as_i64().ok_or("no integer")?;
            record.byte(if key == "minimum" { format::MINIMUM } else { format::MAXIMUM });
            record.signed(bound);
        }
        "format" => {
            // The version of the server that the recorded verdicts are from checks no format of numbers.
            if !matches!(value.as_str(), Some("int32" | "int64")) {
                set(format::FORMAT, position(&format::FORMATS, value)?);
            }
        }
        "x-kubernetes-list-type" => match (text(value)?, schema.get("x-kubernetes-list-map-keys")) {
            ("set", None) => set(format::SET, 1),
            ("map", Some(keys)) => set(format::MAP_KEYS, texts(blob, keys)?),
            ("atomic", None) => {}
            _ => return Err(format!("unknown: {value}")),
        },
        "x-kubernetes-list-map-keys" if schema.contains_key("x-kubernetes-list-type") => {}
        // Says how updates are merged.
        "x-kubernetes-map-type" => {}
        "anyOf" => set(format::ANY_OF, schemas(blob, value, path)?),
        "oneOf" => set(format::ONE_OF, schemas(blob, value, path)?),
        "not" => set(format::NOT, write(blob, value, path)?),
        _ => return Err(format!("unknown: {value}")),
    }
    Ok(())
}

/// The fields of an object, and the defaults of those that have one.
fn fields(
    blob: &mut Blob,
    value: &Value,
    path: &str,
    inner: &mut Vec<usize>,
) -> Result<(usize, Option<usize>), String> {
    let mut fields: Vec<_> = value.as_object().ok_or("no object")?.iter().collect();
    fields.sort_by_key(|(name, _)| *name);
    let (mut record, mut defaults) = (Record::default(), Record::default());
    let has_default = |(_, schema): &&(&String, &Value)| schema.get("default").is_some();
    let count = fields.iter().filter(has_default).count();
    record.number(fields.len());
    defaults.number(count);
    for (name, schema) in fields {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let mut schema = schema.clone();
        let default = schema.as_object_mut().and_then(|schema| schema.shift_remove("default"));
        let written = write(blob, &schema, &path)?;
        inner.push(written);
        record.number(name.len());
        record.byte(name.bytes().next().unwrap_or_default());
        record.number(blob.text(name));
        record.number(written);
        if let Some(value) = default {
            let mut default = Record::default();
            default.number(blob.text(&format!("API server default: {path}")));
            write_value(blob, &mut default, &value)?;
            defaults.number(blob.text(name));
            defaults.number(blob.put(default));
        }
    }
    Ok((blob.put(record), (count > 0).then(|| blob.put(defaults))))
}

fn schemas(blob: &mut Blob, value: &Value, path: &str) -> Result<usize, String> {
    let schemas = list(value)?.iter().map(|schema| write(blob, schema, path)).collect::<Result<Vec<_>, _>>()?;
    Ok(offsets(blob, &schemas))
}

fn texts(blob: &mut Blob, value: &Value) -> Result<usize, String> {
    let texts = list(value)?.iter().map(|item| Ok(blob.text(text(item)?))).collect::<Result<Vec<_>, String>>()?;
    Ok(offsets(blob, &texts))
}

fn offsets(blob: &mut Blob, offsets: &[usize]) -> usize {
    let mut record = Record::default();
    record.number(offsets.len());
    for offset in offsets {
        record.number(*offset);
    }
    blob.put(record)
}

/// The rules but those that compare with an older object: there is none.
fn rules(blob: &mut Blob, value: &Value) -> Result<usize, String> {
    let mut rules = Vec::new();
    for rule in list(value)? {
        let rule = rule.as_object().ok_or("a rule is no object")?;
        if let Some(key) = rule.keys().find(|key| !matches!(key.as_str(), "rule" | "message")) {
            return Err(format!("a rule with `{key}`"));
        }
        let (source, message) = (text(&rule["rule"])?, text(rule.get("message").ok_or("a rule without message")?)?);
        let parsed = cel::parse(source).map_err(|error| format!("{source}: {error}"))?;
        if parsed.names("oldSelf") {
            continue;
        }
        let expression = expression::write(blob, &parsed).map_err(|error| format!("{source}: {error}"))?;
        rules.push((blob.text(message.trim()), expression));
    }
    let mut record = Record::default();
    record.number(rules.len());
    for (message, expression) in rules {
        record.number(message);
        record.number(expression);
    }
    Ok(blob.put(record))
}

/// Puts a value into a record.
pub(crate) fn write_value(blob: &mut Blob, record: &mut Record, value: &Value) -> Result<(), String> {
    match value {
        Value::Bool(value) => record.byte(if *value { format::TRUE } else { format::FALSE }),
        Value::Number(number) => {
            record.byte(format::INT);
            record.signed(number.as_i64().ok_or_else(|| format!("no integer: {number}"))?);
        }
        Value::String(text) => {
            record.byte(format::TEXT);
            record.number(blob.text(text));
        }
        Value::Array(items) => {
            record.byte(format::LIST);
            record.number(items.len());
            for item in items {
                write_value(blob, record, item)?;
            }
        }
        Value::Object(fields) => {
            record.byte(format::MAP);
            record.number(fields.len());
            for (key, value) in fields {
                record.number(blob.text(key));
                write_value(blob, record, value)?;
            }
        }
        Value::Null => return Err("a null".to_owned()),
    }
    Ok(())
}

fn position(words: &[&str], value: &Value) -> Result<usize, String> {
    let word = text(value)?;
    words.iter().position(|known| *known == word).ok_or_else(|| format!("unknown: {word}"))
}

fn list(value: &Value) -> Result<&Vec<Value>, String> {
    value.as_array().ok_or_else(|| format!("no list: {value}"))
}

fn text(value: &Value) -> Result<&str, String> {
    value.as_str().ok_or_else(|| format!("no text: {value}"))
}

fn number(value: &Value) -> Result<usize, String> {
    let number = value.as_u64().and_then(|number| usize::try_from(number).ok());
    number.ok_or_else(|| format!("no count: {value}"))
}
