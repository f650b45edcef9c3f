//! Why a document is not YAML, in terms of what people did.

/// The cause of a broken document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// A tab indents a line.
    TabIndentation,
    /// A second `: ` on one line: the unquoted value holds a colon.
    ColonInValue,
    /// A `key:` stands deeper than its neighbours, below a key that already has a value.
    KeyTooDeep,
    /// A line that should be `key: value` has no colon.
    NoColon,
    /// A line has a colon, but no space after it.
    NoSpaceAfterColon,
    /// A line that fits no level of indentation above it.
    Indentation,
    /// A list item stands where none can be.
    MisplacedItem,
    /// Something follows a quoted string on its line.
    TextAfterQuote,
    /// A quoted string has no closing quote.
    OpenQuote,
    /// A `[` or `{` is not closed.
    OpenBracket(char),
    /// A bracket closes nothing, or another one.
    WrongBracket(char),
    /// Items between brackets without a comma.
    NoComma,
    /// An unquoted value starts with a character that YAML reserves.
    ReservedCharacter(char),
    /// An unquoted value starts with `*` or `&` and is no alias or anchor.
    NoAlias,
    /// An unknown backslash sequence in a double-quoted string.
    Escape,
    /// The first line of a `|` or `>` text is wrong.
    BlockHeader,
    /// A line of a `|` or `>` text has the wrong indentation.
    BlockIndentation,
    /// Text on the line of a `---`.
    Separator,
    /// A line starts with `---` by accident.
    Dashes,
    /// `%YAML` or another directive.
    Directive,
    /// A character that YAML forbids everywhere.
    ControlCharacter(char),
    /// A tag that is not well formed or not declared.
    Tag,
    /// Anything else, in the scanner's words.
    Other(String),
}
