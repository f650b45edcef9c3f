//! The configuration as a file for decK.

use serde_json::{Map, Value, json};

/// A configuration in decK's format, and what decK cannot hold of it, in sentences.
///
/// decK reads what the controller sends with these differences: a consumer has its groups as `groups: [{name}]`, where the
/// DB-less format has a list `consumer_group_consumers`; an SNI has no reference back to its certificate; entities of other
/// types stand in `custom_entities`, of which decK knows `degraphql_routes` alone; licenses are none of its entities.
/// Routes stand in their services, targets in their upstreams and credentials in their consumers in both; plugins stand at
/// the top with the names of what they are bound to, which decK resolves.
///
/// `null`, the configuration of a controller that does not start, gives a file without entities.
///
/// Source: go-database-reconciler pkg/file/types.go (`Content`, `FPlugin`, `FConsumer`, `FCertificate`, `FCustomEntity`),
/// go-kong kong/types.go; spec/ingress-and-kong-crds.md 10.5.
pub fn file(config: &Value) -> (Value, Vec<String>) {
    let mut notes = Vec::new();
    let mut file = Map::new();
    file.insert("_format_version".to_owned(), json!("3.0"));
    let empty = Map::new();
    let config = config.as_object().unwrap_or(&empty);
    let mut others = Vec::new();
    for (key, value) in config {
        match key.as_str() {
            "_format_version" | "consumer_group_consumers" => {}
            "licenses" => notes.push("decK does not manage licenses: left out".to_owned()),
            "services" | "routes" | "upstreams" | "plugins" | "ca_certificates" | "consumer_groups" | "vaults" => {
                file.insert(key.clone(), value.clone());
            }
            "consumers" => {
                let members = config.get("consumer_group_consumers");
                let consumers = items(value).map(|consumer| with_groups(consumer, members)).collect();
                file.insert(key.clone(), Value::Array(consumers));
            }
            "certificates" => {
                file.insert(key.clone(), items(value).map(certificate).collect());
            }
            "degraphql_routes" => others.extend(items(value).map(|entity| custom(key, entity))),
            _ => notes.push(format!("decK does not manage `{key}`: left out")),
        }
    }
    // The controller takes ids from the UIDs of objects, which manifests do not have; decK makes those that are missing.
    for entity in file.values_mut().filter_map(Value::as_array_mut).flatten().filter_map(Value::as_object_mut) {
        if entity.get("id").is_some_and(|id| id == "") {
            entity.remove("id");
        }
    }
    if !others.is_empty() {
        file.insert("custom_entities".to_owned(), Value::Array(others));
    }
    (Value::Object(file), notes)
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// A consumer with the groups that it is a member of. The controller names consumers by user name, else by id.
fn with_groups(consumer: &Value, members: Option<&Value>) -> Value {
    let name = consumer.get("username").or_else(|| consumer.get("id"));
    let own = members.into_iter().flat_map(items).filter(|member| name.is_some() && member.get("consumer") == name);
    let groups: Vec<Value> = own.map(|member| json!({ "name": member.get("consumer_group") })).collect();
    let mut consumer = consumer.clone();
    if let (false, Some(fields)) = (groups.is_empty(), consumer.as_object_mut()) {
        fields.insert("groups".to_owned(), Value::Array(groups));
    }
    consumer
}

fn certificate(certificate: &Value) -> Value {
    let mut certificate = certificate.clone();
    for sni in certificate.get_mut("snis").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(fields) = sni.as_object_mut() {
            fields.remove("certificate");
        }
    }
    certificate
}

fn custom(kind: &str, entity: &Value) -> Value {
    let mut fields = entity.clone();
    let id = fields.as_object_mut().and_then(|fields| fields.remove("id"));
    // decK takes the service of such an entity by its id alone.
    let service = fields.pointer("/service/id").cloned();
    if let (Some(service), Some(fields)) = (service, fields.as_object_mut()) {
        fields.insert("service".to_owned(), service);
    }
    let mut custom = json!({ "type": kind, "fields": fields });
    if let (Some(id), Some(custom)) = (id, custom.as_object_mut()) {
        custom.insert("id".to_owned(), id);
    }
    custom
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_stand_in_consumers_and_snis_without_their_certificate() {
        let config = json!({
            "_format_version": "3.0",
            "services": [{ "name": "s", "routes": [{ "name": "r" }] }],
            "plugins": [{ "name": "key-auth", "route": "r" }],
            "consumers": [{ "username": "alice" }, { "custom_id": "bob" }],
            "consumer_groups": [{ "name": "gold" }],
            "consumer_group_consumers": [{ "consumer": "alice", "consumer_group": "gold" }, { "consumer": "", "consumer_group": "x" }],
            "certificates": [{ "id": "c", "snis": [{ "name": "a.example", "certificate": { "id": "c" } }] }, { "id": "" }],
        });
        let (file, notes) = file(&config);
        assert_eq!(notes, [""; 0]);
        let expected = json!({
            "_format_version": "3.0",
            "services": [{ "name": "s", "routes": [{ "name": "r" }] }],
            "plugins": [{ "name": "key-auth", "route": "r" }],
            "consumers": [{ "username": "alice", "groups": [{ "name": "gold" }] }, { "custom_id": "bob" }],
            "consumer_groups": [{ "name": "gold" }],
            "certificates": [{ "id": "c", "snis": [{ "name": "a.example" }] }, {}],
        });
        assert_eq!(file, expected);
    }

    #[test]
    fn what_deck_does_not_manage_is_named() {
        let config = json!({
            "licenses": [{ "id": "l" }],
            "degraphql_routes": [{ "id": "d", "uri": "/a", "service": { "id": "s" } }],
            "session_data": [{}],
        });
        let (file, notes) = file(&config);
        assert_eq!(
            file["custom_entities"],
            json!([{ "type": "degraphql_routes", "fields": { "uri": "/a", "service": "s" }, "id": "d" }])
        );
        assert_eq!(notes, ["decK does not manage licenses: left out", "decK does not manage `session_data`: left out"]);
        assert_eq!(super::file(&Value::Null).0, json!({ "_format_version": "3.0" }));
    }
}
