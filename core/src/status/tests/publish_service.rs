//! Section 15.4, and the errors of 4.4.

use serde_json::{Value, json};

use super::{CLASS, LOAD_BALANCER, STD_ENV, proxy, service, with_statuses};

const UDP: &str = "CONTROLLER_PUBLISH_SERVICE_UDP=kong/udp\n";

fn gateway(annotation: Option<&str>) -> String {
    let metadata = match annotation {
        Some(value) => format!("{{name: gw, annotations: {{konghq.com/publish-service: '{value}'}}}}"),
        None => "{name: gw}".to_owned(),
    };
    format!(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {metadata}\nspec:\n  gatewayClassName: \
         kong\n  listeners: [{{name: http, protocol: HTTP, port: 80}}]\n"
    )
}

/// The annotation afterwards, the error, and the reasons of the Gateway's two conditions.
fn outcome(class: &str, annotation: Option<&str>, services: &[String], env: &str) -> (Value, Value, String) {
    let mut documents = vec![class.to_owned(), gateway(annotation)];
    documents.extend(services.iter().cloned());
    with_statuses(&documents, env, |_, statuses| {
        let annotation = statuses["annotations"]["gateways/default/gw"]["konghq.com/publish-service"].clone();
        let error = statuses["errors"][0]["message"].clone();
        let conditions = &statuses["gateways"]["default/gw"]["conditions"];
        let reason = |index: usize| conditions[index]["reason"].as_str().unwrap().to_owned();
        (annotation, error, format!("{} {}", reason(0), reason(1)))
    })
}

fn both() -> [String; 2] {
    [proxy("80:8000", LOAD_BALANCER), service("udp", "9902/UDP:9902", LOAD_BALANCER)]
}

#[test]
fn the_controller_writes_the_annotation_where_it_names_nothing() {
    let udp = format!("{STD_ENV}{UDP}");
    let good = "Accepted Programmed".to_owned();
    // P1, P2, P6.
    assert_eq!(outcome(CLASS, None, &both(), STD_ENV), (json!("kong/proxy"), Value::Null, good.clone()));
    assert_eq!(outcome(CLASS, None, &both(), &udp), (json!("kong/proxy,kong/udp"), Value::Null, good.clone()));
    assert_eq!(outcome(CLASS, Some(" , "), &both(), &udp), (json!("kong/proxy,kong/udp"), Value::Null, good));
}

#[test]
fn a_reference_to_another_service_is_an_error_for_ever() {
    let udp = format!("{STD_ENV}{UDP}");
    let pending = "Pending Pending".to_owned();
    // P3.
    assert_eq!(
        outcome(CLASS, Some("kong/old"), &both(), STD_ENV),
        (
            json!("kong/old"),
            json!(
                "publish service reference \"kong/old\" from Gateway's annotations did not match configured controller \
                 manager's publish services (\"kong/proxy\")"
            ),
            pending.clone()
        )
    );
    // P4.
    assert_eq!(
        outcome(CLASS, Some("kong/proxy, kong/x"), &both(), &udp).1,
        json!(
            "publish service reference \"kong/x\" from Gateway's annotations did not match configured controller \
             manager's publish services (\"kong/proxy\", \"kong/udp\" [udp])"
        )
    );
    // P7, with the words of the API server; the controller's cache says `Service "proxy" not found`.
    assert_eq!(
        outcome(CLASS, Some("kong/proxy"), &[], STD_ENV),
        (
            json!("kong/proxy"),
            json!("publish service \"kong/proxy\" couldn't be found: services \"proxy\" not found"),
            pending
        )
    );
}

#[test]
fn only_the_named_services_count() {
    let udp = format!("{STD_ENV}{UDP}");
    // P5.
    let documents = [CLASS.to_owned(), gateway(Some("kong/udp"))].into_iter().chain(both()).collect::<Vec<_>>();
    with_statuses(&documents, &udp, |_, statuses| {
        let listener = &statuses["gateways"]["default/gw"]["listeners"][0];
        assert_eq!(listener["conditions"][0]["reason"], "UnsupportedProtocol");
    });
    // P8.
    let documents = [CLASS.to_owned(), gateway(Some("kong/proxy,kong/proxy"))].into_iter().chain(both());
    with_statuses(&documents.collect::<Vec<_>>(), &udp, |_, statuses| {
        assert_eq!(statuses["gateways"]["default/gw"]["addresses"].as_array().unwrap().len(), 2);
    });
}

#[test]
fn any_value_but_the_empty_one_makes_a_class_unmanaged() {
    let accepted = "the gatewayclass has been accepted by the controller";
    // P9, P10.
    for (value, expected) in [("'false'", "Accepted Programmed"), ("''", "Pending Pending")] {
        let class = CLASS.replace("'true'", value);
        assert_eq!(outcome(&class, None, &both(), STD_ENV).2, expected, "{value}");
        with_statuses(&[class], STD_ENV, |_, statuses| {
            assert_eq!(statuses["gatewayClasses"]["kong"]["conditions"][0]["message"], accepted);
        });
    }
}

#[test]
fn a_service_without_cluster_ips_keeps_the_gateway_pending() {
    // E21, and the error of 4.4.
    let external = proxy("80:8000", "  type: ExternalName\n  externalName: kong.example.com\n");
    assert_eq!(
        outcome(CLASS, None, &[external], STD_ENV),
        (
            json!("kong/proxy"),
            json!("gateway service kong/proxy is not yet ready (no cluster IPs provisioned)"),
            "Accepted Pending".to_owned()
        )
    );
}

#[test]
fn a_gateway_of_another_class_or_not_to_be_reconciled_is_left_alone() {
    let foreign = CLASS.replace("konghq.com/kic-gateway-controller", "example.com/other");
    assert_eq!(outcome(&foreign, None, &both(), STD_ENV), (Value::Null, Value::Null, "Pending Pending".to_owned()));
    let env = format!("{STD_ENV}CONTROLLER_GATEWAY_TO_RECONCILE=default/other\n");
    assert_eq!(outcome(CLASS, None, &both(), &env), (Value::Null, Value::Null, "Pending Pending".to_owned()));
}

#[test]
fn a_programmed_gateway_keeps_its_addresses() {
    let status = "status:\n  addresses: [{type: IPAddress, value: 9.9.9.9}]\n  conditions:\n  - {type: Accepted, status: \
                  'True', reason: Accepted, message: '', observedGeneration: 1}\n  - {type: Programmed, status: 'True', \
                  reason: Programmed, message: '', observedGeneration: 1}\n";
    let documents = [CLASS.to_owned(), proxy("80:8000", LOAD_BALANCER), format!("{}{status}", gateway(None))];
    with_statuses(&documents, STD_ENV, |_, statuses| {
        let gateway = &statuses["gateways"]["default/gw"];
        assert_eq!(gateway["addresses"], json!([{"type": "IPAddress", "value": "9.9.9.9"}]));
        assert_eq!(gateway["listeners"][0]["conditions"].as_array().unwrap().len(), 4);
    });
}
