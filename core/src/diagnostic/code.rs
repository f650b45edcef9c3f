//! The registry of problem codes.

use super::Severity;

/// Makes the enum, its texts and the list of all codes from one table.
macro_rules! codes {
    ($([$group:literal] $($variant:ident = $text:literal, $severity:ident, $title:literal;)*)*) => {
        /// A problem code. The text is stable: it is never reused and never changed.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Code {
            $($(#[doc = $title] $variant,)*)*
        }

        impl Code {
            /// All codes in the order of the registry.
            pub const ALL: &'static [Self] = &[$($(Self::$variant),*),*];

            /// The kebab-case text, for example `listener-port-unavailable`.
            pub const fn as_str(self) -> &'static str {
                match self { $($(Self::$variant => $text),*),* }
            }

            /// How much it matters.
            pub const fn severity(self) -> Severity {
                match self { $($(Self::$variant => Severity::$severity),*),* }
            }

            /// The heading of its page.
            pub const fn title(self) -> &'static str {
                match self { $($(Self::$variant => $title),*),* }
            }

            /// The heading of the registry that it stands under, for example `Backends and their Services`.
            pub const fn group(self) -> &'static str {
                match self { $($(Self::$variant => $group),*),* }
            }

            /// The code with this text.
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.as_str() == text)
            }
        }
    };
}

codes! {
    ["Texts: YAML and environment"]
    YamlSyntax = "yaml-syntax", Error, "The document is not YAML";
    YamlLimit = "yaml-limit", Error, "The text is larger than what is read";
    YamlDuplicateKey = "yaml-duplicate-key", Error, "A key stands twice in one map";
    YamlUnknownAlias = "yaml-unknown-alias", Error, "An alias has no anchor";
    YamlScalarKey = "yaml-key-not-scalar", Error, "A map key is a list or a map";
    YamlTag = "yaml-tag", Error, "A YAML tag does not fit its value";
    YamlTagIgnored = "yaml-tag-ignored", Warning, "A YAML tag means nothing to Kubernetes";
    YamlIgnoredText = "yaml-ignored-text", Warning, "Text after the end of a document is not read";
    EnvironmentLine = "environment-line", Error, "A line of the environment is no assignment";
    EnvironmentQuote = "environment-quote", Error, "A quote in the environment is not closed or splits the value";
    EnvironmentDuplicate = "environment-duplicate", Warning, "A variable is set twice";
    EnvironmentUnknown = "environment-unknown", Warning, "No program reads this variable";
    EnvironmentIgnored = "environment-ignored", Info, "Something in the environment is no variable";
    EnvironmentValueElsewhere = "environment-value-elsewhere", Info, "The value of a variable stands in another object";
    EnvironmentValueType = "environment-value-type", Error, "A variable of a container has a value that is no string";
    ["Documents and objects"]
    NotAnObject = "not-an-object", Error, "The document is no Kubernetes object";
    KindMissing = "kind-missing", Error, "The document has no apiVersion or kind";
    KindUnknown = "kind-unknown", Warning, "Nobody reads this kind";
    VersionUnknown = "version-unknown", Error, "The kind does not exist in this version";
    NameMissing = "name-missing", Error, "The object has no name";
    CoreFieldRefused = "core-field-refused", Error, "The API server refuses a field of a core object";
    ServicePortUnnamed = "service-port-unnamed", Error, "A Service has several ports, and one has no name";
    ["Assumptions"]
    GatewayClassAssumed = "gateway-class-assumed", Warning, "A GatewayClass is not in the manifests";
    PublishServiceAssumed = "publish-service-assumed", Info, "The publish Service is assumed";
    ["Helm values"]
    HelmError = "helm-error", Error, "Helm does not render the chart";
    HelmUsed = "helm-used", Info, "Settings and Services come from the Helm values";
    ["The release of the controller"]
    ReleaseLacks = "release-lacks", Warning, "The release of the controller does not have it yet";
    ReleaseDrops = "release-drops", Info, "A later release of the controller does not have it any more";
    ["Annotations and labels"]
    AnnotationUnknown = "annotation-unknown", Warning, "The controller does not know this annotation";
    AnnotationForeign = "annotation-foreign", Warning, "The annotation is another controller's";
    AnnotationMisplaced = "annotation-misplaced", Warning, "The annotation does nothing on this object";
    AnnotationInvalid = "annotation-invalid", Warning, "The value of an annotation is not used";
    AnnotationOverridden = "annotation-overridden", Warning, "Something else decides what the annotation sets";
    AnnotationUnsupported = "annotation-unsupported", Warning, "The annotation has no effect in these settings";
    ["Kong's own start"]
    ListenInvalid = "listen-invalid", Error, "Kong refuses a listen value and does not start";
    ListenName = "listen-host-name", Error, "A listen given by host name breaks the controller's status";
    ListenTwice = "listen-twice", Error, "Two listens have one address and port";
    ListenRefusedByNginx = "listen-refused-by-nginx", Error, "nginx refuses a listen that Kong's parser takes";
    ListenLineBreak = "listen-line-break", Warning, "A line break inside of a listen hides what stands behind it";
    PortMapsInvalid = "port-maps-invalid", Error, "Kong refuses KONG_PORT_MAPS and does not start";
    SettingInvalid = "setting-invalid", Error, "The controller refuses a setting and does not start";
    SettingListBlank = "setting-list-blank", Warning, "An item of a comma list keeps its blanks";
    KongSettingInvalid = "kong-setting-invalid", Error, "Kong refuses a setting and does not start";
    KongVersionUnknown = "kong-version-unknown", Warning, "The version of Kong cannot be read";
    PublishServiceUnset = "publish-service-unset", Error, "The controller needs a publish Service";
    ReplicasDiffer = "replicas-differ", Error, "Kong replicas listen differently";
    ["What the API server refuses or drops"]
    FieldUnknown = "unknown-field", Warning, "The API server drops a field that the kind does not have";
    FieldMissing = "field-missing", Error, "A required field is missing";
    FieldType = "field-type", Error, "A value has the wrong type";
    FieldRange = "field-range", Error, "A number is out of range";
    FieldWord = "field-word", Error, "A field does not take this word";
    FieldLength = "field-length", Error, "A text is too long or too short";
    FieldCount = "field-count", Error, "A list or map has too many or too few entries";
    FieldPattern = "field-pattern", Error, "A text does not have the form that the field asks for";
    FieldItemTwice = "field-item-twice", Error, "An item stands twice in a list whose items must differ";
    FieldRule = "field-rule", Error, "Several fields together break a rule of the kind";
    ListenerTlsNotAllowed = "listener-tls-not-allowed", Error, "A listener of this protocol has no tls";
    ListenerTlsMode = "listener-tls-mode", Error, "TLS of an HTTPS listener cannot pass through";
    ListenerHostnameNotAllowed = "listener-hostname-not-allowed", Error, "A listener of this protocol has no hostname";
    ListenerNameTwice = "listener-name-twice", Error, "Two listeners of a Gateway have one name";
    ListenerTwice = "listener-twice", Error, "Two listeners of a Gateway ask for the same";
    ListenerCertificateMissing = "listener-certificate-missing", Error, "A listener ends TLS without a certificate";
    ParentSectionMissing = "parent-section-missing", Error, "Of two parentRefs to one Gateway only one has a section";
    ParentTwice = "parent-twice", Error, "Two parentRefs name the same listener";
    ["The controller's admission webhook"]
    WebhookRefuses = "webhook-refuses", Error, "The admission webhook refuses an object";
    WebhookWouldRefuse = "webhook-would-refuse", Info, "The admission webhook, where there is one, refuses an object";
    WebhookWarns = "webhook-warns", Warning, "The admission webhook warns about an object";
    ["Routes on their way to Kong"]
    RouteWithoutRules = "route-without-rules", Error, "A route has no rules";
    RuleWithoutBackends = "rule-without-backends", Error, "A rule of a TCPRoute or UDPRoute has no backendRefs";
    RouteWithoutHostnames = "route-without-hostnames", Error, "A TLSRoute has no hostnames";
    QueryParamsTraditional = "query-params-in-traditional-router", Error, "Query parameters need the expressions router";
    HeaderMatchRepeated = "header-match-repeated", Error, "A match names one header twice";
    HeaderMatchType = "header-match-type", Error, "A header match has an unknown type";
    FilterUnsupported = "filter-unsupported", Error, "The controller has no such filter";
    FilterIncomplete = "filter-incomplete", Error, "A filter lacks what it needs";
    ExtensionRefUnsupported = "extension-ref-unsupported", Error, "An ExtensionRef names something else than a KongPlugin";
    RuleFiltersIgnored = "rule-filters-ignored", Warning, "Filters of a rule without matches have no effect";
    RewriteDropsPaths = "rewrite-drops-paths", Warning, "A path rewrite replaces the paths of other matches";
    RedirectWithoutHostname = "redirect-without-hostname", Warning, "A redirect has no hostname";
    RedirectSchemeAssumed = "redirect-scheme-assumed", Warning, "A redirect without scheme goes to http";
    RedirectPrefixKept = "redirect-prefix-kept", Warning, "A redirect does not replace the prefix of the path";
    RedirectHiddenBySnis = "redirect-hidden-by-snis", Warning, "A route with snis does not redirect plain HTTP";
    RulesCombined = "rules-combined", Info, "Several rules become one Kong route";
    RegexMatchesLongerPaths = "regex-matches-longer-paths", Info, "A regular expression of a path also matches longer paths";
    PathIsPattern = "path-is-pattern", Warning, "Kong reads a path as a pattern of something else";
    RedirectRepeatsRoutes = "redirect-repeats-routes", Warning, "A redirect with several matches makes routes of one name";
    TimeoutOverridden = "timeout-overridden", Warning, "The timeout of another rule counts";
    RouteFieldIgnored = "route-field-ignored", Warning, "The controller ignores a field of a route";
    HostnameNotMatched = "hostname-not-matched", Warning, "An expression cannot match this host name";
    HeaderTypeIgnored = "header-type-ignored", Warning, "A header regex of a GRPCRoute is taken as plain text";
    MatchOrderExhausted = "match-order-exhausted", Warning, "Too many matches of one rank";
    ["Backends and their Services"]
    BackendKindMissing = "backend-kind-missing", Error, "A backendRef has no kind";
    BackendKindUnsupported = "backend-kind-unsupported", Error, "A backendRef names something else than a Service";
    BackendServiceMissing = "backend-service-missing", Error, "A backendRef names a Service that is not there";
    BackendGroupUnsupported = "backend-group-unsupported", Error, "A backendRef names a group without Services";
    BackendNotGranted = "backend-not-granted", Error, "A backendRef into another namespace needs a ReferenceGrant";
    BackendPortUnknown = "backend-port-unknown", Error, "The Service does not have the port of a backendRef";
    BackendsUnusable = "backends-unusable", Error, "No backendRef of a rule can be used";
    EndpointsMissing = "endpoints-missing", Info, "A Service has no endpoints";
    ServiceAnnotationsDisagree = "service-annotations-disagree", Error, "Services of one rule have different annotations";
    ServiceProtocolInvalid = "service-protocol-invalid", Error, "A Service asks for a protocol that does not exist";
    UpstreamPolicyMissing = "upstream-policy-missing", Error, "A Service names a KongUpstreamPolicy that is not there";
    UpstreamPolicyUnsupported = "upstream-policy-unsupported", Error, "Kong is too old for a KongUpstreamPolicy";
    KongIngressMissing = "kong-ingress-missing", Error, "A Service names a KongIngress that is not there";
    KongIngressIgnored = "kong-ingress-ignored", Warning, "A KongIngress has no effect behind Gateway API routes";
    BackendTlsPolicyRepeated = "backend-tls-policy-repeated", Error, "Several BackendTLSPolicies target one Service";
    ["Ingresses"]
    IngressBackendUnusable = "ingress-backend-unusable", Error, "A backend of an Ingress leads nowhere";
    IngressRuleWithoutPaths = "ingress-rule-without-paths", Warning, "A rule of an Ingress has no paths";
    DefaultBackendIgnored = "default-backend-ignored", Warning, "Another Ingress has the default backend";
    IngressServiceReplaced = "ingress-service-replaced", Warning, "A TCPIngress takes the routes of an Ingress away";
    IngressTlsIgnored = "ingress-tls-ignored", Warning, "An entry of tls has no hosts or no Secret";
    IngressRewriteUnusable = "ingress-rewrite-unusable", Error, "A rewrite takes the routes of a Service away";
    IngressHostUnusable = "ingress-host-unusable", Warning, "A host of an Ingress cannot be part of an expression";
    RegexWithoutPrefix = "regex-without-prefix", Warning, "A path looks like a regular expression and is none";
    RegexPathsCompete = "regex-paths-compete", Info, "Ingresses have regular expressions for one host";
    IngressItemLeftOut = "ingress-item-left-out", Warning, "An item of an annotation cannot be part of an expression";
    IngressClassParametersUnusable = "ingress-class-parameters-unusable", Warning, "The parameters of an IngressClass are not used";
    StatusAddressUnknown = "status-address-unknown", Warning, "The controller knows no address for the status";
    ["Plugins"]
    PluginMissing = "plugin-missing", Error, "An object names a plugin that is not there";
    PluginNotGranted = "plugin-not-granted", Error, "A plugin of a named namespace needs a ReferenceGrant";
    PluginConfigInvalid = "plugin-config-invalid", Error, "The configuration of a plugin cannot be read";
    GlobalPluginRepeated = "global-plugin-repeated", Warning, "Several global plugins are of one kind";
    PluginBindingIgnored = "plugin-binding-ignored", Warning, "A plugin is not bound to a consumer group";
    PluginTypeTwice = "plugin-type-twice", Warning, "A route has two plugins of one kind";
    PluginFieldIgnored = "plugin-field-ignored", Warning, "The controller ignores a field of a plugin";
    ["Consumers"]
    ConsumerWithoutName = "consumer-without-name", Error, "A consumer has neither username nor custom_id";
    ConsumerGroupMissing = "consumer-group-missing", Error, "A consumer names a group that is not there";
    ConsumerFieldIgnored = "consumer-field-ignored", Warning, "The controller ignores a field of a consumer or group";
    MemberWithoutUsername = "member-without-username", Warning, "A member of a consumer group has no username";
    EnterpriseNeeded = "enterprise-needed", Info, "Only Kong Enterprise has this";
    CredentialMissing = "credential-missing", Error, "The Secret of a credential is not there";
    CredentialTypeUnknown = "credential-type-unknown", Error, "A Secret does not say which credential it holds";
    CredentialInvalid = "credential-invalid", Error, "A Secret does not hold a credential of its type";
    CredentialValueUnreadable = "credential-value-unreadable", Error, "A value of a credential cannot be read";
    CredentialFieldIgnored = "credential-field-ignored", Warning, "A key of a credential has no effect";
    CredentialConflict = "credential-conflict", Error, "Two credentials have a value that must be unique";
    ["Whose an object is"]
    ClassForeign = "class-foreign", Warning, "An object is not of the controller's class";
    ControlPlaneForeign = "control-plane-foreign", Warning, "An object belongs to another control plane";
    NamespaceNotWatched = "namespace-not-watched", Warning, "The controller does not look into the namespace of an object";
    KindOff = "kind-off", Error, "The controller does not read this kind of object";
    ["Certificates"]
    CertificateRefsSeveral = "certificate-refs-several", Error, "A listener has several certificateRefs";
    CertificateNotGranted = "certificate-not-granted", Warning, "A certificate of another namespace needs a ReferenceGrant";
    CertificateSecretMissing = "certificate-secret-missing", Error, "The Secret of a certificate is not there";
    CertificateInvalid = "certificate-invalid", Error, "A Secret does not hold a key pair";
    CertificateExpired = "certificate-expired", Warning, "A certificate has expired";
    CertificateNotYetValid = "certificate-not-yet-valid", Warning, "A certificate is not valid yet";
    CertificateHostMismatch = "certificate-host-mismatch", Warning, "A certificate is not for the host";
    ServerNameTaken = "server-name-taken", Warning, "Two certificates are for one server name";
    ClientCertificateUnused = "client-certificate-unused", Error, "A client certificate is asked for without TLS";
    CaCertificatesUnused = "ca-certificates-unused", Error, "CA certificates are asked for without verification";
    CaCertificateMissing = "ca-certificate-missing", Error, "A CA certificate is not there or has no id";
    CaCertificateInvalid = "ca-certificate-invalid", Error, "An object does not hold a CA certificate";
    CaCertificateRepeated = "ca-certificate-repeated", Error, "Two CA certificates have one id";
    ["Vaults, licenses, entities of other types"]
    VaultPrefixTaken = "vault-prefix-taken", Error, "Another vault has the prefix";
    VaultConfigInvalid = "vault-config-invalid", Error, "The configuration of a vault cannot be read";
    VaultFieldIgnored = "vault-field-ignored", Warning, "The controller ignores a field of a vault";
    LicenseReplaced = "license-replaced", Warning, "Another license counts";
    LicenseNeedsEnterprise = "license-needs-enterprise", Info, "Only Kong Enterprise gets a license";
    CustomEntityRefused = "custom-entity-refused", Error, "A KongCustomEntity gives no entity";
    CustomEntityUnattached = "custom-entity-unattached", Warning, "A KongCustomEntity refers to no other entity";
    CustomEntityForeign = "custom-entity-foreign", Warning, "A KongCustomEntity is another controller's";
    ["What Kong refuses of a configuration"]
    ObjectRefusedByKong = "object-refused-by-kong", Error, "Kong refuses what comes of an object";
    ObjectTakenAlong = "object-taken-along", Error, "An object is left out with one that Kong refuses";
    ["Policies of upstreams"]
    UpstreamPolicyConflict = "upstream-policy-conflict", Error, "Services of one rule have different upstream policies";
    UpstreamPolicyUnused = "upstream-policy-unused", Warning, "No route of the controller leads to a KongUpstreamPolicy";
    ["Gateways and their listeners"]
    GatewayClassMissing = "gateway-class-missing", Error, "A Gateway has no GatewayClass";
    GatewayClassForeign = "gateway-class-foreign", Warning, "A Gateway is another controller's";
    GatewayNotUnmanaged = "gateway-not-unmanaged", Warning, "Nobody writes the status of a Gateway";
    GatewaySkipped = "gateway-skipped", Info, "The controller looks at another Gateway only";
    PublishServiceMismatch = "publish-service-mismatch", Error, "A Gateway names another publish Service than the controller";
    PublishServiceMissing = "publish-service-missing", Error, "The publish Service does not exist";
    PublishServiceNoClusterIp = "publish-service-no-cluster-ip", Error, "The publish Service has no cluster IP";
    GatewayNoAddress = "gateway-no-address", Warning, "A Gateway stays without address";
    GatewayAddressless = "gateway-addressless", Info, "A Gateway has no address to show";
    GatewayAddressesIgnored = "gateway-addresses-ignored", Warning, "The controller ignores the addresses that a Gateway asks for";
    GatewayClassUnmanagedValue = "gateway-class-unmanaged-value", Warning, "Any value of the unmanaged annotation means yes";
    ListenerPortUnavailable = "listener-port-unavailable", Error, "A listener's port does not lead to Kong";
    ListenerProtocolUnsupported = "listener-protocol-unsupported", Error, "Kong opens no port for a listener's protocol";
    ListenerContainerPort = "listener-container-port", Error, "A listener has the port of Kong's container";
    ListenerNodePort = "listener-node-port", Error, "A listener has the node port of the Service";
    ListenerTargetNamed = "listener-target-named", Error, "The Service port of a listener leads to a named port";
    ListenerNeedsSsl = "listener-needs-ssl", Error, "Kong's listen behind a listener lacks ssl";
    ListenerOnSsl = "listener-on-ssl", Error, "Kong's listen behind a listener has ssl";
    ListenerOtherSubsystem = "listener-other-subsystem", Error, "Kong's listen behind a listener is for HTTP instead of streams, or the reverse";
    ListenerOtherTransport = "listener-other-transport", Error, "The Service port of a listener is TCP instead of UDP, or the reverse";
    UdpServiceNotPublished = "udp-service-not-published", Error, "The controller does not know the Service of the UDP ports";
    ListenerProtocolConflict = "listener-protocol-conflict", Error, "Listeners cannot share a port";
    ListenerHostnameConflict = "listener-hostname-conflict", Error, "Listeners have one port and hostname";
    ListenerRouteKind = "listener-route-kind", Error, "A listener names a kind of route that the controller refuses";
    ListenerCertificate = "listener-certificate", Error, "A listener's certificate cannot be used";
    ListenerCertificateNotGranted = "listener-certificate-not-granted", Error, "A listener may not use a certificate";
    ListenerSelectorMissing = "listener-selector-missing", Warning, "A listener takes routes by a selector that is not there";
    PassthroughCertificate = "passthrough-certificate", Warning, "A listener that passes TLS through has a certificate";
    ["What a client meets at a listener"]
    ListenerSocketMissing = "listener-socket-missing", Warning, "A listener is programmed, but Kong opens no socket for it";
    ListenerListenDiffers = "listener-listen-differs", Warning, "A listener is programmed, but Kong's listen is of another sort";
    StreamPortMoved = "stream-port-moved", Warning, "Kong's router sees another port than a listener has";
    PortMapElsewhere = "port-map-elsewhere", Warning, "KONG_PORT_MAPS names another port than the listener has";
    ServicePortNumberShared = "service-port-number-shared", Warning, "The controller mixes up two ports of a Service with one number";
    ProxyProtocolExpected = "proxy-protocol-expected", Info, "Kong expects the PROXY protocol, and nothing says that it is sent";
    ProxyProtocolUnread = "proxy-protocol-unread", Warning, "A load balancer sends the PROXY protocol, and Kong does not read it";
    CleartextHttp2 = "cleartext-http2", Info, "A listen has http2 without ssl";
    GrpcWithoutHttp2 = "grpc-without-http2", Warning, "A GRPCRoute is only reached by listens without http2";
    GrpcWithoutTls = "grpc-without-tls", Info, "A GRPCRoute is only reached without TLS";
    StreamRoutePortClosed = "stream-route-port-closed", Warning, "Kong's router never sees the port of a TCPIngress or UDPIngress";
    StreamHostWithoutSsl = "stream-host-without-ssl", Warning, "A host of a TCPIngress needs a stream listen with ssl";
    StreamWithoutRoute = "stream-without-route", Info, "No route leads on from a stream listener";
    RouteOnOtherListeners = "route-on-other-listeners", Warning, "A route also answers on listeners that it does not name";
    GatewaysMerged = "gateways-merged", Warning, "Listeners of two Gateways are one in Kong";
    ListenerHostnameUnreached = "listener-hostname-unreached", Info, "No route has a hostname that meets a listener's";
    AttachedRoutesMiscounted = "attached-routes-miscounted", Info, "attachedRoutes is not the number of attached routes";
    ["Routes"]
    RouteKindOff = "route-kind-off", Error, "The controller does not read this kind of route";
    RouteParentKind = "route-parent-kind", Error, "A parentRef is no Gateway";
    RouteParentMissing = "route-parent-missing", Error, "A parentRef leads to no Gateway";
    RouteParentForeign = "route-parent-foreign", Info, "A parentRef leads to a Gateway that the controller leaves alone";
    RoutePolicyError = "route-policy-error", Error, "A listener's allowedRoutes cannot be tested";
    RouteWaits = "route-waits", Warning, "A route waits for its Gateway";
    RouteNotAllowed = "route-not-allowed", Error, "No listener allows the route";
    RouteNoListener = "route-no-listener", Error, "No listener fits the route";
    RouteSectionMissing = "route-section-missing", Error, "A parentRef names a listener that is not there";
    RoutePortMismatch = "route-port-mismatch", Error, "A parentRef names a port that no listener has";
    RouteTlsTerminated = "route-tls-terminated", Error, "A TLSRoute is on a listener that ends TLS";
    RouteHttpsOnly = "route-https-only", Info, "Plain HTTP is answered with 426 for a route on HTTPS listeners only";
    RouteHostnameMismatch = "route-hostname-mismatch", Error, "The hostnames of route and listeners do not meet";
    RouteHostnameDropped = "route-hostname-dropped", Warning, "A hostname does not get to Kong";
    RouteHostnameNarrowed = "route-hostname-narrowed", Info, "A hostname is narrowed by a listener";
    RouteStatusAlternates = "route-status-alternates", Warning, "The status of a route never settles";
    RouteParentsOverwritten = "route-parents-overwritten", Warning, "Parents of a route overwrite each other's status";
    RouteRefusedByRouter = "route-refused-by-router", Warning, "Kong's router refuses a route";
    RouteShadowed = "route-shadowed", Warning, "Requests for a route go to another one";
    RouteUnreachable = "route-unreachable", Warning, "No request reaches a route";
    PolicyRefused = "policy-refused", Error, "A BackendTLSPolicy is not used";
    PolicyUnreached = "policy-unreached", Warning, "No route leads to a BackendTLSPolicy";
}
