//! A run that is kept: whoever asks again about the same input is not made to wait for the translation again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::code::{Line, Lines, Text, Window};
use super::input::{self, Input};
use super::request::{self, Asked, Question};
use super::{Origin, Report, compare, convert};
use crate::provenance::Tree;
use crate::{report, translate};

/// Parts of a report, as a set. They are those that grow with the input and that not everybody wants to see; what is in
/// none of them is in every report. Of the statuses, those of Gateways and their classes are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sections(u8);

impl Sections {
    /// None of them.
    pub const NONE: Self = Self(0);
    /// [`Report::config`].
    pub const CONFIG: Self = Self(1);
    /// [`Report::status`], whole.
    pub const STATUS: Self = Self(1 << 1);
    /// [`Report::origins`] of those of config and status that are there.
    pub const ORIGINS: Self = Self(1 << 2);
    /// [`Report::annotations`].
    pub const ANNOTATIONS: Self = Self(1 << 3);
    /// [`Report::objects`] and [`Report::variables`].
    pub const OBJECTS: Self = Self(1 << 4);
    /// [`Report::events`], [`Report::webhook`], [`Report::left_out`] and [`Report::as_if_accepted`].
    pub const CLUSTER: Self = Self(1 << 5);
    /// All of them.
    pub const ALL: Self = Self((1 << 6) - 1);

    /// Those of both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `other` are there.
    pub const fn hold(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

impl Default for Sections {
    fn default() -> Self {
        Self::ALL
    }
}

/// How much there is, whatever the report holds of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Totals {
    /// Routes of the configuration.
    pub routes: u32,
    /// Annotations, labels and gates of [`Report::annotations`].
    pub annotations: u32,
}

/// An input with what came out of it.
pub struct Run {
    input: Input,
    report: report::Report,
    /// The text that was last looked at.
    text: Option<(Text, Vec<Line>)>,
}

impl Run {
    /// Runs the core on an input.
    pub fn new(input: Input) -> Self {
        let report = translate(&crate::Input { sources: input::sources(&input), options: input::options(&input) });
        Self { input, report, text: None }
    }

    /// Whether this is the run of an equal input.
    pub fn is_of(&self, input: &Input) -> bool {
        self.input == *input
    }

    /// The report with these sections; the others are empty.
    pub fn report(&self, sections: Sections) -> Report {
        convert::report_with(&self.report, &input::sources(&self.input), sections)
    }

    /// What is seen of a text through a window, and where that comes from.
    pub fn lines(&mut self, window: &Window) -> (Lines, BTreeMap<String, Vec<Origin>>) {
        let text = self.text.take().filter(|(text, _)| *text == window.text);
        let (_, lines) = text.unwrap_or_else(|| {
            let config = || self.report.config.as_ref().map_or(Value::Null, convert::value);
            let value = if window.text.is_config() { config() } else { convert::value(&self.report.status) };
            (window.text, window.text.lines(&value))
        });
        let seen = Lines::through(window, &lines);
        let origins = convert::origins_of(&self.report, &input::sources(&self.input), &seen);
        self.text = Some((window.text, lines));
        (seen, origins)
    }

    /// The answer to a question.
    pub fn asked(&self, question: &Question) -> Asked {
        let input = crate::Input { sources: input::sources(&self.input), options: input::options(&self.input) };
        let mut asked = request::asked(&self.report, &input.sources, question);
        asked.comparison = question.against.as_ref().map(|against| {
            let report = self.report(Sections::ALL);
            let after = crate::compare::Run { input: &input, report, modelled: self.report.modelled };
            compare::held_against(&after, against)
        });
        asked
    }

    /// How much there is.
    pub fn totals(&self) -> Totals {
        let config = self.report.config.as_ref();
        let services = config.and_then(|config| config.child("services"));
        let of_services = items(services).iter().map(|service| items(service.child("routes")).len());
        let routes = items(config.and_then(|config| config.child("routes"))).len() + of_services.sum::<usize>();
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        Totals { routes: count(routes), annotations: count(self.report.annotations.len()) }
    }
}

fn items(tree: Option<&Tree>) -> &[Tree] {
    match tree {
        Some(Tree::List(items, _)) => items,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run() -> Run {
        Run::new(Input {
            manifests: include_str!("../../../web/examples/opening/manifests.yaml").to_owned(),
            environment: include_str!("../../../web/examples/opening/kong.env").to_owned(),
            assume: true,
            fields: true,
            ..Input::default()
        })
    }

    #[test]
    fn a_report_with_all_sections_is_the_report() {
        let run = run();
        assert_eq!(run.report(Sections::ALL), input::run(&run.input));
    }

    #[test]
    fn a_section_that_is_left_out_is_empty_and_nothing_else_is_different() {
        let run = run();
        let whole = run.report(Sections::ALL);
        let part = run.report(Sections::CONFIG.and(Sections::ORIGINS));
        assert_eq!((&part.config, &part.problems, &part.fixes), (&whole.config, &whole.problems, &whole.fixes));
        assert_eq!((&part.listeners, &part.assumed), (&whole.listeners, &whole.assumed));
        assert!(part.annotations.is_empty() && part.objects.is_empty() && part.variables.is_empty());
        let of_config = whole.origins.iter().filter(|(pointer, _)| pointer.starts_with("/config"));
        assert!(part.origins.iter().eq(of_config));
        assert_eq!(part.status.get("gateways"), whole.status.get("gateways"));
        assert_eq!(part.status.get("httpRoutes"), None);
    }

    #[test]
    fn totals_count_what_is_left_out() {
        let run = run();
        let whole = run.report(Sections::ALL);
        let services = whole.config["services"].as_array().unwrap();
        let routes: usize = services.iter().map(|service| service["routes"].as_array().map_or(0, Vec::len)).sum();
        assert_eq!(usize::try_from(run.totals().routes), Ok(routes));
        assert_eq!(usize::try_from(run.totals().annotations), Ok(whole.annotations.len()));
        assert!(routes > 0 && !whole.annotations.is_empty());
    }
}
