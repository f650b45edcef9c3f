//! What the API server checks of Services: names of ports.
//!
//! The problem is reported; the object goes on, so that everything behind it is shown as well.

use crate::diagnostic::catalog::admission as catalog;
use crate::diagnostic::{Diagnostic, Fix};
use crate::explain::edits;
use crate::k8s::service::{Service, ServicePort};
use crate::k8s::{Kind, Object};
use crate::text::Sources;

/// Reports Services with several ports of which some have no name, with the edit that names them.
///
/// Source: Kubernetes core validation, `ValidateService`: `spec.ports[i].name: Required value`.
pub fn check_port_names(objects: &[Object<'_>], sources: &Sources<'_>, problems: &mut Vec<Diagnostic>) {
    for object in objects.iter().filter(|object| object.kind() == Kind::Service) {
        let service = Service::new(object);
        if service.ports.len() < 2 {
            continue;
        }
        let unnamed: Vec<(usize, &ServicePort<'_>)> =
            service.ports.iter().enumerate().filter(|(_, port)| port.name_text().is_empty()).collect();
        let Some((index, first)) = unnamed.first() else { continue };
        let Some(span) = first.node.span() else { continue };
        let problem = catalog::service_port_unnamed(object, *index, unnamed.len(), span);
        problems.push(match name_ports(sources, &service, &unnamed) {
            Some(fix) => problem.with_fix(fix),
            None => problem,
        });
    }
}

fn name_ports(sources: &Sources<'_>, service: &Service<'_>, unnamed: &[(usize, &ServicePort<'_>)]) -> Option<Fix> {
    let mut taken: Vec<String> = service.ports.iter().map(|port| port.name_text().to_owned()).collect();
    let mut edits = Vec::new();
    for (_, port) in unnamed {
        let transport = port.protocol_text().to_lowercase();
        let names: Vec<&str> = taken.iter().map(String::as_str).collect();
        let name = edits::free_name(&format!("{transport}-{}", port.port.value), &names);
        edits.push(edits::prepend_field(sources, port.node, "name", &name)?);
        taken.push(name);
    }
    Some(Fix { title: format!("Name the ports of the Service `{}`", service.object.key()), edits })
}
