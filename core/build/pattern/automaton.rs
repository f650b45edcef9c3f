//! An automaton that is in one state at a time.

use std::collections::HashMap;

use super::states::{FOUND, Reached, States};
use crate::blob::Record;

/// More would not fit two bytes, and hint at a pattern that asks for another approach.
const MOST: usize = 4096;

/// An automaton over bytes. State 0 is the first.
///
/// As a record: the number of classes of bytes, then for each of the ranges of bytes, in order, its last byte and its
/// class (their number comes first); then for each state one byte that says whether a text may end there and, for each
/// class, the next state in two bytes, little endian.
pub(crate) struct Automaton {
    classes: Vec<u8>,
    states: Vec<State>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct State {
    accepts: bool,
    /// The next state by class.
    next: Vec<usize>,
}

impl Automaton {
    /// The smallest automaton that does the same.
    pub(crate) fn of(states: &States) -> Result<Self, String> {
        let by_byte = determined(states)?;
        let by_byte = merged(&by_byte);
        // Bytes that lead to the same everywhere are one class.
        let mut columns: HashMap<Vec<usize>, u8> = HashMap::new();
        let mut firsts = Vec::new();
        let mut classes = Vec::new();
        for byte in 0..256 {
            let column = by_byte.iter().map(|state| state.next[byte]).collect();
            let class = u8::try_from(columns.len()).map_err(|_| "too many classes")?;
            let class = *columns.entry(column).or_insert_with(|| {
                firsts.push(byte);
                class
            });
            classes.push(class);
        }
        let narrow = |state: State| State { next: firsts.iter().map(|byte| state.next[*byte]).collect(), ..state };
        Ok(Self { classes, states: by_byte.into_iter().map(narrow).collect() })
    }

    /// The record of the tables.
    pub(crate) fn record(&self) -> Record {
        let mut record = Record::default();
        record.number(self.states.first().map_or(0, |state| state.next.len()));
        let ends: Vec<usize> = (0..256).filter(|byte| self.classes.get(byte + 1) != self.classes.get(*byte)).collect();
        record.number(ends.len());
        for end in ends {
            record.byte(u8::try_from(end).unwrap_or(u8::MAX));
            record.byte(self.classes[end]);
        }
        for state in &self.states {
            record.byte(u8::from(state.accepts));
            for next in &state.next {
                u16::try_from(*next).unwrap_or_default().to_le_bytes().into_iter().for_each(|byte| record.byte(byte));
            }
        }
        record
    }
}

/// One state for each set of states that can be reached together, with the next state by byte.
fn determined(states: &States) -> Result<Vec<State>, String> {
    let mut numbers: HashMap<(Reached, bool), usize> = HashMap::new();
    // What was found stays found.
    let normal = |reached: Reached| if States::found(&reached) { Reached::from([FOUND]) } else { reached };
    let mut sets = vec![normal(states.start())];
    numbers.insert((sets[0].clone(), true), 0);
    let mut done: Vec<State> = Vec::new();
    while let Some(set) = sets.get(done.len()).cloned() {
        let accepts = states.found_at_end(&set, done.is_empty());
        let mut next = Vec::new();
        for byte in 0..=u8::MAX {
            let reached = if States::found(&set) { set.clone() } else { normal(states.after(&set, byte)) };
            let number = *numbers.entry((reached.clone(), false)).or_insert_with(|| {
                sets.push(reached);
                sets.len() - 1
            });
            next.push(number);
        }
        done.push(State { accepts, next });
        if done.len() > MOST {
            return Err("too many states".to_owned());
        }
    }
    Ok(done)
}

/// Makes one state of those that cannot be told apart.
fn merged(states: &[State]) -> Vec<State> {
    let mut groups: Vec<usize> = states.iter().map(|state| usize::from(state.accepts)).collect();
    let mut count = 0;
    loop {
        let mut numbers: HashMap<(usize, Vec<usize>), usize> = HashMap::new();
        let refined: Vec<usize> = states
            .iter()
            .zip(&groups)
            .map(|(state, group)| {
                let behaviour = (*group, state.next.iter().map(|next| groups[*next]).collect());
                let number = numbers.len();
                *numbers.entry(behaviour).or_insert(number)
            })
            .collect();
        groups = refined;
        if numbers.len() == count {
            break;
        }
        count = numbers.len();
    }
    // Groups are numbered by their first state, so that the first state stays the first.
    let firsts = (0..count).filter_map(|group| groups.iter().position(|found| *found == group));
    let first_of: Vec<usize> = firsts.collect();
    let states = first_of.iter().filter_map(|state| states.get(*state));
    states.map(|state| State { next: state.next.iter().map(|next| groups[*next]).collect(), ..state.clone() }).collect()
}
