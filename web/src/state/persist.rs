//! What outlives a reload. Reading and writing the browser's storage is the part of `hooks`.
//!
//! The texts and the [arrangement](super::View) are kept apart: the texts are written at every keystroke.

use serde::{Deserialize, Serialize};

use super::requests::HISTORY;
use super::{Inputs, KIC_RELEASES, KONG_RELEASES, Requests, Router, Versions};

/// Number of the format; a page that meets a newer one leaves it alone.
const FORMAT: u32 = 1;

/// The texts and versions as they are kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Saved {
    format: u32,
    manifests: String,
    environment: String,
    helm: String,
    #[serde(default)]
    kic: String,
    #[serde(default)]
    kong: String,
    #[serde(default)]
    router: Router,
    #[serde(default)]
    request: String,
    #[serde(default)]
    requests: Vec<String>,
    #[serde(default)]
    table: String,
}

impl Saved {
    /// What is to be kept.
    pub fn of(inputs: &Inputs, versions: &Versions, requests: &Requests) -> Self {
        Self {
            format: FORMAT,
            manifests: inputs.manifests.to_string(),
            environment: inputs.environment.to_string(),
            helm: inputs.helm.to_string(),
            kic: versions.kic.to_string(),
            kong: versions.kong.to_string(),
            router: versions.router,
            request: requests.line.to_string(),
            requests: requests.history.iter().map(ToString::to_string).collect(),
            table: requests.table.to_string(),
        }
    }

    /// What was kept; `None` when a newer page wrote it. A release that is no longer modelled becomes the newest one.
    pub fn restore(&self) -> Option<(Inputs, Versions, Requests)> {
        if self.format > FORMAT {
            return None;
        }
        let mut versions = Versions { router: self.router, ..Versions::default() };
        if KIC_RELEASES.contains(&self.kic.as_str()) {
            versions.kic = self.kic.as_str().into();
        }
        if KONG_RELEASES.contains(&self.kong.as_str()) {
            versions.kong = self.kong.as_str().into();
        }
        let requests = Requests {
            line: self.request.as_str().into(),
            history: self.requests.iter().take(HISTORY).map(|line| line.as_str().into()).collect(),
            table: self.table.as_str().into(),
            ..Requests::default()
        };
        Some((Inputs::new(&self.manifests, &self.environment, &self.helm), versions, requests))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::rc::Rc;

    #[test]
    fn kept_texts_come_back() {
        let inputs = Inputs::new("kind: Gateway\n", "KONG_PROXY_LISTEN=off\n", "proxy: {}\n");
        let versions = Versions { router: Router::Expressions, ..Versions::default() };
        let requests = Requests {
            line: "GET http://a/b".into(),
            history: Rc::from(["GET http://a/b".into(), "udp://a:53".into()]),
            table: "- request: GET http://a/\n".into(),
            ..Requests::default()
        };
        let text = serde_json::to_string(&Saved::of(&inputs, &versions, &requests)).unwrap();
        let saved: Saved = serde_json::from_str(&text).unwrap();
        assert_eq!(saved.restore(), Some((inputs, versions, requests)));
    }

    #[test]
    fn texts_of_the_first_page_stay_readable() {
        let text = r#"{"format":1,"manifests":"a\r\nb","environment":"","helm":""}"#;
        let saved: Saved = serde_json::from_str(text).unwrap();
        let inputs = Inputs::new("a\nb", "", "");
        assert_eq!(saved.restore(), Some((inputs, Versions::default(), Requests::default())));
    }

    #[test]
    fn unknown_releases_become_the_newest() {
        let text = r#"{"format":1,"manifests":"","environment":"","helm":"","kic":"1.0","kong":"0.1"}"#;
        let saved: Saved = serde_json::from_str(text).unwrap();
        assert_eq!(saved.restore().unwrap().1, Versions::default());
    }

    #[test]
    fn texts_of_a_newer_page_are_left_alone() {
        let text = r#"{"format":2,"manifests":"","environment":"","helm":""}"#;
        assert_eq!(serde_json::from_str::<Saved>(text).unwrap().restore(), None);
    }
}
