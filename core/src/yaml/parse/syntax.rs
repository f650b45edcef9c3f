//! Causes of broken documents: from the scanner's errors and the text around them, with go-yaml's words for them.

use granit_parser::{ErrorKind, ScanError};

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
    if !text.bytes().any(suspicious) {
        return None;
    }
    text.char_indices().find(|(_, character)| {
        !matches!(character, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..)
    })
}

/// A directive always stands in a document of its own, which has no content.
fn directive(text: &str, base: usize) -> Option<Broken> {
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

/// The first tab that begins a line below this place, after spaces.
fn tab_below(text: &str, at: usize) -> Option<usize> {
    let mut offset = at;
    for line in text.get(at..)?.split_inclusive('\n') {
        let spaces = line.len() - line.trim_start_matches(' ').len();
        if offset > at && line.as_bytes().get(spaces) == Some(&b'\t') {
            return Some(offset + spaces);
        }
        offset += line.len();
    }
    None
}

/// Where go-yaml has read an unquoted key that begins at `at` and has no colon on its line: with deeper lines below
/// it, up to the next colon, comment or line that is not deeper.
fn end_of_plain(text: &str, at: usize) -> usize {
    let column = at - text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |found| found + 1);
    let mut offset = at;
    for line in text.get(at..).unwrap_or_default().split_inclusive('\n') {
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        let is_first = offset == at;
        if !(is_first || content.trim().is_empty()) && (indent <= column || content.starts_with('#')) {
            return offset + indent;
        }
        let comment = content.find(" #");
        let colon = [": ", ":\n", ":\r"].iter().filter_map(|colon| content.find(colon)).min();
        if let Some(end) = colon.filter(|colon| comment.is_none_or(|comment| *colon < comment)) {
            return offset + indent + end;
        }
        offset += line.len();
        if comment.is_some() {
            let below = text.get(offset..).unwrap_or_default();
            return offset + below.len() - below.trim_start().len();
        }
    }
    text.len()
}

/// The text around an error.
struct Around<'a> {
    text: &'a str,
    at: usize,
    line: &'a str,
    /// Start of the line.
    line_start: usize,
    /// The part of the line before the error.
    before: &'a str,
}

impl<'a> Around<'a> {
    fn new(text: &'a str, at: usize) -> Self {
        let mut at = at;
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let line_start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |found| found + 1);
        let line = text.get(line_start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let before = text.get(line_start..at).unwrap_or_default();
        Self { text, at, line, line_start, before }
    }

    /// The place to underline: the word at the error, or the rest of the line for quotes; for an error at the end of
    /// the text its last visible character.
    fn extent(&self, fault: &Fault) -> (usize, usize) {
        let line_end = self.line_start + self.line.trim_end().len();
        if self.at >= line_end {
            let end = self.text.get(..self.at).unwrap_or_default().trim_end().len();
            let last = self.text.get(..end).and_then(|text| text.chars().next_back()).map_or(0, char::len_utf8);
            return (end - last, end);
        }
        let indented = self.line_start + (self.line.len() - self.line.trim_start().len());
        let tab = self.line.find('\t').map(|tab| self.line_start + tab).filter(|tab| *tab < indented);
        match (fault, tab) {
            (Fault::OpenQuote, _) => return (self.at, line_end),
            (Fault::TabIndentation, Some(tab)) => return (tab, indented),
            _ => {}
        }
        let rest = self.text.get(self.at..line_end).unwrap_or_default();
        let word = rest.find(|c: char| c.is_whitespace()).unwrap_or(rest.len());
        let first = rest.chars().next().map_or(0, char::len_utf8);
        match fault {
            // The colon is where it is noticed, the key before it is what is wrong.
            Fault::KeyTooDeep => (indented, self.at),
            _ => (self.at, self.at + word.max(first)),
        }
    }

    fn first_character(&self) -> char {
        self.text.get(self.at..).and_then(|rest| rest.chars().next()).unwrap_or(' ')
    }

    /// Only white space with a tab precedes the error on its line.
    fn has_tab_before(&self) -> bool {
        self.before.trim().is_empty() && self.before.contains('\t')
    }

    /// A colon stands inside of a word of this line, for example `key:value`.
    fn has_tight_colon(&self) -> bool {
        let content = self.line.trim();
        content
            .split_once(':')
            .is_some_and(|(key, value)| !key.is_empty() && !value.starts_with([' ', '/']) && !value.is_empty())
    }

    /// A value is expected at the error: behind a `:` or `-`, or at the start of the document.
    fn begins_node(&self) -> bool {
        let before = self.text.get(..self.at).unwrap_or_default().trim_end();
        before.is_empty() || before.ends_with([':', '-'])
    }

    /// Text after a quoted string.
    fn follows_quote(&self) -> bool {
        self.before.trim_end().ends_with(['"', '\''])
    }
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
