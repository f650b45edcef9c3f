//! Host names with ports, in the two ways in which Kong splits them.

use std::borrow::Cow;

/// A host name for the traditional flavor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Split<'a> {
    pub(super) name: &'a str,
    pub(super) with_port: Cow<'a, str>,
    pub(super) has_port: bool,
}

/// Splits a port of digits off; brackets around the name are dropped. Where there is none the default is added.
///
/// Source: Kong 3.9 kong/router/traditional.lua:l_split_port
pub(super) fn split_port<'a>(host: &'a str, default: &str) -> Split<'a> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let add = |name: &'a str| {
        if default.is_empty() { Cow::Borrowed(name) } else { Cow::Owned(format!("{name}:{default}")) }
    };
    let without = |name: &'a str, with_port| Split { name, with_port, has_port: false };
    if let Some(inner) = host.strip_prefix('[') {
        if let Some(name) = inner.strip_suffix(']') {
            return without(name, add(host));
        }
        return match inner.split_once("]:") {
            Some((name, "")) => without(name, Cow::Owned(format!("{host}{default}"))),
            Some((name, port)) if digits(port) => Split { name, with_port: Cow::Borrowed(host), has_port: true },
            _ => without(host, add(host)),
        };
    }
    match host.split_once(':') {
        None => without(host, add(host)),
        Some((name, "")) => without(name, add(name)),
        Some((name, port)) if digits(port) => Split { name, with_port: Cow::Borrowed(host), has_port: true },
        Some(_) if default.is_empty() => without(host, Cow::Borrowed(host)),
        Some(_) => without(host, Cow::Owned(format!("[{host}]:{default}"))),
    }
}

/// Splits at the first colon if a number follows, for the flavors with expressions.
///
/// Source: Kong 3.9 kong/router/transform.lua:split_host_port
pub(super) fn split_number(host: &str) -> (&str, Option<i64>) {
    match host.split_once(':') {
        Some((name, port)) => match lua_number(port) {
            Some(port) => (name, Some(port)),
            None => (host, None),
        },
        None => (host, None),
    }
}

/// A whole number as Lua's `tonumber` reads it: blanks around it, a sign and hexadecimal digits are allowed.
fn lua_number(text: &str) -> Option<i64> {
    let text = text.trim_matches([' ', '\t', '\n', '\r', '\u{b}', '\u{c}']);
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let number = match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        Some(hex) if hex.bytes().all(|byte| byte.is_ascii_hexdigit()) => i64::from_str_radix(hex, 16).ok()?,
        None if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok()?,
        _ => return None,
    };
    Some(if negative { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::{split_number, split_port};

    /// Source: Kong 3.9 spec/01-unit/08-router_spec.lua, "split_port"
    #[test]
    fn ports_are_split_as_by_the_traditional_router() {
        for (host, default, name, with_port, has_port) in [
            ("", "", "", "", false),
            ("", "88", "", ":88", false),
            ("example.com", "", "example.com", "example.com", false),
            ("example.com", "88", "example.com", "example.com:88", false),
            ("example.com:80", "88", "example.com", "example.com:80", true),
            ("example.com:", "88", "example.com", "example.com:88", false),
            ("example.com:80b", "", "example.com:80b", "example.com:80b", false),
            ("example.com:80b", "88", "example.com:80b", "[example.com:80b]:88", false),
            ("[::1]", "88", "::1", "[::1]:88", false),
            ("[::1]:", "88", "::1", "[::1]:88", false),
            ("[::1]:80", "88", "::1", "[::1]:80", true),
            ("[::1]:80b", "88", "[::1]:80b", "[::1]:80b:88", false),
            ("::1", "88", "::1", "[::1]:88", false),
        ] {
            let split = split_port(host, default);
            assert_eq!((split.name, split.with_port.as_ref(), split.has_port), (name, with_port, has_port), "{host}");
        }
    }

    #[test]
    fn numbers_are_split_as_by_the_transformation() {
        for (host, name, port) in [
            ("example.com", "example.com", None),
            ("example.com:80", "example.com", Some(80)),
            ("example.com:0x50", "example.com", Some(80)),
            ("example.*:080", "example.*", Some(80)),
            ("example.com:", "example.com:", None),
            ("[::1]:80", "[::1]:80", None),
        ] {
            assert_eq!(split_number(host), (name, port), "{host}");
        }
    }
}
