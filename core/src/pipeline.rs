//! The stages in their order.

use std::collections::BTreeMap;

use crate::admission;
use crate::annotations::verdict;
use crate::diagnostic::{self, Diagnostic};
use crate::explain::{chain, objects};
use crate::findings::Findings;
use crate::k8s::Object;
use crate::k8s::load::{self, LeftOut, Loaded, Stored};
use crate::kong::{self, Listing};
use crate::listens::{self, DataPlane, KongListens};
use crate::provenance::{Origin, Tree};
use crate::report::{AsIfAccepted, Assumed, Event, ListenerView, Report};
use crate::resolve::Store;
use crate::resolve::cache::Cache;
use crate::settings::environment::{self, Environment};
use crate::settings::{self, Settings, StartError};
use crate::status;
use crate::text::Pane;
use crate::translate::{self, TranslateSettings};
use crate::yaml::{self, Limits};
use crate::{Assume, Input, assume};

/// Runs all stages.
///
/// Never fails and never panics: what is wrong with the input is in the report.
pub fn translate(input: &Input<'_>) -> Report {
    let mut problems = Vec::new();
    let setup = Setup::read(input, &mut problems);
    let _ = setup;
    todo!()
}
