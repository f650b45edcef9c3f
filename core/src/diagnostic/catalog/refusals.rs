//! Problems of a configuration that Kong refuses, and of what the controller leaves out then.

use super::translation::on;
use crate::diagnostic::{Code, Diagnostic};
use crate::k8s::Object;

const FLOW: &str = "KIC v3.5.13 internal/dataplane/kong_client.go:maybeTryRecoveringFromGatewaysSyncError";
const GRAPH: &str = "KIC v3.5.13 internal/dataplane/fallback/graph_dependencies.go:resolveDependencies";

/// Kong refuses the whole configuration, and the controller may not fall back.
pub fn gate_off(object: &Object<'_>) -> Diagnostic {
    let message = format!("Kong refuses what comes of {}, and with it the whole configuration", object.title());
    on(Code::ObjectRefusedByKong, object, object.name().place, message, FLOW).with_help("correct the object").with_help(
        "set CONTROLLER_FEATURE_GATES=FallbackConfiguration=true, so that only it and what depends on it is left out",
    )
}

/// Kong refuses the whole configuration, and the controller cannot tell which object it is.
pub fn without_uid(object: &Object<'_>) -> Diagnostic {
    let message = format!(
        "Kong refuses what comes of {}; without `metadata.uid` the controller cannot tell which object it was",
        object.title()
    );
    on(Code::ObjectRefusedByKong, object, object.name().place, message, FLOW)
        .with_help("objects in a cluster have a uid: paste the output of `kubectl get -o yaml`")
}

/// The controller leaves the object out and sends the rest.
pub fn left_out(object: &Object<'_>) -> Diagnostic {
    let message =
        format!("Kong refuses what comes of {}: it is left out of the fallback configuration", object.title());
    on(Code::ObjectRefusedByKong, object, object.name().place, message, FLOW).with_help("correct the object")
}

/// The object depends on one that Kong refuses.
pub fn taken_along(object: &Object<'_>) -> Diagnostic {
    let message = format!("{} depends on an object that Kong refuses, and is left out with it", object.title());
    on(Code::ObjectTakenAlong, object, object.name().place, message, GRAPH)
        .with_help("correct the refused object, or take the reference to it away")
}
