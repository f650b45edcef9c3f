//! What the stages notice beside their results: problems, events, effects of annotations.

use crate::annotations::{Effect, Entity, Found, Outcome};
use crate::diagnostic::Diagnostic;
use crate::k8s::{Kind, Object};

/// A failure of the translation: it becomes a Warning event on every causing object.
///
/// Source: KIC v3.5.13 internal/dataplane/failures/failures.go.
#[derive(Clone, Debug)]
pub struct Failure<'a> {
    /// The controller's words.
    pub message: String,
    /// The causing objects; with none, nothing is recorded.
    pub causes: Vec<&'a Object<'a>>,
    /// The controller hangs it on a stand-in of the object without generation: the event is recorded, but the
    /// `Programmed` of the object's status stays Unknown, whatever else is known of it.
    ///
    /// Source: KIC v3.5.13 internal/dataplane/kongstate/kongstate.go:getPluginRelations,
    /// internal/util/kubernetes/object/status: ConfigurationStatusSet.Get.
    pub on_stand_in: bool,
}

/// Collects what the stages notice. Order does not matter: everything is sorted for the report.
#[derive(Clone, Debug, Default)]
pub struct Findings<'a> {
    /// Problems of the input.
    pub problems: Vec<Diagnostic>,
    /// Failures of the translation.
    pub failures: Vec<Failure<'a>>,
    /// Effects of annotations.
    pub effects: Vec<Effect<'a>>,
    /// Objects that the translation counts as done: `Programmed` of their statuses goes by it.
    pub translated: Vec<&'a Object<'a>>,
}

impl<'a> Findings<'a> {
    /// Adds a problem.
    pub fn problem(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }

    /// Adds a failure.
    pub fn failure(&mut self, message: impl Into<String>, causes: impl IntoIterator<Item = &'a Object<'a>>) {
        let causes = causes.into_iter().collect();
        self.failures.push(Failure { message: message.into(), causes, on_stand_in: false });
    }

    /// Adds a failure of a plugin reference, which the controller hangs on a stand-in of a referring route; of consumers
    /// and their groups it has the object itself.
    pub fn plugin_failure(&mut self, message: impl Into<String>, referrer: &'a Object<'a>) {
        let on_stand_in = !matches!(referrer.kind(), Kind::KongConsumer | Kind::KongConsumerGroup);
        self.failures.push(Failure { message: message.into(), causes: vec![referrer], on_stand_in });
    }

    /// Records what an annotation did.
    pub fn effect(&mut self, found: Found<'a>, outcome: Outcome) {
        self.effects.push(Effect { found, outcome });
    }

    /// Records that an annotation decided a field.
    pub fn changed(
        &mut self,
        found: Found<'a>,
        entity: Entity,
        field: &'static str,
        before: impl Into<serde_json::Value>,
        after: impl Into<serde_json::Value>,
    ) {
        self.effect(found, Outcome::Changed { entity, field, before: before.into(), after: after.into() });
    }
}
