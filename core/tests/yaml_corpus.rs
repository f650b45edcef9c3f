//! Reads all manifests of the shared test data.

use std::fs;
use std::path::{Path, PathBuf};

use kic_core::diagnostic::{Code, Diagnostic};
use kic_core::text::{Pane, SourceFile, Sources};
use kic_core::yaml::{Document, Limits, emit, emit_like_kubernetes, parse, to_json};

fn shared() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let root = if root.is_dir() { root } else { Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared") };
    root.is_dir().then_some(root)
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

fn read<'a>(text: &'a str, problems: &mut Vec<Diagnostic>) -> Vec<Document<'a>> {
    let sources = Sources::new([SourceFile { name: "m", pane: Pane::Manifests, text }]);
    let (file, _) = sources.iter().next().unwrap();
    parse(file, text, &Limits::default(), problems)
}

#[test]
fn only_the_scenarios_about_broken_text_have_problems() {
    let Some(shared) = shared() else {
        eprintln!("../shared is absent: nothing was read");
        return;
    };
    let mut count = 0;
    for (set, name) in
        [("scenarios", "manifests.yaml"), ("oracle/kic-golden", "in.yaml"), ("oracle/kic-random", "manifests.yaml")]
    {
        for folder in folders(&shared.join(set)) {
            let path = folder.join(name);
            let Ok(text) = fs::read_to_string(&path) else { continue };
            let mut problems = Vec::new();
            let documents = read(&text, &mut problems);
            count += documents.len();
            let is_about_text = path.to_string_lossy().contains("/X05-") || path.to_string_lossy().contains("/X06-");
            if !is_about_text {
                assert_eq!(problems, [], "{}", path.display());
                assert!(documents.iter().all(|document| document.error.is_none()), "{}", path.display());
            }
            let is_syntax = problems.iter().all(|problem| problem.code == Code::YamlSyntax);
            assert!(is_syntax, "{}: {problems:?}", path.display());
        }
    }
    assert!(count > 2000, "{count}");
}

#[test]
fn broken_documents_have_the_number_and_the_message_of_the_oracle() {
    let Some(shared) = shared() else {
        eprintln!("../shared is absent: nothing was compared");
        return;
    };
    let mut compared = 0;
    for path in folders(&shared.join("oracle/kic-scenarios")) {
        let oracle: serde_json::Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let left_out = oracle["left_out"].as_array().cloned().unwrap_or_default();
        let expected: Vec<_> = left_out
            .iter()
            .filter(|entry| entry["stage"] == "yaml" && entry["why"][0] != "not an object")
            .map(|entry| (entry["document"].as_u64().unwrap(), entry["why"][0].as_str().unwrap().to_owned()))
            .collect();
        let scenario = shared.join("scenarios").join(path.file_stem().unwrap()).join("manifests.yaml");
        let text = fs::read_to_string(&scenario).unwrap();
        let documents = read(&text, &mut Vec::new());
        let seen: Vec<_> = documents
            .iter()
            .filter_map(|document| Some((u64::from(document.index), document.error.clone()?)))
            .collect();
        assert_eq!(seen, expected, "{}", path.display());
        compared += expected.len();
    }
    assert!(compared >= 2, "{compared}");
}

#[test]
fn golden_files_are_written_byte_for_byte() {
    let Some(shared) = shared() else {
        eprintln!("../shared is absent: no golden file was written");
        return;
    };
    let mut count = 0;
    for folder in folders(&shared.join("oracle/kic-golden")) {
        for path in folders(&folder).iter().filter(|path| path.to_string_lossy().ends_with("_golden.yaml")) {
            let text = fs::read_to_string(path).unwrap();
            let mut problems = Vec::new();
            let documents = read(&text, &mut problems);
            assert_eq!((documents.len(), problems.len()), (1, 0), "{}", path.display());
            let value = to_json(documents[0].node.as_ref().unwrap());
            assert!(emit_like_kubernetes(&value) == text, "{}\n{}", path.display(), emit_like_kubernetes(&value));
            let again = emit(&value);
            assert_eq!(to_json(read(&again, &mut problems)[0].node.as_ref().unwrap()), value, "{}", path.display());
            count += 1;
        }
    }
    assert!(count >= 58, "only {count} golden files");
}

/// Plain words and numbers that only YAML 1.1 takes for something else than a string, keys included.
const WORDS_OF_1_1: [&str; 8] = ["y", "n", "yes", "no", "on", "off", "On", "Off"];

#[test]
fn another_reader_sees_the_same_manifests() {
    let Some(shared) = shared() else {
        eprintln!("../shared is absent: nothing was compared");
        return;
    };
    let mut compared = 0;
    for (set, name) in [("scenarios", "manifests.yaml"), ("oracle/kic-golden", "in.yaml")] {
        for folder in folders(&shared.join(set)) {
            let Ok(text) = fs::read_to_string(folder.join(name)) else { continue };
            for document in read(&text, &mut Vec::new()) {
                let Some(node) = &document.node else { continue };
                let part = &text[document.span.start as usize..document.span.end as usize];
                let ours = to_json(node);
                let theirs: serde_yaml::Value =
                    serde_yaml::from_str(&format!("{}\n", part.trim_end_matches("..."))).unwrap();
                let is_of_1_1 = part.contains("<<")
                    || WORDS_OF_1_1
                        .iter()
                        .any(|word| part.split([' ', '\n', ':', ',', '}', ']', '[', '{']).any(|found| found == *word));
                let theirs = serde_json::to_value(theirs).unwrap();
                assert!(ours == theirs || is_of_1_1, "{}: {part}\n{ours}\n{theirs}", folder.display());
                compared += usize::from(ours == theirs);
            }
        }
    }
    assert!(compared > 1000, "{compared}");
}
