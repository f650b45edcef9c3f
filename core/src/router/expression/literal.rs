//! The right side of a predicate: strings, numbers, addresses and networks.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::parse::{Reader, Rule};
use super::{Literal, Place};
use crate::router::address::Cidr;

impl Reader<'_> {
    /// A literal; a value that is wrong is noted, and something stands for it.
    pub(super) fn literal(&mut self) -> Option<Literal> {
        if let Some(text) = self.rule(Rule::StrLiteral, Self::quoted) {
            return Some(Literal::Text(text));
        }
        if let Some(text) = self.rule(Rule::RawstrLiteral, Self::raw) {
            return Some(Literal::Text(text));
        }
        let start = self.at;
        if self.rule(Rule::Ipv4CidrLiteral, |reader| reader.network(Self::ipv4, 2)).is_some() {
            return Some(self.cidr(start, Family::V4));
        }
        if self.rule(Rule::Ipv6CidrLiteral, |reader| reader.network(Self::ipv6, 3)).is_some() {
            return Some(self.cidr(start, Family::V6));
        }
        if self.rule(Rule::Ipv4Literal, Self::ipv4).is_some() {
            return Some(self.address(start, Family::V4));
        }
        if self.rule(Rule::Ipv6Literal, Self::ipv6).is_some() {
            return Some(self.address(start, Family::V6));
        }
        self.rule(Rule::IntLiteral, Self::int).map(Literal::Int)
    }

    fn quoted(&mut self) -> Option<String> {
        self.eat("\"").then_some(())?;
        let mut text = String::new();
        loop {
            let escaped = self.rule(Rule::StrEsc, |reader| {
                let mut chars = reader.rest().chars();
                let escaped = match (chars.next()?, chars.next()?) {
                    ('\\', '"') => '"',
                    ('\\', '\\') => '\\',
                    ('\\', 'n') => '\n',
                    ('\\', 'r') => '\r',
                    ('\\', 't') => '\t',
                    _ => return None,
                };
                reader.at += 2;
                Some(escaped)
            });
            let char = escaped.or_else(|| {
                self.rule(Rule::StrChar, |reader| {
                    let char = reader.rest().chars().next().filter(|char| !matches!(char, '"' | '\\'))?;
                    reader.at += char.len_utf8();
                    Some(char)
                })
            });
            match char {
                Some(char) => text.push(char),
                None => break,
            }
        }
        self.eat("\"").then_some(text)
    }

    fn raw(&mut self) -> Option<String> {
        self.eat("r#\"").then_some(())?;
        let start = self.at;
        while self
            .rule(Rule::RawstrChar, |reader| {
                let char = reader.rest().chars().next().filter(|_| !reader.rest().starts_with("\"#"))?;
                reader.at += char.len_utf8();
                Some(())
            })
            .is_some()
        {}
        let text = self.text.get(start..self.at)?.to_owned();
        self.eat("\"#").then_some(text)
    }

    fn digits(&mut self, most: usize, fits: fn(&u8) -> bool) -> Option<()> {
        let length = self.rest().bytes().take(most).take_while(fits).count();
        self.at += length;
        (length > 0).then_some(())
    }

    fn ipv4(&mut self) -> Option<()> {
        self.digits(3, u8::is_ascii_digit)?;
        for _ in 0..3 {
            self.eat(".").then_some(())?;
            self.digits(3, u8::is_ascii_digit)?;
        }
        Some(())
    }

    fn ipv6(&mut self) -> Option<()> {
        if !self.eat(":") {
            self.digits(4, u8::is_ascii_hexdigit)?;
        }
        self.eat(":").then_some(())?;
        while self.digits(4, u8::is_ascii_hexdigit).is_some() || self.eat(":") {}
        Some(())
    }

    fn network(&mut self, address: fn(&mut Self) -> Option<()>, digits: usize) -> Option<()> {
        address(self)?;
        self.eat("/").then_some(())?;
        self.digits(digits, u8::is_ascii_digit)
    }

    fn address(&mut self, start: usize, family: Family) -> Literal {
        let place = Place { start, end: self.at };
        let text = self.text.get(start..self.at).unwrap_or_default();
        match family.address(text) {
            Ok(address) => Literal::Address(address),
            Err(message) => {
                self.wrong(place, message);
                Literal::Address(Ipv4Addr::UNSPECIFIED.into())
            }
        }
    }

    /// Source: crate cidr 0.3, errors of `from_str`
    fn cidr(&mut self, start: usize, family: Family) -> Literal {
        let place = Place { start, end: self.at };
        let text = self.text.get(start..self.at).unwrap_or_default();
        let (address, length) = text.split_once('/').unwrap_or((text, ""));
        let network = match (family.address(address), length.parse::<u8>()) {
            (Err(message), _) => Err(format!("couldn't parse address in network: {message}")),
            (_, Err(error)) => Err(format!("couldn't parse length in network: {error}")),
            (Ok(_), Ok(length)) if length > family.bits() => Err(format!(
                "invalid length for network: Network length {length} is too long for {} (maximum: {})",
                family.name(),
                family.bits()
            )),
            (Ok(address), Ok(length)) => {
                let network = Cidr { address, length };
                if network.has_host_bits() { Err("host part of address was not zero".to_owned()) } else { Ok(network) }
            }
        };
        match network {
            Ok(network) => Literal::Network(network),
            Err(message) => {
                self.wrong(place, &message);
                Literal::Network(Cidr { address: Ipv4Addr::UNSPECIFIED.into(), length: 0 })
            }
        }
    }

    /// A number; only the digits are wrong where it is too large.
    fn int(&mut self) -> Option<i64> {
        let negative = self.eat("-");
        let start = self.at;
        let octal = self.rule(Rule::OctDigits, |reader| {
            reader.eat("0").then_some(())?;
            reader.digits(usize::MAX, |byte| matches!(byte, b'0'..=b'7'))
        });
        let (start, radix) = if octal.is_some() {
            (start, 8)
        } else if self.eat("0x") {
            let start = self.at;
            let hex = self.rule(Rule::HexDigits, |reader| reader.digits(usize::MAX, u8::is_ascii_hexdigit));
            if hex.is_some() {
                (start, 16)
            } else {
                self.at = start - 2;
                self.decimal()?;
                (start - 2, 10)
            }
        } else {
            self.decimal()?;
            (start, 10)
        };
        let place = Place { start, end: self.at };
        match i64::from_str_radix(self.text.get(start..self.at)?, radix) {
            Ok(number) => Some(if negative { -number } else { number }),
            Err(error) => {
                self.wrong(place, &error.to_string());
                Some(0)
            }
        }
    }

    fn decimal(&mut self) -> Option<()> {
        self.rule(Rule::DecDigits, |reader| reader.digits(usize::MAX, u8::is_ascii_digit))
    }
}

/// The two kinds of addresses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    V4,
    V6,
}

impl Family {
    const fn bits(self) -> u8 {
        match self {
            Self::V4 => 32,
            Self::V6 => 128,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::V4 => "Ipv4",
            Self::V6 => "Ipv6",
        }
    }

    fn address(self, text: &str) -> Result<IpAddr, &'static str> {
        match self {
            Self::V4 => text.parse::<Ipv4Addr>().map(IpAddr::V4).map_err(|_| "invalid IPv4 address syntax"),
            Self::V6 => text.parse::<Ipv6Addr>().map(IpAddr::V6).map_err(|_| "invalid IPv6 address syntax"),
        }
    }
}
