//! The catalogue of annotations, held against the tables of the shared specification where that is there.

use std::path::Path;
use std::{env, fs};

use kic_reference::entry::{self, Entry};

const OWNERS: [&str; 4] = ["konghq.com/", "kubernetes.io/", "ingress.kubernetes.io/", "ingressclass.kubernetes.io/"];

/// The rows of the tables that describe what is honoured: sections 3 to 9.
fn rows(specification: &str) -> Vec<Vec<&str>> {
    let from = specification.find("\n## 3.").expect("section 3 is there");
    let until = specification.find("\n## 10.").expect("section 10 is there");
    let rows = specification[from..until].lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| row.trim_matches('|').split(" | ").map(str::trim).collect()).collect()
}

/// The keys that a row begins with; a row that says "not read" has none.
fn keys<'a>(row: &[&'a str]) -> Vec<&'a str> {
    if row.iter().any(|cell| cell.starts_with("not read")) {
        return Vec::new();
    }
    let words = row[0].split('`').skip(1).step_by(2);
    words.filter(|word| OWNERS.iter().any(|owner| word.starts_with(owner)) || *word == "global").collect()
}

#[test]
fn every_annotation_of_the_specification_has_an_entry() {
    let shared =
        env::var("KIC_SHARED").unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared").to_owned());
    let Ok(specification) = fs::read_to_string(Path::new(&shared).join("spec/annotations.md")) else {
        return;
    };
    let entries = entry::all();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for row in rows(&specification) {
        for key in keys(&row) {
            seen += 1;
            let name = key.replace("<name>", "*");
            match entries.iter().find(|entry| entry.key == name) {
                None => wrong.push(format!("{key} has no entry")),
                Some(entry) if !agrees(entry, row[row.len() - 1]) => {
                    wrong.push(format!("{key}: since {}, not {}", entry.since, row[row.len() - 1]));
                }
                Some(_) => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen >= 40, "only {seen} keys were found: the tables have another form");
}

/// Does the last cell name the release, where it names one?
fn agrees(entry: &Entry, cell: &str) -> bool {
    let names_a_release = cell.split('.').count() >= 3 && cell.starts_with(|letter: char| letter.is_ascii_digit());
    !names_a_release || entry.since.strip_prefix("KIC ").is_some_and(|since| cell.starts_with(since))
}
