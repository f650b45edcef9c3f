//! Each problem code has a page in the fixed form, and each page a code.

use kic_core::diagnostic::Code;
use kic_reference::page::Page;
use kic_reference::problem;

#[test]
fn every_code_has_a_page() {
    let missing: Vec<&str> =
        Code::ALL.iter().filter(|code| problem::source(**code).is_none()).map(|code| code.as_str()).collect();
    assert!(missing.is_empty(), "no page in reference/problems for {} codes: {}", missing.len(), missing.join(" "));
}

#[test]
fn every_page_has_a_code_and_the_fixed_form() {
    let mut wrong = Vec::new();
    for (name, text) in problem::FILES {
        match (Code::parse(name), Page::parse(text)) {
            (None, _) => wrong.push(format!("{name}.md: there is no such code")),
            (_, Err(error)) => wrong.push(format!("{name}.md: {error}")),
            (Some(code), Ok(page)) if page.title != code.title() => {
                wrong.push(format!("{name}.md: the title is `{}`, not `{}`", code.title(), page.title));
            }
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
