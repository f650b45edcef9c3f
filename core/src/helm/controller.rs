//! The environment and the arguments of the controller's container.

use super::Chart;
use super::environment::{Variable, Variables};
use super::errors::{ChartError, Site};
use super::manifest::Manifest;
use super::names::{effective_version, parse_version};
use super::values::{at, field, int64, is_set, print, range, set, sorted_entries};
use crate::provenance::Place;
use crate::yaml::{Entry, Map, Node, Value};

const DEPLOYMENT: &str = "kong/templates/deployment.yaml";
const CONTAINER: Site =
    Site::new("kong/templates/deployment.yaml:142:10", DEPLOYMENT, "include \"kong.controller-container\" .");

/// The first release of the controller that discovers gateways.
const DISCOVERS_GATEWAYS: (u64, u64) = (2, 9);

impl Chart<'_, '_> {
    /// All `CONTROLLER_*` variables, and what `customEnv` adds.
    ///
    /// # Errors
    /// Settings that the chart refuses.
    ///
    /// Source: charts charts/kong/templates/_helpers.tpl:kong.ingressController.env
    pub(super) fn controller_environment(&self) -> Result<Variables, ChartError> {
        const SKIP_VERIFY: &str = "chart kong 3.4.1: the Admin API's certificate is not verified";
        let Some(controller) = field(self.values, "ingressController") else { return Ok(Variables::new()) };
        let mut variables = Variables::new();
        let mut put = |name: &str, variable| variables.insert(format!("CONTROLLER_{name}"), variable);
        put("KONG_ADMIN_TLS_SKIP_VERIFY", Variable::rule("true", SKIP_VERIFY));
        put("PUBLISH_SERVICE", self.publish_service());
        self.class(controller, &mut put);
        webhook(controller, &mut put);
        if is_set(controller, &["gatewayDiscovery", "enabled"]) {
            put("KONG_ADMIN_SVC", self.admin_service(controller)?);
        } else {
            put("KONG_ADMIN_URL", self.admin_url());
        }
        if is_set(controller, &["adminApi", "tls", "client", "enabled"]) {
            const CERTIFICATE: &str = "chart kong 3.4.1: the Admin API asks for a client certificate";
            put("KONG_ADMIN_TLS_CLIENT_CERT_FILE", Variable::rule("/etc/secrets/admin-api-cert/tls.crt", CERTIFICATE));
            put("KONG_ADMIN_TLS_CLIENT_KEY_FILE", Variable::rule("/etc/secrets/admin-api-cert/tls.key", CERTIFICATE));
        }
        if let Some(konnect) = set(controller, "konnect").filter(|konnect| is_set(konnect, &["enabled"])) {
            konnect_variables(controller, konnect, &mut put)?;
        }
        for entry in sorted_entries(field(controller, "env")) {
            put(&entry.key.to_uppercase(), Variable::of(&entry.value));
        }
        for entry in sorted_entries(field(controller, "customEnv")) {
            variables.insert(entry.key.to_uppercase(), Variable::of(&entry.value));
        }
        Ok(variables)
    }

    /// `args`, each read as YAML; nothing where there are none.
    pub(super) fn controller_args(&self) -> Option<Manifest> {
        let args = set(field(self.values, "ingressController")?, "args")?;
        let mut manifest = Manifest::default();
        for arg in range(Some(args)) {
            manifest.push("- ", arg.place).push(&print(Some(arg)), arg.place).push("\n", arg.place);
        }
        Some(manifest)
    }

    /// The proxy Service; here its `nameOverride` is a template.
    ///
    /// Source: charts charts/kong/templates/_helpers.tpl:kong.controller-publish-service
    fn publish_service(&self) -> Variable {
        const PUBLISH: &str = "chart kong 3.4.1: the publish Service is the proxy Service of the release";
        let (namespace, place) = self.namespace();
        let mut parts = vec![(namespace, place), ("/".to_owned(), Place::Rule(PUBLISH))];
        let name = at(self.values, &["proxy"]).and_then(|proxy| set(proxy, "nameOverride"));
        let name = name.map(|node| (self.tpl(&print(Some(node))), node.place)).filter(|(name, _)| !name.is_empty());
        if let Some(name) = name {
            parts.push(name);
        } else {
            parts.extend(self.fullname());
            parts.push(("-proxy".to_owned(), Place::Rule(PUBLISH)));
        }
        Variable::Text(parts)
    }

    fn class(&self, controller: &Node<'_>, put: &mut dyn FnMut(&str, Variable) -> Option<Variable>) {
        const LEADER: &str = "chart kong 3.4.1: the election is named after the ingress class";
        let class = field(controller, "ingressClass");
        let place = class.map_or(self.values.place, |node| node.place);
        let text = print(class);
        put("INGRESS_CLASS", class.map_or(Variable::Null(place), Variable::of));
        let election = vec![("kong-ingress-controller-leader-".to_owned(), Place::Rule(LEADER)), (text, place)];
        put("ELECTION_ID", Variable::Text(election));
    }

    /// Source: charts charts/kong/templates/_helpers.tpl:kong.adminSvc
    fn admin_service(&self, controller: &Node<'_>) -> Result<Variable, ChartError> {
        const NAME: &str = "chart kong 3.4.1: the Admin API's Service is that of the release's gateway";
        const BOTH: &str = ".Values.ingressController.gatewayDiscovery.adminApiService and \
                            .Values.ingressController.gatewayDiscovery.generateAdminApiService must not be provided at \
                            the same time";
        const NEITHER: &str = ".ingressController.gatewayDiscovery.adminApiService.name has to be provided when \
                               .Values.ingressController.gatewayDiscovery.enabled is set to true";
        const TOGETHER: &str = "deployment.kong.enabled and ingressController.gatewayDiscovery.enabled are mutually \
                                exclusive and cannot be enabled at once. Gateway discovery requires a split release \
                                installation of Gateways and Ingress Controller.";
        let place = at(controller, &["gatewayDiscovery", "enabled"]).map(|node| node.place);
        let fail = |message: &str| ChartError::failed(CONTAINER.at, message).about(place);
        let written = at(controller, &["gatewayDiscovery", "adminApiService", "name"]);
        let generate = is_set(controller, &["gatewayDiscovery", "generateAdminApiService"]);
        let named = written.map(|node| print(Some(node))).filter(|name| !name.is_empty());
        let name = match (generate, named) {
            (true, Some(_)) => return Err(fail(BOTH)),
            (false, None) => return Err(fail(NEITHER)),
            (true, None) => (format!("{}-gateway-admin", self.release.name), Place::Rule(NAME)),
            (false, Some(name)) => (name, written.map_or(Place::Rule(NAME), |node| node.place)),
        };
        if let Some(version) = too_old(controller) {
            let message =
                format!("Gateway discovery is available in controller versions 2.9 and up. Detected {version}");
            return Err(fail(&message));
        }
        if is_set(self.values, &["deployment", "kong", "enabled"]) {
            return Err(fail(TOGETHER));
        }
        let namespace = at(controller, &["gatewayDiscovery", "adminApiService"])
            .and_then(|service| set(service, "namespace"))
            .map_or_else(|| self.namespace(), |node| (print(Some(node)), node.place));
        Ok(Variable::Text(vec![namespace, ("/".to_owned(), Place::Rule(NAME)), name]))
    }

    /// Source: charts charts/kong/templates/_helpers.tpl:kong.adminLocalURL
    fn admin_url(&self) -> Variable {
        const LOCAL: &str = "chart kong 3.4.1: the Admin API is in the same pod";
        const NONE: &str = "http://localhost:9999 # You have no admin listens! The controller will not work unless you \
                            set .Values.admin.http.enabled=true or .Values.admin.tls.enabled=true!";
        for (key, scheme) in [("tls", "https"), ("http", "http")] {
            if is_set(self.values, &["admin", key, "enabled"]) {
                let port = at(self.values, &["admin", key, "containerPort"]);
                let place = port.map_or(Place::Rule(LOCAL), |node| node.place);
                return Variable::Text(vec![
                    (format!("{scheme}://localhost:"), Place::Rule(LOCAL)),
                    (print(port), place),
                ]);
            }
        }
        Variable::rule(NONE, LOCAL)
    }
}

fn webhook(controller: &Node<'_>, put: &mut dyn FnMut(&str, Variable) -> Option<Variable>) {
    const ADDRESS: &str = "chart kong 3.4.1: the admission webhook listens on 0.0.0.0";
    if let Some(webhook) = set(controller, "admissionWebhook").filter(|webhook| is_set(webhook, &["enabled"])) {
        let address = set(webhook, "address")
            .map_or_else(|| ("0.0.0.0".to_owned(), Place::Rule(ADDRESS)), |node| (print(Some(node)), node.place));
        let port = field(webhook, "port");
        let port = (format!(":{}", int64(port)), port.map_or(Place::Rule(ADDRESS), |node| node.place));
        put("ADMISSION_WEBHOOK_LISTEN", Variable::Text(vec![address, port]));
    }
    if let Some(namespaces) = set(controller, "watchNamespaces") {
        let mut parts = Vec::new();
        for item in range(Some(namespaces)) {
            let comma = if parts.is_empty() { "" } else { "," };
            parts.push((format!("{comma}{}", print(Some(item))), item.place));
        }
        put("WATCH_NAMESPACE", Variable::Text(parts));
    }
}

/// The controller's version, if it is too old for gateway discovery.
fn too_old(controller: &Node<'_>) -> Option<String> {
    let version = effective_version(field(controller, "image")).ok()?;
    parse_version(&version).is_some_and(|version| version < DISCOVERS_GATEWAYS).then_some(version)
}

fn konnect_variables(
    controller: &Node<'_>,
    konnect: &Node<'_>,
    put: &mut dyn FnMut(&str, Variable) -> Option<Variable>,
) -> Result<(), ChartError> {
    const KONNECT: &str = "chart kong 3.4.1: konnect is enabled";
    const DISCOVERY: &str =
        "ingressController.gatewayDiscovery.enabled has to be true when ingressController.konnect.enabled";
    const NO_PLANE: &str = "At least one of konnect.controlPlaneID or konnect.runtimeGroupID must be set.";
    let place = field(konnect, "enabled").map(|node| node.place);
    let fail = |message: &str| ChartError::failed(CONTAINER.at, message).about(place);
    if let Some(version) = too_old(controller) {
        return Err(fail(&format!("Konnect sync is available in controller versions 2.9 and up. Detected {version}")));
    }
    if !is_set(controller, &["gatewayDiscovery", "enabled"]) {
        return Err(fail(DISCOVERY));
    }
    let control_plane = set(konnect, "controlPlaneID").or_else(|| set(konnect, "runtimeGroupID"));
    let control_plane = control_plane.ok_or_else(|| fail(NO_PLANE))?;
    put("KONNECT_CONTROL_PLANE_ID", Variable::Text(vec![(print(Some(control_plane)), control_plane.place)]));
    put("KONNECT_SYNC_ENABLED", Variable::rule("true", KONNECT));
    let host = field(konnect, "apiHostname");
    let host = (print(host), host.map_or(Place::Rule(KONNECT), |node| node.place));
    put("KONNECT_ADDRESS", Variable::Text(vec![("https://".to_owned(), Place::Rule(KONNECT)), host]));
    let secret = field(konnect, "tlsClientCertSecretName");
    put("KONNECT_TLS_CLIENT_CERT", secret_key(secret, "tls.crt"));
    put("KONNECT_TLS_CLIENT_KEY", secret_key(secret, "tls.key"));
    if is_set(konnect, &["license", "enabled"]) {
        put("KONNECT_LICENSING_ENABLED", Variable::rule("true", KONNECT));
    }
    Ok(())
}

/// Source: charts charts/kong/templates/_helpers.tpl:secretkeyref
fn secret_key(secret: Option<&Node<'_>>, key: &'static str) -> Variable {
    const SECRET: &str = "chart kong 3.4.1: the value stands in a Secret";
    let entry =
        |key: &'static str, value: Node<'static>| Entry { key: key.into(), key_place: Place::Rule(SECRET), value };
    let name =
        Node { value: Value::Text(print(secret).into()), place: secret.map_or(Place::Rule(SECRET), |node| node.place) };
    let entries = vec![entry("name", name), entry("key", Node::text_from_rule(key, SECRET))];
    let reference = Node::from_rule(Value::Map(Map { entries }), SECRET);
    Variable::Elsewhere(Node::from_rule(Value::Map(Map { entries: vec![entry("secretKeyRef", reference)] }), SECRET))
}
