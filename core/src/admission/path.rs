//! The way to a value, kept on the stack and written only when there is something to say.

use std::fmt::Write as _;

/// One step of the way and what leads to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'p> {
    Root,
    Field(&'p str),
    /// A key that the schema does not name.
    Key(&'p str),
    Index(usize),
}

impl<'p> Path<'p> {
    /// The object itself.
    pub(super) const ROOT: Self = Self { parent: None, step: Step::Root };

    /// A field of the value.
    pub(super) const fn field(&'p self, name: &'p str) -> Self {
        Self { parent: Some(self), step: Step::Field(name) }
    }

    /// A field of the value that the schema does not name.
    pub(super) const fn key(&'p self, name: &'p str) -> Self {
        Self { parent: Some(self), step: Step::Key(name) }
    }

    /// An item of the value.
    pub(super) const fn index(&'p self, index: usize) -> Self {
        Self { parent: Some(self), step: Step::Index(index) }
    }

    /// Whether it is the object itself.
    pub(super) const fn is_root(&self) -> bool {
        self.parent.is_none()
    }

    /// As in `spec.options.key`; empty for the object itself.
    pub(super) fn dotted(&self) -> String {
        let mut text = String::new();
        self.write(&mut text, false);
        text
    }

    /// As in `spec.options[key]`; empty for the object itself.
    pub(super) fn bracketed(&self) -> String {
        let mut text = String::new();
        self.write(&mut text, true);
        text
    }

    fn write(&self, text: &mut String, brackets: bool) {
        if let Some(parent) = self.parent {
            parent.write(text, brackets);
        }
        match self.step {
            Step::Root => {}
            Step::Field(name) | Step::Key(name) if !brackets || matches!(self.step, Step::Field(_)) => {
                text.push_str(if text.is_empty() { "" } else { "." });
                text.push_str(name);
            }
            Step::Field(name) | Step::Key(name) => {
                text.push('[');
                text.push_str(name);
                text.push(']');
            }
            Step::Index(index) => {
                // Writing to a string cannot fail.
                let _ = write!(text, "[{index}]");
            }
        }
    }
}
