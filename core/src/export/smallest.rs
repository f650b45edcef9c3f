//! The smallest input that shows a problem.
//!
//! Which documents a problem needs, no list of references could say for all problems: what is not there counts as well.
//! So documents and variables are taken away as long as the problem stays, letter by letter, in the report of the rest, and
//! nothing else becomes wrong or has to be assumed: a Gateway keeps its class and its certificates.

use crate::settings::environment;
use crate::text::{FileId, Pane, SourceFile, Sources, to_usize};
use crate::wire::{self, Input, Problem, Report};
use crate::yaml::{self, Limits};

/// So many bytes are translated in all; then what is left is small enough. On a page that is a second or two.
const WORK: usize = 24 << 20;

/// The input without the documents and variables that the problem does not need.
///
/// What remains stands in its order and letter by letter; comments go with their document. An input in which the problem
/// does not occur, and the items of a `List`, stay as they are.
pub fn smallest(input: &Input, problem: &Problem) -> Input {
    let mut input = Input { fields: false, ..input.clone() };
    let whole = wire::run(&input);
    if !whole.problems.iter().any(|other| is_same(other, problem)) {
        return input;
    }
    let mut search = Search { problem, whole, work: WORK };
    for field in [Field::Helm, Field::Manifests, Field::Environment] {
        let parts = field.parts(&input);
        let kept = fewest(parts, &mut |parts: &[&str]| {
            let tried = field.with(&input, &field.join(parts));
            search.is_enough(&tried)
        });
        let text = field.join(&kept.iter().map(String::as_str).collect::<Vec<_>>());
        input = field.with(&input, &text);
    }
    input
}

struct Search<'p> {
    problem: &'p Problem,
    /// The report of the whole input.
    whole: Report,
    /// What may still be translated.
    work: usize,
}

impl Search<'_> {
    /// Whether the input shows the problem and is otherwise no worse than the whole. Without work left it is not.
    fn is_enough(&mut self, input: &Input) -> bool {
        let cost = 2_000 + input.manifests.len() + input.environment.len() + input.helm.len();
        let Some(left) = self.work.checked_sub(cost) else { return false };
        self.work = left;
        let report = wire::run(input);
        let is_old = |problem: &Problem| {
            let same = |other: &Problem| (&other.code, &other.object) == (&problem.code, &problem.object);
            problem.severity == "info" || self.whole.problems.iter().any(same)
        };
        let is_known = |assumed: &wire::Assumed| self.whole.assumed.iter().any(|other| other.what == assumed.what);
        report.problems.iter().any(|other| is_same(other, self.problem))
            && report.problems.iter().all(is_old)
            && report.assumed.iter().all(is_known)
    }
}

fn is_same(one: &Problem, other: &Problem) -> bool {
    (&one.code, &one.object, &one.message) == (&other.code, &other.object, &other.message)
}

/// The parts that are needed: halves are tried first, then quarters, down to single ones, until none can go.
fn fewest(parts: Vec<String>, holds: &mut dyn FnMut(&[&str]) -> bool) -> Vec<String> {
    let mut kept = parts;
    let mut size = kept.len().div_ceil(2).max(1);
    loop {
        let before = kept.len();
        let mut at = 0;
        while at < kept.len() {
            let end = (at + size).min(kept.len());
            let rest: Vec<&str> = kept
                .iter()
                .enumerate()
                .filter(|(index, _)| !(at..end).contains(index))
                .map(|(_, part)| part.as_str())
                .collect();
            if holds(&rest) {
                kept.drain(at..end);
            } else {
                at = end;
            }
        }
        if size > 1 {
            size = size.div_ceil(2);
        } else if kept.len() == before {
            return kept;
        }
    }
}

/// A text of the input.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Manifests,
    Environment,
    Helm,
}

impl Field {
    fn text(self, input: &Input) -> &str {
        match self {
            Self::Manifests => &input.manifests,
            Self::Environment => &input.environment,
            Self::Helm => &input.helm,
        }
    }

    fn with(self, input: &Input, text: &str) -> Input {
        let mut input = input.clone();
        let field = match self {
            Self::Manifests => &mut input.manifests,
            Self::Environment => &mut input.environment,
            Self::Helm => &mut input.helm,
        };
        text.clone_into(field);
        input
    }

    /// Documents, lines of variables, or the values as a whole.
    fn parts(self, input: &Input) -> Vec<String> {
        let text = self.text(input);
        let sources = Sources::new([SourceFile { name: "", pane: Pane::Manifests, text }]);
        let Some((file, _)) = sources.iter().next() else { return Vec::new() };
        match self {
            Self::Manifests => documents(file, text),
            Self::Environment => lines(file, text),
            Self::Helm => {
                if text.trim().is_empty() {
                    Vec::new()
                } else {
                    vec![text.to_owned()]
                }
            }
        }
    }

    fn join(self, parts: &[&str]) -> String {
        let between = if self == Self::Manifests { "---\n" } else { "" };
        let mut joined = String::new();
        for part in parts {
            if !joined.is_empty() {
                joined.push_str(between);
            }
            joined.push_str(part);
            if !joined.ends_with('\n') {
                joined.push('\n');
            }
        }
        joined
    }
}

fn documents(file: FileId, text: &str) -> Vec<String> {
    let documents = yaml::parse(file, text, &Limits { problems: 0, ..Limits::default() }, &mut Vec::new());
    let part = |document: &yaml::Document<'_>| {
        let (start, end) = (to_usize(document.span.start), to_usize(document.span.end));
        text.get(start..end).unwrap_or_default().trim_start_matches('\n').to_owned()
    };
    documents.iter().map(part).collect()
}

/// Each line that sets one variable. A text in which variables stand otherwise, as in a container's list, is one part.
fn lines(file: FileId, text: &str) -> Vec<String> {
    let read = environment::parse(file, text, &mut Vec::new());
    let alone = |entry: &environment::Assignment<'_>| {
        let span = entry.line?;
        text.get(to_usize(span.start)..to_usize(span.end)).map(str::to_owned)
    };
    let lines: Option<Vec<String>> = read.entries.iter().map(alone).collect();
    lines.unwrap_or_else(|| vec![text.to_owned()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::opening;

    #[test]
    fn what_a_closed_port_needs_is_the_gateway_what_it_names_and_the_service_in_front_of_kong() {
        let input = opening();
        let report = wire::run(&input);
        let problem = report.problems.iter().find(|problem| problem.severity == "error").unwrap();
        let small = smallest(&input, problem);
        let kinds: Vec<&str> = small.manifests.lines().filter_map(|line| line.strip_prefix("kind: ")).collect();
        assert_eq!(kinds, ["Gateway", "GatewayClass", "Service", "Secret"]);
        assert!(input.manifests.contains(small.manifests.split("---\n").next().unwrap().trim_end()));
        assert!(small.environment.contains("KONG_STREAM_LISTEN="));
        assert!(wire::run(&small).problems.iter().any(|other| other.message == problem.message));
    }

    #[test]
    fn an_input_without_the_problem_stays_as_it_is() {
        let input = opening();
        let problem = Problem { message: "no such thing".to_owned(), ..wire::run(&input).problems.remove(0) };
        assert_eq!(smallest(&input, &problem), input);
    }

    #[test]
    fn parts_that_only_hold_together_are_kept_together() {
        let parts = (0..40).map(|number| number.to_string()).collect();
        let kept = fewest(parts, &mut |parts| parts.contains(&"3") && parts.contains(&"31"));
        assert_eq!(kept, ["3", "31"]);
    }
}
