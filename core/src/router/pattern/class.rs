//! Sets of characters.

/// `[…]`, or one of the classes with a name.
#[derive(Debug, Default)]
pub(super) struct Class {
    pub(super) negated: bool,
    pub(super) items: Vec<Item>,
}

/// A member of a set.
#[derive(Debug)]
pub(super) enum Item {
    Range(u32, u32),
    Named { set: Named, negated: bool },
    Nested(Class),
    Operation { operator: Operator, left: Class, right: Class },
}

/// A class that has a name in both dialects or in PCRE. The first three are those of Unicode in the Rust dialect.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Named {
    Digit,
    Word,
    Space,
    Horizontal,
    Vertical,
    Alnum,
    Alpha,
    Ascii,
    Blank,
    Cntrl,
    AsciiDigit,
    Graph,
    Lower,
    Print,
    Punct,
    AsciiSpace,
    Upper,
    AsciiWord,
    Xdigit,
}

/// Operators of sets in the Rust dialect.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Operator {
    Intersection,
    Difference,
    SymmetricDifference,
}

impl Named {
    /// A name between `[:` and `:]`.
    pub(super) fn posix(name: &str) -> Option<Self> {
        Some(match name {
            "alnum" => Self::Alnum,
            "alpha" => Self::Alpha,
            "ascii" => Self::Ascii,
            "blank" => Self::Blank,
            "cntrl" => Self::Cntrl,
            "digit" => Self::AsciiDigit,
            "graph" => Self::Graph,
            "lower" => Self::Lower,
            "print" => Self::Print,
            "punct" => Self::Punct,
            "space" => Self::AsciiSpace,
            "upper" => Self::Upper,
            "word" => Self::AsciiWord,
            "xdigit" => Self::Xdigit,
            _ => return None,
        })
    }

    /// Whether a unit belongs to it; `None` where only Unicode's tables know, which are not here.
    fn has(self, unit: u32, unicode: bool) -> Option<bool> {
        let Some(byte) = u8::try_from(unit).ok().filter(u8::is_ascii) else {
            return match self {
                Self::Digit | Self::Word if unicode => None,
                Self::Space if unicode => Some(char::from_u32(unit).is_some_and(char::is_whitespace)),
                Self::Horizontal => Some(unit == 0xa0),
                Self::Vertical => Some(unit == 0x85),
                _ => Some(false),
            };
        };
        Some(match self {
            Self::Digit | Self::AsciiDigit => byte.is_ascii_digit(),
            Self::Word | Self::AsciiWord => byte == b'_' || byte.is_ascii_alphanumeric(),
            Self::Space | Self::AsciiSpace => matches!(byte, b'\t'..=b'\r' | b' '),
            Self::Horizontal | Self::Blank => matches!(byte, b'\t' | b' '),
            Self::Vertical => matches!(byte, b'\n'..=b'\r'),
            Self::Alnum => byte.is_ascii_alphanumeric(),
            Self::Alpha => byte.is_ascii_alphabetic(),
            Self::Ascii => true,
            Self::Cntrl => byte.is_ascii_control(),
            Self::Graph => byte.is_ascii_graphic(),
            Self::Lower => byte.is_ascii_lowercase(),
            Self::Print => byte == b' ' || byte.is_ascii_graphic(),
            Self::Punct => byte.is_ascii_punctuation(),
            Self::Upper => byte.is_ascii_uppercase(),
            Self::Xdigit => byte.is_ascii_hexdigit(),
        })
    }
}

impl Class {
    /// A class with nothing but a named set.
    pub(super) fn named(set: Named, negated: bool) -> Self {
        Self { negated: false, items: vec![Item::Named { set, negated }] }
    }

    /// Whether a unit belongs to it; `None` where only Unicode's tables know.
    ///
    /// `fold`: capital and small letters are the same.
    pub(super) fn has(&self, unit: u32, fold: bool, unicode: bool) -> Option<bool> {
        let mut found = self.has_exactly(unit, fold, unicode)?;
        if fold && !found {
            match other_case(unit) {
                Some(other) => found = self.has_exactly(other, fold, unicode)?,
                None if unicode && unit >= 0x80 => return None,
                None => {}
            }
        }
        Some(found != self.negated)
    }

    fn has_exactly(&self, unit: u32, fold: bool, unicode: bool) -> Option<bool> {
        for item in &self.items {
            let found = match item {
                Item::Range(first, last) => (*first..=*last).contains(&unit),
                Item::Named { set, negated } => set.has(unit, unicode)? != *negated,
                Item::Nested(class) => class.has(unit, fold, unicode)?,
                Item::Operation { operator, left, right } => {
                    let (left, right) = (left.has(unit, fold, unicode)?, right.has(unit, fold, unicode)?);
                    match operator {
                        Operator::Intersection => left && right,
                        Operator::Difference => left && !right,
                        Operator::SymmetricDifference => left != right,
                    }
                }
            };
            if found {
                return Some(true);
            }
        }
        Some(false)
    }
}

/// The same ASCII letter in the other case.
pub(super) fn other_case(unit: u32) -> Option<u32> {
    let byte = u8::try_from(unit).ok().filter(u8::is_ascii_alphabetic)?;
    Some(u32::from(byte ^ 0x20))
}

/// Whether a unit is part of a word; `None` where only Unicode's tables know.
pub(super) fn is_word(unit: u32, unicode: bool) -> Option<bool> {
    Named::Word.has(unit, unicode)
}
