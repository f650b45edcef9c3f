//! PEM blocks, as Go's `encoding/pem` finds them.

use super::base64;

/// One PEM block: its label and its decoded bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// The label, for example `CERTIFICATE`.
    pub label: String,
    /// The bytes of the body.
    pub bytes: Vec<u8>,
}

/// All well-formed blocks of a text, in order. Malformed ones are skipped, as Go does.
///
/// Source: Go `encoding/pem`, `Decode`: a block begins at a line start with `-----BEGIN `, may have headers, and ends
/// with a line of the same label.
pub fn blocks(text: &str) -> Vec<Block> {
    const BEGIN: &str = "-----BEGIN ";
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(BEGIN) {
        let at_line_start = start == 0 || rest.get(..start).is_some_and(|before| before.ends_with('\n'));
        let Some(after) = rest.get(start + BEGIN.len()..) else { break };
        rest = after;
        if !at_line_start {
            continue;
        }
        let Some((label, body)) = after.split_once("-----") else { continue };
        if label.contains('\n') {
            continue;
        }
        let end = format!("-----END {label}-----");
        let Some((body, tail)) = body.split_once(end.as_str()) else { continue };
        let body: Vec<&str> = body.lines().filter(|line| !line.contains(':')).collect();
        if let Some(bytes) = base64::decode(&body.concat()) {
            found.push(Block { label: label.to_owned(), bytes });
            rest = tail;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_around_blocks_is_skipped() {
        let text = "note\n-----BEGIN A-----\nAQID\n-----END A-----\n-----BEGIN B-----\n!!\n-----END B-----\n";
        assert_eq!(blocks(text), [Block { label: "A".to_owned(), bytes: vec![1, 2, 3] }]);
        assert_eq!(blocks("not pem"), []);
        assert_eq!(blocks("x-----BEGIN A-----\nAQID\n-----END A-----"), []);
    }
}
