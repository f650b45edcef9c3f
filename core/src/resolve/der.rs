//! The elements of DER, as far as keys and certificates need them.

/// One element: its tag byte and its content.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'d> {
    /// The tag byte; longer tags do not occur in keys and certificates.
    pub tag: u8,
    /// The bytes inside.
    pub content: &'d [u8],
}

/// Reads elements one after the other. Every function gives `None` where something else stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'d> {
    rest: &'d [u8],
}

impl<'d> Reader<'d> {
    /// Reads from the first byte.
    pub(crate) const fn new(bytes: &'d [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Nothing is left.
    pub(crate) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next element.
    pub(crate) fn next(&mut self) -> Option<Element<'d>> {
        let (&tag, rest) = self.rest.split_first()?;
        let (&first, rest) = rest.split_first()?;
        let (length, rest) = match first {
            0..=0x7f => (usize::from(first), rest),
            0x81..=0x84 => {
                let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x0f))?;
                (bytes.iter().fold(0, |sum, byte| (sum << 8) | usize::from(*byte)), rest)
            }
            _ => return None,
        };
        let (content, rest) = rest.split_at_checked(length)?;
        self.rest = rest;
        Some(Element { tag, content })
    }

    /// The content of the next element, which must have this tag.
    pub(crate) fn expect(&mut self, tag: u8) -> Option<&'d [u8]> {
        let element = self.next()?;
        (element.tag == tag).then_some(element.content)
    }

    /// A sequence.
    pub(crate) fn sequence(&mut self) -> Option<Self> {
        self.expect(0x30).map(Self::new)
    }

    /// An object identifier, encoded.
    pub(crate) fn identifier(&mut self) -> Option<&'d [u8]> {
        self.expect(0x06)
    }

    /// An integer, its bytes as they stand.
    pub(crate) fn integer(&mut self) -> Option<&'d [u8]> {
        self.expect(0x02)
    }

    /// A string of bytes.
    pub(crate) fn octets(&mut self) -> Option<&'d [u8]> {
        self.expect(0x04)
    }

    /// A string of bits without unused ones at its end.
    pub(crate) fn bit_string(&mut self) -> Option<&'d [u8]> {
        let (unused, bytes) = self.expect(0x03)?.split_first()?;
        (*unused == 0).then_some(bytes)
    }

    /// The content of an optional element with this context tag; nothing is read where another one stands.
    pub(crate) fn context(&mut self, number: u8) -> Option<&'d [u8]> {
        let mut ahead = *self;
        let content = ahead.expect(0xa0 | number)?;
        *self = ahead;
        Some(content)
    }

    /// Skips an optional element with this context tag.
    pub(crate) fn skip_context(&mut self, number: u8) {
        let _ = self.context(number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_read_one_after_the_other() {
        let mut reader = Reader::new(&[0x30, 0x05, 0xa0, 0x00, 0x04, 0x01, 0x07, 0x06, 0x81, 0x01, 0x2a]);
        let mut inner = reader.sequence().unwrap();
        assert_eq!(inner.context(1), None);
        inner.skip_context(0);
        assert_eq!(inner.octets(), Some(&[7][..]));
        assert_eq!(reader.identifier(), Some(&[0x2a][..]));
        assert!(reader.next().is_none());
        assert!(Reader::new(&[0x04, 0x05, 0x00]).next().is_none());
        assert!(Reader::new(&[0x04, 0x80]).next().is_none());
    }
}
