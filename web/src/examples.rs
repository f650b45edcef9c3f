//! Inputs that the page brings along.

use crate::state::Inputs;

/// One of the examples.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Example {
    /// The documentation page's Gateway with one thing wrong.
    Opening,
    /// The blocks of the documentation page, letter by letter.
    DocPageAsPrinted,
    /// The documentation page with every defect corrected and one route per protocol.
    DocPageCorrected,
}

impl Example {
    /// All examples, in the order of the box.
    pub const ALL: [Self; 3] = [Self::Opening, Self::DocPageAsPrinted, Self::DocPageCorrected];

    /// The words in the box.
    pub fn title(self) -> &'static str {
        match self {
            Self::Opening => "A TLS listener says PortUnavailable",
            Self::DocPageAsPrinted => "KIC's Gateway API page, as printed",
            Self::DocPageCorrected => "KIC's Gateway API page, corrected",
        }
    }

    /// The example with this title.
    pub fn from_title(title: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|example| example.title() == title)
    }

    /// The texts.
    pub fn inputs(self) -> Inputs {
        match self {
            Self::Opening => Inputs::new(
                include_str!("../examples/opening/manifests.yaml"),
                include_str!("../examples/opening/kong.env"),
                "",
            ),
            Self::DocPageAsPrinted => Inputs::new(
                include_str!("../examples/doc-page-as-printed/manifests.yaml"),
                include_str!("../examples/doc-page-as-printed/kong.env"),
                include_str!("../examples/doc-page-as-printed/values.yaml"),
            ),
            Self::DocPageCorrected => Inputs::new(
                include_str!("../examples/doc-page-corrected/manifests.yaml"),
                include_str!("../examples/doc-page-corrected/kong.env"),
                include_str!("../examples/doc-page-corrected/values.yaml"),
            ),
        }
    }
}
