//! What users bring along.

use super::*;

#[track_caller]
fn one(name: &str, text: &str) -> Part {
    let mut parts = recognise(Source { name, text });
    assert_eq!(parts.len(), 1, "{parts:?}");
    parts.remove(0)
}

const DESCRIBED: &str = "\
Name:             kong-kong-5d8f7c9b6-x2x9p
Namespace:        kong
Labels:           app=kong
Containers:
  ingress-controller:
    Container ID:  containerd://0a
    Args:
      /kong-ingress-controller
    Environment:
      POD_NAME:                               kong-kong-5d8f7c9b6-x2x9p (v1:metadata.name)
      CONTROLLER_PUBLISH_SERVICE:             kong/kong-kong-proxy
      CONTROLLER_KONG_ADMIN_TOKEN:            <set to the key 'token' in secret 'kong'>  Optional: false
    Mounts:
      /var/run/secrets from x (ro)
  proxy:
    Image:          kong:3.9
    Environment:
      KONG_PROXY_LISTEN:   0.0.0.0:8000, [::]:8000, 0.0.0.0:8443 http2 ssl
      KONG_NGINX_DAEMON:   off
      KONG_PG_PASSWORD:    <set to the key 'password' in secret 'pg'>  Optional: false
    Mounts:         <none>
Conditions:
  Type    Status
";

#[test]
fn variables_are_read_out_of_kubectl_describe() {
    let part = one("", DESCRIBED);
    assert_eq!(part.pane, Pane::Environment);
    assert_eq!(
        part.text,
        "CONTROLLER_PUBLISH_SERVICE=kong/kong-kong-proxy\nKONG_PROXY_LISTEN=0.0.0.0:8000, [::]:8000, 0.0.0.0:8443 http2 ssl\nKONG_NGINX_DAEMON=off\n"
    );
    assert_eq!(part.elsewhere, ["CONTROLLER_KONG_ADMIN_TOKEN", "KONG_PG_PASSWORD"]);
    assert_eq!(part.what, "3 variables of kubectl describe");
}

#[test]
fn values_are_read_out_of_helm_get() {
    let part = one("x.txt", "USER-SUPPLIED VALUES:\nproxy:\n  type: NodePort\n");
    assert_eq!((part.pane, part.text.as_str()), (Pane::HelmValues, "proxy:\n  type: NodePort\n"));
    let part = one("", "COMPUTED VALUES:\r\nenv:\r\n  database: \"off\"\r\n");
    assert_eq!(
        (part.text.as_str(), part.what.as_str()),
        ("env:\r\n  database: \"off\"\r\n", "output of helm get values --all")
    );
    assert_eq!(one("", "USER-SUPPLIED VALUES:\nnull\n").text, "");
    let all = "NAME: kong\nLAST DEPLOYED: x\nUSER-SUPPLIED VALUES:\nproxy: {}\n\nCOMPUTED VALUES:\nadmin: {}\n\nHOOKS:\nMANIFEST:\n---\nkind: Service\napiVersion: v1\n\nNOTES:\nthanks\n";
    let parts = recognise(Source { name: "", text: all });
    assert_eq!(parts[0].text, "proxy: {}\n\n");
    assert_eq!((parts[1].pane, parts[1].text.as_str()), (Pane::Manifests, "---\nkind: Service\napiVersion: v1\n\n"));
}

#[test]
fn manifests_are_told_from_values_and_environment_by_their_content() {
    for (name, text, pane) in [
        ("a.txt", "apiVersion: v1\nkind: Service\n", Pane::Manifests),
        ("values.yaml", "apiVersion: v1\nkind: List\nitems: []\n", Pane::Manifests),
        ("x", "{\"apiVersion\":\"v1\",\"kind\":\"Service\"}", Pane::Manifests),
        ("broken.yaml", "apiVersion: v1\nkind: [\n", Pane::Manifests),
        ("kong.yaml", "env:\n  database: \"off\"\nproxy:\n  type: NodePort\n", Pane::HelmValues),
        ("my-values.yml", "replicaCount: 2\n", Pane::HelmValues),
        ("env.yaml", "env:\n- name: KONG_DATABASE\n  value: \"off\"\n", Pane::Environment),
        ("notes.txt", "# Kong\nexport KONG_PROXY_LISTEN=off\n", Pane::Environment),
        (".env", "FOO=bar\n", Pane::Environment),
    ] {
        assert_eq!(one(name, text).pane, pane, "{name}");
    }
    for (name, text) in [("a.txt", "hello world\n"), ("empty.yaml", " \n"), ("a.md", "# Title\n\ntext\n")] {
        assert_eq!(recognise(Source { name, text }), [], "{name}");
    }
}

#[test]
fn containers_of_a_deployment_have_variables_for_who_asks() {
    let text = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: kong\nspec:\n  template:\n    spec:\n      containers:\n      - name: proxy\n        env:\n        - name: KONG_STREAM_LISTEN\n          value: 0.0.0.0:9000 ssl\n        - name: KONG_PG_PASSWORD\n          valueFrom:\n            secretKeyRef: {name: pg, key: password}\n        - name: POD_NAME\n          value: x\n";
    let part = one("", text);
    assert_eq!((part.pane, part.text.as_str()), (Pane::Manifests, text));
    assert_eq!(part.environment, "KONG_STREAM_LISTEN=0.0.0.0:9000 ssl\n");
    assert_eq!(part.elsewhere, ["KONG_PG_PASSWORD"]);
    let list = format!("apiVersion: v1\nkind: List\nitems:\n- {}", text.trim_end().replace('\n', "\n  "));
    assert_eq!(one("", &list).environment, "KONG_STREAM_LISTEN=0.0.0.0:9000 ssl\n");
}

#[test]
fn a_value_is_written_so_that_the_pane_reads_it_again() {
    let text = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - env:\n    - name: KONG_A\n      value: \"it's # one\\nand two\"\n";
    let part = one("", text);
    let again = one("x.env", &part.environment);
    let sources = Sources::new([SourceFile { name: "", pane: Pane::Environment, text: &again.text }]);
    let (file, _) = sources.of(Pane::Environment).next().unwrap();
    let read = environment::parse(file, &again.text, &mut Vec::new());
    assert_eq!(read.get("KONG_A").unwrap().value.text(), "it's # one\nand two");
}
