//! Certificates: of Gateway listeners, and client certificates of Services; equal ones are merged.
//!
//! Source: KIC v3.5.13 internal/dataplane/translator/translate_certs.go; spec/ingress-and-kong-crds.md 7.

mod authorities;
mod fitness;
mod key_pair;
mod listeners;
mod merged;
mod requests;

use super::input::Input;
use crate::annotations::Entity;
use crate::findings::Findings;
use crate::k8s::Object;
use crate::kong::Text;
use crate::provenance::{Origin, Place, Placed, Sourced};
use crate::translate::tags;

pub(super) use authorities::authorities;
pub(super) use merged::Merged;
pub(super) use requests::Requests;

/// A certificate that something asks for, before equal ones are merged.
struct Wanted<'a> {
    secret: &'a Object<'a>,
    /// Trimmed PEM.
    cert: Text<'a>,
    /// Trimmed PEM.
    key: Text<'a>,
    tags: Vec<Text<'a>>,
    /// The server names that it is for, each with the object that asks.
    snis: Vec<(Text<'a>, &'a Object<'a>)>,
    /// Where the Secret is named.
    asked: Vec<Place>,
}

impl<'a> Wanted<'a> {
    /// The certificate of a Secret. What is wrong with the Secret is the error, in words.
    ///
    /// Source: KIC v3.5.13 internal/dataplane/translator/translate_certs.go:getCertFromSecret.
    fn of(input: Input<'a>, secret: &'a Object<'a>, findings: &mut Findings<'a>) -> Result<Self, String> {
        let (cert, key) = key_pair::of(secret)?;
        let uid = secret.metadata("uid").map_or("", |uid| uid.value);
        let entity = || Entity::Other("certificates", uid.to_owned());
        let tags = tags::of(input.settings.kic, secret, [], entity, findings);
        let tags = if input.settings.kic.tags_certificates() { tags } else { Vec::new() };
        Ok(Self { secret, cert, key, tags, snis: Vec::new(), asked: Vec::new() })
    }

    /// The uid of the Secret, empty where it has none; it comes from the places that name the Secret as well.
    fn id(&self) -> Text<'a> {
        let uid = self.secret.metadata("uid").unwrap_or(Placed::new("", self.secret.name().place));
        let places = std::iter::once(uid.place).chain(self.asked.iter().copied());
        Sourced::new(uid.value.into(), Origin::all(places).unwrap_or(uid.place.into()))
    }
}

/// The certificates of client certificates, then of listeners, merged.
pub(super) fn collect<'a>(input: Input<'a>, requests: &Requests<'a>, findings: &mut Findings<'a>) -> Merged<'a> {
    let (requested, listed) = (requests.certificates(input, findings), listeners::certificates(input, findings));
    for wanted in requested.iter().chain(&listed) {
        fitness::judge(wanted, input.settings.now, findings);
    }
    Merged::of(requested, listed, findings)
}
