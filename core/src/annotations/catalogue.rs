//! The catalogue: one row a key.
//!
//! Source: spec/annotations.md sections 3 to 9; "since" is the first release of the controller that reads the key.

use crate::k8s::Kind;
use crate::settings::Behaviour;

/// Where a key is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// `metadata.annotations`.
    Annotation,
    /// `metadata.annotations`, any key that begins with the text of the row.
    AnnotationPrefix,
    /// `metadata.labels`.
    Label,
}

/// What a value must look like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ValueRule {
    /// Any text.
    Text,
    /// Any text but the empty one.
    NotEmpty,
    /// `true` or `false` in any letter case, nothing around it.
    BoolWord,
    /// `1 t true 0 f false` in any letter case.
    Bool,
    /// Exactly `true`.
    True,
    /// A whole number, sign allowed.
    Integer,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A list with commas, each item one of these words.
    ListOf(&'static [&'static str]),
    /// A list with commas.
    List,
    /// A list of methods with commas: letters only.
    Methods,
    /// A list of host names with commas, no wildcards.
    Snis,
    /// A list of host names with commas, a wildcard label first or last.
    Hosts,
    /// `v0` or `v1`.
    PathHandling,
    /// A path that begins with `/`.
    Path,
    /// A list with commas of `name` or `namespace:name` of KongPlugins or KongClusterPlugins.
    Plugins,
    /// A list with commas of `namespace/name` of Services.
    Services,
    /// The name of an object of this kind in the same namespace.
    Name(Kind),
    /// A path with `$1` for the first captured group.
    RewriteTemplate,
}

impl ValueRule {
    /// The rule in words, to stand after "must be".
    pub fn in_words(self) -> String {
        let list = |words: &[&str]| words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        match self {
            Self::Text => "any text".to_owned(),
            Self::NotEmpty => "a text that is not empty".to_owned(),
            Self::BoolWord => "`true` or `false`".to_owned(),
            Self::Bool => "`true` or `false` (also `1`, `t`, `0`, `f`)".to_owned(),
            Self::True => "exactly `true`".to_owned(),
            Self::Integer => "a whole number".to_owned(),
            Self::OneOf(words) => format!("one of {}", list(words)),
            Self::ListOf(words) => format!("a list with commas of {}", list(words)),
            Self::List => "a list with commas".to_owned(),
            Self::Methods => "a list with commas of HTTP methods, letters only".to_owned(),
            Self::Snis => "a list with commas of host names without wildcards".to_owned(),
            Self::Hosts => "a list with commas of host names".to_owned(),
            Self::PathHandling => "`v0` or `v1`".to_owned(),
            Self::Path => "a path that begins with `/`".to_owned(),
            Self::Plugins => "a list with commas of `plugin` or `namespace:plugin`".to_owned(),
            Self::Services => "a list with commas of `namespace/service`".to_owned(),
            Self::Name(kind) => format!("the name of a {} in the same namespace", kind.name()),
            Self::RewriteTemplate => "a path in which `$1` is the first captured group".to_owned(),
        }
    }
}

/// Router flavors in which a key does something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flavors {
    /// Both.
    All,
    /// Only `traditional` and `traditional_compatible`.
    Traditional,
    /// In `expressions` only for Ingresses.
    ExpressionsForIngress,
    /// In `expressions` for Ingresses, HTTPRoutes and GRPCRoutes.
    ExpressionsForHttp,
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The key, or the text that the key begins with.
    pub key: &'static str,
    /// Where it is written.
    pub form: Form,
    /// Kinds of objects on which it is read.
    pub kinds: &'static [Kind],
    /// What the value must look like.
    pub value: ValueRule,
    /// What it does, in one sentence without full stop.
    pub effect: &'static str,
    /// What holds without it.
    pub default: &'static str,
    /// Router flavors in which it does something.
    pub flavors: Flavors,
    /// First release of the controller that reads it; `-` for Kubernetes' own.
    pub since: &'static str,
    /// Where the controller reads it.
    pub source: &'static str,
}

impl Row {
    /// The behaviour with which the controller reads it, where not all modelled releases do.
    pub fn brought_by(&self) -> Option<Behaviour> {
        match self.key {
            "konghq.com/tls-verify"
            | "konghq.com/tls-verify-depth"
            | "konghq.com/ca-certificates-secrets"
            | "konghq.com/ca-certificates-configmaps" => Some(Behaviour::VerifiesUpstreams),
            "konghq.com/configmap" => Some(Behaviour::WatchesConfigMaps),
            _ => None,
        }
    }
}

/// Ingresses and routes.
const ROUTES: &[Kind] = &[
    Kind::Ingress,
    Kind::TCPIngress,
    Kind::UDPIngress,
    Kind::HTTPRoute,
    Kind::GRPCRoute,
    Kind::TCPRoute,
    Kind::TLSRoute,
    Kind::UDPRoute,
];

/// Services and what stands for one.
const SERVICES: &[Kind] = &[Kind::Service, Kind::KongServiceFacade];

/// Everything that can carry plugins.
const PLUGIN_HOLDERS: &[Kind] = &[
    Kind::Ingress,
    Kind::TCPIngress,
    Kind::UDPIngress,
    Kind::HTTPRoute,
    Kind::GRPCRoute,
    Kind::TCPRoute,
    Kind::TLSRoute,
    Kind::UDPRoute,
    Kind::Service,
    Kind::KongServiceFacade,
    Kind::KongConsumer,
    Kind::KongConsumerGroup,
];

/// Everything whose tags reach Kong.
const TAGGED: &[Kind] = &[
    Kind::Ingress,
    Kind::TCPIngress,
    Kind::UDPIngress,
    Kind::HTTPRoute,
    Kind::GRPCRoute,
    Kind::TCPRoute,
    Kind::TLSRoute,
    Kind::UDPRoute,
    Kind::Service,
    Kind::KongServiceFacade,
    Kind::KongPlugin,
    Kind::KongClusterPlugin,
    Kind::KongConsumer,
    Kind::KongConsumerGroup,
    Kind::KongVault,
    Kind::KongCustomEntity,
    Kind::Secret,
    Kind::ConfigMap,
];

/// Objects that name the controller's class in an annotation.
const CLASSED: &[Kind] = &[
    Kind::Ingress,
    Kind::TCPIngress,
    Kind::UDPIngress,
    Kind::KongConsumer,
    Kind::KongConsumerGroup,
    Kind::KongClusterPlugin,
    Kind::KongVault,
    Kind::KongServiceFacade,
];

/// Protocols that the annotations accept; `udp` is not among them.
pub const PROTOCOLS: &[&str] = &["http", "https", "grpc", "grpcs", "ws", "wss", "tls", "tcp", "tls_passthrough"];

const ROUTE_SOURCE: &str = "KIC v3.5.13 internal/dataplane/kongstate/route.go:overrideByAnnotation";
const SERVICE_SOURCE: &str = "KIC v3.5.13 internal/dataplane/kongstate/service.go:overrideByAnnotation";
const INGRESS_SOURCE: &str = "KIC v3.5.13 internal/dataplane/translator/subtranslator/ingress.go";
const TRANSLATOR_SOURCE: &str = "KIC v3.5.13 internal/dataplane/translator/ingressrules.go:populateServices";
const STORE_SOURCE: &str = "KIC v3.5.13 internal/store/store.go";
const GATEWAY_SOURCE: &str = "KIC v3.5.13 internal/controllers/gateway";

macro_rules! rows {
    ($($form:ident $key:literal on $kinds:expr, $value:expr, $flavors:ident, $since:literal, $source:expr;
       does $effect:literal; else $default:literal;)*) => {
        &[$(Row {
            key: $key, form: Form::$form, kinds: $kinds, value: $value, effect: $effect, default: $default,
            flavors: Flavors::$flavors, since: $since, source: $source,
        }),*]
    };
}

/// The catalogue, by subject.
pub const CATALOGUE: &[Row] = rows! {
    // Routes.
    Annotation "konghq.com/protocols" on ROUTES, ValueRule::ListOf(PROTOCOLS), All, "0.8.0", ROUTE_SOURCE;
        does "sets `protocols` of the Kong routes, in this order";
        else "the protocols of the Gateway's listeners, or Kong's default";
    Annotation "konghq.com/strip-path" on ROUTES, ValueRule::BoolWord, All, "0.8.0", ROUTE_SOURCE;
        does "sets `strip_path`: whether the matched prefix is cut off before the request goes upstream";
        else "`false`";
    Annotation "konghq.com/preserve-host" on ROUTES, ValueRule::BoolWord, All, "0.8.0", ROUTE_SOURCE;
        does "sets `preserve_host`: whether the client's Host header goes upstream";
        else "`true`";
    Annotation "konghq.com/https-redirect-status-code" on ROUTES,
        ValueRule::OneOf(&["301", "302", "307", "308", "426"]), All, "0.8.0", ROUTE_SOURCE;
        does "sets `https_redirect_status_code`: the answer to plain HTTP where only HTTPS is allowed";
        else "`426`";
    Annotation "ingress.kubernetes.io/force-ssl-redirect" on ROUTES, ValueRule::True, All, "0.10.0", ROUTE_SOURCE;
        does "allows only TLS protocols and answers plain HTTP with a redirect 302";
        else "plain HTTP is served too";
    Annotation "konghq.com/request-buffering" on ROUTES, ValueRule::Bool, All, "1.2.0", ROUTE_SOURCE;
        does "sets `request_buffering`";
        else "Kong buffers request bodies";
    Annotation "konghq.com/response-buffering" on ROUTES, ValueRule::Bool, All, "1.2.0", ROUTE_SOURCE;
        does "sets `response_buffering`";
        else "Kong buffers responses";
    Annotation "konghq.com/regex-priority" on ROUTES, ValueRule::Integer, Traditional, "0.9.0", ROUTE_SOURCE;
        does "sets `regex_priority`: which of several matching regular expressions wins";
        else "`0`";
    Annotation "konghq.com/methods" on ROUTES, ValueRule::Methods, ExpressionsForIngress, "0.9.0", ROUTE_SOURCE;
        does "replaces `methods` of the Kong routes";
        else "the methods of the route's matches";
    Annotation "konghq.com/snis" on ROUTES, ValueRule::Snis, ExpressionsForHttp, "1.1.0", ROUTE_SOURCE;
        does "replaces `snis`: server names of the TLS handshake that the route takes";
        else "any server name";
    Annotation "konghq.com/host-aliases" on ROUTES, ValueRule::Hosts, ExpressionsForIngress, "1.3.0", ROUTE_SOURCE;
        does "adds host names to `hosts` of the Kong routes";
        else "only the route's own host names";
    Annotation "konghq.com/headers-separator" on ROUTES, ValueRule::Text, ExpressionsForIngress, "3.2.0", ROUTE_SOURCE;
        does "separates the values in all `konghq.com/headers.*` of the object";
        else "`,`";
    AnnotationPrefix "konghq.com/headers." on ROUTES, ValueRule::NotEmpty, ExpressionsForIngress, "2.8.0", ROUTE_SOURCE;
        does "replaces `headers` of the Kong routes: header name after the dot, values with commas";
        else "the headers of the route's matches";
    Annotation "konghq.com/path-handling" on ROUTES, ValueRule::PathHandling, Traditional, "2.8.0", ROUTE_SOURCE;
        does "sets `path_handling`: how service path, route path and request path are joined";
        else "`v0`";
    Annotation "konghq.com/regex-prefix" on &[Kind::Ingress], ValueRule::Text, All, "2.7.0", INGRESS_SOURCE;
        does "changes the mark that makes a path a regular expression";
        else "`/~`";
    Annotation "konghq.com/rewrite" on &[Kind::Ingress], ValueRule::RewriteTemplate, All, "2.12.0", INGRESS_SOURCE;
        does "rewrites the path by a `request-transformer` plugin; needs the feature gate RewriteURIs";
        else "the path is not rewritten";
    // Services and upstreams.
    Annotation "konghq.com/protocol" on SERVICES, ValueRule::OneOf(PROTOCOLS), All, "0.8.0", SERVICE_SOURCE;
        does "sets `protocol` of the Kong service: how Kong talks to the pods";
        else "`http`, `grpc`, `grpcs`, `tcp` or `udp`, by the kind of route";
    Annotation "konghq.com/path" on SERVICES, ValueRule::Path, All, "0.8.0", SERVICE_SOURCE;
        does "sets `path` of the Kong service: put before the request's path";
        else "no path";
    Annotation "konghq.com/connect-timeout" on SERVICES, ValueRule::Integer, All, "2.8.0", SERVICE_SOURCE;
        does "sets `connect_timeout` in milliseconds";
        else "`60000`";
    Annotation "konghq.com/read-timeout" on SERVICES, ValueRule::Integer, All, "2.8.0", SERVICE_SOURCE;
        does "sets `read_timeout` in milliseconds";
        else "`60000`";
    Annotation "konghq.com/write-timeout" on SERVICES, ValueRule::Integer, All, "2.8.0", SERVICE_SOURCE;
        does "sets `write_timeout` in milliseconds";
        else "`60000`";
    Annotation "konghq.com/retries" on SERVICES, ValueRule::Integer, All, "2.8.0", SERVICE_SOURCE;
        does "sets `retries`: how often Kong tries another target";
        else "`5`";
    Annotation "konghq.com/tls-verify" on SERVICES, ValueRule::Bool, All, "3.4.0", SERVICE_SOURCE;
        does "sets `tls_verify`: whether Kong checks the certificate of the pods";
        else "Kong's own default";
    Annotation "konghq.com/tls-verify-depth" on SERVICES, ValueRule::Integer, All, "3.4.0", SERVICE_SOURCE;
        does "sets `tls_verify_depth`";
        else "Kong's own default";
    Annotation "konghq.com/ca-certificates-secrets" on SERVICES, ValueRule::List, All, "3.4.0", TRANSLATOR_SOURCE;
        does "adds CA certificates of Secrets to `ca_certificates`";
        else "no CA certificates";
    Annotation "konghq.com/ca-certificates-configmaps" on SERVICES, ValueRule::List, All, "3.4.0", TRANSLATOR_SOURCE;
        does "adds CA certificates of ConfigMaps to `ca_certificates`";
        else "no CA certificates";
    Annotation "konghq.com/client-cert" on SERVICES, ValueRule::Name(Kind::Secret), All, "0.8.0", TRANSLATOR_SOURCE;
        does "sets `client_certificate`: the key pair that Kong shows to the pods";
        else "no client certificate";
    Annotation "konghq.com/host-header" on SERVICES, ValueRule::NotEmpty, All, "0.9.0",
        "KIC v3.5.13 internal/dataplane/kongstate/upstream.go:override";
        does "sets `host_header` of the upstream";
        else "the Host header is kept, or is the target's";
    Annotation "konghq.com/upstream-policy" on SERVICES, ValueRule::Name(Kind::KongUpstreamPolicy), All, "3.0.0",
        "KIC v3.5.13 internal/dataplane/kongstate/kongupstreampolicy.go";
        does "takes load balancing and health checks from a KongUpstreamPolicy";
        else "round-robin without health checks";
    Annotation "konghq.com/override" on SERVICES, ValueRule::Name(Kind::KongIngress), All, "0.8.0",
        "KIC v3.5.13 internal/dataplane/kongstate/upstream.go:override";
        does "takes the upstream settings of a KongIngress (deprecated; only for Ingresses)";
        else "no KongIngress";
    Annotation "ingress.kubernetes.io/service-upstream" on SERVICES, ValueRule::True, All, "0.6.0",
        "KIC v3.5.13 internal/dataplane/translator/translate_upstreams.go:getEndpoints";
        does "makes the Service's cluster name the only target, not its endpoints";
        else "the endpoints are the targets";
    // Everywhere.
    Annotation "konghq.com/plugins" on PLUGIN_HOLDERS, ValueRule::Plugins, All, "0.8.0",
        "KIC v3.5.13 internal/dataplane/kongstate/kongstate.go:getPluginRelations";
        does "binds plugins to the Kong entities of the object";
        else "no plugins";
    Annotation "konghq.com/tags" on TAGGED, ValueRule::List, All, "2.9.0",
        "KIC v3.5.13 internal/util/k8s.go:GenerateTagsForObject";
        does "adds tags to the Kong entities of the object";
        else "only the tags that name the object";
    Annotation "kubernetes.io/ingress.class" on CLASSED, ValueRule::Text, All, "0.1.0", STORE_SOURCE;
        does "names the class of the controller that reads the object";
        else "`spec.ingressClassName`, or the default class";
    // Gateways and classes.
    Annotation "konghq.com/gatewayclass-unmanaged" on &[Kind::GatewayClass], ValueRule::NotEmpty, All, "2.6.0", GATEWAY_SOURCE;
        does "makes the controller write the status of the class's Gateways itself; any value counts, also `false`";
        else "another component (the Kong operator) manages the Gateways";
    Annotation "konghq.com/publish-service" on &[Kind::Gateway], ValueRule::Services, All, "3.0.0", GATEWAY_SOURCE;
        does "names the Services whose ports and addresses count for the Gateway; must be those of the controller";
        else "the controller writes its own publish Services into it";
    Annotation "ingressclass.kubernetes.io/is-default-class" on &[Kind::IngressClass], ValueRule::True, All, "-", STORE_SOURCE;
        does "makes the class the default one: objects without a class belong to it";
        else "objects without a class are not read";
    // Labels.
    Label "konghq.com/credential" on &[Kind::Secret],
        ValueRule::OneOf(&["basic-auth", "hmac-auth", "jwt", "key-auth", "oauth2", "acl", "mtls-auth"]), All, "3.0.0",
        "KIC v3.5.13 internal/dataplane/kongstate/kongstate.go:FillConsumersAndCredentials";
        does "says which credential the Secret holds";
        else "the Secret is no credential";
    Label "konghq.com/ca-cert" on &[Kind::Secret, Kind::ConfigMap], ValueRule::True, All, "0.9.0",
        "KIC v3.5.13 internal/dataplane/translator/translate_cacerts.go";
        does "loads the certificate into Kong as a CA certificate";
        else "not loaded";
    Label "konghq.com/validate" on &[Kind::Secret], ValueRule::OneOf(&["plugin"]), All, "3.2.0",
        "KIC v3.5.13 internal/admission/validator.go";
        does "makes the webhook check the plugins that use the Secret; the configuration does not change";
        else "not checked";
    Label "konghq.com/configmap" on &[Kind::ConfigMap], ValueRule::True, All, "3.4.0",
        "KIC v3.5.13 pkg/manager/config: --configmap-label-selector";
        does "lets the controller see the ConfigMap";
        else "the controller does not see it";
    Label "global" on &[Kind::KongClusterPlugin], ValueRule::True, All, "0.8.0",
        "KIC v3.5.13 internal/dataplane/kongstate/kongstate.go:globalKongClusterPlugins";
        does "applies the plugin to all requests";
        else "the plugin applies where it is bound";
    Label "kubernetes.io/service-name" on &[Kind::EndpointSlice], ValueRule::NotEmpty, All, "-", STORE_SOURCE;
        does "says whose endpoints these are";
        else "the slice belongs to no Service";
};

/// The row of a key in annotations or labels.
pub fn find(key: &str, form: Form) -> Option<&'static Row> {
    CATALOGUE.iter().find(|row| match row.form {
        Form::AnnotationPrefix => form == Form::Annotation && key.len() > row.key.len() && key.starts_with(row.key),
        exact => exact == form && row.key == key,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_unique() {
        for (index, row) in CATALOGUE.iter().enumerate() {
            assert!(CATALOGUE.iter().skip(index + 1).all(|other| other.key != row.key), "{}", row.key);
            assert!(!row.kinds.is_empty() && !row.effect.is_empty() && !row.default.is_empty());
        }
    }

    #[test]
    fn what_came_with_a_modelled_release_names_its_behaviour() {
        for row in CATALOGUE {
            let is_modelled = ["3.3.", "3.4.", "3.5."].iter().any(|line| row.since.starts_with(line));
            let first = row.brought_by().map(Behaviour::first_release);
            assert_eq!(first.as_deref(), is_modelled.then_some(row.since), "{}", row.key);
        }
    }

    #[test]
    fn headers_are_found_by_prefix() {
        assert_eq!(find("konghq.com/headers.x-env", Form::Annotation).map(|row| row.key), Some("konghq.com/headers."));
        assert!(find("konghq.com/headers.", Form::Annotation).is_none());
        assert!(find("konghq.com/headersfoo", Form::Annotation).is_none());
        assert!(find("konghq.com/credential", Form::Annotation).is_none());
    }
}
