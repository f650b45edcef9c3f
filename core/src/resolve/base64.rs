//! Base64 as Secrets and PEM have it.

use base64ct::{Base64, Encoding};

/// The bytes of a base64 text with padding; white space in it is skipped. `None` for anything else.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let compact: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    Base64::decode_vec(&compact).ok()
}

/// The base64 text of bytes, with padding.
pub(crate) fn encode(bytes: &[u8]) -> String {
    Base64::encode_string(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_skipped_and_padding_is_needed() {
        assert_eq!(decode("AQ\n ID"), Some(vec![1, 2, 3]));
        assert_eq!(decode("AQI="), Some(vec![1, 2]));
        assert_eq!(decode("AQI"), None);
        assert_eq!(decode("!!"), None);
    }
}
