//! One verdict per variable of the environment.

use std::collections::BTreeSet;

use super::Judge;
use crate::diagnostic::{Code, Diagnostic};
use crate::ordered::Ordered as _;
use crate::report::{FieldVerdict, VariableView};
use crate::settings::environment::{Assignment, Environment};
use crate::settings::{self, KicVersion};
use crate::text::Span;

impl Judge<'_> {
    /// One view per variable that stands in one of the texts, in the order of the texts.
    pub fn variables(&self, environments: &[&Environment<'_>], version: KicVersion) -> Vec<VariableView> {
        let names = settings::Names::new(version);
        let mut views = Vec::new();
        for environment in environments {
            let mut later = BTreeSet::new();
            for entry in environment.entries.iter().rev() {
                let is_last = later.insert(entry.name.value.as_ref());
                views.extend(self.variable(entry, is_last, &names));
            }
        }
        views.order_by_key(|view| view.span);
        views
    }

    /// `None` for a variable that no text of the user holds.
    fn variable(&self, entry: &Assignment<'_>, is_last: bool, names: &settings::Names) -> Option<VariableView> {
        let span = entry.name.place.span()?;
        let value = entry.value.whole().span().unwrap_or(span);
        let name = entry.name.value.as_ref();
        let (verdict, why) = if is_last {
            self.last(name, span, value, names)
        } else {
            (FieldVerdict::Ignored, format!("`{name}` is given again, and that value holds"))
        };
        Some(VariableView { name: name.to_owned(), verdict, why, span: span.to(value) })
    }

    fn last(&self, name: &str, span: Span, value: Span, names: &settings::Names) -> (FieldVerdict, String) {
        if self.marks.has_any_in(value) {
            return (FieldVerdict::Used, "a value of Kong's configuration or of a status comes from it".to_owned());
        }
        if let Some(problem) = self.problem_in(span).or_else(|| self.problem_in(value)) {
            let verdict = match problem.code {
                Code::EnvironmentUnknown => FieldVerdict::Unsupported,
                Code::SettingInvalid
                | Code::KongSettingInvalid
                | Code::ListenInvalid
                | Code::PortMapsInvalid
                | Code::ListenRefusedByNginx
                | Code::ListenTwice => FieldVerdict::Refused,
                _ => FieldVerdict::Used,
            };
            return (verdict, problem.message.clone());
        }
        if names.decides(name) {
            return (FieldVerdict::Used, "it decides what Kong opens or what the controller reads".to_owned());
        }
        if names.is_known(name) {
            return (
                FieldVerdict::Ignored,
                "the controller reads it, but it has no part in what is translated".to_owned(),
            );
        }
        if name.starts_with("KONG_") {
            return (FieldVerdict::Ignored, "it is Kong's and has no part in listens, ports or routes".to_owned());
        }
        (FieldVerdict::Unsupported, "neither Kong nor the controller reads a variable of this name".to_owned())
    }

    /// The first problem that begins inside of the span.
    fn problem_in(&self, span: Span) -> Option<&Diagnostic> {
        let first = self.problems.partition_point(|problem| problem.primary < span.at_start());
        self.problems.get(first).copied().filter(|problem| {
            problem.primary.file == span.file && problem.primary.start < span.end.max(span.start.saturating_add(1))
        })
    }
}
