//! The scenarios under older releases: the same inputs, and an outcome of their own only where it differs.

use std::path::Path;

use serde_json::{Value, json};

use super::{Case, read_json};

/// The scenarios under a release: `folder` has the outcomes that differ from those of the newest release, and
/// `index.json` with the names of both groups.
pub(super) fn of_shared(release: &str, folder: &Path, scenarios: Vec<Case>) -> Vec<Case> {
    let index = read_json(&folder.join("index.json"));
    let differs =
        |name: &str| index["different"].as_array().is_some_and(|names| names.iter().any(|other| other == name));
    let own = |name: &str| differs(name).then(|| read_json(&folder.join(format!("{name}.json"))));
    scenarios.into_iter().map(|case| under(release, own(&case.name), case)).collect()
}

/// The same from the project's own copies.
pub(super) fn whole(release: &str, mut differences: Vec<Case>, scenarios: Vec<Case>) -> Vec<Case> {
    let mut own = |name: &str| {
        let index = differences.iter().position(|case| case.name == name)?;
        Some(differences.swap_remove(index).expected)
    };
    scenarios.into_iter().map(|case| under(release, own(&case.name), case)).collect()
}

/// What the copy holds: the names and outcomes of the cases that differ.
pub(super) fn differences(cases: &[Case]) -> Vec<Case> {
    let own = cases.iter().filter(|case| case.notes["same"] != true);
    let bare = |case: &Case| Case { input: Value::Null, notes: Value::Null, ..case.clone() };
    own.map(bare).collect()
}

fn under(release: &str, own: Option<Value>, mut case: Case) -> Case {
    case.input["kic"] = release.into();
    case.notes = json!({"same": own.is_none()});
    case.expected = own.unwrap_or(case.expected);
    case
}
