//! What `kicplay translate` prints for people, held against files; `BLESS=1` writes them anew.

mod common;

use common::run;

fn check(example: &str, arguments: &str, file: &str) {
    common::check(&run(example, arguments).text, &format!("text/{file}"));
}

#[test]
fn one_listener_that_is_not_ready() {
    check("opening", "--color never", "opening.txt");
    check("opening", "--color always", "opening.ansi");
}

#[test]
fn kong_does_not_start() {
    check("doc-page-as-printed", "--color never", "doc-page-as-printed.txt");
    check("doc-page-as-printed", "--color always", "doc-page-as-printed.ansi");
}

#[test]
fn problems_alone_end_with_their_number() {
    let text = run("opening", "--color never --output problems").text;
    assert!(text.starts_with("error[listener-needs-ssl]: "), "{text}");
    assert!(text.lines().last().unwrap().starts_with("1 error"), "{text}");
}

#[test]
fn colours_change_no_letter() {
    let plain = run("doc-page-as-printed", "--color never").text;
    let mut letters = String::new();
    let coloured = run("doc-page-as-printed", "--color always").text;
    for (index, part) in coloured.split("\u{1b}[").enumerate() {
        letters.push_str(if index == 0 { part } else { part.split_once('m').unwrap().1 });
    }
    let trimmed = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    assert_eq!(trimmed(&letters), trimmed(&plain));
}

#[test]
fn strict_fails_where_there_is_an_error() {
    let without = run("opening", "");
    assert_eq!((without.status, without.error.as_str()), (0, ""));
    assert_eq!(run("opening", "--strict").status, 1);
    assert_eq!(run("doc-page-corrected", "--strict").status, 0);
}
