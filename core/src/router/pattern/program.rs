//! From the tree to instructions.

use super::class::{Class, other_case};
use super::refusal::Stop;
use super::tree::{Assertion, Greed, Node};

/// Counted repetitions are written out; beyond this many instructions a pattern is not run.
const LIMIT: usize = 20_000;

/// One step of the machine.
#[derive(Debug)]
pub(super) enum Instruction {
    Unit(u32),
    /// A small ASCII letter that stands for the capital one as well.
    Letter(u32),
    Any,
    NotNewline,
    Class {
        class: usize,
        fold: bool,
    },
    Assert(Assertion),
    Save(usize),
    Split {
        first: usize,
        second: usize,
    },
    Jump(usize),
    /// Remembers the position in a slot, for [`Progress`](Self::Progress).
    Mark(usize),
    /// Jumps back unless nothing was consumed since the mark.
    Progress {
        slot: usize,
        target: usize,
    },
    /// A look-around: its body ends with [`Done`](Self::Done), and what follows is at `end`.
    Look {
        negative: bool,
        end: usize,
    },
    /// As many units back.
    Back(usize),
    Atomic {
        end: usize,
    },
    Done,
    BackReference {
        group: usize,
        fold: bool,
    },
    Match,
}

/// Instructions and what they refer to.
#[derive(Debug, Default)]
pub(super) struct Program {
    pub(super) instructions: Vec<Instruction>,
    pub(super) classes: Vec<Class>,
    /// Without the whole match, which is group 0.
    pub(super) groups: usize,
    /// Two for each group, then one for each loop.
    pub(super) slots: usize,
    /// Can only match at the start of the text.
    pub(super) anchored: bool,
    /// What every match starts with.
    pub(super) prefix: Vec<u8>,
}

impl Program {
    pub(super) fn new(tree: Node, groups: usize) -> Result<Self, Stop> {
        let mut program = Self { groups, slots: 2 * (groups + 1), ..Self::default() };
        program.emit(tree)?;
        program.push(Instruction::Match)?;
        program.look_ahead();
        Ok(program)
    }

    /// What is certain before the first choice.
    fn look_ahead(&mut self) {
        let mut buffer = [0; 4];
        for instruction in &self.instructions {
            match instruction {
                Instruction::Save(_) => {}
                Instruction::Assert(Assertion::TextStart) => self.anchored |= self.prefix.is_empty(),
                Instruction::Unit(unit) => match char::from_u32(*unit) {
                    Some(char) if char.is_ascii() => {
                        self.prefix.extend_from_slice(char.encode_utf8(&mut buffer).as_bytes());
                    }
                    _ => break,
                },
                _ => break,
            }
        }
    }

    fn push(&mut self, instruction: Instruction) -> Result<usize, Stop> {
        if self.instructions.len() >= LIMIT {
            return Err(Stop::Unknown("the pattern is too large"));
        }
        self.instructions.push(instruction);
        Ok(self.instructions.len() - 1)
    }

    fn here(&self) -> usize {
        self.instructions.len()
    }

    fn set(&mut self, at: usize, instruction: Instruction) {
        if let Some(place) = self.instructions.get_mut(at) {
            *place = instruction;
        }
    }

    fn emit(&mut self, node: Node) -> Result<(), Stop> {
        match node {
            Node::Empty => {}
            Node::Unit { value, fold } => {
                let letter = other_case(value).filter(|_| fold).map(|other| other.max(value));
                self.push(letter.map_or(Instruction::Unit(value), Instruction::Letter))?;
            }
            Node::Any { newline: true } => {
                self.push(Instruction::Any)?;
            }
            Node::Any { newline: false } => {
                self.push(Instruction::NotNewline)?;
            }
            Node::Class { class, fold } => {
                self.classes.push(class);
                self.push(Instruction::Class { class: self.classes.len() - 1, fold })?;
            }
            Node::Assert(assertion) => {
                self.push(Instruction::Assert(assertion))?;
            }
            Node::Capture { index, body } => {
                self.push(Instruction::Save(2 * index))?;
                self.emit(*body)?;
                self.push(Instruction::Save(2 * index + 1))?;
            }
            Node::Concat(nodes) => {
                for node in nodes {
                    self.emit(node)?;
                }
            }
            Node::Alternate(branches) => self.alternate(branches)?,
            Node::Repeat { body, min, max, greed } => self.repeat(*body, min, max, greed)?,
            Node::Atomic(body) => self.enclosed(Instruction::Atomic { end: 0 }, *body)?,
            Node::Look { behind: false, negative, body } => {
                self.enclosed(Instruction::Look { negative, end: 0 }, *body)?;
            }
            Node::Look { behind: true, negative, body } => {
                let branches = match *body {
                    Node::Alternate(branches) => branches,
                    other => vec![other],
                };
                let mut bodies = Vec::new();
                for branch in branches {
                    let length = branch.length().ok_or(Stop::Unknown("a look-behind of varying length"))?;
                    bodies.push((length, branch));
                }
                let at = self.push(Instruction::Look { negative, end: 0 })?;
                self.behind(bodies)?;
                self.push(Instruction::Done)?;
                let end = self.here();
                self.set(at, Instruction::Look { negative, end });
            }
            Node::BackReference { group, fold } => {
                self.push(Instruction::BackReference { group, fold })?;
            }
        }
        Ok(())
    }

    fn enclosed(&mut self, opening: Instruction, body: Node) -> Result<(), Stop> {
        let negative = if let Instruction::Look { negative, .. } = opening { Some(negative) } else { None };
        let at = self.push(opening)?;
        self.emit(body)?;
        self.push(Instruction::Done)?;
        let end = self.here();
        let closed = match negative {
            Some(negative) => Instruction::Look { negative, end },
            None => Instruction::Atomic { end },
        };
        self.set(at, closed);
        Ok(())
    }

    fn alternate(&mut self, branches: Vec<Node>) -> Result<(), Stop> {
        let mut ends = Vec::new();
        let last = branches.len().saturating_sub(1);
        for (index, branch) in branches.into_iter().enumerate() {
            let split = if index < last { Some(self.push(Instruction::Match)?) } else { None };
            self.emit(branch)?;
            if let Some(split) = split {
                ends.push(self.push(Instruction::Match)?);
                let second = self.here();
                self.set(split, Instruction::Split { first: split + 1, second });
            }
        }
        self.join(&ends);
        Ok(())
    }

    fn behind(&mut self, branches: Vec<(usize, Node)>) -> Result<(), Stop> {
        let mut ends = Vec::new();
        let last = branches.len().saturating_sub(1);
        for (index, (length, branch)) in branches.into_iter().enumerate() {
            let split = if index < last { Some(self.push(Instruction::Match)?) } else { None };
            self.push(Instruction::Back(length))?;
            self.emit(branch)?;
            if let Some(split) = split {
                ends.push(self.push(Instruction::Match)?);
                let second = self.here();
                self.set(split, Instruction::Split { first: split + 1, second });
            }
        }
        self.join(&ends);
        Ok(())
    }

    fn join(&mut self, ends: &[usize]) {
        let here = self.here();
        for end in ends {
            self.set(*end, Instruction::Jump(here));
        }
    }

    /// The body is needed once for each time that it is written: the instructions of the first are copied.
    fn repeat(&mut self, body: Node, min: u32, max: Option<u32>, greed: Greed) -> Result<(), Stop> {
        if greed == Greed::Possessive {
            let inner = Node::Repeat { body: Box::new(body), min, max, greed: Greed::Greedy };
            return self.enclosed(Instruction::Atomic { end: 0 }, inner);
        }
        let empty = body.may_be_empty();
        let start = self.here();
        self.emit(body)?;
        let block: Vec<Instruction> = self.instructions.drain(start..).collect();
        for _ in 0..min {
            self.copy(&block, start)?;
        }
        match max {
            None => {
                let split = self.push(Instruction::Match)?;
                let slot = self.slots;
                if empty {
                    self.slots += 1;
                    self.push(Instruction::Mark(slot))?;
                }
                self.copy(&block, start)?;
                if empty {
                    self.push(Instruction::Progress { slot, target: split })?;
                } else {
                    self.push(Instruction::Jump(split))?;
                }
                let end = self.here();
                self.set(split, choice(split + 1, end, greed));
            }
            Some(max) => {
                let mut splits = Vec::new();
                for _ in min..max {
                    splits.push(self.push(Instruction::Match)?);
                    self.copy(&block, start)?;
                }
                let end = self.here();
                for split in splits {
                    self.set(split, choice(split + 1, end, greed));
                }
            }
        }
        Ok(())
    }

    /// Copies instructions that were made for `start` to the end.
    fn copy(&mut self, block: &[Instruction], start: usize) -> Result<(), Stop> {
        let here = self.here();
        let shift = |at: &usize| (*at + here).saturating_sub(start);
        for instruction in block {
            let copied = match instruction {
                Instruction::Unit(unit) => Instruction::Unit(*unit),
                Instruction::Letter(unit) => Instruction::Letter(*unit),
                Instruction::Any => Instruction::Any,
                Instruction::NotNewline => Instruction::NotNewline,
                Instruction::Class { class, fold } => Instruction::Class { class: *class, fold: *fold },
                Instruction::Assert(assertion) => Instruction::Assert(*assertion),
                Instruction::Save(slot) => Instruction::Save(*slot),
                Instruction::Split { first, second } => {
                    Instruction::Split { first: shift(first), second: shift(second) }
                }
                Instruction::Jump(target) => Instruction::Jump(shift(target)),
                Instruction::Mark(slot) => Instruction::Mark(*slot),
                Instruction::Progress { slot, target } => Instruction::Progress { slot: *slot, target: shift(target) },
                Instruction::Look { negative, end } => Instruction::Look { negative: *negative, end: shift(end) },
                Instruction::Back(length) => Instruction::Back(*length),
                Instruction::Atomic { end } => Instruction::Atomic { end: shift(end) },
                Instruction::Done => Instruction::Done,
                Instruction::BackReference { group, fold } => Instruction::BackReference { group: *group, fold: *fold },
                Instruction::Match => Instruction::Match,
            };
            self.push(copied)?;
        }
        Ok(())
    }
}

fn choice(body: usize, end: usize, greed: Greed) -> Instruction {
    match greed {
        Greed::Lazy => Instruction::Split { first: end, second: body },
        Greed::Greedy | Greed::Possessive => Instruction::Split { first: body, second: end },
    }
}
