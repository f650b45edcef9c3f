//! A report for an issue, in Markdown.

use std::fmt::Write;

use serde_json::Value;

use super::smallest::smallest;
use crate::link::redact::redact;
use crate::link::{self, Content};
use crate::settings::{KicVersion, KongVersion};
use crate::wire::{self, Input, Problem, Report};
use crate::yaml;

/// Problems that are listed.
const SHOWN: usize = 20;

/// What the text is made of.
#[derive(Clone, Copy, Debug)]
pub struct Issue<'a> {
    /// The whole input.
    pub input: &'a Input,
    /// The problem that the issue is about; without one the whole input is shown.
    pub problem: Option<&'a Problem>,
    /// The address of the playground without its fragment; empty for none.
    pub base: &'a str,
}

/// The text: the problem, versions, the smallest input that shows it, statuses, all problems of that input, and a link.
///
/// Secret values are left out of everything, as in links, and the number of them is said.
pub fn markdown(issue: Issue<'_>) -> String {
    let input = match issue.problem {
        Some(problem) => smallest(issue.input, problem),
        None => issue.input.clone(),
    };
    let (content, left_out) = redact(&content(&input));
    let Content { manifests, environment, helm, .. } = content.clone();
    let input = Input { manifests, environment, helm, ..input };
    // Of the input as it is shown, so that a reader who runs it sees the same.
    let report = wire::run(&input);
    let mut out = String::new();
    head(&mut out, issue.problem, &input);
    for (title, language, text) in [
        ("Manifests", "yaml", &input.manifests),
        ("Environment", "sh", &input.environment),
        ("Helm values", "yaml", &input.helm),
    ] {
        if !text.trim().is_empty() {
            let _ = write!(out, "\n#### {title}\n\n{}", fenced(language, text));
        }
    }
    if !left_out.is_empty() {
        let _ =
            write!(out, "\n{} secret values are replaced (`left-out-…`, or a throwaway key pair).\n", left_out.len());
    }
    statuses(&mut out, &report);
    problems(&mut out, &report);
    if let (Some(fragment), false) = (link::encode(&content), issue.base.is_empty()) {
        let _ = write!(out, "\n[Open this in the playground]({}#{fragment})\n", issue.base);
    }
    out
}

fn head(out: &mut String, problem: Option<&Problem>, input: &Input) {
    let title = problem.map_or("What Kong Ingress Controller makes of this", |problem| problem.message.as_str());
    let _ = write!(out, "### {}\n\n| | |\n| --- | --- |\n", line(title));
    let kic = input.kic.as_deref().and_then(KicVersion::parse).unwrap_or_default();
    let kong = input.kong.as_deref().and_then(KongVersion::parse).unwrap_or_default();
    let mut row = |name: &str, value: &str| {
        let _ = writeln!(out, "| {name} | {} |", line(value).replace('|', "\\|"));
    };
    row("Kong Ingress Controller", &kic.to_string());
    row("Kong", input.kong.as_deref().unwrap_or(&kong.to_string()));
    if let Some(flavor) = &input.router_flavor {
        row("Router flavor", flavor);
    }
    let Some(problem) = problem else { return };
    row("Problem", &format!("`{}` ({})", problem.code, problem.severity));
    if let Some(object) = &problem.object {
        let path = problem.path.as_ref().map_or_else(String::new, |path| format!(", `{path}`"));
        row("Object", &format!("{object}{path}"));
    }
    row("Rule", &problem.source);
    for help in &problem.help {
        row("Help", help);
    }
}

/// The statuses of all objects that are shown.
fn statuses(out: &mut String, report: &Report) {
    if let Some(error) = &report.does_not_start {
        let _ = write!(out, "\n#### The {} does not start\n\n{}", error.who, fenced("text", &error.error));
    }
    let empty = |value: &Value| value.as_object().is_none_or(serde_json::Map::is_empty);
    if !empty(&report.status) {
        let text = yaml::emit_like_kubernetes(&report.status);
        let _ = write!(out, "\n<details><summary>Statuses</summary>\n\n{}\n</details>\n", fenced("yaml", &text));
    }
}

fn problems(out: &mut String, report: &Report) {
    if report.problems.is_empty() {
        return;
    }
    out.push_str("\n#### Problems\n\n");
    for problem in report.problems.iter().take(SHOWN) {
        let Problem { code, severity, message, span, .. } = problem;
        let _ = writeln!(out, "- {severity} `{code}` ({} {}:{}): {}", span.pane, span.line, span.column, line(message));
    }
    if let Some(more) = report.problems.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        let _ = writeln!(out, "- and {more} more");
    }
}

/// A block of code. Its fence is longer than any in the text.
fn fenced(language: &str, text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    let line_break = if text.ends_with('\n') { "" } else { "\n" };
    format!("{fence}{language}\n{text}{line_break}{fence}\n")
}

/// A text in one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn content(input: &Input) -> Content {
    Content {
        manifests: input.manifests.clone(),
        environment: input.environment.clone(),
        helm: input.helm.clone(),
        kic: input.kic.clone().unwrap_or_default(),
        kong: input.kong.clone().unwrap_or_default(),
        router_flavor: input.router_flavor.clone().unwrap_or_default(),
        assume: input.assume,
        ..Content::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::opening;

    #[test]
    fn an_issue_has_all_that_is_needed_to_see_the_problem_again() {
        let input = opening();
        let report = wire::run(&input);
        let problem = report.problems.iter().find(|problem| problem.severity == "error");
        let text = markdown(Issue { input: &input, problem, base: "https://example.com/p/" });
        for part in [
            "### listener `proxy-tls-9903`",
            "| Kong Ingress Controller | 3.5.13 |",
            "| Problem | `listener-needs-ssl` (error) |",
            "#### Manifests\n\n```yaml\napiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\n",
            "#### Environment\n\n```sh\nKONG_",
            "  tls.key: ",
            "# left out\n",
            "reason: PortUnavailable",
            "- error `listener-needs-ssl` (manifests ",
            "](https://example.com/p/#1",
        ] {
            assert!(text.contains(part), "{part}\nis not in\n{text}");
        }
        assert!(!text.contains("kind: HTTPRoute\nmetadata") && !text.contains("kind: EndpointSlice"), "{text}");
        let link = text.rsplit_once("](").and_then(|(_, link)| link.split_once(')')).unwrap().0;
        let (content, faults) = link::decode(link);
        assert!(faults.is_empty() && content.manifests.contains("kind: Gateway"));
    }

    #[test]
    fn without_a_problem_the_whole_input_is_shown_without_its_secrets() {
        let text = markdown(Issue { input: &opening(), problem: None, base: "" });
        assert!(text.contains("kind: HTTPRoute") && text.contains("2 secret values are replaced"), "{text}");
        assert!(
            !text.contains("LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUJwRENDQVV1Z0F3SUJBZ0lVRkk3")
                && !text.contains("](")
        );
    }

    #[test]
    fn a_fence_is_longer_than_those_inside() {
        assert_eq!(fenced("yaml", "a: ```x"), "````yaml\na: ```x\n````\n");
    }
}
