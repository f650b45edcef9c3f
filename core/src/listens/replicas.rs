//! Several Kong replicas, which must all listen alike.

use super::flag::{Flag, Subsystem};
use super::kong::KongListens;
use super::parse::Entry;
use crate::diagnostic::catalog::listens as catalog;
use crate::diagnostic::{Diagnostic, Fix};

/// Replicas that do not listen alike.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// What every reconciliation of a Gateway returns.
    pub error: String,
    /// The subsystem in which they differ.
    pub subsystem: Subsystem,
    /// Index of the first replica that differs from the first one.
    pub replica: usize,
}

/// The first difference between replicas, in the order in which the controller compares: proxy listens, then stream
/// listens. `None` for equal ones, and for fewer than two.
///
/// A replica that does not start is not ready, is not asked and does not belong here.
///
/// Source: KIC v3.5.13 internal/dataplane/kong_client.go:Listeners; spec/listens-and-helm.md, section 4
pub fn difference(replicas: &[&KongListens]) -> Option<Difference> {
    let (first, others) = replicas.split_first()?;
    [(Subsystem::Http, "listeners"), (Subsystem::Stream, "stream listeners")].into_iter().find_map(
        |(subsystem, words)| {
            let differs = |other: &&KongListens| !alike(&first.of(subsystem).entries, &other.of(subsystem).entries);
            let replica = others.iter().position(differs)? + 1;
            let count = replicas.len();
            let error = format!(
                "unable to retrieve listeners from the data-plane: not all {words} out of {count} are the same"
            );
            Some(Difference { error, subsystem, replica })
        },
    )
}

/// The controller decodes equal values: everything but `http2` is in the text of the listener.
fn alike(first: &[Entry], other: &[Entry]) -> bool {
    first.len() == other.len()
        && first
            .iter()
            .zip(other)
            .all(|(first, other)| first.listener == other.listener && first.has(Flag::Http2) == other.has(Flag::Http2))
}

impl Difference {
    /// The problem `replicas-differ`; `None` if no user wrote the value of the replica that differs.
    pub fn explain(&self, replicas: &[&KongListens]) -> Option<Diagnostic> {
        let first = &replicas.first()?.of(self.subsystem).value;
        let other = &replicas.get(self.replica)?.of(self.subsystem).value;
        let span = other.whole().span().or(first.whole().span())?;
        let fix = other
            .editable(0..other.text().len())
            .map(|span| Fix::replace("Take over the value of the first replica", span, first.text()));
        let problem = catalog::replicas_differ(self.subsystem.variable(), span, first.whole().span(), &self.error);
        Some(match fix {
            Some(fix) => problem.with_fix(fix),
            None => problem,
        })
    }
}
