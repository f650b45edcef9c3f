//! Words as a shell reads them: quotes, escapes, and the blank that ends a word.

use super::value::EnvValue;
use crate::text::{FileId, Span, offset};

/// One word of a line.
pub(super) struct Word<'a> {
    /// The text without quotes and escapes.
    pub(super) value: EnvValue<'a>,
    /// Offset behind the last byte of the word.
    pub(super) end: usize,
    /// Offset of a quote that is not closed before the limit.
    pub(super) open: Option<usize>,
}

/// Reads the word that begins at `start`; it ends before the first blank outside of quotes, at the latest at `limit`.
pub(super) fn word(file: FileId, text: &str, start: usize, limit: usize) -> Word<'_> {
    let mut reader = Reader { file, text, run: start, value: EnvValue::empty(at(file, start, limit)) };
    let mut quote = None;
    let mut position = start;
    while let Some(c) = text.get(position..limit).and_then(|rest| rest.chars().next()) {
        let next = position + c.len_utf8();
        match (c, quote) {
            (' ' | '\t' | '\r' | '\n', None) => break,
            ('"' | '\'', None) => {
                reader.flush(position);
                reader.run = next;
                quote = Some((c, position));
            }
            (c, Some((open, _))) if c == open => {
                reader.flush(position);
                reader.run = next;
                quote = None;
            }
            ('\\', None | Some(('"', _))) => {
                if let Some(escaped) = text.get(next..limit).and_then(|rest| rest.chars().next())
                    && (quote.is_none() || matches!(escaped, '"' | '\\' | '$' | '`' | '\n'))
                {
                    reader.flush(position);
                    position = next + escaped.len_utf8();
                    // A backslash before the line's end joins the lines.
                    reader.run = if escaped == '\n' { position } else { next };
                    continue;
                }
            }
            _ => {}
        }
        position = next;
    }
    reader.flush(position);
    let whole = at(file, start, position);
    Word { value: reader.value.with_whole(whole), end: position, open: quote.map(|(_, position)| position) }
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    /// Start of the stretch that has not been taken over yet.
    run: usize,
    value: EnvValue<'a>,
}

impl Reader<'_> {
    fn flush(&mut self, end: usize) {
        if let Some(text) = self.text.get(self.run..end)
            && !text.is_empty()
        {
            self.value.push_verbatim(text, self.file, offset(self.run));
        }
    }
}

fn at(file: FileId, start: usize, end: usize) -> Span {
    Span::new(file, offset(start), offset(end))
}
