//! The controller's feature gates.

use std::collections::BTreeMap;
use std::ops::Range;

use super::go::parse_bool;
use super::version::KicVersion;
use crate::provenance::{Place, Placed};

/// A feature gate of the controller.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Gate {
    /// TCPRoute, UDPRoute, TLSRoute and BackendTLSPolicy are read.
    GatewayAlpha,
    /// Kong entities get stable ids.
    FillIDs,
    /// The annotation `konghq.com/rewrite` is read.
    RewriteURIs,
    /// KongServiceFacade is read.
    KongServiceFacade,
    /// Secrets are blanked in what goes to Konnect.
    SanitizeKonnectConfigDumps,
    /// Objects that Kong refuses are left out, instead of the whole configuration.
    FallbackConfiguration,
    /// KongCustomEntity is read; needs [`Gate::FillIDs`].
    KongCustomEntity,
    /// Rules of different HTTPRoutes share a Kong service; a gate in 3.4 only, a flag since 3.5.
    CombinedServicesFromDifferentHTTPRoutes,
}

impl Gate {
    /// All gates of all releases.
    pub const ALL: &'static [Self] = &[
        Self::GatewayAlpha,
        Self::FillIDs,
        Self::RewriteURIs,
        Self::KongServiceFacade,
        Self::SanitizeKonnectConfigDumps,
        Self::FallbackConfiguration,
        Self::KongCustomEntity,
        Self::CombinedServicesFromDifferentHTTPRoutes,
    ];

    /// The name as it is written in `--feature-gates`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::GatewayAlpha => "GatewayAlpha",
            Self::FillIDs => "FillIDs",
            Self::RewriteURIs => "RewriteURIs",
            Self::KongServiceFacade => "KongServiceFacade",
            Self::SanitizeKonnectConfigDumps => "SanitizeKonnectConfigDumps",
            Self::FallbackConfiguration => "FallbackConfiguration",
            Self::KongCustomEntity => "KongCustomEntity",
            Self::CombinedServicesFromDifferentHTTPRoutes => "CombinedServicesFromDifferentHTTPRoutes",
        }
    }

    /// The default in a release, with the rule that names it; `None` where the release does not know the gate.
    ///
    /// Source: KIC v3.5.13 pkg/manager/config/feature_gates_keys.go:GetFeatureGatesDefaults; spec/kic-releases.md,
    /// section 5.
    fn default_in(self, version: KicVersion) -> Option<Placed<bool>> {
        let (value, rule) = match self {
            Self::GatewayAlpha => (false, "KIC default: gate GatewayAlpha is off"),
            Self::FillIDs => (true, "KIC default: gate FillIDs is on"),
            Self::RewriteURIs => (false, "KIC default: gate RewriteURIs is off"),
            Self::KongServiceFacade => (false, "KIC default: gate KongServiceFacade is off"),
            Self::SanitizeKonnectConfigDumps => (true, "KIC default: gate SanitizeKonnectConfigDumps is on"),
            Self::FallbackConfiguration => (false, "KIC default: gate FallbackConfiguration is off"),
            Self::KongCustomEntity if version.custom_entities_by_default() => {
                (true, "KIC default: gate KongCustomEntity is on")
            }
            Self::KongCustomEntity => (false, "KIC default: gate KongCustomEntity is off"),
            Self::CombinedServicesFromDifferentHTTPRoutes if version.combined_services_gate() => {
                (false, "KIC default: gate CombinedServicesFromDifferentHTTPRoutes is off")
            }
            Self::CombinedServicesFromDifferentHTTPRoutes => return None,
        };
        Some(Placed { value, place: Place::Rule(rule) })
    }

    /// The gates that a release knows.
    pub fn of(version: KicVersion) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |gate| gate.default_in(version).is_some())
    }
}

/// The state of every gate of the release.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FeatureGates {
    gates: BTreeMap<Gate, Placed<bool>>,
}

impl FeatureGates {
    /// The defaults of a release.
    pub fn defaults(version: KicVersion) -> Self {
        Self { gates: Gate::of(version).filter_map(|gate| Some((gate, gate.default_in(version)?))).collect() }
    }

    /// The gate is open; a gate that the release does not know is closed.
    pub fn enabled(&self, gate: Gate) -> bool {
        self.gates.get(&gate).is_some_and(|state| state.value)
    }

    /// The state of a gate and what decided it.
    pub fn get(&self, gate: Gate) -> Placed<bool> {
        let unknown = Placed::new(false, Place::Rule("KIC: this release does not have the gate"));
        self.gates.get(&gate).copied().unwrap_or(unknown)
    }

    /// All gates of the release with their states, in the order of [`Gate::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (Gate, Placed<bool>)> + '_ {
        self.gates.iter().map(|(gate, state)| (*gate, *state))
    }

    pub(super) fn set(&mut self, gate: Gate, state: Placed<bool>) {
        self.gates.insert(gate, state);
    }
}

/// Reads `Gate=bool,Gate=bool`: gates with the ranges of their pairs. Of a gate that occurs twice the last pair holds.
///
/// # Errors
/// The controller's message.
///
/// Source: k8s.io/component-base cli/flag:MapStringBool.Set; KIC v3.5.13
/// pkg/manager/config/feature_gates.go:NewFeatureGates
pub(super) fn parse(text: &str, version: KicVersion) -> Result<Vec<(Gate, bool, Range<usize>)>, String> {
    let pairs = pairs(text)?;
    let mut gates = Vec::new();
    for (name, value, range) in pairs {
        let gate = Gate::of(version)
            .find(|gate| gate.name() == name)
            .ok_or_else(|| format!("{name} is not a valid feature, please see the documentation: {DOCUMENTATION}"))?;
        gates.push((gate, value, range));
    }
    let mut state = FeatureGates::defaults(version);
    for (gate, value, _) in &gates {
        state.set(*gate, Placed::new(*value, Place::Rule("given")));
    }
    if state.enabled(Gate::KongCustomEntity) && !state.enabled(Gate::FillIDs) {
        return Err("FillIDs is required if KongCustomEntity is enabled".to_owned());
    }
    Ok(gates)
}

const DOCUMENTATION: &str = "https://github.com/Kong/kubernetes-ingress-controller/blob/main/FEATURE_GATES.md";

/// A pair of the list: name, value, byte range.
type Pair<'t> = (&'t str, bool, Range<usize>);

/// The pairs of a list, with their byte ranges.
///
/// # Errors
/// The message for the first pair that is none.
pub(super) fn pairs(text: &str) -> Result<Vec<Pair<'_>>, String> {
    let mut pairs = Vec::new();
    let mut start = 0;
    for item in text.split(',') {
        let range = start..start + item.len();
        start = range.end + 1;
        if item.is_empty() {
            continue;
        }
        let Some((name, value)) = item.split_once('=') else {
            return Err("malformed pair, expect string=bool".to_owned());
        };
        let (name, value) = (name.trim(), value.trim());
        let value = parse_bool(value).map_err(|error| format!("invalid value of {name}: {value}, err: {error}"))?;
        pairs.push((name, value, range));
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gates_have_the_defaults_of_the_release() {
        let gates = FeatureGates::defaults(KicVersion::default());
        let open: Vec<_> = gates.iter().filter(|(_, state)| state.value).map(|(gate, _)| gate.name()).collect();
        assert_eq!(open, ["FillIDs", "SanitizeKonnectConfigDumps", "KongCustomEntity"]);
        assert_eq!(gates.iter().count(), 7);
    }

    #[test]
    fn errors_are_those_of_the_controller() {
        let parse = |text| parse(text, KicVersion::default());
        assert!(parse("GatewayAlpha=true, RewriteURIs=0,").is_ok());
        assert_eq!(parse("GatewayAlpha"), Err("malformed pair, expect string=bool".to_owned()));
        assert_eq!(
            parse("a=foo"),
            Err("invalid value of a: foo, err: strconv.ParseBool: parsing \"foo\": invalid syntax".to_owned())
        );
        assert_eq!(
            parse("GatewayBeta=true").unwrap_err(),
            format!("GatewayBeta is not a valid feature, please see the documentation: {DOCUMENTATION}")
        );
        assert_eq!(parse("FillIDs=false"), Err("FillIDs is required if KongCustomEntity is enabled".to_owned()));
        assert!(parse("FillIDs=false,KongCustomEntity=false").is_ok());
    }
}
