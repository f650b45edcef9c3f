//! Problems of routes that no request reaches.

use crate::diagnostic::{Code, Diagnostic};
use crate::k8s::Object;
use crate::request::Shadow;
use crate::text::Span;

const ROUTER: &str = "Kong 3.9.3 kong/router/; spec/kong-router.md, section 3";

/// Kong's router does not take a route.
pub fn refused(object: &Object<'_>, span: Span, route: &str, error: &str) -> Diagnostic {
    let title = object.title();
    // The parser's errors have a picture in front of what it expects.
    let mut lines = error.lines().map(str::trim).filter(|line| !line.is_empty());
    let said = lines.clone().find_map(|line| line.strip_prefix("= ")).or_else(|| lines.next()).unwrap_or_default();
    let message = format!("Kong's router refuses the route `{route}` of {title}: {said}");
    Diagnostic::new(Code::RouteRefusedByRouter, span, message, ROUTER)
        .with_object(title)
        .with_help("take out the condition that Kong's expressions cannot say, or use another router flavor")
}

/// Requests that are made for a route end at another one.
pub fn shadowed(object: &Object<'_>, span: Span, shadow: &Shadow, winner: &str, at: Option<Span>) -> Diagnostic {
    let title = object.title();
    let own = winner == title;
    let by = if own { format!("its own route `{}`", shadow.by.name) } else { winner.to_owned() };
    let message = if shadow.whole {
        format!("no request that was tried reaches the route `{}` of {title}: {by} comes first", shadow.route.name)
    } else {
        format!("requests for a match of the route `{}` of {title} go to {by}", shadow.route.name)
    };
    let problem = Diagnostic::new(Code::RouteShadowed, span, message, ROUTER)
        .with_object(title)
        .with_help(format!("see why: `kicplay request … \"{}\"`, or send it in the tab Request", shadow.request))
        .with_help("make the conditions of the two differ: another host, path, header or method");
    match at.filter(|_| !own) {
        Some(at) => problem.with_label(at, "this one wins"),
        None => problem,
    }
}

/// A request with all that a route asks for reaches no route.
pub fn unreachable(object: &Object<'_>, span: Span, route: &str, request: &str) -> Diagnostic {
    let title = object.title();
    let message = format!("no request that was tried reaches the route `{route}` of {title}");
    Diagnostic::new(Code::RouteUnreachable, span, message, ROUTER)
        .with_object(title)
        .with_help(format!("see why: `kicplay request … \"{request}\"`, or send it in the tab Request"))
        .with_help(
            "look for conditions that no request has at once, for example server names on a route for plain HTTP",
        )
}
