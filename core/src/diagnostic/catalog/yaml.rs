//! Problems of the YAML text itself.

use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::text::{Span, to_usize};
use crate::yaml::{Fault, Limits};

const YAML: &str = "go.yaml.in/yaml v2, the YAML reader of kubectl";
const JSON: &str = "sigs.k8s.io/yaml YAMLToJSON";
const READER: &str = "k8s.io/apimachinery pkg/util/yaml YAMLReader";
const LIMITS: &str = "limits of this program";

/// A document is not YAML. Adds how the mistake is mended, where that can be said.
pub fn syntax(span: Span, fault: &Fault) -> Diagnostic {
    let (message, help) = words(fault);
    let source = if matches!(fault, Fault::Separator | Fault::Dashes) { READER } else { YAML };
    let problem = Diagnostic::new(Code::YamlSyntax, span, message, source);
    if help.is_empty() { problem } else { problem.with_help(help) }
}

fn words(fault: &Fault) -> (String, String) {
    let (message, help) = match fault {
        Fault::TabIndentation => ("a tab indents this line, YAML takes only spaces", "indent with spaces"),
        Fault::ColonInValue => {
            ("a second `: ` follows on the same line", "put the value in quotes, or the inner key on a line of its own")
        }
        Fault::KeyTooDeep => (
            "this key is indented below a key that already has a value",
            "start the line in the same column as the keys beside it",
        ),
        Fault::NoColon => {
            ("a `key: value` is expected here, but there is no `:`", "write a `:` and a space after the key")
        }
        Fault::NoSpaceAfterColon => ("there is no space after the `:`", "write a space after the `:`"),
        Fault::Indentation => (
            "the indentation of this line fits none of the lines above",
            "start the line in the same column as the keys or items beside it",
        ),
        Fault::MisplacedItem => {
            ("a list item `- ` cannot stand here", "put the `- ` on a line of its own, below the key it belongs to")
        }
        Fault::TextAfterQuote => (
            "there is text after the closing quote",
            "put the whole value in quotes; inside of single quotes write `''` for `'`",
        ),
        Fault::OpenQuote => ("the quote is not closed", "write the closing quote"),
        Fault::NoComma => ("there is no comma between two entries in brackets", "write a `,` between them"),
        Fault::Escape => (
            "a double-quoted string has a backslash sequence that YAML does not know",
            "use single quotes, or write two backslashes for one",
        ),
        Fault::BlockHeader => {
            ("text follows `|` or `>` on the same line", "start the text on the next line, indented by two spaces")
        }
        Fault::BlockIndentation => (
            "a line of the text below `|` or `>` has the wrong indentation",
            "indent all lines of the text by the same number of spaces",
        ),
        Fault::Separator => {
            ("text follows `---` on the same line, which kubectl refuses", "start the document on the next line")
        }
        Fault::Dashes => (
            "this line starts with `---`, which kubectl takes for a wrong document separator",
            "indent the line as the text it belongs to",
        ),
        Fault::Directive => (
            "a line that starts with `%` is a YAML directive, which kubectl cannot read in front of a `---`",
            "delete the line",
        ),
        Fault::Tag => ("the tag is not declared or not well formed", "delete the tag, or put the value in quotes"),
        Fault::NoAlias => (
            "an unquoted value that starts with `*` or `&` is taken for an alias or an anchor",
            "put the value in quotes",
        ),
        Fault::ReservedCharacter(character) => {
            return (
                format!("an unquoted value cannot start with `{character}`"),
                "put the value in quotes".to_owned(),
            );
        }
        Fault::OpenBracket(bracket) => {
            let closing = if *bracket == '[' { ']' } else { '}' };
            return (format!("the bracket `{bracket}` is not closed"), format!("write the closing `{closing}`"));
        }
        Fault::WrongBracket(bracket) => {
            return (
                format!("the bracket `{bracket}` closes nothing that was opened"),
                "delete the bracket, close what was opened, or put the value in quotes".to_owned(),
            );
        }
        Fault::ControlCharacter(character) => {
            return (
                format!("the character U+{:04X} is not allowed in YAML", u32::from(*character)),
                "delete it, or write it as an escape in a double-quoted string".to_owned(),
            );
        }
        Fault::Other(words) => return (words.clone(), String::new()),
    };
    (message.to_owned(), help.to_owned())
}

/// The text is longer than what is read.
pub fn too_many_bytes(rest: Span, limits: &Limits) -> Diagnostic {
    limit(rest, &format!("the text has more than {} bytes, the documents from here on are left out", limits.bytes))
}

/// The text has more documents than are read.
pub fn too_many_documents(rest: Span, limits: &Limits) -> Diagnostic {
    limit(rest, &format!("there are more than {} documents, those from here on are left out", limits.documents))
}

/// The text has more nodes than are read.
pub fn too_many_nodes(rest: Span, limits: &Limits) -> Diagnostic {
    limit(
        rest,
        &format!(
            "the text has more than {} nodes after its aliases, the rest is left out from this document on",
            limits.nodes
        ),
    )
}

/// There are more problems than are listed.
pub fn too_many_problems(span: Span, limits: &Limits) -> Diagnostic {
    Diagnostic::new(
        Code::YamlLimit,
        span,
        format!("there are more than {} problems, those from here on are not listed", limits.problems),
        LIMITS,
    )
    .with_help("mend the first ones")
}

/// Lists and maps are nested too deeply.
pub fn too_deep(span: Span, limits: &Limits) -> Diagnostic {
    limit(span, &format!("lists and maps are nested more than {} deep, the document is left out", limits.depth))
}

fn limit(span: Span, message: &str) -> Diagnostic {
    Diagnostic::new(Code::YamlLimit, span, message, LIMITS).with_help("split the text, or take out what is not needed")
}

/// Aliases multiply a document beyond what go-yaml accepts.
pub fn excessive_aliases(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::YamlLimit,
        span,
        "nearly all of the document comes from aliases inside of aliases, kubectl refuses that",
        YAML,
    )
    .with_help("write the values out instead of multiplying them with `*`")
}

/// A key stands twice in one map; the last one counts.
pub fn duplicate_key(lost: Span, kept: Span, key: &str) -> Diagnostic {
    Diagnostic::new(
        Code::YamlDuplicateKey,
        lost,
        format!("the key `{key}` stands twice in this map, the last one counts"),
        YAML,
    )
    .with_label(kept, "this one counts")
    .with_help(format!("delete one of the two `{key}:`, or join what is below them"))
}

/// `<<` stands below a key that the merged map has as well; go-yaml v2 lets the merged value win there.
pub fn merge_overrides(lost: Span, kept: Span, key: &str) -> Diagnostic {
    Diagnostic::new(
        Code::YamlDuplicateKey,
        lost,
        format!("`<<` stands below the key `{key}` and replaces its value"),
        YAML,
    )
    .with_label(kept, "this value counts")
    .with_help("put `<<` above the keys that shall win")
}

/// An alias without an anchor before it.
pub fn unknown_alias(span: Span, name: &str) -> Diagnostic {
    let problem = Diagnostic::new(
        Code::YamlUnknownAlias,
        span,
        format!("the alias `*{name}` has no anchor `&{name}` before it"),
        YAML,
    )
    .with_help(
        "write the anchor at an earlier node of the same document, or put the value in quotes if it is no alias",
    );
    // The word may go on behind the name.
    if to_usize(span.end - span.start) != name.len() + 1 {
        return problem;
    }
    problem.with_fix(Fix::replace("Put the value in quotes", span, format!("'*{name}'")))
}

/// An alias inside of the node that it stands for.
pub fn alias_of_itself(span: Span) -> Diagnostic {
    Diagnostic::new(Code::YamlUnknownAlias, span, "the alias stands inside of its own anchor", YAML)
        .with_help("write the value out")
}

/// A list or map as the key of a map.
pub fn key_not_scalar(span: Span, what: &str) -> Diagnostic {
    Diagnostic::new(Code::YamlScalarKey, span, format!("a map key must be a string, not {what}"), YAML)
        .with_help("put the key in quotes")
}

/// `{{ … }}` that no template engine has replaced.
pub fn template_not_rendered(span: Span) -> Diagnostic {
    Diagnostic::new(Code::YamlScalarKey, span, "`{{ … }}` is read as a map that is the key of a map", YAML)
        .with_help("this looks like a Helm template: paste what `helm template` prints")
        .with_help("put the value in quotes if the braces are meant")
}

/// A key that JSON cannot have: `null`, or an integer above 64 bits with sign. `word` is the key as it is written.
pub fn key_not_text(span: Span, what: &str, word: &str) -> Diagnostic {
    let problem = Diagnostic::new(Code::YamlScalarKey, span, format!("a map key cannot be {what}"), JSON)
        .with_help("put the key in quotes");
    if word.is_empty() {
        problem
    } else {
        problem.with_fix(Fix::replace("Put the key in quotes", span, format!("'{word}'")))
    }
}

/// `<<` with something that is no map.
pub fn merge_without_map(span: Span, what: &str) -> Diagnostic {
    Diagnostic::new(Code::YamlScalarKey, span, format!("`<<` takes a map or a list of maps, not {what}"), YAML)
        .with_help("write an alias of a map, or put `<<` in quotes if it is an ordinary key")
}

/// A tag that does not fit its value; the document is refused.
pub fn tag_does_not_fit(span: Span, tag: &str, value: &str) -> Diagnostic {
    Diagnostic::new(Code::YamlTag, span, format!("`{value}` is no `{tag}`"), YAML)
        .with_help("delete the tag or change the value")
}

/// A tag that Kubernetes does not know; it reads the value as plain text, a list or a map.
pub fn tag_ignored(span: Span, tag: &str) -> Diagnostic {
    Diagnostic::new(
        Code::YamlTagIgnored,
        span,
        format!("the tag `{tag}` means nothing to Kubernetes and is dropped"),
        YAML,
    )
    .with_help("delete the tag")
}

/// Infinity or not-a-number, which JSON does not have; the document is refused.
pub fn no_json_number(span: Span, value: &str) -> Diagnostic {
    Diagnostic::new(Code::YamlTag, span, format!("`{value}` is a number that JSON does not have"), JSON)
        .with_help("put the value in quotes if it is meant as text")
        .with_fix(Fix::replace("Put the value in quotes", span, format!("'{value}'")))
}

/// The same with a tag, which quotes would not change.
pub fn no_json_number_tagged(span: Span, value: &str) -> Diagnostic {
    Diagnostic::new(Code::YamlTag, span, format!("`{value}` is a number that JSON does not have"), JSON)
        .with_help("delete the tag and put the value in quotes if it is meant as text")
}

/// Text after the end of a document, in front of the next `---`.
pub fn ignored_text(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::YamlIgnoredText,
        span,
        "the document has ended above, kubectl ignores what follows up to the next `---`",
        YAML,
    )
    .with_help("write `---` on a line of its own in front of it")
    .with_fix(Fix::replace("Make it a document of its own", span.at_start(), "\n---\n"))
}
