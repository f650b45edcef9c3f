//! Edits of the report, applied to a text.

/// Replace the units `from` to `to` by `text`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TextEdit<'a> {
    /// First UTF-16 unit.
    pub from: u32,
    /// One past the last.
    pub to: u32,
    /// The new text.
    pub text: &'a str,
}

/// The text after all edits; their offsets mean the text before any of them.
///
/// `None` when they do not fit: out of bounds, overlapping, or inside a surrogate pair. Such edits were made for
/// another text. Insertions at one place keep their order.
pub fn apply_edits(text: &str, edits: &[TextEdit<'_>]) -> Option<String> {
    let mut sorted = edits.to_vec();
    sorted.sort_by_key(|edit| (edit.from, edit.to));
    let mut out = String::with_capacity(text.len());
    let mut cursor = Cursor { rest: text, unit: 0 };
    for edit in sorted {
        out.push_str(cursor.take_to(edit.from)?);
        cursor.take_to(edit.to)?;
        out.push_str(edit.text);
    }
    out.push_str(cursor.rest);
    Some(out)
}

/// Walks once through a text, counting UTF-16 units.
struct Cursor<'a> {
    rest: &'a str,
    unit: u32,
}

impl<'a> Cursor<'a> {
    fn take_to(&mut self, unit: u32) -> Option<&'a str> {
        let mut missing = unit.checked_sub(self.unit)?;
        let mut end = 0;
        let mut chars = self.rest.chars();
        while missing > 0 {
            let char = chars.next()?;
            missing = missing.checked_sub(u32::try_from(char.len_utf16()).ok()?)?;
            end += char.len_utf8();
        }
        let (taken, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        self.unit = unit;
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(from: u32, to: u32, text: &str) -> TextEdit<'_> {
        TextEdit { from, to, text }
    }

    #[test]
    fn edits_are_applied_in_the_order_of_their_places() {
        let edits = [edit(4, 5, "E"), edit(0, 1, "A"), edit(2, 2, "-")];
        assert_eq!(apply_edits("abcde", &edits).as_deref(), Some("Ab-cdE"));
    }

    #[test]
    fn offsets_count_utf16_units() {
        assert_eq!(apply_edits("ä🦍z", &[edit(3, 4, "!")]).as_deref(), Some("ä🦍!"));
    }

    #[test]
    fn insertions_at_one_place_keep_their_order() {
        assert_eq!(apply_edits("x", &[edit(1, 1, "a"), edit(1, 1, "b")]).as_deref(), Some("xab"));
    }

    #[test]
    fn edits_of_another_text_change_nothing() {
        assert_eq!(apply_edits("abc", &[edit(2, 9, "")]), None);
        assert_eq!(apply_edits("abc", &[edit(0, 2, ""), edit(1, 3, "")]), None);
        assert_eq!(apply_edits("🦍", &[edit(1, 2, "")]), None);
        assert_eq!(apply_edits("abc", &[edit(2, 1, "")]), None);
    }
}
