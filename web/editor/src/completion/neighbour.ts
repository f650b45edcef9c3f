/** Names out of the manifests for the other panes: their editor is the nearest one in the page. */
import type { EditorState } from "@codemirror/state";
import { ViewPlugin, type EditorView } from "@codemirror/view";
import type { Data } from "../data/types";
import { find } from "../manifests/objects";
import type { Offer } from "./option";
import { flagOf, type Values } from "./settings";

const editors = new Set<EditorView>();

/** Marks an editor as one of manifests. */
export const neighbour = ViewPlugin.define((view) => {
  editors.add(view);
  return { destroy: () => editors.delete(view) };
});

/** The state of the manifests that belong to a pane: those with which it shares the innermost element. */
function manifestsBeside(view: EditorView | undefined): EditorState | null {
  if (!view) return null;
  let best: { state: EditorState; depth: number } | null = null;
  for (const other of editors) {
    let depth = 0;
    for (let element = view.dom.parentElement; element && !element.contains(other.dom); element = element.parentElement) depth++;
    if (view.dom.getRootNode() === other.dom.getRootNode() && (!best || depth < best.depth)) best = { state: other.state, depth };
  }
  return best?.state ?? null;
}

/** Kinds of objects that flags name as `namespace/name`. */
const naming: Record<string, string> = {
  "publish-service": "Service",
  "publish-service-udp": "Service",
  "kong-admin-svc": "Service",
  "gateway-to-reconcile": "Gateway",
};

/** What a variable of the controller can name in the manifests beside the pane of `view`. */
export function namesInManifests(view: EditorView | undefined, data: Data, variable: string, value: string): Values {
  const state = manifestsBeside(view);
  return state ? namesIn(state, data, variable, value) : { offers: [], typed: 0 };
}

/** What a variable of the controller can name in a text of manifests. */
export function namesIn(state: EditorState, data: Data, variable: string, value: string): Values {
  const flag = flagOf(data, variable)?.name ?? "";
  if (flag === "watch-namespace") {
    const names = new Set(find(state, () => true).map(({ object }) => (object.kind === "Namespace" ? object.name : object.namespace)));
    return { offers: [...names].filter(Boolean).map((label) => offer(label, "Namespace")), typed: value.length - value.lastIndexOf(",") - 1 };
  }
  const named = naming[flag];
  const found = named === undefined ? [] : find(state, ({ kind, name }) => kind === named && name !== "");
  const names = new Set(found.map(({ object: { name, namespace } }) => `${namespace}/${name}`));
  return { offers: [...names].map((label) => offer(label, named ?? "")), typed: value.length };
}

const offer = (label: string, detail: string): Offer => ({ label, detail, type: "variable" });
