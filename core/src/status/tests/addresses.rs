//! Section 15.3.

use serde_json::{Value, json};

use super::{CLASS, STD_ENV, gateway, proxy, service, with_statuses};

fn addresses(services: &[String], env: &str) -> Value {
    let mut documents = vec![CLASS.to_owned(), gateway(&["{name: http, protocol: HTTP, port: 80}".to_owned()])];
    documents.extend(services.iter().cloned());
    with_statuses(&documents, env, |_, statuses| {
        let gateway = &statuses["gateways"]["default/gw"];
        assert_eq!(gateway["conditions"][1]["reason"], "Programmed");
        let addresses = gateway.get("addresses").and_then(Value::as_array).cloned().unwrap_or_default();
        let texts = addresses
            .iter()
            .map(|address| format!("{} {}", address["type"].as_str().unwrap(), address["value"].as_str().unwrap()));
        texts.collect()
    })
}

fn load_balancer(ingress: &str) -> String {
    format!("  type: LoadBalancer\n  clusterIPs: [10.0.0.1]\nstatus: {{loadBalancer: {{ingress: [{ingress}]}}}}\n")
}

#[test]
fn addresses_of_a_load_balancer_are_in_reverse() {
    let of = |ingress: &str| addresses(&[proxy("80:8000", &load_balancer(ingress))], STD_ENV);
    // E57 to E59.
    assert_eq!(of("{ip: 1.1.1.1}, {ip: 2.2.2.2}"), json!(["IPAddress 2.2.2.2", "IPAddress 1.1.1.1"]));
    assert_eq!(
        of("{ip: 1.1.1.1, hostname: lb.example.com}, {ip: 2.2.2.2}"),
        json!(["IPAddress 2.2.2.2", "Hostname lb.example.com", "IPAddress 1.1.1.1"])
    );
    assert_eq!(of(""), json!([]));
}

#[test]
fn other_services_give_no_address() {
    // E60.
    let service = proxy("80:8000", "  clusterIPs: [10.0.0.1]\n  externalIPs: [9.9.9.9]\n");
    assert_eq!(addresses(&[service], STD_ENV), json!([]));
}

#[test]
fn settings_replace_the_addresses() {
    // E61.
    let env = format!(
        "{STD_ENV}CONTROLLER_PUBLISH_STATUS_ADDRESS=a.example,10.0.0.9\nCONTROLLER_PUBLISH_STATUS_ADDRESS_UDP=::1\n"
    );
    let found = addresses(&[proxy("80:8000", &load_balancer("{ip: 1.1.1.1}"))], &env);
    assert_eq!(found, json!(["Hostname a.example", "IPAddress 10.0.0.9", "IPAddress ::1"]));
}

#[test]
fn addresses_of_two_services_are_not_joined() {
    // E62.
    let env = format!("{STD_ENV}CONTROLLER_PUBLISH_SERVICE_UDP=kong/udp\n");
    let rest = load_balancer("{ip: 172.18.0.101}");
    let services = [proxy("80:8000", &rest), service("udp", "9902/UDP:9902", &rest)];
    assert_eq!(addresses(&services, &env), json!(["IPAddress 172.18.0.101", "IPAddress 172.18.0.101"]));
}
