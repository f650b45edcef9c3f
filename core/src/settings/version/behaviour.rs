//! What differs between releases of the controller: one row a behaviour.
//!
//! Source: spec/kic-releases.md, which has the outputs of the real releases that show each row.

use super::kic::KicVersion;

/// Makes the enum, its table and a predicate of [`KicVersion`] for each row: `Name predicate since [(minor, patch), …]
/// until […] "what changes" "where";`, all of `3.MINOR.PATCH`. A fix that came late in two lines has two entries.
macro_rules! behaviours {
    ($($name:ident $predicate:ident since [$($since:expr),*] $(until [$($until:expr),*])? $text:literal $source:literal;)*) => {
        /// A behaviour that some releases have and others have not.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Behaviour {
            $(#[doc = $text] $name,)*
        }

        impl Behaviour {
            /// All behaviours, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            const fn row(self) -> &'static Row {
                match self {
                    $(Self::$name => &Row {
                        since: &[$($since),*],
                        until: &[$($($until),*)?],
                        name: stringify!($predicate),
                        text: $text,
                        source: $source,
                    },)*
                }
            }
        }

        impl KicVersion {
            $(
                #[doc = $text]
                #[doc = ""]
                #[doc = concat!("Source: KIC ", $source)]
                pub fn $predicate(self) -> bool {
                    self.has(Behaviour::$name)
                }
            )*
        }
    };
}

/// Minor release and patch.
type Patch = (u8, u8);

/// One row of the table.
struct Row {
    since: &'static [Patch],
    until: &'static [Patch],
    name: &'static str,
    text: &'static str,
    source: &'static str,
}

impl Behaviour {
    /// The name of its predicate: `fills_plugin_ids`.
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// What it is, in one or two sentences of Markdown.
    pub const fn text(self) -> &'static str {
        self.row().text
    }

    /// Where the controller decides it: file and function.
    pub const fn source(self) -> &'static str {
        self.row().source
    }

    /// The first releases that have it, one for each line that got it anew: `3.4.14`, `3.5.7`.
    pub fn since(self) -> impl Iterator<Item = String> {
        self.row().since.iter().map(|(minor, patch)| format!("3.{minor}.{patch}"))
    }

    /// The first of [`Behaviour::since`].
    pub fn first_release(self) -> String {
        self.since().next().unwrap_or_default()
    }

    /// Every patch at which it comes or goes.
    pub(super) fn changes(self) -> impl Iterator<Item = Patch> {
        self.row().since.iter().chain(self.row().until).copied()
    }

    /// Whether a release has it. The newest change up to its patch decides in a line with changes, and their first one
    /// says how the line begins; a line without changes goes on as the one before ended.
    pub(super) fn is_in(self, minor: u8, patch: u8) -> bool {
        let Some(line) = self.changes().map(|(line, _)| line).filter(|line| *line <= minor).max() else {
            return false;
        };
        let patch = if line == minor { patch } else { u8::MAX };
        let newest = |patches: &[Patch]| {
            let past = patches.iter().filter(|change| change.0 == line && change.1 <= patch);
            past.map(|change| change.1).max()
        };
        let first = |patches: &[Patch]| {
            let all = patches.iter().filter(|change| change.0 == line);
            all.map(|change| change.1).min()
        };
        let row = self.row();
        match (newest(row.since), newest(row.until)) {
            (Some(on), Some(off)) => on > off,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            // Before the first change of the line.
            (None, None) => match (first(row.since), first(row.until)) {
                (Some(on), Some(off)) => off < on,
                (on, _) => on.is_none(),
            },
        }
    }

    /// Its bit in a set of behaviours.
    pub(super) const fn bit(self) -> u128 {
        1 << self as u32
    }
}

behaviours! {
    AcceptsRoutesByVerdict accepts_routes_by_verdict since [(4, 3), (5, 0)]
        "`Accepted` of TCPRoutes, UDPRoutes, TLSRoutes and GRPCRoutes is the computed verdict, as that of HTTPRoutes; before it is always `True`."
        "internal/controllers/gateway/route_parent_status.go:parentStatusesForRoute";
    NamesSectionsOfStreamRoutes names_sections_of_stream_routes since [(4, 3), (5, 0)]
        "The status of a TCPRoute or UDPRoute repeats the `sectionName` of its parentRef."
        "internal/controllers/gateway/route_parent_status.go:gatewayParentStatusForRoute";
    ExplainsUnresolvedRefs explains_unresolved_refs since [(4, 0)]
        "`ResolvedRefs` of an HTTPRoute says in its message which reference is unresolved and why; before the message is empty."
        "internal/controllers/gateway/httproute_controller.go:getHTTPRouteRuleReason";
    CountsAttachedRoutesOnce counts_attached_routes_once since [(4, 7), (5, 0)]
        "A route with several parentRefs that fit one listener counts once in `attachedRoutes`; before each parentRef counts."
        "internal/controllers/gateway/gateway_utils.go:getAttachedRoutesForListener";
    PoliciesOfUsedBackends policies_of_used_backends since [(3, 0)]
        "A KongUpstreamPolicy is read and gets ancestors only for Services that a backend of this controller uses."
        "internal/controllers/configuration/kongupstreampolicy_utils.go:upstreamPolicyUsedByBackendsOfMatchingClass";
    SkipsForeignParents skips_foreign_parents since [(4, 0)]
        "A parentRef that names no Gateway is skipped; before the whole route is not reconciled on its own events."
        "internal/controllers/gateway/route_predicates.go:IsRouteAttachedToReconciledGateway";
    WatchesBackendTlsPolicies watches_backend_tls_policies since [(4, 0)]
        "BackendTLSPolicies are read."
        "internal/controllers/gateway/backendtlspolicy_controller.go";
    WatchesConfigMaps watches_config_maps since [(4, 0)]
        "ConfigMaps with CA certificates are read."
        "internal/controllers/configuration/configmap_controller.go";
    CustomEntitiesByDefault custom_entities_by_default since [(3, 0)]
        "The gate KongCustomEntity is on by default."
        "pkg/manager/config/feature_gates_keys.go:GetFeatureGatesDefaults";
    CombinedServicesGate combined_services_gate since [(4, 0)] until [(5, 0)]
        "Services of different HTTPRoutes are combined by the gate `CombinedServicesFromDifferentHTTPRoutes`; since 3.5 by a flag."
        "pkg/manager/config/feature_gates_keys.go:GetFeatureGatesDefaults";
    FlagsOf33 flags_of_33 since [(3, 0)]
        "Flags of 3.3: readiness checks of gateway discovery, Konnect upload period and consumers."
        "internal/manager/config.go:FlagSet";
    FlagsOf34 flags_of_34 since [(4, 0)]
        "Flags of 3.4: cluster domain, label selectors of Secrets and ConfigMaps."
        "internal/cmd/rootcmd/config/cli.go:bindFlagSet";
    FlagOfMetricsFilter flag_of_metrics_filter since [(4, 3), (5, 0)]
        "The flag `--metrics-access-filter`."
        "internal/cmd/rootcmd/config/cli.go:bindFlagSet";
    FlagOfKonnectConcurrency flag_of_konnect_concurrency since [(4, 11), (5, 4)]
        "The flag `--konnect-config-sync-concurrency`."
        "internal/cmd/rootcmd/config/cli.go:bindFlagSet";
    FlagsOf35 flags_of_35 since [(5, 0)]
        "Flags of 3.5: combined services, drain support, Konnect licence storage."
        "internal/cmd/rootcmd/config/cli.go:bindFlagSet";
    ListenerProtocolsOnRoutes listener_protocols_on_routes since [(4, 14), (5, 7)]
        "Kong routes of HTTPRoutes and GRPCRoutes have the protocols of the listeners of their Gateways, those of Ingresses none without an annotation; before `http, https`, and none with the expressions router."
        "internal/dataplane/translator/subtranslator/httproute.go:protocolsFromHTTPRoutesGatewayListeners";
    PlainProtocolsOnRoutes plain_protocols_on_routes since [(4, 12), (5, 5)] until [(4, 14), (5, 7)]
        "Routes of the expressions router have the protocols `http, https`."
        "internal/dataplane/translator/subtranslator/httproute_atc.go";
    TagsNamedRules tags_named_rules since [(4, 0)]
        "Kong routes have a tag `k8s-named-route-rule` for the names of their rules."
        "internal/dataplane/translator/subtranslator/httproute.go; internal/util/k8s.go:AdditionalTagsK8sNamedRouteRule";
    TagsFilterPlugins tags_filter_plugins since [(4, 0)]
        "Plugins that are made from filters have the tags of their HTTPRoute."
        "internal/dataplane/translator/subtranslator/httproute.go:setRoutePlugins";
    GroupsRulesInExpressions groups_rules_in_expressions since [(4, 0)]
        "With the expressions router rules of an HTTPRoute with equal backends share a Kong service, as with the traditional ones; before each rule and hostname has its own."
        "internal/dataplane/translator/subtranslator/httproute.go:groupRulesFromHTTPRoutesByKongServiceName";
    OrdersRulesByText orders_rules_by_text since [(4, 0)]
        "Rules of an HTTPRoute that share a service stand in the order of the text of their index (10 before 2); before by index."
        "internal/dataplane/translator/subtranslator/httproute.go:getRuleKey";
    TimeoutsPerService timeouts_per_service since [(4, 0)]
        "`timeouts.backendRequest` holds for the service of its rules; before the last one of the HTTPRoute holds for all its services."
        "internal/dataplane/translator/subtranslator/httproute.go:applyTimeoutToServiceFromHTTPRouteRule";
    ExtensionRefsPerRule extension_refs_per_rule since [(4, 0)]
        "A KongPlugin that a rule names by ExtensionRef holds for this rule; before rules that are translated later inherit it."
        "internal/dataplane/translator/subtranslator/httproute.go:generateKongRouteModifierFromExtensionRef";
    RedirectPlugin redirect_plugin since [(4, 0)]
        "RequestRedirect becomes the plugin `redirect` where Kong has it; before `request-termination` and `response-transformer`."
        "internal/dataplane/translator/subtranslator/httproute.go:generateRequestRedirectUsingRedirectKongPlugin";
    TidyRedirectLocation tidy_redirect_location since [(4, 0)]
        "Without the plugin `redirect` the header is `Location:URL` and has a port only where the filter has one; before a blank follows the colon and port 80 is written."
        "internal/dataplane/translator/subtranslator/httproute.go:generateRequestRedirectKongPlugin";
    RewritesKeepMatches rewrites_keep_matches since [(4, 4), (5, 0)]
        "ReplacePrefixMatch keeps the other matches of its rule with the expressions router; before host, headers and method are lost."
        "internal/dataplane/translator/subtranslator/httproute_atc.go:pathMatcherFromHTTPPathMatch";
    StreamServicesWithoutTermination stream_services_without_termination since [(4, 9), (5, 2)]
        "Services of TCPRoutes, UDPRoutes and TLSRoutes without a usable backend have no plugin; before `request-termination`."
        "internal/dataplane/translator/translate_utils.go:generateKongServiceFromBackendRefWithName";
    RewritesAllIngressesOfService rewrites_all_ingresses_of_service since [(4, 0)]
        "`konghq.com/rewrite` is read from all Ingresses that share a service; before up to the first without it."
        "internal/dataplane/translator/subtranslator/ingress.go:MaybeRewriteURI";
    GrantsPluginsOfIngresses grants_plugins_of_ingresses since [(3, 0)]
        "A plugin of another namespace (`namespace:plugin`) that a ReferenceGrant allows is bound to an Ingress; before never."
        "internal/dataplane/translator/subtranslator/ingress.go:translateIntoKongRoute";
    TagsCertificates tags_certificates since [(4, 17), (5, 10)]
        "Certificates have the tags of their Secrets."
        "internal/dataplane/translator/translate_certs.go:getGatewayCerts";
    SnisNameTheirCertificate snis_name_their_certificate since [(4, 0), (4, 13), (5, 6)] until [(4, 12), (5, 5)]
        "SNIs carry the id of their certificate."
        "internal/dataplane/translator/translate_certs.go:mergeCerts";
    GrantsForListenerCertificates grants_for_listener_certificates since [(4, 14), (5, 7)]
        "A certificate of another namespace needs a fitting ReferenceGrant in the translator too."
        "internal/dataplane/translator/translate_certs.go:getGatewayCerts";
    TakesCertificatesOfManagedListeners takes_certificates_of_managed_listeners since [(4, 9), (5, 2)]
        "Listeners of classes without `konghq.com/gatewayclass-unmanaged` give certificates without being programmed."
        "internal/dataplane/translator/translate_certs.go:getGatewayCerts";
    TakesAuthoritiesOfAnyClass takes_authorities_of_any_class since [(4, 0)]
        "Secrets with the label `konghq.com/ca-cert` need no ingress class."
        "internal/store/store.go:ListCACerts";
    OldestAuthorityWins oldest_authority_wins since [(4, 18), (5, 11)]
        "Of several CA objects with one `id` the oldest is taken; before all are sent."
        "internal/dataplane/translator/translate_cacerts.go:getCACerts";
    OneAuthorityPerObject one_authority_per_object since [(4, 10), (5, 3)]
        "A CA object with several certificates is refused; before its first is taken."
        "internal/dataplane/translator/translate_cacerts.go:toKongCACertificate";
    FillsPluginIds fills_plugin_ids since [(4, 5), (5, 0)]
        "Plugins have ids."
        "internal/dataplane/kongstate/kongstate.go:FillIDs";
    InstanceNamesOfAllEntities instance_names_of_all_entities since [(4, 0)]
        "`instance_name` of a plugin that is bound several times ends in a hash of all entities it is bound to; before of one of them."
        "internal/dataplane/kongstate/kongstate.go:buildPlugins";
    ReportsMissingPlugins reports_missing_plugins since [(4, 0)]
        "A KongPlugin that is missing or not granted is an event on the objects that name it and a failure in their status; before only an error in the log."
        "internal/dataplane/kongstate/kongstate.go:getPluginRelations";
    KeepsNullsInPluginConfig keeps_nulls_in_plugin_config since [(4, 10), (5, 3)]
        "`null` in the configuration of a plugin is kept; before it is removed."
        "internal/dataplane/sendconfig/inmemory_schema.go";
    SortsConsumersAscending sorts_consumers_ascending since [(4, 0)]
        "Consumers are sorted by `username` and `custom_id`, ascending; before descending."
        "internal/dataplane/deckgen/generate.go";
    LeavesOutConflictingConsumers leaves_out_conflicting_consumers since [(4, 0)]
        "Consumers whose credentials exclude each other are left out; before all are sent."
        "internal/dataplane/kongstate/credentials_conflicts.go";
    TakesConsumersWithoutUsername takes_consumers_without_username since [(4, 0)]
        "A consumer may have only a `custom_id`; before it is left out."
        "internal/dataplane/deckgen/generate.go";
    WantsPluginsOfCustomEntities wants_plugins_of_custom_entities since [(4, 0)]
        "A KongCustomEntity whose parentRef names a missing plugin is left out; before it is sent without the plugin's entities."
        "internal/dataplane/kongstate/customentity.go:findCustomEntityRelatedPlugin";
    BindsCustomEntitiesToAll binds_custom_entities_to_all since [(3, 0)]
        "A KongCustomEntity is sent once for each entity that its plugin is bound to; before for the first only."
        "internal/dataplane/kongstate/customentity.go:findCustomEntityForeignFields";
    GrantsParentsOfCustomEntities grants_parents_of_custom_entities since [(3, 0)]
        "A KongCustomEntity needs a ReferenceGrant for a plugin of another namespace."
        "internal/dataplane/kongstate/customentity.go:findCustomEntityRelatedPlugin";
    IgnoresObjectsOfKonnect ignores_objects_of_konnect since [(4, 0)]
        "KongConsumers, KongConsumerGroups and KongVaults with a `controlPlaneRef` other than `kic` are not watched; before the field is unknown."
        "internal/controllers/utils/control_plane_reference.go:GenerateCPReferenceMatchesPredicate";
    PolicyThresholds policy_thresholds since [(4, 10), (5, 3)]
        "`healthchecks.threshold` of a KongUpstreamPolicy is sent; before ignored."
        "internal/dataplane/kongstate/kongupstreampolicy.go:translateHealthchecks";
    PolicyFallbackCookies policy_fallback_cookies since [(4, 8), (5, 0)]
        "The cookie of `hashOnFallback` is sent; before ignored."
        "internal/dataplane/kongstate/kongupstreampolicy.go:translateHashOnCookie";
    StickySessions sticky_sessions since [(5, 0)]
        "`sticky-sessions` of a KongUpstreamPolicy is sent with its cookie, and refused for Kong before 3.11."
        "internal/dataplane/kongstate/kongstate.go:FillUpstreamOverrides";
    VerifiesUpstreams verifies_upstreams since [(4, 0)]
        "`konghq.com/tls-verify`, `tls-verify-depth`, `ca-certificates-secrets` and `ca-certificates-configmaps` of Services are read."
        "internal/dataplane/kongstate/service.go:overrideTLSVerify; internal/dataplane/translator/ingressrules.go:handleServiceCACertificates";
    CapitalClientCertificate capital_client_certificate since [(4, 0)]
        "The event on a client certificate for a service without TLS begins with `Client`; before with `client`."
        "internal/dataplane/translator/ingressrules.go:handleServiceClientCertificates";
    TrimsAnnotationLists trims_annotation_lists since [(4, 0)]
        "Comma lists in annotations are trimmed and empty items dropped."
        "internal/annotations/annotations.go:extractCommaDelimitedStrings";
    SchemasOfGatewayApi13 schemas_of_gateway_api_13 since [(4, 0)]
        "The CRDs are those of Gateway API 1.3: 64 matches a rule, names of rules, the filter CORS, no GRPCRoute v1alpha2; before those of 1.1."
        "Gateway API CRDs";
    SchemasOfKong15 schemas_of_kong_15 since [(4, 0)]
        "Kong's CRDs are those of kubernetes-configuration 1.5: sticky sessions, `controlPlaneRef`, rules of KongCustomEntity; before those of the controller's own repository."
        "Kong CRDs";
    WebhookWaivesSecretsOfPublicKeyTokens webhook_waives_secrets_of_public_key_tokens since [(4, 0)]
        "The webhook does not ask for the `secret` of a JWT credential whose algorithm uses a public key."
        "internal/admission/validation/consumers/credentials/validation.go";
    WebhookKnowsCors webhook_knows_cors since [(5, 0)]
        "The webhook refuses every filter that it does not know, CORS too, as unsupported; before only RequestMirror, and others by the words of the translator."
        "internal/admission/validation/gateway/httproute.go:validateHTTPRouteFeatures";
    WebhookChecksAllGateways webhook_checks_all_gateways since [(4, 14), (5, 7)]
        "The webhook refuses an HTTPRoute with an unsupported feature also where one of its Gateways is missing."
        "internal/admission/validation/gateway/httproute.go";
}
