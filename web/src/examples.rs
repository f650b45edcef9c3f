//! Inputs that the page brings along. Only the first one is in the wasm: the others come when the gallery is opened.

use std::rc::Rc;

use crate::state::{Inputs, OutputTab, Saved, Versions};

/// A text to look at, with everything that belongs to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Example {
    /// The symptom, as a user says it.
    pub title: Rc<str>,
    /// The texts.
    pub inputs: Inputs,
    /// The releases and the router that it is about.
    pub versions: Versions,
    /// The request that shows the symptom; empty without.
    pub request: Rc<str>,
    /// The output that it opens on.
    pub tab: OutputTab,
}

impl Example {
    /// The example of a first visit: the documentation page's Gateway with one thing wrong.
    pub fn opening() -> Self {
        let manifests = include_str!("../examples/opening/manifests.yaml");
        let environment = include_str!("../examples/opening/kong.env");
        Self {
            title: "A TLS listener says PortUnavailable".into(),
            inputs: Inputs::new(manifests, environment, ""),
            versions: Versions::default(),
            request: "".into(),
            tab: OutputTab::Listeners,
        }
    }

    /// Nothing at all, to begin with.
    pub fn empty() -> Self {
        Self { title: "empty inputs".into(), inputs: Inputs::default(), ..Self::opening() }
    }

    /// An example of the gallery: the name of its tab, and its texts as [`Saved`] in JSON. `None` when one of them is not
    /// of this page.
    pub fn read(title: &str, tab: &str, saved: &str) -> Option<Self> {
        let tab = OutputTab::ALL.into_iter().find(|output| output.label() == tab)?;
        let saved: Saved = serde_json::from_str(saved).ok()?;
        let (inputs, versions, requests) = saved.restore()?;
        Some(Self { title: title.into(), inputs, versions, request: requests.line, tab })
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::path::Path;

    use super::Example;
    use crate::state::Router;

    #[test]
    fn the_page_reads_what_the_gallery_writes() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let examples = kic_gallery::all(root).unwrap();
        let gallery = kic_gallery::gallery(&examples);
        for (written, example) in gallery["examples"].as_array().unwrap().iter().zip(&examples) {
            let part = |key: &str| written[key].as_str().unwrap().to_owned();
            let read = Example::read(&part("title"), &part("tab"), &written["saved"].to_string());
            let read = read.unwrap_or_else(|| panic!("{}: not of this page", example.slug));
            assert_eq!(&*read.inputs.manifests, example.manifests);
            assert_eq!(&*read.inputs.environment, example.environment);
            assert_eq!(&*read.inputs.helm, example.helm);
            assert_eq!(&*read.request, example.request.as_deref().unwrap_or_default());
            let versions = &example.versions;
            assert_eq!(read.versions.router.wire_name(), versions.router.as_deref(), "{}", example.slug);
            let named = [(&versions.kic, &read.versions.kic), (&versions.kong, &read.versions.kong)];
            assert!(named.iter().all(|(wanted, found)| wanted.as_deref().is_none_or(|wanted| wanted == &***found)));
        }
    }

    #[test]
    fn the_opening_example_is_in_the_gallery_under_its_title() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let examples = kic_gallery::all(root).unwrap();
        let opening = examples.iter().find(|example| example.slug == "opening").unwrap();
        assert_eq!(opening.title, *Example::opening().title);
        assert_eq!(opening.manifests, *Example::opening().inputs.manifests);
    }

    #[test]
    fn what_is_not_of_this_page_is_no_example() {
        let saved = r#"{"format":1,"manifests":"a","environment":"","helm":"","router":"expressions"}"#;
        let read = Example::read("t", "Request", saved).unwrap();
        assert_eq!((&*read.inputs.manifests, read.versions.router), ("a", Router::Expressions));
        assert_eq!(Example::read("t", "No such tab", saved), None);
        assert_eq!(Example::read("t", "Request", r#"{"format":2}"#), None);
    }
}
