//! Applying the edits that a report offers, as a host does it.

use kic_core::wire::{Edit, Fix, Input, Span};

/// The input after all edits of a fix, or why they cannot be applied.
///
/// # Errors
///
/// When an edit lies outside of its text, edits overlap, or the pane is unknown or ambiguous.
pub fn apply(input: &Input, fix: &Fix) -> Result<Input, String> {
    let mut panes: Vec<&str> = fix.edits.iter().map(|edit| edit.pane.as_str()).collect();
    panes.sort_unstable();
    panes.dedup();
    if panes.is_empty() {
        return Err(format!("{}: no edits", fix.id));
    }
    let mut edited = input.clone();
    for pane in panes {
        let text = match pane {
            "manifests" => &mut edited.manifests,
            "environment" => &mut edited.environment,
            "helm-values" => &mut edited.helm,
            "replica-environment" => match edited.replica_environments.as_mut_slice() {
                [only] => only,
                several => return Err(format!("{}: {} replicas, which one?", fix.id, several.len())),
            },
            other => return Err(format!("{}: there is no pane `{other}`", fix.id)),
        };
        let edits = fix.edits.iter().filter(|edit| edit.pane == pane);
        *text = apply_to(text, edits).map_err(|why| format!("{}: {why}", fix.id))?;
    }
    Ok(edited)
}

/// The input before the edits of a fix, put together from the edited input and from what the edits replaced.
///
/// Equal to the input where nothing outside of the edits has changed.
///
/// # Errors
///
/// As [`apply`].
pub fn undo(input: &Input, edited: &Input, fix: &Fix) -> Result<Input, String> {
    let mut edits: Vec<&Edit> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| (&edit.pane, edit.span.from, edit.span.to));
    let mut back = fix.clone();
    back.edits.clear();
    let (mut pane, mut moved) = ("", 0_i64);
    for edit in edits {
        if edit.pane != pane {
            (pane, moved) = (&edit.pane, 0);
        }
        let units = i64::try_from(edit.text.encode_utf16().count()).unwrap_or(i64::MAX);
        let from = u32::try_from(i64::from(edit.span.from) + moved).map_err(|_| "an edit before the text")?;
        let to = u32::try_from(i64::from(from) + units).map_err(|_| "an edit behind the text")?;
        moved += units - i64::from(edit.span.to - edit.span.from);
        let replaced = text_of(input, pane).ok_or("no such pane")?;
        let text = replaced[bytes(replaced, edit.span.from)?..bytes(replaced, edit.span.to)?].to_owned();
        back.edits.push(Edit { span: Span { from, to, ..edit.span.clone() }, text, pane: edit.pane.clone() });
    }
    apply(edited, &back)
}

fn text_of<'i>(input: &'i Input, pane: &str) -> Option<&'i str> {
    match pane {
        "manifests" => Some(&input.manifests),
        "environment" => Some(&input.environment),
        "helm-values" => Some(&input.helm),
        "replica-environment" => input.replica_environments.first().map(String::as_str),
        _ => None,
    }
}

fn apply_to<'a>(text: &str, edits: impl Iterator<Item = &'a Edit>) -> Result<String, String> {
    let mut sorted: Vec<&Edit> = edits.collect();
    // Two insertions at one place stand in the order in which they are given.
    sorted.sort_by_key(|edit| (edit.span.from, edit.span.to));
    let mut result = String::new();
    let mut done = 0;
    for edit in sorted {
        let (from, to) = (bytes(text, edit.span.from)?, bytes(text, edit.span.to)?);
        if from < done || to < from {
            return Err(format!("the edit at {from}..{to} overlaps another"));
        }
        result.push_str(&text[done..from]);
        result.push_str(&edit.text);
        done = to;
    }
    result.push_str(&text[done..]);
    Ok(result)
}

/// The byte offset of an offset in UTF-16 units.
fn bytes(text: &str, utf16: u32) -> Result<usize, String> {
    let mut units: u32 = 0;
    for (index, c) in text.char_indices() {
        if units == utf16 {
            return Ok(index);
        }
        units += u32::from(c.len_utf16() == 2) + 1;
    }
    if units == utf16 { Ok(text.len()) } else { Err(format!("{utf16} is no place in a text of {units} units")) }
}

#[cfg(test)]
mod tests {
    use kic_core::wire::{Edit, Fix, Input, Span};

    use super::apply;

    fn edit(pane: &str, from: u32, to: u32, text: &str) -> Edit {
        let span = Span { from, to, ..Span::default() };
        Edit { pane: pane.to_owned(), span, text: text.to_owned() }
    }

    fn fix(edits: Vec<Edit>) -> Fix {
        Fix { id: "fix-1".to_owned(), title: String::new(), edits }
    }

    #[test]
    fn edits_of_several_panes_are_applied_together() {
        let input = Input { manifests: "a😀b".to_owned(), environment: "A=\"x".to_owned(), ..Input::default() };
        let edits = vec![edit("manifests", 3, 4, "c"), edit("manifests", 0, 0, "-"), edit("environment", 2, 3, "")];
        let edited = apply(&input, &fix(edits)).unwrap();
        assert_eq!((edited.manifests.as_str(), edited.environment.as_str()), ("-a😀c", "A=x"));
    }

    #[test]
    fn edits_that_overlap_or_miss_the_text_are_refused() {
        let input = Input { manifests: "abc".to_owned(), ..Input::default() };
        assert!(apply(&input, &fix(vec![edit("manifests", 0, 2, ""), edit("manifests", 1, 3, "")])).is_err());
        assert!(apply(&input, &fix(vec![edit("manifests", 4, 4, "")])).is_err());
        assert!(apply(&input, &fix(vec![edit("elsewhere", 0, 0, "")])).is_err());
        assert!(apply(&input, &fix(Vec::new())).is_err());
    }
}
