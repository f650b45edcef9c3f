//! The way to a field, kept on the stack and written only for fields that are told.

use std::fmt::Write as _;

/// One step of the way and what leads to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trail<'t> {
    parent: Option<&'t Trail<'t>>,
    step: Step<'t>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'t> {
    Root,
    Key(&'t str),
    Item(usize),
}

impl<'t> Trail<'t> {
    /// The document itself.
    pub(super) const ROOT: Self = Self { parent: None, step: Step::Root };

    /// The value under a key.
    pub(super) const fn key(&'t self, key: &'t str) -> Self {
        Self { parent: Some(self), step: Step::Key(key) }
    }

    /// An item of the list.
    pub(super) const fn item(&'t self, index: usize) -> Self {
        Self { parent: Some(self), step: Step::Item(index) }
    }

    /// The key and the path above it, if the last step is a key under exactly this path of keys.
    pub(super) fn key_under(&self, path: &[&str]) -> Option<&'t str> {
        let Step::Key(key) = self.step else { return None };
        let mut at = self.parent?;
        for wanted in path.iter().rev() {
            if !matches!(at.step, Step::Key(key) if key == *wanted) {
                return None;
            }
            at = at.parent?;
        }
        matches!(at.step, Step::Root).then_some(key)
    }

    /// As in `spec.rules[0].filters[1].type`; empty for the document itself. A key of other signs stands in brackets and
    /// quotes.
    pub(super) fn path(&self) -> String {
        let mut path = String::new();
        self.write(&mut path);
        path
    }

    fn write(&self, path: &mut String) {
        if let Some(parent) = self.parent {
            parent.write(path);
        }
        match self.step {
            Step::Root => {}
            Step::Key(key) if key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) => {
                path.push_str(if path.is_empty() { "" } else { "." });
                path.push_str(key);
            }
            // Writing to a string cannot fail.
            Step::Key(key) => drop(write!(path, "[\"{key}\"]")),
            Step::Item(index) => drop(write!(path, "[{index}]")),
        }
    }

    /// Whether the way is that of a pattern: keys between dots, `[]` for any item, `*` for any key, a last `**` for
    /// anything further inside, and nothing at all.
    pub(super) fn is(&self, pattern: &str) -> bool {
        if let Some(above) = pattern.strip_suffix("**") {
            let above = above.trim_end_matches('.');
            let mut at = Some(self);
            while let Some(trail) = at {
                if trail.is_exactly(above) {
                    return true;
                }
                at = trail.parent;
            }
            return false;
        }
        self.is_exactly(pattern)
    }

    fn is_exactly(&self, pattern: &str) -> bool {
        match self.step {
            Step::Root => pattern.is_empty(),
            Step::Item(_) => {
                pattern.strip_suffix("[]").zip(self.parent).is_some_and(|(above, parent)| parent.is_exactly(above))
            }
            Step::Key(key) => {
                let (above, last) = pattern.rsplit_once('.').unwrap_or(("", pattern));
                let is_last = !last.is_empty() && (last == key || last == "*");
                is_last && self.parent.is_some_and(|parent| parent.is_exactly(above))
            }
        }
    }

    /// Whether the way from the first key called `from` on is the end of the pattern, which begins above that key.
    ///
    /// With `from` = `filters`, `spec.filters[0].type` is at the end of `spec.rules[].filters[].type`.
    pub(super) fn is_end_of(&self, from: &str, pattern: &str) -> bool {
        match self.step {
            Step::Root => false,
            Step::Item(_) => {
                pattern.strip_suffix("[]").zip(self.parent).is_some_and(|(above, parent)| parent.is_end_of(from, above))
            }
            Step::Key(key) => {
                let (above, last) = pattern.rsplit_once('.').unwrap_or(("", pattern));
                last == key && (key == from || self.parent.is_some_and(|parent| parent.is_end_of(from, above)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_matched_from_the_end() {
        let (root, zero) = (Trail::ROOT, 0);
        let spec = root.key("spec");
        let rules = spec.key("rules");
        let rule = rules.item(zero);
        let filters = rule.key("filters");
        let filter = filters.item(1);
        let kind = filter.key("type");
        assert_eq!(kind.path(), "spec.rules[0].filters[1].type");
        assert!(kind.is("spec.rules[].filters[].type") && kind.is("spec.rules[].filters[].*"));
        assert!(kind.is("spec.**") && kind.is("spec.rules[].filters[].type.**") && kind.is("**"));
        assert!(!kind.is("spec.rules[].filters[]") && !kind.is("spec.rules.filters.type") && !kind.is("type"));
        assert!(kind.is_end_of("filters", "spec.filters[].type"));
        assert!(!kind.is_end_of("filters", "spec.matches[].type"));
        assert_eq!(root.key("metadata").key("labels").key("a.b/c").key_under(&["metadata", "labels"]), Some("a.b/c"));
        assert_eq!(root.key("metadata").key("labels").key("a.b/c").path(), "metadata.labels[\"a.b/c\"]");
    }
}
