//! Pages and entries as plain text of at most 80 columns.

use std::fmt::Write as _;

use kic_core::diagnostic::Code;

use crate::block::{Block, text_of};
use crate::entry::{self, Entry};
use crate::page::{Page, PageError};
use crate::problem;

/// Columns of a line; fenced blocks may be wider.
pub const WIDTH: usize = 80;

/// The page of a code. A code without page has its title only.
///
/// # Errors
/// A page that is not in the fixed form.
pub fn problem(code: Code) -> Result<String, PageError> {
    let head = format!("{}[{}]: {}", code.severity().name(), code.as_str(), code.title());
    let mut out = wrapped(&head, "", "  ");
    if let Some(page) = problem::page(code)? {
        page_sections(&mut out, &page);
    }
    Ok(out)
}

fn page_sections(out: &mut String, page: &Page) {
    for section in &page.sections {
        let _ = writeln!(out, "\n{}", section.heading);
        for (index, block) in section.blocks.iter().enumerate() {
            if index > 0 {
                out.push('\n');
            }
            print_block(out, block, "  ", "  ");
        }
    }
}

/// One block; `first` stands before its first line, `rest` before the others.
fn print_block(out: &mut String, block: &Block, first: &str, rest: &str) {
    match block {
        Block::Heading(_, words) | Block::Paragraph(words) => out.push_str(&wrapped(&text_of(words), first, rest)),
        Block::Code { text, .. } => {
            for line in text.lines() {
                let _ = writeln!(out, "{}", format!("{rest}    {line}").trim_end());
            }
        }
        Block::List(items) => {
            let deeper = format!("{rest}  ");
            for item in items {
                for (index, block) in item.iter().enumerate() {
                    let first = if index == 0 { format!("{rest}- ") } else { deeper.clone() };
                    print_block(out, block, &first, &deeper);
                }
            }
        }
    }
}

/// An annotation, label or gate.
pub fn entry(entry: &Entry) -> String {
    let mut out = format!("{} ({})\n\n", entry.key, entry.form);
    out.push_str(&wrapped(&sentence(entry.effect), "  ", "  "));
    out.push('\n');
    for (name, text) in facts(entry) {
        out.push_str(&wrapped(&text, &format!("  {name:<10}"), &" ".repeat(12)));
    }
    out
}

/// The facts of an entry with their names, as all ways of showing it list them.
pub fn facts(entry: &Entry) -> Vec<(&'static str, String)> {
    let mut facts = vec![("Value", entry.value.clone()), ("Without", entry.default.clone())];
    if !entry.kinds.is_empty() {
        facts.push(("On", entry.kinds.join(", ")));
    }
    if entry.flavors != "all" {
        facts.push(("Flavors", entry.flavors.to_owned()));
    }
    facts.push(("Since", entry.since.clone()));
    facts.push(("Source", entry.source.to_owned()));
    facts
}

/// Words of the catalogue as a sentence.
pub fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str())
}

/// All codes and entries by group, with their titles and effects.
pub fn list() -> String {
    let mut out = String::new();
    for group in problem::groups() {
        let _ = writeln!(out, "{}", group.heading);
        for code in group.codes {
            let head = format!("  {:<8} {}", code.severity().name(), code.as_str());
            row(&mut out, &head, code.title());
        }
        out.push('\n');
    }
    for heading in entry::GROUPS {
        let _ = writeln!(out, "{heading}");
        for entry in entry::all().iter().filter(|entry| entry.group == heading) {
            row(&mut out, &format!("  {}", entry.key), entry.effect);
        }
        out.push('\n');
    }
    out.push_str("`kicplay explain WORD` prints the page of a code, annotation, label or gate.\n");
    out
}

/// A name, and on the next lines what it is.
fn row(out: &mut String, head: &str, text: &str) {
    let _ = writeln!(out, "{head}");
    out.push_str(&wrapped(text, "      ", "      "));
}

/// Words in lines of at most [`WIDTH`] columns, or longer where a single word is. Ends with a newline.
fn wrapped(text: &str, first: &str, rest: &str) -> String {
    let mut out = String::new();
    let mut line = first.to_owned();
    let mut empty = true;
    for word in text.split_whitespace() {
        if !empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            let _ = writeln!(out, "{line}");
            rest.clone_into(&mut line);
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    let _ = writeln!(out, "{}", line.trim_end());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_before_column_81() {
        let text = wrapped(&"word ".repeat(40), "- ", "  ");
        assert!(text.lines().all(|line| line.len() <= WIDTH && line.len() > WIDTH - 6 || line.starts_with("  word")));
        assert!(text.starts_with("- word word") && text.lines().nth(1).unwrap().starts_with("  word"));
        let long = "x".repeat(100);
        assert_eq!(wrapped(&format!("a {long} b"), "", " "), format!("a\n {long}\n b\n"));
    }

    #[test]
    fn lists_and_fenced_blocks_are_indented() {
        let blocks = crate::block::parse("- a\n- b `c`\n\n  ```sh\n  ls\n  ```\n").unwrap();
        let mut out = String::new();
        print_block(&mut out, &blocks[0], "  ", "  ");
        assert_eq!(out, "  - a\n  - b `c`\n        ls\n");
    }

    #[test]
    fn all_is_listed_within_80_columns() {
        let list = list();
        assert!(list.lines().all(|line| line.chars().count() <= WIDTH));
        assert!(Code::ALL.iter().all(|code| list.contains(code.as_str())));
        assert!(entry::all().iter().all(|entry| list.contains(&entry.key)));
    }
}
