//! KongConsumers and the Secrets of their credentials.
//!
//! Source: KIC v3.5.13 internal/admission/validator.go:ValidateConsumer, ValidateCredential;
//! spec/ingress-and-kong-crds.md 11.3, 11.4.

use super::{Verdict, Webhook, credentials, fail, refuse};
use crate::go::quote;
use crate::k8s::consumer::KongConsumer;
use crate::k8s::{Kind, Object, ObjectKey};

const INVALID: &str = "consumer credential failed validation";

/// What go-kong says when it is asked for a consumer with an empty `username`.
///
/// Source: go-kong v0.72 kong/consumer_service.go:Get.
const NO_USERNAME: &str = "usernameOrID cannot be nil for Get operation";

/// Looks at a consumer that names the controller's class: its Secrets must be there, must be credentials, and must not
/// exclude others.
///
/// The webhook asks Kong whether there is a consumer of that name. It cannot ask about one that has only a `custom_id`.
pub(super) fn review<'a>(webhook: &Webhook<'a>, object: &'a Object<'a>) -> Verdict {
    if !webhook.checks.names_our_class(object) {
        return Ok(());
    }
    let consumer = KongConsumer::new(object);
    if consumer.username.is_none() {
        let help = "add a `username`: the webhook asks Kong by it whether the consumer is there already";
        return fail(NO_USERNAME, help, object.name().place);
    }
    let mut own = Vec::new();
    for name in &consumer.credentials {
        let key = ObjectKey::new(object.namespace(), name.value);
        let Some(secret) = webhook.store.get(Kind::Secret, key) else {
            let message =
                format!("consumer referenced non-existent credentials secret: secrets {} not found", quote(name.value));
            return refuse(message, name.place);
        };
        if let Err(why) = credentials::check(webhook.settings.kic, secret) {
            return refuse(format!("{INVALID}: {}", why.value), name.place);
        }
        own.push(key);
    }
    if own.is_empty() {
        return Ok(());
    }
    match webhook.uniqueness.check(&own) {
        Ok(()) => Ok(()),
        Err(why) => {
            let first = consumer.credentials.first();
            refuse(format!("{INVALID}: {why}"), first.map_or(object.name().place, |first| first.place))
        }
    }
}

/// Looks at a Secret with the label of credentials; whether it excludes others matters only where a consumer names it.
pub(super) fn review_secret<'a>(webhook: &Webhook<'a>, object: &'a Object<'a>) -> Verdict {
    let Some(label) = object.label(credentials::LABEL) else { return Ok(()) };
    if let Err(why) = credentials::check(webhook.settings.kic, object) {
        return refuse(format!("{INVALID}: {}", why.value), why.place);
    }
    if !webhook.uniqueness.is_used(object.key()) {
        return Ok(());
    }
    webhook.uniqueness.check(&[object.key()]).or_else(|why| refuse(format!("{INVALID}: {why}"), label.place))
}
