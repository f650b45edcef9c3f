//! Problems of KongConsumers, KongConsumerGroups, credentials, and of plugins that are bound to them or to everything.

use super::translation::on;
use crate::diagnostic::{Change, Code, Diagnostic, Fix, Remedy};
use crate::k8s::{Kind, Object, ObjectKey};
use crate::provenance::{Place, Placed};
use crate::resolve::Store;
use crate::suggest::did_you_mean;

const CONSUMERS: &str = "KIC v3.5.13 internal/dataplane/kongstate/kongstate.go:FillConsumersAndCredentials";
const CREDENTIALS: &str = "KIC v3.5.13 internal/dataplane/kongstate/credentials.go";
const CONFLICTS: &str = "KIC v3.5.13 internal/dataplane/kongstate/credentials_conflicts.go:DetectConflicts";
const GLOBAL: &str = "KIC v3.5.13 internal/dataplane/kongstate/kongstate.go:globalKongClusterPlugins";
const COMBINATIONS: &str = "KIC v3.5.13 internal/util/rels/relations.go:GetCombinations";

/// A consumer has neither `username` nor `custom_id`.
pub fn without_name(consumer: &Object<'_>) -> Diagnostic {
    let message = format!("{} has neither `username` nor `custom_id`: it is left out", consumer.title());
    on(Code::ConsumerWithoutName, consumer, consumer.name().place, message, CONSUMERS)
        .with_help(format!("add `username: {}`", consumer.name().value))
}

/// A consumer names a group that is not there, or not the controller's.
pub fn group_missing(consumer: &Object<'_>, place: Place, key: ObjectKey<'_>, store: &Store<'_>) -> Diagnostic {
    let message = format!("there is no KongConsumerGroup `{key}` for the controller: the membership is left out");
    let problem = on(Code::ConsumerGroupMissing, consumer, place, message, CONSUMERS);
    if store.get(Kind::KongConsumerGroup, key).is_some() {
        return problem
            .with_help("give the KongConsumerGroup the annotation `kubernetes.io/ingress.class` of the controller");
    }
    or_similar(problem, place, key, store, Kind::KongConsumerGroup)
}

/// A consumer names a Secret that is not there.
pub fn secret_missing(consumer: &Object<'_>, place: Place, key: ObjectKey<'_>, store: &Store<'_>) -> Diagnostic {
    let message =
        format!("there is no Secret `{}` in namespace `{}`: the credential is left out", key.name, key.namespace);
    or_similar(on(Code::CredentialMissing, consumer, place, message, CONSUMERS), place, key, store, Kind::Secret)
}

/// Offers a name that is near, or asks for the object.
fn or_similar(problem: Diagnostic, place: Place, key: ObjectKey<'_>, store: &Store<'_>, kind: Kind) -> Diagnostic {
    let known = store.of_kind(kind).map(|object| object.key()).filter(|known| known.namespace == key.namespace);
    match (did_you_mean(key.name, known.map(|known| known.name)), place.span()) {
        (Some(name), Some(span)) => problem.with_help(format!("did you mean `{name}`?")).with_fix(Fix::replace(
            format!("Use the {} `{name}`", kind.name()),
            span,
            name,
        )),
        _ => problem.with_help(format!("create the {} `{}` in namespace `{}`", kind.name(), key.name, key.namespace)),
    }
}

/// A Secret does not say which credential it holds, or says a kind that there is not. `old` is the kind as releases
/// before 3.0 read it from the data; `kinds` are the right words.
pub fn kind_unknown(
    consumer: &Object<'_>,
    place: Place,
    secret: &Object<'_>,
    label: Option<Placed<&str>>,
    old: Option<Placed<&str>>,
    kinds: &str,
) -> Diagnostic {
    let title = secret.title();
    let message = match label {
        None => format!("{title} has no label `konghq.com/credential`: the credential is left out"),
        Some(label) => format!("{title} has the unknown credential type `{}`: it is left out", label.value),
    };
    let problem = on(Code::CredentialTypeUnknown, consumer, place, message, CONSUMERS);
    let problem = match (label, old) {
        (None, Some(old)) => problem
            .with_label_at(old.place, "not read since 3.0")
            .with_help(format!("give the Secret the label `konghq.com/credential: {}`", old.value)),
        _ => problem.with_help(format!("give the Secret the label `konghq.com/credential` with one of `{kinds}`")),
    };
    problem.with_label_at(label.map_or(secret.name().place, |label| label.place), "this Secret")
}

/// An entry of a Secret is no number or boolean. `why` is what the controller says.
pub fn value_unreadable(secret: &Object<'_>, key: Placed<&str>, why: &str) -> Diagnostic {
    let (help, fact) = match key.value {
        "ttl" => ("write a whole number of seconds, in quotes", "no whole number: the field is left out"),
        _ => ("write `true` or `false`, in quotes", "neither `true` nor `false`: the field is false"),
    };
    let message = format!("the value of `{}` of {} is {fact}", key.value, secret.title());
    on(Code::CredentialValueUnreadable, secret, key.place, message, CONSUMERS)
        .with_help(help)
        .with_help(format!("the controller says: {why}"))
}

/// A Secret does not hold what its kind of credential needs.
pub fn credential_invalid(
    consumer: &Object<'_>,
    place: Place,
    secret: &Object<'_>,
    why: &Placed<String>,
) -> Diagnostic {
    // The decoder's list is of several lines.
    let words = why.value.replace("\n\n", " ").replace('\n', " ");
    let message = format!("{} gives no credential: {words}", secret.title());
    on(Code::CredentialInvalid, consumer, place, message, CREDENTIALS)
        .with_label_at(why.place, "this Secret")
        .with_help("mend the data of the Secret: until then the consumer stays without this credential")
}

/// The kind of credential does not have such a field.
pub fn credential_field_ignored(secret: &Object<'_>, key: Placed<&str>, kind: &str) -> Diagnostic {
    let message = format!("the key `{}` has no effect: a credential of type `{kind}` has no such field", key.value);
    on(Code::CredentialFieldIgnored, secret, key.place, message, CREDENTIALS)
        .with_help("remove the key, or check the type in the label `konghq.com/credential`")
        .with_remedy(Remedy::remove_at(secret, key.place, format!("Remove the key `{}`", key.value)))
}

/// A value that must be unique is there twice: all consumers concerned are left out. `other` is one of the others, with
/// its Secret.
pub fn conflict(
    consumer: &Object<'_>,
    named: Placed<&str>,
    field: &str,
    (other, secret): (&Object<'_>, &Object<'_>),
) -> Diagnostic {
    let own = consumer.key() == other.key();
    let whose = if own { "the same consumer".to_owned() } else { other.title() };
    let message = format!(
        "{} is left out: `{field}` of its credential `{}` is also that of {} of {whose}",
        consumer.title(),
        named.value,
        secret.title()
    );
    on(Code::CredentialConflict, consumer, named.place, message, CONFLICTS)
        .with_label_at(secret.name().place, "the other credential")
        .with_help("give each credential a value of its own: no consumer that takes part gets to Kong")
}

/// A member of groups has only a `custom_id`.
pub fn member_without_username(consumer: &Object<'_>, group: Placed<&str>) -> Diagnostic {
    let message = format!("{} has no `username`: its groups get a member with an empty name", consumer.title());
    on(
        Code::MemberWithoutUsername,
        consumer,
        group.place,
        message,
        "KIC v3.5.13 internal/dataplane/sendconfig/inmemory_schema.go:convertConsumerGroups",
    )
    .with_help("add a `username`")
}

/// The API has the field, the controller does not read it.
pub fn field_ignored(object: &Object<'_>, place: Place, field: &str) -> Diagnostic {
    let message = format!("the controller ignores `spec.{field}` of a {}", object.info.name);
    let problem = on(Code::ConsumerFieldIgnored, object, place, message, "spec/ingress-and-kong-crds.md 5.1, 5.5")
        .with_remedy(Remedy::remove_at(object, place, format!("Remove `{field}`")));
    match field {
        "tags" => problem.with_help("use the annotation `konghq.com/tags`"),
        _ => problem.with_help("rename the object: the name in Kong is `metadata.name`"),
    }
}

/// Something that only Kong Enterprise has; what Kong is, no setting tells.
pub fn enterprise_needed(object: &Object<'_>, place: Place, what: &str) -> Diagnostic {
    let message = format!("{what} need Kong Enterprise");
    on(Code::EnterpriseNeeded, object, place, message, "KIC v3.5.13 internal/admission/errors.go")
        .with_help("check which Kong you run: an open-source Kong refuses a configuration that has them")
}

/// Several global plugins are of one kind.
pub fn global_repeated(plugin: &Object<'_>, name: &str, other: &Object<'_>) -> Diagnostic {
    let message = format!("{} is left out: {} is a global plugin `{name}` as well", plugin.title(), other.title());
    let place = plugin.label("global").map_or(plugin.name().place, |label| label.place);
    let problem = on(Code::GlobalPluginRepeated, plugin, place, message, GLOBAL);
    problem
        .with_label_at(other.name().place, "the other one")
        .with_help("keep the label `global` on one of them: as long as there are several, none of them gets to Kong")
}

/// A plugin is bound to a consumer, hence not to the groups that name it.
pub fn group_binding_ignored(group: &Object<'_>, named: Placed<&str>, plugin: &Object<'_>) -> Diagnostic {
    let message = format!("{} is not bound to {}: a consumer names it as well", plugin.title(), group.title());
    on(Code::PluginBindingIgnored, group, named.place, message, COMBINATIONS)
        .with_help("use a plugin object of its own for the consumer group")
}

/// A plugin object has a field that nobody reads.
pub fn consumer_ref_ignored(plugin: &Object<'_>, place: Place) -> Diagnostic {
    let message = "the controller does not read `consumerRef`";
    on(Code::PluginFieldIgnored, plugin, place, message, "spec/ingress-and-kong-crds.md 4.6")
        .with_help(format!("name the plugin on the KongConsumer: `konghq.com/plugins: {}`", plugin.name().value))
}

/// An object is of another class, or of none while the controller's is not the default.
pub fn class_foreign(object: &Object<'_>, class: Option<Placed<&str>>, ours: &str) -> Diagnostic {
    let key = "kubernetes.io/ingress.class";
    let (place, message) = match class {
        Some(class) => {
            (class.place, format!("{} is not this controller's: its class is `{}`", object.title(), class.value))
        }
        None => (object.name().place, format!("{} is not read: it names no class", object.title())),
    };
    let source = "KIC v3.5.13 internal/controllers/utils/utils.go:MatchesIngressClass";
    let help = match class.map(|class| object.path_of(class.place)) {
        Some(Some(path)) if !path.starts_with("metadata") => format!("write `{ours}` as `{path}`"),
        _ => format!("set the annotation `{key}: {ours}`"),
    };
    let problem = on(Code::ClassForeign, object, place, message, source).with_help(help);
    match class.and_then(|class| class.place.span()) {
        Some(span) => problem.with_fix(Fix::replace(format!("Use the class `{ours}`"), span, ours)),
        None => problem.with_remedy(Remedy::annotate(object, key, ours)),
    }
}

/// An object belongs to a control plane in Konnect.
pub fn control_plane_foreign(object: &Object<'_>, place: Place) -> Diagnostic {
    let message = format!("{} is not read: its `controlPlaneRef` names another control plane", object.title());
    on(
        Code::ControlPlaneForeign,
        object,
        place,
        message,
        "KIC v3.5.13 internal/controllers/utils/control_plane_reference.go:GenerateCPReferenceMatchesPredicate",
    )
    .with_help("take `spec.controlPlaneRef` away, or set its `type` to `kic`")
    .with_remedy(
        object.spec().and_then(|spec| Remedy::remove_field(spec, "controlPlaneRef", "Remove `controlPlaneRef`")),
    )
}

/// The controller of a kind is switched off. `missing` are the lines of the environment that switch it on.
pub fn kind_off(object: &Object<'_>, switch: Place, missing: &[String]) -> Diagnostic {
    let message = format!("{} is not read: its controller is switched off", object.title());
    let source = "KIC v3.5.13 internal/manager/controllerdef.go:setupControllers";
    on(Code::KindOff, object, object.name().place, message, source)
        .with_label_at(switch, "switched off here")
        .with_help(format!("set `{}`", missing.join("` and `")))
        .with_remedy(match object.kind() {
            Kind::KongServiceFacade => Some(Remedy::open_gate("KongServiceFacade")),
            Kind::KongCustomEntity => Some(Remedy::open_gate("KongCustomEntity")),
            _ => switch.span().map(|span| {
                Remedy::new("Switch the controller of the kind on", Change::Replace(span, "true".to_owned()))
            }),
        })
}
