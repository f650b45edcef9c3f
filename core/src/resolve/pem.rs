//! PEM blocks, as Go's `encoding/pem` finds and writes them.

use super::base64;

/// One PEM block: its label and its decoded bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// The label, for example `CERTIFICATE`.
    pub label: String,
    /// The bytes of the body.
    pub bytes: Vec<u8>,
}

/// The first well-formed block of a text, and the text behind it. Malformed ones are skipped, as Go does.
///
/// Source: Go `encoding/pem`, `Decode`: a block begins at a line start with `-----BEGIN `, may have headers, and ends
/// with a line of the same label.
pub fn first(text: &str) -> Option<(Block, &str)> {
    const BEGIN: &str = "-----BEGIN ";
    let mut from = 0;
    while let Some(start) = text.get(from..)?.find(BEGIN).map(|found| from + found) {
        from = start + BEGIN.len();
        let at_line_start = start == 0 || text.get(..start)?.ends_with('\n');
        let Some((label, body)) = text.get(from..)?.split_once("-----").filter(|_| at_line_start) else { continue };
        if label.contains('\n') {
            continue;
        }
        let end = format!("-----END {label}-----");
        let Some((body, tail)) = body.split_once(end.as_str()) else { continue };
        let body: Vec<&str> = body.lines().filter(|line| !line.contains(':')).collect();
        if let Some(bytes) = base64::decode(&body.concat()) {
            return Some((Block { label: label.to_owned(), bytes }, tail));
        }
    }
    None
}

/// All well-formed blocks of a text, in order.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut rest = text;
    std::iter::from_fn(|| {
        let (block, tail) = first(rest)?;
        rest = tail;
        Some(block)
    })
    .collect()
}

/// A block as text: 64 columns, a line feed at the end.
///
/// Source: Go `encoding/pem`, `Encode`.
pub fn encode(block: &Block) -> String {
    let Block { label, bytes } = block;
    let mut text = format!("-----BEGIN {label}-----\n");
    let body = base64::encode(bytes);
    let mut rest = body.as_str();
    while let Some((line, after)) = rest.split_at_checked(64) {
        text.extend([line, "\n"]);
        rest = after;
    }
    if !rest.is_empty() {
        text.extend([rest, "\n"]);
    }
    text.extend(["-----END ", label, "-----\n"]);
    text
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

    #[test]
    fn what_stands_behind_a_block_is_left() {
        let (block, rest) = first("-----BEGIN A-----\nAQID\n-----END A-----\nrest").unwrap();
        assert_eq!((block.bytes.as_slice(), rest), (&[1, 2, 3][..], "\nrest"));
        assert_eq!(first(rest), None);
    }

    #[test]
    fn blocks_are_written_in_lines_of_64() {
        for length in [0, 1, 47, 48, 49, 96, 97] {
            let block = Block { label: "A".to_owned(), bytes: vec![7; length] };
            let text = encode(&block);
            assert!(text.lines().all(|line| line.len() <= 64));
            assert_eq!(first(&text).map(|(block, _)| block), Some(block));
        }
        let block = Block { label: "A".to_owned(), bytes: vec![1, 2, 3] };
        assert_eq!(encode(&block), "-----BEGIN A-----\nAQID\n-----END A-----\n");
    }
}
