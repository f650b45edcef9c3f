//! ReferenceGrants: may an object refer to one of another namespace?
//!
//! The controller has three evaluators that differ in how they read the target's group
//! (spec/gateway-status.md section 12). They are kept apart by [`GroupRule`].

use super::Store;
use crate::k8s::Object;
use crate::k8s::grant::{GrantFrom, ReferenceGrant};

/// How `to.group` of a grant is compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GroupRule {
    /// `""` and `core` both mean the core group: certificateRefs of listeners in the Gateway's status.
    ///
    /// Source: KIC v3.5.13 gw/gateway_utils.go:getReferenceGrantConditionReason.
    EitherCoreName,
    /// The texts must be equal: backendRefs in route status, and everything in the translator.
    ///
    /// Source: KIC v3.5.13 gw/route_utils.go:isHTTPReferenceGranted, internal/gatewayapi/references.go.
    Literal,
}

/// The target of a reference into another namespace.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// Group as the reference writes it.
    pub group: &'a str,
    /// Kind.
    pub kind: &'a str,
    /// Namespace of the target: where the grant must stand.
    pub namespace: &'a str,
    /// Name.
    pub name: &'a str,
}

/// The first grant that allows objects like `from` to refer to `target`.
pub fn granted<'s, 'a>(
    store: &'s Store<'a>,
    from: &Object<'_>,
    target: Target<'_>,
    rule: GroupRule,
) -> Option<&'s ReferenceGrant<'a>> {
    let from = GrantFrom { group: from.info.group, kind: from.info.name, namespace: from.namespace() };
    store.grants_in(target.namespace).iter().find(|grant| {
        grant.from.contains(&from)
            && grant.to.iter().any(|to| {
                let group = match rule {
                    GroupRule::EitherCoreName => matches!(to.group, "" | "core"),
                    GroupRule::Literal => to.group == target.group,
                };
                group && to.kind == target.kind && to.name.is_none_or(|name| name.value == target.name)
            })
    })
}
