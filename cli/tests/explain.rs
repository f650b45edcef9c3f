//! What `kicplay explain` prints, held against files; `BLESS=1` writes them anew.

use std::path::Path;
use std::{env, fs};

use kicplay::args::{ExplainArguments, ExplainFormat};
use kicplay::explain;

fn explain(word: Option<&str>, format: ExplainFormat) -> Result<String, String> {
    let arguments = ExplainArguments { word: word.map(str::to_owned), format };
    explain::run(&arguments).map(|outcome| outcome.text).map_err(|error| error.0)
}

fn check(word: &str, file: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/explain").join(file);
    let printed = explain(Some(word), ExplainFormat::Text).unwrap();
    if env::var_os("BLESS").is_some() {
        fs::write(&path, &printed).unwrap();
    }
    assert_eq!(printed, fs::read_to_string(&path).unwrap(), "{file}; BLESS=1 writes it anew");
}

#[test]
fn the_page_of_a_code() {
    check("listener-port-unavailable", "listener-port-unavailable.txt");
}

#[test]
fn the_entry_of_an_annotation() {
    check("konghq.com/strip-path", "strip-path.txt");
    check("strip-path", "strip-path.txt");
}

#[test]
fn words_that_name_nothing_get_the_nearest_one() {
    let error = explain(Some("listener-port-unavailible"), ExplainFormat::Text).unwrap_err();
    let expected = "no problem code, annotation, label or feature gate `listener-port-unavailible`; \
                    did you mean `listener-port-unavailable`?";
    assert_eq!(error, expected);
}

#[test]
fn other_formats_say_the_same() {
    let json = explain(Some("strip-path"), ExplainFormat::Json).unwrap();
    let entry: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(entry["key"], "konghq.com/strip-path");
    assert_eq!(entry["since"], "KIC 0.8.0");
    let markdown = explain(Some("listener-port-unavailable"), ExplainFormat::Markdown).unwrap();
    assert!(markdown.starts_with("# A listener's port does not lead to Kong\n\n## Symptom\n"));
    let list: serde_json::Value = serde_json::from_str(&explain(None, ExplainFormat::Json).unwrap()).unwrap();
    assert!(list["codes"].is_array() && list["annotations"].is_array());
}
