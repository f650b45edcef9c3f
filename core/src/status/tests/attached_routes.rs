//! Section 15.6.

use super::{STD_ENV, std_world, with_statuses};

/// The counts of the listeners `http` and `https` for an HTTPRoute. `parents` says whether a status names the Gateway.
fn counts(parent_refs: &str, rest: &str, http_extra: &str) -> (i64, i64) {
    let mut documents = std_world(&[
        format!("{{name: http, protocol: HTTP, port: 80{http_extra}}}"),
        "{name: https, protocol: HTTPS, port: 443}".to_owned(),
    ]);
    documents.push(format!(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: r, {rest}}}\nspec:\n  parentRefs: \
         [{parent_refs}]\n"
    ));
    with_statuses(&documents, STD_ENV, |_, statuses| {
        let listeners = &statuses["gateways"]["default/gw"]["listeners"];
        let count = |index: usize| listeners[index]["attachedRoutes"].as_i64().unwrap();
        (count(0), count(1))
    })
}

#[test]
fn http_routes_are_counted_as_in_the_worked_examples() {
    // T3 to T8; T1 and T2 are passes before the last one.
    assert_eq!(counts("{name: gw}", "", ""), (1, 1));
    assert_eq!(counts("{name: gw, sectionName: https}", "", ""), (0, 1));
    // A parentRef to another Gateway counts on this one's listeners too.
    assert_eq!(counts("{name: gw, sectionName: https}, {name: other}", "", ""), (1, 1));
    assert_eq!(counts("{name: gw, sectionName: https}, {name: gw, sectionName: http}", "", ""), (1, 1));
    assert_eq!(counts("{name: gw, namespace: default}", "namespace: apps", ""), (0, 0));
}

#[test]
fn the_hostname_keeps_a_route_from_a_listener() {
    let mut documents = std_world(&[
        "{name: http, protocol: HTTP, port: 80, hostname: a.com}".to_owned(),
        "{name: https, protocol: HTTPS, port: 443}".to_owned(),
    ]);
    documents.push(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r}\nspec: {parentRefs: [{name: \
         gw}], hostnames: [b.com]}\n"
            .to_owned(),
    );
    with_statuses(&documents, STD_ENV, |_, statuses| {
        let listeners = &statuses["gateways"]["default/gw"]["listeners"];
        assert_eq!((&listeners[0]["attachedRoutes"], &listeners[1]["attachedRoutes"]), (&0.into(), &1.into()));
    });
}

#[test]
fn a_route_that_is_not_accepted_counts_too() {
    // The listener is not programmed.
    assert_eq!(counts("{name: gw, sectionName: http}", "", ", tls: {certificateRefs: [{name: missing}]}").0, 1);
}
