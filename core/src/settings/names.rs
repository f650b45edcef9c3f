//! Names of variables that neither program reads.

use std::collections::BTreeSet;

use super::controller;
use super::environment::Environment;
use super::version::KicVersion;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalog::{environment as catalog, releases};
use crate::suggest::did_you_mean;

/// The variables of Kong that are read here.
const KONG: [&str; 5] =
    ["KONG_PROXY_LISTEN", "KONG_STREAM_LISTEN", "KONG_PORT_MAPS", "KONG_ROUTER_FLAVOR", "KONG_VERSION"];

/// Variables of Kong that look like one of them but are others; they do not matter here.
///
/// Source: Kong 3.9.3 kong/templates/kong_defaults.lua
const KONG_LOOKALIKES: [&str; 9] = [
    "KONG_ADMIN_LISTEN",
    "KONG_ADMIN_GUI_LISTEN",
    "KONG_STATUS_LISTEN",
    "KONG_CLUSTER_LISTEN",
    "KONG_DEBUG_LISTEN",
    "KONG_PORTAL_GUI_LISTEN",
    "KONG_PORTAL_API_LISTEN",
    "KONG_PROXY_URL",
    "KONG_PG_VERSION",
];

/// The controller's flags that decide what it reads, what it reports or how it translates, as variables; those that
/// switch a single controller on or off begin with the last one.
///
/// Source: the fields of `ControllerSettings`.
const DECIDING: [&str; 23] = [
    "CONTROLLER_INGRESS_CLASS",
    "CONTROLLER_GATEWAY_API_CONTROLLER_NAME",
    "CONTROLLER_PUBLISH_SERVICE",
    "CONTROLLER_PUBLISH_SERVICE_UDP",
    "CONTROLLER_PUBLISH_STATUS_ADDRESS",
    "CONTROLLER_PUBLISH_STATUS_ADDRESS_UDP",
    "CONTROLLER_UPDATE_STATUS",
    "CONTROLLER_GATEWAY_TO_RECONCILE",
    "CONTROLLER_WATCH_NAMESPACE",
    "CONTROLLER_FEATURE_GATES",
    "CONTROLLER_COMBINED_SERVICES_FROM_DIFFERENT_HTTPROUTES",
    "CONTROLLER_ENABLE_DRAIN_SUPPORT",
    "CONTROLLER_CLUSTER_DOMAIN",
    "CONTROLLER_KONG_WORKSPACE",
    "CONTROLLER_KONG_ADMIN_FILTER_TAG",
    "CONTROLLER_SECRET_LABEL_SELECTOR",
    "CONTROLLER_CONFIGMAP_LABEL_SELECTOR",
    "CONTROLLER_ELECTION_ID",
    "CONTROLLER_ADMISSION_WEBHOOK_LISTEN",
    "CONTROLLER_EMIT_KUBERNETES_EVENTS",
    "CONTROLLER_USE_LAST_VALID_CONFIG_FOR_FALLBACK",
    "CONTROLLER_SKIP_CA_CERTIFICATES",
    "CONTROLLER_ENABLE_CONTROLLER_",
];

/// Names of variables by what the programs do with them.
#[derive(Clone, Debug)]
pub struct Names {
    controller: Vec<String>,
}

impl Names {
    /// The names that this release of the controller knows.
    pub fn new(version: KicVersion) -> Self {
        Self { controller: controller::variables(version) }
    }

    /// The controller reads it.
    pub fn is_known(&self, name: &str) -> bool {
        self.controller.iter().any(|known| known == name)
    }

    /// It takes part in what is translated or reported: a listen, a port map, the router, or a flag that decides.
    pub fn decides(&self, name: &str) -> bool {
        let is_deciding = |row: &str| if row.ends_with('_') { name.starts_with(row) } else { name == row };
        KONG.contains(&name) || self.is_known(name) && DECIDING.iter().any(|row| is_deciding(row))
    }
}

/// Reports each name that seems meant for one of the programs and is read by neither.
///
/// Every unknown `CONTROLLER_` name is reported, because the list of flags is complete; of the `KONG_` names only
/// those that are nearly one of the five that matter here, because Kong has hundreds. A known name without its prefix, or in
/// lower case, is reported as well.
pub(super) fn report_unknown(environment: &Environment<'_>, version: KicVersion, problems: &mut Vec<Diagnostic>) {
    let controller = controller::variables(version);
    let known: BTreeSet<&str> = controller.iter().map(String::as_str).chain(KONG).chain(KONG_LOOKALIKES).collect();
    for entry in &environment.entries {
        let name = entry.name.value.as_ref();
        let Some(span) = entry.name.place.span() else { continue };
        if known.contains(name) {
            continue;
        }
        if let Some(brought_by) = controller::lacking(name, version) {
            problems.push(releases::variable_lacking(name, span, version, brought_by));
            continue;
        }
        let upper = name.to_uppercase();
        let spelled = [upper.clone(), format!("KONG_{upper}"), format!("CONTROLLER_{upper}")];
        let meant = spelled.iter().find_map(|spelled| known.get(spelled.as_str()).copied());
        let meant = meant.or_else(|| near(&upper, "CONTROLLER_", &mut controller.iter().map(String::as_str)));
        let meant = meant.or_else(|| near(&upper, "KONG_", &mut KONG.into_iter()));
        if meant.is_some() || name.starts_with("CONTROLLER_") {
            problems.push(catalog::unknown_variable(name, span, meant));
        }
    }
}

/// The candidate that the name nearly is, compared without the prefix, which both must have.
fn near<'c>(name: &str, prefix: &str, candidates: &mut dyn Iterator<Item = &'c str>) -> Option<&'c str> {
    let rest = name.strip_prefix(prefix)?;
    let candidates: Vec<_> = candidates.collect();
    let found = did_you_mean(rest, candidates.iter().filter_map(|candidate| candidate.strip_prefix(prefix)))?;
    candidates.into_iter().find(|candidate| candidate.strip_prefix(prefix) == Some(found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_deciding_flag_is_one_of_the_controllers() {
        let known = controller::variables(KicVersion::default());
        for row in DECIDING {
            assert!(known.iter().any(|name| name == row || row.ends_with('_') && name.starts_with(row)), "{row}");
        }
    }
    use crate::settings::environment;
    use crate::text::{Pane, SourceFile, Sources};

    /// The names that the problems propose; the empty text for a problem without a proposal.
    fn meant(name: &str) -> Vec<String> {
        let text = format!("{name}=x");
        let sources = Sources::new([SourceFile { name: "e", pane: Pane::Environment, text: &text }]);
        let (file, _) = sources.of(Pane::Environment).next().unwrap();
        let mut problems = Vec::new();
        let environment = environment::parse(file, &text, &mut problems);
        report_unknown(&environment, KicVersion::default(), &mut problems);
        let proposed = |problem: &Diagnostic| problem.fixes.first().map(|fix| fix.edits[0].text.clone());
        problems.iter().map(|problem| proposed(problem).unwrap_or_default()).collect()
    }

    #[test]
    fn near_misses_are_reported_with_the_name_that_is_meant() {
        for (name, expected) in [
            ("KONG_STREAM_LISTENS", "KONG_STREAM_LISTEN"),
            ("KONG_STREAM_LISTENER", "KONG_STREAM_LISTEN"),
            ("kong_proxy_listen", "KONG_PROXY_LISTEN"),
            ("PROXY_LISTEN", "KONG_PROXY_LISTEN"),
            ("CONTROLLER_PUBLISH_SERVCE", "CONTROLLER_PUBLISH_SERVICE"),
            ("publish_service", "CONTROLLER_PUBLISH_SERVICE"),
            ("CONTROLLER_FEATURE_GATE", "CONTROLLER_FEATURE_GATES"),
        ] {
            assert_eq!(meant(name), [expected], "{name}");
        }
    }

    #[test]
    fn only_the_controller_has_a_complete_list() {
        assert_eq!(meant("CONTROLLER_COLOUR_OF_THE_SKY"), [""]);
        for name in ["KONG_DATABASE", "KONG_STATUS_LISTEN", "KONG_NGINX_WORKER_PROCESSES", "POD_NAME", "PATH"] {
            assert!(meant(name).is_empty(), "{name}");
        }
    }
}
