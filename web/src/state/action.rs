//! What can happen to the page.

use std::rc::Rc;

use super::{Base, Failure, Format, LinesShown, Opened, OutputTab, Pane, Router, Side, Split, Theme, Versions, Wish};
use crate::examples::Example;
use crate::reading::{Asked, Place, Report};

/// What can happen to the page.
#[derive(Clone, PartialEq, Debug)]
pub enum Action {
    /// The user typed; the editor already shows this text.
    Type(Pane, Rc<str>),
    /// The user chose an example.
    Load(Box<Example>),
    /// A link, files, or the output of a command.
    Open(Box<Opened>),
    /// The user chose a fix of the report, by its id.
    ApplyFix(Rc<str>),
    /// The user takes back the last thing that replaced the texts, or does it again.
    Undo,
    /// Something that the user wanted is done, or why not.
    Tell(Rc<str>),
    /// The user has read the notice.
    Dismiss,
    /// Another release of Kong Ingress Controller.
    UseKic(Rc<str>),
    /// Another release of Kong Gateway.
    UseKong(Rc<str>),
    /// Another router flavor.
    UseRouter(Router),
    /// Hold the page against other versions, or against the pinned state.
    CompareWith(Base),
    /// The other versions to hold it against.
    CompareVersions(Versions),
    /// The page takes these versions, and is held against those that it had.
    SwapVersions,
    /// Keep the texts and versions as they are, to hold later ones against them.
    Pin,
    /// Forget the pinned state.
    Unpin,
    /// Look for the rules of however many differences.
    ExplainMany,
    /// Show what the last change of a version box changed.
    ShowMark,
    /// The user has read it.
    DismissMark,
    /// Another input tab.
    ShowPane(Pane),
    /// Another output tab.
    ShowOutput(OutputTab),
    /// The other side of a narrow window.
    ShowSide(Side),
    /// Another theme.
    UseTheme(Theme),
    /// YAML or JSON.
    UseFormat(Format),
    /// Look at other lines of a large config or status.
    ShowLines(LinesShown),
    /// The border moved.
    MoveSplit(Split),
    /// Move the caret to a place of the report.
    Reveal(Place),
    /// Point at a line of the config or status, by its JSON pointer.
    TraceOutput(Rc<str>),
    /// Show an entity of the configuration, by its JSON pointer.
    ShowEntity(Rc<str>),
    /// The caret stands at this UTF-16 unit.
    Caret(Pane, u32),
    /// The user types a request.
    TypeRequest(Rc<str>),
    /// The user types a table of requests.
    TypeTable(Rc<str>),
    /// Typing of the request or the table pauses.
    Ask,
    /// The user sends this request.
    Send(Rc<str>),
    /// The user sends a request that fits something.
    SendFitting(Wish),
    /// The user wants requests made from many routes.
    DeriveMany,
    /// The user wants no history of requests.
    ForgetRequests,
    /// The report of the opening example is there; it was made when the page was built.
    Opened(Report),
    /// The engine has answered.
    Finished {
        /// [`super::State::revision`] of the job.
        revision: u64,
        /// The answer.
        report: Report,
        /// The answer to what was asked about requests.
        asked: Option<Asked>,
        /// How long it took.
        millis: f64,
    },
    /// The engine has not.
    Failed {
        /// [`super::State::revision`] of the job.
        revision: u64,
        /// Why.
        failure: Failure,
    },
    /// Run the same input again.
    Retry,
    /// The text could be kept, or why not.
    Kept(Option<Rc<str>>),
}
