//! Which objects the controller's cache holds: those of the namespaces that it watches.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::catalog::settings as catalog;
use crate::k8s::Object;
use crate::settings::ControllerSettings;

/// The objects that the controller sees, and those that it does not; both in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct Watched<'a> {
    /// Objects of watched namespaces, and of no namespace.
    pub seen: Vec<Object<'a>>,
    /// Objects of all other namespaces: for the controller they do not exist.
    pub unseen: Vec<Object<'a>>,
}

impl<'a> Watched<'a> {
    /// Filters as the cache does. Adds a problem for each object that falls away.
    ///
    /// Source: KIC v3.5.13 internal/manager/setup.go:setupManagerOptions.
    pub fn of(objects: Vec<Object<'a>>, controller: &ControllerSettings, problems: &mut Vec<Diagnostic>) -> Self {
        let (seen, unseen): (Vec<_>, Vec<_>) = objects.into_iter().partition(|object| sees(controller, object));
        let last = controller.watch_namespaces.last();
        problems.extend(unseen.iter().map(|object| catalog::namespace_not_watched(object, last)));
        Self { seen, unseen }
    }
}

/// Whether the controller sees the object; objects without namespace it always does.
pub fn sees(controller: &ControllerSettings, object: &Object<'_>) -> bool {
    !object.info.namespaced || controller.watches(object.namespace())
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::apply;
    use crate::text::{Pane, SourceFile, Sources};
    use crate::{Input, Options, Report, translate};

    const OBJECTS: &str = "apiVersion: v1
kind: Service
metadata: {name: proxy, namespace: kong}
spec: {ports: [{port: 80, targetPort: 8000}], clusterIPs: [10.0.0.1]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec:
  ingressClassName: kong
  rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]
";

    fn run(env: &str) -> Report {
        let sources = Sources::new([
            SourceFile { name: "manifests", pane: Pane::Manifests, text: OBJECTS },
            SourceFile { name: "env", pane: Pane::Environment, text: env },
        ]);
        translate(&Input { sources, options: Options::default() })
    }

    fn verdicts(report: &Report) -> Vec<(&str, &str)> {
        report.objects.iter().map(|object| (object.object.as_str(), object.verdict)).collect()
    }

    /// Source: KIC v3.5.13 internal/manager/setup.go:setupManagerOptions: the namespace of the publish Service is added.
    #[test]
    fn objects_of_other_namespaces_do_not_exist_for_the_controller() {
        let env = "CONTROLLER_PUBLISH_SERVICE=kong/proxy\nCONTROLLER_WATCH_NAMESPACE=a,b\n";
        let report = run(env);
        assert_eq!(report.does_not_start, None);
        let names: Vec<_> = verdicts(&report);
        assert_eq!(names, [("Service kong/proxy", "unused"), ("Ingress shop/web", "unused")]);
        assert!(report.events.is_empty(), "{:?}", report.events);
        let problems: Vec<_> = report.problems.iter().filter(|problem| problem.object.is_some()).collect();
        let found: Vec<_> = problems.iter().map(|problem| problem.code.as_str()).collect();
        assert_eq!(found, ["namespace-not-watched"]);
        let mended = problems.first().and_then(|problem| problem.fixes.first()).unwrap();
        let env = apply(env, &mended.edits);
        assert!(env.contains("=a,b,shop"), "{env}");
        assert_eq!(verdicts(&run(&env)), [("Service kong/proxy", "unused"), ("Ingress shop/web", "used")]);
    }
}
