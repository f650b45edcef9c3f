//! What CI gets: SARIF, annotations of GitHub and the exit status. `BLESS=1` writes the files anew.

mod ci {
    pub(crate) mod schema;
}
mod common;

use std::path::PathBuf;

use ci::schema;
use common::{check, run};
use kic_core::wire::{self, Input};
use kicplay::checkout::Checkout;
use kicplay::{github, sarif};
use serde_json::{Value, json};

fn log(example: &str) -> Value {
    let log: Value = serde_json::from_str(&run(example, "--format sarif").text).unwrap();
    schema::check(&log).unwrap();
    log
}

/// The problems of manifests in a file `a b.yaml` in the folder `deploy` of a checkout.
fn in_checkout(manifests: &str) -> (Value, String) {
    let mut report = wire::run(&Input { manifests: manifests.to_owned(), ..Input::default() });
    for problem in &mut report.problems {
        if problem.span.pane == "manifests" {
            "a b.yaml".clone_into(&mut problem.span.file);
        }
    }
    let checkout = Checkout { current: PathBuf::from("/c/deploy"), top: PathBuf::from("/c") };
    let log = sarif::log(&report, &["a b.yaml"], &checkout);
    schema::check(&log).unwrap();
    (log, github::commands(&report.problems, &["a b.yaml"], &checkout))
}

#[test]
fn the_page_of_the_documentation_as_sarif() {
    let mut log = log("doc-page-as-printed");
    let driver = &mut log["runs"][0]["tool"]["driver"];
    driver["version"] = json!("[version]");
    driver["semanticVersion"] = json!("[version]");
    for rule in driver["rules"].as_array_mut().unwrap() {
        for text in ["/fullDescription/text", "/help/text", "/help/markdown"] {
            let text = rule.pointer_mut(text).unwrap();
            assert!(text.as_str().is_some_and(|text| text.len() > 40), "{text}");
            *text = json!("[page]");
        }
    }
    check(&format!("{log:#}\n"), "ci/doc-page-as-printed.sarif");
}

#[test]
fn the_page_of_the_documentation_as_annotations() {
    let text = run("doc-page-as-printed", "--format github --output problems").text;
    check(&text, "ci/doc-page-as-printed.github");
    assert_eq!(run("doc-page-as-printed", "--format github").text, text);
}

#[test]
fn sarif_of_all_examples_has_the_shape_of_the_standard() {
    for example in ["opening", "doc-page-as-printed", "doc-page-corrected"] {
        let log = log(example);
        let run = &log["runs"][0];
        for result in run["results"].as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        }
    }
}

#[test]
fn columns_are_utf16_units_and_paths_are_encoded() {
    let manifests = "apiVersion: v1\nkind: Service\nmetadata: {name: a, annotations: {x: \"😀ü\", konghq.com/nope: x}}\n\
                     spec: {ports: [{port: 80}]}\n";
    let (log, commands) = in_checkout(manifests);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let result = results.iter().find(|result| result["ruleId"] == "annotation-unknown").unwrap();
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"], json!({ "uri": "deploy/a%20b.yaml", "uriBaseId": "%SRCROOT%" }));
    // The smiley takes two units, the umlaut one.
    assert_eq!((&place["region"]["startLine"], &place["region"]["startColumn"]), (&json!(3), &json!(45)));
    let command = commands.lines().find(|line| line.contains("title=annotation-unknown")).unwrap();
    assert!(command.starts_with("::warning file=deploy/a b.yaml,line=3,endLine=3,col=45,"), "{command}");
}

#[test]
fn a_problem_of_a_pane_that_was_not_given_has_a_place_in_sarif_and_none_for_github() {
    let (log, commands) = in_checkout("{}\n");
    let results = log["runs"][0]["results"].as_array().unwrap();
    let result = results.iter().find(|result| result["ruleId"] == "publish-service-unset").unwrap();
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "deploy/a%20b.yaml");
    assert_eq!(place["region"]["startLine"], 1);
    assert!(commands.lines().any(|line| line.starts_with("::error title=publish-service-unset::")), "{commands}");
}

#[test]
fn fingerprints_stay_when_lines_move_and_differ_from_each_other() {
    let of = |manifests: &str| -> Vec<Value> {
        let (log, _) = in_checkout(manifests);
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        results.iter().map(|result| result["partialFingerprints"]["kicplay/v1"].clone()).collect()
    };
    let manifests = "apiVersion: v1\nkind: Nothing\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Nothing\n";
    let prints = of(manifests);
    assert_eq!(of(&format!("# more\n\n{manifests}")), prints);
    let different: std::collections::BTreeSet<String> = prints.iter().map(Value::to_string).collect();
    assert_eq!(different.len(), prints.len());
}

#[test]
fn other_outputs_have_no_such_format() {
    for output in ["config", "status", "all"] {
        for format in ["sarif", "github"] {
            let run = run("opening", &format!("--output {output} --format {format} --strict"));
            let expected = "kicplay: --format sarif and --format github print problems: ";
            assert!(run.error.starts_with(expected) && run.text.is_empty(), "{}", run.error);
            assert_eq!(run.status, 2);
        }
    }
}

#[test]
fn strict_goes_with_all_formats() {
    let status = |example: &str, arguments: &str| {
        let run = run(example, arguments);
        assert!(!run.text.contains('\u{1b}'), "no colours in a pipe");
        run.status
    };
    for format in ["text", "json", "sarif", "github"] {
        assert_eq!(status("opening", &format!("--format {format}")), 0, "{format}");
        assert_eq!(status("opening", &format!("--format {format} --strict")), 1, "{format}");
        assert_eq!(status("doc-page-corrected", &format!("--format {format} --strict")), 0, "{format}");
    }
}
