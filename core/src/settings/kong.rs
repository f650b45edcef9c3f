//! The settings of Kong Gateway that the translation depends on.

use super::environment::{EnvValue, Environment};
use super::start::{Program, StartError};
use super::version::KongVersion;
use crate::diagnostic::catalog::settings as catalog;
use crate::diagnostic::{Diagnostic, Fix};
use crate::provenance::{Place, Placed};
use crate::suggest::did_you_mean;

/// How Kong's router works: `KONG_ROUTER_FLAVOR`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum RouterFlavor {
    /// `traditional`: the router of Kong 2.
    Traditional,
    /// `traditional_compatible`: the fields of the old router on the new engine; the default.
    #[default]
    TraditionalCompatible,
    /// `expressions`: routes are expressions with priorities.
    Expressions,
}

impl RouterFlavor {
    /// All flavors, in the order of Kong's error message.
    pub const ALL: &'static [Self] = &[Self::Traditional, Self::TraditionalCompatible, Self::Expressions];

    /// The word of the setting.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Traditional => "traditional",
            Self::TraditionalCompatible => "traditional_compatible",
            Self::Expressions => "expressions",
        }
    }

    /// The flavor with this word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|flavor| flavor.as_str() == text)
    }

    /// The controller writes routes as expressions.
    ///
    /// Source: KIC v3.5.13 internal/dataplane/config/router.go:ShouldEnableExpressionRoutes
    pub const fn is_expressions(self) -> bool {
        match self {
            Self::Expressions => true,
            Self::Traditional | Self::TraditionalCompatible => false,
        }
    }
}

/// What Kong was told. The listens and port maps are texts here; `listens` parses them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KongSettings {
    /// `KONG_PROXY_LISTEN`.
    pub proxy_listen: EnvValue<'static>,
    /// `KONG_STREAM_LISTEN`; empty text is not the same as unset.
    pub stream_listen: EnvValue<'static>,
    /// `KONG_PORT_MAPS`, if it is set.
    pub port_maps: Option<EnvValue<'static>>,
    /// `KONG_ROUTER_FLAVOR`.
    pub router_flavor: Placed<RouterFlavor>,
    /// `KONG_VERSION`, which Kong's images set.
    pub version: Placed<KongVersion>,
}

/// Kong's default of `proxy_listen`.
///
/// Source: Kong 3.9.3 kong/templates/kong_defaults.lua
pub const DEFAULT_PROXY_LISTEN: &str =
    "0.0.0.0:8000 reuseport backlog=16384, 0.0.0.0:8443 http2 ssl reuseport backlog=16384";

impl KongSettings {
    /// Reads the `KONG_*` variables; `version` and `flavor` of the caller win over them. A router flavor that Kong
    /// refuses counts as not given, and the error is returned: with it Kong does not start.
    ///
    /// May add `kong-setting-invalid` and `kong-version-unknown`.
    ///
    /// Source: spec/listens-and-helm.md, section 1
    pub fn read(
        environment: &Environment<'_>,
        version: Option<KongVersion>,
        flavor: Option<RouterFlavor>,
        problems: &mut Vec<Diagnostic>,
    ) -> (Self, Option<StartError>) {
        let given = |name| environment.get(name).map(|assignment| assignment.value.clone().into_owned());
        let or_default = |name, text, rule| given(name).unwrap_or(EnvValue::opaque(text, Place::Rule(rule)));
        let (router_flavor, error) = match flavor {
            Some(flavor) => (Placed::new(flavor, Place::Rule("chosen router flavor")), None),
            None => read_flavor(given("KONG_ROUTER_FLAVOR").as_ref(), problems),
        };
        let settings = Self {
            proxy_listen: or_default("KONG_PROXY_LISTEN", DEFAULT_PROXY_LISTEN, "Kong default: proxy_listen"),
            stream_listen: or_default("KONG_STREAM_LISTEN", "off", "Kong default: stream_listen is off"),
            port_maps: given("KONG_PORT_MAPS"),
            router_flavor,
            version: match version {
                Some(version) => Placed::new(version, Place::Rule("chosen Kong version")),
                None => read_version(given("KONG_VERSION").as_ref(), problems),
            },
        };
        (settings, error)
    }
}

fn read_version(value: Option<&EnvValue<'_>>, problems: &mut Vec<Diagnostic>) -> Placed<KongVersion> {
    let default = Placed::new(KongVersion::default(), Place::Rule("assumed Kong version: 3.9.1"));
    let Some(value) = value else { return default };
    if let Some(version) = KongVersion::parse(value.text()) {
        return Placed::new(version, value.whole());
    }
    let used = default.value.to_string();
    problems.extend(value.whole().span().map(|span| catalog::version_not_read(value.text(), span, &used)));
    default
}

fn read_flavor(
    value: Option<&EnvValue<'_>>,
    problems: &mut Vec<Diagnostic>,
) -> (Placed<RouterFlavor>, Option<StartError>) {
    let default =
        Placed::new(RouterFlavor::default(), Place::Rule("Kong default: router_flavor is traditional_compatible"));
    let Some(value) = value else { return (default, None) };
    let text = value.text().trim();
    if let Some(flavor) = RouterFlavor::parse(text) {
        return (Placed::new(flavor, value.whole()), None);
    }
    let words = RouterFlavor::ALL.iter().map(|flavor| flavor.as_str());
    let known: Vec<_> = words.clone().collect();
    // Kong drops an empty text and then finds nothing, which Lua prints as `nil`.
    let shown = if text.is_empty() { "nil" } else { text };
    let error = format!("router_flavor has an invalid value: '{shown}' ({})", known.join(", "));
    let fix = did_you_mean(text, words).and_then(|meant| {
        let span = value.editable(0..value.text().len())?;
        Some(Fix::replace(format!("Write `{meant}`"), span, meant))
    });
    let advice = catalog::Advice { help: format!("write one of {}", known.join(", ")), fix };
    problems.extend(value.whole().span().map(|span| catalog::refused_router_flavor(span, &error, advice)));
    (default, Some(StartError { who: Program::Kong, error, place: value.whole() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::environment;
    use crate::text::{Pane, SourceFile, Sources};

    fn read(text: &str) -> (KongSettings, Option<StartError>, Vec<Diagnostic>) {
        let sources = Sources::new([SourceFile { name: "e", pane: Pane::Environment, text }]);
        let (file, _) = sources.of(Pane::Environment).next().unwrap();
        let mut problems = Vec::new();
        let environment = environment::parse(file, text, &mut problems);
        let (settings, error) = KongSettings::read(&environment, None, None, &mut problems);
        (settings, error, problems)
    }

    #[test]
    fn defaults_are_those_of_kong() {
        let (settings, error, problems) = read("");
        assert_eq!((error, problems.len()), (None, 0));
        assert_eq!(settings.proxy_listen.text(), DEFAULT_PROXY_LISTEN);
        assert_eq!(settings.stream_listen.text(), "off");
        assert_eq!(settings.port_maps, None);
        assert_eq!(settings.router_flavor.value, RouterFlavor::TraditionalCompatible);
        assert_eq!(settings.version.value.to_string(), "3.9.1");
    }

    #[test]
    fn set_but_empty_is_not_unset() {
        assert_eq!(read("KONG_STREAM_LISTEN=").0.stream_listen.text(), "");
    }

    #[test]
    fn an_unknown_flavor_stops_kong() {
        let (_, error, problems) = read("KONG_ROUTER_FLAVOR=expresions");
        assert_eq!(
            error.unwrap().error,
            "router_flavor has an invalid value: 'expresions' (traditional, traditional_compatible, expressions)"
        );
        assert_eq!(problems[0].fixes[0].edits[0].text, "expressions");
    }
}
