//! Each example of the page's gallery shows its symptom, no more and no less, and goes away as it says.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use kic_core::diagnostic::Code;
use kic_core::wire::{self, Asked, Input, Question, Report};
use kic_gallery::{Example, Mend};
use kic_tests::fixes::apply;
use kic_tests::shared;
use serde_json::{Value, json};

/// The time that certificates are judged by: the throwaway ones of the examples were made in 2026.
const NOW: i64 = 1_796_100_000;

/// Presses after which the buttons of an example go round in a circle.
const PATIENCE: usize = 20;

fn examples() -> Vec<Example> {
    kic_gallery::all(shared::root()).unwrap_or_else(|error| panic!("{error}"))
}

/// What the page asks the engine.
fn input(example: &Example) -> Input {
    Input {
        manifests: example.manifests.clone(),
        environment: example.environment.clone(),
        helm: example.helm.clone(),
        kic: example.versions.kic.clone(),
        kong: example.versions.kong.clone(),
        router_flavor: example.versions.router.clone(),
        assume: true,
        now: Some(NOW),
        ..Input::default()
    }
}

/// The codes of errors and warnings.
fn codes(report: &Report) -> BTreeSet<&str> {
    let serious = report.problems.iter().filter(|problem| problem.severity != "info");
    serious.map(|problem| problem.code.as_str()).collect()
}

/// How the answer to the example's request differs from what is expected of it.
fn differences(example: &Example, input: &Input, expected: Option<&Value>) -> Option<String> {
    let expected = expected?;
    let request = example.request.as_deref().unwrap_or_default();
    // JSON is YAML.
    let table = json!([{ "request": request, "expect": expected }]).to_string();
    let (_, asked) = wire::ask(input, &Question { table, ..Question::default() });
    let Asked { table, table_error, .. } = asked;
    if let Some(error) = table_error {
        return Some(error);
    }
    let row = table.first()?;
    (!row.ok).then(|| format!("{request}: {:?}: {:?}", row.differences, row.decision))
}

/// Every example in turn; what is wrong with it is told for all of them.
fn each(check: impl Fn(&Example) -> Result<(), String>) {
    let mut wrong = String::new();
    for example in examples() {
        if let Err(why) = check(&example) {
            let _ = writeln!(wrong, "{}: {why}", example.slug);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_gallery_is_large_and_no_two_examples_look_alike() {
    let examples = examples();
    assert!(examples.len() >= 40, "{} examples", examples.len());
    let unique = |of: fn(&Example) -> &str| examples.iter().map(of).collect::<BTreeSet<_>>().len();
    assert_eq!(unique(|example| &example.slug), examples.len());
    assert_eq!(unique(|example| &example.title), examples.len());
    assert_eq!(unique(|example| &example.about), examples.len());
    let texts = examples.iter().map(|example| (&example.manifests, &example.environment, &example.helm));
    assert_eq!(texts.collect::<BTreeSet<_>>().len(), examples.len(), "the same texts twice");
    let with_threads = examples.iter().filter(|example| !example.threads.is_empty()).count();
    assert!(with_threads >= 40, "only {with_threads} examples name a thread");
    assert_eq!(unique(|example| &example.group), kic_gallery::GROUPS.len(), "a group without examples");
}

#[test]
fn each_example_shows_its_symptom() {
    each(|example| {
        let input = input(example);
        let report = wire::run(&input);
        let expected: BTreeSet<&str> = example.expect.problems.iter().map(String::as_str).collect();
        if expected.len() != example.expect.problems.len() {
            return Err("a code stands twice".to_owned());
        }
        let found = codes(&report);
        if found != expected {
            let problems = report.problems.iter().filter(|problem| problem.severity != "info");
            let problems: Vec<String> =
                problems.map(|problem| format!("  {} {}", problem.code, problem.message)).collect();
            return Err(format!("expected {expected:?}, found\n{}", problems.join("\n")));
        }
        let infos: BTreeSet<&str> = report.problems.iter().map(|problem| problem.code.as_str()).collect();
        if let Some(lacks) = example.expect.notes.iter().find(|code| !infos.contains(code.as_str())) {
            return Err(format!("no {lacks}, but {infos:?}"));
        }
        let whole = serde_json::to_value(&report).map_err(|error| error.to_string())?;
        for (pointer, value) in &example.expect.report {
            if whole.pointer(pointer) != Some(value) {
                return Err(format!("{pointer} is {:?}", whole.pointer(pointer)));
            }
        }
        if let Some(wrong) = differences(example, &input, example.expect.request.as_ref()) {
            return Err(wrong);
        }
        Ok(())
    });
}

/// Presses the first button beside the first problem of the example that has one, until none of its problems is left.
fn mended(example: &Example) -> Result<Input, String> {
    let expect = &example.expect;
    let is_of_example = |code: &str| expect.problems.iter().chain(&expect.notes).any(|known| known == code);
    let mut input = input(example);
    let mut pressed: Vec<String> = Vec::new();
    loop {
        let report = wire::run(&input);
        let mut left = report.problems.iter().filter(|problem| is_of_example(&problem.code)).peekable();
        if left.peek().is_none() {
            return Ok(input);
        }
        let fix = left.clone().find_map(|problem| problem.fix.as_ref());
        let left: BTreeSet<&str> = left.map(|problem| problem.code.as_str()).collect();
        let Some(fix) = fix else {
            return Err(format!("no button is left after {pressed:?}: {left:?}"));
        };
        if pressed.len() == PATIENCE {
            return Err(format!("no end after {pressed:?}: {left:?}"));
        }
        pressed.push(fix.title.clone());
        input = apply(&input, fix)?;
    }
}

#[test]
fn what_buttons_mend_is_gone_when_they_were_pressed() {
    each(|example| {
        let is_mended_request = example.expect.mended_request.is_some();
        match example.expect.mend {
            Mend::Buttons => {
                let mended = mended(example)?;
                differences(example, &mended, example.expect.mended_request.as_ref()).map_or(Ok(()), Err)
            }
            Mend::ByHand | Mend::Nothing if is_mended_request => Err("what is mended here?".to_owned()),
            Mend::ByHand => {
                let report = wire::run(&input(example));
                let helps = report.problems.iter().filter(|problem| problem.severity != "info");
                let silent: Vec<&str> =
                    helps.filter(|problem| problem.help.is_empty()).map(|problem| &*problem.code).collect();
                if silent.is_empty() { Ok(()) } else { Err(format!("nothing says what to do about {silent:?}")) }
            }
            Mend::Nothing => Ok(()),
        }
    });
}

/// A symptom is a problem, a part of the report, or what becomes of a request; only what is as it should be has none.
#[test]
fn each_example_expects_something() {
    each(|example| {
        let expect = &example.expect;
        let shows = !expect.problems.is_empty()
            || !expect.notes.is_empty()
            || !expect.report.is_empty()
            || expect.request.is_some();
        match (expect.mend, shows) {
            (Mend::Buttons | Mend::ByHand, false) => Err("no symptom is expected".to_owned()),
            (Mend::Nothing, _) if !expect.problems.is_empty() => Err("problems, and nothing wrong?".to_owned()),
            _ => Ok(()),
        }?;
        let known: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        match expect.problems.iter().chain(&expect.notes).find(|code| !known.contains(code.as_str())) {
            Some(unknown) => Err(format!("no such code: {unknown}")),
            None if example.request.is_some() != expect.request.is_some() => {
                Err("a request and what becomes of it go together".to_owned())
            }
            None => Ok(()),
        }
    });
}

#[test]
fn cards_are_short_and_name_what_they_are_about() {
    each(|example| {
        let is_slug = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let sentences = example.about.matches(". ").count() + 1;
        let checks = [
            (example.slug.bytes().all(is_slug), "the folder's name has other characters"),
            ((12..=90).contains(&example.title.chars().count()), "the title is too short or too long"),
            (!example.title.ends_with('.'), "the title ends with a full stop"),
            (sentences <= 2 && example.about.ends_with('.'), "the text is not one or two sentences"),
            (example.about.chars().count() <= 300, "the text is too long"),
            (example.about.matches('`').count() % 2 == 0, "a backquote stands alone"),
            (!example.manifests.trim().is_empty(), "there are no manifests"),
            (example.manifests.lines().count() <= 400, "the manifests are too long"),
        ];
        match checks.iter().find(|(holds, _)| !holds) {
            Some((_, why)) => Err((*why).to_owned()),
            None => Ok(()),
        }
    });
}

/// No key but the throwaway ones that the scenarios brought, no token, and no name of a host that belongs to somebody.
#[test]
fn nothing_is_secret() {
    let scenarios = std::fs::read_to_string(shared::copy_of("kic-scenarios")).unwrap();
    each(|example| {
        let texts = [&example.manifests, &example.environment, &example.helm];
        for line in texts.iter().flat_map(|text| text.lines()) {
            let (key, value) = line.trim().split_once(": ").unwrap_or((line.trim(), ""));
            let of_us = value.get(..200).is_none_or(|start| scenarios.contains(start));
            if key == "tls.key" && !of_us || line.contains("PRIVATE KEY") {
                return Err(format!("a private key of somebody: {line}"));
            }
            for token in ["ghp_", "github_pat_", "AKIA", "xoxb-", "eyJhbGci", "sk_live"] {
                if line.contains(token) {
                    return Err(format!("a token: {line}"));
                }
            }
        }
        let mut strangers = BTreeSet::new();
        for text in texts {
            for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || "-.".contains(c))) {
                let ending = word.rsplit('.').next().unwrap_or_default();
                let is_host = ["com", "org", "net", "dev", "cloud"].contains(&ending) && word.contains('.');
                let is_ours = ["example.com", "example.org", "example.net", "konghq.com"]
                    .iter()
                    .any(|own| word == *own || word.ends_with(&format!(".{own}")));
                if is_host && !is_ours {
                    strangers.insert(word);
                }
            }
        }
        if strangers.is_empty() { Ok(()) } else { Err(format!("{strangers:?}")) }
    });
}
