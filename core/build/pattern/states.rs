//! The states between which a regular expression moves, several at once.

use std::collections::BTreeSet;

use super::syntax::{Class, Regex};

/// What leads on from a state.
#[derive(Clone, PartialEq, Debug)]
enum Step {
    /// One of these bytes, to the state.
    Bytes(Vec<(u8, u8)>, usize),
    /// Nothing, to all of the states.
    Free(Vec<usize>),
    /// Nothing at the start of the text.
    Start(usize),
    /// Nothing at its end.
    End(usize),
    Found,
}

/// The state behind the expression.
pub(crate) const FOUND: usize = 0;

/// The states of an expression.
pub(crate) struct States {
    steps: Vec<Step>,
    first: usize,
}

/// States that are reached together.
pub(crate) type Reached = BTreeSet<usize>;

impl States {
    /// The states of an expression.
    pub(crate) fn of(regex: &Regex) -> Self {
        let mut states = Self { steps: vec![Step::Found], first: 0 };
        states.first = states.add(regex, FOUND);
        states
    }

    fn push(&mut self, step: Step) -> usize {
        self.steps.push(step);
        self.steps.len() - 1
    }

    /// Adds an expression that is followed by the state `next`; gives its first state.
    fn add(&mut self, regex: &Regex, next: usize) -> usize {
        match regex {
            Regex::Class(class) => self.class(class, next),
            Regex::Start => self.push(Step::Start(next)),
            Regex::End => self.push(Step::End(next)),
            Regex::Sequence(parts) => parts.iter().rev().fold(next, |next, part| self.add(part, next)),
            Regex::Choice(branches) => {
                let branches = branches.iter().map(|branch| self.add(branch, next)).collect();
                self.push(Step::Free(branches))
            }
            Regex::Repeat(part, least, most) => {
                let mut next = next;
                match most {
                    None => {
                        let again = self.push(Step::Free(vec![next]));
                        let part = self.add(part, again);
                        self.steps[again] = Step::Free(vec![part, next]);
                        next = again;
                    }
                    Some(most) => {
                        let end = next;
                        for _ in *least..*most {
                            let part = self.add(part, next);
                            next = self.push(Step::Free(vec![part, end]));
                        }
                    }
                }
                (0..*least).fold(next, |next, _| self.add(part, next))
            }
        }
    }

    fn class(&mut self, class: &Class, next: usize) -> usize {
        let ascii = (0..128).filter(|byte| class.ascii[usize::from(*byte)]).map(|byte| (byte, byte)).collect();
        let mut branches = vec![self.push(Step::Bytes(ascii, next))];
        if class.others {
            // Any character of two, three and four bytes; the text is valid UTF-8.
            let mut next = next;
            for lead in [(0xc0, 0xdf), (0xe0, 0xef), (0xf0, 0xf7)] {
                next = self.push(Step::Bytes(vec![(0x80, 0xbf)], next));
                branches.push(self.push(Step::Bytes(vec![lead], next)));
            }
        }
        for c in &class.some {
            let mut buffer = [0; 4];
            let bytes = c.encode_utf8(&mut buffer).bytes().rev();
            branches.push(bytes.fold(next, |next, byte| self.push(Step::Bytes(vec![(byte, byte)], next))));
        }
        self.push(Step::Free(branches))
    }

    /// Adds a state and all that are reached from it for free.
    fn reach(&self, state: usize, at_start: bool, at_end: bool, reached: &mut Reached) {
        if !reached.insert(state) {
            return;
        }
        match &self.steps[state] {
            Step::Free(next) => next.iter().for_each(|next| self.reach(*next, at_start, at_end, reached)),
            Step::Start(next) if at_start => self.reach(*next, at_start, at_end, reached),
            Step::End(next) if at_end => self.reach(*next, at_start, at_end, reached),
            _ => {}
        }
    }

    /// The states in front of the text.
    pub(crate) fn start(&self) -> Reached {
        let mut reached = Reached::new();
        self.reach(self.first, true, false, &mut reached);
        reached
    }

    /// The states after a byte; the expression may begin at each place of the text.
    pub(crate) fn after(&self, states: &Reached, byte: u8) -> Reached {
        let mut reached = Reached::new();
        for state in states {
            if let Step::Bytes(ranges, next) = &self.steps[*state]
                && ranges.iter().any(|(first, last)| (*first..=*last).contains(&byte))
            {
                self.reach(*next, false, false, &mut reached);
            }
        }
        self.reach(self.first, false, false, &mut reached);
        reached
    }

    /// Whether the expression was found, whatever follows.
    pub(crate) fn found(states: &Reached) -> bool {
        states.contains(&FOUND)
    }

    /// Whether the expression is found if the text ends here; `at_start` for the empty text.
    pub(crate) fn found_at_end(&self, states: &Reached, at_start: bool) -> bool {
        let mut reached = Reached::new();
        for state in states {
            self.reach(*state, at_start, true, &mut reached);
        }
        reached.contains(&FOUND)
    }
}
