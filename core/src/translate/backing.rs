//! A Kubernetes Service behind a Kong service, with the annotations that count.
//!
//! A BackendTLSPolicy acts as if it wrote annotations onto the Service; here its values stand in their place.

use std::borrow::Cow;

use super::backends::Backend;
use super::draft::text;
use super::ingress;
use super::input::Input;
use crate::annotations::Found;
use crate::k8s::Object;
use crate::k8s::service::Service;
use crate::kong::Text;
use crate::provenance::{Origin, Placed};

/// Keys of Service annotations.
pub(super) mod keys {
    /// Protocol of the Kong service.
    pub(in crate::translate) const PROTOCOL: &str = "konghq.com/protocol";
    /// Path in front of requests.
    pub(in crate::translate) const PATH: &str = "konghq.com/path";
    /// Milliseconds.
    pub(in crate::translate) const CONNECT_TIMEOUT: &str = "konghq.com/connect-timeout";
    /// Milliseconds.
    pub(in crate::translate) const WRITE_TIMEOUT: &str = "konghq.com/write-timeout";
    /// Milliseconds.
    pub(in crate::translate) const READ_TIMEOUT: &str = "konghq.com/read-timeout";
    /// How often Kong tries again.
    pub(in crate::translate) const RETRIES: &str = "konghq.com/retries";
    /// Whether the certificate of the upstream is verified.
    pub(in crate::translate) const TLS_VERIFY: &str = "konghq.com/tls-verify";
    /// Greatest length of the certificate chain.
    pub(in crate::translate) const TLS_VERIFY_DEPTH: &str = "konghq.com/tls-verify-depth";
    /// Secrets with CA certificates.
    pub(in crate::translate) const CA_SECRETS: &str = "konghq.com/ca-certificates-secrets";
    /// ConfigMaps with CA certificates.
    pub(in crate::translate) const CA_CONFIG_MAPS: &str = "konghq.com/ca-certificates-configmaps";
    /// Secret with the client certificate.
    pub(in crate::translate) const CLIENT_CERT: &str = "konghq.com/client-cert";
    /// Host header of the upstream.
    pub(in crate::translate) const HOST_HEADER: &str = "konghq.com/host-header";
    /// Name of a KongUpstreamPolicy.
    pub(in crate::translate) const UPSTREAM_POLICY: &str = "konghq.com/upstream-policy";
    /// Name of a KongIngress.
    pub(in crate::translate) const OVERRIDE: &str = "konghq.com/override";
    /// The Service's own address is the target.
    pub(in crate::translate) const SERVICE_UPSTREAM: &str = "ingress.kubernetes.io/service-upstream";
}

/// A Kubernetes Service behind a Kong service.
#[derive(Clone, Debug)]
pub(super) struct BackingService<'a> {
    /// The Service.
    pub service: &'a Service<'a>,
    /// The one BackendTLSPolicy that targets it.
    pub policy: Option<PolicyValues<'a>>,
    /// The KongServiceFacade whose annotations go before those of the Service.
    pub facade: Option<&'a Object<'a>>,
}

/// What a BackendTLSPolicy puts in the place of annotations.
#[derive(Clone, Debug)]
pub(super) struct PolicyValues<'a> {
    /// The policy.
    pub object: &'a Object<'a>,
    /// `konghq.com/host-header`.
    pub hostname: Text<'a>,
    /// `konghq.com/tls-verify`, always `true`.
    pub verify: Text<'a>,
    /// `konghq.com/protocol`, always `https`.
    pub protocol: Text<'a>,
    /// `konghq.com/tls-verify-depth`, where an option of the policy gives one.
    pub verify_depth: Option<Text<'a>>,
    /// Added to `konghq.com/ca-certificates-secrets`.
    pub ca_secrets: Vec<Placed<&'a str>>,
    /// Added to `konghq.com/ca-certificates-configmaps`.
    pub ca_config_maps: Vec<Placed<&'a str>>,
}

/// The value that counts for an annotation of a Service.
#[derive(Clone, Debug)]
pub(super) struct Annotation<'a> {
    /// The value.
    pub value: Cow<'a, str>,
    /// Where it stands: the annotation, or the policy's field.
    pub origin: Origin,
    /// The annotation; `None` where a policy gives the value.
    pub found: Option<Found<'a>>,
}

impl<'a> BackingService<'a> {
    /// The Service of a backend, without a policy.
    pub(super) const fn new(backend: &Backend<'a>) -> Self {
        Self { service: backend.service, policy: None, facade: backend.facade }
    }

    /// An annotation as it is written: that of the facade, or else that of the Service.
    ///
    /// Source: KIC v3.5.13 internal/dataplane/translator/ingressrules.go:resolveKubernetesServiceForBackend.
    pub(super) fn found(&self, key: &'static str) -> Option<Found<'a>> {
        self.facade.and_then(|facade| Found::on(facade, key)).or_else(|| Found::on(self.service.object, key))
    }

    /// The object that an annotation is written on: the facade where it has it, else the Service.
    pub(super) fn annotated(&self, key: &str) -> &'a Object<'a> {
        self.facade.filter(|facade| facade.annotation(key).is_some()).unwrap_or(self.service.object)
    }

    /// The value that counts for an annotation.
    pub(super) fn annotation(&self, key: &'static str) -> Option<Annotation<'a>> {
        if let Some(value) = self.policy.as_ref().and_then(|policy| policy.value_of(key)) {
            return Some(Annotation { value: value.value.clone(), origin: value.origin.clone(), found: None });
        }
        let found = self.found(key)?;
        let Text { value, origin } = text(found.value);
        Some(Annotation { value, origin, found: Some(found) })
    }

    /// A written annotation in whose place a policy stands, and the policy.
    pub(super) fn hidden_annotation(&self, key: &'static str) -> Option<(Found<'a>, &'a Object<'a>)> {
        let policy = self.policy.as_ref().filter(|policy| policy.value_of(key).is_some())?;
        Some((self.found(key)?, policy.object))
    }

    /// The value that counts for an annotation where an empty one is no value.
    pub(super) fn filled_annotation(&self, key: &'static str) -> Option<Annotation<'a>> {
        self.annotation(key).filter(|annotation| !annotation.value.is_empty())
    }

    /// What makes the Service's own address the only target: its annotation, or the parameters of the class.
    ///
    /// Source: KIC v3.5.13 internal/annotations/annotations.go:HasServiceUpstreamAnnotation.
    pub(super) fn service_upstream(&self, input: Input<'a>) -> Option<Origin> {
        let annotation = self.found(keys::SERVICE_UPSTREAM).map(|found| found.value);
        let by_annotation = annotation.filter(|value| value.value == "true").map(|value| value.place);
        by_annotation.or_else(|| ingress::service_upstream(input)).map(Origin::from)
    }
}

impl<'a> PolicyValues<'a> {
    /// The value that stands in the place of an annotation.
    pub(super) fn value_of(&self, key: &str) -> Option<&Text<'a>> {
        match key {
            keys::HOST_HEADER => Some(&self.hostname),
            keys::TLS_VERIFY => Some(&self.verify),
            keys::PROTOCOL => Some(&self.protocol),
            keys::TLS_VERIFY_DEPTH => self.verify_depth.as_ref(),
            _ => None,
        }
    }
}

/// Sorts by the text `namespace/name`.
pub(super) fn by_key_text(a: &BackingService<'_>, b: &BackingService<'_>) -> std::cmp::Ordering {
    let (a, b) = (a.service.object.key(), b.service.object.key());
    let a = a.namespace.bytes().chain(*b"/").chain(a.name.bytes());
    let b = b.namespace.bytes().chain(*b"/").chain(b.name.bytes());
    a.cmp(b)
}
