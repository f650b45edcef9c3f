//! How the weight of a backend becomes weights of targets, and how equal targets are merged.

use std::collections::BTreeMap;

use super::endpoints::Endpoint;
use crate::kong::{Target, Text};
use crate::provenance::{Origin, Placed, Sourced};

/// What Kong takes for a target without a weight.
const KONG_WEIGHT: i64 = 100;
const DRAINED: &str = "KIC: an endpoint that is terminating has weight 0 with --enable-drain-support";
const MERGED: &str = "KIC: weights of equal targets are added, 100 for a target without a weight";

/// The targets of one backend, each with its share of the backend's weight.
///
/// Without a weight the targets have none. A weight of 0 is 0 for each; any other one is divided among the endpoints
/// that are not terminating, rounded down, and at least 1.
///
/// Source: KIC v3.5.13 internal/dataplane/translator/translate_upstreams.go:getUpstreams; spec/gateway-routes.md 4.6.
pub(super) fn distribute(endpoints: Vec<Endpoint<'_>>, weight: Option<Placed<i64>>) -> Vec<Target<'_>> {
    let staying = endpoints.iter().filter(|endpoint| !endpoint.terminating).count();
    let share = weight.map(|weight| {
        let among = i64::try_from(staying).unwrap_or(i64::MAX);
        let share = if weight.value == 0 || among == 0 { weight.value } else { (weight.value / among).max(1) };
        Sourced::new(share, weight.place)
    });
    endpoints
        .into_iter()
        .map(|endpoint| {
            let weight = if endpoint.terminating { Some(Sourced::rule(0, DRAINED)) } else { share.clone() };
            Target { target: endpoint.target, weight }
        })
        .collect()
}

/// The targets of an upstream: equal ones become one, with the sum of their weights.
#[derive(Debug, Default)]
pub(super) struct Targets<'a> {
    merged: Vec<Target<'a>>,
    index: BTreeMap<String, usize>,
}

impl<'a> Targets<'a> {
    /// Adds the targets of a backend.
    ///
    /// Source: KIC v3.5.13 internal/dataplane/translator/translate_upstreams.go:updateTargetMap.
    pub(super) fn add(&mut self, targets: Vec<Target<'a>>) {
        for target in targets {
            if let Some(first) =
                self.index.get(target.target.value.as_ref()).and_then(|index| self.merged.get_mut(*index))
            {
                merge(first, &target);
            } else {
                self.index.insert(target.target.value.to_string(), self.merged.len());
                self.merged.push(target);
            }
        }
    }

    /// The merged targets, in the order in which they were met.
    pub(super) fn into_list(self) -> Vec<Target<'a>> {
        self.merged
    }
}

fn merge<'a>(first: &mut Target<'a>, second: &Target<'a>) {
    let sum = weight_of(first).saturating_add(weight_of(second));
    let origins = [&first.weight, &second.weight];
    let origin = origins
        .into_iter()
        .flatten()
        .map(|weight| weight.origin.clone())
        .reduce(|all, next| all.and(&next))
        .map_or(Origin::rule(MERGED), |all| all.and(Origin::rule(MERGED)));
    let target: &mut Text<'a> = &mut first.target;
    target.origin = target.origin.and(&second.target.origin);
    first.weight = Some(Sourced::new(sum, origin));
}

fn weight_of(target: &Target<'_>) -> i64 {
    target.weight.as_ref().map_or(KONG_WEIGHT, |weight| weight.value)
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::provenance::Place;

    fn endpoint(target: &'static str, terminating: bool) -> Endpoint<'static> {
        Endpoint { target: Sourced::rule(Cow::Borrowed(target), "address"), terminating }
    }

    fn weights(names: &[(&'static str, bool)], weight: Option<i64>) -> Vec<Option<i64>> {
        let endpoints = names.iter().map(|(name, terminating)| endpoint(name, *terminating)).collect();
        let weight = weight.map(|weight| Placed::new(weight, Place::Rule("weight")));
        distribute(endpoints, weight).into_iter().map(|target| target.weight.map(|weight| weight.value)).collect()
    }

    /// spec/gateway-routes.md 4.6.
    #[test]
    fn a_weight_is_divided_among_the_endpoints_that_stay() {
        let three = [("a", false), ("b", false), ("c", false)];
        assert_eq!(weights(&three, None), [None, None, None]);
        assert_eq!(weights(&three, Some(0)), [Some(0), Some(0), Some(0)]);
        assert_eq!(weights(&three, Some(10)), [Some(3), Some(3), Some(3)]);
        assert_eq!(weights(&three, Some(1)), [Some(1), Some(1), Some(1)]);
        let draining = [("a", false), ("b", true), ("c", false)];
        assert_eq!(weights(&draining, Some(10)), [Some(5), Some(0), Some(5)]);
        assert_eq!(weights(&draining, None), [None, Some(0), None]);
    }

    /// spec/gateway-routes.md 4.6.
    #[test]
    fn equal_targets_become_one_with_the_sum_of_their_weights() {
        let mut targets = Targets::default();
        targets.add(distribute(vec![endpoint("a:1", false), endpoint("b:1", false)], None));
        targets.add(distribute(vec![endpoint("a:1", false)], None));
        let list = targets.into_list();
        let seen: Vec<_> = list
            .iter()
            .map(|target| (target.target.value.as_ref(), target.weight.as_ref().map(|weight| weight.value)))
            .collect();
        assert_eq!(seen, [("a:1", Some(200)), ("b:1", None)]);
    }
}
