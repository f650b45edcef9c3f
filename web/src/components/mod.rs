//! The parts that panes and outputs are made of, and the page's frame.

mod bar;
mod code_tools;
mod copy;
mod fixes;
mod focus;
mod mark;
mod notice;
mod place;
mod send;
mod side_switch;
mod splitter;
mod tabs;
mod theme_button;
mod verdict;
mod versions;

pub(crate) use bar::Bar;
pub(crate) use code_tools::CodeTools;
pub(crate) use copy::copy;
pub(crate) use fixes::{FixButtons, FixPreview};
pub(crate) use focus::take_lost_focus;
pub(crate) use mark::MarkLine;
pub(crate) use notice::NoticeBox;
pub(crate) use place::PlaceButton;
pub(crate) use send::SendFitting;
pub(crate) use side_switch::SideSwitch;
pub(crate) use splitter::Splitter;
pub(crate) use tabs::{Badge, Tab, TabList, panel_id, tab_id};
pub(crate) use verdict::VerdictLine;
pub(crate) use versions::VersionBoxes;
