//! Configuration and statuses as lines of highlighted YAML or JSON, each with the JSON pointer of what it shows.
//!
//! A page that has the values makes the lines itself. Of a large report it gets a [`Window`] of them: a configuration of
//! 1,000 routes has some 40,000 lines.

mod json;
mod line;
mod scalar;
mod status;
mod yaml;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use json::json_lines;
pub use line::{Kind, Line, Token, text_of};
pub use status::status_lines;
pub use yaml::yaml_lines;

/// What is written as lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Text {
    /// The configuration as YAML.
    ConfigYaml,
    /// The configuration as JSON.
    ConfigJson,
    /// The statuses as YAML documents.
    StatusYaml,
    /// The statuses as JSON.
    StatusJson,
}

impl Text {
    /// Whether it is the configuration, and not the statuses.
    pub fn is_config(self) -> bool {
        matches!(self, Self::ConfigYaml | Self::ConfigJson)
    }

    /// The lines of the configuration or of the statuses; null has none.
    pub fn lines(self, value: &Value) -> Vec<Line> {
        match self {
            _ if value.is_null() => Vec::new(),
            Self::ConfigYaml => yaml_lines(value, "/config"),
            Self::ConfigJson => json_lines(value, "/config"),
            Self::StatusYaml => status_lines(value, "/status"),
            Self::StatusJson => json_lines(value, "/status"),
        }
    }
}

/// Lines that are wanted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Window {
    /// Of which text.
    pub text: Text,
    /// Index of the first.
    pub from: u32,
    /// Index behind the last.
    pub to: u32,
    /// The line of this JSON pointer is wanted, wherever it stands: the window moves there.
    pub at: Option<String>,
}

/// Lines of a text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Lines {
    /// Of which text.
    pub text: Text,
    /// How many the text has.
    pub count: u32,
    /// Index of the first that is here.
    pub from: u32,
    /// Those that are here.
    pub lines: Vec<Line>,
}

impl Lines {
    /// What is seen of `lines` through a window.
    pub(super) fn through(window: &Window, lines: &[Line]) -> Self {
        /// Lines that are seen above the one that is wanted.
        const ABOVE: usize = 60;
        let index = |number: u32| usize::try_from(number).unwrap_or(usize::MAX).min(lines.len());
        let (mut from, mut to) = (index(window.from), index(window.to));
        let wanted = window.at.as_deref().and_then(|pointer| position(lines, pointer));
        if let Some(line) = wanted.filter(|line| !(from..to).contains(line)) {
            let size = to.saturating_sub(from);
            from = line.saturating_sub(ABOVE);
            to = (from + size).min(lines.len());
        }
        let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        let seen = lines.get(from..to).unwrap_or_default().to_vec();
        Self { text: window.text, count: number(lines.len()), from: number(from), lines: seen }
    }
}

/// The line of a value, else the first of what is in it.
fn position(lines: &[Line], pointer: &str) -> Option<usize> {
    let own = lines.iter().position(|line| &*line.pointer == pointer);
    let is_below = |line: &Line| line.pointer.strip_prefix(pointer).is_some_and(|rest| rest.starts_with('/'));
    own.or_else(|| lines.iter().position(is_below))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn window(from: u32, to: u32, at: Option<&str>) -> Window {
        Window { text: Text::ConfigYaml, from, to, at: at.map(str::to_owned) }
    }

    #[test]
    fn a_window_shows_its_part_and_says_how_much_there_is() {
        let lines = Text::ConfigYaml.lines(&json!({"a": 1, "b": 2, "c": 3}));
        let seen = Lines::through(&window(1, 2, None), &lines);
        assert_eq!((seen.count, seen.from, text_of(&seen.lines).as_str()), (3, 1, "b: 2\n"));
        assert_eq!(Lines::through(&window(2, 9, None), &lines).lines.len(), 1);
        assert!(Lines::through(&window(7, 9, None), &lines).lines.is_empty());
    }

    #[test]
    fn a_window_moves_to_the_line_that_is_wanted() {
        let values: Vec<Value> = (0..500).map(|number| json!({"name": number})).collect();
        let lines = Text::ConfigYaml.lines(&json!({"services": values}));
        let seen = Lines::through(&window(0, 100, Some("/config/services/400")), &lines);
        assert!(seen.lines.iter().any(|line| &*line.pointer == "/config/services/400/name"));
        assert_eq!(seen.lines.len(), 100);
        assert_eq!(Lines::through(&window(0, 100, Some("/config/services/40")), &lines).from, 0, "it is seen already");
    }

    #[test]
    fn nothing_has_no_lines() {
        assert!(Text::ConfigJson.lines(&Value::Null).is_empty());
    }
}
