//! Where the values of a status come from.

use super::{STD_ENV, std_world, with_statuses};
use crate::provenance::{Origin, Place};

fn origin_at(statuses: &super::super::Statuses, pointer: &str) -> Option<Origin> {
    let mut found = None;
    let tree = crate::provenance::Tree::Map(statuses.clone(), Origin::rule("test"));
    tree.each_origin(&mut |at, origin| {
        if at == pointer {
            found = Some(origin.clone());
        }
    });
    found
}

#[test]
fn an_unavailable_port_comes_from_listener_service_and_listen() {
    let documents = std_world(&["{name: tls, protocol: TLS, port: 9901}".to_owned()]);
    let text = documents.join("\n---\n");
    with_statuses(&documents, STD_ENV, |reconciled, _| {
        let statuses = reconciled.finish(&|_, _| super::ConfigurationState::Unknown);
        let condition = "/gateways/default~1gw/listeners/0/conditions/0";
        let origin = origin_at(&statuses, &format!("{condition}/reason")).unwrap();
        let spans: Vec<_> = origin.places().iter().filter_map(|place| place.span()).collect();
        let texts: Vec<&str> = spans
            .iter()
            .map(|span| {
                let range = crate::text::to_usize(span.start)..crate::text::to_usize(span.end);
                // The first file is the manifests, the second the environment.
                text.get(range.clone()).filter(|_| span.file == spans[0].file).or(STD_ENV.get(range)).unwrap()
            })
            .collect();
        assert_eq!(texts, ["9901", "TLS", "9901", "9901", "0.0.0.0:9901"]);
        let message = origin_at(&statuses, &format!("{condition}/message")).unwrap();
        assert!(matches!(message.places(), [Place::Rule(_)]));
    });
}

#[test]
fn every_scalar_has_an_origin() {
    let documents = std_world(&["{name: http, protocol: HTTP, port: 80}".to_owned()]);
    with_statuses(&documents, STD_ENV, |reconciled, _| {
        let statuses = reconciled.finish(&|_, _| super::ConfigurationState::Unknown);
        let mut count = 0;
        crate::provenance::Tree::Map(statuses, Origin::rule("test")).each_origin(&mut |_, origin| {
            assert!(!origin.places().is_empty());
            count += 1;
        });
        assert!(count > 30);
    });
}
