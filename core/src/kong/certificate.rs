//! Certificates and CA certificates.

use super::Text;

/// A certificate that Kong shows to clients or upstreams.
///
/// Source: go-database-reconciler pkg/file/types.go:FCertificate; spec/ingress-and-kong-crds.md 7
#[derive(Clone, PartialEq, Debug)]
pub struct Certificate<'a> {
    /// The uid of a Secret; rendered even when it is empty.
    pub id: Text<'a>,
    /// PEM, trimmed.
    pub cert: Text<'a>,
    /// PEM, trimmed.
    pub key: Text<'a>,
    /// The server names that it is for.
    pub snis: Vec<Sni<'a>>,
    /// Those of the Secret.
    pub tags: Vec<Text<'a>>,
}

impl<'a> Certificate<'a> {
    /// A certificate without server names.
    pub const fn new(id: Text<'a>, cert: Text<'a>, key: Text<'a>) -> Self {
        Self { id, cert, key, snis: Vec::new(), tags: Vec::new() }
    }
}

/// A server name of a certificate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sni<'a> {
    /// A host name, `*.` in front allowed, or `*`.
    pub name: Text<'a>,
    /// The id of the certificate, set by [`complete`](super::complete); rendered even when it is empty.
    pub certificate: Option<Text<'a>>,
}

impl<'a> Sni<'a> {
    /// A server name.
    pub const fn new(name: Text<'a>) -> Self {
        Self { name, certificate: None }
    }
}

/// A certificate that Kong trusts.
///
/// Source: spec/ingress-and-kong-crds.md 7.4
#[derive(Clone, PartialEq, Debug)]
pub struct CaCertificate<'a> {
    /// As the object has it; services refer to it.
    pub id: Text<'a>,
    /// One PEM block, written anew.
    pub cert: Text<'a>,
    /// Those of the Secret or ConfigMap.
    pub tags: Vec<Text<'a>>,
}
