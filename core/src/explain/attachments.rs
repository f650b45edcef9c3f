//! Which listeners a route is attached to, and why not to others that it names.

use crate::report::RouteAttachment;
use crate::status::Reconciled;
use crate::status::route::supported_gateways::{Attachment, Step, Trial};

/// The attachments of all routes of the Gateway API. Of a parentRef that is accepted there are only the listeners that take
/// the route, of another one those that its reason speaks of.
pub fn of(reconciled: &Reconciled<'_>) -> Vec<RouteAttachment> {
    let mut found = Vec::new();
    for status in reconciled.routes.values().flatten() {
        let route = status.route.object.name_span();
        for attachment in &status.attachments {
            let told = attachment.relevant().filter(|trial| is_told(attachment, trial));
            let told = told.filter_map(|trial| {
                let why = trial.stopped.map(words);
                Some(RouteAttachment { route, listener: trial.listener.node.span()?, why })
            });
            found.extend(told);
        }
    }
    found
}

fn is_told(attachment: &Attachment<'_>, trial: &Trial<'_>) -> bool {
    match trial.stopped {
        None => true,
        // Another section or port is not meant at all.
        Some(Step::SectionName | Step::Port) => false,
        Some(_) => !attachment.is_accepted(),
    }
}

const fn words(step: Step) -> &'static str {
    match step {
        Step::AllowedKinds => "`allowedRoutes.kinds` of the listener does not list this kind of route",
        Step::AllowedNamespaces => "`allowedRoutes.namespaces` of the listener does not let this namespace in",
        Step::SupportedKinds => "the listener does not support this kind of route",
        Step::Programmed => "the listener is not programmed",
        Step::SectionName => "the route names another section",
        Step::Port => "the route names another port",
        Step::Protocol => "the protocol of the listener is not for this kind of route",
        Step::Hostname => "no hostname of the route fits that of the listener",
    }
}
