//! Upstream's golden tests: one input, and a golden file for each setting of the translator's flags.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use super::{Case, entries, read, read_if_there, read_yaml, stem};

/// Kong's version in these cases. Upstream's harness says 3.9.1 and switches off what came with 3.9.0 (the redirect
/// plugin); nothing else asks for the version between the two.
///
/// Source: spec/gateway-routes.md, sections 1.2 and 15.
const KONG: &str = "3.8.0";

/// One case for each golden file, called `<folder>/<setting>`.
pub(super) fn cases(folder: &Path) -> Vec<Case> {
    let mut cases = Vec::new();
    for folder in entries(folder) {
        for golden in entries(&folder) {
            let file = stem(&golden);
            let Some(setting) = file.strip_suffix("_golden") else {
                continue;
            };
            let settings = read_if_there(&folder.join(format!("{setting}_settings.yaml"))).unwrap_or_default();
            cases.push(Case {
                name: format!("{}/{setting}", stem(&folder)),
                input: input(&read(&folder.join("in.yaml")), &settings),
                expected: json!({"config": read_yaml(&golden)}),
                notes: Value::Null,
            });
        }
    }
    cases
}

/// The harness' settings in the words of Kong's and the controller's environment.
fn input(manifests: &str, settings: &str) -> Value {
    let has = |flag: &str| settings.lines().any(|line| line.trim() == format!("{flag}: true"));
    let mut gates = Vec::new();
    if has("KongServiceFacade") {
        gates.push("KongServiceFacade=true");
    }
    // An object that Kong refuses switches the fallback on; otherwise it is off.
    if manifests.contains("test.konghq.com/broken") {
        gates.push("FallbackConfiguration=true");
    }
    let flavor = if has("ExpressionRoutes") { "expressions" } else { "traditional" };
    let mut environment = format!("KONG_ROUTER_FLAVOR={flavor}\n");
    if !gates.is_empty() {
        let _ = writeln!(environment, "CONTROLLER_FEATURE_GATES={}", gates.join(","));
    }
    json!({"manifests": manifests, "environment": environment, "kong": KONG, "as_stored": true})
}

#[cfg(test)]
mod tests {
    use super::input;

    #[test]
    fn flags_become_environment() {
        let input = input("a: 1", "feature_flags:\n  ExpressionRoutes: true\n  KongServiceFacade: true\n");
        assert_eq!(
            input["environment"],
            "KONG_ROUTER_FLAVOR=expressions\nCONTROLLER_FEATURE_GATES=KongServiceFacade=true\n"
        );
        assert_eq!(input["as_stored"], true);
    }
}
