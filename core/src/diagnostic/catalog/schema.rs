//! Problems of values that the schema of their kind refuses, and of fields that it does not have.

use crate::diagnostic::{Code, Diagnostic, Fix, Remedy};
use crate::k8s::Object;
use crate::provenance::Place;
use crate::text::Span;

const SCHEMA: &str = "the kind's CRD, structural schema";

/// The value that a problem is about.
#[derive(Clone, Copy, Debug)]
pub struct At<'o> {
    /// The object.
    pub object: &'o Object<'o>,
    /// Path of the value; empty for the object itself.
    pub path: &'o str,
    /// Its place.
    pub span: Span,
}

impl At<'_> {
    fn problem(self, code: Code, message: String) -> Diagnostic {
        let problem = Diagnostic::new(code, self.span, message, SCHEMA).with_object(self.object.title());
        if self.path.is_empty() { problem } else { problem.with_path(self.path) }
    }

    fn refused(self, code: Code, fact: &str) -> Diagnostic {
        self.problem(code, format!("`{}` {fact}, the API server refuses the object", self.path))
    }
}

/// A field that the kind does not have: the server drops it.
pub fn unknown_field(at: At<'_>, name: &str, known: &[&str]) -> Diagnostic {
    let problem = |message| at.problem(Code::FieldUnknown, message);
    if let Some(meant) = crate::suggest::did_you_mean(name, known.iter().copied()) {
        return problem(format!("unknown field `{name}`, did you mean `{meant}`"))
            .with_help(format!("write `{meant}`: the API server drops `{}`", at.path))
            .with_fix(Fix::replace(format!("Rename it to `{meant}`"), at.span, meant))
            .with_remedy(Remedy::remove_at(at.object, at.span.into(), format!("Remove `{name}`")));
    }
    let problem = problem(format!("unknown field `{name}`, the API server drops it")).with_remedy(Remedy::remove_at(
        at.object,
        at.span.into(),
        format!("Remove `{name}`"),
    ));
    if known.is_empty() {
        problem.with_help("remove it")
    } else {
        problem.with_help(format!("remove it; the fields here are `{}`", known.join("`, `")))
    }
}

/// A required field is missing.
pub fn missing(at: At<'_>, field: &str) -> Diagnostic {
    at.refused(Code::FieldMissing, "is missing").with_help(format!("write `{field}:`"))
}

/// A value of the wrong type. `text` is what should stand in quotes where a string is wanted.
pub fn wrong_type(at: At<'_>, found: &str, wanted: &str, text: &str) -> Diagnostic {
    let problem = at.refused(Code::FieldType, &format!("is of type {found} but must be of type {wanted}"));
    match (found, wanted) {
        ("boolean" | "integer" | "number", "string") => {
            let problem = problem.with_help("put the value in quotes");
            if text.is_empty() || text.contains(['"', '\\', '\n']) {
                return problem;
            }
            problem.with_fix(Fix::replace("Put the value in quotes", at.span, format!("\"{text}\"")))
        }
        ("string", "integer") => problem.with_help("write a number without quotes"),
        ("object", "array") => problem.with_help("make it a list: put `- ` in front of the first key"),
        ("null", _) => problem.with_help("write a value, or remove the item"),
        _ => problem.with_help(format!("write a value of type {wanted}")),
    }
}

/// A number beyond one of the field's bounds.
pub fn out_of_range(at: At<'_>, value: &str, bound: i64, is_upper: bool) -> Diagnostic {
    let (most, up_to) = if is_upper { ("at most", "up to") } else { ("at least", "from") };
    at.refused(Code::FieldRange, &format!("is {value} but must be {most} {bound}"))
        .with_help(format!("write a number {up_to} {bound}"))
}

/// A word that the field does not take.
pub fn wrong_word(at: At<'_>, found: &str, known: &[&str]) -> Diagnostic {
    let problem = at
        .refused(Code::FieldWord, &format!("does not take `{found}`"))
        .with_help(format!("write one of `{}`", known.join("`, `")));
    match crate::suggest::did_you_mean(found, known.iter().copied()) {
        Some(meant) => problem.with_fix(Fix::replace(format!("Write `{meant}`"), at.span, meant)),
        None => problem,
    }
}

/// A text that is too long or too short.
pub fn wrong_length(at: At<'_>, bound: usize, is_upper: bool) -> Diagnostic {
    let (fact, most) = if is_upper { ("is too long", "up to") } else { ("is too short", "at least") };
    let letters = if bound == 1 { "character" } else { "characters" };
    at.refused(Code::FieldLength, fact).with_help(format!("write {most} {bound} {letters}"))
}

/// A list or map with too many or too few entries.
pub fn wrong_count(at: At<'_>, count: usize, bound: usize, is_upper: bool) -> Diagnostic {
    let most = if is_upper { "at most" } else { "at least" };
    at.refused(Code::FieldCount, &format!("has {count} entries but must have {most} {bound}"))
        .with_help(format!("write {most} {bound}"))
}

/// A text of another form.
pub fn wrong_form(at: At<'_>, text: &str, form: &str) -> Diagnostic {
    let problem = at.refused(Code::FieldPattern, &format!("cannot be `{text}`"));
    let lower = text.to_lowercase();
    if form.contains("[a-z0-9]") && !form.contains("A-Z") && lower != text {
        return problem.with_help(format!("write it in small letters: `{lower}`")).with_help(must_match(form));
    }
    problem.with_help(must_match(form))
}

fn must_match(form: &str) -> String {
    match form {
        "ipv4" => "write an IPv4 or IPv6 address".to_owned(),
        "ipv6" => "write an IPv6 address".to_owned(),
        "date-time" => "write a time such as `1970-01-01T00:00:00Z`".to_owned(),
        pattern => format!("write a text that matches `{pattern}`"),
    }
}

/// An item that equals an earlier one, in the fields `keys` or as a whole.
pub fn item_twice(at: At<'_>, keys: &[&str], earlier: Place) -> Diagnostic {
    let what = if keys.is_empty() { "value".to_owned() } else { format!("`{}`", keys.join("` and `")) };
    let message = format!("`{}` has the {what} of an item before it, the API server refuses the object", at.path);
    at.problem(Code::FieldItemTwice, message)
        .with_remedy(Remedy::remove_item_at(at.span.into(), "Remove the second item"))
        .with_help("remove it or change it; what you see here assumes that the API server takes it")
        .with_label_at(earlier, "the first one")
}

/// A value that none or several of the alternatives fit, where nothing more exact is found.
pub fn no_alternative(at: At<'_>) -> Diagnostic {
    at.refused(Code::FieldRule, "is none of what the field takes")
        .with_help("compare its fields with the reference of the kind")
}

/// Several fields break a rule. `words` are those of the rule, `error` what kept it from being tried to the end.
pub fn broken_rule(at: At<'_>, words: &str, error: Option<&str>) -> Diagnostic {
    let message = match error {
        None => format!("the API server refuses the object: {words}"),
        Some(error) => format!("the API server refuses the object: {words} ({error})"),
    };
    let place = if at.path.is_empty() { "the object".to_owned() } else { format!("`{}`", at.path) };
    at.problem(Code::FieldRule, message).with_help(format!("change {place} so that the rule holds"))
}
