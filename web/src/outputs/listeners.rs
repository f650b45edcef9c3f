//! The listeners of each Gateway, and what was assumed for them.

use yew::prelude::*;

use super::assumed::AssumedList;
use super::listener::{ListenerCard, attached_routes};
use crate::reading::{GatewayGroup, Report, gateway_groups};
use crate::state::{Action, Inputs};

/// Properties of [`Listeners`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) report: Report,
    pub(super) inputs: Inputs,
    pub(super) on: Callback<Action>,
}

/// The listeners of each Gateway.
#[component]
pub(super) fn Listeners(props: &Props) -> Html {
    let groups = gateway_groups(&props.report);
    if groups.is_empty() {
        return empty(props);
    }
    html! {
        <div class="scroll padded" tabindex="0" role="group" aria-label="Listeners">
            { for groups.iter().map(|group| gateway(props, group)) }
            <AssumedList report={props.report.clone()} on={props.on.clone()} />
        </div>
    }
}

fn gateway(props: &Props, group: &GatewayGroup<'_>) -> Html {
    let cards = group.listeners.iter().map(|&listener| {
        html! {
            <ListenerCard
                key={listener.name.clone()}
                report={props.report.clone()}
                listener={listener.clone()}
                routes={attached_routes(&props.report, listener)}
                inputs={props.inputs.clone()}
                on={props.on.clone()}
            />
        }
    });
    html! {
        <section class="gateway" key={group.name.to_owned()}>
            <div class="gateway-head">
                <h2>{ group.name }</h2>
                { programmed(group) }
                if !group.addresses.is_empty() {
                    <p>{ group.addresses.join(", ") }</p>
                }
            </div>
            <ul class="listeners">{ for cards }</ul>
        </section>
    }
}

fn programmed(group: &GatewayGroup<'_>) -> Html {
    match group.programmed {
        Some(true) => html! { <span class="badge">{ "✓ Programmed" }</span> },
        Some(false) => {
            let reason = group.reason.map(|reason| format!(": {reason}")).unwrap_or_default();
            html! { <span class="badge bad">{ format!("✕ not Programmed{reason}") }</span> }
        }
        None => html! { <span class="badge warn">{ "! no Programmed condition" }</span> },
    }
}

fn empty(props: &Props) -> Html {
    html! {
        <div class="scroll padded" tabindex="0" role="group" aria-label="Listeners">
            <div class="empty">
                if props.inputs.is_blank() {
                    <h2>{ "Nothing here yet" }</h2>
                    <p>{ "Paste a Gateway, the Service in front of Kong and Kong’s environment on the left, or choose an example above. What the controller makes of it appears here as you type." }</p>
                } else {
                    <h2>{ "No Gateway of this controller" }</h2>
                    <p>{ "The manifests hold no Gateway whose class belongs to Kong. The other tabs show what is made of the rest." }</p>
                }
            </div>
            <AssumedList report={props.report.clone()} on={props.on.clone()} />
        </div>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::rendered::{html, text};
    use kic_core::wire;

    async fn shown(inputs: Inputs) -> String {
        let report = Report::new(wire::Report::default());
        text(&html::<Listeners>(Props { report, inputs, on: Callback::noop() }).await)
    }

    #[tokio::test]
    async fn an_empty_page_says_what_to_paste() {
        assert!(shown(Inputs::new(" ", "\n", "")).await.starts_with("Nothing here yet Paste a Gateway"));
    }

    #[tokio::test]
    async fn manifests_without_a_gateway_are_not_called_empty() {
        assert!(shown(Inputs::new("kind: Service", "", "")).await.starts_with("No Gateway of this controller"));
    }
}
