//! How the page is arranged: tabs, theme, sizes. Kept across reloads, apart from the texts.

use kic_core::wire::Sections;
use kic_core::wire::code::Text;
use serde::{Deserialize, Serialize};

use super::Pane;

/// How the page is arranged.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct View {
    /// The input that is shown.
    pub pane: Pane,
    /// The output that is shown.
    pub output: OutputTab,
    /// What a narrow window shows.
    pub side: Side,
    /// Light, dark, or as the system says.
    pub theme: Theme,
    /// Where the border between inputs and outputs is.
    pub split: Split,
    /// How config and status are written.
    pub format: Format,
}

/// One of the outputs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OutputTab {
    /// The readiness chain of each listener.
    #[default]
    Listeners,
    /// Statuses as the controller writes them.
    Status,
    /// What the controller sends to Kong.
    Config,
    /// The verdict on each annotation.
    Annotations,
    /// All problems.
    Problems,
    /// What becomes of a request.
    Request,
    /// What differs from other versions, or from a pinned state.
    Compare,
}

impl OutputTab {
    /// All outputs, in the order of the tabs.
    pub const ALL: [Self; 7] =
        [Self::Listeners, Self::Status, Self::Config, Self::Annotations, Self::Problems, Self::Request, Self::Compare];

    /// What the tab shows of a report, beside what every report holds. Of a small input everything is there anyway.
    pub fn sections(self) -> Sections {
        match self {
            // Config and status come as lines.
            Self::Listeners | Self::Problems | Self::Request | Self::Compare | Self::Status | Self::Config => {
                Sections::NONE
            }
            Self::Annotations => Sections::ANNOTATIONS,
        }
    }

    /// The text that the tab shows.
    pub fn text(self, format: Format) -> Option<Text> {
        match (self, format) {
            (Self::Config, Format::Yaml) => Some(Text::ConfigYaml),
            (Self::Config, Format::Json) => Some(Text::ConfigJson),
            (Self::Status, Format::Yaml) => Some(Text::StatusYaml),
            (Self::Status, Format::Json) => Some(Text::StatusJson),
            _ => None,
        }
    }

    /// The words on the tab.
    pub fn label(self) -> &'static str {
        match self {
            Self::Listeners => "Listeners",
            Self::Status => "Status",
            Self::Config => "Kong config",
            Self::Annotations => "Annotations",
            Self::Problems => "Problems",
            Self::Request => "Request",
            Self::Compare => "Compare",
        }
    }
}

/// What a narrow window shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The inputs.
    Inputs,
    /// The outputs: the page answers before it asks.
    #[default]
    Outputs,
}

/// Light, dark, or as the system says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// As the system says.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The word in storage and in the `data-theme` attribute; `web/js/theme.js` reads it before the first paint.
    pub fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme that the button switches to.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Auto => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::Auto,
        }
    }
}

/// How config and status are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// YAML.
    #[default]
    Yaml,
    /// JSON.
    Json,
}

/// Width of the inputs in percent of the window.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(from = "u8", into = "u8")]
pub struct Split(u8);

impl Split {
    /// The narrowest inputs.
    pub const MIN: u8 = 20;
    /// The widest inputs.
    pub const MAX: u8 = 75;

    /// A width between [`Split::MIN`] and [`Split::MAX`].
    pub fn new(percent: u8) -> Self {
        Self(percent.clamp(Self::MIN, Self::MAX))
    }

    /// The width in percent.
    pub fn percent(self) -> u8 {
        self.0
    }
}

impl Default for Split {
    fn default() -> Self {
        Self(42)
    }
}

impl From<u8> for Split {
    fn from(percent: u8) -> Self {
        Self::new(percent)
    }
}

impl From<Split> for u8 {
    fn from(split: Split) -> Self {
        split.0
    }
}
