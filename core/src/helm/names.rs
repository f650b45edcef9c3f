//! Names, namespaces and labels of what the chart renders.

use super::errors::{ChartError, Site};
use super::manifest::Manifest;
use super::values::{field, go_type, print, set, sorted_entries, truth};
use super::{Chart, Parts};
use crate::provenance::Place;
use crate::yaml::{Node, Value};

pub(super) const RELEASE: &str = "name of the Helm release";
const NAMESPACE: &str = "namespace of the Helm release";
const CHART_NAME: &str = "name of the chart";
const SELECTOR: &str = "chart kong 3.4.1: the Services select the proxy's pods by their labels";
const LABELS: &str = "chart kong 3.4.1: labels of every object";

/// Kubernetes' limit for names, to which the chart cuts.
const LONGEST: usize = 63;

impl Chart<'_, '_> {
    /// `namespace`, else that of the release.
    pub(super) fn namespace(&self) -> (String, Place) {
        set(self.values, "namespace").map_or_else(
            || (self.release.namespace.to_owned(), Place::Rule(NAMESPACE)),
            |node| (print(Some(node)), node.place),
        )
    }

    /// `nameOverride`, else `kong`, cut to 63 characters.
    fn label_name(&self) -> (String, Place) {
        let (name, place) = self.chart_name();
        (cut(&name), place)
    }

    /// `fullnameOverride`, else release and name, cut to 63 characters.
    ///
    /// Source: charts charts/kong/templates/_helpers.tpl:kong.fullname
    pub(super) fn fullname(&self) -> Parts {
        if let Some(node) = set(self.values, "fullnameOverride") {
            return vec![(print(Some(node)), node.place)];
        }
        let (name, place) = self.chart_name();
        let whole = format!("{}-{name}", self.release.name);
        let kept = cut(&whole);
        let lead = format!("{}-", self.release.name);
        match kept.strip_prefix(&lead) {
            Some(rest) => vec![(lead, Place::Rule(RELEASE)), (rest.to_owned(), place)],
            None => vec![(kept, Place::Rule(RELEASE))],
        }
    }

    fn chart_name(&self) -> (String, Place) {
        set(self.values, "nameOverride")
            .map_or_else(|| (self.name.to_owned(), Place::Rule(CHART_NAME)), |node| (print(Some(node)), node.place))
    }

    /// The labels of every object, each line indented by four blanks.
    ///
    /// # Errors
    /// An image tag that is no version.
    pub(super) fn meta_labels(&self, manifest: &mut Manifest, from: Site) -> Result<(), ChartError> {
        let (name, name_place) = self.label_name();
        let (major, minor, image_place) = self.kong_version(from)?;
        manifest.push("    app.kubernetes.io/name: ", Place::Rule(LABELS)).push(&name, name_place);
        manifest.push("\n    helm.sh/chart: ", Place::Rule(LABELS));
        manifest.push(&format!("{}-3.4.1", self.name), Place::Rule(LABELS));
        manifest.push("\n    app.kubernetes.io/instance: \"", Place::Rule(LABELS));
        manifest.push(self.release.name, Place::Rule(RELEASE));
        manifest.push("\"\n    app.kubernetes.io/managed-by: \"Helm\"\n    \n", Place::Rule(LABELS));
        manifest.push("    app.kubernetes.io/version: ", Place::Rule(LABELS));
        manifest.push(&format!("\"{major}.{minor}\""), image_place);
        for entry in sorted_entries(field(self.values, "extraLabels")) {
            let text = match &entry.value.value {
                Value::Text(text) => self.tpl(text),
                _ => print(Some(&entry.value)),
            };
            manifest
                .push("\n    ", Place::Rule(LABELS))
                .push(&entry.key, entry.key_place)
                .push(": ", Place::Rule(LABELS));
            manifest.quoted(Some(&text), entry.value.place);
        }
        Ok(())
    }

    /// The selector of the Services, each line indented by four blanks.
    pub(super) fn selector_labels(&self, manifest: &mut Manifest) {
        let (name, place) = self.label_name();
        manifest.push("    app.kubernetes.io/name: ", Place::Rule(SELECTOR)).push(&name, place);
        manifest
            .push("\n    app.kubernetes.io/component: app\n    app.kubernetes.io/instance: \"", Place::Rule(SELECTOR));
        manifest.push(self.release.name, Place::Rule(RELEASE)).push("\"\n", Place::Rule(SELECTOR));
    }

    /// Major and minor version of Kong's image.
    fn kong_version(&self, from: Site) -> Result<(u64, u64, Place), ChartError> {
        const SEMVER: Site = Site::new(
            "kong/templates/_helpers.tpl:33:15",
            "kong.metaLabels",
            "semver (include \"kong.effectiveVersion\" .Values.image)",
        );
        const VERSION: Site = Site::new(
            "kong/templates/_helpers.tpl:33:23",
            "kong.metaLabels",
            "include \"kong.effectiveVersion\" .Values.image",
        );
        let image = field(self.values, "image");
        let version = effective_version(image).map_err(|error| error.at(&[from, VERSION]))?;
        let place = image.map_or(self.values.place, |image| version_node(image).unwrap_or(image).place);
        let (major, minor) = parse_version(&version).ok_or_else(|| {
            ChartError::execution(&[from, SEMVER], "error calling semver: invalid semantic version").about(Some(place))
        })?;
        Ok((major, minor, place))
    }

    /// The text with the expressions that name releases and values filled in; others stay as they are.
    pub(super) fn tpl(&self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let Some((expression, behind)) = after.split_once("}}") else { break };
            out.push_str(before);
            if let Some(value) = self.evaluate(expression.trim_matches('-').trim()) {
                out.push_str(&value);
            } else {
                out.push_str("{{");
                out.push_str(expression);
                out.push_str("}}");
            }
            rest = behind;
        }
        out.push_str(rest);
        out
    }

    fn evaluate(&self, expression: &str) -> Option<String> {
        match expression {
            ".Release.Name" => Some(self.release.name.to_owned()),
            ".Release.Namespace" => Some(self.release.namespace.to_owned()),
            ".Release.Service" => Some("Helm".to_owned()),
            ".Chart.Name" => Some(self.name.to_owned()),
            ".Chart.Version" => Some("3.4.1".to_owned()),
            _ => {
                let path: Vec<&str> = expression.strip_prefix(".Values.")?.split('.').collect();
                let node = super::values::at(self.values, &path)?;
                truth(Some(node)).then(|| print(Some(node)))
            }
        }
    }
}

/// `trunc 63 | trimSuffix "-"`.
fn cut(name: &str) -> String {
    let end = name.char_indices().map(|(at, _)| at).find(|at| *at >= LONGEST).unwrap_or(name.len());
    let kept = name.get(..end).unwrap_or(name);
    kept.strip_suffix('-').unwrap_or(kept).to_owned()
}

fn version_node<'n, 'a>(image: &'n Node<'a>) -> Option<&'n Node<'a>> {
    set(image, "effectiveSemver").or_else(|| field(image, "tag"))
}

/// A tag that is not written as a string.
pub(super) struct NotText {
    reason: String,
    place: Option<Place>,
}

impl NotText {
    /// The error, reached through these includes.
    pub(super) fn at(self, includes: &[Site]) -> ChartError {
        const TAG: Site = Site::new("kong/templates/_helpers.tpl:903:36", "kong.effectiveVersion", ".tag");
        let mut sites = includes.to_vec();
        sites.push(TAG);
        ChartError::execution(&sites, &self.reason).about(self.place)
    }
}

/// The version of an image: `effectiveSemver`, else `tag`, of either the first three numbers.
///
/// Source: charts charts/kong/templates/_helpers.tpl:kong.effectiveVersion
pub(super) fn effective_version(image: Option<&Node<'_>>) -> Result<String, NotText> {
    let node = image.and_then(version_node);
    let text = match node.map(|node| &node.value) {
        Some(Value::Text(text)) => text.to_string(),
        Some(Value::Null) | None => String::new(),
        Some(_) => {
            let reason = format!("wrong type for value; expected string; got {}", node.map_or("nil", go_type));
            return Err(NotText { reason, place: node.map(|node| node.place) });
        }
    };
    Ok(three_numbers(&text).unwrap_or(&text).to_owned())
}

/// The first three numbers, any character between them.
fn three_numbers(text: &str) -> Option<&str> {
    let mut rest = text;
    for index in 0..3 {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            return None;
        }
        rest = rest.get(digits..)?;
        if index < 2 {
            rest = rest.get(rest.chars().next()?.len_utf8()..)?;
        }
    }
    text.get(..text.len() - rest.len())
}

/// Major and minor number of what Masterminds' semver reads as a version.
pub(super) fn parse_version(text: &str) -> Option<(u64, u64)> {
    let core = text.strip_prefix('v').unwrap_or(text);
    let core = core.split(['-', '+']).next()?;
    let mut numbers = core.split('.').map(|number| {
        let plain = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| number.parse::<u64>().ok()).flatten()
    });
    let major = numbers.next()??;
    let minor = numbers.next().unwrap_or(Some(0))?;
    numbers.next().unwrap_or(Some(0))?;
    numbers.next().is_none().then_some((major, minor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_images() {
        assert_eq!(three_numbers("3.6.0.0"), Some("3.6.0"));
        assert_eq!(three_numbers("3.9"), None);
        assert_eq!(parse_version("3.9"), Some((3, 9)));
        assert_eq!(parse_version("v3.9.1-ubuntu"), Some((3, 9)));
        assert_eq!(parse_version("latest"), None);
    }

    #[test]
    fn long_names_are_cut_without_a_dash_at_the_end() {
        let name = format!("{}-x", "a".repeat(62));
        assert_eq!(cut(&name), "a".repeat(62));
    }
}
