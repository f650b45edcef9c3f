//! What a documentation page asks an embedded playground for.

use serde::Deserialize;

use crate::state::{Inputs, OutputTab, Pane, Router, State, Versions, View};

/// The options of one embedded playground, as `web/js/embed.d.ts` documents them.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Options {
    /// Kubernetes YAML.
    pub manifests: String,
    /// `KONG_*` and `CONTROLLER_*`.
    pub environment: String,
    /// Values of the chart.
    pub helm_values: String,
    /// Release of the controller; empty for the newest.
    pub kic: String,
    /// Release of Kong; empty for the newest.
    pub kong: String,
    /// Kong's router flavor; empty for what the environment says.
    pub router: String,
    /// What it is called among others of the page.
    pub label: String,
    /// Whether the texts can be changed.
    pub editable: bool,
    /// The outputs that are shown, by their names, in this order; none means all but requests.
    pub tabs: Vec<String>,
}

/// The outputs of an embedded playground that asks for none.
const USUAL: [OutputTab; 5] =
    [OutputTab::Listeners, OutputTab::Status, OutputTab::Config, OutputTab::Annotations, OutputTab::Problems];

impl Options {
    /// The outputs that are shown, each once. Names that are none are left out.
    pub fn outputs(&self) -> Vec<OutputTab> {
        let mut outputs: Vec<OutputTab> = Vec::new();
        for tab in self.tabs.iter().filter_map(|name| output_named(name)) {
            if !outputs.contains(&tab) {
                outputs.push(tab);
            }
        }
        if outputs.is_empty() { USUAL.to_vec() } else { outputs }
    }

    /// The inputs that are shown: all where they can be changed, else those with a text.
    pub fn panes(&self) -> Vec<Pane> {
        let inputs = self.inputs();
        let is_shown = |pane: &Pane| self.editable || !inputs.get(*pane).trim().is_empty();
        Pane::ALL.into_iter().filter(is_shown).collect()
    }

    /// The state that it starts with.
    pub fn state(&self) -> State {
        let usual = Versions::default();
        let word = |text: &str, usual| if text.is_empty() { usual } else { text.into() };
        let versions = Versions {
            kic: word(&self.kic, usual.kic),
            kong: word(&self.kong, usual.kong),
            router: Router::ALL
                .into_iter()
                .find(|router| router.wire_name() == Some(self.router.as_str()))
                .unwrap_or_default(),
        };
        let pane = self.panes().first().copied().unwrap_or_default();
        let output = self.outputs().first().copied().unwrap_or_default();
        let view = View { pane, output, ..View::default() };
        State::new(self.inputs(), versions, view)
    }

    fn inputs(&self) -> Inputs {
        Inputs::new(&self.manifests, &self.environment, &self.helm_values)
    }
}

/// The output of this name, which is that of the view kept in the browser as well: `listeners`, `config`, …
fn output_named(name: &str) -> Option<OutputTab> {
    serde_json::from_value(serde_json::Value::String(name.trim().to_owned())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_tabs(tabs: &[&str]) -> Vec<OutputTab> {
        Options { tabs: tabs.iter().map(|tab| (*tab).to_owned()).collect(), ..Options::default() }.outputs()
    }

    #[test]
    fn outputs_are_shown_in_the_order_in_which_they_are_named() {
        assert_eq!(with_tabs(&["problems", "listeners", "problems"]), [OutputTab::Problems, OutputTab::Listeners]);
        assert_eq!(with_tabs(&["config"]), [OutputTab::Config]);
    }

    #[test]
    fn names_that_are_none_are_left_out() {
        assert_eq!(with_tabs(&["nonsense", " status "]), [OutputTab::Status]);
        assert_eq!(with_tabs(&["nonsense"]), USUAL);
    }

    #[test]
    fn who_can_only_read_sees_the_inputs_that_have_a_text() {
        let options = Options { environment: "KONG_PROXY_LISTEN=off".to_owned(), ..Options::default() };
        assert_eq!(options.panes(), [Pane::Environment]);
        assert_eq!(options.state().view.pane, Pane::Environment);
        assert_eq!(Options { editable: true, ..options }.panes(), Pane::ALL);
    }

    #[test]
    fn versions_are_the_newest_unless_named() {
        let state = Options { router: "expressions".to_owned(), ..Options::default() }.state();
        assert_eq!(state.versions, Versions { router: Router::Expressions, ..Versions::default() });
        let state = Options { kic: "3.4.9".to_owned(), ..Options::default() }.state();
        assert_eq!(&*state.versions.kic, "3.4.9");
    }
}
