//! What the controller's admission webhook answers when it is asked about each object.
//!
//! The webhook stands between the API server and its store: what it refuses is not created. Where the cluster has none
//! (`--admission-webhook-listen` is `off`) the controller meets the objects all the same. So nothing is left out here:
//! the stages after this one see every object, and the answers stand beside their results.
//!
//! Each object is asked about as if it were created in the cluster that holds all of them. Kong's Admin API is taken to
//! find every route, plugin and vault valid, and to know no consumer.
//!
//! Source: KIC v3.5.13 internal/admission/handler.go, validator.go, validation/; spec/ingress-and-kong-crds.md 11.3.

mod consumers;
mod credentials;
mod http_route;
mod ingress;
mod others;
mod plugins;
mod uniqueness;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::catalog::webhook as catalog;
use crate::findings::Findings;
use crate::k8s::consumer::KongConsumer;
use crate::k8s::{Kind, Object, ObjectKey};
use crate::ordered::Ordered as _;
use crate::provenance::{Place, Placed};
use crate::resolve::Store;
use crate::resolve::cache::Cache;
use crate::translate::{Checks, TranslateSettings};
use plugins::Plugins;
use uniqueness::Uniqueness;

/// What the webhook says about an object.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// `Kind namespace/name`.
    pub object: String,
    /// Why the object is not let through; `None` where it is.
    pub refusal: Option<Refusal>,
    /// Warnings, in the webhook's order; the object is let through.
    pub warnings: Vec<&'static str>,
}

/// Why an object is not let through.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// The webhook refuses the object with this message.
    Refused(String),
    /// The webhook itself fails; the API server then refuses as well.
    Failed {
        /// Its error.
        error: &'static str,
        /// What it fails on, and what to do.
        help: &'static str,
    },
}

impl Refusal {
    /// The webhook's message or error.
    pub fn words(&self) -> &str {
        match self {
            Self::Refused(message) => message,
            Self::Failed { error, .. } => error,
        }
    }
}

/// Whether the cluster has the webhook.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Installed {
    /// `--admission-webhook-listen` is set.
    Yes,
    /// It is `off`.
    No,
}

impl Installed {
    /// Reads the value of `--admission-webhook-listen`.
    ///
    /// Source: KIC v3.5.13 internal/manager/setup.go:setupAdmissionServer.
    pub fn of_listen(value: &str) -> Self {
        if value == "off" { Self::No } else { Self::Yes }
    }
}

/// Asks about every object of the store; only answers that say something are given, in order of their objects' titles.
///
/// `cache` is what the reconcilers read. Adds a problem for each refusal, failure and warning.
pub fn ask<'a>(
    store: &'a Store<'a>,
    cache: &'a Cache<'a>,
    settings: &'a TranslateSettings,
    installed: Installed,
    findings: &mut Findings<'a>,
) -> Vec<Answer> {
    let translated = findings.translated.iter().filter(|object| object.kind() == Kind::HTTPRoute);
    let translated = translated.map(|object| object.key()).collect();
    let webhook = Webhook::new(store, Checks::new(store, cache, settings), settings, translated);
    let mut answers = Vec::new();
    for kind in KINDS {
        for object in store.of_kind(*kind) {
            let verdict = webhook.review(object);
            if let Err(refused) = &verdict {
                findings.problem(catalog::refused(object, refused, installed));
            }
            let warnings = others::warnings(object);
            findings.problems.extend(warnings.iter().map(|warning| catalog::warned(object, *warning)));
            if verdict.is_err() || !warnings.is_empty() {
                answers.push(Answer {
                    object: object.title(),
                    refusal: verdict.err().map(|refused| refused.value),
                    warnings: warnings.into_iter().map(|warning| warning.value).collect(),
                });
            }
        }
    }
    answers.order_by(|a, b| a.object.cmp(&b.object));
    answers
}

/// The kinds that the webhook looks at. It lets every Gateway through.
const KINDS: &[Kind] = &[
    Kind::HTTPRoute,
    Kind::Ingress,
    Kind::KongClusterPlugin,
    Kind::KongConsumer,
    Kind::KongConsumerGroup,
    Kind::KongCustomEntity,
    Kind::KongIngress,
    Kind::KongPlugin,
    Kind::KongVault,
    Kind::Secret,
    Kind::Service,
];

/// `Ok` where the object is let through; otherwise why not, with the place to look at.
type Verdict = Result<(), Placed<Refusal>>;

/// What the webhook knows while it looks at single objects.
struct Webhook<'a> {
    store: &'a Store<'a>,
    checks: Checks<'a>,
    settings: &'a TranslateSettings,
    /// Over the consumers that name the controller's class, in order of their keys.
    uniqueness: Uniqueness<'a>,
    plugins: Plugins<'a>,
    /// The KongVaults that the controller reads, by prefix.
    vaults: BTreeMap<&'a str, Vec<&'a Object<'a>>>,
    /// The HTTPRoutes that were translated without an error.
    translated: BTreeSet<ObjectKey<'a>>,
}

impl<'a> Webhook<'a> {
    fn new(
        store: &'a Store<'a>,
        checks: Checks<'a>,
        settings: &'a TranslateSettings,
        translated: BTreeSet<ObjectKey<'a>>,
    ) -> Self {
        let ours = store.of_kind(Kind::KongConsumer).filter(|object| checks.names_our_class(object));
        let consumers: Vec<_> = ours.map(KongConsumer::new).collect();
        let uniqueness = Uniqueness::of(store, &consumers);
        let (plugins, vaults) = (Plugins::of(store, checks), others::vaults(store, checks));
        Self { store, checks, settings, uniqueness, plugins, vaults, translated }
    }

    fn review(&self, object: &'a Object<'a>) -> Verdict {
        match object.kind() {
            Kind::HTTPRoute => http_route::review(self, object),
            Kind::Ingress => ingress::review(self, object),
            Kind::KongClusterPlugin | Kind::KongPlugin => self.plugins.review(object),
            Kind::KongConsumer => consumers::review(self, object),
            Kind::KongConsumerGroup => others::consumer_group(self, object),
            Kind::KongCustomEntity => others::custom_entity(self, object),
            Kind::KongVault => others::vault(self, object),
            Kind::Secret => consumers::review_secret(self, object).and_then(|()| self.plugins.review_secret(object)),
            _ => Ok(()),
        }
    }
}

fn refuse(message: impl Into<String>, place: Place) -> Verdict {
    Err(Placed::new(Refusal::Refused(message.into()), place))
}

fn fail(error: &'static str, help: &'static str, place: Place) -> Verdict {
    Err(Placed::new(Refusal::Failed { error, help }, place))
}
