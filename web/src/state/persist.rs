//! What outlives a reload. Reading and writing the browser's storage is the part of `hooks`.
//!
//! The texts and the [arrangement](super::View) are kept apart: the texts are written at every keystroke.

use serde::{Deserialize, Serialize};

use super::{Inputs, KIC_RELEASES, KONG_RELEASES, Router, Versions};

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
}

impl Saved {
    /// What is to be kept.
    pub fn of(inputs: &Inputs, versions: &Versions) -> Self {
        Self {
            format: FORMAT,
            manifests: inputs.manifests.to_string(),
            environment: inputs.environment.to_string(),
            helm: inputs.helm.to_string(),
            kic: versions.kic.to_string(),
            kong: versions.kong.to_string(),
            router: versions.router,
        }
    }

    /// What was kept; `None` when a newer page wrote it. A release that is no longer modelled becomes the newest one.
    pub fn restore(&self) -> Option<(Inputs, Versions)> {
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
        Some((Inputs::new(&self.manifests, &self.environment, &self.helm), versions))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_texts_come_back() {
        let inputs = Inputs::new("kind: Gateway\n", "KONG_PROXY_LISTEN=off\n", "proxy: {}\n");
        let versions = Versions { router: Router::Expressions, ..Versions::default() };
        let text = serde_json::to_string(&Saved::of(&inputs, &versions)).unwrap();
        let saved: Saved = serde_json::from_str(&text).unwrap();
        assert_eq!(saved.restore(), Some((inputs, versions)));
    }

    #[test]
    fn texts_of_the_first_page_stay_readable() {
        let text = r#"{"format":1,"manifests":"a\r\nb","environment":"","helm":""}"#;
        let saved: Saved = serde_json::from_str(text).unwrap();
        assert_eq!(saved.restore(), Some((Inputs::new("a\nb", "", ""), Versions::default())));
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
