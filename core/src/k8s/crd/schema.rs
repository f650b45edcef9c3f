//! One schema in hand.

use super::format;
use super::pattern::Pattern;
use super::reader::{Reader, text, text_bytes};
use crate::k8s::Kind;
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

/// What a schema says about a value. Lists are read on demand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Schema {
    /// The type.
    pub kind: Type,
    properties: usize,
    defaults: usize,
    required: usize,
    additional: usize,
    items: usize,
    words: usize,
    pattern: usize,
    automaton: usize,
    map_keys: usize,
    any_of: usize,
    one_of: usize,
    not: usize,
    rules: usize,
    /// Fields that the schema does not name are kept.
    pub preserves: bool,
    /// Items must differ.
    pub is_set: bool,
    /// There are rules further inside.
    pub has_inner_rules: bool,
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

/// The schema of a kind's objects; `None` for kinds that are no custom resources.
pub fn of(kind: Kind) -> Option<Schema> {
    let mut directory = Reader::directory();
    let name = kind.name().as_bytes();
    (0..directory.number())
        .map(|_| (directory.number(), directory.number()))
        .find(|(found, _)| text_bytes(*found) == name)
        .map(|(_, schema)| Schema::at(schema))
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
                format::REQUIRED => schema.required = reader.number(),
                format::ADDITIONAL => schema.additional = reader.number(),
                format::ITEMS => schema.items = reader.number(),
                format::PRESERVE => schema.preserves = reader.number() > 0,
                format::ENUM => schema.words = reader.number(),
                format::PATTERN => schema.pattern = reader.number(),
                format::AUTOMATON => schema.automaton = reader.number(),
                format::MIN_LENGTH => schema.min_length = Some(reader.number()),
                format::MAX_LENGTH => schema.max_length = Some(reader.number()),
                format::MIN_ITEMS => schema.min_items = Some(reader.number()),
                format::MAX_ITEMS => schema.max_items = Some(reader.number()),
                format::MAX_PROPERTIES => schema.max_properties = Some(reader.number()),
                format::MINIMUM => schema.minimum = Some(reader.signed()),
                format::MAXIMUM => schema.maximum = Some(reader.signed()),
                format::FORMAT => schema.format = format::FORMATS.get(reader.number()).copied().unwrap_or_default(),
                format::SET => schema.is_set = reader.number() > 0,
                format::MAP_KEYS => schema.map_keys = reader.number(),
                format::ANY_OF => schema.any_of = reader.number(),
                format::ONE_OF => schema.one_of = reader.number(),
                format::NOT => schema.not = reader.number(),
                format::RULES => schema.rules = reader.number(),
                format::INNER_RULES => schema.has_inner_rules = reader.number() > 0,
                _ => return schema,
            }
        }
    }

    /// The schema of a field that the schema names.
    pub fn property(&self, name: &str) -> Option<Self> {
        lookup(self.properties, name).map(Self::at)
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

    /// The fields that must be there.
    pub fn required(&self) -> impl Iterator<Item = &'static str> {
        offsets(self.required).map(text)
    }

    /// Whether a field has a default.
    pub fn has_default(&self, name: &str) -> bool {
        lookup(self.defaults, name).is_some()
    }

    /// The fields with a default, and a copy of it: its place is the rule.
    pub fn defaults(&self) -> impl Iterator<Item = (&'static str, Node<'static>)> {
        pairs(self.defaults).map(|(name, default)| {
            let mut reader = Reader::at(default);
            let rule = reader.text();
            (text(name), reader.value(rule))
        })
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
    pub fn any_of(&self) -> impl ExactSizeIterator<Item = Self> {
        offsets(self.any_of).map(Self::at)
    }

    /// Schemas of which exactly one must fit; empty where there are none.
    pub fn one_of(&self) -> impl ExactSizeIterator<Item = Self> {
        offsets(self.one_of).map(Self::at)
    }

    /// The schema that must not fit.
    pub fn not(&self) -> Option<Self> {
        (self.not > 0).then(|| Self::at(self.not))
    }

    /// The rules of the value as a whole, in the order of the schema.
    pub fn rules(&self) -> Rules {
        Rules(Fields::at(self.rules))
    }
}

/// Pairs of a name and an offset.
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

    fn pair(&mut self) -> Option<(usize, usize)> {
        self.left = self.left.checked_sub(1)?;
        Some((self.reader.number(), self.reader.number()))
    }
}

impl Iterator for Fields {
    type Item = &'static str;

    fn next(&mut self) -> Option<&'static str> {
        self.pair().map(|(name, _)| text(name))
    }
}

/// The rules of a schema.
#[derive(Clone, Debug)]
pub struct Rules(Fields);

/// A rule over a value.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// What the server says when the value breaks it.
    pub message: &'static str,
    /// The offset of its expression.
    pub(crate) expression: usize,
}

impl Iterator for Rules {
    type Item = Rule;

    fn next(&mut self) -> Option<Rule> {
        self.0.pair().map(|(message, expression)| Rule { message: text(message), expression })
    }
}

fn pairs(offset: usize) -> impl Iterator<Item = (usize, usize)> {
    let mut fields = Fields::at(offset);
    std::iter::from_fn(move || fields.pair())
}

fn lookup(offset: usize, name: &str) -> Option<usize> {
    pairs(offset).find(|(found, _)| text_bytes(*found) == name.as_bytes()).map(|(_, value)| value)
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
            assert_eq!(of(info.kind).is_some(), is_custom, "{}", info.name);
        }
    }

    #[test]
    fn a_schema_is_read_at_any_depth() {
        let spec = of(Kind::Gateway).unwrap().property("spec").unwrap();
        assert_eq!(spec.required().collect::<Vec<_>>(), ["gatewayClassName", "listeners"]);
        let listener = spec.property("listeners").unwrap().items().unwrap();
        assert_eq!(listener.property("port").unwrap().maximum, Some(65_535));
        let (pattern, automaton) = listener.property("hostname").unwrap().pattern().unwrap();
        assert!(pattern.starts_with("^(\\*\\.)?[a-z0-9]"));
        assert!(automaton.is_in("*.example.com"));
        assert!(!automaton.is_in("Example.com"));
        let (name, default) = listener.property("tls").unwrap().defaults().next().unwrap();
        assert_eq!((name, default.text()), ("mode", Some("Terminate")));
        assert_eq!(default.place, crate::provenance::Place::Rule("API server default: spec.listeners[].tls.mode"));
    }

    /// RE2: an alternative without anchors of its own is found anywhere; `(?i)` knows the Kelvin sign.
    #[test]
    fn patterns_match_as_in_go() {
        let protocol = |text| {
            let spec = of(Kind::Gateway).unwrap().property("spec").unwrap();
            let listener = spec.property("listeners").unwrap().items().unwrap();
            listener.property("protocol").unwrap().pattern().unwrap().1.is_in(text)
        };
        assert!(protocol("HTTP") && protocol("--example.com/x") && !protocol("ex ample/"));
        let duration = |text| {
            let rule =
                of(Kind::HTTPRoute).unwrap().property("spec").unwrap().property("rules").unwrap().items().unwrap();
            rule.property("timeouts").unwrap().property("request").unwrap().pattern().unwrap().1.is_in(text)
        };
        assert!(duration("1h2m3s4ms") && duration("10s") && !duration("100000s") && !duration("1h1h1h1h1h"));
        assert!(!duration("") && !duration("10"));
    }
}
