//! Colours: which there are, and whether they are wanted.

use annotate_snippets::Renderer;
use annotate_snippets::renderer::{
    AnsiColor, DEFAULT_ADDITION_STYLE, DEFAULT_ERROR_STYLE, DEFAULT_HELP_STYLE, DEFAULT_INFO_STYLE,
    DEFAULT_LINE_NUM_STYLE, DEFAULT_REMOVAL_STYLE, DEFAULT_WARNING_STYLE, Style,
};
use kic_core::diagnostic::Severity;

use super::{WIDTH, count};

/// The colours of rustc, or none at all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Paint {
    /// Text as it is.
    Plain,
    /// Text with escape sequences for a terminal.
    Coloured,
}

impl Paint {
    /// What draws the problems.
    pub(super) fn renderer(self) -> Renderer {
        let renderer = match self {
            Self::Plain => Renderer::plain(),
            Self::Coloured => Renderer::styled(),
        };
        renderer.term_width(WIDTH)
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
        match self {
            Self::Coloured if !text.is_empty() => format!("{style}{text}{style:#}"),
            Self::Plain | Self::Coloured => text.to_owned(),
        }
    }
}

const fn colour(severity: Severity) -> Style {
    match severity {
        Severity::Error => DEFAULT_ERROR_STYLE,
        Severity::Warning => DEFAULT_WARNING_STYLE,
        Severity::Info => DEFAULT_INFO_STYLE,
    }
}
