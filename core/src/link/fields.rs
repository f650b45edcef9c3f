//! The content of a link as bytes: fields, each a tag of one byte, a length and that many bytes of UTF-8.
//!
//! The long texts come last, the manifests at the very end, so that a link that was cut off loses of them alone.
//! A field that is absent has its default. A field whose tag is not known is skipped.

use super::Content;

/// The bytes of a content. Default fields take none.
pub(super) fn write(content: &Content) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut put = |tag: u8, text: &str| {
        if !text.is_empty() {
            bytes.push(tag);
            put_length(&mut bytes, text.len());
            bytes.extend_from_slice(text.as_bytes());
        }
    };
    put(b'k', &content.kic);
    put(b'g', &content.kong);
    put(b'r', &content.router_flavor);
    put(b'a', if content.assume { "" } else { "0" });
    put(b't', &content.tab);
    if content.left_out > 0 {
        put(b'o', &content.left_out.to_string());
    }
    put(b'q', &content.request);
    put(b'e', &content.environment);
    put(b'h', &content.helm);
    put(b'm', &content.manifests);
    bytes
}

/// Seven bits a byte, the lowest first; all but the last have the eighth.
fn put_length(bytes: &mut Vec<u8>, mut length: usize) {
    while length >= 0x80 {
        bytes.push(u8::try_from(length & 0x7f).unwrap_or_default() | 0x80);
        length >>= 7;
    }
    bytes.push(u8::try_from(length).unwrap_or_default());
}

/// What can be read, and whether something is left that is not known. A text that is cut off goes to where it ends.
pub(super) fn read(mut bytes: &[u8]) -> (Content, bool) {
    let mut content = Content::default();
    let mut is_unknown = false;
    while let Some((tag, rest)) = bytes.split_first() {
        let Some((length, rest)) = take_length(rest) else { break };
        let (field, rest) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        bytes = rest;
        let text = String::from_utf8_lossy(field).into_owned();
        match tag {
            b'k' => content.kic = text,
            b'g' => content.kong = text,
            b'r' => content.router_flavor = text,
            b'a' => content.assume = text != "0",
            b't' => content.tab = text,
            b'o' => content.left_out = text.parse().unwrap_or_default(),
            b'q' => content.request = text,
            b'e' => content.environment = text,
            b'h' => content.helm = text,
            b'm' => content.manifests = text,
            _ => is_unknown = true,
        }
    }
    (content, is_unknown)
}

fn take_length(mut bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut length = 0_usize;
    for shift in (0..28).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        bytes = rest;
        length |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some((length, bytes));
        }
    }
    None
}
