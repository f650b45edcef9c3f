//! From the objects in the controller's cache to Kong's entities.
//!
//! The steps are those of upstream, in its order; [`translate`] reads as their list. A Kong service is a
//! draft (`draft.rs`) until its Kubernetes Services, targets and annotations have been looked at. Failures carry the controller's
//! words; what upstream only logs is a problem with its place. This module must not know how a configuration is
//! rendered; names, ids, tags, order and expressions are those of [`crate::kong`].
//!
//! Source: KIC v3.5.13 internal/dataplane/translator/translator.go:BuildKongConfig; spec/gateway-routes.md 2.

mod agreement;
mod backends;
mod backing;
mod certificates;
mod checks;
mod consumers;
mod custom_entities;
mod draft;
mod endpoints;
mod expression_snis;
mod failures;
pub mod fallback;
mod filters;
mod grpc;
mod http;
mod ingress;
mod input;
mod l4;
mod licenses;
mod listeners;
mod matches;
mod overrides;
mod plugins;
mod ports;
mod same;
mod service_base;
mod services;
mod settings;
mod tags;
mod tls;
mod tree;
mod upstreams;
mod vaults;
mod weights;

use std::collections::BTreeSet;

use draft::ServiceDraft;
use input::Input;

use crate::findings::Findings;
use crate::kong::{Configuration, Ids, Options, complete};
use crate::resolve::Store;
use crate::resolve::cache::Cache;

pub(crate) use checks::Checks;
pub use settings::TranslateSettings;

/// The configuration that the controller sends to Kong, complete and sorted.
///
/// `findings` gets the failures (events), problems, effects of annotations, and the objects that count as translated.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/translator.go:BuildKongConfig.
pub fn translate<'a>(
    store: &'a Store<'a>,
    cache: &'a Cache<'a>,
    settings: &'a TranslateSettings,
    findings: &mut Findings<'a>,
) -> Configuration<'a> {
    let input = Input { store, cache, settings };
    let mut requests = certificates::Requests::default();
    let mut drafts: Vec<ServiceDraft<'a>> = ingress::translate(input, &mut requests, findings);
    drafts.extend(http::translate(input, findings));
    drafts.extend(l4::udp_routes(input, findings));
    drafts.extend(l4::tcp_routes(input, findings));
    drafts.extend(l4::tls_routes(input, findings));
    drafts.extend(grpc::translate(input, findings));

    for draft in &mut drafts {
        services::populate(input, draft, &mut requests, findings);
    }
    let mut configuration = Configuration::default();
    let mut hosts = BTreeSet::new();
    for draft in &mut drafts {
        if !hosts.insert(draft.service.host.value.to_string()) {
            // A UDPIngress with the Service and port of another one: there is one upstream for both.
            upstreams::make(input, draft, &mut Findings::default());
            continue;
        }
        let mut upstream = upstreams::make(input, draft, findings);
        overrides::upstream::apply(input, draft, &mut upstream, findings);
        configuration.upstreams.push(upstream);
    }
    drafts.retain(|draft| !draft.skipped);
    for draft in &mut drafts {
        overrides::service::apply(settings.kic, draft, findings);
        for route in &mut draft.routes {
            overrides::route::apply(settings.kic, route, findings);
        }
    }
    let consumers = consumers::consumers(input, findings);
    let groups = consumers::groups(input, findings);
    let holders = plugins::Holders { services: &drafts, consumers: &consumers, groups: &groups };
    configuration.plugins = plugins::bound(input, &holders, findings);
    configuration.plugins.extend(plugins::global(input, findings));
    if settings.custom_entities && settings.fill_ids {
        configuration.custom_entities = custom_entities::entities(input, &holders, findings);
    }
    configuration.vaults = vaults::vaults(input, findings);
    configuration.licenses = licenses::license(input, findings).into_iter().collect();
    configuration.consumers = consumers.into_iter().map(|draft| draft.consumer).collect();
    configuration.consumer_groups = groups.into_iter().map(|draft| draft.group).collect();
    let certificates = certificates::collect(input, &requests, findings);
    certificates.rename_clients(&mut drafts);
    configuration.certificates = certificates.into_list();
    configuration.ca_certificates = certificates::authorities(input, findings);
    configuration.services = drafts.into_iter().map(into_service).collect();

    let ids = if settings.fill_ids { Ids::Workspace(&settings.workspace) } else { Ids::Absent };
    complete(&mut configuration, &Options { flavor: settings.flavor, ids, version: settings.kic });
    configuration
}

fn into_service(draft: ServiceDraft<'_>) -> crate::kong::Service<'_> {
    let ServiceDraft { mut service, routes, .. } = draft;
    service.routes = routes.into_iter().map(|route| route.route).collect();
    service
}
