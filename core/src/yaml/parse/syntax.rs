//! Causes of broken documents: from the scanner's errors and the text around them, with go-yaml's words for them.

use granit_parser::{ErrorKind, ScanError};

use super::around::{Around, end_of_plain, tab_below};
use crate::yaml::Fault;
use crate::yaml::split::Chunk;

/// Why and where a document is broken. Offsets are those of the file.
pub(super) struct Broken {
    /// First byte of the place to look at.
    pub(super) start: usize,
    /// One past its last byte.
    pub(super) end: usize,
    /// The cause; `None` for too deep nesting.
    pub(super) fault: Option<Fault>,
    words: Words,
    /// Where go-yaml notices it.
    noticed: usize,
}

/// A problem in go-yaml's words.
enum Words {
    /// Of its scanner, which counts lines from 1.
    Scanner(&'static str),
    /// Of its parser, which counts lines from 0 and leaves the first out.
    Parser(&'static str),
    /// Of its reader, which does not know lines.
    Reader(&'static str),
    /// Of the splitter.
    Splitter(String),
}

/// A cause that only the tree builder sees.
#[derive(Clone, Copy)]
pub(super) enum Cause {
    /// A tab indents a line below this token.
    Tab(Token),
    Depth,
    AnchorName,
}

/// A token before a mistake, as far as it matters for the words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// An unquoted scalar.
    Plain,
    /// A block scalar.
    Block,
    /// Any other.
    Other,
}

impl Token {
    const fn words_for_tab(self) -> &'static str {
        match self {
            Self::Plain => TAB_AFTER_SCALAR,
            Self::Block => TAB_IN_BLOCK,
            Self::Other => NO_TOKEN,
        }
    }
}

const TAB_IN_BLOCK: &str = "found a tab character where an indentation space is expected";
const TAB_AFTER_SCALAR: &str = "found a tab character that violates indentation";
const NO_CONTENT: &str = "did not find expected node content";
const NO_TOKEN: &str = "found character that cannot start any token";

impl Broken {
    pub(super) fn new(start: usize, end: usize, cause: Cause) -> Self {
        let (fault, words) = match cause {
            Cause::Tab(last) => (Some(Fault::TabIndentation), Words::Scanner(last.words_for_tab())),
            Cause::Depth => (None, Words::Scanner("exceeded max depth")),
            Cause::AnchorName => {
                let words = "did not find expected alphabetic or numeric character";
                (Some(Fault::NoAlias), Words::Scanner(words))
            }
        };
        Self { start, end, fault, words, noticed: start }
    }

    /// The message of Kubernetes' reader; `text` starts at `from`, where it starts to count lines.
    pub(super) fn upstream(&self, text: &str, from: usize) -> String {
        let before = text.as_bytes().get(..self.noticed.saturating_sub(from)).unwrap_or(text.as_bytes());
        let breaks = before.split(|byte| *byte == b'\n').count() - 1;
        let (line, words) = match &self.words {
            Words::Splitter(words) => return words.clone(),
            Words::Reader(words) => (0, words),
            Words::Parser(words) => (breaks, words),
            Words::Scanner(words) => (if breaks == 0 { 0 } else { breaks + 1 }, words),
        };
        if line == 0 { format!("yaml: {words}") } else { format!("yaml: line {line}: {words}") }
    }
}

/// What go-yaml takes for the name of an anchor or alias; the rest of the word, if any, begins with one of `?:,]}%@` or a
/// backquote.
///
/// Source: go.yaml.in/yaml v2 `scannerc.go:yaml_parser_scan_anchor`.
pub(super) fn anchor_name(word: &str) -> Option<&str> {
    let end = word.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))).unwrap_or(word.len());
    let (name, rest) = word.split_at_checked(end)?;
    let ends_well = rest.is_empty() || rest.starts_with(['?', ':', ',', ']', '}', '%', '@', '`']);
    (!name.is_empty() && ends_well).then_some(name)
}

/// Faults that show without scanning: bad separators, forbidden characters, directives.
pub(super) fn before_scanning(text: &str, chunk: Chunk) -> Option<Broken> {
    if let Some(bad) = chunk.bad_separator {
        let behind = text.get(bad.start..bad.end).unwrap_or_default();
        let is_dashes = bad.start == bad.line + 3;
        let fault = if is_dashes { Fault::Dashes } else { Fault::Separator };
        let words = Words::Splitter(format!("invalid Yaml document separator: {behind}"));
        let start = if is_dashes { bad.line } else { bad.start };
        return Some(Broken { start, end: bad.end, fault: Some(fault), words, noticed: bad.line });
    }
    let content = text.get(chunk.start..chunk.end)?;
    if let Some((at, character)) = forbidden(content) {
        let start = chunk.start + at;
        return Some(Broken {
            start,
            end: start + character.len_utf8(),
            fault: Some(Fault::ControlCharacter(character)),
            words: Words::Reader("control characters are not allowed"),
            noticed: start,
        });
    }
    directive(content, chunk.start)
}

/// The first character that YAML forbids.
///
/// Source: go.yaml.in/yaml v2 `readerc.go:yaml_parser_update_buffer`.
fn forbidden(text: &str) -> Option<(usize, char)> {
    let suspicious = |byte: u8| matches!(byte, 0..=8 | 0xb | 0xc | 0xe..=0x1f | 0x7f | 0xc2 | 0xef);
    if !any_byte(text, suspicious) {
        return None;
    }
    text.char_indices().find(|(_, character)| {
        !matches!(character, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..)
    })
}

/// Whether a text has such a byte. Pieces are looked at as a whole, which the compiler turns into wide comparisons.
pub(super) fn any_byte(text: &str, is_such: impl Fn(u8) -> bool) -> bool {
    text.as_bytes().chunks(64).any(|piece| piece.iter().fold(false, |found, byte| found | is_such(*byte)))
}

/// A directive always stands in a document of its own, which has no content.
fn directive(text: &str, base: usize) -> Option<Broken> {
    if !text.contains('%') {
        return None;
    }
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches('\u{feff}');
        if content.starts_with('%') {
            let start = base + at + (line.len() - content.len());
            let end = base + at + line.trim_end().len();
            let (words, noticed) = match content.split_whitespace().next() {
                Some("%YAML") if !content.trim_end().ends_with("1.1") => {
                    (Words::Parser("found incompatible YAML document"), start)
                }
                Some("%YAML" | "%TAG") => (Words::Parser("did not find expected <document start>"), base + text.len()),
                _ => (Words::Scanner("found unknown directive name"), start),
            };
            return Some(Broken { start, end, fault: Some(Fault::Directive), words, noticed });
        }
        let trimmed = content.trim_start();
        if !(trimmed.is_empty() || trimmed.starts_with('#')) {
            return None;
        }
        at += line.len();
    }
    None
}

/// The cause behind a scanner's error; `base` is the offset of `text` in the file, `bracket` that of the innermost open
/// bracket in `text`, `last` the token before the error.
pub(super) fn from_scanner(error: &ScanError, text: &str, base: usize, bracket: Option<usize>, last: Token) -> Broken {
    let marker = error.marker().byte_offset().unwrap_or(text.len()).min(text.len());
    let at = match error.kind() {
        ErrorKind::TabInPlainScalar => tab_below(text, marker).unwrap_or(marker),
        _ => marker,
    };
    let around = Around::new(text, at);
    let (mut fault, mut words) = classify(error, &around);
    if matches!(fault, Fault::Indentation | Fault::MisplacedItem) && around.has_tab_before() {
        (fault, words) = (Fault::TabIndentation, Words::Scanner(last.words_for_tab()));
    }
    let (mut start, mut end) = around.extent(&fault);
    if let (Fault::KeyTooDeep, Some(above)) = (&fault, around.line_above_without_colon()) {
        // The key on the line above swallows this one.
        fault = if above.has_tight_colon() { Fault::NoSpaceAfterColon } else { Fault::NoColon };
        (start, end) = above.extent(&fault);
    }
    let noticed = match error.kind() {
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping => text.len(),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => end_of_plain(text, at),
        _ => at,
    };
    if let (Fault::MisplacedItem | Fault::KeyTooDeep, Some(open)) = (&fault, bracket) {
        let character = text.get(open..).and_then(|rest| rest.chars().next()).unwrap_or('[');
        if fault == Fault::KeyTooDeep {
            words = flow_words(character);
        }
        fault = Fault::OpenBracket(character);
        (start, end) = (open, open + character.len_utf8());
    }
    let fault = if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) { None } else { Some(fault) };
    Broken { start: base + start, end: base + end, fault, words, noticed: base + noticed }
}

fn classify(error: &ScanError, around: &Around<'_>) -> (Fault, Words) {
    use ErrorKind as K;
    let no_key = Words::Parser("did not find expected key");
    match error.kind() {
        K::MappingValueNotAllowed | K::InvalidColonPlacement => {
            let words = Words::Scanner("mapping values are not allowed in this context");
            let fault = if around.before.contains(": ") { Fault::ColonInValue } else { Fault::KeyTooDeep };
            (fault, words)
        }
        K::MappingKeyNotAllowed => (Fault::Indentation, Words::Scanner("mapping keys are not allowed in this context")),
        K::SimpleKeyExpected | K::InvalidSimpleKey => {
            let fault = if around.has_tight_colon() { Fault::NoSpaceAfterColon } else { Fault::NoColon };
            (fault, Words::Scanner("could not find expected ':'"))
        }
        K::ExpectedBlockMappingKey => {
            let fault = if around.follows_quote() {
                Fault::TextAfterQuote
            } else if around.first_character() == '-' {
                Fault::MisplacedItem
            } else {
                Fault::Indentation
            };
            (fault, no_key)
        }
        K::ExpectedBlockSequenceEntry => {
            let fault = if around.follows_quote() { Fault::TextAfterQuote } else { Fault::Indentation };
            (fault, Words::Parser("did not find expected '-' indicator"))
        }
        K::InvalidTrailingSingleQuotedScalar | K::InvalidTrailingDoubleQuotedScalar => (Fault::TextAfterQuote, no_key),
        K::UnclosedQuotedScalar => (Fault::OpenQuote, Words::Scanner("found unexpected end of stream")),
        K::DocumentIndicatorInQuotedScalar => (Fault::OpenQuote, Words::Scanner("found unexpected document indicator")),
        K::InvalidIndentation | K::InvalidQuotedScalarIndent | K::InvalidFlowScalarIndent => {
            (Fault::Indentation, no_key)
        }
        K::UnclosedFlowCollection { open } => (Fault::OpenBracket(*open), flow_words(*open)),
        K::UnexpectedEofFlowSequence => (Fault::OpenBracket('['), flow_words('[')),
        K::UnexpectedEofFlowMapping | K::UnexpectedEofImplicitFlowMapping => (Fault::OpenBracket('{'), flow_words('{')),
        K::MismatchedFlowCollectionEnd { open, close } => (Fault::WrongBracket(*close), flow_words(*open)),
        K::MisplacedFlowCollectionEnd => {
            let words = if around.begins_node() { Words::Parser(NO_CONTENT) } else { no_key };
            (Fault::WrongBracket(around.first_character()), words)
        }
        K::ExpectedFlowMappingSeparator => (Fault::NoComma, flow_words('{')),
        K::ExpectedFlowSequenceSeparator => (Fault::NoComma, flow_words('[')),
        K::BlockEntryInFlowCollection | K::BlockSequenceEntryNotAllowed => {
            (Fault::MisplacedItem, Words::Scanner("block sequence entries are not allowed in this context"))
        }
        K::UnexpectedCharacter { character } => (Fault::ReservedCharacter(*character), Words::Scanner(NO_TOKEN)),
        K::InvalidBlockEntryWhitespace
        | K::InvalidMappingValueWhitespace
        | K::TabNotAllowed
        | K::TabInBlockIndentation
        | K::TabInIndentation => (Fault::TabIndentation, Words::Scanner(NO_TOKEN)),
        K::TabInPlainScalar => (Fault::TabIndentation, Words::Scanner(TAB_AFTER_SCALAR)),
        K::TabAtBlockScalarStart => (Fault::TabIndentation, Words::Scanner(TAB_IN_BLOCK)),
        K::UnknownQuotedScalarEscape => (Fault::Escape, Words::Scanner("found unknown escape character")),
        K::InvalidQuotedScalarHexEscape | K::InvalidLowSurrogateHexEscape => {
            (Fault::Escape, Words::Scanner("did not find expected hexdecimal number"))
        }
        K::InvalidLowSurrogate | K::MissingLowSurrogate | K::UnpairedLowSurrogate | K::InvalidUnicodeEscape => {
            (Fault::Escape, Words::Scanner("found invalid Unicode character escape code"))
        }
        K::ZeroBlockScalarIndent => (Fault::BlockHeader, Words::Scanner("found an indentation indicator equal to 0")),
        K::InvalidBlockScalarHeader => {
            (Fault::BlockHeader, Words::Scanner("did not find expected comment or line break"))
        }
        K::InvalidBlockScalarIndent => (Fault::BlockIndentation, no_key),
        K::MissingAnchorOrAliasName => {
            let words = "did not find expected alphabetic or numeric character";
            (Fault::NoAlias, Words::Scanner(words))
        }
        K::UndeclaredTagHandle => (Fault::Tag, Words::Parser("found undefined tag handle")),
        K::InvalidTagTerminator => (Fault::Tag, Words::Scanner("did not find expected whitespace or line break")),
        K::UnclosedVerbatimTag => (Fault::Tag, Words::Scanner("did not find the expected '>'")),
        K::MissingTagUri | K::InvalidGlobalTagCharacter | K::ExpectedTagBang => {
            (Fault::Tag, Words::Scanner("did not find expected tag URI"))
        }
        K::ExpectedNodeContent | K::UnexpectedEofBlockMapping | K::UnexpectedEofBlockSequence | K::UnexpectedEof => {
            let fault = match around.first_character() {
                reserved @ (',' | ']' | '}' | '%') => Fault::ReservedCharacter(reserved),
                _ => Fault::Other("a value is expected here".to_owned()),
            };
            (fault, Words::Parser(NO_CONTENT))
        }
        _ => (Fault::Other(error.info()), Words::Parser("did not find expected key")),
    }
}

const fn flow_words(open: char) -> Words {
    Words::Parser(if open == '[' { "did not find expected ',' or ']'" } else { "did not find expected ',' or '}'" })
}
