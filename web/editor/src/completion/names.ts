/** Names of objects that exist in the text. */
import type { EditorState } from "@codemirror/state";
import { defaultNamespace, find, partsOf } from "../manifests/objects";
import { clusterKinds, type Target } from "../manifests/references";
import { objectsNamed } from "../manifests/resolve";
import { nodeAt } from "../yaml/outline";
import type { Offer } from "./option";

/** Classes that the controller has by default, whether or not the text holds them. */
const usual: Record<string, string> = { IngressClass: "kong", GatewayClass: "kong" };

/** What could stand in place of a target's name, or of its part. */
export function namesFor(state: EditorState, target: Target): Offer[] {
  if (target.part) return parts(state, target, target.part.sort);
  if (target.kinds[0] === "Namespace") return namespaces(state);
  const found = find(state, ({ kind, name, namespace }) => {
    if (!name || !target.kinds.includes(kind)) return false;
    return target.namespace === null || clusterKinds.includes(kind) || namespace === target.namespace;
  });
  const offers = unique(found.map(({ object }) => ({ label: object.name, detail: object.kind })));
  const assumed = usual[target.kinds[0] ?? ""];
  return offers.length || assumed === undefined ? offers : [{ label: assumed, type: "variable", detail: "usual name" }];
}

function parts(state: EditorState, target: Target, sort: NonNullable<Target["part"]>["sort"]): Offer[] {
  return unique(objectsNamed(state, target).flatMap(({ object }) => partsOf(object, sort).map(({ text, detail }) => ({ label: text, detail }))));
}

/** Namespaces of the text: those that are objects, and those that objects are in. */
function namespaces(state: EditorState): Offer[] {
  const names = new Set<string>();
  for (const { object } of find(state, () => true)) {
    if (object.kind === "Namespace" && object.name) names.add(object.name);
    else names.add(object.namespace);
  }
  names.add(defaultNamespace);
  return [...names].sort().map((label) => ({ label, type: "variable", detail: "namespace" }));
}

/** Labels of the Namespaces in the text, which selectors of listeners look for. */
export function namespaceLabels(state: EditorState): [string, string][] {
  return find(state, ({ kind }) => kind === "Namespace").flatMap(({ object }) => {
    const labels = nodeAt(object.node, ["metadata", "labels"]);
    const entries = labels?.kind === "map" ? labels.entries : [];
    const own: [string, string][] = object.name ? [["kubernetes.io/metadata.name", object.name]] : [];
    return [...own, ...entries.map(({ key, value }): [string, string] => [key, value.kind === "scalar" ? value.text : ""])];
  });
}

function unique(list: { label: string; detail: string }[]): Offer[] {
  const byLabel = new Map(list.map(({ label, detail }) => [label, detail]));
  return [...byLabel].map(([label, detail]) => ({ label, type: "variable", detail }));
}
