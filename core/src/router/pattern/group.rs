//! What stands in parentheses.

use super::parse::{Flags, Name, Parser, REPETITION_MISSING};
use super::refusal::{Refusal, Stop};
use super::tree::Node;

/// Deeper patterns are not read: the reader calls itself.
const DEPTH: usize = 100;

const UNCLOSED_GROUP: &str = "unclosed group";
const LOOK_AROUND: &str = "look-around, including look-ahead and look-behind, is not supported";
const NAME_INVALID: &str = "invalid capture group character";
const NAME_EMPTY: &str = "empty capture group name";
const NAME_UNCLOSED: &str = "unclosed capture group name";
const NAME_DUPLICATE: &str = "duplicate capture group name";

/// What stands between parentheses.
pub(super) enum Group {
    Node(Node),
    /// Flags for what follows, or a comment.
    Nothing,
}

impl<'p> Parser<'p> {
    /// A group, from its opening parenthesis.
    pub(super) fn group(&mut self) -> Result<Group, Stop> {
        let open = self.at;
        self.bump();
        self.skip_spaces();
        if !self.is_pcre() {
            for prefix in ["?=", "?!", "?<=", "?<!"] {
                if self.eat(prefix) {
                    return Err(self.refuse(LOOK_AROUND, open));
                }
            }
        } else if self.peek() == Some('*') {
            return Err(Stop::Unknown("a verb"));
        }
        if self.eat("?P<") || self.eat("?<") && !(self.is_pcre() && matches!(self.peek(), Some('=' | '!'))) {
            let name = self.name('>')?;
            return self.capture(open, Some(name));
        }
        if self.is_pcre() {
            if self.at > open + 1 && self.text.get(..self.at).is_some_and(|text| text.ends_with("?<")) {
                let negative = self.bump() == Some('!');
                let body = Box::new(self.body(open)?);
                return Ok(Group::Node(Node::Look { behind: true, negative, body }));
            }
            if let Some(group) = self.pcre_group(open)? {
                return Ok(group);
            }
        }
        if !self.eat("?") {
            return self.capture(open, None);
        }
        let outer = self.flags;
        let inner_at = self.at - 1;
        if self.peek().is_none() {
            let end = open + 1;
            return Err(Stop::Refused(Refusal { message: UNCLOSED_GROUP, start: open, end, earlier: None }));
        }
        let any = self.read_flags()?;
        if self.eat(")") {
            if !any && !self.is_pcre() {
                return Err(Stop::Refused(Refusal {
                    message: REPETITION_MISSING,
                    start: inner_at,
                    end: inner_at,
                    earlier: None,
                }));
            }
            return Ok(Group::Nothing);
        }
        self.bump();
        let body = self.body_with(open, outer)?;
        Ok(Group::Node(body))
    }

    /// The groups that only PCRE has.
    fn pcre_group(&mut self, open: usize) -> Result<Option<Group>, Stop> {
        if self.eat("?#") {
            while let Some(char) = self.bump() {
                if char == ')' {
                    return Ok(Some(Group::Nothing));
                }
            }
            return Err(self.refuse(UNCLOSED_GROUP, open));
        }
        if self.eat("?'") {
            let name = self.name('\'')?;
            return self.capture(open, Some(name)).map(Some);
        }
        for (prefix, negative) in [("?=", false), ("?!", true)] {
            if self.eat(prefix) {
                let body = Box::new(self.body(open)?);
                return Ok(Some(Group::Node(Node::Look { behind: false, negative, body })));
            }
        }
        if self.eat("?>") {
            return Ok(Some(Group::Node(Node::Atomic(Box::new(self.body(open)?)))));
        }
        if self.eat("?P=") {
            let name = self.name(')')?;
            return Ok(Some(Group::Node(self.reference(name))));
        }
        for prefix in ["?|", "?(", "?R", "?&", "?P>", "?C", "?^", "?+"] {
            if self.eat(prefix) {
                return Err(Stop::Unknown("a recursion, a condition or a branch reset"));
            }
        }
        let after = self.text.get(self.at..).and_then(|rest| rest.strip_prefix('?'));
        if after.is_some_and(|rest| rest.trim_start_matches('-').starts_with(|char: char| char.is_ascii_digit())) {
            return Err(Stop::Unknown("a recursion, a condition or a branch reset"));
        }
        Ok(None)
    }

    /// Flags up to `:` or `)`; whether there was anything.
    fn read_flags(&mut self) -> Result<bool, Stop> {
        let mut on = true;
        let mut seen: Vec<(char, usize)> = Vec::new();
        let mut negation = None;
        loop {
            let Some(char) = self.peek() else {
                return Err(self.refuse("expected flag but got end of regex", self.at));
            };
            if matches!(char, ':' | ')') {
                break;
            }
            let earlier = seen.iter().find(|(flag, _)| *flag == char).map(|(_, at)| (*at, *at + 1));
            if char == '-' {
                if let Some(earlier) = earlier {
                    return Err(self.refuse_repeated("flag negation operator repeated", earlier));
                }
                negation = Some(self.at);
                on = false;
            } else {
                negation = None;
                match char {
                    'i' => self.flags.fold = on,
                    'm' => self.flags.lines = on,
                    's' => self.flags.newline = on,
                    'U' => self.flags.swap = on,
                    'x' => self.flags.spaces = on,
                    'u' if !self.is_pcre() && on => {}
                    'u' | 'R' if !self.is_pcre() => return Err(Stop::Unknown("a flag")),
                    'J' | 'n' if self.is_pcre() => return Err(Stop::Unknown("a flag")),
                    _ => return Err(self.refuse_here("unrecognized flag")),
                }
                if let Some(earlier) = earlier.filter(|_| !self.is_pcre()) {
                    return Err(self.refuse_repeated("duplicate flag", earlier));
                }
            }
            seen.push((char, self.at));
            self.bump();
        }
        match negation.filter(|_| !self.is_pcre()) {
            Some(start) => Err(Stop::Refused(Refusal {
                message: "dangling flag negation operator",
                start,
                end: start + 1,
                earlier: None,
            })),
            None => Ok(!seen.is_empty()),
        }
    }

    fn capture(&mut self, open: usize, name: Option<&'p str>) -> Result<Group, Stop> {
        self.groups += 1;
        let index = self.groups;
        if let Some(text) = name {
            let start = self.at - 1 - text.len();
            let place = (start, start + text.len());
            if let Some(earlier) = self.names.iter().find(|name| name.text == text) {
                let earlier = Some(earlier.place);
                return Err(Stop::Refused(Refusal { message: NAME_DUPLICATE, start, end: place.1, earlier }));
            }
            self.names.push(Name { text, group: index, place });
        }
        let body = Box::new(self.body(open)?);
        Ok(Group::Node(Node::Capture { index, body }))
    }

    /// A name up to `end`.
    pub(super) fn name(&mut self, end: char) -> Result<&'p str, Stop> {
        let start = self.at;
        loop {
            let Some(char) = self.peek() else { return Err(self.refuse(NAME_UNCLOSED, self.at)) };
            if char == end {
                break;
            }
            let first = self.at == start;
            let more = !self.is_pcre() && matches!(char, '.' | '[' | ']');
            let fits = char == '_' || if first { char.is_alphabetic() } else { more || char.is_alphanumeric() };
            if !fits {
                return Err(self.refuse_here(NAME_INVALID));
            }
            self.bump();
        }
        let text = self.text;
        let name = text.get(start..self.at).unwrap_or_default();
        if name.is_empty() {
            return Err(Stop::Refused(Refusal { message: NAME_EMPTY, start, end: start, earlier: None }));
        }
        self.bump();
        Ok(name)
    }

    fn body(&mut self, open: usize) -> Result<Node, Stop> {
        self.body_with(open, self.flags)
    }

    /// The rest of a group; flags that are set in it end with it.
    fn body_with(&mut self, open: usize, outer: Flags) -> Result<Node, Stop> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(Stop::Unknown("the pattern is nested too deeply"));
        }
        let body = self.alternatives()?;
        self.depth -= 1;
        if !self.eat(")") {
            let end = open + 1;
            return Err(Stop::Refused(Refusal { message: UNCLOSED_GROUP, start: open, end, earlier: None }));
        }
        self.flags = outer;
        Ok(body)
    }
}
