//! Request paths: cut, normalised, and escaped again for the upstream.

use std::fmt::Write as _;

/// What stays encoded: it would mean something else decoded.
const RESERVED: &[u8] = b"!*'();:@&=+$,/?%#[]";

/// The path of a request target: without the query, normalised. Bytes, as `%C3` alone may be encoded.
///
/// The query starts at the first `?`, but not at one that is the first byte.
///
/// Source: Kong 3.9 kong/router/utils.lua:strip_uri_args
pub fn path_of(target: &str) -> Vec<u8> {
    let (path, _) = split_query(target);
    normalize(path)
}

/// The query of a request target, without its `?`; `None` where there is none.
pub fn query_of(target: &str) -> Option<&str> {
    split_query(target).1
}

fn split_query(target: &str) -> (&str, Option<&str>) {
    let bytes = target.as_bytes();
    match bytes.iter().skip(1).position(|byte| *byte == b'?') {
        Some(index) => (target.get(..=index).unwrap_or(target), target.get(index + 2..)),
        None => (target, None),
    }
}

/// Decodes what is not reserved, removes `.` and `..` segments, merges slashes.
///
/// Source: Kong 3.9 kong/tools/uri.lua:normalize
pub fn normalize(path: &str) -> Vec<u8> {
    if path.is_empty() || path == "/" {
        return path.as_bytes().to_vec();
    }
    let decoded = decode(path.as_bytes());
    let has = |pair: &[u8]| decoded.windows(pair.len()).any(|window| window == pair);
    if has(b".") || has(b"//") { without_dots(&decoded) } else { decoded }
}

/// One `%XX`, and how many bytes it takes.
fn triplet(bytes: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = bytes else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(*high)? << 4 | digit(*low)?)
}

fn decode(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        let Some(byte) = triplet(rest) else {
            out.push(*first);
            rest = after;
            continue;
        };
        if RESERVED.contains(&byte) {
            out.extend(rest.iter().take(3).map(u8::to_ascii_uppercase));
        } else {
            out.push(byte);
        }
        rest = rest.get(3..).unwrap_or_default();
    }
    out
}

/// The segments, each with its leading slash; what climbs above the root is dropped.
fn without_dots(path: &[u8]) -> Vec<u8> {
    /// What `/.` and `/..` leave at the end.
    const ROOT: &[u8] = b"/";
    let mut segments: Vec<&[u8]> = Vec::new();

    let mut rest = path;
    while !rest.is_empty() {
        rest = match rest {
            b"/." => ROOT,
            b"/.." => {
                segments.pop();
                ROOT
            }
            b"." | b".." => b"",
            [b'.', b'.', b'/', after @ ..] | [b'.', b'/', after @ ..] => after,
            [b'/', b'.', b'.', after @ ..] if after.starts_with(b"/") => {
                segments.pop();
                after
            }
            [b'/', b'.', after @ ..] | [b'/', after @ ..] if after.starts_with(b"/") => after,
            _ => {
                let end = rest.iter().skip(1).position(|byte| *byte == b'/').map_or(rest.len(), |index| index + 1);
                let (segment, after) = rest.split_at(end);
                segments.push(segment);
                after
            }
        };
    }
    segments.concat()
}

/// Escapes what must not stand in a request line as it is; reserved bytes and `%` stay.
///
/// Source: Kong 3.9 kong/tools/uri.lua:escape
pub fn escape(path: &[u8]) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path {
        if byte.is_ascii_alphanumeric() || b"-._~!#$&'()*+,/:;=?@[]%".contains(byte) {
            out.push(char::from(*byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The arguments of a query as nginx gives them to Lua, decoded, in order; no value is the empty string.
///
/// Pairs without a name are left out, and all behind the hundredth.
///
/// Source: lua-nginx-module, `ngx.req.get_uri_args`; spec/kong-router.md 2
pub fn arguments(query: &str) -> Vec<(String, String)> {
    const MOST: usize = 100;
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs
        .filter(|(name, _)| !name.is_empty())
        .take(MOST)
        .map(|(name, value)| (unescape(name), unescape(value)))
        .collect()
}

fn unescape(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if let Some(byte) = triplet(rest) {
            out.push(byte);
            rest = rest.get(3..).unwrap_or_default();
        } else {
            out.push(if *first == b'+' { b' ' } else { *first });
            rest = after;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{arguments, escape, path_of, query_of};

    /// spec/kong-router.md 0.
    #[test]
    fn paths_are_normalised() {
        for (target, path) in [
            ("/a?b", "/a"),
            ("?a?b", "?a"),
            ("", ""),
            ("/", "/"),
            ("/a/./b/../c", "/a/c"),
            ("/../../a", "/a"),
            ("/a/..", "/"),
            ("/a/.", "/a/"),
            ("/a//b///c", "/a/b/c"),
            ("/%61%2f%2F%2e", "/a%2F%2F."),
            ("/%2e%2e/a", "/a"),
            ("/a%2", "/a%2"),
            ("/a%zz", "/a%zz"),
            ("/%20é", "/ é"),
            ("..", ""),
            ("../a", "a"),
        ] {
            assert_eq!(String::from_utf8(path_of(target)).unwrap(), path, "{target}");
        }
        assert_eq!(query_of("/a?b?c"), Some("b?c"));
        assert_eq!(query_of("/a?"), Some(""));
        assert_eq!(query_of("/a"), None);
    }

    #[test]
    fn paths_are_escaped_for_the_upstream() {
        assert_eq!(escape("/a b/é|%2F[x]".as_bytes()), "/a%20b/%C3%A9%7C%2F[x]");
    }

    #[test]
    fn arguments_are_those_of_nginx() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let expected = [pair("a", "1"), pair("b", ""), pair("c d", "x y"), pair("a", "2")];
        assert_eq!(arguments("a=1&b&&=x&c%20d=x+y&a=2"), expected);
    }
}
