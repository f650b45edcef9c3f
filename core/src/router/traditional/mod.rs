//! The router of Kong 2: attributes, categories and indexes.

mod attributes;
mod entry;
mod find;
mod index;
mod why;

use attributes::Attributes;
use entry::Entry;

use super::entity::{Route, Subsystem};

/// What an entry is matched on, as bits; the greater ones weigh more.
pub(super) mod rules {
    pub(in crate::router) const HOST: u8 = 0x40;
    pub(in crate::router) const HEADER: u8 = 0x20;
    pub(in crate::router) const PATH: u8 = 0x10;
    pub(in crate::router) const METHOD: u8 = 0x08;
    pub(in crate::router) const SNI: u8 = 0x04;
    pub(in crate::router) const SOURCE: u8 = 0x02;
    pub(in crate::router) const DESTINATION: u8 = 0x01;

    /// From the greatest weight.
    pub(in crate::router) const ALL: [u8; 7] = [HOST, HEADER, PATH, METHOD, SNI, SOURCE, DESTINATION];
}

/// Entries of all routes in order, and their categories.
#[derive(Debug)]
pub(super) struct Traditional {
    /// By number of the route.
    attributes: Vec<Attributes>,
    /// Sorted: the first comes first.
    entries: Vec<Entry>,
    /// Sorted: the first is tried first.
    categories: Vec<Category>,
    subsystem: Subsystem,
}

/// Entries that are matched on the same attributes.
#[derive(Debug)]
struct Category {
    rules: u8,
    /// Numbers of entries, ascending.
    entries: Vec<usize>,
}

impl Traditional {
    /// Source: Kong 3.9 kong/router/traditional.lua:_M.new
    pub(super) fn new(routes: &[Route<'_>], subsystem: Subsystem) -> Result<Self, &'static str> {
        let mut entries = Vec::new();
        let mut attributes = Vec::new();
        for (number, route) in routes.iter().enumerate() {
            let one = Attributes::of(route)?;
            entries.extend(Entry::of(number, route, &one));
            attributes.push(one);
        }
        // Kong's sort is not stable; where nothing tells two apart the order of the routes is kept.
        entries.sort_by(|left, right| left.compare(right).0);
        let mut categories: Vec<Category> = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            match categories.iter_mut().find(|category| category.rules == entry.rules) {
                Some(category) => category.entries.push(index),
                None => categories.push(Category { rules: entry.rules, entries: vec![index] }),
            }
        }
        categories.sort_by_key(|category| std::cmp::Reverse((category.rules.count_ones(), category.rules)));
        Ok(Self { attributes, entries, categories, subsystem })
    }

    /// The entries with what they share with the others of their route.
    fn all(&self) -> impl Iterator<Item = (&Entry, &Attributes)> {
        self.entries.iter().filter_map(|entry| Some((entry, self.attributes.get(entry.route)?)))
    }
}
