//! What holds for every text and every value.

use kic_core::diagnostic::Diagnostic;
use kic_core::provenance::Place;
use kic_core::text::{FileId, Pane, SourceFile, Sources, Span};
use kic_core::yaml::{Document, Limits, Node, emit, emit_like_kubernetes, parse, to_json};
use proptest::prelude::*;
use proptest::string::string_regex;
use serde_json::{Value, json};

fn file(text: &str) -> FileId {
    let sources = Sources::new([SourceFile { name: "m", pane: Pane::Manifests, text }]);
    sources.iter().next().unwrap().0
}

fn read(text: &str) -> (Vec<Document<'_>>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let documents = parse(file(text), text, &Limits::default(), &mut problems);
    (documents, problems)
}

fn check_span(text: &str, span: Span) {
    assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} in {text:?}");
}

fn check_place(text: &str, place: Place) {
    check_span(text, place.span().unwrap());
}

fn check_node(text: &str, node: &Node<'_>) {
    check_place(text, node.place);
    for item in node.items() {
        check_node(text, item);
    }
    for entry in node.entries() {
        check_place(text, entry.key_place);
        check_node(text, &entry.value);
    }
}

/// No panic, all spans inside of the text and between characters, equal results each time.
fn check_text(text: &str) {
    let (documents, problems) = read(text);
    for (number, document) in documents.iter().enumerate() {
        assert_eq!(document.index as usize, number);
        assert!(document.node.is_some() != document.error.is_some(), "{text:?}");
        check_span(text, document.span);
        if let Some(node) = &document.node {
            check_node(text, node);
        }
    }
    for problem in &problems {
        check_span(text, problem.primary);
        problem.labels.iter().for_each(|label| check_span(text, label.span));
        for edit in problem.fixes.iter().flat_map(|fix| &fix.edits) {
            check_span(text, edit.span);
        }
    }
    if documents.iter().any(|document| document.error.is_some()) {
        assert!(!problems.is_empty(), "a document was left out without a word: {text:?}");
    }
    let (again, problems_again) = read(text);
    assert_eq!(problems, problems_again);
    assert_eq!(format!("{documents:?}"), format!("{again:?}"));
}

/// Integral floats are integers to Kubernetes.
fn normal(value: Value) -> Value {
    match value {
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 1e21 => {
                float.to_string().parse::<i64>().map_or(Value::Number(number), Value::from)
            }
            _ => Value::Number(number),
        },
        Value::Array(items) => items.into_iter().map(normal).collect(),
        Value::Object(fields) => fields.into_iter().map(|(key, value)| (key, normal(value))).collect(),
        other => other,
    }
}

fn sorted(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(sorted).collect(),
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            fields.sort_by(|a, b| a.0.cmp(&b.0));
            fields.into_iter().collect()
        }
        other => other,
    }
}

/// Strings with all that YAML treats in a special way.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => string_regex("[a-zA-Z0-9 :#'\"{}\\[\\],&*!|>%@`?\\\\_.~=+<-]{0,14}").unwrap(),
        2 => string_regex("[ab \n\t:#'\"-]{0,12}").unwrap(),
        2 => prop::sample::select(vec![
            "yes", "NO", "on", "Off", "y", "N", "null", "~", "", "true", "<<", "=", "---", "...", "-", "?", ":", "- a",
            "1", "-1", "0x1f", "0o7", "07", "1_000", "1e3", "1.5", ".5", ".inf", "-.INF", ".nan", "1:20", "+1:20.5",
            "2020-01-02", "2020-01-02T03:04:05Z", "*a", "&a", "!a", "!!str 1", "| x", "> x", "a: b", "a #b", "a#b", "%a",
            "S", "Sx", "\u{feff}", "\u{85}", "\u{2028}a", "😀", "é", "a\r\nb", "\n", "\n\n", " \n", "a\n ", " a\nb\n\n",
            "{{ .Values.x }}", "\"", "'", "\\", "a\\\nb", "\0", "\u{7f}", "-----BEGIN X-----\nabc\n-----END X-----\n",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => string_regex("[a-z]{1,20}( [a-z:#'\"]{1,20}){5,20}").unwrap(),
    ]
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<u64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(|float| if float.is_finite() { Value::from(float) } else { Value::Null }),
        6 => any_text().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        let key = prop_oneof![9 => any_text(), 1 => string_regex("[a-z ]{120,140}").unwrap()];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..6).prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// Pieces that make texts which nearly are YAML.
fn any_yaml() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(vec![
            "a: ", "b:", "\n", "\n  ", "\n    ", "- ", "-", "? ", ": ", ",", "[", "]", "{", "}", "{{ x }}", "\"", "'", "|\n",
            ">-\n", "|2", "#", " # c\n", "&a ", "*a", "*a.b ", "<<: ", "!!int ", "!x ", "!!binary ", "!", "---\n", "--- x\n", "...\n",
            "%YAML 1.2\n", "%TAG ! x\n", "\t", "\r\n", "\r", "@", "`", "~", "1", "yes", ".inf", "x", "é", "😀", "\u{feff}", "\u{85}",
            "\\", "\\n", "\\ud800", "\u{0}", "=", "a: &a [*a]\n", "a: &a\n", "key: value\n", "  - x: y\n", "{\"a\": 1}\n",
        ]).prop_map(str::to_owned),
        1 => any_text(),
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nearly_yaml_is_read_without_panic(text in any_yaml()) {
        check_text(&text);
    }

    #[test]
    fn any_text_is_read_without_panic(text in any::<String>()) {
        check_text(&text);
    }

    #[test]
    fn what_is_written_is_read_again(value in any_json()) {
        let expected = normal(value.clone());
        let text = emit(&value);
        prop_assert_eq!(reread(&text), expected.clone(), "{}", text);
        let text = emit(&json!({"k": [&value]}));
        prop_assert_eq!(reread(&text), json!({"k": [expected]}), "{}", text);
    }

    #[test]
    fn the_text_of_kubernetes_is_read_again(value in any_json()) {
        // Its numbers lose what a float cannot hold.
        let value = sorted(serde_json::from_str(&value.to_string()).unwrap());
        let text = emit_like_kubernetes(&json!({"k": &value}));
        let seen = reread(&text)["k"].clone();
        prop_assert_eq!(floats(sorted(seen)), floats(normal(value)), "{}", text);
    }
}

/// The value of a text without problems; a document of nothing but `null` counts as none.
fn reread(text: &str) -> Value {
    let (documents, problems) = read(text);
    assert_eq!(problems, [], "{text}");
    documents.first().and_then(|document| document.node.as_ref()).map_or(Value::Null, to_json)
}

/// All numbers as floats.
fn floats(value: Value) -> Value {
    match value {
        Value::Number(number) => Value::from(number.as_f64().unwrap()),
        Value::Array(items) => items.into_iter().map(floats).collect(),
        Value::Object(fields) => fields.into_iter().map(|(key, value)| (key, floats(value))).collect(),
        other => other,
    }
}

/// Documents in which YAML 1.1 and 1.2 agree: words that are no booleans or numbers to either, JSON numbers, all styles.
fn agreed_document() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        string_regex("[a-z]{3,8}( [a-z/.-]{3,8}){0,3}")
            .unwrap()
            .prop_filter("a word of one version", |text| { !["yes", "off"].contains(&text.as_str()) }),
        string_regex("'[a-z ,:#-]{0,8}(''[a-z ]{0,3})?'").unwrap(),
        string_regex("\"[a-z ,:#-]{0,8}(\\\\[nt\"\\\\][a-z ]{0,3})?\"").unwrap(),
        string_regex("-?[1-9][0-9]{0,8}(\\.[0-9]{1,4})?").unwrap(),
        prop::sample::select(vec![
            "true",
            "false",
            "null",
            "~",
            "",
            "[]",
            "{}",
            "[a, {b: 1}, 'c']",
            "{a: [x, z], 'b': ~}"
        ])
        .prop_map(str::to_owned),
    ];
    let lines = prop::collection::vec((0_usize..4, any::<bool>(), scalar), 1..12);
    lines.prop_map(|lines| {
        // Each line goes at most one level deeper than the one before; list items stand under a key.
        let mut pieces = Vec::new();
        let mut depth = 0;
        for (number, (wanted, below, scalar)) in lines.into_iter().enumerate() {
            depth = wanted.min(depth);
            let indent = "  ".repeat(depth);
            if below && depth < 3 {
                pieces.push(format!(
                    "{indent}k{number}:\n{indent}- {scalar}\n{indent}- x{number}: {scalar}\n{indent}n{number}:\n"
                ));
                pieces.push(format!("{indent}  m{number}: |\n{indent}    text\n{indent}     more\n"));
                depth += 1;
            } else {
                pieces.push(format!("{indent}k{number}: {scalar} # comment\n"));
            }
        }
        pieces.concat()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn where_the_versions_of_yaml_agree_another_reader_agrees_too(text in agreed_document()) {
        let theirs: Value = serde_yaml::from_str(&text).unwrap();
        prop_assert_eq!(reread(&text), normal(theirs), "{}", text);
    }
}
