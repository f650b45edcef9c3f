//! The configuration of a plugin: written in the object, patched from Secrets, or taken whole from a Secret.
//!
//! Source: KIC v3.5.13 internal/dataplane/kongstate/plugin.go; spec/ingress-and-kong-crds.md 4.5.

use super::patch;
use crate::go::{not_a_configuration, quote};
use crate::k8s::{Kind, Object, ObjectKey};
use crate::provenance::{Origin, Place, Placed, Tree, TreeMap};
use crate::resolve::secret;
use crate::text::FileId;
use crate::translate::input::Input;
use crate::translate::tree;
use crate::yaml::{self, Limits, Node};

/// A configuration that cannot be read.
pub(in crate::translate) struct Invalid {
    /// The controller's words.
    pub message: String,
    /// Where to look.
    pub place: Place,
}

/// Who reads Secrets: that decides the words about one that is not there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Reader {
    /// The translator, from the controller's cache.
    Translator,
    /// The admission webhook, from the API server.
    Webhook,
}

impl Reader {
    fn not_found(self, key: ObjectKey<'_>) -> String {
        match self {
            Self::Translator => format!("Secret {}/{} not found", key.namespace, key.name),
            Self::Webhook => format!("secrets {} not found", quote(key.name)),
        }
    }
}

/// Why a step did not work: the words after the object's name, and the place.
struct Why {
    words: String,
    place: Place,
}

/// The configuration of a KongPlugin or KongClusterPlugin; `None` for an empty one.
pub(super) fn of<'a>(input: Input<'a>, object: &'a Object<'a>) -> Result<Option<Tree>, Invalid> {
    let key = object.key();
    let patched = patched(input, object, Reader::Translator).map_err(|why| Invalid {
        message: format!("could not parse KongPlugin {}/{} config: {}", key.namespace, key.name, why.words),
        place: why.place,
    })?;
    let Some(from) = object.node.get("configFrom") else { return Ok(patched) };
    let cluster = object.kind() == Kind::KongClusterPlugin;
    if patched.is_some() {
        let message =
            format!("{} '{}/{}' has both Config and ConfigFrom set", object.info.name, key.namespace, key.name);
        return Err(Invalid { message, place: from.place });
    }
    from_secret(input, object, from, Reader::Translator).map_err(|why| {
        // Name and namespace change places here.
        let shown = if cluster { key.name.to_owned() } else { format!("'{}/{}'", key.name, key.namespace) };
        let message = format!("error parsing config for {} {shown}: {}", object.info.name, why.words);
        Invalid { message, place: why.place }
    })
}

/// What the admission webhook refuses the plugin for, in its words.
///
/// Source: KIC v3.5.13 internal/admission/validator.go:ValidatePlugin, ValidateClusterPlugin.
pub(in crate::translate) fn refusal<'a>(input: Input<'a>, object: &'a Object<'a>) -> Option<Invalid> {
    if let Err(why) = patched(input, object, Reader::Webhook) {
        let message = format!("could not parse plugin configuration: {}", why.words);
        return Some(Invalid { message, place: why.place });
    }
    let why = from_secret(input, object, object.node.get("configFrom")?, Reader::Webhook).err()?;
    Some(Invalid { message: format!("could not load secret plugin configuration: {}", why.words), place: why.place })
}

/// The Secrets that the configuration is read from, with repetitions.
///
/// Source: KIC v3.5.13 internal/controllers/configuration/object_references.go:listKongPluginReferredSecrets,
/// listKongClusterPluginReferredSecrets.
pub(in crate::translate) fn secrets<'a>(object: &'a Object<'a>) -> Vec<ObjectKey<'a>> {
    let patches = object.node.get("configPatches").map_or(&[][..], Node::items).iter();
    let from = patches.filter_map(|patch| patch.get("valueFrom")).chain(object.node.get("configFrom"));
    from.map(|from| secret_key(object, from.get("secretKeyRef"))).collect()
}

/// `config` with `configPatches` applied in order.
fn patched<'a>(input: Input<'a>, object: &'a Object<'a>, reader: Reader) -> Result<Option<Tree>, Why> {
    let written = object.node.get("config");
    let patches = object.node.get("configPatches").map_or(&[][..], Node::items);
    let empty = || Tree::Map(TreeMap::new(), Origin::from(object.node.place));
    let mut config = written.map_or_else(empty, tree::of);
    for patch in patches {
        let path = patch.text_at("path").unwrap_or(Placed::new("", patch.place));
        let value = patch_value(input, object, patch, reader)?;
        patch::add(&mut config, path.value, value).map_err(|words| Why { words, place: path.place })?;
    }
    match config {
        Tree::Map(fields, _) if fields.is_empty() => Ok(None),
        Tree::Map(..) => Ok(Some(config)),
        Tree::Null(_) => Ok(None),
        _ => Err(Why {
            words: not_a_configuration("array"),
            place: written.map_or(object.node.place, |config| config.place),
        }),
    }
}

/// The JSON value that a patch takes from a Secret.
fn patch_value<'a>(input: Input<'a>, object: &'a Object<'a>, patch: &'a Node<'a>, reader: Reader) -> Result<Tree, Why> {
    let reference = patch.get("valueFrom").and_then(|from| from.get("secretKeyRef"));
    let place = reference.map_or(patch.place, |reference| reference.place);
    let source = secret_value(input, object, reference, place);
    let value = source.map_err(|(key, missing)| match missing {
        Missing::Secret => Why { words: reader.not_found(key), place },
        Missing::Key(entry) => Why { words: no_key(&entry, key), place },
    })?;
    let parsed = serde_json::from_str(&value.value);
    parsed
        .map(|json: serde_json::Value| of_json(&json, &Origin::from(value.place)))
        .map_err(|_| Why { words: "invalid state detected".to_owned(), place: value.place })
}

/// The whole configuration out of a Secret: JSON, or else YAML.
fn from_secret<'a>(
    input: Input<'a>,
    object: &'a Object<'a>,
    from: &'a Node<'a>,
    reader: Reader,
) -> Result<Option<Tree>, Why> {
    let reference = from.get("secretKeyRef");
    let source = secret_value(input, object, reference, from.place);
    let value = source.map_err(|(key, missing)| {
        let (namespace, name) = (key.namespace, key.name);
        let words = match missing {
            Missing::Secret => {
                format!("error fetching plugin configuration secret '{namespace}/{name}': {}", reader.not_found(key))
            }
            Missing::Key(entry) => no_key(&entry, key),
        };
        Why { words, place: from.place }
    })?;
    let origin = Origin::from(value.place);
    let file = value.place.span().or(object.node.span()).unwrap_or(object.span).file;
    match parse_whole(&value.value, file, &origin) {
        Some(Tree::Map(fields, _)) if fields.is_empty() => Ok(None),
        Some(config) => Ok(Some(config)),
        None => {
            let reference = reference.and_then(|reference| reference.text_at("key"));
            let (name, place) = reference.map_or(("", value.place), |key| (key.value, key.place));
            let secret = value.secret;
            let words = format!(
                "key '{name}' in secret '{}/{}' contains neither valid JSON nor valid YAML)",
                secret.namespace, secret.name
            );
            Err(Why { words, place })
        }
    }
}

fn no_key(entry: &str, key: ObjectKey<'_>) -> String {
    format!("no key '{entry}' in secret '{}/{}'", key.namespace, key.name)
}

/// A map, or nothing at all; every value has the origin of the Secret's entry.
fn parse_whole(text: &str, file: FileId, origin: &Origin) -> Option<Tree> {
    if let Ok(json) = serde_json::from_str::<serde_json::Value>(text) {
        return match json {
            serde_json::Value::Object(_) => Some(of_json(&json, origin)),
            serde_json::Value::Null => Some(Tree::Map(TreeMap::new(), origin.clone())),
            _ => None,
        };
    }
    let documents = yaml::parse(file, text, &Limits::default(), &mut Vec::new());
    let Some(first) = documents.first() else {
        return Some(Tree::Map(TreeMap::new(), origin.clone()));
    };
    let node = first.node.as_ref().filter(|node| first.error.is_none() && node.map().is_some())?;
    Some(of_json(&tree::json(node), origin))
}

enum Missing {
    Secret,
    Key(String),
}

/// The text of a Secret's entry.
struct SecretValue<'a> {
    value: String,
    place: Place,
    secret: ObjectKey<'a>,
}

/// Follows `secretKeyRef`: a KongPlugin reads Secrets of its own namespace, a KongClusterPlugin names one.
fn secret_value<'a>(
    input: Input<'a>,
    object: &'a Object<'a>,
    reference: Option<&'a Node<'a>>,
    place: Place,
) -> Result<SecretValue<'a>, (ObjectKey<'a>, Missing)> {
    let key = secret_key(object, reference);
    let Some(found) = input.store.get(Kind::Secret, key) else { return Err((key, Missing::Secret)) };
    let entry = text_of(reference, "key");
    match secret::data(found, entry) {
        Some(value) => {
            let place = if value.place.span().is_some() { value.place } else { place };
            Ok(SecretValue { value: value.value.into_owned(), place, secret: key })
        }
        None => Err((key, Missing::Key(entry.to_owned()))),
    }
}

/// The Secret that `secretKeyRef` means.
fn secret_key<'a>(object: &'a Object<'a>, reference: Option<&'a Node<'a>>) -> ObjectKey<'a> {
    let own = object.key().namespace;
    let namespace = if object.info.namespaced { own } else { text_of(reference, "namespace") };
    ObjectKey::new(namespace, text_of(reference, "name"))
}

fn text_of<'a>(reference: Option<&'a Node<'a>>, key: &str) -> &'a str {
    reference.and_then(|reference| reference.text_at(key)).map_or("", |text| text.value)
}

/// JSON as a tree of one origin.
fn of_json(json: &serde_json::Value, origin: &Origin) -> Tree {
    match json {
        serde_json::Value::Null => Tree::Null(origin.clone()),
        serde_json::Value::Bool(value) => Tree::bool(*value, origin.clone()),
        serde_json::Value::Number(number) => tree::number(number, origin.clone()),
        serde_json::Value::String(text) => Tree::text(text.as_str(), origin.clone()),
        serde_json::Value::Array(items) => {
            Tree::List(items.iter().map(|item| of_json(item, origin)).collect(), origin.clone())
        }
        serde_json::Value::Object(fields) => {
            let fields = fields.iter().map(|(key, value)| (key.clone(), of_json(value, origin)));
            Tree::Map(fields.collect(), origin.clone())
        }
    }
}
