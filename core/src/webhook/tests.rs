//! The rules of spec/ingress-and-kong-crds.md 11.3 and 11.4, and what the recorded runs show.

use super::Refusal;
use crate::text::{Pane, SourceFile, Sources};
use crate::{Input, Options, translate};

const GATEWAY: &str = "apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: kong}
spec: {controllerName: konghq.com/kic-gateway-controller}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: gw}
spec: {gatewayClassName: kong, listeners: [{name: http, port: 80, protocol: HTTP}]}
---
apiVersion: v1
kind: Service
metadata: {name: proxy}
spec: {ports: [{port: 80, targetPort: 8000}], clusterIPs: [10.0.0.1]}
";

/// What the webhook says, one line for each answer and warning, in order; `env` are further lines of the environment.
fn answers(manifests: &str, env: &str) -> Vec<String> {
    let env = format!("CONTROLLER_PUBLISH_SERVICE=default/proxy\n{env}\n");
    let text = format!("{GATEWAY}---\n{manifests}");
    let sources = Sources::new([
        SourceFile { name: "manifests", pane: Pane::Manifests, text: &text },
        SourceFile { name: "env", pane: Pane::Environment, text: &env },
    ]);
    let report = translate(&Input { sources, options: Options::default() });
    assert_eq!(report.does_not_start, None);
    let mut lines = Vec::new();
    for answer in report.webhook {
        match answer.refusal {
            Some(Refusal::Refused(message)) => lines.push(format!("{}: {message}", answer.object)),
            Some(Refusal::Failed { error, .. }) => lines.push(format!("{} fails: {error}", answer.object)),
            None => {}
        }
        lines.extend(answer.warnings.iter().map(|warning| format!("{} warns: {warning}", answer.object)));
    }
    lines
}

/// An HTTPRoute of the Gateway with these rules, lines of a list.
fn route(rules: &str) -> String {
    format!(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: r}}\nspec:\n  parentRefs: [{{name: \
         gw}}]\n  rules:\n{rules}\n"
    )
}

#[track_caller]
fn route_is_refused(rules: &str, message: &str) {
    assert_eq!(answers(&route(rules), ""), [format!("HTTPRoute default/r: {message}")]);
}

/// Source: KIC v3.5.13 internal/admission/validation/gateway/httproute.go:validateHTTPRouteFeatures.
#[test]
fn what_the_controller_cannot_do_is_refused_in_the_order_of_the_rules() {
    let prefix = "HTTPRoute spec did not pass validation: ";
    route_is_refused(
        "  - filters: [{type: RequestMirror, requestMirror: {backendRef: {name: a, port: 80}}}]\n    matches: \
         [{queryParams: [{name: q, value: v}]}]",
        &format!("{prefix}rules[0].filters[0]: filter type RequestMirror is unsupported"),
    );
    route_is_refused(
        "  - backendRefs: [{name: a, port: 80}, {name: b, port: 80, filters: [{type: RequestHeaderModifier, \
         requestHeaderModifier: {remove: [x]}}]}]",
        &format!("{prefix}rules[0].backendRefs[1]: filters in backendRef is unsupported"),
    );
    route_is_refused(
        "  - backendRefs: [{name: a, group: example.com, kind: Bucket}]",
        &format!(
            "{prefix}rules[0].backendRefs[0]: example.com is not a supported group for httproute backendRefs, only core \
             is supported"
        ),
    );
    route_is_refused(
        "  - backendRefs: [{name: a, kind: Bucket}]",
        &format!(
            "{prefix}rules[0].backendRefs[0]: Bucket is not a supported kind for httproute backendRefs, only Service is \
             supported"
        ),
    );
}

/// Source: scenarios S41, S41b.
#[test]
fn query_parameters_need_the_expressions_router() {
    let query = "  - matches: [{path: {value: /}}]\n  - matches: [{queryParams: [{name: q, value: v}]}]";
    route_is_refused(
        query,
        "HTTPRoute spec did not pass validation: rules[1].matches[0]: queryparam matching is supported with expression \
         router only",
    );
    assert_eq!(answers(&route(query), "KONG_ROUTER_FLAVOR=expressions"), [""; 0]);
}

/// Source: KIC v3.5.13 …/httproute.go:validateHTTPRouteTimeoutBackendRequest, which follows a pointer without looking.
#[test]
fn timeouts_of_all_rules_after_the_first_one_must_be_equal() {
    let prefix = "HTTPRoute spec did not pass validation: timeout is set for one of the rules, but";
    let first = "  - timeouts: {backendRequest: 2s}";
    route_is_refused(&format!("{first}\n  - {{name: b}}"), &format!("{prefix} not set for another"));
    route_is_refused(
        &format!("{first}\n  - timeouts: {{backendRequest: 3s}}"),
        &format!("{prefix} a different value is set in another rule"),
    );
    assert_eq!(answers(&route(&format!("  - {{name: a}}\n{first}")), ""), [""; 0]);
    assert_eq!(
        answers(&route(&format!("{first}\n  - timeouts: {{request: 2s}}")), ""),
        ["HTTPRoute default/r fails: runtime error: invalid memory address or nil pointer dereference"]
    );
}

/// Source: scenarios A02, F04.
#[test]
fn annotations_and_translation_come_last() {
    let route = route("  - filters: [{type: ExtensionRef, extensionRef: {group: example.com, kind: Filter, name: f}}]");
    let annotated = route.replace("{name: r}", "{name: r, annotations: {konghq.com/protocols: 'http, gopher'}}");
    let invalid =
        "HTTPRoute default/r: HTTPRoute has invalid Kong annotations: invalid konghq.com/protocols value: gopher";
    assert_eq!(answers(&annotated, ""), [invalid]);
    let untranslatable =
        "HTTPRoute default/r: HTTPRoute failed schema validation: plugin example.com/Filter unsupported";
    assert_eq!(answers(&route, ""), [untranslatable]);
}

/// Source: KIC v3.5.13 …/httproute.go:ensureHTTPRouteIsManagedByController.
#[test]
fn routes_of_other_controllers_are_not_looked_at() {
    let refused = "  - backendRefs: [{name: a, kind: Bucket}]";
    let with = |parents: &str| answers(&route(refused).replace("{name: gw}", parents), "").len();
    assert_eq!(with("{name: missing}, {name: gw}"), 1);
    assert_eq!(with("{name: missing}"), 0);
    assert_eq!(with("{name: gw, kind: Service, group: ''}"), 0);
    let other = "CONTROLLER_GATEWAY_API_CONTROLLER_NAME=example.com/other";
    assert_eq!(answers(&route(refused), other), [""; 0]);
}

/// Source: scenarios A03, I04b; KIC v3.5.13 internal/admission/validator.go:ValidateIngress.
#[test]
fn ingresses_of_the_class_are_translated_alone() {
    let ingress = |class: &str, annotations: &str| {
        let text = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i, annotations: {ANNOTATIONS}}\nspec:\n  \
                    CLASS\n  rules:\n  - http: {paths: [{path: /a, pathType: Prefix, backend: {resource: {apiGroup: \
                    example.com, kind: Bucket, name: b}}}]}\n";
        answers(&text.replace("CLASS", class).replace("ANNOTATIONS", annotations), "")
    };
    let failed = "Ingress default/i: Ingress failed schema validation: failed to get backend for ingress path \"/a\": \
                  unknown resource type example.com/Bucket";
    assert_eq!(ingress("ingressClassName: kong", ""), [failed]);
    assert_eq!(ingress("ingressClassName: other", "kubernetes.io/ingress.class: kong"), [failed]);
    assert_eq!(ingress("ingressClassName: other", ""), [""; 0]);
    let udp = "Ingress default/i: Ingress has invalid Kong annotations: invalid konghq.com/protocols value: udp";
    assert_eq!(ingress("ingressClassName: kong", "konghq.com/protocols: 'http,udp'"), [udp]);
}

/// A Secret with this label and data.
fn credential(name: &str, kind: &str, data: &str) -> String {
    format!(
        "---\napiVersion: v1\nkind: Secret\nmetadata: {{name: {name}, labels: {{konghq.com/credential: {kind}}}}}\nstringData: \
         {{{data}}}\n"
    )
}

/// A KongConsumer of the class.
fn consumer(name: &str, credentials: &str) -> String {
    format!(
        "---\napiVersion: configuration.konghq.com/v1\nkind: KongConsumer\nmetadata: {{name: {name}, annotations: \
         {{kubernetes.io/ingress.class: kong}}}}\nusername: {name}\ncredentials: [{credentials}]\n"
    )
}

/// Source: KIC v3.5.13 …/credentials/validation.go:ValidateCredentials; spec/ingress-and-kong-crds.md 11.4.
#[test]
fn a_credential_must_have_the_keys_of_its_type() {
    #[track_caller]
    fn says(kind: &str, data: &str, expected: &str) {
        let answers = answers(&credential("s", kind, data), "");
        let expected = match expected {
            "" => Vec::new(),
            words => vec![format!("Secret default/s: consumer credential failed validation: {words}")],
        };
        assert_eq!(answers, expected, "{kind} {data}");
    }
    says("key-auth", "key: a", "");
    says("key-auth", "", "missing required field(s): key");
    says("key-auth", "key: ''", "some fields were invalid due to missing data: key");
    says("keyauth_credential", "key: a", "invalid credential type keyauth_credential");
    says("konnect", "", "");
    says("oauth2", "name: a, client_id: b", "missing required field(s): client_secret, redirect_uris");
    says("jwt", "key: a, secret: b", "missing required field(s): algorithm, rsa_public_key");
    says("jwt", "key: a, secret: b, algorithm: HS256", "");
    says("jwt", "key: a, algorithm: RS256", "missing required field(s): rsa_public_key");
    says("jwt", "key: a, rsa_public_key: b, algorithm: RS256", "");
}

/// Source: KIC v3.5.13 internal/admission/validator.go:ValidateConsumer; scenarios K05, A06b.
#[test]
fn a_consumer_must_have_a_username_and_credentials_that_exist() {
    let missing =
        "KongConsumer default/a: consumer referenced non-existent credentials secret: secrets \"k\" not found";
    assert_eq!(answers(&consumer("a", "k"), ""), [missing]);
    let nameless = consumer("a", "").replace("username: a", "custom_id: a");
    assert_eq!(answers(&nameless, ""), ["KongConsumer default/a fails: usernameOrID cannot be nil for Get operation"]);
    let classless = consumer("a", "k").replace("kubernetes.io/ingress.class: kong", "a: b");
    assert_eq!(answers(&classless, ""), [""; 0]);
}

/// Source: KIC v3.5.13 internal/admission/utils.go:globalValidationIndexForCredentials; scenario K06.
#[test]
fn a_value_may_be_there_only_once_and_others_are_at_fault_too() {
    let twins = credential("k1", "key-auth", "key: same") + &credential("k2", "key-auth", "key: same");
    let two = twins.clone() + &consumer("a", "k1") + &consumer("b", "k2");
    let violated = "consumer credential failed validation: unique key constraint violated for key";
    let all = ["KongConsumer default/a", "KongConsumer default/b", "Secret default/k1", "Secret default/k2"];
    assert_eq!(answers(&two, ""), all.map(|object| format!("{object}: {violated}")));
    // Nobody names the second Secret: there is no second credential.
    assert_eq!(answers(&(twins.clone() + &consumer("a", "k1")), ""), [""; 0]);
    // A consumer's own credentials count as well, and whoever asks is told of those of others.
    let one = twins + &credential("k3", "key-auth", "key: other") + &consumer("a", "k1, k2") + &consumer("c", "k3");
    let objects = ["KongConsumer default/a", "KongConsumer default/c", "Secret default/k1", "Secret default/k2"];
    let mut expected: Vec<String> = objects.map(|object| format!("{object}: {violated}")).into();
    expected.push(format!("Secret default/k3: {violated}"));
    assert_eq!(answers(&one, ""), expected);
    // Two consumers with one Secret are a violation for everybody but that Secret.
    let shared = credential("k1", "key-auth", "key: a") + &consumer("a", "k1") + &consumer("b", "k1");
    assert_eq!(answers(&shared, ""), [""; 0]);
    let third = shared + &credential("k2", "key-auth", "key: b") + &consumer("c", "k2");
    let objects = ["KongConsumer default/c", "Secret default/k2"];
    assert_eq!(answers(&third, ""), objects.map(|object| format!("{object}: {violated}")));
}

/// Source: scenario K03; KIC v3.5.13 internal/admission/handler.go:checkReferrersOfSecret.
#[test]
fn a_plugin_must_be_readable_and_its_secret_is_refused_with_it() {
    let plugin = |config: &str| {
        format!(
            "---\napiVersion: configuration.konghq.com/v1\nkind: KongPlugin\nmetadata: {{name: p}}\nplugin: cors\n{config}\n"
        )
    };
    let from = |key: &str| plugin(&format!("configFrom: {{secretKeyRef: {{name: s, key: {key}}}}}"));
    let patch = "configPatches: [{path: /a, valueFrom: {secretKeyRef: {name: s, key: broken}}}]";
    let secret = "---\napiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {broken: '{', fine: '{}'}\n";
    let both = |message: &str| {
        [
            format!("KongPlugin default/p: {message}"),
            format!(
                "Secret default/s: Change on secret will generate invalid configuration for KongPlugin default/p: {message}"
            ),
        ]
    };
    assert_eq!(
        answers(&from("a"), ""),
        [
            "KongPlugin default/p: could not load secret plugin configuration: error fetching plugin configuration secret \
             'default/s': secrets \"s\" not found"
        ]
    );
    let unreadable = "could not load secret plugin configuration: key 'broken' in secret 'default/s' contains neither valid \
                      JSON nor valid YAML)";
    assert_eq!(answers(&(from("broken") + secret), ""), both(unreadable));
    let broken = "could not parse plugin configuration: invalid state detected";
    assert_eq!(answers(&(plugin(patch) + secret), ""), both(broken));
    assert_eq!(answers(&(from("fine") + secret), ""), [""; 0]);
}

/// Source: KIC v3.5.13 internal/admission/validator.go:ValidateVault, ValidateCustomEntity, ValidateConsumerGroup.
#[test]
fn vaults_entities_and_groups_are_looked_at() {
    let kong = |kind: &str, version: &str, name: &str, rest: &str| {
        format!(
            "---\napiVersion: configuration.konghq.com/{version}\nkind: {kind}\nmetadata: {{name: {name}, annotations: \
             {{kubernetes.io/ingress.class: kong}}}}\n{rest}\n"
        )
    };
    let vault =
        |name: &str, rest: &str| kong("KongVault", "v1alpha1", name, &format!("spec: {{backend: env, {rest}}}"));
    assert_eq!(
        answers(&(vault("a", "prefix: x") + &vault("b", "prefix: x") + &vault("c", "prefix: y")), ""),
        [
            "KongVault a: spec.prefix \"x\" is duplicate with existing KongVault \"b\"",
            "KongVault b: spec.prefix \"x\" is duplicate with existing KongVault \"a\"",
        ]
    );
    assert_eq!(
        answers(&vault("a", "prefix: x, config: [1]"), ""),
        ["KongVault a: failed to unmarshal vault configuration: json: cannot unmarshal array into Go value of type \
             kong.Configuration"]
    );
    assert_eq!(
        answers(
            &kong("KongCustomEntity", "v1alpha1", "e", "spec: {controllerName: kong, type: sessions, fields: text}"),
            ""
        ),
        [
            "KongCustomEntity default/e: failed to unmarshal fields of custom entity: json: cannot unmarshal string into Go \
             value of type kong.Configuration"
        ]
    );
    assert_eq!(
        answers(&kong("KongConsumerGroup", "v1beta1", "g", ""), ""),
        ["KongConsumerGroup default/g: consumer group support requires Kong Enterprise"]
    );
}

/// Source: KIC v3.5.13 internal/admission/handler.go:handleKongIngress, handleService; scenario K08.
#[test]
fn what_is_deprecated_is_let_through_with_a_warning() {
    let objects = "apiVersion: configuration.konghq.com/v1\nkind: KongIngress\nmetadata: {name: o}\nupstream: {slots: 100}\n---\n\
                   apiVersion: v1\nkind: Service\nmetadata: {name: s, annotations: {konghq.com/override: o}}\nspec: {ports: \
                   [{port: 80}]}\n";
    assert_eq!(
        answers(objects, ""),
        [
            "KongIngress default/o warns: 'upstream' is DEPRECATED and will be removed in a future version. Use a \
             KongUpstreamPolicy resource instead.",
            "Service default/s warns: konghq.com/override is deprecated and will be removed in a future release. Use \
             Service annotations for the 'proxy' section and konghq.com/upstream-policy with a KongUpstreamPolicy resource \
             instead.",
        ]
    );
}

/// Whether the cluster has a webhook decides how much it matters.
#[test]
fn a_refusal_is_an_error_only_where_there_is_a_webhook() {
    let code = |env: &str| {
        let text = format!("{GATEWAY}---\n{}", route("  - backendRefs: [{name: a, kind: Bucket}]"));
        let env = format!("CONTROLLER_PUBLISH_SERVICE=default/proxy\n{env}\n");
        let sources = Sources::new([
            SourceFile { name: "manifests", pane: Pane::Manifests, text: &text },
            SourceFile { name: "env", pane: Pane::Environment, text: &env },
        ]);
        let report = translate(&Input { sources, options: Options::default() });
        let webhook = report.problems.iter().filter(|problem| problem.code.as_str().starts_with("webhook"));
        let found: Vec<_> = webhook.map(|problem| (problem.code.as_str(), problem.path.clone())).collect();
        found
    };
    let path = Some("spec.rules[0].backendRefs[0].kind".to_owned());
    assert_eq!(code(""), [("webhook-would-refuse", path.clone())]);
    assert_eq!(code("CONTROLLER_ADMISSION_WEBHOOK_LISTEN=0.0.0.0:8080"), [("webhook-refuses", path)]);
}
