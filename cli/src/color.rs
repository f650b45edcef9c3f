//! Whether standard output gets colours.

use std::env;
use std::io::{self, IsTerminal};

use clap::ValueEnum;

use crate::text::Paint;

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
    /// What this means for standard output here and now.
    pub fn paint(self) -> Paint {
        let named = |name: &str| env::var_os(name).map(|value| value.to_string_lossy().into_owned());
        self.paint_for(io::stdout().is_terminal(), named("NO_COLOR").as_deref(), named("TERM").as_deref())
    }

    /// An empty NO_COLOR counts as none (no-color.org).
    fn paint_for(self, is_terminal: bool, no_color: Option<&str>, term: Option<&str>) -> Paint {
        let is_wanted = match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => is_terminal && no_color.is_none_or(str::is_empty) && term != Some("dumb"),
        };
        if is_wanted { Paint::Coloured } else { Paint::Plain }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_need_a_terminal_and_nobody_against_them() {
        let auto = |is_terminal, no_color, term| ColorChoice::Auto.paint_for(is_terminal, no_color, term);
        assert_eq!(auto(true, None, Some("xterm")), Paint::Coloured);
        assert_eq!(auto(true, Some(""), None), Paint::Coloured);
        assert_eq!(auto(false, None, Some("xterm")), Paint::Plain);
        assert_eq!(auto(true, Some("1"), Some("xterm")), Paint::Plain);
        assert_eq!(auto(true, None, Some("dumb")), Paint::Plain);
    }

    #[test]
    fn a_choice_wins_over_the_terminal() {
        assert_eq!(ColorChoice::Always.paint_for(false, Some("1"), Some("dumb")), Paint::Coloured);
        assert_eq!(ColorChoice::Never.paint_for(true, None, None), Paint::Plain);
    }
}
