//! What the text is drawn on: which colours there are, and how wide it is.

use annotate_snippets::Renderer;
use annotate_snippets::renderer::{
    AnsiColor, DEFAULT_ADDITION_STYLE, DEFAULT_ERROR_STYLE, DEFAULT_HELP_STYLE, DEFAULT_INFO_STYLE,
    DEFAULT_LINE_NUM_STYLE, DEFAULT_REMOVAL_STYLE, DEFAULT_WARNING_STYLE, Style,
};
use kic_core::diagnostic::Severity;

use super::count;

/// What the text is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Screen {
    /// Escape sequences for the colours of rustc are wanted.
    pub coloured: bool,
    /// Columns of a line; lines of source texts are cut to them, others are not.
    pub columns: usize,
}

impl Screen {
    /// A file or a pipe, as wide as rustc takes it.
    pub const PLAIN: Self = Self { coloured: false, columns: 140 };

    /// What draws the problems.
    pub(super) fn renderer(self) -> Renderer {
        let renderer = if self.coloured { Renderer::styled() } else { Renderer::plain() };
        renderer.term_width(self.columns)
    }

    pub(super) fn strong(self, text: &str) -> String {
        self.styled(text, Style::new().bold())
    }

    pub(super) fn faint(self, text: &str) -> String {
        self.styled(text, Style::new().dimmed())
    }

    pub(super) fn good(self, text: &str) -> String {
        self.styled(text, AnsiColor::Green.on_default().bold())
    }

    pub(super) fn bad(self, text: &str) -> String {
        self.styled(text, colour(Severity::Error))
    }

    pub(super) fn help(self, text: &str) -> String {
        self.styled(text, DEFAULT_HELP_STYLE)
    }

    /// The bars and numbers beside source lines.
    pub(super) fn frame(self, text: &str) -> String {
        self.styled(text, DEFAULT_LINE_NUM_STYLE)
    }

    pub(super) fn added(self, text: &str) -> String {
        self.styled(text, DEFAULT_ADDITION_STYLE)
    }

    pub(super) fn removed(self, text: &str) -> String {
        self.styled(text, DEFAULT_REMOVAL_STYLE)
    }

    /// `2 errors`, in the colour of errors unless there are none.
    pub(super) fn severity(self, severity: Severity, number: usize, one: &str) -> String {
        let text = count(number, one);
        if number == 0 { text } else { self.styled(&text, colour(severity)) }
    }

    fn styled(self, text: &str, style: Style) -> String {
        if self.coloured && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

const fn colour(severity: Severity) -> Style {
    match severity {
        Severity::Error => DEFAULT_ERROR_STYLE,
        Severity::Warning => DEFAULT_WARNING_STYLE,
        Severity::Info => DEFAULT_INFO_STYLE,
    }
}
