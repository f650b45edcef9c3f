//! Regular expressions as Kong's routers run them: the Rust crate `regex` in the flavors of atc-router, PCRE in the
//! traditional one.
//!
//! One engine for both dialects, because no crate has both the look-around of PCRE and the errors of `regex` that Kong
//! quotes, and a small one, because the page downloads it. What it cannot decide (Unicode tables, recursion, patterns
//! that explode) it says so instead of guessing.

mod class;
mod escape;
mod group;
mod machine;
mod parse;
mod program;
mod refusal;
mod sample;
mod set;
mod tree;

use machine::Machine;
use program::Program;
use refusal::Stop;

/// Which language a pattern is written in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dialect {
    /// The crate `regex` on text: units are characters.
    Rust,
    /// PCRE2 10.44 without UTF mode: units are bytes.
    Pcre,
}

/// Where a match may start.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Start {
    /// At the first byte only.
    First,
    /// Anywhere.
    Anywhere,
}

/// Why there is no pattern.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// It is no pattern; the text of the error is that of the crate `regex`, for either dialect.
    Refused(String),
    /// It may be one, but it cannot be evaluated here; the reason.
    Unknown(&'static str),
}

/// A pattern, ready to be tried.
#[derive(Debug)]
pub struct Pattern {
    program: Program,
    dialect: Dialect,
    text: Box<str>,
    names: Vec<(String, usize)>,
}

/// The places in bytes of a match and of its groups; group 0 is the whole match.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Captures(Vec<Option<(usize, usize)>>);

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What is no pattern of this dialect, and what this engine does not know.
    pub fn new(text: &str, dialect: Dialect) -> Result<Self, Fault> {
        let parsed = parse::parse(text, dialect).and_then(|parsed| {
            let program = Program::new(parsed.tree, parsed.groups)?;
            Ok(Self { program, dialect, text: text.into(), names: parsed.names })
        });
        parsed.map_err(|stop| match stop {
            Stop::Refused(refusal) => Fault::Refused(refusal.render(text)),
            Stop::Unknown(why) => Fault::Unknown(why),
        })
    }

    /// The first match. In the Rust dialect the text has to be UTF-8.
    ///
    /// # Errors
    /// Why it cannot be decided here.
    pub fn find(&self, text: &[u8], start: Start) -> Result<Option<Captures>, &'static str> {
        let machine = Machine::new(&self.program, text, self.dialect == Dialect::Rust);
        let Some(slots) = machine.search(start == Start::First)? else { return Ok(None) };
        let pairs = slots.chunks_exact(2).take(self.program.groups + 1).map(|pair| match pair {
            [Some(start), Some(end)] => Some((*start, *end)),
            _ => None,
        });
        Ok(Some(Captures(pairs.collect())))
    }

    /// A text that the pattern matches; `more` is how often repetitions are taken beyond what they need. `None` where none
    /// is found.
    pub fn sample(&self, more: u32) -> Option<String> {
        sample::sample(&self.text, self.dialect, more)
    }

    /// The named groups and their numbers.
    pub fn names(&self) -> impl Iterator<Item = (&str, usize)> {
        self.names.iter().map(|(name, group)| (name.as_str(), *group))
    }
}

impl Captures {
    /// The place of a group that took part in the match.
    pub fn get(&self, group: usize) -> Option<(usize, usize)> {
        self.0.get(group).copied().flatten()
    }

    /// The bytes of a group that took part in the match of `text`.
    pub fn bytes<'t>(&self, group: usize, text: &'t [u8]) -> Option<&'t [u8]> {
        let (start, end) = self.get(group)?;
        text.get(start..end)
    }

    /// How many groups there are, the whole match among them.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Never: there is always the whole match.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::{Dialect, Fault, Pattern, Start};

    proptest! {
        #[test]
        fn nothing_panics(pattern in r"[\\()\[\]{}?*+|^$.:<>=!aPkxiu0-9\-&,#é]{0,20}", text in "[a-c0-2/é\n]{0,8}", pcre in any::<bool>()) {
            let dialect = if pcre { Dialect::Pcre } else { Dialect::Rust };
            if let Ok(pattern) = Pattern::new(&pattern, dialect) {
                let _ = pattern.find(text.as_bytes(), Start::Anywhere);
            }
        }
    }

    fn found(pattern: &str, dialect: Dialect, text: &str) -> Option<Vec<Option<String>>> {
        let pattern = Pattern::new(pattern, dialect).unwrap();
        let captures = pattern.find(text.as_bytes(), Start::Anywhere).unwrap()?;
        let text = |group| captures.bytes(group, text.as_bytes()).map(|b| String::from_utf8_lossy(b).into_owned());
        Some((0..captures.len()).map(text).collect())
    }

    fn whole(pattern: &str, dialect: Dialect, text: &str) -> Option<String> {
        found(pattern, dialect, text).map(|groups| groups[0].clone().unwrap())
    }

    /// Both dialects agree on what both have.
    #[test]
    fn patterns_of_both_dialects() {
        for dialect in [Dialect::Rust, Dialect::Pcre] {
            for (pattern, text, expected) in [
                ("a|ab", "xab", Some("a")),
                ("a+?b", "aaab", Some("aaab")),
                ("a*", "b", Some("")),
                ("^/users/[0-9]+$", "/users/42", Some("/users/42")),
                ("^/users/[0-9]+$", "/users/4x", None),
                ("(?i)/E", "/e", Some("/e")),
                ("(?i:a)B", "AB", Some("AB")),
                ("(?i:a)B", "Ab", None),
                ("[^/]+", "/ab/c", Some("ab")),
                ("[]a]+", "a]b", Some("a]")),
                ("x{2,3}", "xxxx", Some("xxx")),
                ("x{2,3}?", "xxxx", Some("xx")),
                ("x{2}", "x", None),
                ("(?:a|b)*c", "ababc", Some("ababc")),
                ("(a*)*b", "aab", Some("aab")),
                (r"\bfoo\b", "a foo b", Some("foo")),
                (r"\d\D\w\W\s\S", "1a_- x", Some("1a_- x")),
                ("[[:alpha:]]+", "12ab3", Some("ab")),
                (r"\.\/", "./", Some("./")),
                (r"\x41\x{42}", "AB", Some("AB")),
                ("(?s).+", "a\nb", Some("a\nb")),
                (".+", "a\nb", Some("a")),
                ("(?m)^b$", "a\nb\nc", Some("b")),
                ("(?x) a b # c", "ab", Some("ab")),
                ("", "a", Some("")),
                ("()", "a", Some("")),
            ] {
                assert_eq!(whole(pattern, dialect, text).as_deref(), expected, "{dialect:?} {pattern}");
            }
        }
    }

    /// PCRE's manual, pcre2pattern(3).
    #[test]
    fn patterns_of_pcre() {
        for (pattern, text, expected) in [
            ("/a(?=b)", "/ab", Some("/a")),
            ("/a(?=b)", "/ac", None),
            ("^/(?!api)", "/api", None),
            ("^/(?!api).*", "/ap", Some("/ap")),
            ("(?<=a)b", "ab", Some("b")),
            ("(?<!a)b", "ab", None),
            ("(?<=ab|c)d", "cd", Some("d")),
            (r"(a+)-\1", "aa-a-aa", Some("a-a")),
            (r"(?<x>a)\k<x>", "aa", Some("aa")),
            ("a++a", "aaa", None),
            ("(?>a|ab)c", "abc", None),
            (r"\Qa.b\E+", "a.bb", Some("a.bb")),
            ("a$", "a\n", Some("a")),
            (r"a\z", "a\n", None),
            ("a{,2}b", "aab", Some("aab")),
            ("a{b", "a{b", Some("a{b")),
            (r"\h\v", "\t\n", Some("\t\n")),
            ("(?#note)a", "a", Some("a")),
        ] {
            assert_eq!(whole(pattern, Dialect::Pcre, text).as_deref(), expected, "{pattern}");
        }
        assert_eq!(whole("^.$", Dialect::Pcre, "é"), None, "two bytes");
        assert_eq!(whole("^.$", Dialect::Rust, "é").as_deref(), Some("é"));
    }

    #[test]
    fn groups_that_take_no_part_are_absent() {
        let groups = found("(a)|(b)", Dialect::Pcre, "b").unwrap();
        assert_eq!(groups, [Some("b".to_owned()), None, Some("b".to_owned())]);
        let groups = found("(?:(a)|b)*", Dialect::Rust, "ab").unwrap();
        assert_eq!(groups, [Some("ab".to_owned()), Some("a".to_owned())]);
    }

    #[test]
    fn what_cannot_be_decided_is_said() {
        let find = |pattern: &str, text: &str| {
            Pattern::new(pattern, Dialect::Rust).unwrap().find(text.as_bytes(), Start::Anywhere).is_err()
        };
        assert!(find(r"^\w$", "é"));
        assert!(find(r"\d", "é"));
        assert!(!find(r"^\s$", "é"));
        assert!(find("(?i)k", "\u{212a}"));
        assert!(find("(a|aa)+$", &format!("{}b", "a".repeat(60))));
        for (pattern, dialect) in [(r"\pL", Dialect::Rust), ("(?R)", Dialect::Pcre), ("a(?<=a*)", Dialect::Pcre)] {
            assert!(matches!(Pattern::new(pattern, dialect), Err(Fault::Unknown(_))), "{pattern}");
        }
    }

    /// Places and words of regex-syntax 0.8, src/ast/parse.rs.
    #[test]
    fn refusals_are_those_of_the_crate() {
        for (pattern, marks, message) in [
            ("^/a(b", "   ^", "unclosed group"),
            ("a)", " ^", "unopened group"),
            ("([", " ^", "unclosed character class"),
            ("[a", "^", "unclosed character class"),
            ("a(?=b)", " ^^^", "look-around, including look-ahead and look-behind, is not supported"),
            ("(?<!b)", "^^^^", "look-around, including look-ahead and look-behind, is not supported"),
            (r"(a)\1", "   ^^", "backreferences are not supported"),
            ("*a", "^", "repetition operator missing expression"),
            ("a{2,1}", " ^^^^^", "invalid repetition count range, the start must be <= the end"),
            ("a{", " ^", "unclosed counted repetition"),
            ("a{x}", "  ^", "repetition quantifier expects a valid decimal"),
            ("a{,2}", "  ^", "repetition quantifier expects a valid decimal"),
            (r"\q", "^^", "unrecognized escape sequence"),
            ("a\\", " ^", "incomplete escape sequence, reached end of pattern prematurely"),
            ("[z-a]", " ^^^", "invalid character class range, the start must be <= the end"),
            (r"[\d-a]", " ^^", "invalid range boundary, must be a literal"),
            (r"[\b]", " ^^", "invalid escape sequence found in character class"),
            ("(?z)", "  ^", "unrecognized flag"),
            ("(?P<=a)", "    ^", "invalid capture group character"),
            ("(?P<>a)", "    ^", "empty capture group name"),
            ("(?P<a", "     ^", "unclosed capture group name"),
            ("(?P<a>.)(?P<a>.)", "    ^       ^", "duplicate capture group name"),
            ("(?ii)", "  ^^", "duplicate flag"),
            ("(?i-)", "   ^", "dangling flag negation operator"),
            ("(?i", "   ^", "expected flag but got end of regex"),
            (r"\xg", "  ^", "invalid hexadecimal digit"),
        ] {
            let Err(Fault::Refused(error)) = Pattern::new(pattern, Dialect::Rust) else { panic!("{pattern}") };
            assert_eq!(error, format!("regex parse error:\n    {pattern}\n    {marks}\nerror: {message}"));
        }
    }
}
