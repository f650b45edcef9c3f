//! A text that a pattern matches, for requests that are made from routes.

use super::class::Class;
use super::tree::Node;
use super::{Dialect, Pattern, Start, parse};

/// Longer samples are no use in a request.
const LONGEST: usize = 2_000;

/// Letters first, so that samples can be read.
const PREFERRED: &[u8] =
    b"a1A0-_/. bcdefghijklmnopqrstuvwxyzBCDEFGHIJKLMNOPQRSTUVWXYZ23456789!\"#$%&'()*+,:;<=>?@[\\]^`{|}~";

/// A text that the pattern matches as a whole; `more` is how often repetitions are taken beyond what they need. `None`
/// where none is found: for look-around, references to groups, and classes of characters outside of ASCII.
pub(super) fn sample(text: &str, dialect: Dialect, more: u32) -> Option<String> {
    let parsed = parse::parse(text, dialect).ok()?;
    let mut out = String::new();
    add(&parsed.tree, more, false, &mut out)?;
    let pattern = Pattern::new(text, dialect).ok()?;
    matches!(pattern.find(out.as_bytes(), Start::Anywhere), Ok(Some(_))).then_some(out)
}

fn add(node: &Node, more: u32, repeated: bool, out: &mut String) -> Option<()> {
    match node {
        // What must not follow is left to the check at the end.
        Node::Empty | Node::Assert(_) | Node::Look { negative: true, .. } => {}
        Node::Unit { value, .. } => out.push(char::from_u32(*value)?),
        // In `/a.b` a dot is mostly meant as one.
        Node::Any { .. } => out.push(if repeated { 'a' } else { '.' }),
        Node::Class { class, fold } => out.push(member(class, *fold)?),
        Node::Capture { body, .. } | Node::Atomic(body) => add(body, more, repeated, out)?,
        Node::Concat(nodes) => nodes.iter().try_for_each(|node| add(node, more, repeated, out))?,
        Node::Alternate(branches) => add(branches.first()?, more, repeated, out)?,
        Node::Repeat { body, min, max, .. } => {
            let times = max.map_or(min.saturating_add(more), |max| max.min(min.saturating_add(more)));
            for _ in 0..times {
                add(body, more, true, out)?;
                if out.len() > LONGEST {
                    return None;
                }
            }
        }
        Node::Look { negative: false, .. } | Node::BackReference { .. } => return None,
    }
    Some(())
}

fn member(class: &Class, fold: bool) -> Option<char> {
    let found = PREFERRED.iter().find(|byte| class.has(u32::from(**byte), fold, false) == Some(true));
    found.map(|byte| char::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::super::{Dialect, Pattern};

    #[test]
    fn samples_match() {
        let of = |text: &str, more| Pattern::new(text, Dialect::Rust).unwrap().sample(more);
        assert_eq!(of("^/v[0-9]+/(users|teams)(/.*)?$", 0).as_deref(), Some("/v1/users"));
        assert_eq!(of("^/v[0-9]+/(users|teams)(/.*)?$", 1).as_deref(), Some("/v11/users/a"));
        assert_eq!(of("^a{3}$", 5).as_deref(), Some("aaa"));
        assert_eq!(of("[^/]+", 0).as_deref(), Some("a"));
    }
}
