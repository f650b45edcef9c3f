//! `certificateRefs` of a listener: `InvalidCertificateRef` and `RefNotPermitted`.

use crate::k8s::ObjectKey;
use crate::k8s::gateway::{Gateway, Listener, ObjectRef};
use crate::k8s::kinds::Kind;
use crate::provenance::Place;
use crate::resolve::grants::{self, GroupRule, Target};
use crate::resolve::{Store, pem, secret};

/// Why a reference is not resolved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// It leads into another namespace and no ReferenceGrant allows it: `RefNotPermitted`.
    NotGranted,
    /// It names something other than a Secret: `InvalidCertificateRef`.
    NotASecret,
    /// There is no such Secret: `InvalidCertificateRef`.
    Missing,
    /// The Secret has no such key, or its value holds no PEM block: `InvalidCertificateRef`.
    NoPem(&'static str),
}

impl Fault {
    /// The reason as the status has it.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::NotGranted => "RefNotPermitted",
            Self::NotASecret | Self::Missing | Self::NoPem(_) => "InvalidCertificateRef",
        }
    }
}

/// A reference that decides the reason, and the places that made it fail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BrokenRef<'a> {
    /// Index in `certificateRefs`.
    pub index: usize,
    /// Namespace and name that the reference means.
    pub target: ObjectKey<'a>,
    /// What is wrong.
    pub fault: Fault,
    /// The reference, and the Secret where there is one.
    pub places: Vec<Place>,
}

/// Walks the references in order; `None` when they are fine or there are none.
///
/// Kept as the controller does it: a missing Secret ends the walk, a Secret without PEM does not, and a later
/// reference that is granted from another namespace wipes out an earlier failure.
///
/// Source: KIC v3.5.13 gw/gateway_utils.go:getListenerStatus; spec/gateway-status.md 7.5.
pub fn check<'a>(store: &Store<'a>, gateway: &Gateway<'a>, listener: &Listener<'a>) -> Option<BrokenRef<'a>> {
    let own = gateway.object.namespace();
    let mut broken = None;
    for (index, reference) in listener.tls.as_ref()?.certificate_refs.iter().enumerate() {
        let foreign = reference.namespace.filter(|namespace| namespace.value != own);
        let target = ObjectKey::new(reference.namespace.map_or(own, |namespace| namespace.value), reference.name.value);
        let fail = |fault, places| Some(BrokenRef { index, target, fault, places });
        if let Some(namespace) = foreign {
            if !is_granted(store, gateway, target) {
                return fail(Fault::NotGranted, vec![namespace.place, reference.name.place]);
            }
            broken = None;
        }
        if let Some(place) = foreign_kind(reference) {
            return fail(Fault::NotASecret, vec![place]);
        }
        let Some(object) = store.get(Kind::Secret, target) else {
            return fail(Fault::Missing, vec![reference.name.place]);
        };
        if let Some(key) = ["tls.crt", "tls.key"].into_iter().find(|key| !has_pem(object, key)) {
            let mut places = vec![reference.name.place];
            places.push(secret::data(object, key).map_or(object.name().place, |data| data.place));
            broken = fail(Fault::NoPem(key), places);
        }
    }
    broken
}

fn is_granted(store: &Store<'_>, gateway: &Gateway<'_>, target: ObjectKey<'_>) -> bool {
    let wanted = Target { group: "", kind: "Secret", namespace: target.namespace, name: target.name };
    grants::granted(store, gateway.object, wanted, GroupRule::EitherCoreName).is_some()
}

/// The place of a group or kind that is not that of Secrets.
fn foreign_kind(reference: &ObjectRef<'_>) -> Option<Place> {
    let kind = reference.kind.filter(|kind| kind.value != "Secret").map(|kind| kind.place);
    let group = reference.group.filter(|_| !reference.is_core_group()).map(|group| group.place);
    kind.or(group)
}

/// At least one PEM block of any label.
fn has_pem(object: &crate::k8s::Object<'_>, key: &str) -> bool {
    secret::data(object, key).is_some_and(|data| !pem::blocks(&data.value).is_empty())
}
