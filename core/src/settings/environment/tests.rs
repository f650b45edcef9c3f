//! What the environment pane reads, by form.

use super::*;
use crate::diagnostic::{Code, apply};
use crate::text::{Pane, SourceFile, Sources, to_usize};

fn file() -> FileId {
    Sources::new([SourceFile { name: "e", pane: Pane::Environment, text: "" }]).iter().next().unwrap().0
}

fn read(text: &str) -> (Vec<(String, String)>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let environment = parse(file(), text, &mut problems);
    let entries =
        environment.entries.iter().map(|entry| (entry.name.value.to_string(), entry.value.text().to_owned())).collect();
    (entries, problems)
}

#[track_caller]
fn reads_as(text: &str, expected: &[(&str, &str)]) {
    let (entries, problems) = read(text);
    let entries: Vec<_> = entries.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(entries, expected, "{text}");
    assert_eq!(problems, [], "{text}");
}

#[track_caller]
fn under(text: &str, problem: &Diagnostic) -> String {
    text[to_usize(problem.primary.start)..to_usize(problem.primary.end)].to_owned()
}

#[test]
fn a_plain_value_goes_to_the_end_of_the_line() {
    reads_as(
        "KONG_PROXY_LISTEN=0.0.0.0:8000 reuseport backlog=16384, 0.0.0.0:8443 ssl\r\nA=\n\n  B = x \nC=a'b c=d",
        &[
            ("KONG_PROXY_LISTEN", "0.0.0.0:8000 reuseport backlog=16384, 0.0.0.0:8443 ssl"),
            ("A", ""),
            ("B", "x"),
            ("C", "a'b c=d"),
        ],
    );
}

#[test]
fn comments_export_and_a_byte_order_mark_are_no_values() {
    reads_as(
        "\u{feff}# comment line\n\nCONTROLLER_PUBLISH_SERVICE = kong/proxy \nexport KONG_ROUTER_FLAVOR=\"traditional_compatible\"\nA=b # why\nC=d#e\nD= # none\nE=\"#\" # f",
        &[
            ("CONTROLLER_PUBLISH_SERVICE", "kong/proxy"),
            ("KONG_ROUTER_FLAVOR", "traditional_compatible"),
            ("A", "b"),
            ("C", "d#e"),
            ("D", ""),
            ("E", "#"),
        ],
    );
}

#[test]
fn a_quoted_value_is_read_as_a_shell_reads_it() {
    reads_as(
        "A=\"b c\"\nD='e \"f'\nG=\"h\"'i'j\nK=\"l\\\"m\\n\"\nN=\"o\" P='q'\nR=\"s\nt\"\n",
        &[("A", "b c"), ("D", "e \"f"), ("G", "hij"), ("K", "l\"m\\n"), ("N", "o"), ("P", "q"), ("R", "s\nt")],
    );
}

const DOCUMENT: &str = "KONG_STREAM_LISTEN=\"0.0.0.0:9901 reuseport backlog=16384, 0.0.0.0:9902 reuseport backlog=16384 udp\", 0.0.0.0:9903 reuseport backlog=16384 ssl\"\n";

#[test]
fn a_stray_quote_ends_the_value_at_the_next_blank_and_its_removal_mends_it() {
    let (entries, problems) = read(DOCUMENT);
    assert_eq!(entries[0].1, "0.0.0.0:9901 reuseport backlog=16384, 0.0.0.0:9902 reuseport backlog=16384 udp,");
    let [problem] = problems.as_slice() else { panic!("{problems:?}") };
    assert_eq!((problem.code, under(DOCUMENT, problem).as_str()), (Code::EnvironmentQuote, "\""));
    let mended = apply(DOCUMENT, &problem.fixes[0].edits);
    assert_eq!(mended.len() + 1, DOCUMENT.len());
    reads_as(
        &mended,
        &[(
            "KONG_STREAM_LISTEN",
            "0.0.0.0:9901 reuseport backlog=16384, 0.0.0.0:9902 reuseport backlog=16384 udp, 0.0.0.0:9903 reuseport backlog=16384 ssl",
        )],
    );
}

#[test]
fn every_fix_of_a_quote_gives_a_value_without_problems() {
    for (text, value) in [
        ("A=\"b\", c", "b, c"),
        ("A=\"b\" \"c\"", "b c"),
        ("A=\"b, c", "b, c"),
        ("A=b, c\"", "b, c"),
        ("A=\u{201c}b c\u{201d}", "b c"),
        ("A='b' c'", "b c"),
        ("A=\"b\", c # d", "b, c"),
    ] {
        let (_, problems) = read(text);
        let [problem] = problems.as_slice() else { panic!("{text}: {problems:?}") };
        assert_eq!(problem.code, Code::EnvironmentQuote, "{text}");
        for fix in &problem.fixes {
            reads_as(&apply(text, &fix.edits), &[("A", value)]);
        }
    }
}

#[test]
fn a_line_that_is_nothing_is_reported_and_the_rest_is_read() {
    let (entries, problems) = read("hello world\nKONG_X\n1A=b\nA=b");
    assert_eq!(entries, [("A".to_owned(), "b".to_owned())]);
    let found: Vec<_> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(found, [Code::EnvironmentLine; 3]);
}

#[test]
fn the_last_of_two_assignments_holds() {
    let text = "A=b\nB=c\nA=d\n";
    let mut problems = Vec::new();
    let environment = parse(file(), text, &mut problems);
    assert_eq!(environment.get("A").unwrap().value.text(), "d");
    let [problem] = problems.as_slice() else { panic!("{problems:?}") };
    assert_eq!((problem.code, problem.primary.start), (Code::EnvironmentDuplicate, 0));
    reads_as(&apply(text, &problem.fixes[0].edits), &[("B", "c"), ("A", "d")]);
}

#[test]
fn places_of_a_quoted_value_lead_back_to_the_text() {
    let text = "A=\"ab\"c";
    let mut problems = Vec::new();
    let environment = parse(file(), text, &mut problems);
    let value = &environment.get("A").unwrap().value;
    assert_eq!(value.text(), "abc");
    let span = value.place(0..3).span().unwrap();
    assert_eq!(&text[to_usize(span.start)..to_usize(span.end)], "ab\"c");
}

#[test]
fn a_list_of_a_container_is_read_from_yaml() {
    reads_as(
        "env:\n- name: KONG_PROXY_LISTEN\n  value: \"0.0.0.0:8000, [::]:8000\"\n- name: A\n  value: 'it''s'\n- {name: B, value: c}\n- name: C\n",
        &[("KONG_PROXY_LISTEN", "0.0.0.0:8000, [::]:8000"), ("A", "it's"), ("B", "c"), ("C", "")],
    );
    reads_as("  - name: A\n    value: b\nC=d\n", &[("A", "b"), ("C", "d")]);
    reads_as("[{\"name\": \"A\", \"value\": \"b\"}]", &[("A", "b")]);
}

#[test]
fn lists_of_compose_files_and_maps_are_read() {
    reads_as("environment:\n  - A_B=c d\n  - E=f=g\n", &[("A_B", "c d"), ("E", "f=g")]);
    reads_as("environment:\n  KONG_A: b\n  KONG_C: \"d\"\n", &[("KONG_A", "b"), ("KONG_C", "d")]);
    reads_as("{\"KONG_A\": \"b\"}", &[("KONG_A", "b")]);
    reads_as("KONG_A: |\n  b\nKONG_C: 'd'\nE=f", &[("KONG_A", "b\n"), ("KONG_C", "d"), ("E", "f")]);
}

#[test]
fn whole_manifests_are_searched_for_variables() {
    reads_as(
        "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n      - name: proxy\n        image: kong\n        env:\n        - name: KONG_A\n          value: b\n      - name: controller\n        env:\n        - name: CONTROLLER_C\n          value: d\n",
        &[("KONG_A", "b"), ("CONTROLLER_C", "d")],
    );
    reads_as("apiVersion: v1\nkind: ConfigMap\ndata:\n  KONG_A: b\n  OTHER: c\n", &[("KONG_A", "b"), ("OTHER", "c")]);
    let (entries, problems) = read("apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n");
    assert_eq!((entries.len(), problems[0].code), (0, Code::EnvironmentIgnored));
}

#[test]
fn the_description_of_a_pod_is_read_line_by_line() {
    let text = "    Environment:\n      POD_NAMESPACE:         kong (v1:metadata.namespace)\n      KONG_PROXY_LISTEN:     [::]:8000, 0.0.0.0:8000\n      KONG_STREAM_LISTEN:    *:9000\n      KONG_EMPTY:\n      KONG_PASSWORD:         <set to the key 'password' in secret 'kong'>  Optional: false\n";
    let (entries, problems) = read(text);
    let entries: Vec<_> = entries.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(
        entries,
        [
            ("POD_NAMESPACE", "kong"),
            ("KONG_PROXY_LISTEN", "[::]:8000, 0.0.0.0:8000"),
            ("KONG_STREAM_LISTEN", "*:9000"),
            ("KONG_EMPTY", "")
        ]
    );
    assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), [Code::EnvironmentValueElsewhere]);
}

#[test]
fn words_of_a_container_command_are_read() {
    reads_as(
        "-e A=b \\\n  -e \"C=d e\" \\\n  --env F='g h' --env=I=j -eK=l\nM=n",
        &[("A", "b"), ("C", "d e"), ("F", "g h"), ("I", "j"), ("K", "l"), ("M", "n")],
    );
    let text = "docker run -d --name kong \\\n -e \"KONG_A=b c\" -e HOME -p 8000:8000 kong:3.9\n";
    let (entries, problems) = read(text);
    assert_eq!(entries, [("KONG_A".to_owned(), "b c".to_owned())]);
    let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, [Code::EnvironmentLine, Code::EnvironmentIgnored]);
}

#[test]
fn values_from_elsewhere_and_of_other_types_are_reported() {
    let text = "- name: A\n  valueFrom: {secretKeyRef: {name: s, key: k}}\n- name: KONG_STREAM_LISTEN\n  value: off\n";
    let (entries, problems) = read(text);
    assert_eq!(entries, [("KONG_STREAM_LISTEN".to_owned(), "off".to_owned())]);
    let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, [Code::EnvironmentValueElsewhere, Code::EnvironmentValueType]);
    let mended = apply(text, &problems[1].fixes[0].edits);
    assert!(mended.ends_with("value: \"off\"\n"), "{mended}");
    assert_eq!(read(&mended).1.len(), 1);
}

#[test]
fn broken_yaml_is_reported_where_it_stands_and_the_rest_is_read() {
    let text = "A=b\n- name: C\n  value: \"d\n   x\nE=f\n";
    let (entries, problems) = read(text);
    assert_eq!(entries, [("A".to_owned(), "b".to_owned()), ("E".to_owned(), "f".to_owned())]);
    assert!(problems[0].primary.start >= 4, "{problems:?}");
}

#[test]
fn places_in_yaml_lead_to_the_file() {
    let text = "A=b\n- name: KONG_A\n  value: \"c d\"\n";
    let mut problems = Vec::new();
    let environment = parse(file(), text, &mut problems);
    let entry = environment.get("KONG_A").unwrap();
    let slice = |span: Span| &text[to_usize(span.start)..to_usize(span.end)];
    assert_eq!(entry.name.place.span().map(slice), Some("KONG_A"));
    assert_eq!(entry.value.editable(2..3).map(slice), Some("d"));
    assert_eq!(entry.value.whole().span().map(slice), Some("\"c d\""));
}

#[test]
fn flags_of_the_controller_stand_for_their_variables_and_win() {
    let variable = ("CONTROLLER_PUBLISH_SERVICE", "kong/proxy");
    reads_as("--publish-service=kong/proxy\n", &[variable]);
    reads_as("args:\n- --publish-service=kong/proxy\n", &[variable]);
    reads_as(
        "--publish-service=kong/proxy\nCONTROLLER_PUBLISH_SERVICE=a/b",
        &[("CONTROLLER_PUBLISH_SERVICE", "a/b"), variable],
    );
}

/// Texts that hold something of every form.
const SAMPLES: [&str; 11] = [
    DOCUMENT,
    "A=\"b\", c\nexport D='e\"f' # g\nH=i\"\nJ=\u{201c}k\u{201d}\n",
    "env:\n- name: KONG_A\n  value: \"b\\tc\"\n- {name: B, valueFrom: {}}\n- name: C\n  value: off\n",
    "docker run -e \"A=b c\" -eD=e \\\n --env F=\\\n x y\nG=h\n",
    "Environment:\n  KONG_A:  *:8000 (v1:a)\n  B: <set to the key 'a'>\n  C: |\n    d\n",
    "apiVersion: v1\nkind: ConfigMap\ndata:\n  KONG_A: b\n---\nx\n",
    "\u{feff}A=b\r\n\r\nB = c\t# d\r\nhello\r\nA=e",
    "CONTROLLER_FEATURE_GATES=GatewayAlfa=true\nCONTROLLER_UPDATE_STATUS=yes\nCONTROLLER_WATCH_NAMESPACE=a, b\nCONTROLLER_SYNC_PERIOD=10\n",
    "KONG_PROXY_LISTEN=0.0.0.0:8000, 0.0.0.0:8443 sssl,\nKONG_STREAM_LISTEN='*:1, 2 udp'\nKONG_PORT_MAPS=80:8000,x\nKONG_ROUTER_FLAVOR=expresions\n",
    "KONG_STREAM_LISTENS=off\nKONG_STREAM_LISTEN=\nX=\"y\nCONTROLLER_COLOUR=z\n--publish-service=kong\n",
    "KONG_PROXY_LISTEN=localhost:8000\nKONG_STREAM_LISTEN=0.0.0.0:1,, 0.0.0.0:1 ssl ssl, off\n",
];

/// Everything that is said about a text.
fn all_problems(text: &str) -> Vec<Diagnostic> {
    use crate::listens::KongListens;
    use crate::settings::{Options, Settings};
    let mut problems = Vec::new();
    let environment = parse(file(), text, &mut problems);
    let settings = Settings::read(&environment, Options::default(), &mut problems);
    let _ = KongListens::read(&settings.kong, &mut problems);
    let _ = settings.controller.check_start(settings.kong.version, &environment, None, &mut problems);
    problems
}

#[track_caller]
fn check_spans(text: &str, problems: &[Diagnostic]) {
    for problem in problems {
        let edits = problem.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
        let labels = problem.labels.iter().map(|label| label.span);
        for span in edits.chain(labels).chain([problem.primary]) {
            assert!(text.get(to_usize(span.start)..to_usize(span.end)).is_some(), "{text:?}: {problem:?}");
        }
    }
}

#[test]
fn broken_texts_are_read_with_places_inside_of_them() {
    const PIECES: [&str; 14] =
        ["\"", "'", "\n", "=", ":", ",", " ", "\\", "\u{e9}", "- ", "#", "KONG_PROXY_LISTEN=", "{", "\r"];
    let mut state: u64 = 1;
    let mut random = |bound: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % bound
    };
    for round in 0..4_000 {
        let mut text = SAMPLES[round % SAMPLES.len()].to_owned();
        for _ in 0..=random(4) {
            let mut at = random(text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            if random(2) == 0 {
                text.insert_str(at, PIECES[random(PIECES.len())]);
            } else if at < text.len() {
                text.remove(at);
            }
        }
        check_spans(&text, &all_problems(&text));
    }
}

#[test]
fn a_fix_makes_its_problem_go_away() {
    let mut applied = 0;
    for text in SAMPLES {
        let problems = all_problems(text);
        for problem in &problems {
            for fix in &problem.fixes {
                let mended = apply(text, &fix.edits);
                let left = all_problems(&mended);
                let is_left = left.iter().any(|left| left.code == problem.code && left.message == problem.message);
                assert!(!is_left, "{}: {}\n{text}\n{mended}", problem.message, fix.title);
                applied += 1;
            }
        }
    }
    assert!(applied >= 15, "{applied}");
}
