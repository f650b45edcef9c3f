//! From JSON to the model. A field that the model does not have is an error; what [`complete`](super::complete) adds is
//! left out.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::kong::{
    Acl, ActiveHealthcheck, BasicAuth, CaCertificate, Certificate, Configuration, Consumer, ConsumerGroup, Credentials,
    CustomEntity, CustomEntityOrder, Destination, Healthchecks, Healthy, HmacAuth, Jwt, KeyAuth, License, MtlsAuth,
    Number, Oauth2, PassiveHealthcheck, Plugin, Route, Scope, Service, Sni, Target, Text, Unhealthy, Upstream, Vault,
};
use crate::provenance::{Origin, Sourced, Tree};

const READ: Origin = Origin::rule("read back");

pub(super) fn read(config: &Value) -> Configuration<'static> {
    let mut fields = Reader::new(config);
    assert_eq!(fields.required("_format_version").value, "3.0");
    let mut configuration = Configuration {
        services: fields.list("services", service),
        upstreams: fields.list("upstreams", upstream),
        plugins: fields.list("plugins", plugin),
        certificates: fields.list("certificates", certificate),
        ca_certificates: fields.list("ca_certificates", ca_certificate),
        consumers: fields.list("consumers", consumer),
        consumer_groups: fields.list("consumer_groups", group),
        vaults: fields.list("vaults", vault),
        licenses: fields.list("licenses", license),
        custom_entities: Vec::new(),
    };
    for (name, group) in fields.list("consumer_group_consumers", membership) {
        let consumer = configuration
            .consumers
            .iter_mut()
            .find(|consumer| consumer.username.as_ref().map_or("", |username| &username.value) == name.value);
        consumer.unwrap().groups.push(group);
    }
    for (kind, entities) in fields.rest() {
        for (index, entity) in entities.as_array().unwrap().iter().enumerate() {
            configuration.custom_entities.push(CustomEntity {
                kind: text(&kind),
                fields: tree(entity),
                // The objects are not known any more, only their order.
                order: CustomEntityOrder { name: Cow::Owned(format!("{index:04}")), ..CustomEntityOrder::default() },
            });
        }
    }
    // The stub has no algorithm, unlike every other upstream.
    configuration.upstreams.retain(|upstream| upstream.name.value != "kong");
    configuration
}

fn service(mut fields: Reader) -> Service<'static> {
    fields.skip("id");
    let mut service = Service::new(fields.required("name"), fields.required("host"));
    service.port = fields.int("port");
    service.protocol = fields.text("protocol");
    service.path = fields.text("path");
    service.connect_timeout = fields.int("connect_timeout");
    service.read_timeout = fields.int("read_timeout");
    service.write_timeout = fields.int("write_timeout");
    service.retries = fields.int("retries");
    service.tls_verify = fields.bool("tls_verify");
    service.tls_verify_depth = fields.int("tls_verify_depth");
    service.ca_certificates = fields.texts("ca_certificates");
    service.client_certificate = fields.text("client_certificate");
    service.tags = fields.texts("tags");
    service.routes = fields.list("routes", route);
    service.plugins = fields.list("plugins", plugin);
    fields.done();
    service
}

fn route(mut fields: Reader) -> Route<'static> {
    fields.skip("id");
    let mut route = Route::new(fields.required("name"));
    route.protocols = fields.texts("protocols");
    route.hosts = fields.texts("hosts");
    route.paths = fields.texts("paths");
    route.methods = fields.texts("methods");
    route.headers = fields.lists("headers");
    route.snis = fields.texts("snis");
    route.destinations = fields.list("destinations", destination);
    route.strip_path = fields.bool("strip_path");
    route.preserve_host = fields.bool("preserve_host");
    route.regex_priority = fields.int("regex_priority");
    route.path_handling = fields.text("path_handling").filter(|value| value.value != "v0");
    route.https_redirect_status_code = fields.int("https_redirect_status_code").filter(|code| code.value != 426);
    route.request_buffering = fields.bool("request_buffering");
    route.response_buffering = fields.bool("response_buffering");
    route.expression = fields.text("expression");
    route.priority = fields.take("priority").map(|value| Sourced::new(value.as_u64().unwrap(), READ));
    route.tags = fields.texts("tags");
    route.plugins = fields.list("plugins", plugin);
    fields.done();
    route
}

fn destination(mut fields: Reader) -> Destination<'static> {
    let destination = Destination { ip: fields.text("ip"), port: fields.int("port") };
    fields.done();
    destination
}

fn upstream(mut fields: Reader) -> Upstream<'static> {
    let mut upstream = Upstream::new(fields.required("name"));
    upstream.algorithm = fields.text("algorithm").filter(|algorithm| algorithm.value != "round-robin");
    upstream.slots = fields.int("slots");
    upstream.host_header = fields.text("host_header");
    upstream.hash_on = fields.text("hash_on");
    upstream.hash_fallback = fields.text("hash_fallback");
    upstream.hash_on_header = fields.text("hash_on_header");
    upstream.hash_fallback_header = fields.text("hash_fallback_header");
    upstream.hash_on_cookie = fields.text("hash_on_cookie");
    upstream.hash_on_cookie_path = fields.text("hash_on_cookie_path");
    upstream.hash_on_query_arg = fields.text("hash_on_query_arg");
    upstream.hash_fallback_query_arg = fields.text("hash_fallback_query_arg");
    upstream.hash_on_uri_capture = fields.text("hash_on_uri_capture");
    upstream.hash_fallback_uri_capture = fields.text("hash_fallback_uri_capture");
    upstream.sticky_sessions_cookie = fields.text("sticky_sessions_cookie");
    upstream.sticky_sessions_cookie_path = fields.text("sticky_sessions_cookie_path");
    upstream.healthchecks = fields.section("healthchecks", |mut fields| {
        let healthchecks = Healthchecks {
            active: fields.section("active", active),
            passive: fields.section("passive", passive),
            threshold: fields.take("threshold").map(|value| Sourced::new(number(&value), READ)),
        };
        fields.done();
        healthchecks
    });
    upstream.tags = fields.texts("tags");
    upstream.targets = fields.list("targets", |mut fields| {
        let target = Target { target: fields.required("target"), weight: fields.int("weight") };
        fields.done();
        target
    });
    fields.done();
    upstream
}

fn active(mut fields: Reader) -> ActiveHealthcheck<'static> {
    let active = ActiveHealthcheck {
        kind: fields.text("type"),
        concurrency: fields.int("concurrency"),
        timeout: fields.int("timeout"),
        http_path: fields.text("http_path"),
        https_sni: fields.text("https_sni"),
        https_verify_certificate: fields.bool("https_verify_certificate"),
        headers: fields.lists("headers"),
        healthy: fields.section("healthy", healthy),
        unhealthy: fields.section("unhealthy", unhealthy),
    };
    fields.done();
    active
}

fn passive(mut fields: Reader) -> PassiveHealthcheck<'static> {
    let passive = PassiveHealthcheck {
        kind: fields.text("type"),
        healthy: fields.section("healthy", healthy),
        unhealthy: fields.section("unhealthy", unhealthy),
    };
    fields.done();
    passive
}

fn healthy(mut fields: Reader) -> Healthy {
    let healthy = Healthy {
        http_statuses: fields.ints("http_statuses"),
        interval: fields.int("interval"),
        successes: fields.int("successes"),
    };
    fields.done();
    healthy
}

fn unhealthy(mut fields: Reader) -> Unhealthy {
    let unhealthy = Unhealthy {
        http_statuses: fields.ints("http_statuses"),
        interval: fields.int("interval"),
        http_failures: fields.int("http_failures"),
        tcp_failures: fields.int("tcp_failures"),
        timeouts: fields.int("timeouts"),
    };
    fields.done();
    unhealthy
}

fn plugin(mut fields: Reader) -> Plugin<'static> {
    fields.skip("id");
    let mut plugin = Plugin::new(fields.required("name"));
    plugin.instance_name = fields.text("instance_name");
    plugin.config = fields.take("config").as_ref().map(tree);
    plugin.enabled = fields.bool("enabled");
    plugin.protocols = fields.texts("protocols");
    plugin.ordering = fields.take("ordering").as_ref().map(tree);
    plugin.run_on = fields.text("run_on");
    plugin.scope = Scope {
        service: fields.text("service"),
        route: fields.text("route"),
        consumer: fields.text("consumer"),
        consumer_group: fields.text("consumer_group"),
    };
    plugin.tags = fields.texts("tags");
    fields.done();
    plugin
}

fn certificate(mut fields: Reader) -> Certificate<'static> {
    let mut certificate = Certificate::new(fields.required("id"), fields.required("cert"), fields.required("key"));
    certificate.snis = fields.list("snis", |mut fields| {
        fields.skip("certificate");
        let sni = Sni::new(fields.required("name"));
        fields.done();
        sni
    });
    certificate.tags = fields.texts("tags");
    fields.done();
    certificate
}

fn ca_certificate(mut fields: Reader) -> CaCertificate<'static> {
    let certificate =
        CaCertificate { id: fields.required("id"), cert: fields.required("cert"), tags: fields.texts("tags") };
    fields.done();
    certificate
}

fn consumer(mut fields: Reader) -> Consumer<'static> {
    fields.skip("id");
    let consumer = Consumer {
        id: None,
        username: fields.text("username"),
        custom_id: fields.text("custom_id"),
        credentials: Credentials {
            key_auth: fields.list("keyauth_credentials", |mut fields| {
                let credential = KeyAuth {
                    id: fields.text("id"),
                    key: fields.text("key"),
                    ttl: fields.int("ttl"),
                    tags: fields.texts("tags"),
                };
                fields.done();
                credential
            }),
            basic_auth: fields.list("basicauth_credentials", |mut fields| {
                let credential = BasicAuth {
                    id: fields.text("id"),
                    username: fields.text("username"),
                    password: fields.text("password"),
                    tags: fields.texts("tags"),
                };
                fields.done();
                credential
            }),
            hmac_auth: fields.list("hmacauth_credentials", |mut fields| {
                let credential = HmacAuth {
                    id: fields.text("id"),
                    username: fields.text("username"),
                    secret: fields.text("secret"),
                    tags: fields.texts("tags"),
                };
                fields.done();
                credential
            }),
            jwt: fields.list("jwt_secrets", |mut fields| {
                let credential = Jwt {
                    id: fields.text("id"),
                    key: fields.text("key"),
                    algorithm: fields.text("algorithm"),
                    rsa_public_key: fields.text("rsa_public_key"),
                    secret: fields.text("secret"),
                    tags: fields.texts("tags"),
                };
                fields.done();
                credential
            }),
            oauth2: fields.list("oauth2_credentials", |mut fields| {
                let credential = Oauth2 {
                    id: fields.text("id"),
                    name: fields.text("name"),
                    client_id: fields.text("client_id"),
                    client_secret: fields.text("client_secret"),
                    client_type: fields.text("client_type"),
                    hash_secret: fields.bool("hash_secret"),
                    redirect_uris: fields.texts("redirect_uris"),
                    tags: fields.texts("tags"),
                };
                fields.done();
                credential
            }),
            acls: fields.list("acls", |mut fields| {
                let credential = Acl { id: fields.text("id"), group: fields.text("group"), tags: fields.texts("tags") };
                fields.done();
                credential
            }),
            mtls_auth: fields.list("mtls_auth_credentials", |mut fields| {
                let credential = MtlsAuth {
                    id: fields.text("id"),
                    subject_name: fields.text("subject_name"),
                    tags: fields.texts("tags"),
                };
                fields.done();
                credential
            }),
        },
        groups: Vec::new(),
        tags: fields.texts("tags"),
    };
    fields.done();
    consumer
}

fn group(mut fields: Reader) -> ConsumerGroup<'static> {
    fields.skip("id");
    let group = ConsumerGroup { id: None, name: fields.required("name"), tags: fields.texts("tags") };
    fields.done();
    group
}

fn membership(mut fields: Reader) -> (Text<'static>, Text<'static>) {
    let membership = (fields.required("consumer"), fields.required("consumer_group"));
    fields.done();
    membership
}

fn vault(mut fields: Reader) -> Vault<'static> {
    fields.skip("id");
    let vault = Vault {
        id: None,
        name: fields.required("name"),
        prefix: fields.required("prefix"),
        description: fields.text("description"),
        config: fields.take("config").as_ref().map(tree),
        tags: fields.texts("tags"),
    };
    fields.done();
    vault
}

fn license(mut fields: Reader) -> License<'static> {
    let license = License { id: fields.required("id"), payload: fields.required("payload") };
    fields.done();
    license
}

fn text(value: &str) -> Text<'static> {
    Sourced::new(Cow::Owned(value.to_owned()), READ)
}

fn number(value: &Value) -> Number {
    value.as_i64().map_or_else(|| Number::Float(value.as_f64().unwrap()), Number::Int)
}

fn tree(value: &Value) -> Tree {
    match value {
        Value::Null => Tree::Null(READ),
        Value::Bool(value) => Tree::bool(*value, READ),
        Value::Number(_) => match number(value) {
            Number::Int(int) => Tree::int(int, READ),
            Number::Float(float) => Tree::Float(Sourced::new(float, READ)),
        },
        Value::String(value) => Tree::text(value, READ),
        Value::Array(items) => Tree::List(items.iter().map(tree).collect(), READ),
        Value::Object(fields) => {
            Tree::Map(fields.iter().map(|(key, value)| (key.clone(), tree(value))).collect(), READ)
        }
    }
}

/// Takes the fields of one map.
struct Reader(Map<String, Value>);

impl Reader {
    fn new(value: &Value) -> Self {
        Self(value.as_object().unwrap().clone())
    }

    fn take(&mut self, key: &str) -> Option<Value> {
        self.0.remove(key)
    }

    fn skip(&mut self, key: &str) {
        self.0.remove(key);
    }

    fn required(&mut self, key: &str) -> Text<'static> {
        self.text(key).unwrap_or_else(|| panic!("no {key} in {:?}", self.0))
    }

    fn text(&mut self, key: &str) -> Option<Text<'static>> {
        self.take(key).map(|value| text(value.as_str().unwrap()))
    }

    fn int(&mut self, key: &str) -> Option<Sourced<i64>> {
        self.take(key).map(|value| Sourced::new(value.as_i64().unwrap(), READ))
    }

    fn bool(&mut self, key: &str) -> Option<Sourced<bool>> {
        self.take(key).map(|value| Sourced::new(value.as_bool().unwrap(), READ))
    }

    fn items(&mut self, key: &str) -> Vec<Value> {
        self.take(key).map(|value| value.as_array().unwrap().clone()).unwrap_or_default()
    }

    fn texts(&mut self, key: &str) -> Vec<Text<'static>> {
        self.items(key).iter().map(|value| text(value.as_str().unwrap())).collect()
    }

    fn ints(&mut self, key: &str) -> Vec<Sourced<i64>> {
        self.items(key).iter().map(|value| Sourced::new(value.as_i64().unwrap(), READ)).collect()
    }

    fn list<T>(&mut self, key: &str, read: impl Fn(Self) -> T) -> Vec<T> {
        self.items(key).iter().map(|value| read(Self::new(value))).collect()
    }

    fn lists(&mut self, key: &str) -> BTreeMap<Cow<'static, str>, Vec<Text<'static>>> {
        let mut lists = BTreeMap::new();
        if let Some(value) = self.take(key) {
            let mut fields = Self::new(&value);
            let names: Vec<_> = fields.0.keys().cloned().collect();
            for name in names {
                let values = fields.texts(&name);
                lists.insert(Cow::Owned(name), values);
            }
        }
        lists
    }

    fn section<T>(&mut self, key: &str, read: impl Fn(Self) -> T) -> Option<Sourced<T>> {
        self.take(key).map(|value| Sourced::new(read(Self::new(&value)), READ))
    }

    fn rest(self) -> Map<String, Value> {
        self.0
    }

    fn done(self) {
        assert!(self.0.is_empty(), "not in the model: {:?}", self.0);
    }
}
