//! Share links as JSON: what `encode_link` and `decode_link` of JavaScript take and give.

use serde::{Deserialize, Serialize};

use crate::link::redact::redact;
use crate::link::{self, Content, LIMIT};
use crate::text::{LineIndex, Pane};

/// What a link holds. Missing fields are empty, and what is missing in the cluster is assumed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Link {
    /// Kubernetes manifests.
    pub manifests: String,
    /// Environment of Kong and of the controller.
    pub environment: String,
    /// Values of the Helm chart.
    pub helm: String,
    /// Release of the controller, or null.
    pub kic: Option<String>,
    /// Version of Kong, or null.
    pub kong: Option<String>,
    /// Router flavor, or null.
    pub router_flavor: Option<String>,
    /// Assume what is missing.
    pub assume: bool,
    /// Name of the output that is open, or null.
    pub tab: Option<String>,
    /// The line of a request.
    pub request: String,
}

impl Default for Link {
    fn default() -> Self {
        Self::from(Content::default())
    }
}

/// What a link is made of.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LinkInput {
    /// The content.
    #[serde(flatten)]
    pub link: Link,
    /// Secret values go into the link as well.
    pub with_secrets: bool,
}

/// A link that was made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Encoded {
    /// The fragment, without `#`; null where the content is too large for a link.
    pub fragment: Option<String>,
    /// Why there is none; null where there is one.
    pub error: Option<String>,
    /// The secret values that are not in the link, or that are in it because they were asked for.
    pub secrets: Vec<Secret>,
}

/// A secret value of the texts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Secret {
    /// `manifests`, `environment` or `helm-values`.
    pub pane: String,
    /// Line, from 1.
    pub line: u32,
    /// What it is: `Secret kong-cert: tls.key`.
    pub what: String,
}

/// A link that was read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Decoded {
    /// What could be read of it; null where nothing could.
    pub link: Option<Link>,
    /// What is wrong with it, in sentences.
    pub messages: Vec<String>,
    /// How many secret values were left out when it was made.
    pub left_out: u32,
}

/// Makes a link.
pub fn encode(input: &LinkInput) -> Encoded {
    let content = Content::from(input.link.clone());
    let (without, left_out) = redact(&content);
    let index = |text| LineIndex::new(text);
    let lines = [index(&content.manifests), index(&content.environment), index(&content.helm)];
    let [manifests, environment, helm] = &lines;
    let secrets = left_out.into_iter().map(|left| {
        let lines = match left.pane {
            Pane::Manifests => manifests,
            Pane::Environment | Pane::ReplicaEnvironment => environment,
            Pane::HelmValues => helm,
        };
        Secret { pane: left.pane.name().to_owned(), line: lines.position(left.start).line, what: left.what }
    });
    let secrets = secrets.collect();
    let fragment = link::encode(if input.with_secrets { &content } else { &without });
    let error =
        fragment.is_none().then(|| format!("These texts are larger than {} MiB: too large for a link", LIMIT >> 20));
    Encoded { fragment, error, secrets }
}

/// Reads a link: an address, its fragment, or the fragment without `#`.
pub fn decode(text: &str) -> Decoded {
    let (content, faults) = link::decode(text);
    let left_out = content.left_out;
    let is_read = faults.is_empty() || content != Content::default();
    let link = is_read.then(|| Link::from(content));
    Decoded { link, messages: faults.iter().map(|fault| fault.message().to_owned()).collect(), left_out }
}

impl From<Content> for Link {
    fn from(content: Content) -> Self {
        let Content { manifests, environment, helm, kic, kong, router_flavor, assume, tab, request, left_out: _ } =
            content;
        let [kic, kong, router_flavor, tab] =
            [kic, kong, router_flavor, tab].map(|text| if text.is_empty() { None } else { Some(text) });
        Self { manifests, environment, helm, kic, kong, router_flavor, assume, tab, request }
    }
}

impl From<Link> for Content {
    fn from(link: Link) -> Self {
        let Link { manifests, environment, helm, kic, kong, router_flavor, assume, tab, request } = link;
        let [kic, kong, router_flavor, tab] = [kic, kong, router_flavor, tab].map(Option::unwrap_or_default);
        Self { manifests, environment, helm, kic, kong, router_flavor, assume, tab, request, left_out: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secret_values_are_named_with_their_lines() {
        let text = "kind: Secret\nmetadata: {name: a}\nstringData:\n  key: hunter2\n";
        let link = Link { manifests: text.to_owned(), tab: Some("status".to_owned()), ..Link::default() };
        let made = encode(&LinkInput { link: link.clone(), with_secrets: false });
        let secret = Secret { pane: "manifests".to_owned(), line: 4, what: "Secret a: key".to_owned() };
        assert_eq!(made.secrets, [secret]);
        let read = decode(&made.fragment.unwrap());
        assert_eq!((read.left_out, read.messages.len()), (1, 0));
        assert!(read.link.is_some_and(|link| !link.manifests.contains("hunter2")));

        let whole = encode(&LinkInput { link: link.clone(), with_secrets: true });
        assert_eq!(whole.secrets.len(), 1);
        assert_eq!(decode(&whole.fragment.unwrap()), Decoded { link: Some(link), messages: Vec::new(), left_out: 0 });
    }

    #[test]
    fn what_is_no_link_opens_nothing_and_says_so() {
        let read = decode("https://example.com/#gallery");
        assert_eq!((read.link, read.messages.len()), (None, 1));
    }
}
