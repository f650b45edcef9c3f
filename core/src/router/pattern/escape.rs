//! What a backslash begins.

use super::class::{Class, Named};
use super::parse::Parser;
use super::refusal::{Refusal, Stop};
use super::tree::{Assertion, Node};

const UNFINISHED: &str = "incomplete escape sequence, reached end of pattern prematurely";
const UNRECOGNIZED: &str = "unrecognized escape sequence";
const WORD_BOUNDARY_UNFINISHED: &str = "found either the beginning of a special word boundary or a bounded repetition \
                                        on a \\b with an opening brace, but no closing brace";
const WORD_BOUNDARY_UNCLOSED: &str =
    "special word boundary assertion is either unclosed or contains an invalid character";
const WORD_BOUNDARY_UNRECOGNIZED: &str =
    "unrecognized special word boundary assertion, valid choices are: start, end, start-half or end-half";

/// One escape, outside or inside of a set.
pub(super) enum Escape {
    Char(char),
    /// A byte of PCRE.
    Byte(u8),
    Named {
        set: Named,
        negated: bool,
    },
    Assert(Assertion),
    Node(Node),
    /// `\Q`: all up to `\E`.
    Quoted(String),
}

impl Parser<'_> {
    /// An escape outside of a set.
    pub(super) fn escape(&mut self) -> Result<Node, Stop> {
        let fold = self.flags.fold;
        Ok(match self.any_escape(false)? {
            Escape::Char(char) => self.literal(char),
            Escape::Byte(byte) => Node::Unit { value: u32::from(byte), fold },
            Escape::Named { set, negated } => Node::Class { class: Class::named(set, negated), fold: false },
            Escape::Assert(assertion) => Node::Assert(assertion),
            Escape::Node(node) => node,
            Escape::Quoted(text) if text.is_empty() => Node::Empty,
            Escape::Quoted(text) => Node::Concat(text.chars().map(|char| self.literal(char)).collect()),
        })
    }

    /// An escape; `in_set` matters to PCRE only.
    pub(super) fn any_escape(&mut self, in_set: bool) -> Result<Escape, Stop> {
        let start = self.at;
        self.bump();
        let Some(char) = self.peek() else { return Err(self.refuse(UNFINISHED, start)) };
        let named = match char {
            'd' | 'D' => Some(Named::Digit),
            's' | 'S' => Some(Named::Space),
            'w' | 'W' => Some(Named::Word),
            'h' | 'H' if self.is_pcre() => Some(Named::Horizontal),
            'v' | 'V' if self.is_pcre() => Some(Named::Vertical),
            _ => None,
        };
        if let Some(set) = named {
            self.bump();
            return Ok(Escape::Named { set, negated: char.is_ascii_uppercase() });
        }
        if self.is_pcre() { self.pcre_escape(start, char, in_set) } else { self.rust_escape(start, char) }
    }

    fn rust_escape(&mut self, start: usize, char: char) -> Result<Escape, Stop> {
        match char {
            '0'..='9' => {
                self.bump();
                return Err(self.refuse("backreferences are not supported", start));
            }
            'x' => return self.hex(2).map(Escape::Char),
            'u' => return self.hex(4).map(Escape::Char),
            'U' => return self.hex(8).map(Escape::Char),
            'p' | 'P' => return Err(Stop::Unknown("a class of Unicode")),
            _ => {}
        }
        self.bump();
        Ok(match char {
            'a' => Escape::Char('\u{7}'),
            'f' => Escape::Char('\u{c}'),
            't' => Escape::Char('\t'),
            'n' => Escape::Char('\n'),
            'r' => Escape::Char('\r'),
            'v' => Escape::Char('\u{b}'),
            'A' => Escape::Assert(Assertion::TextStart),
            'z' => Escape::Assert(Assertion::TextEnd),
            'b' if self.peek() == Some('{') => Escape::Assert(self.special_word_boundary(start)?),
            'b' => Escape::Assert(Assertion::WordBoundary),
            'B' => Escape::Assert(Assertion::NotWordBoundary),
            '<' => Escape::Assert(Assertion::WordStart),
            '>' => Escape::Assert(Assertion::WordEnd),
            char if char.is_ascii() && !char.is_ascii_alphanumeric() => Escape::Char(char),
            _ => return Err(self.refuse(UNRECOGNIZED, start)),
        })
    }

    /// `\b{start}` and its like; `\b{2}` is a repetition.
    fn special_word_boundary(&mut self, start: usize) -> Result<Assertion, Stop> {
        let open = self.at;
        self.bump();
        let words = self.at;
        let fits = |char: char| char.is_ascii_alphabetic() || char == '-';
        match self.peek() {
            None => return Err(self.refuse(WORD_BOUNDARY_UNFINISHED, start)),
            Some(char) if !fits(char) => {
                self.at = open;
                return Ok(Assertion::WordBoundary);
            }
            Some(_) => {}
        }
        while self.peek().is_some_and(fits) {
            self.bump();
        }
        if self.peek() != Some('}') {
            return Err(self.refuse(WORD_BOUNDARY_UNCLOSED, open));
        }
        let assertion = match self.text.get(words..self.at) {
            Some("start") => Assertion::WordStart,
            Some("end") => Assertion::WordEnd,
            Some("start-half") => Assertion::WordStartHalf,
            Some("end-half") => Assertion::WordEndHalf,
            _ => return Err(self.refuse(WORD_BOUNDARY_UNRECOGNIZED, words)),
        };
        self.bump();
        Ok(assertion)
    }

    /// `x`, `u` or `U` and its digits.
    fn hex(&mut self, digits: usize) -> Result<char, Stop> {
        const INVALID_DIGIT: &str = "invalid hexadecimal digit";
        const INVALID: &str = "hexadecimal literal is not a Unicode scalar value";
        self.bump();
        self.skip_spaces();
        let braced = self.peek() == Some('{');
        let brace = self.at;
        let mut start = self.at;
        if braced {
            self.bump();
            start = self.at;
            self.skip_spaces();
        }
        let mut hex = String::new();
        while braced || hex.len() < digits {
            match self.peek() {
                None if braced => return Err(self.refuse(UNFINISHED, brace)),
                None => return Err(self.refuse(UNFINISHED, self.at)),
                Some('}') if braced => break,
                Some(char) if char.is_ascii_hexdigit() => hex.push(char),
                Some(_) => return Err(self.refuse_here(INVALID_DIGIT)),
            }
            self.bump();
            self.skip_spaces();
        }
        let end = self.at;
        if braced {
            self.bump();
            self.skip_spaces();
            if hex.is_empty() {
                return Err(self.refuse("hexadecimal literal empty", brace));
            }
        }
        let char = u32::from_str_radix(&hex, 16).ok().and_then(char::from_u32);
        char.ok_or(Stop::Refused(Refusal { message: INVALID, start, end, earlier: None }))
    }

    /// Source: pcre2pattern(3), "Backslash"
    fn pcre_escape(&mut self, start: usize, char: char, in_set: bool) -> Result<Escape, Stop> {
        self.bump();
        Ok(match char {
            'a' => Escape::Byte(7),
            'e' => Escape::Byte(27),
            'f' => Escape::Byte(12),
            'n' => Escape::Byte(b'\n'),
            'r' => Escape::Byte(b'\r'),
            't' => Escape::Byte(b'\t'),
            'b' if in_set => Escape::Byte(8),
            'b' => Escape::Assert(Assertion::WordBoundary),
            'B' if !in_set => Escape::Assert(Assertion::NotWordBoundary),
            'A' if !in_set => Escape::Assert(Assertion::TextStart),
            'z' if !in_set => Escape::Assert(Assertion::TextEnd),
            'Z' if !in_set => Escape::Assert(Assertion::TextEndOrFinalNewline),
            'N' if !in_set && self.peek() != Some('{') => Escape::Node(Node::Any { newline: false }),
            'c' => match self.bump().and_then(|char| u8::try_from(char).ok()).filter(u8::is_ascii) {
                Some(byte) => Escape::Byte(byte.to_ascii_uppercase() ^ 0x40),
                None => return Err(self.refuse(UNFINISHED, start)),
            },
            'x' => self.pcre_hex(start)?,
            'Q' => {
                let rest = self.text.get(self.at..).unwrap_or_default();
                let (quoted, end) = rest.split_once("\\E").map_or((rest, rest.len()), |(q, _)| (q, q.len() + 2));
                self.at += end;
                Escape::Quoted(quoted.to_owned())
            }
            'E' => Escape::Quoted(String::new()),
            'k' if !in_set => {
                let end = match self.bump() {
                    Some('<') => '>',
                    Some('{') => '}',
                    Some('\'') => '\'',
                    _ => return Err(self.refuse(UNRECOGNIZED, start)),
                };
                let name = self.name(end)?;
                Escape::Node(self.reference(name))
            }
            'g' if !in_set => Escape::Node(self.numbered(start)?),
            '1'..='9' if !in_set => {
                let mut group = usize::try_from(u32::from(char) - u32::from('0')).unwrap_or_default();
                if let Some(next) = self.peek().and_then(|char| char.to_digit(10)) {
                    // Octal or a reference, depending on how many groups there are in all.
                    group = group * 10 + usize::try_from(next).unwrap_or_default();
                    if group > self.groups {
                        return Err(Stop::Unknown("a reference or an octal number"));
                    }
                    self.bump();
                }
                Escape::Node(Node::BackReference { group, fold: self.flags.fold })
            }
            '0'..='7' => {
                let mut value = u32::from(char) - u32::from('0');
                for _ in 0..2 {
                    let Some(next) = self.peek().and_then(|char| char.to_digit(8)) else { break };
                    value = value * 8 + next;
                    self.bump();
                }
                match u8::try_from(value) {
                    Ok(byte) => Escape::Byte(byte),
                    Err(_) => return Err(self.refuse(UNRECOGNIZED, start)),
                }
            }
            'C' | 'G' | 'K' | 'N' | 'R' | 'X' | 'o' | 'p' | 'P' => return Err(Stop::Unknown("an escape of PCRE")),
            char if char.is_ascii_alphanumeric() => return Err(self.refuse(UNRECOGNIZED, start)),
            char => Escape::Char(char),
        })
    }

    fn pcre_hex(&mut self, start: usize) -> Result<Escape, Stop> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let (digits, length) = braced(rest).unwrap_or_else(|| {
            let length = rest.bytes().take(2).take_while(u8::is_ascii_hexdigit).count();
            (rest.get(..length).unwrap_or_default(), length)
        });
        self.at += length;
        let value = if digits.is_empty() { Ok(0) } else { u8::from_str_radix(digits, 16) };
        value.map(Escape::Byte).map_err(|_| self.refuse(UNRECOGNIZED, start))
    }

    /// `\g1`, `\g{1}`, `\g{-1}`, `\g{name}`.
    fn numbered(&mut self, start: usize) -> Result<Node, Stop> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let (inner, length) = braced(rest).unwrap_or_else(|| {
            let length = rest.bytes().take_while(u8::is_ascii_digit).count();
            (rest.get(..length).unwrap_or_default(), length)
        });
        let fold = self.flags.fold;
        let group = match inner.strip_prefix('-') {
            Some(back) => back.parse::<usize>().ok().and_then(|back| (self.groups + 1).checked_sub(back)),
            None => inner.parse().ok(),
        };
        if let Some(group) = group.filter(|group| *group > 0) {
            self.at += length;
            return Ok(Node::BackReference { group, fold });
        }
        if self.peek() != Some('{') {
            return Err(self.refuse(UNRECOGNIZED, start));
        }
        self.bump();
        let name = self.name('}')?;
        Ok(self.reference(name))
    }
}

/// What stands in braces at the start of a text, and the length with the braces.
fn braced(text: &str) -> Option<(&str, usize)> {
    let (inner, _) = text.strip_prefix('{')?.split_once('}')?;
    Some((inner, inner.len() + 2))
}
