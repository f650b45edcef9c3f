//! What stands in the place of a secret value.

use crate::explain::placeholder;
use crate::resolve::{base64, pem};

/// How the value is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Form {
    /// Base64, as in `data` of a Secret.
    Base64,
    /// As it is.
    Plain,
}

/// The values that were left out, each once. Equal values get equal stand-ins, different ones different: credentials
/// that clash and values that are named twice go on doing so.
#[derive(Debug, Default)]
pub(super) struct StandIns {
    known: Vec<String>,
}

impl StandIns {
    /// The text for a value. A certificate and a key become a throwaway pair, so that their listener goes on working;
    /// whatever is no valid PEM or base64 stays invalid.
    pub(super) fn of(&mut self, value: &str, form: Form) -> String {
        let decoded = match form {
            Form::Plain => Some(value.to_owned()),
            Form::Base64 => base64::decode(value).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
        };
        let pair = decoded.as_deref().and_then(pair);
        let named = decoded.is_some() || form == Form::Plain;
        match (pair, form) {
            (Some(text), Form::Base64) => placeholder::in_base64(text),
            (Some(text), Form::Plain) => placeholder::in_quotes(text),
            (None, Form::Base64) if named => base64::encode(self.number(decoded.unwrap_or_default()).as_bytes()),
            (None, _) => self.number(decoded.unwrap_or_else(|| value.to_owned())),
        }
    }

    fn number(&mut self, value: String) -> String {
        let known = self.known.iter().position(|known| *known == value);
        let number = known.unwrap_or_else(|| {
            self.known.push(value);
            self.known.len() - 1
        });
        format!("left-out-{}", number + 1)
    }

    /// All values that were left out, with their stand-ins.
    pub(super) fn known(&self) -> impl Iterator<Item = (&str, String)> {
        (1..).zip(&self.known).map(|(number, value): (usize, _)| (value.as_str(), format!("left-out-{number}")))
    }
}

/// The placeholder's half of a pair for a certificate or a key.
fn pair(text: &str) -> Option<&'static str> {
    let (block, _) = pem::first(text)?;
    match block.label.as_str() {
        "CERTIFICATE" => Some(placeholder::CERTIFICATE),
        label if label.ends_with("PRIVATE KEY") => Some(placeholder::KEY),
        _ => None,
    }
}
