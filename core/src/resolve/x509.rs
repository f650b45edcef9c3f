//! X.509 certificates, as far as they are compared with a clock, a host name or a key.

use super::der::Reader;
use crate::time::seconds;

/// What is read of a certificate.
#[derive(Clone, Debug)]
pub struct Certificate<'d> {
    /// It may sign others: `CA:TRUE` of its basic constraints.
    pub is_authority: bool,
    /// Valid from this time on, in seconds since 1970.
    pub not_before: i64,
    /// Valid up to this time, in seconds since 1970.
    pub not_after: i64,
    /// The DNS names that it is for, in order: those of the subject's alternative names, and where it has none of these the
    /// common name of the subject.
    pub names: Vec<&'d str>,
    /// The subject's public key: algorithm and bits.
    pub(crate) public_key: Reader<'d>,
}

/// Object identifier 2.5.29.19.
const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x13];

/// Object identifier 2.5.29.17.
const ALTERNATIVE_NAMES: &[u8] = &[0x55, 0x1d, 0x11];

/// Object identifier 2.5.4.3.
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];

impl<'d> Certificate<'d> {
    /// Reads a certificate in DER; `None` for anything else, also for what has bytes behind it. Signatures are not checked.
    ///
    /// Source: RFC 5280 section 4.1.
    pub fn parse(der: &'d [u8]) -> Option<Self> {
        let mut outer = Reader::new(der);
        let mut body = outer.sequence()?.sequence()?;
        if !outer.is_empty() {
            return None;
        }
        body.skip_context(0);
        // Serial number, signature algorithm, issuer.
        body.integer()?;
        body.sequence()?;
        body.sequence()?;
        let mut validity = body.sequence()?;
        let (not_before, not_after) = (time(&mut validity)?, time(&mut validity)?);
        let subject = body.sequence()?;
        let public_key = body.sequence()?;
        let mut is_authority = false;
        let mut alternatives = None;
        if let Some(extensions) = body.context(3) {
            let mut extensions = Reader::new(extensions).sequence()?;
            while let Some(mut extension) = extensions.sequence() {
                match extension.identifier()? {
                    BASIC_CONSTRAINTS => is_authority = says_authority(extension)?,
                    ALTERNATIVE_NAMES => alternatives = dns_names(extension),
                    _ => {}
                }
            }
        }
        let names = alternatives.unwrap_or_else(|| common_name(subject).into_iter().collect());
        Some(Self { is_authority, not_before, not_after, names, public_key })
    }

    /// One of its names is that of a host, or covers it with a `*` for its first label.
    ///
    /// A host with a wildcard needs the same wildcard.
    ///
    /// Source: RFC 6125 section 6.4; RFC 2818 section 3.1.
    pub fn is_for(&self, host: &str) -> bool {
        self.names.iter().any(|name| {
            let covers = || {
                let (_, rest) = host.split_once('.')?;
                let parent = name.strip_prefix("*.")?;
                Some(!host.starts_with('*') && rest.eq_ignore_ascii_case(parent))
            };
            name.eq_ignore_ascii_case(host) || covers().unwrap_or(false)
        })
    }
}

const BOOLEAN: u8 = 0x01;

/// The rest of an extension: `critical`, which may be absent, and the value.
fn value_of(mut extension: Reader<'_>) -> Option<Reader<'_>> {
    let mut value = extension.next()?;
    if value.tag == BOOLEAN {
        value = extension.next()?;
    }
    Some(Reader::new(value.content))
}

/// The DNS names among alternative names; `None` where there is none.
fn dns_names(extension: Reader<'_>) -> Option<Vec<&str>> {
    const DNS_NAME: u8 = 0x82;
    let mut list = value_of(extension)?.sequence()?;
    let mut names = Vec::new();
    while let Some(name) = list.next() {
        if name.tag == DNS_NAME {
            names.extend(std::str::from_utf8(name.content).ok());
        }
    }
    (!names.is_empty()).then_some(names)
}

/// The last common name of a subject.
fn common_name(mut subject: Reader<'_>) -> Option<&str> {
    const SET: u8 = 0x31;
    let mut found = None;
    while let Some(set) = subject.expect(SET) {
        let mut attribute = Reader::new(set).sequence()?;
        if attribute.identifier()? == COMMON_NAME {
            found = std::str::from_utf8(attribute.next()?.content).ok();
        }
    }
    found
}

fn says_authority(extension: Reader<'_>) -> Option<bool> {
    let mut constraints = value_of(extension)?.sequence()?;
    Some(constraints.expect(BOOLEAN).is_some_and(|flag| flag != [0]))
}

/// A time: two or four digits of the year, then month, day, hour, minute, second, and `Z`.
fn time(reader: &mut Reader<'_>) -> Option<i64> {
    const UTC_TIME: u8 = 0x17;
    const GENERALIZED_TIME: u8 = 0x18;
    let element = reader.next()?;
    let text = std::str::from_utf8(element.content).ok()?.strip_suffix('Z')?;
    let (year, rest) = match element.tag {
        UTC_TIME => {
            let (year, rest) = text.split_at_checked(2)?;
            let year: i64 = year.parse().ok()?;
            // RFC 5280 section 4.1.2.5.1: 50 to 99 are of the last century.
            (if year < 50 { 2000 + year } else { 1900 + year }, rest)
        }
        GENERALIZED_TIME => {
            let (year, rest) = text.split_at_checked(4)?;
            (year.parse().ok()?, rest)
        }
        _ => return None,
    };
    let mut rest = rest;
    let mut two = || {
        let (digits, after) = rest.split_at_checked(2)?;
        rest = after;
        digits.parse::<i64>().ok()
    };
    let (month, day, hour, minute, second) = (two()?, two()?, two()?, two()?, two()?);
    Some(seconds(year, month, day, hour * 3600 + minute * 60 + second))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::pem;

    #[test]
    fn validity_is_read_and_leaf_certificates_are_no_authorities() {
        let text = include_str!("../../tests/support/key_pairs/ec.crt");
        let blocks = pem::blocks(text);
        let certificate = Certificate::parse(&blocks[0].bytes).unwrap();
        assert!(certificate.not_before < certificate.not_after);
        assert!(Certificate::parse(&[0x30, 0x00]).is_none());
    }

    #[test]
    fn names_cover_hosts_with_one_label() {
        let text = include_str!("../../tests/support/key_pairs/ec.crt");
        let blocks = pem::blocks(text);
        let certificate = Certificate::parse(&blocks[0].bytes).unwrap();
        assert!(!certificate.names.is_empty());
        let certificate = Certificate { names: vec!["*.example.com", "Shop.example.org"], ..certificate };
        for (host, fits) in [
            ("a.example.com", true),
            ("A.Example.com", true),
            ("*.example.com", true),
            ("a.b.example.com", false),
            ("example.com", false),
            ("*.b.example.com", false),
            ("shop.example.org", true),
            ("*.example.org", false),
        ] {
            assert_eq!(certificate.is_for(host), fits, "{host}");
        }
    }

    #[test]
    fn times_are_seconds_since_1970() {
        for (tag, text, seconds) in [
            (0x17, "700101000000Z", 0),
            (0x17, "491231235959Z", 2_524_607_999),
            (0x18, "20260301000000Z", 1_772_323_200),
            (0x18, "20240229120000Z", 1_709_208_000),
            (0x18, "19691231235959Z", -1),
        ] {
            let mut der = vec![tag, u8::try_from(text.len()).unwrap()];
            der.extend(text.bytes());
            assert_eq!(time(&mut Reader::new(&der)), Some(seconds), "{text}");
        }
    }
}
