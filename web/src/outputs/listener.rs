//! One listener: its chain, and where it is not ready why, and what mends it.

use kic_core::wire::{self, Listener};
use yew::prelude::*;

use super::chain::Chain;
use super::words::{count, in_backquotes};
use crate::components::{FixButtons, FixPreview, PlaceButton, SendFitting};
use crate::reading::{Place, Report};
use crate::state::{Action, Inputs, Wish};

/// Properties of [`ListenerCard`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) report: Report,
    pub(super) listener: Listener,
    /// Routes that are attached, as the status has it.
    pub(super) routes: Option<u32>,
    /// The texts that the report belongs to, for showing what a fix would write.
    pub(super) inputs: Inputs,
    pub(super) on: Callback<Action>,
}

/// One listener.
#[component]
pub(super) fn ListenerCard(props: &Props) -> Html {
    let listener = &props.listener;
    let kind = if listener.ready { None } else { Some("bad") };
    html! {
        <li class={classes!("listener", kind)}>
            <div class="row">
                <div>
                    <h3>
                        <PlaceButton
                            class="name"
                            place={Place::of(&listener.span)}
                            words={listener.name.clone()}
                            on={props.on.clone()}
                        />
                    </h3>
                    <p class="sub">{ facts(listener, props.routes) }</p>
                    if !listener.ready {
                        <span class="badge bad">{ "✕ not ready" }</span>
                    }
                    <SendFitting wish={Some(wish(listener))} to={listener.name.clone()} on={props.on.clone()} />
                </div>
                <Chain hops={listener.hops.clone()} on={props.on.clone()} />
            </div>
            if !listener.ready || listener.split {
                { why(props) }
            }
        </li>
    }
}

fn wish(listener: &Listener) -> Wish {
    let Listener { protocol, port, hostname, .. } = listener;
    let hostname = hostname.as_deref().map(Into::into);
    Wish::Listener { protocol: protocol.as_str().into(), port: *port, hostname }
}

fn facts(listener: &Listener, routes: Option<u32>) -> String {
    let mut facts = vec![format!("{} {}", listener.protocol, listener.port)];
    facts.extend(listener.hostname.clone());
    facts.extend(routes.map(|routes| count(routes, "route")));
    facts.join(" · ")
}

fn why(props: &Props) -> Html {
    let listener = &props.listener;
    // What KIC or Kong says in other words need not stand there twice.
    let is_said = |reason: &&str| listener.kic.contains(*reason) || listener.kong.contains(*reason);
    let reasons = listener.hops.iter().filter_map(|hop| hop.why.as_deref()).filter(|reason| !is_said(reason));
    html! {
        <div class="why">
            <div class="two">
                <div class="say"><h4>{ "KIC says" }</h4>{ condition(&listener.kic) }</div>
                <div class="say"><h4>{ "Kong does" }</h4><p>{ in_backquotes(&listener.kong) }</p></div>
            </div>
            { for reasons.map(|reason| html! { <p>{ in_backquotes(reason) }</p> }) }
            if let Some(best) = listener.fixes.first() {
                <FixPreview report={props.report.clone()} id={best.clone()} inputs={props.inputs.clone()} />
            }
            <FixButtons report={props.report.clone()} ids={listener.fixes.clone()} on={props.on.clone()} />
        </div>
    }
}

/// `PortUnavailable: no Kong listen …` with the reason standing out.
fn condition(text: &str) -> Html {
    match text.split_once(": ") {
        Some((reason, message)) if !reason.contains(' ') => {
            html! { <p><code>{ reason }</code><br />{ in_backquotes(message) }</p> }
        }
        _ => html! { <p>{ in_backquotes(text) }</p> },
    }
}

/// The number of attached routes in the status of a Gateway.
pub(super) fn attached_routes(report: &wire::Report, listener: &Listener) -> Option<u32> {
    let status = report.status.get("gateways")?.get(&listener.gateway)?;
    let listeners = status.get("listeners")?.as_array()?;
    let entry = listeners.iter().find(|entry| entry.get("name").is_some_and(|name| *name == listener.name))?;
    u32::try_from(entry.get("attachedRoutes")?.as_u64()?).ok()
}
