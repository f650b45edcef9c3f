//! Everything that can be done to the page, by name: what the palette lists.
//!
//! A part of the page adds what it can do to [`all`], one line each. The palette itself (`web/js/palette.js`) is loaded
//! when somebody wants it; the examples of the gallery come to it from there.

use std::borrow::Cow;

use kic_core::wire::Sections;
use serde::Serialize;
use serde_json::Value;
use yew::Callback;

use crate::components::copy;
use crate::examples::Example;
use crate::outputs::code::{Line, json_lines, status_lines, text_of, yaml_lines};
use crate::reading::Report;
use crate::state::{Action, Format, KIC_RELEASES, KONG_RELEASES, OutputTab, Pane, Router, State, Theme};

/// One thing that can be done.
pub struct Command {
    /// The heading that it stands under.
    pub group: &'static str,
    /// Its name: what it does, in the imperative. No two commands have the same.
    pub title: Cow<'static, str>,
    /// Whether it is a choice that is made already.
    pub is_chosen: bool,
    does: Does,
}

enum Does {
    /// It changes the state.
    Act(Action),
    /// It does something beside the state.
    Call(fn(&State, &Callback<Action>)),
}

/// All commands, in the order of the palette.
pub fn all(state: &State) -> Vec<Command> {
    let (view, versions) = (&state.view, &state.versions);
    let mut all = Vec::new();
    if let Some(last) = &state.last {
        let way = if last.is_undone { "Redo" } else { "Undo" };
        all.push(act("Edit", format!("{way}: {}", last.text), Action::Undo));
    }
    for tab in OutputTab::ALL {
        let title = format!("Show {}", tab.label());
        all.push(choice("Results", title, tab == view.output, Action::ShowOutput(tab)));
    }
    for pane in Pane::ALL {
        all.push(choice("Inputs", format!("Edit {}", pane.label()), pane == view.pane, Action::ShowPane(pane)));
    }
    for router in Router::ALL {
        let title = format!("Router flavor: {}", router.label());
        all.push(choice("Versions", title, router == versions.router, Action::UseRouter(router)));
    }
    for &kic in KIC_RELEASES {
        let title = format!("Kong Ingress Controller {kic}");
        all.push(choice("Versions", title, *kic == *versions.kic, Action::UseKic(kic.into())));
    }
    for &kong in KONG_RELEASES {
        let title = format!("Kong Gateway {kong}");
        all.push(choice("Versions", title, *kong == *versions.kong, Action::UseKong(kong.into())));
    }
    all.push(choice("Format", "Write YAML", view.format == Format::Yaml, Action::UseFormat(Format::Yaml)));
    all.push(choice("Format", "Write JSON", view.format == Format::Json, Action::UseFormat(Format::Json)));
    all.push(call("Copy", "Copy the Kong configuration", copy_config));
    all.push(call("Copy", "Copy the statuses", copy_status));
    all.push(call("Copy", "Copy the manifests", |state, on| copy(&state.inputs.manifests, "Copied the manifests", on)));
    for (theme, words) in [(Theme::Auto, "as the system"), (Theme::Light, "light"), (Theme::Dark, "dark")] {
        all.push(choice("Theme", format!("Theme: {words}"), theme == view.theme, Action::UseTheme(theme)));
    }
    all.push(act("Edit", "Start with empty inputs", Action::Load(Box::new(Example::empty()))));
    all
}

/// A command that is always there.
fn act(group: &'static str, title: impl Into<Cow<'static, str>>, action: Action) -> Command {
    choice(group, title, false, action)
}

/// A command that is one of several choices.
fn choice(group: &'static str, title: impl Into<Cow<'static, str>>, is_chosen: bool, action: Action) -> Command {
    Command { group, title: title.into(), is_chosen, does: Does::Act(action) }
}

/// A command that does something beside the state.
fn call(group: &'static str, title: &'static str, run: fn(&State, &Callback<Action>)) -> Command {
    Command { group, title: title.into(), is_chosen: false, does: Does::Call(run) }
}

/// All commands as JSON text: `[{group, title, chosen}]`.
pub fn list(state: &State) -> String {
    #[derive(Serialize)]
    struct Listed<'a> {
        group: &'a str,
        title: &'a str,
        chosen: bool,
    }
    let all = all(state);
    let listed: Vec<Listed<'_>> =
        all.iter().map(|one| Listed { group: one.group, title: &one.title, chosen: one.is_chosen }).collect();
    serde_json::to_string(&listed).unwrap_or_default()
}

/// Does what the command of that name does; a name that is gone meanwhile does nothing.
pub fn run(state: &State, title: &str, on: &Callback<Action>) {
    let command = all(state).into_iter().find(|command| command.title == title);
    match command.map(|command| command.does) {
        Some(Does::Act(action)) => on.emit(action),
        Some(Does::Call(run)) => run(state, on),
        None => {}
    }
}

fn copy_config(state: &State, on: &Callback<Action>) {
    let Some(report) = whole(state, OutputTab::Config, Sections::CONFIG, on) else { return };
    copy(&written(state, &report.config, yaml_lines), "Copied the Kong configuration", on);
}

fn copy_status(state: &State, on: &Callback<Action>) {
    let Some(report) = whole(state, OutputTab::Status, Sections::STATUS, on) else { return };
    copy(&written(state, &report.status, status_lines), "Copied the statuses", on);
}

/// The report, if all of that section is here. Of a large one it is not: then its tab is shown, whose button gets the rest.
fn whole<'a>(state: &'a State, tab: OutputTab, section: Sections, on: &Callback<Action>) -> Option<&'a Report> {
    let report = state.outcome.report.as_ref()?;
    if report.holds(section) {
        return Some(report);
    }
    on.emit(Action::ShowOutput(tab));
    on.emit(Action::Tell("It is long: `Copy` above it fetches the rest".into()));
    None
}

/// The text of a tree in the chosen format.
fn written(state: &State, value: &Value, yaml: fn(&Value, &str) -> Vec<Line>) -> String {
    text_of(&match state.view.format {
        Format::Yaml => yaml(value, ""),
        Format::Json => json_lines(value, ""),
    })
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use std::cell::RefCell;
    use std::collections::BTreeSet;
    use std::rc::Rc;

    use super::*;
    use crate::state::{Inputs, Versions, View, reduce};

    fn state() -> Rc<State> {
        Rc::new(State::new(Inputs::new("a", "", ""), Versions::default(), View::default()))
    }

    #[test]
    fn no_two_commands_have_one_name() {
        let all = all(&state());
        let titles: BTreeSet<&str> = all.iter().map(|command| &*command.title).collect();
        assert_eq!(titles.len(), all.len());
    }

    #[test]
    fn commands_of_one_group_stand_together_but_for_the_undo() {
        let mut groups: Vec<&str> = all(&state()).iter().map(|command| command.group).collect();
        groups.dedup();
        let unique: BTreeSet<&str> = groups.iter().copied().collect();
        assert_eq!(unique.len(), groups.len(), "{groups:?}");
    }

    #[test]
    fn a_command_is_run_by_its_name() {
        let done = Rc::new(RefCell::new(Vec::new()));
        let record = Rc::clone(&done);
        let on = Callback::from(move |action| record.borrow_mut().push(action));
        run(&state(), "Show Problems", &on);
        run(&state(), "No such command", &on);
        assert_eq!(*done.borrow(), [Action::ShowOutput(OutputTab::Problems)]);
    }

    #[test]
    fn the_list_says_what_is_chosen_and_offers_the_way_back() {
        let before = state();
        assert!(list(&before).contains(r#"{"group":"Results","title":"Show Listeners","chosen":true}"#));
        assert!(!list(&before).contains("Undo"));
        let loaded = reduce(&before, Action::Load(Box::new(Example::opening())));
        assert!(list(&loaded).contains("Undo: Loaded the example"));
        let undone = reduce(&loaded, Action::Undo);
        assert!(list(&undone).contains("Redo: Loaded the example"));
    }
}
