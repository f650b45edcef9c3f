//! What the YAML reader makes of texts, place by place.

use kic_core::diagnostic::{Code, Diagnostic};
use kic_core::text::{Pane, SourceFile, Sources, Span};
use kic_core::yaml::{Document, Limits, Node, Value, parse};

fn read_with<'a>(text: &'a str, limits: &Limits) -> (Vec<Document<'a>>, Vec<Diagnostic>) {
    let sources = Sources::new([SourceFile { name: "m", pane: Pane::Manifests, text }]);
    let (file, _) = sources.iter().next().unwrap();
    let mut problems = Vec::new();
    let documents = parse(file, text, limits, &mut problems);
    (documents, problems)
}

fn read(text: &str) -> (Vec<Document<'_>>, Vec<Diagnostic>) {
    read_with(text, &Limits::default())
}

fn slice(text: &str, span: Span) -> &str {
    &text[span.start as usize..span.end as usize]
}

/// A node in one line; strings are quoted, so that they differ from numbers and booleans.
fn show(node: &Node<'_>) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Uint(value) => format!("{value}u"),
        Value::Float(value) => format!("{value:?}"),
        Value::Text(text) => format!("{text:?}"),
        Value::List(items) => format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(", ")),
        Value::Map(map) => {
            let entries: Vec<_> =
                map.entries.iter().map(|entry| format!("{}: {}", entry.key, show(&entry.value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

/// The only document of a text without problems.
#[track_caller]
fn check(text: &str, expected: &str) {
    let (documents, problems) = read(text);
    assert_eq!(problems, [], "{text:?}");
    let shown: Vec<_> = documents.iter().filter_map(|document| document.node.as_ref()).map(show).collect();
    assert_eq!(shown.join(" --- "), expected, "{text:?}");
}

/// The problems of a text as `code under`, and the error of its first broken document.
#[track_caller]
fn check_broken(text: &str, expected: &[(&str, &str)], error: &str) {
    let (documents, problems) = read(text);
    let seen: Vec<_> = problems.iter().map(|problem| (problem.code.as_str(), slice(text, problem.primary))).collect();
    assert_eq!(seen, expected, "{text:?} {problems:#?}");
    let errors: Vec<_> = documents.iter().filter_map(|document| document.error.as_deref()).collect();
    assert_eq!(errors, if error.is_empty() { vec![] } else { vec![error] }, "{text:?}");
}

#[test]
fn scalars_of_all_styles() {
    check("a: x y", r#"{a: "x y"}"#);
    check("a: 'it''s'\nb: \"\\u00e9\\n\\\"\"\nc: \"1\"\nd: 'yes'", r#"{a: "it's", b: "é\n\"", c: "1", d: "yes"}"#);
    check(
        "a: one\n  two\n\n  three\nb: 'one\n  two'\nc: \"one\\\n  two\"",
        r#"{a: "one two\nthree", b: "one two", c: "onetwo"}"#,
    );
    check(
        "a: |\n  x\n   y\n\nb: |-\n  x\nc: |+\n  x\n\nd: >\n  x\n  y\n\n  z\n",
        r#"{a: "x\n y\n", b: "x", c: "x\n\n", d: "x y\nz\n"}"#,
    );
    check("a: |2\n   x\nb: >-2\n   x\n", r#"{a: " x\n", b: " x"}"#);
    check("a: |\n  last line", r#"{a: "last line\n"}"#);
    check("a:\nb: ~\nc: null\nd: \"\"", r#"{a: null, b: null, c: null, d: ""}"#);
    check("port: 8_0\nmode: 0644\non: off\n1: y\n1.5: .5", "{port: 80, mode: 420, true: false, 1: true, 1.5: 0.5}");
    check(
        "a: !!str 1\nb: !!int '1'\nc: !!float 1\nd: ! 1\ne: !!binary aGk=\nf: !!str\ng: !!bool yes",
        r#"{a: "1", b: 1, c: 1, d: "1", e: "hi", f: "", g: true}"#,
    );
    check("2020-01-02: 2020-01-02T03:04:05Z", r#"{2020-01-02: "2020-01-02T03:04:05Z"}"#);
}

#[test]
fn lists_and_maps_in_block_and_flow_style() {
    check("a:\n- 1\n- b: c\n  d:\n  - e\n-\n  - f\n- - g", r#"{a: [1, {b: "c", d: ["e"]}, ["f"], ["g"]]}"#);
    check("a: [1, {b: c}, [], {}]\nd: {\"e\":1, f: , g}", r#"{a: [1, {b: "c"}, [], {}], d: {e: 1, f: null, g: null}}"#);
    check("{\"a\": [1, 2.5, true, null, \"x\"],\n\t\"b\": {}}", r#"{a: [1, 2.5, true, null, "x"], b: {}}"#);
    check("? a\n: b", r#"{a: "b"}"#);
    check("- a\n- b", r#"["a", "b"]"#);
    check("just text", r#""just text""#);
}

#[test]
fn documents_are_numbered_without_the_empty_ones() {
    let text = "---\n# nothing\n---\na: 1\n---\n\n--- # comment\nb: 2\n---\nnull\n...\n---\nc: 3\n";
    let (documents, problems) = read(text);
    assert_eq!(problems, []);
    let seen: Vec<_> = documents.iter().map(|document| (document.index, slice(text, document.span))).collect();
    assert_eq!(seen, [(0, "a: 1"), (1, "b: 2"), (2, "c: 3")]);
    for text in ["", "\n\n", "# only\n  # comments\n", "---\n---\n", "~", "\u{feff}"] {
        assert!(read(text).0.is_empty(), "{text:?}");
    }
}

#[test]
fn line_ends_of_windows_and_byte_order_marks_change_nothing() {
    check(
        "\u{feff}a: 1\r\nb: |\r\n  x\r\n  y\r\nc:\r\n- z\r\n---\r\nd: 'e\r\n  f'\r\n",
        "{a: 1, b: \"x\\ny\\n\", c: [\"z\"]} --- {d: \"e f\"}",
    );
    let text = "\u{feff}a: 1\r\nbb: é x\r\n";
    let (documents, _) = read(text);
    let node = documents[0].node.as_ref().unwrap();
    assert_eq!(slice(text, node.get("bb").unwrap().span().unwrap()), "é x");
}

#[test]
fn json_objects_may_follow_one_another_without_separators() {
    check("{\"a\": 1}\n{\"b\": 2}\n\n{\"c\": 3}", "{a: 1} --- {b: 2} --- {c: 3}");
    check("{\"a\": 1}\n---\n{\"b\": 2}", "{a: 1} --- {b: 2}");
    let text = "{\"a\": 1}\n{\"b\": 2";
    let (documents, problems) = read(text);
    assert_eq!((documents.len(), problems.len()), (2, 1));
    assert!(documents[0].node.is_some() && documents[1].error.is_some());
}

#[test]
fn spans_hold_the_words_of_the_text() {
    let text = "metadata:\n  name: echo # comment\n  labels: {app: 'a b'}\nspec:\n  ports:\n  - port: 80\n    name: x\n  -   port: 81\n\nlast: |\n  one\n  two\n\nempty:\nend: 1\n";
    let (documents, problems) = read(text);
    assert_eq!(problems, []);
    let node = documents[0].node.as_ref().unwrap();
    let at = |path: &[&str]| slice(text, node.at(path).unwrap().span().unwrap());
    assert_eq!(at(&["metadata"]), "name: echo # comment\n  labels: {app: 'a b'}");
    assert_eq!(at(&["metadata", "name"]), "echo");
    assert_eq!(at(&["metadata", "labels"]), "{app: 'a b'}");
    assert_eq!(at(&["metadata", "labels", "app"]), "'a b'");
    assert_eq!(at(&["spec", "ports"]), "- port: 80\n    name: x\n  -   port: 81");
    let ports = node.at(&["spec", "ports"]).unwrap().items();
    assert_eq!(slice(text, ports[0].span().unwrap()), "port: 80\n    name: x");
    assert_eq!(slice(text, ports[1].span().unwrap()), "port: 81");
    assert_eq!(at(&["last"]), "|\n  one\n  two");
    let empty = node.map().unwrap().entry("empty").unwrap();
    assert_eq!(slice(text, empty.key_place.span().unwrap()), "empty");
    let span = empty.value.span().unwrap();
    assert_eq!((slice(text, span), &text[..span.start as usize]), ("", &text[..text.find("empty:").unwrap() + 6]));
    assert_eq!(slice(text, documents[0].span), text.trim());
    assert_eq!(slice(text, node.span().unwrap()), text.trim());
}

#[test]
fn strings_are_borrowed_from_the_text_where_it_has_them() {
    let text = "a: plain words\nb: 'single'\nc: \"double\"\nd: 'it''s'\n";
    let (documents, _) = read(text);
    let borrowed: Vec<_> = documents[0]
        .node
        .as_ref()
        .unwrap()
        .entries()
        .iter()
        .map(|entry| {
            assert!(matches!(entry.key, std::borrow::Cow::Borrowed(_)));
            matches!(&entry.value.value, Value::Text(std::borrow::Cow::Borrowed(_)))
        })
        .collect();
    assert_eq!(borrowed, [true, true, true, false]);
}

#[test]
fn aliases_are_copies_and_merges_fill_in() {
    check("a: &x {b: 1}\nc: *x\nd: [*x, *x]", "{a: {b: 1}, c: {b: 1}, d: [{b: 1}, {b: 1}]}");
    check("x: &m {a: 1, b: 2}\nz:\n  <<: *m\n  b: 3", "{x: {a: 1, b: 2}, z: {a: 1, b: 3}}");
    check("- &a {k: 1}\n- &b {k: 2, l: 2}\n- <<: [*a, *b]", "[{k: 1}, {k: 2, l: 2}, {l: 2, k: 1}]");
    check("a: &k name\n*k : 1", r#"{a: "name", name: 1}"#);
    check("a: &x 1\nb: &x 2\nc: *x", "{a: 1, b: 2, c: 2}");
    check("\"<<\": 1", "{<<: 1}");
    // The copy stands where the alias stands, what is inside of it where it was written.
    let text = "a: &x {b: 1}\nc: *x\n";
    let (documents, _) = read(text);
    let node = documents[0].node.as_ref().unwrap();
    assert_eq!(slice(text, node.get("c").unwrap().span().unwrap()), "*x");
    assert_eq!(slice(text, node.at(&["c", "b"]).unwrap().span().unwrap()), "1");
}

#[test]
fn a_merge_below_a_key_replaces_it_as_in_go_yaml_v2() {
    let text = "x: &m {a: 1}\nz:\n  a: 2\n  <<: *m\n";
    check_broken(text, &[("yaml-duplicate-key", "a")], "");
    assert_eq!(show(read(text).0[0].node.as_ref().unwrap()), "{x: {a: 1}, z: {a: 1}}");
}

#[test]
fn of_repeated_keys_the_last_counts() {
    let text = "a: 1\nb: 2\na: 3\n'a': 4\n";
    let (documents, problems) = read(text);
    assert_eq!(show(documents[0].node.as_ref().unwrap()), "{b: 2, a: 4}");
    let places: Vec<_> =
        problems.iter().map(|problem| (problem.code, problem.primary.start, problem.labels[0].span.start)).collect();
    assert_eq!(places, [(Code::YamlDuplicateKey, 0, 10), (Code::YamlDuplicateKey, 10, 15)]);
    let many = (0..40).map(|at| format!("k{}: {at}", at % 39)).collect::<Vec<_>>().join("\n");
    let (documents, problems) = read(&many);
    assert_eq!((documents[0].node.as_ref().unwrap().entries().len(), problems.len()), (39, 1));
}

#[test]
fn a_broken_document_costs_only_itself() {
    let text = "a: 1\n---\nname: broken\n namespace: default\n---\nb: [\n---\nc: 3\n";
    let (documents, problems) = read(text);
    let seen: Vec<_> = documents
        .iter()
        .map(|document| (document.index, document.node.is_some(), slice(text, document.span)))
        .collect();
    assert_eq!(
        seen,
        [(0, true, "a: 1"), (1, false, "name: broken\n namespace: default"), (2, false, "b: ["), (3, true, "c: 3"),]
    );
    assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), [Code::YamlSyntax; 2]);
    let node = documents[3].node.as_ref().unwrap();
    assert_eq!(slice(text, node.get("c").unwrap().span().unwrap()), "3");
}

#[test]
fn what_kubernetes_refuses_has_its_message() {
    check_broken("a: *x", &[("yaml-unknown-alias", "*x")], "yaml: unknown anchor 'x' referenced");
    check_broken("a: &x [*x]", &[("yaml-unknown-alias", "*x")], "yaml: anchor 'x' value contains itself");
    check_broken("? [a]\n: 1", &[("yaml-key-not-scalar", "[a]")], r#"yaml: invalid map key: []interface {}{"a"}"#);
    check_broken(
        "name: {{ .Values.x }}",
        &[("yaml-key-not-scalar", "{{")],
        r#"yaml: invalid map key: map[interface {}]interface {}{".Values.x":interface {}(nil)}"#,
    );
    check_broken(
        "~: 1",
        &[("yaml-key-not-scalar", "~")],
        "unsupported map key of type: %!s(<nil>), key: <nil>, value: 1",
    );
    check_broken("a: !!int b", &[("yaml-tag", "b")], "yaml: cannot decode !!str `b` as a !!int");
    check_broken("a: !!binary '?'", &[("yaml-tag", "'?'")], "yaml: !!binary value contains invalid base64 data");
    check_broken("a: .inf", &[("yaml-tag", ".inf")], "json: unsupported value: +Inf");
    check_broken(
        "<<: 1",
        &[("yaml-key-not-scalar", "1")],
        "yaml: map merge requires map or sequence of maps as the value",
    );
    check_broken("a: !Ref b", &[("yaml-tag-ignored", "b")], "");
    check_broken("a: 1\n...\nb: 2\n", &[("yaml-ignored-text", "b: 2")], "");
}

#[test]
fn frequent_mistakes_are_named_where_they_are() {
    let cases: &[(&str, &str, &str, &str)] = &[
        (
            "a:\n\tb: 1",
            "\t",
            "a tab indents this line, YAML takes only spaces",
            "yaml: line 2: found character that cannot start any token",
        ),
        (
            "x: 1\na: b: c",
            ":",
            "a second `: ` follows on the same line",
            "yaml: line 2: mapping values are not allowed in this context",
        ),
        (
            "metadata:\n  name: broken\n   namespace: default",
            "namespace",
            "this key is indented below a key that already has a value",
            "yaml: line 3: mapping values are not allowed in this context",
        ),
        ("a: \"b\nc: 1\n", "\"b", "the quote is not closed", "yaml: line 3: found unexpected end of stream"),
        ("a: @b", "@b", "an unquoted value cannot start with `@`", "yaml: found character that cannot start any token"),
        (
            "a: *.example.com",
            "*.example.com",
            "an unquoted value that starts with `*` or `&` is taken for an alias or an anchor",
            "yaml: did not find expected alphabetic or numeric character",
        ),
        (
            "a: \"\\d\"",
            "\"\\d\"",
            "a double-quoted string has a backslash sequence that YAML does not know",
            "yaml: found unknown escape character",
        ),
        (
            "a: 1\n--- b",
            "b",
            "text follows `---` on the same line, which kubectl refuses",
            "invalid Yaml document separator: b",
        ),
        (
            "a: |\n-----BEGIN X-----\n",
            "-----BEGIN X-----",
            "this line starts with `---`, which kubectl takes for a wrong document separator",
            "invalid Yaml document separator: --BEGIN X-----",
        ),
        (
            "# c\n%YAML 1.2\n---\na: 1",
            "%YAML 1.2",
            "a line that starts with `%` is a YAML directive, which kubectl cannot read in front of a `---`",
            "yaml: line 1: found incompatible YAML document",
        ),
        (
            "a: \u{7}",
            "\u{7}",
            "the character U+0007 is not allowed in YAML",
            "yaml: control characters are not allowed",
        ),
    ];
    for (text, place, message, error) in cases {
        check_broken(text, &[("yaml-syntax", place)], error);
        assert_eq!(read(text).1[0].message, *message, "{text:?}");
    }
}

#[test]
fn limits_are_problems_and_the_rest_is_left_out() {
    let text = "a: 1\n---\nb: 2\n---\nc: 3\n";
    let count = |limits: Limits| {
        let (documents, problems) = read_with(text, &limits);
        assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), [Code::YamlLimit]);
        documents.iter().filter(|document| document.node.is_some()).count()
    };
    assert_eq!(count(Limits { documents: 2, ..Limits::default() }), 2);
    assert_eq!(count(Limits { bytes: 13, ..Limits::default() }), 1);
    assert_eq!(count(Limits { nodes: 4, ..Limits::default() }), 1);
    let many = "a: 1\n".repeat(50);
    let (_, problems) = read_with(&many, &Limits { problems: 10, ..Limits::default() });
    assert_eq!((problems.len(), problems[10].code), (11, Code::YamlLimit));
    let deep = "[".repeat(101);
    let (documents, problems) = read(&deep);
    assert_eq!((documents.len(), problems[0].code), (1, Code::YamlLimit));
    let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
    assert_eq!(read(&deep).1, []);
    // Depth counts through aliases.
    let links = (1..200).map(|at| format!("a{at}: &a{at} [*a{}]", at - 1)).collect::<Vec<_>>();
    let chain = format!("a0: &a0 [x]\n{}", links.join("\n"));
    assert_eq!(read(&chain).1[0].code, Code::YamlLimit);
}

#[test]
fn aliases_of_aliases_end_fast() {
    let lines = ('a'..='y').zip('b'..='z').map(|(before, name)| {
        let items = vec![format!("*{before}"); 9].join(", ");
        format!("{name}: &{name} [{items}]")
    });
    let laughs = format!("a: &a [{}]\n{}", ["lol"; 9].join(", "), lines.collect::<Vec<_>>().join("\n"));
    let (documents, problems) = read(&laughs);
    assert_eq!(documents[0].error.as_deref(), Some("yaml: document contains excessive aliasing"));
    assert_eq!(problems.last().unwrap().code, Code::YamlLimit);
}

/// The text after the edits of the first fix.
fn mended(text: &str) -> Option<String> {
    let problems = read(text).1;
    let fix = problems.first()?.fixes.first()?;
    let mut mended = text.to_owned();
    for edit in fix.edits.iter().rev() {
        mended.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    }
    Some(mended)
}

#[test]
fn mistakes_with_one_remedy_have_an_edit() {
    for (text, expected) in [
        ("a: b: c # d\n", "a: 'b: c' # d\n"),
        ("hosts: [*.example.com, x]\n", "hosts: ['*.example.com', x]\n"),
        ("- *.example.com\n- @x\n", "- '*.example.com'\n- @x\n"),
        ("a: `b`\n", "a: '`b`'\n"),
        ("p: \"~/a/\\d+\"\nq: 1\n", "p: '~/a/\\d+'\nq: 1\n"),
        ("a:\n\tb: 1\n\tc: 2\n", "a:\n  b: 1\n  c: 2\n"),
        ("a: \"b\nc: 1\n", "a: \"b\"\nc: 1\n"),
        ("a: [b, c\nd: 1\n", "a: [b, c]\nd: 1\n"),
        ("a:b\nc: 1\n", "a: b\nc: 1\n"),
        ("metadata\n  name: x\nkind: y\n", "metadata:\n  name: x\nkind: y\n"),
        ("m:\n  name: x\n   namespace: z\n", "m:\n  name: x\n  namespace: z\n"),
        ("m:\n- name: x\n   port: z\n", "m:\n- name: x\n  port: z\n"),
        ("a: 1\n---  {b: 2}\n---\nc: 3\n", "a: 1\n---\n{b: 2}\n---\nc: 3\n"),
        ("%YAML 1.2\n---\na: 1\n", "---\na: 1\n"),
        ("a: b\u{7}c\n", "a: bc\n"),
        ("a: *x\n", "a: '*x'\n"),
        ("~: 1\n", "'~': 1\n"),
        ("a: .inf\n", "a: '.inf'\n"),
    ] {
        let mended = mended(text);
        if text.contains("@x") {
            // A second mistake is left: nothing is offered that does not help.
            assert_eq!(mended, None, "{text:?}");
            continue;
        }
        assert_eq!(mended.as_deref(), Some(expected), "{text:?}");
        assert_eq!(read(expected).1, [], "{expected:?}");
    }
    assert_eq!(mended("a: 1\n...\nb: 2\n").as_deref(), Some("a: 1\n...\n\n---\nb: 2\n"));
}

/// Texts that ask for more than linear work from a careless reader; the test ends at once with a careful one.
#[test]
fn long_texts_of_one_kind_take_no_longer_than_others() {
    let size = 50_000;
    for text in [
        "-\n".repeat(size) + "- é",
        "- \n\n".repeat(size) + "- é",
        "# c\n".repeat(size) + "a: b: c",
        "a:\n".repeat(size),
        format!("é: {}", " ".repeat(size * 4)),
        "{}\n".repeat(15_000) + &" ".repeat(size * 4),
        "---x\n".repeat(size),
        "---\n".repeat(size),
        "---\na: [\n".repeat(15_000),
        "a: \"".to_owned() + &"x\n".repeat(size),
        "a:\n".to_owned() + &"\tb: c\n".repeat(size),
        format!("a: &a {{b: 1}}\nc:\n{}", "  <<: *a\n".repeat(30_000)),
        "&a x: *a\n".repeat(20_000),
        (0..20_000).map(|at| format!("k{at}: &k{at} *k{at}\n")).collect::<Vec<_>>().concat(),
    ] {
        let (documents, problems) = read(&text);
        assert!(documents.len() <= 20_000 && problems.len() <= 1001);
    }
}
