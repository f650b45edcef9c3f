//! The reference as JSON, for the page and for `kicplay explain --format json`.
//!
//! Sections are HTML without links; the words of entries have backticks around code.

use kic_core::diagnostic::Code;
use serde_json::{Value, json};

use crate::entry::{self, Entry};
use crate::html::{self, Links, code_address, entry_address};
use crate::page::PageError;
use crate::problem;

/// `{ codes: [problem…], annotations: [entry…] }`; codes by group, entries by group.
///
/// # Errors
/// A page that is not in the fixed form.
pub fn reference() -> Result<Value, PageError> {
    let codes: Result<Vec<Value>, PageError> =
        problem::groups().into_iter().flat_map(|group| group.codes).map(problem).collect();
    let entries: Vec<Value> = entry::all().iter().map(entry).collect();
    Ok(json!({ "codes": codes?, "annotations": entries }))
}

/// `{ code, title, severity, group, page, sections: [{ heading, html }] }`; no sections where there is no page.
/// `page` is the address inside of the site's folder.
///
/// # Errors
/// A page that is not in the fixed form.
pub fn problem(code: Code) -> Result<Value, PageError> {
    let sections = problem::page(code)?.map_or(Vec::new(), |page| page.sections);
    let sections: Vec<Value> = sections
        .iter()
        .map(|section| json!({ "heading": section.heading, "html": html::blocks(&section.blocks, Links::None) }))
        .collect();
    Ok(json!({
        "code": code.as_str(),
        "title": code.title(),
        "severity": code.severity().name(),
        "group": code.group(),
        "page": code_address(code),
        "sections": sections,
    }))
}

/// `{ key, form, group, page, effect, value, default, kinds, flavors, since, source }`.
pub fn entry(entry: &Entry) -> Value {
    let page = entry_address(entry);
    let Entry { key, form, group, effect, value, default, kinds, flavors, since, source } = entry;
    json!({
        "key": key,
        "form": form,
        "group": group,
        "page": page,
        "effect": effect,
        "value": value,
        "default": default,
        "kinds": kinds,
        "flavors": flavors,
        "since": since,
        "source": source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_has_all_codes_and_entries() {
        let reference = reference().unwrap();
        let length = |field: &str| reference[field].as_array().map(Vec::len);
        assert_eq!(length("codes"), Some(Code::ALL.len()));
        assert_eq!(length("annotations"), Some(entry::all().len()));
    }
}
