//! What the statuses mean for the user: one problem for each thing that does not get ready.

mod classes;
mod gateways;
mod listeners;
mod policies;
mod routes;
mod sharing;

use super::Reconciled;
use crate::diagnostic::Diagnostic;
use crate::resolve::Store;
use crate::settings::ControllerSettings;

impl<'a> Reconciled<'a> {
    /// Adds the problems of Gateways, listeners, routes, policies and Ingresses. `store` and `controller` are those of the
    /// reconciliation.
    ///
    /// Errors that come from Kong's listens (names, unequal replicas) are reported by `listens`.
    pub fn report(&self, store: &'a Store<'a>, controller: &'a ControllerSettings, problems: &mut Vec<Diagnostic>) {
        for status in &self.gateways {
            gateways::report(status, store, controller, problems);
        }
        for class in store.classes() {
            gateways::report_class(class, controller, problems);
        }
        sharing::report(self, store, problems);
        for chain in self.chains() {
            listeners::report(&chain, problems);
        }
        for status in self.routes.values().flatten() {
            routes::report(self, status, store, controller, problems);
        }
        classes::report(store, controller, problems);
        for status in &self.policies {
            policies::report(status, controller, problems);
        }
        for status in &self.upstream_policies {
            policies::report_upstream(status, problems);
        }
        if controller.update_status.value {
            self.ingresses.report(problems);
        }
    }
}
