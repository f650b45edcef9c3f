//! Sets with a file or a folder a case.

use std::path::Path;

use serde_json::{Value, json};

use super::{Case, entries, read, read_if_there, read_json, read_yaml, stem};

/// Chart values that the real Helm rendered with this release name and namespace.
const HELM_RELEASE: (&str, &str) = ("chartsnap", "default");

/// The flag that one run left behind for all later ones of the same process.
///
/// The scenarios were recorded in the order of their names, in one process. The controller keeps its own name in a
/// variable of a package (`internal/controllers/gateway:SetControllerName`), and a run without this flag does not set it
/// back: after `T17b-custom-controller-name` no GatewayClass of `konghq.com/kic-gateway-controller` was anybody's, which the
/// recorded statuses show (`Waiting for controller`). The input of these cases is what the controller really had.
const LEFT_BEHIND: &str = "CONTROLLER_GATEWAY_API_CONTROLLER_NAME=";

/// When the outcomes were recorded, in seconds since 1970: 2026-11-24. Certificates are judged by it.
const RECORDED: i64 = 1_795_478_400;

/// Scenarios that have an outcome: folders of inputs, and a file of the same name for each.
pub(super) fn scenarios(inputs: &Path, outcomes: &Path) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut left_behind: Option<String> = None;
    for outcome in entries(outcomes) {
        let name = stem(&outcome);
        let folder = inputs.join(&name);
        let replicas: Vec<String> = entries(&folder)
            .iter()
            .filter(|path| stem(path).starts_with("kong.replica-"))
            .map(|path| read(path))
            .collect();
        // The values of a scenario tell how the environment came about; the controller of the oracle never saw them.
        let mut notes = json!({});
        for file in ["scenario.yaml", "values.yaml"] {
            if let Some(text) = read_if_there(&folder.join(file)) {
                notes[file] = Value::String(text);
            }
        }
        let mut input = translation(&folder, replicas);
        let environment = input["environment"].as_str().unwrap_or_default().to_owned();
        let own = environment.lines().find(|line| line.starts_with(LEFT_BEHIND)).map(str::to_owned);
        if let (None, Some(line)) = (&own, &left_behind) {
            input["environment"] = format!("{}\n{line}\n", environment.trim_end()).into();
            notes["recorded_with"] = line.as_str().into();
        }
        left_behind = own.or(left_behind);
        cases.push(Case { input, expected: read_json(&outcome), notes, name });
    }
    cases
}

/// Generated inputs, each in a folder with its outcome.
pub(super) fn generated(folder: &Path) -> Vec<Case> {
    let case = |folder: &std::path::PathBuf| Case {
        name: stem(folder),
        input: translation(folder, Vec::new()),
        expected: read_json(&folder.join("expected.json")),
        notes: Value::Null,
    };
    entries(folder).iter().map(case).collect()
}

fn translation(folder: &Path, replicas: Vec<String>) -> Value {
    let mut input = json!({
        "manifests": read(&folder.join("manifests.yaml")),
        "environment": read(&folder.join("kong.env")),
        "now": RECORDED,
    });
    if !replicas.is_empty() {
        input["replica_environments"] = replicas.into();
    }
    input
}

/// Values of the chart and what it renders.
pub(super) fn helm(folder: &Path) -> Vec<Case> {
    let (release, namespace) = HELM_RELEASE;
    let case = |path: &std::path::PathBuf| {
        let mut expected = read_yaml(path);
        let values = expected.as_object_mut().and_then(|case| case.shift_remove("values")).unwrap_or_default();
        Case {
            name: stem(path),
            input: json!({"values": values, "release": release, "namespace": namespace}),
            expected,
            notes: Value::Null,
        }
    };
    entries(folder).iter().map(case).collect()
}
