//! One schema in hand.

use super::format;
use super::pattern::Pattern;
use super::reader::{Reader, text, text_bytes};
use crate::k8s::Kind;
use crate::k8s::kinds::GATEWAY;
use crate::settings::KicVersion;
use crate::yaml::Node;

/// The type of a value in a schema.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Type {
    /// Any.
    #[default]
    Any,
    /// A map.
    Object,
    /// A list.
    Array,
    /// A text.
    String,
    /// A number without fraction.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
}

impl Type {
    const ALL: [Self; 7] =
        [Self::Any, Self::Object, Self::Array, Self::String, Self::Integer, Self::Number, Self::Boolean];

    /// Its name in schemas and messages; empty for [`Type::Any`].
    pub fn name(self) -> &'static str {
        Self::ALL.iter().zip(format::TYPES).find(|(kind, _)| **kind == self).map_or("", |(_, name)| name)
    }
}

/// The shape of a value, and where its limits stand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Schema {
    /// The type.
    pub kind: Type,
    /// Fields that the schema does not name are kept.
    pub preserves: bool,
    /// There are rules further inside.
    pub has_inner_rules: bool,
    properties: usize,
    defaults: usize,
    additional: usize,
    items: usize,
    rules: usize,
    limits: usize,
}

/// What a value must keep to beside its shape. Lists are read on demand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits {
    required: usize,
    words: usize,
    pattern: usize,
    automaton: usize,
    map_keys: usize,
    any_of: usize,
    one_of: usize,
    not: usize,
    /// Items must differ.
    pub is_set: bool,
    /// Bound in characters.
    pub min_length: Option<usize>,
    /// Bound in characters.
    pub max_length: Option<usize>,
    /// Bound.
    pub min_items: Option<usize>,
    /// Bound.
    pub max_items: Option<usize>,
    /// Bound.
    pub max_properties: Option<usize>,
    /// Bound.
    pub minimum: Option<i64>,
    /// Bound.
    pub maximum: Option<i64>,
    /// `date-time`, `ipv4`, `ipv6`; empty where there is none.
    pub format: &'static str,
}

/// The schema of a kind's objects, as the release of the controller brings it; `None` for kinds that are no custom
/// resources.
pub fn of(kind: Kind, kic: KicVersion) -> Option<Schema> {
    let mut directory = Reader::directory();
    let name = kind.name().as_bytes();
    let (_, newest, before) = (0..directory.number())
        .map(|_| (directory.number(), directory.number(), directory.number()))
        .find(|(found, ..)| text_bytes(*found) == name)?;
    let gateway = kind.info().group == GATEWAY;
    let is_newest = if gateway { kic.schemas_of_gateway_api_13() } else { kic.schemas_of_kong_15() };
    Some(Schema::at(if is_newest { newest } else { before }))
}

impl Schema {
    fn at(offset: usize) -> Self {
        let mut schema = Self::default();
        let mut reader = Reader::at(offset);
        loop {
            match reader.byte() {
                format::TYPE => schema.kind = Type::ALL.get(reader.number()).copied().unwrap_or_default(),
                format::PROPERTIES => schema.properties = reader.number(),
                format::DEFAULTS => schema.defaults = reader.number(),
                format::ADDITIONAL => schema.additional = reader.number(),
                format::ITEMS => schema.items = reader.number(),
                format::PRESERVE => schema.preserves = reader.number() > 0,
                format::RULES => schema.rules = reader.number(),
                format::INNER_RULES => schema.has_inner_rules = reader.number() > 0,
                format::LIMITS => schema.limits = reader.number(),
                _ => return schema,
            }
        }
    }

    /// The limits; without any where there are none.
    pub fn limits(&self) -> Limits {
        if self.limits > 0 { Limits::at(self.limits) } else { Limits::default() }
    }

    /// The schema of a field that the schema names.
    pub fn property(&self, name: &str) -> Option<Self> {
        Fields::at(self.properties).find_field(name).map(Self::at)
    }

    /// The schema of a field, named or not.
    pub fn field(&self, name: &str) -> Option<Self> {
        self.property(name).or_else(|| self.additional())
    }

    /// The schema of the fields that have no own.
    pub fn additional(&self) -> Option<Self> {
        (self.additional > 0).then(|| Self::at(self.additional))
    }

    /// The schema of the items.
    pub fn items(&self) -> Option<Self> {
        (self.items > 0).then(|| Self::at(self.items))
    }

    /// The fields that the schema names, sorted.
    pub fn fields(&self) -> Fields {
        Fields::at(self.properties)
    }

    /// The rules of the value as a whole, in the order of the schema.
    pub fn rules(&self) -> Rules {
        Rules(Pairs::at(self.rules))
    }

    /// The rules of the value as a whole; `None` where there are none, as for most values.
    pub fn rules_if_any(&self) -> Option<Rules> {
        (self.rules > 0).then(|| self.rules())
    }

    /// Whether a field has a default.
    pub fn has_default(&self, name: &str) -> bool {
        lookup(self.defaults, name).is_some()
    }

    /// The fields with a default.
    pub fn defaults(&self) -> impl Iterator<Item = (&'static str, Default)> {
        Pairs::at(self.defaults).map(|(name, default)| (text(name), Default(default)))
    }
}

/// The default of a field.
#[derive(Clone, Copy, Debug)]
pub struct Default(usize);

impl Default {
    /// A copy of the value; its place is the rule.
    pub fn value(self) -> Node<'static> {
        let mut reader = Reader::at(self.0);
        let rule = reader.text();
        reader.value(rule)
    }
}

impl Limits {
    fn at(offset: usize) -> Self {
        let mut limits = Self::default();
        let mut reader = Reader::at(offset);
        loop {
            match reader.byte() {
                format::REQUIRED => limits.required = reader.number(),
                format::ENUM => limits.words = reader.number(),
                format::PATTERN => limits.pattern = reader.number(),
                format::AUTOMATON => limits.automaton = reader.number(),
                format::MIN_LENGTH => limits.min_length = Some(reader.number()),
                format::MAX_LENGTH => limits.max_length = Some(reader.number()),
                format::MIN_ITEMS => limits.min_items = Some(reader.number()),
                format::MAX_ITEMS => limits.max_items = Some(reader.number()),
                format::MAX_PROPERTIES => limits.max_properties = Some(reader.number()),
                format::MINIMUM => limits.minimum = Some(reader.signed()),
                format::MAXIMUM => limits.maximum = Some(reader.signed()),
                format::FORMAT => limits.format = format::FORMATS.get(reader.number()).copied().unwrap_or_default(),
                format::SET => limits.is_set = reader.number() > 0,
                format::MAP_KEYS => limits.map_keys = reader.number(),
                format::ANY_OF => limits.any_of = reader.number(),
                format::ONE_OF => limits.one_of = reader.number(),
                format::NOT => limits.not = reader.number(),
                _ => return limits,
            }
        }
    }

    /// The fields that must be there.
    pub fn required(&self) -> impl Iterator<Item = &'static str> {
        offsets(self.required).map(text)
    }

    /// The values that are allowed; empty where all are.
    pub fn words(&self) -> impl Iterator<Item = Node<'static>> {
        let mut reader = Reader::at(self.words);
        let count = if self.words > 0 { reader.number() } else { 0 };
        (0..count).map(move |_| reader.value(""))
    }

    /// The pattern of texts: as it is written, and as it is tested.
    pub fn pattern(&self) -> Option<(&'static str, Pattern)> {
        (self.automaton > 0).then(|| (text(self.pattern), Pattern(self.automaton)))
    }

    /// The fields in which items must differ; empty where they need not.
    pub fn map_keys(&self) -> impl Iterator<Item = &'static str> {
        offsets(self.map_keys).map(text)
    }

    /// Schemas of which one must fit; empty where there are none.
    pub fn any_of(&self) -> impl ExactSizeIterator<Item = Schema> {
        offsets(self.any_of).map(Schema::at)
    }

    /// Schemas of which exactly one must fit; empty where there are none.
    pub fn one_of(&self) -> impl ExactSizeIterator<Item = Schema> {
        offsets(self.one_of).map(Schema::at)
    }

    /// The schema that must not fit.
    pub fn not(&self) -> Option<Schema> {
        (self.not > 0).then(|| Schema::at(self.not))
    }
}

/// The fields of a schema.
#[derive(Clone, Debug)]
pub struct Fields {
    reader: Reader,
    left: usize,
}

impl Fields {
    fn at(offset: usize) -> Self {
        let mut reader = Reader::at(offset);
        let left = if offset > 0 { reader.number() } else { 0 };
        Self { reader, left }
    }

    /// The schema of a field; names of another length or with another first byte are not looked at.
    fn find_field(mut self, name: &str) -> Option<usize> {
        let first = name.bytes().next().unwrap_or_default();
        for _ in 0..self.left {
            let is_near = self.reader.number() == name.len();
            let is_near = self.reader.byte() == first && is_near;
            let (found, schema) = (self.reader.number(), self.reader.number());
            if is_near && text_bytes(found) == name.as_bytes() {
                return Some(schema);
            }
        }
        None
    }
}

impl Iterator for Fields {
    type Item = &'static str;

    fn next(&mut self) -> Option<&'static str> {
        self.left = self.left.checked_sub(1)?;
        self.reader.number();
        self.reader.byte();
        let name = self.reader.text();
        self.reader.number();
        Some(name)
    }
}

/// Pairs of offsets.
#[derive(Clone, Debug)]
struct Pairs {
    reader: Reader,
    left: usize,
}

impl Pairs {
    fn at(offset: usize) -> Self {
        let Fields { reader, left } = Fields::at(offset);
        Self { reader, left }
    }
}

impl Iterator for Pairs {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        self.left = self.left.checked_sub(1)?;
        Some((self.reader.number(), self.reader.number()))
    }
}

/// The rules of a schema.
#[derive(Clone, Debug)]
pub struct Rules(Pairs);

/// A rule over a value.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    message: usize,
    /// The offset of its expression.
    pub(crate) expression: usize,
}

impl Rule {
    /// What the server says when the value breaks it.
    pub fn message(self) -> &'static str {
        text(self.message)
    }
}

impl Iterator for Rules {
    type Item = Rule;

    fn next(&mut self) -> Option<Rule> {
        self.0.next().map(|(message, expression)| Rule { message, expression })
    }
}

fn lookup(offset: usize, name: &str) -> Option<usize> {
    Pairs::at(offset).find(|(found, _)| text_bytes(*found) == name.as_bytes()).map(|(_, value)| value)
}

fn offsets(offset: usize) -> impl ExactSizeIterator<Item = usize> {
    let mut reader = Reader::at(offset);
    let count = if offset > 0 { reader.number() } else { 0 };
    (0..count).map(move |_| reader.number())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::k8s::kinds::KINDS;

    #[test]
    fn every_kind_of_gateway_api_and_kong_has_a_schema() {
        for info in KINDS {
            let is_custom = info.group.contains("gateway") || info.group.ends_with("konghq.com");
            assert_eq!(of(info.kind, KicVersion::default()).is_some(), is_custom, "{}", info.name);
        }
    }

    #[test]
    fn a_schema_is_read_at_any_depth() {
        let spec = of(Kind::Gateway, KicVersion::default()).unwrap().property("spec").unwrap();
        assert_eq!(spec.limits().required().collect::<Vec<_>>(), ["gatewayClassName", "listeners"]);
        let listener = spec.property("listeners").unwrap().items().unwrap();
        assert_eq!(listener.property("port").unwrap().limits().maximum, Some(65_535));
        let (pattern, automaton) = listener.property("hostname").unwrap().limits().pattern().unwrap();
        assert!(pattern.starts_with("^(\\*\\.)?[a-z0-9]"));
        assert!(automaton.is_in("*.example.com"));
        assert!(!automaton.is_in("Example.com"));
        let (name, default) = listener.property("tls").unwrap().defaults().next().unwrap();
        let default = default.value();
        assert_eq!((name, default.text()), ("mode", Some("Terminate")));
        assert_eq!(default.place, crate::provenance::Place::Rule("API server default: spec.listeners[].tls.mode"));
    }

    /// RE2: an alternative without anchors of its own is found anywhere; `(?i)` knows the Kelvin sign.
    #[test]
    fn patterns_match_as_in_go() {
        let protocol = |text| {
            let spec = of(Kind::Gateway, KicVersion::default()).unwrap().property("spec").unwrap();
            let listener = spec.property("listeners").unwrap().items().unwrap();
            listener.property("protocol").unwrap().limits().pattern().unwrap().1.is_in(text)
        };
        assert!(protocol("HTTP") && protocol("--example.com/x") && !protocol("ex ample/"));
        let duration = |text| {
            let rule = of(Kind::HTTPRoute, KicVersion::default())
                .unwrap()
                .property("spec")
                .unwrap()
                .property("rules")
                .unwrap()
                .items()
                .unwrap();
            rule.property("timeouts").unwrap().property("request").unwrap().limits().pattern().unwrap().1.is_in(text)
        };
        assert!(duration("1h2m3s4ms") && duration("10s") && !duration("100000s") && !duration("1h1h1h1h1h"));
        assert!(!duration("") && !duration("10"));
    }
}
