//! What comes from outside of the page: a share link, dropped files, the output of a command.

use serde::{Deserialize, Serialize};

use super::{
    Before, Inputs, KIC_RELEASES, KONG_RELEASES, Notice, OutputTab, Pane, Requests, Router, Side, State, View,
};

/// Texts and settings; what is absent stays as it is.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Opened {
    /// Text of [`Pane::Manifests`].
    pub manifests: Option<String>,
    /// Text of [`Pane::Environment`].
    pub environment: Option<String>,
    /// Text of [`Pane::HelmValues`].
    pub helm: Option<String>,
    /// Release of the controller; one that is not modelled stays out.
    pub kic: Option<String>,
    /// Release of Kong.
    pub kong: Option<String>,
    /// Kong's word for the router; null leaves it to the environment where `whole` is set.
    pub router_flavor: Option<String>,
    /// Name of the output that is shown.
    pub tab: Option<String>,
    /// The line of a request.
    pub request: Option<String>,
    /// Everything is said: what is absent is the default.
    pub whole: bool,
    /// What the user is told.
    pub notice: String,
}

impl Opened {
    /// What the page has, for a link of it.
    pub fn of(state: &State) -> Self {
        let tab = serde_json::to_value(state.view.output).ok();
        Self {
            manifests: Some(state.inputs.manifests.to_string()),
            environment: Some(state.inputs.environment.to_string()),
            helm: Some(state.inputs.helm.to_string()),
            kic: Some(state.versions.kic.to_string()),
            kong: Some(state.versions.kong.to_string()),
            router_flavor: state.versions.router.wire_name().map(str::to_owned),
            tab: tab.and_then(|tab| tab.as_str().map(str::to_owned)),
            request: Some(state.requests.line.to_string()),
            whole: true,
            notice: String::new(),
        }
    }

    /// The state with it. The inputs before can be had back.
    pub(super) fn into_state(self, state: &State) -> State {
        let text = |own: Option<String>, pane: Pane| {
            own.unwrap_or_else(|| if self.whole { String::new() } else { state.inputs.get(pane).to_string() })
        };
        let inputs = Inputs::new(
            &text(self.manifests, Pane::Manifests),
            &text(self.environment, Pane::Environment),
            &text(self.helm, Pane::HelmValues),
        );
        let mut versions = state.versions.clone();
        if let Some(kic) = self.kic.filter(|kic| KIC_RELEASES.contains(&kic.as_str())) {
            versions.kic = kic.into();
        }
        if let Some(kong) = self.kong.filter(|kong| KONG_RELEASES.contains(&kong.as_str())) {
            versions.kong = kong.into();
        }
        let flavor = self.router_flavor.as_deref();
        let router = Router::ALL.into_iter().find(|router| router.wire_name() == flavor);
        versions.router = router.filter(|_| self.whole || flavor.is_some()).unwrap_or(versions.router);
        let named = |tab: &OutputTab| serde_json::to_value(tab).ok().and_then(|tab| tab.as_str().map(str::to_owned));
        let output = OutputTab::ALL.into_iter().find(|tab| self.tab.is_some() && named(tab) == self.tab);
        let view = match output {
            Some(output) => View { output, side: Side::Outputs, ..state.view },
            None => state.view,
        };
        let line = self.request.map_or_else(|| state.requests.line.clone(), Into::into);
        let undo = (!state.inputs.is_blank() && state.inputs != inputs).then(|| Before::of(state));
        let notice = Notice { text: self.notice.into(), undo };
        let next = super::reduce::replaced(state, inputs, Some(notice));
        State { versions, view, requests: Requests { line, ..next.requests.clone() }, ..next }
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::state::{Action, Versions, reduce};

    #[test]
    fn what_a_page_has_opens_in_another_and_can_be_undone() {
        let first = State::new(Inputs::new("a: 1\n", "A=1\n", "h: 1\n"), Versions::default(), View::default());
        let first = reduce(&Rc::new(first), Action::UseRouter(Router::Expressions));
        let first = reduce(&first, Action::ShowOutput(OutputTab::Status));
        let text = serde_json::to_string(&Opened::of(&first)).unwrap();
        let other = Rc::new(State::new(Inputs::new("own", "", ""), Versions::default(), View::default()));
        let opened = reduce(&other, Action::Open(Box::new(serde_json::from_str(&text).unwrap())));
        assert_eq!(
            (&opened.inputs, &opened.versions, opened.view.output),
            (&first.inputs, &first.versions, OutputTab::Status)
        );
        assert_eq!(reduce(&opened, Action::Undo).inputs, other.inputs);
    }

    #[test]
    fn what_a_file_does_not_say_stays() {
        let state = Rc::new(State::new(Inputs::new("own", "A=1", ""), Versions::default(), View::default()));
        let file = Opened { helm: Some("h: 1".to_owned()), kic: Some("1.0".to_owned()), ..Opened::default() };
        let opened = reduce(&state, Action::Open(Box::new(file)));
        assert_eq!((opened.inputs.clone(), &opened.versions), (Inputs::new("own", "A=1", "h: 1"), &state.versions));
    }
}
