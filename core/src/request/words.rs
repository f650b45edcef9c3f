//! The words of a line, as a shell splits it.

use super::client::LineError;

/// A word with the bytes that it takes in the line, quotes included.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Word {
    /// An error about this word.
    pub(super) fn error(&self, message: String) -> LineError {
        LineError { message, start: self.start, end: self.end }
    }
}

/// Splits at blanks; `'…'`, `"…"` and `\` work as in a shell, and a `\` in front of a line break joins lines.
///
/// # Errors
/// A quote that is not closed.
pub(super) fn split(line: &str) -> Result<Vec<Word>, LineError> {
    let mut words: Vec<Word> = Vec::new();
    let mut word: Option<Word> = None;
    let mut quote: Option<(char, usize)> = None;
    let mut characters = line.char_indices();
    while let Some((at, character)) = characters.next() {
        let end = at + character.len_utf8();
        let add = |word: &mut Option<Word>, text: Option<char>, end: usize| {
            let word = word.get_or_insert_with(|| Word { text: String::new(), start: at, end });
            word.text.extend(text);
            word.end = end;
        };
        match (quote, character) {
            (Some((open, _)), _) if character == open => {
                quote = None;
                add(&mut word, None, end);
            }
            (Some(('\'', _)), _) => add(&mut word, Some(character), end),
            (None, '\'' | '"') => {
                quote = Some((character, at));
                add(&mut word, None, end);
            }
            (_, '\\') => match characters.next() {
                Some((_, '\n')) => {}
                Some((next, escaped)) => add(&mut word, Some(escaped), next + escaped.len_utf8()),
                None => add(&mut word, Some('\\'), end),
            },
            (None, _) if character.is_whitespace() => words.extend(word.take()),
            (_, _) => add(&mut word, Some(character), end),
        }
    }
    if let Some((open, start)) = quote {
        return Err(LineError { message: format!("the quote {open} is not closed"), start, end: line.len() });
    }
    words.extend(word);
    Ok(words)
}

/// A word as it is written in a line: in quotes where it needs them.
pub(super) fn quoted(word: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!+,=%*{}^".contains(&byte);
    if !word.is_empty() && word.bytes().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}
