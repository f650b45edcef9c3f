//! What the user gives: three texts and the modelled releases.

use std::borrow::Cow;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

/// Releases of Kong Ingress Controller that the engine models, newest first: the newest patch of each line, and inside of a
/// line each patch that changed a behaviour and the one before it.
///
/// They stand here so that the page's WASM file has no table of behaviours; a test holds them against the engine.
pub const KIC_RELEASES: &[&str] = &[
    "3.5.13", "3.5.11", "3.5.10", "3.5.9", "3.5.7", "3.5.6", "3.5.5", "3.5.4", "3.5.3", "3.5.2", "3.5.1", "3.4.20",
    "3.4.18", "3.4.17", "3.4.16", "3.4.14", "3.4.13", "3.4.12", "3.4.11", "3.4.10", "3.4.9", "3.4.8", "3.4.7", "3.4.6",
    "3.4.5", "3.4.4", "3.4.3", "3.4.2", "3.3.1", "3.2.4",
];

/// The newest patch of each line.
pub const KIC_LINES: &[&str] = &["3.5.13", "3.4.20", "3.3.1", "3.2.4"];

/// Releases of Kong Gateway that the engine models, newest first.
pub const KONG_RELEASES: &[&str] = &["3.11", "3.10", "3.9", "3.8", "3.7", "3.6", "3.5", "3.4.1"];

/// The one of them that is modelled where nothing is chosen.
const KONG: &str = "3.9";

/// One of the three inputs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pane {
    /// Kubernetes YAML.
    #[default]
    Manifests,
    /// `KONG_*` and `CONTROLLER_*`.
    Environment,
    /// Values of the chart.
    HelmValues,
}

impl Pane {
    /// All panes, in the order of the tabs.
    pub const ALL: [Self; 3] = [Self::Manifests, Self::Environment, Self::HelmValues];

    /// The pane's name in [`kic_core::wire::Span::pane`].
    pub fn wire_name(self) -> &'static str {
        match self {
            Self::Manifests => "manifests",
            Self::Environment => "environment",
            Self::HelmValues => "helm-values",
        }
    }

    /// The pane of that name; texts that the page does not have (a replica's environment) have none.
    pub fn from_wire(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pane| pane.wire_name() == name)
    }

    /// The words on the tab.
    pub fn label(self) -> &'static str {
        match self {
            Self::Manifests => "Manifests",
            Self::Environment => "Environment",
            Self::HelmValues => "Helm values",
        }
    }
}

/// The three texts, with LF line breaks.
#[derive(Clone, Eq, Debug, Default)]
pub struct Inputs {
    /// Text of [`Pane::Manifests`].
    pub manifests: Rc<str>,
    /// Text of [`Pane::Environment`].
    pub environment: Rc<str>,
    /// Text of [`Pane::HelmValues`].
    pub helm: Rc<str>,
}

/// Mostly a text is compared with itself, and a long one is not read for that.
impl PartialEq for Inputs {
    fn eq(&self, other: &Self) -> bool {
        Pane::ALL.into_iter().all(|pane| {
            let (one, two) = (self.get(pane), other.get(pane));
            Rc::ptr_eq(one, two) || one == two
        })
    }
}

impl Inputs {
    /// Inputs with these texts; CRLF and CR become LF, as in the editors, whose offsets count one unit a line break.
    pub fn new(manifests: &str, environment: &str, helm: &str) -> Self {
        Self {
            manifests: with_line_feeds(manifests).into(),
            environment: with_line_feeds(environment).into(),
            helm: with_line_feeds(helm).into(),
        }
    }

    /// The text of a pane.
    pub fn get(&self, pane: Pane) -> &Rc<str> {
        match pane {
            Pane::Manifests => &self.manifests,
            Pane::Environment => &self.environment,
            Pane::HelmValues => &self.helm,
        }
    }

    /// The same inputs with another text in one pane.
    #[must_use]
    pub fn with(&self, pane: Pane, text: Rc<str>) -> Self {
        let mut inputs = self.clone();
        match pane {
            Pane::Manifests => inputs.manifests = text,
            Pane::Environment => inputs.environment = text,
            Pane::HelmValues => inputs.helm = text,
        }
        inputs
    }

    /// Whether nothing but white space is there.
    pub fn is_blank(&self) -> bool {
        Pane::ALL.into_iter().all(|pane| self.get(pane).trim().is_empty())
    }
}

fn with_line_feeds(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { text.into() }
}

/// The modelled releases.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Versions {
    /// One of [`KIC_RELEASES`].
    pub kic: Rc<str>,
    /// One of [`KONG_RELEASES`].
    pub kong: Rc<str>,
    /// Kong's router.
    pub router: Router,
}

impl Default for Versions {
    fn default() -> Self {
        Self { kic: newest(KIC_RELEASES), kong: KONG.into(), router: Router::default() }
    }
}

fn newest(releases: &[&str]) -> Rc<str> {
    releases.first().copied().unwrap_or_default().into()
}

/// Kong's router flavor.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Router {
    /// As `KONG_ROUTER_FLAVOR` says, or Kong's default.
    #[default]
    Environment,
    /// `traditional`
    Traditional,
    /// `traditional_compatible`
    TraditionalCompatible,
    /// `expressions`
    Expressions,
}

impl Router {
    /// All choices, in the order of the box.
    pub const ALL: [Self; 4] = [Self::Environment, Self::TraditionalCompatible, Self::Traditional, Self::Expressions];

    /// Kong's word; `None` leaves it to the environment.
    pub fn wire_name(self) -> Option<&'static str> {
        match self {
            Self::Environment => None,
            Self::Traditional => Some("traditional"),
            Self::TraditionalCompatible => Some("traditional_compatible"),
            Self::Expressions => Some("expressions"),
        }
    }

    /// The words in the box.
    pub fn label(self) -> &'static str {
        self.wire_name().unwrap_or("from environment")
    }

    /// The choice with these words.
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|router| router.label() == label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_become_line_feeds() {
        let inputs = Inputs::new("a\r\nb\rc\n", "", "");
        assert_eq!(&*inputs.manifests, "a\nb\nc\n");
    }

    #[test]
    fn panes_are_found_by_the_names_of_the_report() {
        for pane in Pane::ALL {
            assert_eq!(Pane::from_wire(pane.wire_name()), Some(pane));
        }
        assert_eq!(Pane::from_wire("replica-environment"), None);
    }

    #[test]
    fn the_releases_are_those_that_the_engine_models() {
        use kic_core::settings::{KicVersion, KongVersion};
        let lines: Vec<String> = KicVersion::newest().map(|version| version.to_string()).collect();
        assert!(KIC_LINES.iter().rev().eq(&lines), "{lines:?}");
        assert!(KIC_LINES.iter().all(|line| KIC_RELEASES.contains(line)));
        let all: Vec<String> = KicVersion::all().iter().rev().map(ToString::to_string).collect();
        assert_eq!(KIC_RELEASES, all);
        let kong = |text: &str| KongVersion::parse(text).filter(|version| version.is_supported_by_kic());
        assert!(KONG_RELEASES.iter().all(|text| kong(text).is_some()));
        assert!(KONG_RELEASES.is_sorted_by_key(|text| std::cmp::Reverse(kong(text))));
        assert!(KONG_RELEASES.contains(&KONG));
    }

    #[test]
    fn router_is_found_by_its_label() {
        for router in Router::ALL {
            assert_eq!(Router::from_label(router.label()), Some(router));
        }
    }
}
