//! Problems of the environment pane: lines, quotes, names.

use crate::diagnostic::{Code, Diagnostic, Edit, Fix};
use crate::text::Span;

const QUOTING: &str = "spec/listens-and-helm.md, section 7";

/// What a quoted value of the environment looks like when it is read as a shell reads it.
#[derive(Clone, Debug)]
pub struct SplitValue<'t> {
    /// Name of the variable.
    pub name: &'t str,
    /// What is taken as the value.
    pub value: &'t str,
    /// What stands behind it and is left out.
    pub rest: &'t str,
}

/// A quote in the middle closes the value; what stands behind the next blank is left out.
///
/// `stray` is the quote; `edits` give one quoted value.
pub fn quote_splits(split: &SplitValue<'_>, stray: Span, rest: Span, edits: Vec<Edit>) -> Diagnostic {
    let SplitValue { name, value, rest: left_out } = *split;
    Diagnostic::new(
        Code::EnvironmentQuote,
        stray,
        format!("this quote ends the value of `{name}` early: it is read as `{value}`, and `{left_out}` is left out"),
        QUOTING,
    )
    .with_label(rest, "not part of the value")
    .with_help(format!("remove the quote, so that the value of `{name}` is one quoted text up to the end of the line"))
    .with_help(
        "a shell stops at an odd number of quotes and sets nothing; a dotenv reader drops the variable, and the \
         default holds; a container's env file keeps the quotes as characters, which Kong refuses",
    )
    .with_fix(Fix { title: "Remove the stray quote".to_owned(), edits })
}

/// A quote at the start of the value has no partner.
///
/// `end` is the empty span where the value ends.
pub fn quote_not_closed(name: &str, quote: Span, quote_text: &str, end: Span) -> Diagnostic {
    Diagnostic::new(
        Code::EnvironmentQuote,
        quote,
        format!("the quote before the value of `{name}` is not closed; the value is read up to the end of the line"),
        QUOTING,
    )
    .with_help(format!("close the quote at the end of the value, or remove it: `{name}` needs none here"))
    .with_help("a shell reads on into the next lines and sets nothing; a dotenv reader drops the variable")
    .with_fix(Fix::replace("Close the quote", end, quote_text))
    .with_fix(Fix::replace("Remove the quote", quote, ""))
}

/// A value without quotes around it has an odd number of quotes inside.
pub fn quote_in_plain_value(name: &str, quote: Span) -> Diagnostic {
    Diagnostic::new(
        Code::EnvironmentQuote,
        quote,
        format!("the value of `{name}` has a quote without a partner, which is taken as a character of the value"),
        QUOTING,
    )
    .with_help("remove the quote")
    .with_help("a shell reads on into the next lines and sets nothing; a container's env file keeps the quote")
    .with_fix(Fix::replace("Remove the stray quote", quote, ""))
}

/// The value begins with a typographic quote, as word processors make them.
///
/// `edits` replace the typographic quotes.
pub fn quote_typographic(name: &str, quote: Span, edits: Vec<Edit>) -> Diagnostic {
    Diagnostic::new(
        Code::EnvironmentQuote,
        quote,
        format!("the value of `{name}` has typographic quotes, which every reader takes as characters of the value"),
        QUOTING,
    )
    .with_help("write `\"` or no quotes at all")
    .with_fix(Fix { title: "Replace the typographic quotes".to_owned(), edits })
}

/// A line that is no assignment, no comment and nothing else that is read.
pub fn line_not_read(line: Span) -> Diagnostic {
    Diagnostic::new(
        Code::EnvironmentLine,
        line,
        "this line is no assignment and is left out",
        "spec/listens-and-helm.md, section 7",
    )
    .with_help("write `NAME=value`, `export NAME=value`, `NAME: value`, or a container's `env:` list")
}

/// A name without a value, which passes on the variable of the surrounding shell.
pub fn name_without_value(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::EnvironmentLine,
        span,
        format!("`{name}` has no value here and is left out: it would be taken from the surrounding shell"),
        "spec/listens-and-helm.md, section 7",
    )
    .with_help(format!("write `{name}=value`"))
}

/// A variable is set again further down, which wins.
///
/// `line` is the text to delete to drop the first assignment.
pub fn set_twice(name: &str, first: Span, second: Span, line: Option<Span>) -> Diagnostic {
    let problem = Diagnostic::new(
        Code::EnvironmentDuplicate,
        first,
        format!("`{name}` is set again further down; this value has no effect"),
        "POSIX environment: the last assignment holds",
    )
    .with_label(second, "this value is used")
    .with_help(format!("remove one of the two assignments of `{name}`"));
    match line {
        Some(line) => problem.with_fix(Fix::replace(format!("Remove the first `{name}`"), line, "")),
        None => problem,
    }
}

/// A variable that no program reads; `meant` is the known name that it resembles.
pub fn unknown_variable(name: &str, span: Span, meant: Option<&str>) -> Diagnostic {
    let message = match meant {
        Some(meant) => format!("neither Kong nor the controller reads `{name}`, did you mean `{meant}`"),
        None => format!("the controller has no flag for `{name}` and ignores it"),
    };
    let problem = Diagnostic::new(
        Code::EnvironmentUnknown,
        span,
        message,
        "KIC v3.5.13 internal/cmd/rootcmd/env.go:bindEnvVars; Kong kong/conf_loader/parse.lua:overrides",
    );
    match meant {
        Some(meant) => problem.with_help(format!("write `{meant}`")).with_fix(Fix::replace(
            format!("Rename it to `{meant}`"),
            span,
            meant,
        )),
        None => problem.with_help("remove it, or look up the name in the controller's list of flags"),
    }
}

/// A value that stands in a Secret, a ConfigMap or a field of the Pod.
pub fn value_elsewhere(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::EnvironmentValueElsewhere,
        span,
        format!("the value of `{name}` stands in another object and is unknown here; the default is used"),
        "Kubernetes EnvVar.valueFrom, EnvFromSource",
    )
    .with_help(format!("write the value here, as `{name}=value`, if it matters"))
}

/// A value of an `env:` list that is a number or a boolean of YAML.
pub fn value_not_string(name: &str, span: Span, kind: &str, text: &str) -> Diagnostic {
    Diagnostic::new(
        Code::EnvironmentValueType,
        span,
        format!("the value of `{name}` is {kind} in YAML; the API server takes strings only and refuses the container"),
        "Kubernetes core/v1 EnvVar.value",
    )
    .with_help(format!("write `\"{text}\"`"))
    .with_fix(Fix::replace("Put quotes around the value", span, format!("\"{text}\"")))
}

/// Words or entries that are no variables.
pub fn not_environment(span: Span, what: &str) -> Diagnostic {
    Diagnostic::new(
        Code::EnvironmentIgnored,
        span,
        format!("{what} is no variable and is left out"),
        "spec/listens-and-helm.md, section 7",
    )
    .with_help("only variables are read here; paste Kubernetes objects into the manifests")
}
