//! Problems: what is wrong, where, why, and the edit that mends it.
//!
//! A [`Diagnostic`] is a value with parts; nothing here knows how it is shown. Each family of problems has a
//! file in [`catalog`] with one constructor function per problem, so that no message is put together inside the
//! stages. [`Code`] is the registry.

pub mod catalog;
mod code;
mod fix;
pub mod remedy;

pub use code::Code;
#[cfg(test)]
pub(crate) use fix::apply;
pub use fix::{Edit, Fix};
pub use remedy::{Change, Remedy};

use crate::ordered::Ordered as _;
use crate::provenance::Place;
use crate::text::Span;

/// How much a problem matters, by its consequence.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// The API server, the controller or Kong refuses or ignores it.
    Error,
    /// It works differently from what the text suggests.
    Warning,
    /// A default or an assumption was applied.
    Info,
}

impl Severity {
    /// `error`, `warning`, `info`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// A further place of a problem, with a few words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there, for example `Kong listens here without ssl`.
    pub text: String,
}

/// One problem of the user's input.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// Which problem; the registry has its severity and its page.
    pub code: Code,
    /// One line: the fact, with object and field, without full stop.
    pub message: String,
    /// The object it is about, `Kind namespace/name` or `Kind name`; `None` for texts such as the environment.
    pub object: Option<String>,
    /// Path of the field inside the object, for example `spec.listeners[4].port`; `None` for the whole object.
    pub path: Option<String>,
    /// The place to look at first.
    pub primary: Span,
    /// Other places that take part.
    pub labels: Vec<Label>,
    /// What to do, imperative and concrete; the first one is the best.
    pub help: Vec<String>,
    /// Edits that mend it, best first.
    pub fixes: Vec<Fix>,
    /// Ways to mend it that become further edits when the text is consulted, best first.
    pub remedies: Vec<Remedy>,
    /// The rule: upstream file and function, or section of a specification.
    pub source: &'static str,
}

impl Diagnostic {
    /// A problem with its place and rule; the other parts are added by the `with_…` functions.
    pub fn new(code: Code, primary: Span, message: impl Into<String>, source: &'static str) -> Self {
        Self {
            code,
            message: message.into(),
            object: None,
            path: None,
            primary,
            labels: Vec::new(),
            help: Vec::new(),
            fixes: Vec::new(),
            remedies: Vec::new(),
            source,
        }
    }

    /// The same problem, about this object.
    #[must_use]
    pub fn with_object(mut self, object: impl Into<String>) -> Self {
        self.object = Some(object.into());
        self
    }

    /// The same problem, at this field of its object.
    #[must_use]
    pub fn with_path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// The same problem with a further place.
    #[must_use]
    pub fn with_label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// The same problem with a further place, if the user wrote it; a rule has none to show.
    #[must_use]
    pub fn with_label_at(self, place: Place, text: impl Into<String>) -> Self {
        match place.span() {
            Some(span) => self.with_label(span, text),
            None => self,
        }
    }

    /// The same problem with a further piece of advice.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// The same problem with a further edit that mends it.
    #[must_use]
    pub fn with_fix(mut self, fix: Fix) -> Self {
        self.fixes.push(fix);
        self
    }

    /// The same problem with a further way to mend it, if there is one.
    #[must_use]
    pub fn with_remedy(mut self, remedy: impl Into<Option<Remedy>>) -> Self {
        self.remedies.extend(remedy.into());
        self
    }

    /// Its severity, from the registry.
    pub const fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// Sorts problems for output: by severity, then by place, then by code; equal ones are dropped.
pub fn sort(problems: &mut Vec<Diagnostic>) {
    problems.order_by(|a, b| {
        (a.severity(), a.primary, a.code, &a.message).cmp(&(b.severity(), b.primary, b.code, &b.message))
    });
    problems.dedup();
}
