//! Releases of Kong Ingress Controller: which are modelled, and which behaviours each has.

use std::fmt;

use super::behaviour::Behaviour;

/// A release of Kong Ingress Controller: `3.MINOR.PATCH`, and the behaviours that it is taken to have.
///
/// What a release does is the table of [`Behaviour`]s; nothing else looks at its numbers. The table is read once, when a
/// release is made: translations ask for behaviours at every route.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct KicVersion {
    minor: u8,
    patch: u8,
    /// A bit for each behaviour that it has.
    behaviours: u128,
}

/// Major number of all releases that are modelled.
const MAJOR: u8 = 3;

/// Lines that are modelled, oldest first: minor release and its newest patch. A line more is a row here, rows of the
/// table of behaviours, and a folder of recorded outcomes.
const LINES: [(u8, u8); 4] = [(2, 4), (3, 1), (4, 20), (5, 13)];

impl Default for KicVersion {
    /// 3.5.13, the reference.
    fn default() -> Self {
        Self::new(5, 13)
    }
}

impl fmt::Display for KicVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{MAJOR}.{}.{}", self.minor, self.patch)
    }
}

impl KicVersion {
    fn new(minor: u8, patch: u8) -> Self {
        let own = Behaviour::ALL.iter().filter(|behaviour| behaviour.is_in(minor, patch));
        Self { minor, patch, behaviours: own.fold(0, |bits, behaviour| bits | behaviour.bit()) }
    }

    /// The newest patch of each line, oldest first.
    pub fn newest() -> impl Iterator<Item = Self> {
        LINES.into_iter().map(|(minor, patch)| Self::new(minor, patch))
    }

    /// The releases to choose from, oldest first: the newest patch of each line, and inside of a line each patch that
    /// changed a behaviour and the one before it.
    pub fn all() -> Vec<Self> {
        let mut versions: Vec<Self> = Self::newest().collect();
        let changes = Behaviour::ALL.iter().flat_map(|behaviour| behaviour.changes());
        for (minor, patch) in changes.filter(|(_, patch)| *patch > 0) {
            versions.push(Self::new(minor, patch));
            versions.push(Self::new(minor, patch - 1));
        }
        versions.sort_unstable_by_key(|version| (version.minor, version.patch));
        versions.dedup();
        versions
    }

    /// The release with this text, with or without a leading `v`: `3.4.12`, or `3.4` for its newest patch. `None` for
    /// others than those of the modelled lines.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let mut numbers = text.strip_prefix('v').unwrap_or(text).split('.').map(str::parse::<u8>);
        let major = numbers.next()?.ok()?;
        let minor = numbers.next()?.ok()?;
        let patch = numbers.next().transpose().ok()?;
        let (_, newest) = LINES.into_iter().find(|(line, _)| (major, minor) == (MAJOR, *line))?;
        let known = numbers.next().is_none() && patch.is_none_or(|patch| patch <= newest);
        known.then(|| Self::new(minor, patch.unwrap_or(newest)))
    }

    /// Whether it is of an earlier release than the other one.
    pub fn is_before(self, other: Self) -> bool {
        (self.minor, self.patch) < (other.minor, other.patch)
    }

    /// Its line: `3.4`.
    pub fn line(self) -> String {
        format!("{MAJOR}.{}", self.minor)
    }

    /// Whether the release behaves so.
    pub fn has(self, behaviour: Behaviour) -> bool {
        self.behaviours & behaviour.bit() != 0
    }

    /// The same release, but for one behaviour. What differs then is what this behaviour makes.
    #[must_use]
    pub fn with(self, behaviour: Behaviour, on: bool) -> Self {
        let others = self.behaviours & !behaviour.bit();
        Self { behaviours: if on { others | behaviour.bit() } else { others }, ..self }
    }

    /// The behaviours in which two releases differ, in the order of the table.
    pub fn differences(self, other: Self) -> impl Iterator<Item = Behaviour> {
        Behaviour::ALL.iter().copied().filter(move |behaviour| self.has(*behaviour) != other.has(*behaviour))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> KicVersion {
        KicVersion::parse(text).expect("a release")
    }

    #[test]
    fn a_line_stands_for_its_newest_patch() {
        assert_eq!(version("3.5"), KicVersion::default());
        assert_eq!(version("v3.4").to_string(), "3.4.20");
        assert_eq!(version("3.4.12").to_string(), "3.4.12");
        for text in ["3.1", "3.6", "3.4.21", "4.4", "3", "3.4.1.2", "", "3.x"] {
            assert_eq!(KicVersion::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_fix_came_in_two_lines_at_once() {
        let late = Behaviour::ListenerProtocolsOnRoutes;
        for (text, has) in [("3.3", false), ("3.4.13", false), ("3.4.14", true), ("3.5.6", false), ("3.5.7", true)] {
            assert_eq!(version(text).has(late), has, "{text}");
        }
    }

    #[test]
    fn one_behaviour_can_be_turned() {
        let turned = version("3.2").with(Behaviour::FillsPluginIds, true);
        assert!(turned.has(Behaviour::FillsPluginIds));
        assert_eq!(turned.differences(version("3.2")).collect::<Vec<_>>(), [Behaviour::FillsPluginIds]);
        assert_eq!(turned.with(Behaviour::FillsPluginIds, false), version("3.2"));
    }

    #[test]
    fn all_releases_are_read_again_and_in_order() {
        let all = KicVersion::all();
        assert!(KicVersion::newest().all(|version| all.contains(&version)));
        for version in all {
            assert_eq!(KicVersion::parse(&version.to_string()), Some(version));
        }
    }
}
