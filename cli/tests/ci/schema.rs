//! What the JSON schema of SARIF 2.1.0 asks of the objects that we write: their properties, which of them must be
//! there, and of what type they are. The schema itself lies with OASIS.

use serde_json::Value;

/// What a property may be.
#[derive(Clone, Copy)]
enum Is {
    Text,
    OneOf(&'static [&'static str]),
    /// A whole number, at least this.
    Number(u64),
    Object(&'static str),
    /// A list of objects of a kind, at least so many.
    List(&'static str, usize),
    /// A list of texts that differ.
    Texts,
    /// A map of texts.
    Map,
    /// A map of objects of a kind.
    MapOf(&'static str),
    /// Whatever a producer wants.
    Bag,
}

/// Property, what it is, whether it must be there.
type Properties = &'static [(&'static str, Is, bool)];

const LEVELS: &[&str] = &["none", "note", "warning", "error"];

/// The objects that we write. Properties that we do not use are left out, so that a new one is looked at.
const KINDS: &[(&str, Properties)] = &[
    (
        "log",
        &[("$schema", Is::Text, false), ("version", Is::OneOf(&["2.1.0"]), true), ("runs", Is::List("run", 0), true)],
    ),
    (
        "run",
        &[
            ("tool", Is::Object("tool"), true),
            ("originalUriBaseIds", Is::MapOf("artifactLocation"), false),
            ("columnKind", Is::OneOf(&["utf16CodeUnits", "unicodeCodePoints"]), false),
            ("results", Is::List("result", 0), false),
        ],
    ),
    ("tool", &[("driver", Is::Object("toolComponent"), true)]),
    (
        "toolComponent",
        &[
            ("name", Is::Text, true),
            ("version", Is::Text, false),
            ("semanticVersion", Is::Text, false),
            ("shortDescription", Is::Object("multiformatMessageString"), false),
            ("rules", Is::List("reportingDescriptor", 0), false),
        ],
    ),
    (
        "reportingDescriptor",
        &[
            ("id", Is::Text, true),
            ("name", Is::Text, false),
            ("shortDescription", Is::Object("multiformatMessageString"), false),
            ("fullDescription", Is::Object("multiformatMessageString"), false),
            ("help", Is::Object("multiformatMessageString"), false),
            ("defaultConfiguration", Is::Object("reportingConfiguration"), false),
            ("properties", Is::Object("propertyBag"), false),
        ],
    ),
    ("multiformatMessageString", &[("text", Is::Text, true), ("markdown", Is::Text, false)]),
    ("reportingConfiguration", &[("level", Is::OneOf(LEVELS), false)]),
    ("propertyBag", &[("tags", Is::Texts, false), ("problem.severity", Is::Bag, false)]),
    (
        "result",
        &[
            ("ruleId", Is::Text, false),
            ("ruleIndex", Is::Number(0), false),
            ("level", Is::OneOf(LEVELS), false),
            ("message", Is::Object("message"), true),
            ("locations", Is::List("location", 0), false),
            ("relatedLocations", Is::List("location", 0), false),
            ("fixes", Is::List("fix", 0), false),
            ("partialFingerprints", Is::Map, false),
        ],
    ),
    ("message", &[("text", Is::Text, true)]),
    (
        "location",
        &[
            ("id", Is::Number(0), false),
            ("physicalLocation", Is::Object("physicalLocation"), false),
            ("logicalLocations", Is::List("logicalLocation", 0), false),
            ("message", Is::Object("message"), false),
        ],
    ),
    (
        "physicalLocation",
        &[("artifactLocation", Is::Object("artifactLocation"), true), ("region", Is::Object("region"), false)],
    ),
    ("logicalLocation", &[("fullyQualifiedName", Is::Text, false)]),
    (
        "artifactLocation",
        &[("uri", Is::Text, false), ("uriBaseId", Is::Text, false), ("description", Is::Object("message"), false)],
    ),
    (
        "region",
        &[
            ("startLine", Is::Number(1), false),
            ("startColumn", Is::Number(1), false),
            ("endLine", Is::Number(1), false),
            ("endColumn", Is::Number(1), false),
        ],
    ),
    ("fix", &[("description", Is::Object("message"), false), ("artifactChanges", Is::List("artifactChange", 1), true)]),
    (
        "artifactChange",
        &[
            ("artifactLocation", Is::Object("artifactLocation"), true),
            ("replacements", Is::List("replacement", 1), true),
        ],
    ),
    (
        "replacement",
        &[("deletedRegion", Is::Object("region"), true), ("insertedContent", Is::Object("artifactContent"), false)],
    ),
    ("artifactContent", &[("text", Is::Text, false)]),
];

/// Whether a log has the shape that the standard asks for.
///
/// # Errors
/// The first thing that is not so, with its JSON pointer.
pub(crate) fn check(log: &Value) -> Result<(), String> {
    object(log, "log", "")
}

fn object(value: &Value, kind: &str, at: &str) -> Result<(), String> {
    let fields = value.as_object().ok_or_else(|| format!("{at} is no object"))?;
    let (_, properties) = KINDS.iter().find(|(name, _)| *name == kind).ok_or_else(|| format!("no kind {kind}"))?;
    for (name, value) in fields {
        let (_, is, _) = properties
            .iter()
            .find(|(known, ..)| known == name)
            .ok_or_else(|| format!("{at}/{name} is not a property of a {kind}"))?;
        property(value, *is, &format!("{at}/{name}"))?;
    }
    match properties.iter().find(|(name, _, must)| *must && !fields.contains_key(*name)) {
        Some((missing, ..)) => Err(format!("{at} needs {missing}")),
        None => Ok(()),
    }
}

fn property(value: &Value, is: Is, at: &str) -> Result<(), String> {
    let fits = match is {
        Is::Text => value.is_string(),
        Is::OneOf(words) => value.as_str().is_some_and(|word| words.contains(&word)),
        Is::Number(least) => value.as_u64().is_some_and(|number| number >= least),
        Is::Object(kind) => return object(value, kind, at),
        Is::List(kind, least) => {
            let items = value.as_array().ok_or_else(|| format!("{at} is no list"))?;
            items.iter().enumerate().try_for_each(|(index, item)| object(item, kind, &format!("{at}/{index}")))?;
            items.len() >= least && are_different(items)
        }
        Is::Texts => value.as_array().is_some_and(|items| items.iter().all(Value::is_string) && are_different(items)),
        Is::Map => value.as_object().is_some_and(|map| map.values().all(Value::is_string)),
        Is::MapOf(kind) => {
            let map = value.as_object().ok_or_else(|| format!("{at} is no map"))?;
            return map.iter().try_for_each(|(key, value)| object(value, kind, &format!("{at}/{key}")));
        }
        Is::Bag => true,
    };
    if fits { Ok(()) } else { Err(format!("{at} does not fit: {value}")) }
}

/// `uniqueItems`, which the schema asks of locations, fixes, rules and tags.
fn are_different(items: &[Value]) -> bool {
    items.iter().enumerate().all(|(index, item)| !items[..index].contains(item))
}
