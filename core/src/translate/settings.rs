//! What the translation depends on beside the objects: flavor, gates, flags and versions.

use crate::kong::Flavor;
use crate::settings::{Gate, KicVersion, KongVersion, Settings};

/// Inputs of the translator that are no Kubernetes objects.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/translator.go:FeatureFlags, Config; spec/gateway-routes.md 15.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the controller, on or off by its own")]
pub struct TranslateSettings {
    /// Router flavor that Kong reports.
    pub flavor: Flavor,
    /// Gate `FillIDs`.
    pub fill_ids: bool,
    /// Flag `--combined-services-from-different-httproutes`.
    pub combined_services: bool,
    /// RequestRedirect becomes the plugin `redirect`, which Kong has since 3.9.0.
    pub redirect_plugin: bool,
    /// Gate `RewriteURIs`.
    pub rewrite_uris: bool,
    /// Gate `KongServiceFacade`.
    pub service_facade: bool,
    /// Gate `KongCustomEntity`; effective only together with `FillIDs`.
    pub custom_entities: bool,
    /// Kong is the Enterprise edition.
    pub enterprise: bool,
    /// Flag `--enable-drain-support`.
    pub drain_support: bool,
    /// Flag `--cluster-domain`; empty for none.
    pub cluster_domain: String,
    /// Flag `--ingress-class`.
    pub ingress_class: String,
    /// Flag `--gateway-api-controller-name`.
    pub gateway_controller_name: String,
    /// Kong's workspace; usually empty.
    pub workspace: String,
    /// Release of the controller.
    pub kic: KicVersion,
    /// Version of Kong.
    pub kong: KongVersion,
    /// The time, in seconds since 1970; without one no certificate has expired.
    pub now: Option<i64>,
}

impl Default for TranslateSettings {
    /// A controller without any flag beside Kong of the default version.
    fn default() -> Self {
        let (kic, kong) = (KicVersion::default(), KongVersion::default());
        Self {
            flavor: Flavor::Traditional,
            fill_ids: true,
            combined_services: false,
            redirect_plugin: kic.redirect_plugin() && kong.has_redirect_plugin(),
            rewrite_uris: false,
            service_facade: false,
            custom_entities: true,
            enterprise: false,
            drain_support: false,
            cluster_domain: String::new(),
            ingress_class: "kong".to_owned(),
            gateway_controller_name: "konghq.com/kic-gateway-controller".to_owned(),
            workspace: String::new(),
            kic,
            kong,
            now: None,
        }
    }
}

impl TranslateSettings {
    /// What a controller with these settings translates with.
    ///
    /// `enterprise` is what Kong says of itself, and `now` what the host says; no setting tells.
    pub fn new(settings: &Settings) -> Self {
        let Settings { kic, kong, controller, .. } = settings;
        let gate = |gate| controller.gates.enabled(gate);
        Self {
            flavor: if kong.router_flavor.value.is_expressions() { Flavor::Expressions } else { Flavor::Traditional },
            fill_ids: gate(Gate::FillIDs),
            combined_services: controller.combined_services.value,
            redirect_plugin: kic.redirect_plugin() && kong.version.value.has_redirect_plugin(),
            rewrite_uris: gate(Gate::RewriteURIs),
            service_facade: gate(Gate::KongServiceFacade),
            custom_entities: gate(Gate::KongCustomEntity),
            enterprise: false,
            drain_support: controller.drain_support.value,
            cluster_domain: controller.cluster_domain.value.clone(),
            ingress_class: controller.ingress_class.value.clone(),
            gateway_controller_name: controller.gateway_api_controller_name.value.clone(),
            workspace: controller.kong_workspace.value.clone(),
            kic: *kic,
            kong: kong.version.value,
            now: None,
        }
    }

    /// The settings of upstream's golden tests: no plugin `redirect` in spite of Kong 3.9.1, no controller name.
    ///
    /// Source: KIC v3.5.13 internal/dataplane/kong_client_golden_test.go:defaultFeatureFlags.
    pub fn golden() -> Self {
        Self { redirect_plugin: false, gateway_controller_name: String::new(), ..Self::default() }
    }

    /// Sets a flag of a golden settings file by its name there; `false` for a name that does not exist.
    ///
    /// Source: KIC v3.5.13 internal/dataplane/translator/translator.go:FeatureFlags.
    pub fn set_feature_flag(&mut self, name: &str, on: bool) -> bool {
        let flag = match name {
            "ExpressionRoutes" => {
                self.flavor = if on { Flavor::Expressions } else { Flavor::Traditional };
                return true;
            }
            // It decides what the controller reports, not what it sends.
            "ReportConfiguredKubernetesObjects" => return true,
            "FillIDs" => &mut self.fill_ids,
            "CombinedServicesFromDifferentHTTPRoutes" => &mut self.combined_services,
            "SupportRedirectPlugin" => &mut self.redirect_plugin,
            "RewriteURIs" => &mut self.rewrite_uris,
            "KongServiceFacade" => &mut self.service_facade,
            "KongCustomEntity" => &mut self.custom_entities,
            "EnterpriseEdition" => &mut self.enterprise,
            _ => return false,
        };
        *flag = on;
        true
    }
}
