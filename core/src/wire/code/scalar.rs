//! How a string is written in YAML so that every reader, of YAML 1.1 or 1.2, reads the same string.

use serde_json::Value;

/// A string as YAML.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Scalar {
    /// On one line: plain or in quotes.
    Flat(String),
    /// A literal block.
    Block {
        /// `|`, `|-` or `|+`.
        header: &'static str,
        /// The lines without indentation.
        body: Vec<String>,
    },
}

impl Scalar {
    /// The one line; for a block, which a key cannot be, the text in quotes.
    pub(super) fn flat(self) -> String {
        match self {
            Self::Flat(text) => text,
            Self::Block { header, body } => {
                let end = if header == "|-" { "" } else { "\n" };
                escaped(&(body.join("\n") + end))
            }
        }
    }
}

/// A string as YAML.
pub(super) fn scalar(text: &str) -> Scalar {
    if text.contains('\n') && fits_a_block(text) {
        return block(text);
    }
    Scalar::Flat(if text.chars().any(needs_escape) {
        escaped(text)
    } else if reads_as_another_type(text) {
        format!("\"{text}\"")
    } else if needs_quotes(text) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        text.to_owned()
    })
}

/// JSON's quoted strings are YAML's, save for what YAML does not print.
fn escaped(text: &str) -> String {
    let quoted = Value::from(text).to_string();
    let escape = |char: char| if needs_escape(char) { format!("\\u{:04x}", u32::from(char)) } else { char.into() };
    quoted.chars().map(escape).collect()
}

fn needs_escape(char: char) -> bool {
    char.is_control() || matches!(char, '\u{feff}' | '\u{2028}' | '\u{2029}')
}

/// A block cannot say that its first line begins with a space (without an indicator), and hides spaces at line ends.
fn fits_a_block(text: &str) -> bool {
    let is_readable = |char: char| char == '\n' || !needs_escape(char);
    let lines = || text.split('\n');
    text.chars().all(is_readable)
        && lines().find(|line| !line.is_empty()).is_some_and(|line| !line.starts_with(' '))
        && lines().all(|line| !line.ends_with(' '))
}

fn block(text: &str) -> Scalar {
    let (header, body) = match text.strip_suffix('\n') {
        None => ("|-", text),
        Some(body) if !body.ends_with('\n') => ("|", body),
        Some(body) => ("|+", body),
    };
    Scalar::Block { header, body: body.split('\n').map(str::to_owned).collect() }
}

/// Words and numbers of YAML 1.1 and 1.2; rather too many than too few.
fn reads_as_another_type(text: &str) -> bool {
    const WORDS: [&str; 13] = ["", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", ".nan", ".inf"];
    let lower = text.to_ascii_lowercase();
    let unsigned = lower.trim_start_matches(['+', '-']);
    if WORDS.contains(&lower.as_str()) || unsigned == ".inf" {
        return true;
    }
    let is_prefixed = ["0x", "0o", "0b"].iter().any(|prefix| unsigned.starts_with(prefix));
    let starts_a_number = unsigned.starts_with(|char: char| char.is_ascii_digit() || char == '.');
    let has_digit = unsigned.contains(|char: char| char.is_ascii_digit());
    let is_decimal = unsigned.replace('_', "").parse::<f64>().is_ok();
    let is_clock = unsigned.chars().all(|char| char.is_ascii_digit() || "_:.".contains(char))
        && unsigned.matches('.').count() <= 1;
    starts_a_number && has_digit && (is_prefixed || is_decimal || is_clock || is_date(unsigned))
}

fn is_date(text: &str) -> bool {
    let (year, rest) = text.split_at_checked(4).unwrap_or_default();
    !year.is_empty() && year.chars().all(|char| char.is_ascii_digit()) && rest.starts_with('-')
}

fn needs_quotes(text: &str) -> bool {
    text.starts_with(|char: char| "-?:,[]{}#&*!|>'\"%@`=<".contains(char))
        || text.starts_with("---")
        || text.starts_with("...")
        || text.starts_with(' ')
        || text.ends_with([' ', ':'])
        || text.contains(": ")
        || text.contains(" #")
}
