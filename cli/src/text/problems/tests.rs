//! Places that are hard to draw. Most texts here are one manifest and the words that the problem is about.

use kic_core::diagnostic::{Code, Diagnostic, Edit, Fix};
use kic_core::text::{Pane, SourceFile, Sources, Span};

use super::*;

/// A text with `[[` and `]]` around a place becomes the text and the place.
fn placed(marked: &str) -> (String, Range<u32>) {
    let start = marked.find("[[").unwrap();
    let text = marked.replacen("[[", "", 1);
    let end = text.find("]]").unwrap();
    (text.replacen("]]", "", 1), u32::try_from(start).unwrap()..u32::try_from(end).unwrap())
}

fn sources<'a>(manifests: &'a str, environment: &'a str) -> Sources<'a> {
    Sources::new([
        SourceFile { name: "m.yaml", pane: Pane::Manifests, text: manifests },
        SourceFile { name: "kong.env", pane: Pane::Environment, text: environment },
    ])
}

fn file(sources: &Sources<'_>, pane: Pane) -> FileId {
    sources.of(pane).next().unwrap().0
}

/// What is drawn for a place, without title, help and notes.
fn drawn(marked: &str) -> String {
    let (text, at) = placed(marked);
    let sources = sources(&text, "");
    let span = Span::new(file(&sources, Pane::Manifests), at.start, at.end);
    let all = all(&[Diagnostic::new(Code::FieldType, span, "m", "s")], &sources, Screen::PLAIN);
    let lines: Vec<&str> = all.lines().skip(2).take_while(|line| !line.contains(" = ")).collect();
    lines.join("\n")
}

fn with_fix(manifests: &str, edits: &[(Range<u32>, &str)]) -> String {
    let sources = sources(manifests, "");
    let in_file = |at: &Range<u32>| Span::new(file(&sources, Pane::Manifests), at.start, at.end);
    let edits = edits.iter().map(|(at, text)| Edit { span: in_file(at), text: (*text).to_owned() }).collect();
    let problem =
        Diagnostic::new(Code::FieldType, in_file(&(0..1)), "m", "s").with_fix(Fix { title: "Do it".to_owned(), edits });
    let all = all(&[problem], &sources, Screen::PLAIN);
    all.lines().skip_while(|line| !line.starts_with("help")).skip(2).collect::<Vec<_>>().join("\n")
}

#[test]
fn carets_stand_under_characters_of_any_width() {
    let expected = " --> m.yaml:1:4\n  |\n1 | ä: 漢字😀 # x\n  |    ^^^^^^\n  |";
    assert_eq!(drawn("ä: [[漢字😀]] # x\n"), expected);
    assert_eq!(drawn("\ta:\t[[b]]\n"), " --> m.yaml:1:5\n  |\n1 |     a:    b\n  |           ^\n  |");
}

#[test]
fn line_breaks_of_windows_are_not_shown() {
    assert_eq!(drawn("a: 1\r\nb: [[2]]\r\n"), " --> m.yaml:2:4\n  |\n2 | b: 2\n  |    ^\n  |");
    let two = drawn("a: 0\r\n[[b: 1\r\nc: 2\r\n]]");
    assert_eq!(two, " --> m.yaml:2:1\n  |\n2 | / b: 1\n3 | | c: 2\n  | |____^\n  |");
}

#[test]
fn empty_places_and_the_end_of_the_text_have_a_caret() {
    assert_eq!(drawn("a:[[]]\nb: 1\n"), " --> m.yaml:1:3\n  |\n1 | a:\n  |   ^\n  |");
    let end = " --> m.yaml:1:5\n  |\n1 | a: 1\n  |     ^\n  |";
    assert_eq!(drawn("a: 1\n[[]]"), end);
    assert_eq!(drawn("a: 1[[]]"), end);
    assert_eq!(drawn("a: 1\n[[\n\n]]"), " --> m.yaml:2:1\n  |\n2 |\n  | ^\n  |");
}

#[test]
fn an_empty_text_has_a_name_only() {
    assert_eq!(drawn("[[]]"), "--> m.yaml");
}

#[test]
fn long_lines_are_cut_around_the_place() {
    let marked = format!("a: {}[[HERE]]{}", "x".repeat(400), "y".repeat(400));
    let drawn = drawn(&marked);
    assert!(drawn.lines().all(|line| line.chars().count() < 160), "{drawn}");
    assert!(drawn.contains("xHEREy") && drawn.contains("^^^^"), "{drawn}");
}

#[test]
fn characters_that_steer_a_terminal_are_shown_as_signs() {
    let (text, at) = placed("a: \u{1b}[31m[[b]]\n");
    let sources = sources(&text, "");
    let span = Span::new(file(&sources, Pane::Manifests), at.start, at.end);
    let problem = Diagnostic::new(Code::FieldType, span, "\u{1b}]0;m", "s")
        .with_help("\u{1b}[2J")
        .with_label(span, "\u{1b}[5m")
        .with_fix(Fix::replace("\u{1b}[1m", span, "\u{1b}c"));
    let out = all(&[problem], &sources, Screen::PLAIN);
    assert!(!out.contains('\u{1b}'), "{out}");
    assert_eq!(out.matches('␛').count(), 8, "{out}");
}

#[test]
fn each_file_has_its_part_and_errors_stand_first() {
    let sources = sources("a: 1\nb: 2\n", "X=1\n");
    let (manifests, environment) = (file(&sources, Pane::Manifests), file(&sources, Pane::Environment));
    let at = |file, start| Span::new(file, start, start + 1);
    let problems = [
        Diagnostic::new(Code::FieldType, at(environment, 0), "third", "s"),
        Diagnostic::new(Code::FieldType, at(manifests, 5), "first", "s").with_label(at(environment, 2), "by this"),
        Diagnostic::new(Code::KindUnknown, at(manifests, 0), "second", "s"),
    ];
    let out = all(&problems, &sources, Screen::PLAIN);
    let heads: Vec<&str> =
        out.lines().filter(|line| line.contains(": ") && !line.starts_with([' ', '1', '2'])).collect();
    let expected = [
        "m.yaml: 1 error · 1 warning",
        "error[field-type]: first",
        "warning[kind-unknown]: second",
        "kong.env: 1 error",
        "error[field-type]: third",
    ];
    assert_eq!(heads, expected);
    assert!(out.contains(" ::: kong.env:1:3\n  |\n1 | X=1\n  |   - by this\n"), "{out}");
}

#[test]
fn a_changed_line_is_shown_before_and_after() {
    assert_eq!(with_fix("a: 1\nb: 2\n", &[(8..9, "\"2\"")]), "2 - b: 2\n2 + b: \"2\"");
    assert_eq!(with_fix("a: 1\r\nb: 2\r\n", &[(9..10, "3")]), "2 - b: 2\n2 + b: 3");
}

#[test]
fn lines_that_only_come_or_go_stand_behind_the_line_before() {
    let text = "a: 1\nb: 2\nc: 3\n";
    assert_eq!(with_fix(text, &[(5..5, "x: 0\n")]), "1 | a: 1\n2 + x: 0");
    assert_eq!(with_fix(text, &[(9..9, "\nx: 0\ny: 0")]), "2 | b: 2\n3 + x: 0\n4 + y: 0");
    assert_eq!(with_fix(text, &[(5..10, "")]), "1 | a: 1\n2 - b: 2");
    assert_eq!(with_fix(text, &[(15..15, "d: 4\n")]), "3 | c: 3\n4 + d: 4");
    assert_eq!(with_fix("a: 1", &[(4..4, "\nb: 2\n")]), "1 | a: 1\n2 + b: 2");
    assert_eq!(with_fix(text, &[(10..15, "")]), "2 | b: 2\n3 - c: 3");
}

#[test]
fn numbers_of_new_lines_are_those_of_the_new_text() {
    let text = "a: 1\nb: 2\nc: 3\nd: 4\ne: 5\n";
    let out = with_fix(text, &[(5..5, "x: 0\n"), (20..25, "e: 6\n")]);
    assert_eq!(out, "1 | a: 1\n2 + x: 0\n...\n5 - e: 5\n6 + e: 6");
}

#[test]
fn of_many_new_lines_the_first_are_shown() {
    let lines = "x\n".repeat(40);
    let out = with_fix("a: 1\n", &[(5..5, &lines)]);
    assert_eq!(out.lines().count(), 26, "{out}");
    assert!(out.ends_with("25 + x\n   + ... 16 more lines"), "{out}");
}

#[test]
fn a_long_changed_line_is_cut_at_one_place() {
    let long = format!("a: {}b{}\n", "x".repeat(300), "y".repeat(300));
    let out = with_fix(&long, &[(303..304, "BBB")]);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[0].find('b'), lines[1].find('B'), "{out}");
    assert!(lines.iter().all(|line| line.len() <= 140 && line.contains("...x") && line.ends_with("y...")), "{out}");
}

#[test]
fn a_fix_elsewhere_names_the_file_or_how_to_give_one() {
    let sources = sources("a: 1\n", "X=1");
    let at = |pane, at| Span::new(file(&sources, pane), at, at);
    let fix = |title: &str, pane, offset| Fix::replace(title, at(pane, offset), "Y=2\n");
    let problem = Diagnostic::new(Code::FieldType, at(Pane::Manifests, 0), "m", "s")
        .with_fix(fix("Add Y", Pane::Environment, 0))
        .with_fix(fix("Add it to the values", Pane::HelmValues, 0));
    let out = all(&[problem], &sources, Screen::PLAIN);
    let expected = "help: Add Y\n --> kong.env:1\n  |\n1 + Y=2\nhelp: or: Add it to the values\n";
    assert!(out.ends_with(expected), "{out}");
    let problem = Diagnostic::new(Code::FieldType, at(Pane::Manifests, 0), "m", "s").with_fix(fix(
        "Add it to the values",
        Pane::HelmValues,
        0,
    ));
    let out = all(&[problem], &sources, Screen::PLAIN);
    assert!(out.ends_with(" --> helm-values (a file for --values)\n  |\n1 + Y=2\n"), "{out}");
}
