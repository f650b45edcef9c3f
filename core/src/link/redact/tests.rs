//! What is left out of links, in every way in which it can be written.

use proptest::prelude::*;

use super::*;
use crate::explain::placeholder;

fn manifests(text: &str) -> (String, Vec<String>) {
    let (content, left_out) = redact(&Content { manifests: text.to_owned(), ..Content::default() });
    (content.manifests, left_out.into_iter().map(|left| left.what).collect())
}

fn environment(text: &str) -> String {
    redact(&Content { environment: text.to_owned(), ..Content::default() }).0.environment
}

fn helm(text: &str) -> String {
    redact(&Content { helm: text.to_owned(), ..Content::default() }).0.helm
}

#[test]
fn values_of_secrets_are_left_out_and_named() {
    let text = "# mine\nkind: Secret\nmetadata: {name: a}\nstringData:\n  key: hunter2 \n  other: \"hunter2\"\ndata:\n  third: YWJj\n---\nkind: Service\n";
    let (redacted, what) = manifests(text);
    assert_eq!(
        redacted,
        "# mine\nkind: Secret\nmetadata: {name: a}\nstringData:\n  key: left-out-1 # left out \n  other: \"left-out-1\" # left out\ndata:\n  third: bGVmdC1vdXQtMg== # left out\n---\nkind: Service\n"
    );
    assert_eq!(what, ["Secret a: key", "Secret a: other", "Secret a: third"]);
}

#[test]
fn a_key_pair_becomes_a_throwaway_pair_and_broken_data_stays_broken() {
    let certificate = placeholder::in_base64(placeholder::CERTIFICATE);
    let (redacted, _) =
        manifests(&format!("kind: Secret\nmetadata: {{name: a}}\ndata:\n  tls.crt: {certificate}\n  tls.key: '!!'\n"));
    assert_eq!(
        redacted,
        format!(
            "kind: Secret\nmetadata: {{name: a}}\ndata:\n  tls.crt: {certificate} # left out\n  tls.key: \"left-out-1\" # left out\n"
        )
    );
}

#[test]
fn blocks_aliases_and_json_are_left_out() {
    let (redacted, _) = manifests(
        "x: &pw hunter2\nkind: Secret\nmetadata: {name: a}\nstringData:\n  a: *pw\n  b: |\n    hunter2\n    more\n  c: >-\n    folded\n    hunter3\ntype: Opaque\n",
    );
    assert!(!redacted.contains("hunter") && redacted.ends_with("\ntype: Opaque\n"), "{redacted}");
    let json =
        r#"{"kind":"Secret","metadata":{"name":"a"},"data":{"a":"aHVudGVyMg==","a":"aHVudGVyMw=="},"type":"Opaque"}"#;
    let (redacted, _) = manifests(json);
    assert!(!redacted.contains("aHVudGVy"), "{redacted}");
    let value: serde_json::Value = serde_json::from_str(&redacted).unwrap();
    assert_eq!(value["type"], "Opaque");
}

#[test]
fn comments_and_repeated_keys_between_values_are_left_out() {
    let (redacted, _) = manifests(
        "kind: Secret\nmetadata:\n  name: a\nstringData: # hunter1\n  # a: hunter2\n  a: x # hunter3\n  a: |\n    hunter4\n  b: y # hunter5\n  # c: hunter6\ntype: Opaque\n",
    );
    assert!(!redacted.contains("hunter") && redacted.ends_with("\ntype: Opaque\n"), "{redacted}");
}

#[test]
fn a_secret_in_a_list_and_in_the_values_of_a_chart_is_one() {
    let (redacted, what) =
        manifests("kind: List\nitems:\n- kind: Secret\n  metadata: {name: b}\n  stringData: {p: hunter2}\n");
    assert!(!redacted.contains("hunter2"), "{redacted}");
    assert_eq!(what, ["Secret b: p"]);
    let values = helm("extraObjects:\n- kind: Secret\n  metadata: {name: b}\n  stringData:\n    p: hunter2\n");
    assert!(!values.contains("hunter2"), "{values}");
}

#[test]
fn the_copy_that_apply_keeps_is_left_out() {
    let (redacted, _) = manifests(
        "kind: KongPlugin\nmetadata:\n  name: a\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: |\n      {\"config\":{\"x\":\"hunter2\"}}\n    b: c\n",
    );
    assert!(!redacted.contains("hunter2") && redacted.ends_with("\n    b: c\n"), "{redacted}");
}

#[test]
fn values_with_secret_names_are_left_out_of_plugins_and_pods() {
    let (redacted, what) = manifests(
        "kind: KongPlugin\nmetadata: {name: p}\nplugin: openid-connect\nconfig:\n  client_id: [a]\n  client_secret: [hunter2]\n  redis: {password: 12345678, username: me}\n  scopes: \"{vault://env/password}\"\n  token: '{vault://env/x}'\n  hide_credentials: true\n",
    );
    assert!(!redacted.contains("hunter2") && !redacted.contains("12345678"), "{redacted}");
    assert!(redacted.contains("{vault://env/x}") && redacted.contains("username: me") && redacted.contains("[a]"));
    assert_eq!(what, ["KongPlugin p: client_secret", "KongPlugin p: password"]);
    let pod = "kind: Pod\nspec:\n  containers:\n  - env:\n    - name: KONG_PG_PASSWORD\n      value: hunter2\n    - name: KONG_PG_USER\n      value: kong\n";
    assert_eq!(manifests(pod).0, pod.replace("hunter2", "left-out-1 # left out"));
    let route = "kind: HTTPRoute\nspec:\n  rules:\n  - filters:\n    - requestHeaderModifier:\n        set: [{name: Authorization, value: Basic aHVudGVyMg==}]\n";
    assert!(!manifests(route).0.contains("aHVudGVyMg"));
    let plugin =
        "kind: KongPlugin\nconfig:\n  add:\n    headers:\n    - 'Authorization: Basic aHVudGVyMg=='\n    - 'x-a: b'\n";
    assert!(!manifests(plugin).0.contains("aHVudGVyMg") && manifests(plugin).0.contains("x-a: b"));
}

#[test]
fn what_cannot_be_read_is_left_out_line_by_line_or_as_a_whole() {
    let (redacted, _) = manifests("kind: Secret\nmetadata: [\nstringData:\n  a: hunter2\n---\nkind: Service\n");
    assert!(!redacted.contains("hunter2") && redacted.ends_with("---\nkind: Service\n"), "{redacted}");
    let (redacted, _) = manifests("kind: KongPlugin\nconfig: {\n  password: hunter2\n  \"token\": \"hunter3\", x: y\n");
    assert!(!redacted.contains("hunter") && redacted.contains("x: y"), "{redacted}");
    let (redacted, _) =
        manifests("kind: Service\n# kind: Secret\n# stringData:\n#   a: hunter2\nmetadata: {}\n# password: hunter3\n");
    assert!(!redacted.contains("hunter") && redacted.contains("metadata: {}"), "{redacted}");
    let (redacted, _) =
        manifests("kind: ConfigMap\ndata:\n  kong.conf: |\n    pg_password = hunter2\n    pg_user = me\n");
    assert!(!redacted.contains("hunter") && redacted.contains("pg_user = me"), "{redacted}");
}

#[test]
fn private_keys_are_left_out_wherever_they_stand() {
    let key = &placeholder::KEY.replace("MIGH", "MIGG");
    let body = "MIGGAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgKO4gKoY5nOHylA4r";
    let block = format!("kind: KongPlugin\nconfig:\n  pem: |\n    {}", key.replace('\n', "\n    "));
    let quoted = format!("kind: KongPlugin\nconfig: {{\"pem\": {}}}\n", placeholder::in_quotes(key));
    let coded = format!("kind: ConfigMap\nbinaryData:\n  a: {}\n", placeholder::in_base64(key));
    for text in [block, quoted, coded] {
        let (redacted, _) = manifests(&text);
        assert!(!redacted.contains(body) && !redacted.contains(&placeholder::in_base64(body)[4..60]), "{redacted}");
        assert!(redacted.contains("left-out"), "{redacted}");
    }
    let text = environment(&format!("KONG_SSL_CERT_KEY=\"{key}\"\nKONG_DATABASE=off\n"));
    assert!(!text.contains(body) && text.ends_with("KONG_DATABASE=off\n"), "{text}");
}

#[test]
fn passwords_of_the_environment_are_left_out() {
    let text = "KONG_PG_PASSWORD=hunter2 \nexport KONG_ADMIN_GUI_SESSION_CONF='{\"secret\":\"hunter3\"}'\n#KONG_REDIS_PASSWORD=hunter4\nKONG_PG_USER=kong\nKONG_SSL_CERT_KEY=/etc/tls.key\n--kong-admin-token=hunter5\nCONTROLLER_KONG_ADMIN_URL=https://me:hunter6@kong:8444\n- name: KONG_PASSWORD\n  value: hunter7\n";
    let redacted = environment(text);
    assert!(!redacted.contains("hunter"), "{redacted}");
    for kept in ["KONG_PG_USER=kong\n", "KONG_SSL_CERT_KEY=/etc/tls.key\n", "@kong:8444\n"] {
        assert!(redacted.contains(kept), "{redacted}");
    }
}

#[test]
fn values_of_the_chart_keep_the_names_of_secrets() {
    let text = "env:\n  pg_password: hunter2\n  pg_user: kong\nenterprise:\n  license_secret: kong-license\npostgresql: {auth: {password: hunter3}}\n";
    let redacted = helm(text);
    assert!(!redacted.contains("hunter") && redacted.contains("license_secret: kong-license"), "{redacted}");
}

#[test]
fn a_long_value_is_left_out_of_all_texts_and_of_the_request() {
    let secret = "correct-horse-battery";
    let content = Content {
        manifests: format!(
            "kind: Secret\nmetadata: {{name: a}}\nstringData: {{key: {secret}, k: abcd}}\n# see {secret}\n"
        ),
        environment: format!("KONG_X={secret}\n"),
        helm: format!("a: {}\n", crate::resolve::base64::encode(secret.as_bytes())),
        request: format!("GET http://a/?key={secret} -H 'x: abcd' -H 'Authorization: Basic zzz'"),
        ..Content::default()
    };
    let (redacted, _) = redact(&content);
    let all = format!("{redacted:?}");
    assert!(!all.contains("correct") && !all.contains(&content.helm[3..9]), "{all}");
    assert!(!all.contains("abcd") && !all.contains("zzz") && all.contains("GET http://a/?key=left-out-1"), "{all}");
}

#[test]
fn a_text_without_secrets_stays_letter_by_letter() {
    for text in [
        include_str!("../../../../web/examples/doc-page-as-printed/manifests.yaml"),
        "kind: KongConsumer\nusername: a\ncredentials:\n- a-key\n# token\nkind: [\n",
    ] {
        let (redacted, what) = manifests(text);
        assert_eq!((redacted.as_str(), what.len()), (text, 0));
    }
}

/// A value with one way to write it: the style, and where it stands.
fn written(secret: &str, style: usize) -> String {
    let json = serde_json::to_string(secret).unwrap();
    let coded = crate::resolve::base64::encode(secret.as_bytes());
    match style {
        0 => format!("kind: Secret\nmetadata: {{name: a}}\nstringData:\n  k: {json}\n  z: y\n"),
        1 => format!("kind: Secret\nmetadata: {{name: a}}\nstringData:\n  k: |\n    {secret}\n  z: y\n"),
        2 => format!("kind: Secret\nmetadata: {{name: a}}\nstringData:\n  k: '{}'\n", secret.replace('\'', "''")),
        3 => format!("kind: Secret\nmetadata: {{name: a}}\ndata:\n  k: {coded}\n"),
        4 => format!("{{\"kind\":\"Secret\",\"metadata\":{{\"name\":\"a\"}},\"data\":{{\"k\":\"{coded}\"}}}}\n"),
        5 => format!("kind: Secret\nmetadata: [\nstringData:\n  k: {secret}\n"),
        6 => format!("kind: KongPlugin\nmetadata: {{name: a}}\nconfig:\n  password: {json}\n"),
        7 => format!("kind: Service\n---\n# kind: Secret\n# stringData:\n#  k: {secret}\n"),
        _ => format!(
            "kind: Secret\nmetadata: {{name: a}}\nstringData: &s\n  k: &k {json}\n  l: *k\n  m: {json} # {secret}\n"
        ),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_byte_of_a_secret_is_left(secret in "[A-Z0-9!#$%&*+=?@^_'\"-]{8,40}", style in 0_usize..9) {
        let (redacted, what) = manifests(&written(&secret, style));
        // A part of six letters would not be there by chance.
        for part in [&secret[..6], &secret[secret.len() - 6..]] {
            prop_assert!(!redacted.contains(part), "{}", redacted);
        }
        let coded = crate::resolve::base64::encode(secret.as_bytes());
        prop_assert!(!redacted.contains(&coded[..8]), "{}", redacted);
        prop_assert!(!what.is_empty());
    }

    #[test]
    fn any_text_is_redacted_without_a_panic(text in "([a-zA-Z:#{}\\[\\]\"'|&* =\n-]|kind: Secret\n|data:\n|password: ){0,60}") {
        let content = Content { manifests: text.clone(), environment: text.clone(), helm: text, ..Content::default() };
        let (redacted, left_out) = redact(&content);
        prop_assert_eq!(redacted.left_out as usize, left_out.len());
    }
}
