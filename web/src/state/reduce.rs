//! What each action does to the state.

use std::rc::Rc;

use kic_core::wire::compare::Effect;

use super::{
    Action, Base, Before, Compare, Failure, Focus, Found, Inputs, LinesShown, Mark, Notice, Outcome, OutputTab, Pane,
    Pinned, Replacement, Requests, Reveal, Side, State, TextEdit, Trace, View, Wish, apply_edits,
};
use crate::examples::Example;
use crate::reading::{Asked, Place, Report};

/// The state after an action. An action that changes nothing gives the same `Rc`, and the page is not drawn again.
pub fn reduce(state: &Rc<State>, action: Action) -> Rc<State> {
    match next(state, action) {
        Some(next) if next != **state => Rc::new(next),
        _ => Rc::clone(state),
    }
}

fn next(state: &State, action: Action) -> Option<State> {
    match action {
        Action::Type(pane, text) => typed(state, pane, text),
        Action::Load(example) => Some(loaded(state, *example)),
        Action::Open(opened) => Some(opened.into_state(state)),
        Action::ApplyFix(id) => fixed(state, &id),
        Action::Undo => undone(state),
        Action::Tell(text) => Some(State { notice: Some(Notice { text, undo: None }), ..state.clone() }),
        Action::Dismiss => Some(State { notice: None, ..state.clone() }),
        Action::UseKic(kic) => with_versions(state, |versions| versions.kic = kic),
        Action::UseKong(kong) => with_versions(state, |versions| versions.kong = kong),
        Action::UseRouter(router) => with_versions(state, |versions| versions.router = router),
        Action::CompareWith(base) => Some(held(state, Compare { base, ..state.compare.clone() })),
        Action::CompareVersions(other) => Some(held(state, Compare { other, ..state.compare.clone() })),
        Action::SwapVersions => Some(swapped(state)),
        Action::Pin => Some(pinned(state)),
        Action::Unpin => Some(held(state, Compare { pinned: None, ..state.compare.clone() })),
        Action::ExplainMany => Some(held(state, Compare { explains_many: true, ..state.compare.clone() })),
        Action::ShowMark => mark_shown(state),
        Action::DismissMark => Some(with_mark(state, None)),
        Action::ShowPane(pane) => Some(with_view(state, View { pane, side: Side::Inputs, ..state.view })),
        Action::ShowOutput(output) => Some(shown(state, output)),
        Action::ShowSide(side) => Some(with_view(state, View { side, ..state.view })),
        Action::UseTheme(theme) => Some(with_view(state, View { theme, ..state.view })),
        Action::UseFormat(format) => Some(complete(with_view(state, View { format, ..state.view }))),
        Action::ShowLines(lines) => lines_shown(state, lines),
        Action::MoveSplit(split) => Some(with_view(state, View { split, ..state.view })),
        Action::Reveal(place) => Some(revealed(state, place)),
        Action::TraceOutput(pointer) => Some(traced(state, pointer)),
        Action::Caret(pane, offset) => caret(state, pane, offset),
        Action::ShowEntity(pointer) => Some(entity(state, pointer)),
        Action::TypeRequest(line) => Some(typing(state, Requests { line, ..state.requests.clone() })),
        Action::TypeTable(table) => Some(typing(state, Requests { table, ..state.requests.clone() })),
        Action::Ask => state.requests.is_typing.then(|| asked(state, state.requests.clone())),
        Action::Send(line) => Some(asked(state, state.requests.sent(line))),
        Action::SendFitting(wish) => Some(wished(state, wish)),
        Action::DeriveMany => Some(asked(state, Requests { derives_many: true, ..state.requests.clone() })),
        Action::ForgetRequests => Some(asked(state, Requests { history: Rc::from([]), ..state.requests.clone() })),
        Action::Opened(report) => opened(state, report),
        Action::Finished { revision, report, asked, millis } => finished(state, revision, report, asked, millis),
        Action::Failed { revision, failure } => failed(state, revision, failure),
        Action::Retry => Some(State { revision: state.revision + 1, ..state.clone() }),
        Action::Kept(not_kept) => Some(State { not_kept, ..state.clone() }),
    }
}

fn typed(state: &State, pane: Pane, text: Rc<str>) -> Option<State> {
    if *state.inputs.get(pane) == text {
        return None;
    }
    // What was typed must not be lost by a button that looks as if it took back what was before.
    let notice = state.notice.clone().filter(|notice| notice.undo.is_none());
    Some(State {
        inputs: state.inputs.with(pane, text),
        notice,
        revision: state.revision + 1,
        ..with_mark(state, None)
    })
}

/// Other inputs than those that the editors show.
pub(super) fn replaced(state: &State, inputs: Inputs, notice: Option<Notice>) -> State {
    let last = notice.as_ref().and_then(|Notice { text, undo }| {
        let other = undo.clone()?;
        Some(Replacement { text: Rc::clone(text), other, is_undone: false })
    });
    State {
        inputs,
        notice,
        last,
        revision: state.revision + 1,
        replaced: state.replaced + 1,
        trace: Trace::Nothing,
        ..with_mark(state, None)
    }
}

fn loaded(state: &State, example: Example) -> State {
    let Example { title, inputs, versions, request: line, tab: output } = example;
    let undo = (!state.inputs.is_blank()).then(|| Before::of(state));
    let text = format!("Loaded the example “{title}”");
    let next = replaced(state, inputs, Some(Notice { text: text.into(), undo }));
    let requests = Requests { line, is_typing: false, wish: None, ..next.requests.clone() };
    State {
        versions,
        requests,
        view: View { pane: Pane::Manifests, output, side: Side::Outputs, ..state.view },
        ..next
    }
}

/// The places of a stale report mean another text: then nothing happens.
fn fixed(state: &State, id: &str) -> Option<State> {
    if !state.is_fresh() {
        return None;
    }
    let fix = state.outcome.report.as_ref()?.fix(id)?;
    let mut inputs = state.inputs.clone();
    let mut changed = None;
    for pane in Pane::ALL {
        let edits: Vec<TextEdit<'_>> = fix
            .edits
            .iter()
            .filter(|edit| edit.pane == pane.wire_name())
            .map(|edit| TextEdit { from: edit.span.from, to: edit.span.to, text: &edit.text })
            .collect();
        if !edits.is_empty() {
            let text = apply_edits(inputs.get(pane), &edits)?;
            inputs = inputs.with(pane, text.into());
            changed = changed.or(Some(pane));
        }
    }
    let pane = changed?;
    let notice = Notice { text: format!("{}: done", fix.title).into(), undo: Some(state.inputs.clone().into()) };
    let next = replaced(state, inputs, Some(notice));
    Some(State { view: View { pane, ..state.view }, ..next })
}

/// Takes back what replaced the texts last; a second time does it again.
fn undone(state: &State) -> Option<State> {
    let Replacement { text, other: Before { inputs, with }, is_undone } = state.last.clone()?;
    let last = Replacement { text, other: Before::of(state), is_undone: !is_undone };
    let next = State { last: Some(last), ..replaced(state, inputs, None) };
    Some(match with {
        Some((versions, line)) => State { versions, requests: Requests { line, ..next.requests.clone() }, ..next },
        None => next,
    })
}

fn with_versions(state: &State, change: impl FnOnce(&mut super::Versions)) -> Option<State> {
    let mut versions = state.versions.clone();
    change(&mut versions);
    if versions == state.versions {
        return None;
    }
    // The tab itself shows what another version changes.
    let is_told = state.view.output != OutputTab::Compare;
    let mark = is_told.then(|| Mark { from: state.versions.clone(), found: None });
    Some(State { versions, revision: state.revision + 1, ..with_mark(state, mark) })
}

fn with_mark(state: &State, mark: Option<Mark>) -> State {
    State { compare: Compare { mark, ..state.compare.clone() }, ..state.clone() }
}

/// Another state to hold the page against, which is asked about when the tab is open.
fn held(state: &State, compare: Compare) -> State {
    State { compare, revision: state.revision + 1, ..state.clone() }
}

fn swapped(state: &State) -> State {
    let compare = Compare { other: state.versions.clone(), ..state.compare.clone() };
    State { versions: state.compare.other.clone(), ..held(state, compare) }
}

fn pinned(state: &State) -> State {
    let pinned = Pinned { inputs: state.inputs.clone(), versions: state.versions.clone() };
    held(state, Compare { pinned: Some(pinned), base: Base::Pinned, ..state.compare.clone() })
}

fn mark_shown(state: &State) -> Option<State> {
    let other = state.compare.mark.as_ref()?.from.clone();
    let compare = Compare { other, base: Base::Versions, mark: None, ..state.compare.clone() };
    Some(shown(&State { compare, ..state.clone() }, OutputTab::Compare))
}

/// The answer to what a version box changed. Nothing is told where that is nothing.
fn marked(state: State) -> State {
    let Some(Mark { from, found: None }) = &state.compare.mark else { return state };
    let comparison = state.outcome.asked.as_ref().and_then(|asked| asked.comparison.as_ref());
    let Some(comparison) = comparison.filter(|_| state.is_fresh()) else { return state };
    let found = Found { all: comparison.differences.len(), worse: comparison.count(Effect::Worse) };
    let mark = Mark { from: from.clone(), found: Some(found) };
    with_mark(&state, Some(mark))
}

fn with_view(state: &State, view: View) -> State {
    State { view, ..state.clone() }
}

fn revealed(state: &State, place: Place) -> State {
    let next = with_view(state, View { pane: place.pane, side: Side::Inputs, ..state.view });
    State { reveal: Some(reveal(state, place, Focus::Moves)), ..next }
}

fn reveal(state: &State, place: Place, focus: Focus) -> Reveal {
    Reveal { number: state.reveal.map_or(1, |reveal| reveal.number + 1), place, focus }
}

/// Marks the places that a line comes from, and brings the first into view where both sides are seen.
fn traced(state: &State, pointer: Rc<str>) -> State {
    let fresh = state.outcome.report.as_ref().filter(|_| state.is_fresh());
    let place = fresh.and_then(|report| report.place_of_entity(&pointer));
    let traced = State { trace: Trace::Output(pointer), ..state.clone() };
    let Some(place) = place else { return traced };
    State { view: View { pane: place.pane, ..state.view }, reveal: Some(reveal(state, place, Focus::Stays)), ..traced }
}

/// An editor that shows the place of a traced line puts its caret there: the line stays what the user points at.
fn caret(state: &State, pane: Pane, offset: u32) -> Option<State> {
    let is_from_trace = matches!(state.trace, Trace::Output(_))
        && state.reveal.is_some_and(|Reveal { place, .. }| place.pane == pane && place.from == offset);
    (!is_from_trace).then(|| State { trace: Trace::Input(pane, offset), ..state.clone() })
}

/// An output. Requests and another state are only asked about while their tab is open, and of a large report only what is shown.
fn shown(state: &State, output: OutputTab) -> State {
    let asks = matches!(output, OutputTab::Request | OutputTab::Compare);
    let opens = asks && state.view.output != output;
    let lines = if output == state.view.output { state.lines.clone() } else { LinesShown::default() };
    let next = State { lines, ..with_view(state, View { output, side: Side::Outputs, ..state.view }) };
    let revision = state.revision + u64::from(opens);
    complete(State { revision, ..next })
}

/// Asks for what is to be shown of a large report and is not there.
fn complete(state: State) -> State {
    let lacks = state.outcome.report.as_ref().is_some_and(|report| !state.has_what_is_shown(report));
    State { revision: state.revision + u64::from(lacks), ..state }
}

/// Other lines of a large config or status.
fn lines_shown(state: &State, lines: LinesShown) -> Option<State> {
    let is_partial = state.outcome.report.as_ref().is_some_and(|report| report.lines().is_some());
    (is_partial && state.lines != lines).then(|| State { lines, revision: state.revision + 1, ..state.clone() })
}

/// The lines of an entity, and the places that it comes from.
fn entity(state: &State, pointer: Rc<str>) -> State {
    let shown = shown(&traced(state, Rc::clone(&pointer)), OutputTab::Config);
    let lines = LinesShown { at: Some(pointer), ..shown.lines.clone() };
    lines_shown(&shown, lines.clone()).unwrap_or(State { lines, ..shown })
}

fn typing(state: &State, requests: Requests) -> State {
    State { requests: Requests { is_typing: true, ..requests }, ..state.clone() }
}

/// The engine is asked, and the answer is shown.
fn asked(state: &State, requests: Requests) -> State {
    let next = shown(state, OutputTab::Request);
    State { requests: Requests { is_typing: false, ..requests }, revision: state.revision + 1, ..next }
}

/// The engine's own answer may have been there before.
fn opened(state: &State, report: Report) -> Option<State> {
    let is_first = state.outcome.report.is_none() && state.is_opening();
    let outcome = Outcome { report: Some(report), revision: state.revision, ..state.outcome.clone() };
    is_first.then(|| State { outcome, ..state.clone() })
}

fn finished(state: &State, revision: u64, report: Report, asked: Option<Asked>, millis: f64) -> Option<State> {
    // A report without a time is not the engine's.
    let is_newer = state.outcome.millis.is_none() || revision > state.outcome.revision;
    if !is_newer {
        return None;
    }
    let (did_derive, did_explain) = (state.derives(), state.explains());
    let outcome = Outcome { report: Some(report), asked, revision, millis: Some(millis), failure: None };
    let next = marked(State { outcome, ..state.clone() });
    if next.view.output == OutputTab::Compare && next.is_fresh() && next.explains() && !did_explain {
        // The first report said that there are few enough routes.
        return Some(State { revision: next.revision + 1, ..next });
    }
    if next.view.output != OutputTab::Request || !next.is_fresh() {
        return Some(next);
    }
    Some(match &next.requests.wish {
        // The first report said that there are few enough routes.
        _ if next.derives() && !did_derive => State { revision: next.revision + 1, ..next },
        Some(wish) => granted(&next, wish),
        None => next,
    })
}

/// A listener has a request without those of many routes, a route has not.
fn wished(state: &State, wish: Wish) -> State {
    let derives_many = state.requests.derives_many || !matches!(wish, Wish::Listener { .. });
    asked(state, Requests { wish: Some(wish), derives_many, ..state.requests.clone() })
}

/// Sends what was wished for, as soon as the requests to choose from are there.
fn granted(state: &State, wish: &Wish) -> State {
    let Some(answer) = &state.outcome.asked else { return state.clone() };
    match answer.fitting(wish) {
        Some(line) => asked(state, Requests { derives_many: false, ..state.requests.sent(line) }),
        None => State { requests: Requests { wish: None, ..state.requests.clone() }, ..state.clone() },
    }
}

fn failed(state: &State, revision: u64, failure: Failure) -> Option<State> {
    if revision < state.outcome.revision {
        return None;
    }
    let outcome = Outcome { failure: Some(failure), ..state.outcome.clone() };
    // What took too long is not asked again.
    let requests = Requests { derives_many: false, wish: None, ..state.requests.clone() };
    let compare = Compare { explains_many: false, ..state.compare.clone() };
    Some(State { requests, compare, outcome, ..state.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::tests::{derived, edit, fix, report_with_fixes, report_with_origins, span};
    use crate::state::{Router, Theme, Versions};
    use kic_core::wire::{self, Origin};

    fn state(environment: &str) -> Rc<State> {
        let inputs = Inputs::new("kind: Gateway\n", environment, "");
        Rc::new(State::new(inputs, Versions::default(), View::default()))
    }

    fn run(state: &Rc<State>, actions: impl IntoIterator<Item = Action>) -> Rc<State> {
        actions.into_iter().fold(Rc::clone(state), |state, action| reduce(&state, action))
    }

    fn report(state: &State, report: Report) -> Action {
        Action::Finished { revision: state.revision, report, asked: None, millis: 1.0 }
    }

    #[test]
    fn typing_counts_a_revision_and_leaves_the_editors_alone() {
        let before = state("");
        let after = reduce(&before, Action::Type(Pane::Environment, "A=1".into()));
        assert_eq!(&*after.inputs.environment, "A=1");
        assert_eq!((after.revision, after.replaced), (before.revision + 1, before.replaced));
    }

    #[test]
    fn what_changes_nothing_gives_the_same_value() {
        let state = state("A=1");
        for action in [
            Action::Type(Pane::Environment, "A=1".into()),
            Action::UseRouter(Router::default()),
            Action::ShowPane(Pane::Manifests),
            Action::UseTheme(Theme::default()),
            Action::ApplyFix("fix-1".into()),
            Action::Undo,
            Action::Dismiss,
            Action::Kept(None),
        ] {
            // The pane is shown by its side, which a narrow window remembers.
            let state = reduce(&state, Action::ShowPane(Pane::Manifests));
            assert!(Rc::ptr_eq(&state, &reduce(&state, action.clone())), "{action:?}");
        }
    }

    #[test]
    fn a_fix_edits_every_pane_that_it_names_and_can_be_undone() {
        let before = state("LISTEN=9903");
        let edits = vec![edit(Pane::Environment, 11, 11, " ssl"), edit(Pane::Manifests, 0, 0, "# a\n")];
        let answered = reduce(&before, report(&before, report_with_fixes(vec![fix("fix-1", edits)])));
        let fixed = reduce(&answered, Action::ApplyFix("fix-1".into()));
        assert_eq!(&*fixed.inputs.environment, "LISTEN=9903 ssl");
        assert_eq!(&*fixed.inputs.manifests, "# a\nkind: Gateway\n");
        assert_eq!(fixed.replaced, before.replaced + 1);
        let undone = reduce(&fixed, Action::Undo);
        assert_eq!(undone.inputs, before.inputs);
        assert_eq!(undone.notice, None);
    }

    #[test]
    fn a_fix_of_an_older_text_is_not_applied() {
        let before = state("LISTEN=9903");
        let fixes = vec![fix("fix-1", vec![edit(Pane::Environment, 0, 6, "")])];
        let answered = reduce(&before, report(&before, report_with_fixes(fixes)));
        let typed = reduce(&answered, Action::Type(Pane::Environment, "X".into()));
        assert!(Rc::ptr_eq(&typed, &reduce(&typed, Action::ApplyFix("fix-1".into()))));
    }

    #[test]
    fn an_example_can_be_undone_unless_nothing_was_there() {
        let before = reduce(&state("A=1"), Action::UseRouter(Router::Traditional));
        let example = Example { request: "GET http://a/".into(), tab: OutputTab::Request, ..Example::opening() };
        let loaded = reduce(&before, Action::Load(Box::new(example)));
        assert_eq!((&loaded.inputs, loaded.view.output), (&Example::opening().inputs, OutputTab::Request));
        assert_eq!((loaded.versions.router, &*loaded.requests.line), (Router::Environment, "GET http://a/"));
        let undone = reduce(&loaded, Action::Undo);
        assert_eq!((&undone.inputs, &undone.versions), (&before.inputs, &before.versions));
        assert_eq!((&*undone.requests.line, &undone.notice), ("", &None));

        let blank = Rc::new(State::new(Inputs::default(), Versions::default(), View::default()));
        let loaded = reduce(&blank, Action::Load(Box::new(Example::opening())));
        assert!(loaded.notice.as_ref().is_some_and(|notice| notice.undo.is_none()));
    }

    #[test]
    fn the_way_back_leaves_the_notice_at_the_next_edit_and_is_still_known() {
        let before = state("A=1");
        let loaded = reduce(&before, Action::Load(Box::new(Example::opening())));
        let typed = reduce(&loaded, Action::Type(Pane::Environment, "A=2".into()));
        assert_eq!(typed.notice, None);
        let undone = reduce(&typed, Action::Undo);
        assert_eq!(undone.inputs, before.inputs);
        assert!(undone.last.as_ref().is_some_and(|last| last.is_undone));
        let again = reduce(&undone, Action::Undo);
        assert_eq!(again.inputs, typed.inputs, "with what was typed");
        let dismissed = reduce(&loaded, Action::Dismiss);
        assert_eq!(reduce(&dismissed, Action::Undo).inputs, before.inputs);
    }

    #[test]
    fn what_is_told_stays_while_the_user_types() {
        let told = reduce(&state(""), Action::Tell("Copied".into()));
        let typed = reduce(&told, Action::Type(Pane::Environment, "A=2".into()));
        assert_eq!(typed.notice.as_ref().map(|notice| &*notice.text), Some("Copied"));
    }

    #[test]
    fn an_answer_to_an_older_input_does_not_replace_a_newer_one() {
        let state = state("");
        let newer = Action::Finished { revision: 5, report: report_with_fixes(Vec::new()), asked: None, millis: 1.0 };
        let older = Action::Finished { revision: 4, report: report_with_fixes(Vec::new()), asked: None, millis: 1.0 };
        let answered = reduce(&state, newer);
        assert!(Rc::ptr_eq(&answered, &reduce(&answered, older)));
    }

    fn first_visit() -> Rc<State> {
        Rc::new(State::new(Example::opening().inputs, Versions::default(), View::default()))
    }

    #[test]
    fn a_first_visit_shows_the_report_of_the_build_until_the_engine_answers() {
        let visit = first_visit();
        let opened = reduce(&visit, Action::Opened(report_with_fixes(Vec::new())));
        assert!(opened.is_fresh() && opened.outcome.millis.is_none());
        let own = report_with_fixes(Vec::new());
        let answered = reduce(&opened, report(&opened, own.clone()));
        assert_eq!((&answered.outcome.report, answered.outcome.millis), (&Some(own), Some(1.0)));
        assert!(Rc::ptr_eq(&answered, &reduce(&answered, Action::Opened(report_with_fixes(Vec::new())))));
    }

    #[test]
    fn the_report_of_the_build_is_for_the_untouched_example_only() {
        let others = [
            state(""),
            reduce(&first_visit(), Action::Type(Pane::Environment, "A=1".into())),
            reduce(&first_visit(), Action::UseRouter(Router::Expressions)),
        ];
        for other in others {
            assert!(Rc::ptr_eq(&other, &reduce(&other, Action::Opened(report_with_fixes(Vec::new())))));
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    #[test]
    fn the_report_of_the_build_is_what_the_engine_answers_to_a_first_visit() {
        let input = first_visit().engine_input();
        assert_eq!(serde_json::to_string(&wire::run(&input)).unwrap(), kic_engine::opening::report());
    }

    #[test]
    fn a_failure_keeps_texts_and_the_last_report() {
        let before = state("A=1");
        let answered = reduce(&before, report(&before, report_with_fixes(Vec::new())));
        let typed = reduce(&answered, Action::Type(Pane::Environment, "A=2".into()));
        let failed = reduce(&typed, Action::Failed { revision: typed.revision, failure: Failure::TooSlow(5_000) });
        assert_eq!(&*failed.inputs.environment, "A=2");
        assert!(failed.outcome.report.is_some() && failed.outcome.failure.is_some());
        let again = reduce(&failed, Action::Retry);
        assert_eq!(again.revision, failed.revision + 1);
        let mended = reduce(&again, report(&again, report_with_fixes(Vec::new())));
        assert_eq!(mended.outcome.failure, None);
    }

    #[test]
    fn a_traced_line_stays_while_the_editor_shows_its_place() {
        let before = state("LISTEN=9903");
        let origins = [("/config/a", vec![Origin::At(span(Pane::Environment, 7, 11))])];
        let answered = reduce(&before, report(&before, report_with_origins(origins)));
        let traced = reduce(&answered, Action::TraceOutput("/config/a".into()));
        assert_eq!(traced.view.pane, Pane::Environment);
        assert_eq!(traced.view.side, before.view.side, "a narrow window goes on showing the line");
        let shown = run(&traced, [Action::Caret(Pane::Environment, 7)]);
        assert_eq!(shown.trace, Trace::Output("/config/a".into()));
        let moved = run(&shown, [Action::Caret(Pane::Environment, 3)]);
        assert_eq!(moved.trace, Trace::Input(Pane::Environment, 3));
    }

    fn answer(state: &State, asked: wire::Asked) -> Action {
        let report = Report::new(wire::Report::default());
        Action::Finished { revision: state.revision, report, asked: Some(Asked::new(asked)), millis: 1.0 }
    }

    fn opened() -> Rc<State> {
        let before = state("A=1");
        let reported = reduce(&before, report(&before, report_with_fixes(Vec::new())));
        reduce(&reported, Action::ShowOutput(OutputTab::Request))
    }

    #[test]
    fn requests_are_asked_about_while_their_tab_is_open() {
        let before = state("A=1");
        assert_eq!(before.question(), None);
        let first = reduce(&before, Action::ShowOutput(OutputTab::Request));
        assert_eq!(first.revision, before.revision + 1);
        assert_eq!(first.question(), Some(wire::Question::default()), "nobody knows yet how many routes there are");
        let again = reduce(&first, answer(&first, wire::Asked::default()));
        assert_eq!(again.revision, first.revision + 1, "now it is known: few");
        assert!(again.question().is_some_and(|question| question.derived));
        let settled = reduce(&again, answer(&again, wire::Asked::default()));
        assert_eq!(settled.revision, again.revision);
        assert!(Rc::ptr_eq(&settled, &reduce(&settled, Action::ShowOutput(OutputTab::Request))));
    }

    fn compared(state: &State, differences: usize) -> Action {
        let comparison = serde_json::json!({
            "before": {"kic": "", "kong": "", "router_flavor": ""}, "after": {"kic": "", "kong": "", "router_flavor": ""},
            "same_texts": true, "rules": [], "explained": false,
            "differences": vec![serde_json::json!({
                "part": "listener", "hurt": "listener", "effect": "worse", "object": "listener a b", "path": "",
                "before": "ready", "after": null, "pointer_before": null, "pointer_after": null, "places": [],
                "places_before": false, "rules": []
            }); differences],
        });
        let comparison = Some(serde_json::from_value(comparison).unwrap());
        answer(state, wire::Asked { comparison, ..wire::Asked::default() })
    }

    #[test]
    fn a_change_of_a_version_box_says_how_much_it_changes() {
        let before = state("A=1");
        let changed = reduce(&before, Action::UseRouter(Router::Expressions));
        let against = changed.question().and_then(|question| question.against).unwrap();
        assert_eq!((against.input.router_flavor, against.explain), (None, false));
        let told = reduce(&changed, compared(&changed, 2));
        assert_eq!(told.compare.mark.as_ref().and_then(|mark| mark.found), Some(Found { all: 2, worse: 2 }));
        assert_eq!(told.question(), None, "it is asked once");
        assert_eq!(reduce(&told, Action::Type(Pane::Environment, "A=2".into())).compare.mark, None);
        let shown = reduce(&told, Action::ShowMark);
        assert_eq!((shown.view.output, shown.compare.base), (OutputTab::Compare, Base::Versions));
        assert_eq!((&shown.compare.other, &shown.compare.mark), (&before.versions, &None));
        assert_eq!(shown.revision, told.revision + 1, "the tab asks for the rules");
        let elsewhere = reduce(&shown, Action::UseRouter(Router::Traditional));
        assert_eq!(elsewhere.compare.mark, None, "the tab itself tells");
    }

    #[test]
    fn a_pinned_state_survives_typing() {
        let tab = reduce(&state("A=1"), Action::ShowOutput(OutputTab::Compare));
        let pinned = run(&tab, [Action::Pin, Action::Type(Pane::Environment, "A=2".into())]);
        assert_eq!(pinned.compare.base, Base::Pinned);
        let question = pinned.question().unwrap();
        assert_eq!(question.against.map(|against| against.input.environment), Some("A=1".to_owned()));
        let unpinned = reduce(&pinned, Action::Unpin);
        assert_eq!(unpinned.question(), None);
    }

    #[test]
    fn versions_are_swapped() {
        let before = state("A=1");
        let swapped = reduce(&before, Action::SwapVersions);
        assert_eq!((&swapped.versions, &swapped.compare.other), (&before.compare.other, &before.versions));
        assert_eq!(reduce(&swapped, Action::SwapVersions).versions, before.versions);
    }

    #[test]
    fn rules_are_looked_for_once_the_number_of_routes_is_known() {
        let tab = reduce(&state("A=1"), Action::ShowOutput(OutputTab::Compare));
        assert!(!tab.explains());
        let first = reduce(&tab, compared(&tab, 1));
        assert_eq!(first.revision, tab.revision + 1);
        assert!(first.question().and_then(|question| question.against).is_some_and(|against| against.explain));
        let second = reduce(&first, compared(&first, 1));
        assert_eq!(second.revision, first.revision);
    }

    #[test]
    fn a_typed_line_is_asked_after_a_pause_and_remembered_when_it_is_sent() {
        let opened = opened();
        let typed = reduce(&opened, Action::TypeRequest("GET http://a/".into()));
        assert_eq!(typed.revision, opened.revision);
        let asked = reduce(&typed, Action::Ask);
        assert_eq!((asked.revision, asked.requests.history.len()), (opened.revision + 1, 0));
        assert_eq!(asked.question().map(|question| question.line), Some("GET http://a/".to_owned()));
        assert!(Rc::ptr_eq(&asked, &reduce(&asked, Action::Ask)), "nothing was typed since");
        let sent = reduce(&asked, Action::Send("GET http://a/".into()));
        assert_eq!(*sent.requests.history, ["GET http://a/".into()]);
        assert!(reduce(&sent, Action::ForgetRequests).requests.history.is_empty());
    }

    #[test]
    fn a_request_that_fits_a_route_is_sent_when_the_requests_are_there() {
        let before = state("A=1");
        let reported = reduce(&before, report(&before, report_with_fixes(Vec::new())));
        let wished = reduce(&reported, Action::SendFitting(Wish::Route("/config/services/0/routes/0".into())));
        assert_eq!(wished.view.output, OutputTab::Request);
        assert!(wished.question().is_some_and(|question| question.derived));
        let asked = wire::Asked { derived: vec![derived(0, "match", "GET http://a/")], ..wire::Asked::default() };
        let sent = reduce(&wished, answer(&wished, asked));
        assert_eq!((&*sent.requests.line, sent.revision), ("GET http://a/", wished.revision + 1));
        assert_eq!(sent.requests.wish, None);
    }

    #[test]
    fn a_wish_that_nothing_fits_is_dropped() {
        let wished = reduce(&opened(), Action::SendFitting(Wish::Object("HTTPRoute default/z".into())));
        let answered = reduce(&wished, answer(&wished, wire::Asked::default()));
        assert_eq!((answered.requests.wish.clone(), answered.revision), (None, wished.revision));
    }

    #[test]
    fn requests_of_many_routes_are_made_when_wanted_and_not_again_after_a_failure() {
        let routes: Vec<_> = (0..300).map(|number| serde_json::json!({ "name": number })).collect();
        let config = serde_json::json!({ "services": [{ "routes": routes }] });
        let before = opened();
        let many = Report::new(wire::Report { config, ..wire::Report::default() });
        let many = reduce(&before, report(&before, many));
        assert!(many.question().is_some_and(|question| !question.derived));
        let wanted = reduce(&many, Action::DeriveMany);
        assert!(wanted.question().is_some_and(|question| question.derived));
        let failure = Action::Failed { revision: wanted.revision, failure: Failure::TooSlow(5_000) };
        assert!(!reduce(&wanted, failure).derives());
    }

    #[test]
    fn an_entity_is_shown_in_the_configuration_with_its_places() {
        let before = state("LISTEN=9903");
        let origins = [("/config/services/0/host", vec![Origin::At(span(Pane::Environment, 7, 11))])];
        let answered = reduce(&before, report(&before, report_with_origins(origins)));
        let shown = reduce(&answered, Action::ShowEntity("/config/services/0".into()));
        assert_eq!((shown.view.output, shown.view.pane), (OutputTab::Config, Pane::Environment));
        assert_eq!(shown.trace, Trace::Output("/config/services/0".into()));
    }

    #[test]
    fn going_to_a_place_shows_its_pane_and_side() {
        let place = Place::of(&span(Pane::HelmValues, 0, 0)).unwrap();
        let shown = run(&state(""), [Action::Reveal(place), Action::Reveal(place)]);
        assert_eq!((shown.view.pane, shown.view.side), (Pane::HelmValues, Side::Inputs));
        assert_eq!(shown.reveal, Some(Reveal { number: 2, place, focus: Focus::Moves }));
    }
}
