//! Which credentials exclude each other: an index over the credentials of all consumers.
//!
//! Upstream builds the index anew for each object and leaves the object's own Secrets out. Here it is built once, and
//! each question passes over them.
//!
//! Source: KIC v3.5.13 internal/admission/utils.go:globalValidationIndexForCredentials,
//! validation/consumers/credentials/validation.go:Index.

use std::collections::BTreeMap;

use super::credentials::{LABEL, NO_TYPE, unique_key};
use crate::k8s::consumer::KongConsumer;
use crate::k8s::{Kind, ObjectKey};
use crate::ordered::Ordered as _;
use crate::resolve::{Store, secret};

/// The credentials of consumers, in the order in which upstream looks at them.
#[derive(Debug, Default)]
pub(super) struct Uniqueness<'a> {
    uses: Vec<Use<'a>>,
    /// The numbers of uses by Secret; sorted.
    by_secret: Vec<(ObjectKey<'a>, usize)>,
    /// For each value that must be unique the numbers of its uses, ascending.
    groups: Vec<Vec<usize>>,
    /// The numbers of uses that can be wrong: without type, or with a value that was used before.
    suspects: Vec<usize>,
}

/// A Secret that a consumer names.
#[derive(Clone, Copy, Debug)]
struct Use<'a> {
    secret: ObjectKey<'a>,
    value: UsedValue,
}

/// What must be unique in a Secret.
#[derive(Clone, Copy, Debug)]
enum UsedValue {
    /// Nothing can be told: the Secret has no type.
    Untyped,
    /// Nothing.
    Free,
    /// The value of this key; the number is that of the group.
    Unique(&'static str, usize),
}

impl<'a> Uniqueness<'a> {
    /// The index over the existing Secrets of these consumers.
    pub(super) fn of(store: &Store<'a>, consumers: &[KongConsumer<'a>]) -> Self {
        let mut index = Self::default();
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        for consumer in consumers {
            for name in &consumer.credentials {
                let key = ObjectKey::new(consumer.object.namespace(), name.value);
                let Some(object) = store.get(Kind::Secret, key) else { continue };
                let value = match object.label(LABEL) {
                    None => UsedValue::Untyped,
                    Some(label) => {
                        let unique = unique_key(label.value).and_then(|key| Some((key, secret::data(object, key)?)));
                        unique.map_or(UsedValue::Free, |(key, value)| {
                            let next = numbers.len();
                            // No label holds a NUL.
                            let typed = format!("{}\0{}", label.value, value.value);
                            UsedValue::Unique(key, *numbers.entry(typed).or_insert(next))
                        })
                    }
                };
                index.add(Use { secret: key, value });
            }
        }
        index.by_secret = index.uses.iter().enumerate().map(|(number, entry)| (entry.secret, number)).collect();
        index.by_secret.order();
        index
    }

    fn add(&mut self, entry: Use<'a>) {
        let number = self.uses.len();
        self.uses.push(entry);
        match entry.value {
            UsedValue::Untyped => self.suspects.push(number),
            UsedValue::Free => {}
            UsedValue::Unique(_, group) => match self.groups.get_mut(group) {
                Some(known) => {
                    known.push(number);
                    self.suspects.push(number);
                }
                None => self.groups.push(vec![number]),
            },
        }
    }

    /// What is wrong with the credentials of others, and then with these Secrets beside them.
    ///
    /// `own` are the Secrets of the object in question: they are first left out, then added in this order.
    pub(super) fn check(&self, own: &[ObjectKey<'_>]) -> Result<(), String> {
        let is_other = |number: &usize| self.uses.get(*number).is_some_and(|entry| !own.contains(&entry.secret));
        for number in self.suspects.iter().filter(|number| is_other(number)) {
            match self.uses.get(*number).map(|entry| entry.value) {
                Some(UsedValue::Untyped) => return Err(NO_TYPE.to_owned()),
                Some(UsedValue::Unique(key, group)) if self.before(group, *number).any(|number| is_other(&number)) => {
                    return Err(violated(key));
                }
                _ => {}
            }
        }
        let mut seen: Vec<usize> = Vec::new();
        for secret in own {
            let used = self.number_of(*secret).and_then(|number| self.uses.get(number));
            let Some(Use { value: UsedValue::Unique(key, group), .. }) = used else { continue };
            if seen.contains(group) || self.before(*group, usize::MAX).any(|number| is_other(&number)) {
                return Err(violated(key));
            }
            seen.push(*group);
        }
        Ok(())
    }

    /// Whether a consumer names this Secret.
    pub(super) fn is_used(&self, secret: ObjectKey<'_>) -> bool {
        self.number_of(secret).is_some()
    }

    /// The number of the first use of a Secret.
    fn number_of(&self, secret: ObjectKey<'_>) -> Option<usize> {
        let at = self.by_secret.partition_point(|(known, _)| *known < secret);
        self.by_secret.get(at).filter(|(known, _)| *known == secret).map(|(_, number)| *number)
    }

    /// The uses of a value before one of them.
    fn before(&self, group: usize, end: usize) -> impl Iterator<Item = usize> + '_ {
        let uses = self.groups.get(group).map_or(&[][..], Vec::as_slice);
        uses.iter().copied().take_while(move |number| *number < end)
    }
}

fn violated(key: &str) -> String {
    format!("unique key constraint violated for {key}")
}
