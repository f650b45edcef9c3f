//! The rules of spec/ingress-and-kong-crds.md 4.2, 4.9 and 5, on whole runs.

use serde_json::{Value, json};

use crate::diagnostic::Code;
use crate::k8s::load::Stored;
use crate::text::{Pane, SourceFile, Sources};
use crate::{Input, Options, Report};

/// What the translator makes of the manifests as the controller's cache.
fn run(manifests: &str) -> (Value, Report) {
    let sources = Sources::new([SourceFile { name: "m.yaml", pane: Pane::Manifests, text: manifests }]);
    let options = Options { stored: Stored::AsStored, ..Options::default() };
    let report = crate::translate(&Input { sources, options });
    (serde_json::to_value(report.config.as_ref().unwrap()).unwrap(), report)
}

fn consumer(name: &str, credentials: &str) -> String {
    format!(
        "apiVersion: configuration.konghq.com/v1\nkind: KongConsumer\nmetadata:\n  name: {name}\n  namespace: default\n  annotations: {{kubernetes.io/ingress.class: kong, konghq.com/plugins: rl}}\nusername: {name}\ncredentials: [{credentials}]\n---\n"
    )
}

fn secret(name: &str, label: &str, data: &str) -> String {
    let labels = if label.is_empty() { String::new() } else { format!("labels: {{konghq.com/credential: {label}}}") };
    format!(
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: {name}\n  namespace: default\n  {labels}\nstringData: {{{data}}}\n---\n"
    )
}

fn group(name: &str, namespace: &str) -> String {
    format!(
        "apiVersion: configuration.konghq.com/v1beta1\nkind: KongConsumerGroup\nmetadata:\n  name: {name}\n  namespace: {namespace}\n  annotations: {{kubernetes.io/ingress.class: kong, konghq.com/plugins: rl}}\n---\n"
    )
}

const PLUGIN: &str = "apiVersion: configuration.konghq.com/v1\nkind: KongPlugin\nmetadata: {name: rl, namespace: default}\nplugin: rate-limiting\n---\n";

fn global(name: &str, plugin: &str) -> String {
    format!(
        "apiVersion: configuration.konghq.com/v1\nkind: KongClusterPlugin\nmetadata:\n  name: {name}\n  annotations: {{kubernetes.io/ingress.class: kong}}\n  labels: {{global: \"true\"}}\nplugin: {plugin}\n---\n"
    )
}

fn events(report: &Report) -> Vec<(&str, &str)> {
    report.events.iter().map(|event| (event.object.as_str(), event.message.as_str())).collect()
}

fn codes(report: &Report) -> Vec<Code> {
    report.problems.iter().map(|problem| problem.code).collect()
}

/// spec/ingress-and-kong-crds.md 13.7.
#[test]
fn credentials_of_the_worked_example() {
    let manifests = [
        consumer("bob", "k1, k2, j1"),
        PLUGIN.to_owned(),
        secret("k1", "key-auth", "key: abc, ttl: \"60\""),
        secret("k2", "", "key: abc"),
        secret("j1", "jwt", "key: iss, secret: s"),
    ];
    let (config, report) = run(&manifests.concat());
    let bob = &config["consumers"][0];
    assert_eq!(bob["id"], "def4f7d3-9863-5ad2-8fa9-c949bf26f55e");
    assert_eq!(bob["jwt_secrets"][0]["algorithm"], "HS256");
    assert_eq!(bob["keyauth_credentials"][0]["ttl"], 60);
    let tags = json!(["k8s-name:k1", "k8s-namespace:default", "k8s-kind:Secret", "k8s-version:v1"]);
    assert_eq!(bob["keyauth_credentials"][0]["tags"], tags);
    let of_k2 = "credential \"k2\" failure: ";
    let lacks = "could not load credential from Secret: Secret default/k2 used as credential, but lacks konghq.com/credential label";
    let unsupported = "failed to provision credential: unsupported credential type: \"\"";
    assert_eq!(
        events(&report),
        [
            ("KongConsumer default/bob", format!("{of_k2}{lacks}").as_str()),
            ("KongConsumer default/bob", format!("{of_k2}{unsupported}").as_str())
        ]
    );
    assert!(codes(&report).contains(&Code::CredentialTypeUnknown));
}

/// The value that was the kind before 3.0 is named, as what the label should be.
#[test]
fn the_old_field_of_the_kind_is_recognised() {
    let (_, report) = run(&(consumer("a", "old") + &secret("old", "", "kongCredType: key-auth, key: x")));
    let problem = report.problems.iter().find(|problem| problem.code == Code::CredentialTypeUnknown).unwrap();
    assert_eq!(problem.help[0], "give the Secret the label `konghq.com/credential: key-auth`");
}

/// mapstructure v1.5.0: exact key first, then any letter case; a text is no list, number or map.
#[test]
fn keys_match_in_any_letter_case_and_values_must_fit() {
    let fits = secret("s", "key-auth", "KEY: upper, key: lower");
    let (config, report) = run(&(consumer("a", "s") + &fits));
    assert_eq!(config["consumers"][0]["keyauth_credentials"][0]["key"], "lower");
    assert!(codes(&report).contains(&Code::CredentialFieldIgnored), "KEY is not used");
    let (config, _) = run(&(consumer("a", "s") + &secret("s", "key-auth", "KEY: upper")));
    assert_eq!(config["consumers"][0]["keyauth_credentials"][0]["key"], "upper");

    let words = |data: &str| {
        let (config, report) = run(&(consumer("a", "s") + PLUGIN + &secret("s", "key-auth", data)));
        assert_eq!(config["consumers"][0]["keyauth_credentials"], Value::Null);
        assert_eq!(report.events.len(), 1);
        report.events[0]
            .message
            .strip_prefix("credential \"s\" failure: failed to provision credential: ")
            .unwrap()
            .to_owned()
    };
    assert_eq!(
        words("key: k, tags: t"),
        "failed to decode key-auth credential: failed to decode credential: 1 error(s) decoding:\n\n* 'tags': source data must be an array or slice, got string"
    );
    assert_eq!(
        words("key: k, TTL: \"60\", consumer: c"),
        "failed to decode key-auth credential: failed to decode credential: 2 error(s) decoding:\n\n* 'consumer' expected a map, got 'string'\n* 'ttl' expected type 'int', got unconvertible type 'string', value: '60'"
    );
    assert_eq!(words("username: u"), "key-auth is invalid: no key");
}

/// Values that Go cannot read cost the field, not the credential.
#[test]
fn numbers_and_booleans_that_cannot_be_read() {
    let data = "client_id: id, name: app, hash_secret: ja, ttl: \"99999999999999999999\", redirect_uris: \"a, b\"";
    let (config, report) = run(&(consumer("a", "s") + PLUGIN + &secret("s", "oauth2", data)));
    let credential = &config["consumers"][0]["oauth2_credentials"][0];
    assert_eq!(credential["hash_secret"], false);
    assert_eq!(credential["redirect_uris"], json!(["a", " b"]));
    let messages: Vec<&str> = report.events.iter().map(|event| event.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "credential \"s\" failure: Failed to parse hash_secret to bool: strconv.ParseBool: parsing \"ja\": invalid syntax. defaulting to false",
            "credential \"s\" failure: Failed to parse ttl to int: strconv.Atoi: parsing \"99999999999999999999\": value out of range, skipfilling the field",
        ]
    );
}

/// spec/ingress-and-kong-crds.md 5.4: all sides go, with their plugins.
#[test]
fn a_value_that_is_there_twice_costs_all_its_consumers() {
    let manifests = [
        consumer("a", "s"),
        consumer("b", "t, u"),
        consumer("c", "u2"),
        PLUGIN.to_owned(),
        secret("s", "key-auth", "key: same"),
        secret("t", "key-auth", "key: same"),
        secret("u", "acl", "group: g"),
        secret("u2", "acl", "group: g"),
    ];
    let (config, report) = run(&manifests.concat());
    assert_eq!(config["consumers"].as_array().unwrap().len(), 1, "groups need not be unique");
    assert_eq!(config["consumers"][0]["username"], "c");
    assert_eq!(config["plugins"].as_array().unwrap().len(), 1);
    let index = "conflict detected in \"key-auth on 'key'\" index";
    let (of_consumer, of_secret) = (
        format!("Consumer has conflicting credentials: {index}"),
        format!("Secret has conflicting credential: {index}"),
    );
    assert_eq!(
        events(&report),
        [
            ("KongConsumer default/a", of_consumer.as_str()),
            ("KongConsumer default/b", of_consumer.as_str()),
            ("Secret default/s", of_secret.as_str()),
            ("Secret default/t", of_secret.as_str())
        ]
    );
}

/// spec/ingress-and-kong-crds.md 5.5: membership goes by the consumer's namespace, a consumer without username is a
/// member without a name.
#[test]
fn memberships() {
    let member = "apiVersion: configuration.konghq.com/v1\nkind: KongConsumer\nmetadata:\n  name: m\n  namespace: default\n  annotations: {kubernetes.io/ingress.class: kong}\ncustom_id: x\nconsumerGroups: [gold, silver]\n---\n";
    let (config, report) = run(&(member.to_owned() + PLUGIN + &group("gold", "default") + &group("silver", "other")));
    assert_eq!(config["consumer_group_consumers"], json!([{"consumer": "", "consumer_group": "gold"}]));
    assert_eq!(config["consumers"][0]["id"], Value::Null);
    assert_eq!(report.events[0].message, "nonexistent consumer group: \"KongConsumerGroup default/silver not found\"");
    let expected = [Code::ConsumerGroupMissing, Code::MemberWithoutUsername];
    assert!(expected.iter().all(|code| codes(&report).contains(code)), "{:?}", codes(&report));
}

/// spec/ingress-and-kong-crds.md 4.2: with a consumer, groups do not count.
#[test]
fn a_consumer_takes_the_plugin_from_groups() {
    let (config, report) = run(&(consumer("a", "") + PLUGIN + &group("gold", "default")));
    let plugins = config["plugins"].as_array().unwrap();
    assert_eq!((plugins.len(), &plugins[0]["consumer"]), (1, &json!("a")));
    assert_eq!(codes(&report).iter().filter(|code| **code == Code::PluginBindingIgnored).count(), 1);
    let (config, _) = run(&(PLUGIN.to_owned() + &group("gold", "default")));
    assert_eq!(config["plugins"][0]["consumer_group"], "gold");
}

/// spec/ingress-and-kong-crds.md 4.9, 10.1.
#[test]
fn global_plugins_of_one_kind_are_all_left_out() {
    let (config, report) = run(&(global("one", "rate-limiting") + &global("two", "cors") + &global("three", "cors")));
    let plugins = config["plugins"].as_array().unwrap();
    assert_eq!((plugins.len(), &plugins[0]["id"]), (1, &json!("f0f8012b-f709-5685-9812-0130e5d83c5a")));
    assert_eq!(codes(&report).iter().filter(|code| **code == Code::GlobalPluginRepeated).count(), 2);
    assert!(report.events.is_empty(), "upstream only logs it");
}
