//! Every listen value that Kong itself was asked about.

#![expect(clippy::print_stdout, reason = "a test says how much it compared")]

use std::path::{Path, PathBuf};

use kic_core::listens::{Subsystem, describe};
use kic_core::settings::KongVersion;

/// `shared/oracle/<name>` beside the repository or further up.
fn oracle(name: &str) -> Option<PathBuf> {
    let start = Path::new(env!("CARGO_MANIFEST_DIR"));
    start.ancestors().map(|folder| folder.join("shared/oracle").join(name)).find(|path| path.exists())
}

#[test]
fn every_value_gives_what_kong_gives() {
    let Some(path) = oracle("kong-listens.jsonl") else {
        println!("shared/oracle/kong-listens.jsonl is not here: nothing compared");
        return;
    };
    let text = std::fs::read_to_string(path).unwrap();
    let version = KongVersion::parse("3.9.3").unwrap();
    let mut wrong = Vec::new();
    let mut ran = 0;
    for line in text.lines() {
        let expected: serde_json::Value = serde_json::from_str(line).unwrap();
        let subsystem = Subsystem::of_setting(expected["setting"].as_str().unwrap()).unwrap();
        let found = describe(subsystem, expected["value"].as_str().unwrap(), version);
        ran += 1;
        if found != expected {
            wrong.push(format!("expected {expected}\nfound    {found}"));
        }
    }
    println!("{} of {ran} listen values agree with Kong", ran - wrong.len());
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(ran >= 442, "only {ran} of 442 values");
}
