//! The plugins that Kong brings.
//!
//! Source: Kong 3.9.3 kong/plugins/*/handler.lua (`PRIORITY`); those of Kong Enterprise are not known.

/// Name, priority, and what it may do to a request where that depends on more than the configuration.
const KNOWN: [(&str, i64, &str); 42] = [
    ("pre-function", 1_000_000, "its Lua code may do anything"),
    ("correlation-id", 100_001, "it adds a header with an id"),
    ("zipkin", 100_000, "it traces the request"),
    ("bot-detection", 2500, "it answers 403 to user agents of bots"),
    ("cors", 2000, ""),
    ("session", 1900, "it reads a session cookie"),
    ("acme", 1705, "it answers challenges of ACME"),
    ("jwt", 1450, "it answers 401 without a valid token"),
    ("oauth2", 1400, "it answers 401 without a valid token"),
    ("key-auth", 1250, ""),
    ("ldap-auth", 1200, "it answers 401 where the LDAP server does not know the user"),
    ("basic-auth", 1100, ""),
    ("hmac-auth", 1030, "it answers 401 without a valid signature"),
    ("grpc-gateway", 998, "it translates JSON to gRPC"),
    ("ip-restriction", 990, ""),
    ("request-size-limiting", 951, "it answers 413 to large bodies"),
    ("acl", 950, ""),
    ("rate-limiting", 910, "it answers 429 above its limits"),
    ("response-ratelimiting", 900, "it answers 429 above its limits"),
    ("request-transformer", 801, ""),
    ("response-transformer", 800, ""),
    ("redirect", 779, ""),
    ("ai-request-transformer", 777, "it asks a language model to change the request"),
    ("ai-prompt-template", 773, "it fills in a prompt"),
    ("ai-prompt-decorator", 772, "it adds to a prompt"),
    ("ai-prompt-guard", 771, "it answers 400 to prompts that it does not allow"),
    ("ai-proxy", 770, "it sends the request to a language model"),
    ("ai-response-transformer", 768, "it asks a language model to change the answer"),
    ("standard-webhooks", 760, "it answers 400 without a valid signature"),
    ("aws-lambda", 750, "it answers with what a Lambda function gives"),
    ("azure-functions", 749, "it answers with what an Azure function gives"),
    ("proxy-cache", 100, "it answers from its cache where it can"),
    ("opentelemetry", 14, "it traces the request"),
    ("prometheus", 13, "it counts the request"),
    ("http-log", 12, "it logs the request"),
    ("statsd", 11, "it counts the request"),
    ("datadog", 10, "it counts the request"),
    ("file-log", 9, "it logs the request"),
    ("udp-log", 8, "it logs the request"),
    ("tcp-log", 7, "it logs the request"),
    ("loggly", 6, "it logs the request"),
    ("syslog", 4, "it logs the request"),
];

/// Those that came behind the logs in the order of priorities.
const LAST: [(&str, i64, &str); 3] = [
    ("grpc-web", 3, "it translates gRPC-Web to gRPC"),
    ("request-termination", 2, ""),
    ("post-function", -1000, "its Lua code may do anything"),
];

/// Plugins whose schema allows connections without HTTP.
const FOR_STREAMS: [&str; 13] = [
    "datadog",
    "file-log",
    "http-log",
    "ip-restriction",
    "loggly",
    "post-function",
    "pre-function",
    "prometheus",
    "statsd",
    "syslog",
    "tcp-log",
    "udp-log",
    "zipkin",
];

fn find(name: &str) -> Option<&'static (&'static str, i64, &'static str)> {
    KNOWN.iter().chain(&LAST).find(|(known, ..)| *known == name)
}

/// The higher, the earlier it runs; `None` for a plugin that Kong does not bring.
pub(super) fn priority(name: &str) -> Option<i64> {
    find(name).map(|(_, priority, _)| *priority)
}

/// What is said of a plugin that is not followed.
pub(super) fn words(name: &str) -> String {
    match find(name) {
        Some((_, _, words)) if !words.is_empty() => format!("runs here: {words}"),
        Some(_) => "runs here".to_owned(),
        None => "runs here; Kong does not bring this plugin, so its place in the order is not known".to_owned(),
    }
}

pub(super) fn is_for_streams(name: &str) -> bool {
    FOR_STREAMS.contains(&name)
}
