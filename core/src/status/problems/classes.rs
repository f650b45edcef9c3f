//! Problems of objects that the reconcilers leave alone: of another class, of another control plane, or of a kind that is
//! off.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalog::{consumers as catalog, entities};
use crate::k8s::Kind;
use crate::resolve::Store;
use crate::settings::ControllerSettings;
use crate::status::ingress::{self, Left};

pub(super) fn report<'a>(store: &'a Store<'a>, controller: &'a ControllerSettings, problems: &mut Vec<Diagnostic>) {
    let ours = controller.ingress_class.value.as_str();
    problems.extend(ingress::left_alone(store, controller).map(|(object, left)| match left {
        Left::Off(which, switch) => catalog::kind_off(object, switch, &controller.switches_on(which)),
        Left::ControlPlane(place) => catalog::control_plane_foreign(object, place),
        Left::Class if object.kind() == Kind::KongCustomEntity => {
            entities::controller_foreign(object, object.spec().and_then(|spec| spec.text_at("controllerName")), ours)
        }
        Left::Class => {
            let field = object.spec().and_then(|spec| spec.text_at("ingressClassName"));
            catalog::class_foreign(object, object.annotation(ingress::CLASS).or(field), ours)
        }
    }));
}
