//! Reads a regular expression.
//!
//! Source: RE2 syntax; what the patterns of the CRDs do not use is refused.

/// Characters; only ASCII is told apart one by one.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Class {
    pub(crate) ascii: [bool; 128],
    /// All characters beyond ASCII.
    pub(crate) others: bool,
    /// Some characters beyond ASCII.
    pub(crate) some: Vec<char>,
}

impl Class {
    fn empty() -> Self {
        Self { ascii: [false; 128], others: false, some: Vec::new() }
    }

    fn add(&mut self, first: char, last: char) -> Result<(), String> {
        if first == last && !first.is_ascii() {
            self.some.push(first);
            return Ok(());
        }
        if !last.is_ascii() {
            return Err("a range beyond ASCII".to_owned());
        }
        (first..=last).for_each(|c| self.ascii[c as usize] = true);
        Ok(())
    }

    fn negated(&self) -> Result<Self, String> {
        if !self.some.is_empty() {
            return Err("a negated class beyond ASCII".to_owned());
        }
        Ok(Self { ascii: self.ascii.map(|is_in| !is_in), others: !self.others, some: Vec::new() })
    }

    /// Without regard to letter case: two letters have a further variant beyond ASCII.
    fn folded(mut self) -> Self {
        for letter in b'a'..=b'z' {
            let (lower, upper) = (usize::from(letter), usize::from(letter.to_ascii_uppercase()));
            let is_in = self.ascii[lower] || self.ascii[upper];
            self.ascii[lower] = is_in;
            self.ascii[upper] = is_in;
        }
        for (letter, variant) in [('k', '\u{212a}'), ('s', '\u{17f}')] {
            if self.ascii[letter as usize] && !self.others {
                self.some.push(variant);
            }
        }
        self
    }
}

/// A regular expression.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Regex {
    Class(Class),
    Start,
    End,
    Sequence(Vec<Regex>),
    Choice(Vec<Regex>),
    /// At least, at most.
    Repeat(Box<Regex>, usize, Option<usize>),
}

/// Reads a whole pattern.
pub(crate) fn parse(pattern: &str) -> Result<Regex, String> {
    let mut parser = Parser { rest: pattern.chars().collect(), fold: false };
    parser.rest.reverse();
    let regex = parser.choice()?;
    if parser.rest.is_empty() { Ok(regex) } else { Err("a bracket too many".to_owned()) }
}

/// The characters that are left, the next one last.
struct Parser {
    rest: Vec<char>,
    fold: bool,
}

impl Parser {
    fn takes(&mut self, text: &str) -> bool {
        let found = self.rest.iter().rev().take(text.chars().count()).copied().eq(text.chars());
        if found {
            self.rest.truncate(self.rest.len() - text.chars().count());
        }
        found
    }

    fn choice(&mut self) -> Result<Regex, String> {
        let mut branches = vec![self.sequence()?];
        while self.takes("|") {
            branches.push(self.sequence()?);
        }
        Ok(if branches.len() == 1 { branches.remove(0) } else { Regex::Choice(branches) })
    }

    fn sequence(&mut self) -> Result<Regex, String> {
        let mut parts = Vec::new();
        while let Some(next) = self.rest.last() {
            if matches!(next, '|' | ')') {
                break;
            }
            if self.takes("(?i)") {
                self.fold = true;
                continue;
            }
            let part = self.atom()?;
            parts.push(self.repeated(part)?);
        }
        Ok(Regex::Sequence(parts))
    }

    fn atom(&mut self) -> Result<Regex, String> {
        match self.rest.pop().ok_or("an early end")? {
            '^' => Ok(Regex::Start),
            '$' => Ok(Regex::End),
            '(' => {
                if !self.takes("?:") && self.rest.last() == Some(&'?') {
                    return Err("a group of an unknown kind".to_owned());
                }
                let inner = self.choice()?;
                if self.takes(")") { Ok(inner) } else { Err("an open group".to_owned()) }
            }
            '[' => self.class(),
            '.' => {
                let mut newline = Class::empty();
                newline.add('\n', '\n')?;
                Ok(Regex::Class(newline.negated()?))
            }
            c @ ('*' | '+' | '?' | '{' | ')') => Err(format!("an unexpected {c}")),
            c => {
                let c = if c == '\\' { self.escaped()? } else { c };
                let mut class = Class::empty();
                class.add(c, c)?;
                Ok(self.cased(class))
            }
        }
    }

    fn cased(&self, class: Class) -> Regex {
        Regex::Class(if self.fold { class.folded() } else { class })
    }

    fn class(&mut self) -> Result<Regex, String> {
        let negated = self.takes("^");
        let mut class = Class::empty();
        let mut is_first = true;
        while is_first || self.rest.last() != Some(&']') {
            is_first = false;
            let first = self.member()?;
            let is_range = self.rest.last() == Some(&'-') && self.rest.iter().rev().nth(1) != Some(&']');
            let last = if is_range {
                self.rest.pop();
                self.member()?
            } else {
                first
            };
            class.add(first, last)?;
        }
        self.rest.pop();
        let Regex::Class(class) = self.cased(class) else { return Err("no class".to_owned()) };
        Ok(Regex::Class(if negated { class.negated()? } else { class }))
    }

    fn member(&mut self) -> Result<char, String> {
        match self.rest.pop().ok_or("an open class")? {
            '\\' => self.escaped(),
            '[' if self.rest.last() == Some(&':') => Err("a named class".to_owned()),
            c => Ok(c),
        }
    }

    fn escaped(&mut self) -> Result<char, String> {
        match self.rest.pop().ok_or("an early end")? {
            'x' => {
                let digits: String = (0..2).filter_map(|_| self.rest.pop()).collect();
                let code = u8::from_str_radix(&digits, 16).map_err(|_| format!("the escape \\x{digits}"))?;
                Ok(char::from(code))
            }
            c if c.is_ascii_punctuation() => Ok(c),
            c => Err(format!("the escape \\{c}")),
        }
    }

    fn repeated(&mut self, part: Regex) -> Result<Regex, String> {
        let (least, most) = if self.takes("*") {
            (0, None)
        } else if self.takes("+") {
            (1, None)
        } else if self.takes("?") {
            (0, Some(1))
        } else if self.takes("{") {
            self.counts()?
        } else {
            return Ok(part);
        };
        if self.takes("?") {
            return Err("a lazy repetition".to_owned());
        }
        self.repeated(Regex::Repeat(Box::new(part), least, most))
    }

    fn counts(&mut self) -> Result<(usize, Option<usize>), String> {
        let mut text = String::new();
        while !self.takes("}") {
            text.push(self.rest.pop().ok_or("an open count")?);
        }
        let number = |text: &str| text.parse::<usize>().map_err(|_| format!("the count {text}"));
        match text.split_once(',') {
            None => number(&text).map(|count| (count, Some(count))),
            Some((least, "")) => Ok((number(least)?, None)),
            Some((least, most)) => Ok((number(least)?, Some(number(most)?))),
        }
    }
}
