//! Problems of single texts, under the words that they are about, and texts that are too large.
#![cfg(not(target_arch = "wasm32"))]

use kic_core::wire::{self, Input, Report};
use kic_tests::annotated::{check, check_environment};

#[test]
fn a_key_that_stands_twice_is_marked_where_it_is_lost() {
    check(
        "
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: a
        # ^^^^ error[yaml-duplicate-key]: `name`
          name: b
        ",
    );
}

#[test]
fn an_alias_needs_its_anchor() {
    check(
        "
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: *missing
        #       ^^^^^^^^ error[yaml-unknown-alias]: `*missing`
        ",
    );
}

#[test]
fn a_misspelt_kind_is_named_with_the_right_one() {
    check(
        "
        apiVersion: gateway.networking.k8s.io/v1
        kind: HttpRoute
        #     ^^^^^^^^^ warning[kind-unknown]: `HttpRoute`
        metadata:
          name: a
        ",
    );
}

#[test]
fn a_quote_that_ends_a_value_early_is_marked() {
    check_environment(
        r#"
        KONG_STREAM_LISTEN="0.0.0.0:9901 udp",0.0.0.0:9903 ssl"
        #                                   ^ error[environment-quote]: `KONG_STREAM_LISTEN`
        "#,
    );
}

#[test]
fn a_line_that_assigns_nothing_is_marked() {
    check_environment(
        "
        KONG_PROXY_LISTEN=0.0.0.0:8000
          what is this
        # ^^^^^^^^^^^^ error[environment-line]
        ",
    );
}

fn manifests(text: String) -> Report {
    wire::run(&Input { manifests: text, ..Input::default() })
}

#[track_caller]
fn has(report: &Report, code: &str) {
    assert!(report.problems.iter().any(|problem| problem.code == code), "{:?}", report.problems);
}

const SERVICE: &str = "apiVersion: v1\nkind: Service\nmetadata:\n  name: first\n---\n";

#[test]
fn lists_in_lists_in_lists_cost_only_their_document() {
    let report = manifests(format!("{SERVICE}{}\n---\n{}", "[".repeat(5_000), SERVICE.replace("first", "second")));
    has(&report, "yaml-limit");
    for name in ["Service default/first", "Service default/second"] {
        assert!(report.objects.iter().any(|object| object.object == name), "{name}");
    }
    has(&manifests(format!("a: {}1{}\n", "{b: ".repeat(200), "}".repeat(200))), "yaml-limit");
}

#[test]
fn aliases_of_aliases_are_not_written_out() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        text = format!("{text}a{level}: &a{level} [{aliases}]\n");
    }
    has(&manifests(text), "yaml-limit");
}

#[test]
fn texts_beyond_the_limit_are_read_up_to_it() {
    let filler = format!("# {}\n", "x".repeat(1022)).repeat(9 << 10);
    let report = manifests(format!("{SERVICE}{filler}---\n{SERVICE}"));
    has(&report, "yaml-limit");
    assert!(report.objects.iter().any(|object| object.object == "Service default/first"));
}

#[test]
fn more_documents_than_are_read_are_said() {
    has(&manifests("a: 1\n---\n".repeat(20_001)), "yaml-limit");
}
