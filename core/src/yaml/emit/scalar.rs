//! Scalars as go-yaml v2 writes them.
//!
//! Source: go.yaml.in/yaml v2 `encode.go:stringv`, `emitterc.go:yaml_emitter_analyze_scalar`,
//! `yaml_emitter_select_scalar_style`, `yaml_emitter_write_…`.

use std::fmt::Write as _;

use serde_json::Number;

use crate::yaml::scalar::{Scalar, resolve};
use crate::yaml::timestamp::is_timestamp;

/// Where a scalar is written.
pub(super) struct Place<'o> {
    /// The text so far.
    pub(super) out: &'o mut String,
    /// Column at which further lines begin.
    pub(super) indent: usize,
    /// Lines may be folded behind this column.
    pub(super) width: usize,
    /// Keys stay on one line.
    pub(super) may_break: bool,
}

/// How a string is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Quoting {
    Plain,
    Single,
    Double,
    Literal,
}

impl Place<'_> {
    /// Writes a string; `true` when that ended the line.
    pub(super) fn text(&mut self, text: &str) -> bool {
        match quoting(text, self.may_break) {
            Quoting::Plain => self.folded(text, text.len()),
            Quoting::Single => {
                self.out.push('\'');
                // A blank in the last place is not folded, and there is none in the first.
                self.folded(&text.replace('\'', "''"), text.len());
                self.out.push('\'');
            }
            Quoting::Double => self.double(text),
            Quoting::Literal => {
                self.literal(text);
                return true;
            }
        }
        false
    }

    /// Writes a text as it is.
    pub(super) fn verbatim(&mut self, text: &str) -> bool {
        self.out.push_str(text);
        false
    }

    fn column(&self) -> usize {
        let line = self.out.rfind('\n').map_or(0, |at| at + 1);
        self.out.get(line..).map_or(0, |line| line.chars().count())
    }

    fn break_line(&mut self) -> usize {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', self.indent));
        self.indent
    }

    /// Writes words; a single blank behind the width becomes a line break.
    fn folded(&mut self, text: &str, length: usize) {
        let mut column = self.column();
        if !self.may_break || column + length <= self.width {
            self.out.push_str(text);
            return;
        }
        let mut after_blank = false;
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            let is_single = character == ' ' && !after_blank && characters.peek().is_some_and(|next| *next != ' ');
            if is_single && column > self.width {
                column = self.break_line();
            } else {
                self.out.push(character);
                column += 1;
            }
            after_blank = character == ' ';
        }
    }

    fn double(&mut self, text: &str) {
        self.out.push('"');
        let mut column = self.column();
        let mut after_blank = false;
        let mut is_first = true;
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            let length = self.out.len();
            if character == ' ' {
                let is_inside = !is_first && characters.peek().is_some();
                if self.may_break && is_inside && !after_blank && column > self.width {
                    column = self.break_line();
                    if characters.peek() == Some(&' ') {
                        self.out.push('\\');
                        column += 1;
                    }
                } else {
                    self.out.push(' ');
                    column += 1;
                }
            } else {
                escape(self.out, character);
                column += self.out.get(length..).map_or(1, |written| written.chars().count());
            }
            after_blank = character == ' ';
            is_first = false;
        }
        self.out.push('"');
    }

    fn literal(&mut self, text: &str) {
        self.out.push('|');
        if text.starts_with([' ', '\n']) {
            self.out.push('2');
        }
        match text.strip_suffix('\n') {
            None => self.out.push('-'),
            Some(before) if before.is_empty() || before.ends_with('\n') => self.out.push('+'),
            Some(_) => {}
        }
        self.out.push('\n');
        for line in text.split_inclusive('\n') {
            if line != "\n" {
                self.out.extend(std::iter::repeat_n(' ', self.indent));
            }
            self.out.push_str(line);
        }
        if !text.ends_with('\n') {
            self.out.push('\n');
        }
    }
}

fn quoting(text: &str, may_break: bool) -> Quoting {
    if text.chars().any(is_special) {
        return Quoting::Double;
    }
    if text.contains('\n') {
        let is_blank_before_break = text.contains(" \n") || text.ends_with(' ');
        return if may_break && !is_blank_before_break { Quoting::Literal } else { Quoting::Double };
    }
    if is_misread(text) {
        return Quoting::Double;
    }
    if is_plain(text) { Quoting::Plain } else { Quoting::Single }
}

/// Characters that are written as escapes. go-yaml writes the two Unicode line separators as they are, which readers of
/// YAML 1.1 and 1.2 do not understand alike.
fn is_special(character: char) -> bool {
    match character {
        '\n' => false,
        '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => true,
        _ => !matches!(character, ' '..='~' | '\u{a0}'..='\u{ffff}'),
    }
}

/// An unquoted scalar would not be this string.
fn is_misread(text: &str) -> bool {
    resolve(text) != Scalar::Text || is_timestamp(text) || is_base_60(text) || matches!(text, "<<" | "=")
}

/// `[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?`: a number to other readers of YAML 1.1.
fn is_base_60(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    let mut groups = whole.split(':');
    let first = groups.next().unwrap_or_default();
    let mut count = 0;
    let all_fit = groups.all(|group| {
        count += 1;
        matches!(group.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9'])
    });
    first.starts_with(|c: char| c.is_ascii_digit()) && is_digits(first) && all_fit && count > 0 && is_digits(fraction)
}

/// Whether the text can stand without quotes outside of brackets.
fn is_plain(text: &str) -> bool {
    let is_followed_by_blank = |at: usize| text.as_bytes().get(at + 1).is_none_or(|next| *next == b' ');
    let starts_badly = match text.as_bytes().first() {
        None
        | Some(
            b'#' | b',' | b'[' | b']' | b'{' | b'}' | b'&' | b'*' | b'!' | b'|' | b'>' | b'\'' | b'"' | b'%' | b'@'
            | b'`',
        ) => true,
        Some(b'?' | b':' | b'-') => is_followed_by_blank(0),
        Some(_) => false,
    };
    let has_indicator = || {
        text.bytes().enumerate().skip(1).any(|(at, byte)| match byte {
            b':' => is_followed_by_blank(at),
            b'#' => text.as_bytes().get(at - 1) == Some(&b' '),
            _ => false,
        })
    };
    let is_marker = text.starts_with("---") || text.starts_with("...");
    !(starts_badly || is_marker || text.starts_with(' ') || text.ends_with(' ') || has_indicator())
}

/// One character of a double-quoted string.
fn escape(out: &mut String, character: char) {
    let short = match character {
        '\0' => '0',
        '\u{7}' => 'a',
        '\u{8}' => 'b',
        '\t' => 't',
        '\n' => 'n',
        '\u{b}' => 'v',
        '\u{c}' => 'f',
        '\r' => 'r',
        '\u{1b}' => 'e',
        '"' => '"',
        '\\' => '\\',
        '\u{85}' => 'N',
        '\u{2028}' => 'L',
        '\u{2029}' => 'P',
        plain if !is_special(plain) => {
            out.push(plain);
            return;
        }
        _ => {
            let code = u32::from(character);
            // Writing to a string cannot fail.
            let _ = match code {
                0..=0xff => write!(out, "\\x{code:02X}"),
                0x100..=0xffff => write!(out, "\\u{code:04X}"),
                _ => write!(out, "\\U{code:08X}"),
            };
            return;
        }
    };
    out.push('\\');
    out.push(short);
}

/// A JSON number after the way through a 64-bit float and Go's two formats.
pub(super) fn number(number: &Number) -> String {
    let is_exact = number.as_i64().is_some_and(|value| value.unsigned_abs() <= 1 << 53);
    if is_exact {
        return number.to_string();
    }
    let value: f64 = number.to_string().parse().unwrap_or_default();
    if value == 0.0 {
        return if value.is_sign_negative() { "-0" } else { "0" }.to_owned();
    }
    if value.fract() == 0.0 && value.abs() < 1e21 {
        let digits = value.to_string();
        // What does not fit an integer is a float to go-yaml.
        if digits.parse::<i64>().is_ok() || digits.parse::<u64>().is_ok() {
            return digits;
        }
    }
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if (-4..6).contains(&exponent) {
        return value.to_string();
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_quoted_only_where_they_must_be() {
        for text in [
            "~/foo$",
            "~*audio/.*",
            "(http.path == \"/x\")",
            "$(uri_captures[1])",
            "10.0.0.1:80",
            "-a",
            "a#b",
            "a:b",
            "?a",
            "x-1",
            "é",
            "..",
            "--",
            "1.2.3",
            "a,b",
            "yEs",
        ] {
            assert_eq!(quoting(text, true), Quoting::Plain, "{text}");
        }
        for text in [
            "*.foo.com",
            "[fd00::1]:8000",
            "X: y",
            "a: ",
            "a:",
            "a #b",
            " a",
            "a ",
            "- a",
            "-",
            "? a",
            "#",
            "'",
            "\"x",
            "%x",
            "@x",
            "`x",
            "---",
            "...",
            "{a}",
            "!x",
            "|",
            ">x",
            "&x",
            "--- a",
            ",",
        ] {
            assert_eq!(quoting(text, true), Quoting::Single, "{text}");
        }
        for text in [
            "",
            "~",
            "null",
            "y",
            "No",
            "TRUE",
            "off",
            ".nan",
            "-.inf",
            "1",
            "1_000",
            "0x1",
            "0o7",
            "0b1",
            "007",
            "1.5",
            "1e3",
            "1:20",
            "1:20:30.5",
            "2020-01-02",
            "2020-01-02T03:04:05Z",
            "<<",
            "a\tb",
            "😀",
            "a \nb",
            "a\r",
        ] {
            assert_eq!(quoting(text, true), Quoting::Double, "{text}");
        }
        assert_eq!(quoting("a\nb", true), Quoting::Literal);
        assert_eq!(quoting("a\nb", false), Quoting::Double);
    }

    #[test]
    fn numbers_are_printed_as_go_does() {
        let text = |json: &str| number(&serde_json::from_str(json).unwrap());
        for (json, expected) in [
            ("1", "1"),
            ("-5", "-5"),
            ("1.0", "1"),
            ("0.5", "0.5"),
            ("44530258939903", "44530258939903"),
            ("9007199254740993", "9007199254740992"),
            ("1e21", "1e+21"),
            ("1e20", "1e+20"),
            ("1e-7", "1e-07"),
            ("1234567.5", "1.2345675e+06"),
            ("0.0001", "0.0001"),
        ] {
            assert_eq!(text(json), expected, "{json}");
        }
    }
}
