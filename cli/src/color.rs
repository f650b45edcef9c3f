//! Whether standard output gets colours, and how wide it is.

use std::env;
use std::io::{self, IsTerminal as _};

use clap::ValueEnum;

use crate::text::Screen;

/// `--color`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set or TERM is `dumb`
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl ColorChoice {
    /// Standard output here and now.
    pub fn screen(self) -> Screen {
        let named = |name: &str| env::var_os(name).map(|value| value.to_string_lossy().into_owned());
        let is_terminal = io::stdout().is_terminal();
        let columns = terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
        Screen {
            coloured: self.is_coloured(is_terminal, named("NO_COLOR").as_deref(), named("TERM").as_deref()),
            // Less than this cannot be drawn in, and a terminal that does not know its width says 0.
            columns: columns.filter(|columns| *columns >= 40).unwrap_or(Screen::PLAIN.columns),
        }
    }

    /// An empty NO_COLOR counts as none (no-color.org).
    fn is_coloured(self, is_terminal: bool, no_color: Option<&str>, term: Option<&str>) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => is_terminal && no_color.is_none_or(str::is_empty) && term != Some("dumb"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_need_a_terminal_and_nobody_against_them() {
        let auto = |is_terminal, no_color, term| ColorChoice::Auto.is_coloured(is_terminal, no_color, term);
        assert!(auto(true, None, Some("xterm")));
        assert!(auto(true, Some(""), None));
        assert!(!auto(false, None, Some("xterm")));
        assert!(!auto(true, Some("1"), Some("xterm")));
        assert!(!auto(true, None, Some("dumb")));
    }

    #[test]
    fn a_choice_wins_over_the_terminal() {
        assert!(ColorChoice::Always.is_coloured(false, Some("1"), Some("dumb")));
        assert!(!ColorChoice::Never.is_coloured(true, None, None));
    }
}
