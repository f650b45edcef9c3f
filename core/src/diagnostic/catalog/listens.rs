//! Problems of listens and port maps.

use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::text::Span;

fn with(problem: Diagnostic, fix: Option<Fix>) -> Diagnostic {
    match fix {
        Some(fix) => problem.with_fix(fix),
        None => problem,
    }
}

/// Kong refuses an entry. `why` is the fact, `error` Kong's message.
pub fn refused(variable: &str, entry: &str, why: &str, help: String, span: Span, error: &str) -> Diagnostic {
    let message = if entry.is_empty() {
        format!("Kong does not start: an entry of `{variable}` is empty")
    } else {
        format!("Kong does not start: in the entry `{entry}` of `{variable}`, {why}")
    };
    Diagnostic::new(
        Code::ListenInvalid,
        span,
        message,
        "Kong 3.9.3 kong/conf_loader/listeners.lua:parse_listeners; spec/listens-and-helm.md, section 2",
    )
    .with_help(help)
    .with_help(format!("Kong itself says: {error}"))
}

/// The variable is set to nothing.
pub fn no_entries(variable: &str, span: Span, fix: Option<Fix>) -> Diagnostic {
    let problem = Diagnostic::new(
        Code::ListenInvalid,
        span,
        format!("Kong does not start: `{variable}` is set but has no entry"),
        "Kong 3.9.3 kong/conf_loader/listeners.lua:parse_listeners; spec/listens-and-helm.md, section 2.6",
    )
    .with_help("write `off` for no listen, or remove the variable for the default");
    with(problem, fix)
}

/// A listen is given by name.
pub fn host_name(variable: &str, entry: &str, span: Span, fix: Option<Fix>) -> Diagnostic {
    let problem = Diagnostic::new(
        Code::ListenName,
        span,
        format!("the entry `{entry}` of `{variable}` has no IP address, and Kong's Admin API shows its port as a text"),
        "go-kong kong/listeners.go:UnmarshalJSON; spec/listens-and-helm.md, section 3",
    )
    .with_help("write an IP address, as in `0.0.0.0:9000`")
    .with_help("the controller cannot read such a port: every Gateway stays at Programmed False, Pending");
    with(problem, fix)
}

/// Two entries listen on one address and port.
pub fn listens_twice(entry: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(
        Code::ListenTwice,
        span,
        format!("Kong does not start: an earlier entry has the address and port of `{entry}` already, and nginx cannot use both"),
        "nginx ngx_http_core_module, directive listen; spec/listens-and-helm.md, section 2.6",
    )
    .with_label(first, "the earlier entry")
    .with_help("give one of them another port")
}

/// nginx refuses an entry that Kong's parser takes. `why` is the fact, `error` nginx's message.
pub fn nginx_refuses(
    variable: &str,
    entry: &str,
    span: Span,
    why: &str,
    error: &str,
    help: String,
    fix: Option<Fix>,
) -> Diagnostic {
    let problem = Diagnostic::new(
        Code::ListenRefusedByNginx,
        span,
        format!("Kong does not start: in the entry `{entry}` of `{variable}`, {why}"),
        "nginx 1.25.3 src/stream/ngx_stream_core_module.c:ngx_stream_core_listen, src/core/ngx_inet.c:ngx_parse_url",
    )
    .with_help(help)
    .with_help(format!("nginx itself says: {error}"));
    with(problem, fix)
}

/// A line break inside of an entry.
pub fn line_break(variable: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::ListenLineBreak,
        span,
        format!("`{variable}` has a line break inside of an entry: nginx listens with what stands behind it, but Kong's workers and the controller do not see it"),
        "Kong 3.9.3 kong/cmd/utils/prefix_handler.lua:prepare_prefix",
    )
    .with_help("write the value on one line")
}

/// Kong refuses an item of `KONG_PORT_MAPS`.
pub fn port_map_refused(item: &str, span: Span) -> Diagnostic {
    let message = if item.is_empty() {
        "Kong does not start: an item of `KONG_PORT_MAPS` is empty".to_owned()
    } else {
        format!("Kong does not start: `{item}` of `KONG_PORT_MAPS` is no pair of ports")
    };
    Diagnostic::new(
        Code::PortMapsInvalid,
        span,
        message,
        "Kong 3.9.3 kong/conf_loader/parse.lua:check_and_parse; spec/listens-and-helm.md, section 6",
    )
    .with_help("write `port of the Service:port of the listen`, as in `80:8000`, with commas between the pairs")
}

/// A replica listens differently. `error` is what the controller says.
pub fn replicas_differ(variable: &str, span: Span, first: Option<Span>, error: &str) -> Diagnostic {
    let problem = Diagnostic::new(
        Code::ReplicasDiffer,
        span,
        format!("the replicas of Kong have different values of `{variable}`, and no Gateway becomes ready: {error}"),
        "KIC v3.5.13 internal/dataplane/kong_client.go:Listeners; spec/listens-and-helm.md, section 4",
    )
    .with_help(format!("give all replicas the same `{variable}`, with the same flags in the same order of entries"));
    match first.filter(|first| *first != span) {
        Some(first) => problem.with_label(first, "the first replica"),
        None => problem,
    }
}
