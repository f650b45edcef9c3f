//! Runs a program by trying one way after the other, as PCRE does: the first way that fits is the match. The Rust crate
//! finds the same match in another way, so that one machine serves both.

use super::class::is_word;
use super::program::{Instruction, Program};
use super::tree::Assertion;

/// A pattern that needs more steps than this on one text is not evaluated.
const STEPS: usize = 200_000;

/// Why a search has no result.
pub(super) const TOO_LONG: &str = "matching takes too many steps";
pub(super) const UNICODE: &str = "the result depends on Unicode tables";

/// Positions by slot, in bytes.
pub(super) type Slots = Vec<Option<usize>>;

/// What to go back to.
enum Frame {
    Branch { at: usize, position: usize },
    Restore { slot: usize, value: Option<usize> },
}

/// One search.
pub(super) struct Machine<'a> {
    program: &'a Program,
    text: &'a [u8],
    unicode: bool,
    slots: Slots,
    steps: usize,
}

impl<'a> Machine<'a> {
    pub(super) fn new(program: &'a Program, text: &'a [u8], unicode: bool) -> Self {
        Self { program, text, unicode, slots: vec![None; program.slots], steps: 0 }
    }

    /// The first match at `start` or, where that is allowed, behind.
    pub(super) fn search(mut self, only_here: bool) -> Result<Option<Slots>, &'static str> {
        let only_here = only_here || self.program.anchored;
        if only_here && !self.text.starts_with(&self.program.prefix) {
            return Ok(None);
        }
        let mut start = 0;
        loop {
            self.slots.fill(None);
            if let Some(end) = self.run(0, start)? {
                if let Some(slot) = self.slots.get_mut(0) {
                    *slot = Some(start);
                }
                if let Some(slot) = self.slots.get_mut(1) {
                    *slot = Some(end);
                }
                return Ok(Some(self.slots));
            }
            match self.unit(start) {
                Some((_, next)) if !only_here => start = next,
                _ => return Ok(None),
            }
        }
    }

    /// The unit at a position and the position behind it.
    fn unit(&self, position: usize) -> Option<(u32, usize)> {
        let rest = self.text.get(position..)?;
        let first = *rest.first()?;
        if !self.unicode || first.is_ascii() {
            return Some((u32::from(first), position + 1));
        }
        let length = match first {
            0xf0.. => 4,
            0xe0.. => 3,
            _ => 2,
        };
        let char = std::str::from_utf8(rest.get(..length)?).ok()?.chars().next()?;
        Some((u32::from(char), position + length))
    }

    /// The position in front of the unit before this one.
    fn before(&self, position: usize) -> Option<usize> {
        let mut at = position.checked_sub(1)?;
        while self.unicode && self.text.get(at).is_some_and(|byte| byte & 0xc0 == 0x80) {
            at = at.checked_sub(1)?;
        }
        Some(at)
    }

    fn save(&mut self, slot: usize, value: Option<usize>, frames: &mut Vec<Frame>) {
        if let Some(place) = self.slots.get_mut(slot) {
            frames.push(Frame::Restore { slot, value: *place });
            *place = value;
        }
    }

    /// Runs until the program, or the part of it that is enclosed, ends; gives the position there.
    fn run(&mut self, start: usize, position: usize) -> Result<Option<usize>, &'static str> {
        let program = self.program;
        let mut frames = Vec::new();
        let (mut at, mut position) = (start, position);
        loop {
            self.steps += 1;
            if self.steps > STEPS {
                return Err(TOO_LONG);
            }
            let Some(instruction) = program.instructions.get(at) else { return Ok(None) };
            let next = match instruction {
                Instruction::Match | Instruction::Done => return Ok(Some(position)),
                Instruction::Jump(target) => Some((*target, position)),
                Instruction::Split { first, second } => {
                    frames.push(Frame::Branch { at: *second, position });
                    Some((*first, position))
                }
                Instruction::Save(slot) | Instruction::Mark(slot) => {
                    self.save(*slot, Some(position), &mut frames);
                    Some((at + 1, position))
                }
                Instruction::Progress { slot, target } => {
                    let moved = self.slots.get(*slot).copied().flatten() != Some(position);
                    Some((if moved { *target } else { at + 1 }, position))
                }
                Instruction::Assert(assertion) => self.holds(*assertion, position)?.then_some((at + 1, position)),
                Instruction::Back(length) => {
                    let back = (0..*length).try_fold(position, |at, _| self.before(at));
                    back.map(|position| (at + 1, position))
                }
                Instruction::BackReference { group, fold } => {
                    self.repeated(*group, *fold, position).map(|position| (at + 1, position))
                }
                Instruction::Look { negative, end } => {
                    let old = self.slots.clone();
                    let found = self.run(at + 1, position)?.is_some();
                    if found && !negative {
                        self.keep(&old, &mut frames);
                    } else {
                        self.slots = old;
                    }
                    (found != *negative).then_some((*end, position))
                }
                Instruction::Atomic { end } => {
                    let old = self.slots.clone();
                    let behind = self.run(at + 1, position)?;
                    if behind.is_some() {
                        self.keep(&old, &mut frames);
                    } else {
                        self.slots = old;
                    }
                    behind.map(|position| (*end, position))
                }
                consuming => match self.unit(position) {
                    Some((unit, behind)) if self.fits(consuming, unit)? => Some((at + 1, behind)),
                    _ => None,
                },
            };
            match next {
                Some(next) => (at, position) = next,
                None => match self.back(&mut frames) {
                    Some(next) => (at, position) = next,
                    None => return Ok(None),
                },
            }
        }
    }

    /// Notes what an enclosed part set, so that going back unsets it.
    fn keep(&self, old: &Slots, frames: &mut Vec<Frame>) {
        for (slot, (old, new)) in old.iter().zip(&self.slots).enumerate() {
            if old != new {
                frames.push(Frame::Restore { slot, value: *old });
            }
        }
    }

    fn back(&mut self, frames: &mut Vec<Frame>) -> Option<(usize, usize)> {
        loop {
            match frames.pop()? {
                Frame::Branch { at, position } => return Some((at, position)),
                Frame::Restore { slot, value } => {
                    if let Some(place) = self.slots.get_mut(slot) {
                        *place = value;
                    }
                }
            }
        }
    }

    fn fits(&self, instruction: &Instruction, unit: u32) -> Result<bool, &'static str> {
        /// LATIN SMALL LETTER LONG S and KELVIN SIGN are letters of ASCII to Unicode's case folding.
        const FOLDED: [u32; 2] = [0x17f, 0x212a];
        Ok(match instruction {
            Instruction::Unit(wanted) => unit == *wanted,
            Instruction::Letter(_) if self.unicode && FOLDED.contains(&unit) => return Err(UNICODE),
            Instruction::Letter(wanted) => unit == *wanted || unit == *wanted ^ 0x20,
            Instruction::Any => true,
            Instruction::NotNewline => unit != u32::from('\n'),
            Instruction::Class { class, fold } => match self.program.classes.get(*class) {
                Some(class) => class.has(unit, *fold, self.unicode).ok_or(UNICODE)?,
                None => false,
            },
            _ => false,
        })
    }

    fn repeated(&self, group: usize, fold: bool, position: usize) -> Option<usize> {
        let slot = |slot: usize| self.slots.get(slot).copied().flatten();
        let captured = self.text.get(slot(2 * group)?..slot(2 * group + 1)?)?;
        let end = position + captured.len();
        let here = self.text.get(position..end)?;
        (here == captured || fold && here.eq_ignore_ascii_case(captured)).then_some(end)
    }

    fn holds(&self, assertion: Assertion, position: usize) -> Result<bool, &'static str> {
        let is_newline = |at: usize| self.text.get(at) == Some(&b'\n');
        let at_end = position == self.text.len();
        Ok(match assertion {
            Assertion::TextStart => position == 0,
            Assertion::TextEnd => at_end,
            Assertion::LineStart => position == 0 || is_newline(position - 1),
            Assertion::LineEnd => at_end || is_newline(position),
            Assertion::TextEndOrFinalNewline => at_end || position + 1 == self.text.len() && is_newline(position),
            _ => {
                let before = match self.before(position).and_then(|at| self.unit(at)) {
                    Some((unit, _)) => is_word(unit, self.unicode).ok_or(UNICODE)?,
                    None => false,
                };
                let behind = match self.unit(position) {
                    Some((unit, _)) => is_word(unit, self.unicode).ok_or(UNICODE)?,
                    None => false,
                };
                match assertion {
                    Assertion::WordBoundary => before != behind,
                    Assertion::NotWordBoundary => before == behind,
                    Assertion::WordStart => !before && behind,
                    Assertion::WordEnd => before && !behind,
                    Assertion::WordStartHalf => !before,
                    Assertion::WordEndHalf => !behind,
                    _ => false,
                }
            }
        })
    }
}
