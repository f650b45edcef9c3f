//! The pages of the problem codes.

use kic_core::diagnostic::{Code, Severity};

use crate::page::{Page, PageError};

/// File name without extension and text of each file in `problems/`, sorted by name.
pub const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// The Markdown of a code's page; `None` where nobody wrote it yet.
pub fn source(code: Code) -> Option<&'static str> {
    FILES.iter().find(|(name, _)| *name == code.as_str()).map(|(_, text)| *text)
}

/// The page of a code; `None` where nobody wrote it yet.
///
/// # Errors
/// A text that is not in the fixed form; the tests of this crate keep that from being released.
pub fn page(code: Code) -> Result<Option<Page>, PageError> {
    source(code).map(Page::parse).transpose()
}

/// Codes of one heading of the registry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// The heading.
    pub heading: &'static str,
    /// Its codes: errors, then warnings, then the rest, each in the order of the registry.
    pub codes: Vec<Code>,
}

/// All codes by the headings of the registry, in its order.
pub fn groups() -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for &code in Code::ALL {
        match groups.iter_mut().find(|group| group.heading == code.group()) {
            Some(group) => group.codes.push(code),
            None => groups.push(Group { heading: code.group(), codes: vec![code] }),
        }
    }
    for group in &mut groups {
        group.codes.sort_by_key(|code| code.severity());
    }
    groups
}

/// A severity for people.
pub const fn severity_title(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Info => "Info",
    }
}
