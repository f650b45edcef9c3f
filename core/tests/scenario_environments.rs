//! The environments of all scenarios are read without a problem that the scenario is not about.
#![expect(clippy::print_stdout, reason = "a test says how much it compared")]

use std::path::{Path, PathBuf};

use kic_core::listens::KongListens;
use kic_core::provenance::Placed;
use kic_core::settings::{KicVersion, Options, Settings, environment};
use kic_core::text::{Pane, SourceFile, Sources};

fn shared() -> Option<PathBuf> {
    let start = Path::new(env!("CARGO_MANIFEST_DIR"));
    start.ancestors().map(|folder| folder.join("shared")).find(|path| path.join("oracle").exists())
}

/// `kong*.env` files below a folder of cases, with the name of the case.
fn environments(folder: &Path) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for case in std::fs::read_dir(folder).unwrap() {
        let case = case.unwrap();
        let Ok(files) = std::fs::read_dir(case.path()) else { continue };
        for file in files {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "env") {
                found.push((case.file_name().into_string().unwrap(), path));
            }
        }
    }
    found.sort();
    found
}

/// Codes of the problems, and what keeps a program from starting.
fn read(text: &str) -> (Vec<&'static str>, Option<String>) {
    let sources = Sources::new([SourceFile { name: "kong.env", pane: Pane::Environment, text }]);
    let (file, _) = sources.of(Pane::Environment).next().unwrap();
    let mut problems = Vec::new();
    let environment = environment::parse(file, text, &mut problems);
    let options = Options { kic: KicVersion::default(), ..Options::default() };
    let settings = Settings::read(&environment, options, &mut problems);
    let kong = settings.kong_refuses.clone().or(KongListens::read(&settings.kong, &mut problems).err());
    let version = Placed::new(settings.kong.version.value, settings.kong.version.place);
    let controller = settings.controller_refuses.clone();
    let controller = controller.or_else(|| settings.controller.check_start(version, &environment, None, &mut problems));
    let error = kong.or(controller).map(|error| format!("{}: {}", error.who.name(), error.error));
    (problems.iter().map(|problem| problem.code.as_str()).collect(), error)
}

/// The recorded run of this scenario had a stand-in for Kong that took two adjacent equal flags; Kong refuses them, as
/// the scenario says (oracle/kong-listens.jsonl, value `0.0.0.0:8000 http2 http2`).
const KONG_REFUSES: &str = "D05-doc-page-adjacent-duplicate-flags";

/// What the scenarios with a problem in their environment are about.
fn expected(case: &str) -> &'static [&'static str] {
    match case {
        "D00-doc-page-as-printed" => &["environment-quote", "listen-invalid", "publish-service-unset"],
        "D02-doc-page-stray-quote-only" => &["environment-quote", "listen-invalid"],
        // The page's UDP listen has `backlog=16384`, which nginx refuses; the recorded runs had no nginx.
        "D01-doc-page-corrected" | "D03-doc-page-missing-secret" | "D07-doc-page-as-printed-plus-class" => {
            &["listen-refused-by-nginx"]
        }
        "D05-doc-page-adjacent-duplicate-flags" => &["listen-invalid", "listen-refused-by-nginx"],
        "S12b-stream-listen-with-star-host" => &["listen-host-name"],
        "X08-empty-input" => &["publish-service-unset"],
        _ => &[],
    }
}

#[test]
fn no_environment_has_unexpected_problems() {
    let Some(shared) = shared() else {
        println!("the folder shared is not here: nothing compared");
        return;
    };
    let mut wrong = Vec::new();
    let mut ran = 0;
    for folder in ["scenarios", "oracle/kic-random", "oracle/kic-unsettled"] {
        for (case, path) in environments(&shared.join(folder)) {
            let text = std::fs::read_to_string(&path).unwrap();
            let (codes, error) = read(&text);
            ran += 1;
            if codes != expected(&case) {
                wrong.push(format!("{}: {codes:?}", path.display()));
            }
            let recorded = recorded_error(&shared, &case);
            if folder == "scenarios" && error != recorded && case != KONG_REFUSES {
                wrong.push(format!("{case}: {error:?} instead of {recorded:?}"));
            }
        }
    }
    println!("{ran} environments read");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(ran >= 300, "only {ran} environments");
}

/// Who does not start, and why. The recorded message of Kong has a blank at its end that Kong itself does not write
/// (oracle/kong-listens.jsonl).
fn recorded_error(shared: &Path, case: &str) -> Option<String> {
    let text = std::fs::read_to_string(shared.join(format!("oracle/kic-scenarios/{case}.json"))).ok()?;
    let recorded: serde_json::Value = serde_json::from_str(&text).unwrap();
    let error = recorded.get("does_not_start")?;
    Some(format!("{}: {}", error["who"].as_str().unwrap(), error["error"].as_str().unwrap().trim_end()))
}
