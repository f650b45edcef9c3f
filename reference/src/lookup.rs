//! From a word of a user to what it names.

use kic_core::diagnostic::Code;
use kic_core::suggest::did_you_mean;

use crate::entry::{self, Entry};

/// What a word names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found {
    /// A problem code.
    Problem(Code),
    /// An annotation, label or gate.
    Entry(Entry),
}

/// The code, annotation, label or gate of this name; keys may be short (`strip-path`).
///
/// # Errors
/// The word, and the nearest name if one is near.
pub fn find(word: &str) -> Result<Found, String> {
    if let Some(code) = Code::parse(word) {
        return Ok(Found::Problem(code));
    }
    let entries = entry::all();
    if let Some(found) = entries.iter().find(|entry| entry.is(word)) {
        return Ok(Found::Entry(found.clone()));
    }
    let names = Code::ALL.iter().map(|code| code.as_str());
    let keys = entries.iter().flat_map(|entry| [entry.key.as_str(), entry.short()]);
    let near = did_you_mean(word, names.chain(keys));
    let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
    Err(format!("no problem code, annotation, label or feature gate `{word}`{hint}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_name_codes_annotations_and_gates() {
        assert_eq!(find("yaml-syntax"), Ok(Found::Problem(Code::YamlSyntax)));
        assert!(matches!(find("strip-path"), Ok(Found::Entry(entry)) if entry.key == "konghq.com/strip-path"));
        assert!(matches!(find("GatewayAlpha"), Ok(Found::Entry(entry)) if entry.form == "feature gate"));
    }

    #[test]
    fn the_nearest_name_is_suggested() {
        let error = |word: &str| find(word).unwrap_err();
        assert!(error("yaml-sintax").ends_with("did you mean `yaml-syntax`?"));
        assert!(error("konghq.com/strippath").ends_with("did you mean `konghq.com/strip-path`?"));
        assert!(error("strip-paht").ends_with("did you mean `strip-path`?"));
        assert_eq!(error("nothing-like-it-anywhere").matches("did you mean").count(), 0);
    }
}
