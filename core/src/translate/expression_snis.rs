//! `konghq.com/snis` in expressions of HTTPRoutes and GRPCRoutes: the only annotation that is compiled in.

use super::overrides::route::SNIS;
use super::overrides::values;
use crate::annotations::{Entity, Found, Outcome};
use crate::findings::Findings;
use crate::k8s::Object;
use crate::kong::Text;
use crate::kong::expressions::{self, Expression};
use crate::kong::patterns::matches_sni_pattern;
use crate::provenance::Sourced;
use crate::settings::KicVersion;

/// One of the server names; those that are no host names are left out one by one.
///
/// `without` is the expression of the route without them, for the record.
///
/// Source: KIC v3.5.13 …/subtranslator/httproute_atc.go:matchersFromParentHTTPRoute; spec/gateway-routes.md 7.3.
pub(super) fn of<'a>(
    kic: KicVersion,
    object: &'a Object<'a>,
    route: &Text<'a>,
    without: &Expression,
    findings: &mut Findings<'a>,
) -> Expression {
    let Some(found) = Found::on(object, SNIS) else { return Expression::EMPTY };
    let items = values::list(kic, found.value.value);
    let bad = items.iter().find(|item| !matches_sni_pattern(item)).copied();
    let snis = Expression::any(
        items.iter().map(|item| expressions::sni(&Sourced::new(std::borrow::Cow::Borrowed(*item), found.value.place))),
    );
    if snis.is_empty() {
        let why = bad.map_or("it names no host".to_owned(), |bad| format!("`{bad}` is no host name without wildcard"));
        findings.effect(found, Outcome::Invalid(why));
    } else {
        let entity = Entity::Route(route.value.to_string());
        let before = without.clone().into_text().value.into_owned();
        findings.changed(found, entity, "expression", before, snis.clone().into_text().value.into_owned());
    }
    snis
}
