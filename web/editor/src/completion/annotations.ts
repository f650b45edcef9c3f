import type { EditorState } from "@codemirror/state";
import type { AnnotationRow, Data } from "../data/types";
import type { ManifestObject } from "../manifests/objects";
import { find } from "../manifests/objects";
import { annotationTarget } from "../manifests/references";
import { namesFor } from "./names";
import { literal, type Offer } from "./option";

/** The row of a key on a kind. */
export function annotationRow({ annotations }: Data, field: "annotations" | "labels", key: string): AnnotationRow | undefined {
  return annotations.find((row) => {
    if ((row.form === "label") !== (field === "labels")) return false;
    return row.form === "prefix" ? key.startsWith(row.key) && key.length > row.key.length : row.key === key;
  });
}

/** Keys that do something on objects of a kind; all, where the kind is not known. */
export function annotationKeys({ annotations }: Data, kind: string, field: "annotations" | "labels", taken: Set<string>): Offer[] {
  const rows = annotations.filter((row) => {
    return (row.form === "label") === (field === "labels") && !taken.has(row.key) && (!kind || row.kinds.includes(kind));
  });
  return rows.map((row) => ({
    label: row.form === "prefix" ? `${row.key}NAME` : row.key,
    type: "property",
    detail: row.form === "label" ? "label" : "annotation",
    info: annotationText(row),
    ...(row.form === "prefix" ? { template: `${literal(row.key)}\${name}: \${}` } : {}),
  }));
}

/** What an annotation does, in sentences. */
export function annotationText(row: AnnotationRow): string {
  const effect = row.effect.charAt(0).toUpperCase() + row.effect.slice(1);
  const flavors = row.flavors === undefined ? "" : ` ${flavorTexts[row.flavors] ?? ""}`;
  const since = row.since === undefined ? "" : ` Since release ${row.since} of the controller.`;
  return `${effect}. Without it: ${row.default}.${flavors}${since}`;
}

const flavorTexts: Record<string, string> = {
  Traditional: "It has no effect in the router flavor `expressions`.",
  ExpressionsForIngress: "In the router flavor `expressions` it has an effect on Ingresses only.",
  ExpressionsForHttp: "In the router flavor `expressions` it has an effect on Ingresses, HTTPRoutes and GRPCRoutes only.",
};

const words: Record<string, readonly string[]> = {
  BoolWord: ["true", "false"],
  Bool: ["true", "false"],
  True: ["true"],
  PathHandling: ["v0", "v1"],
  Methods: ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"],
};

/** Values of an annotation or label. */
export function annotationValues(
  data: Data,
  state: EditorState,
  object: ManifestObject,
  field: "annotations" | "labels",
  key: string,
): Offer[] {
  const row = annotationRow(data, field, key);
  if (!row) return [];
  const fixed = row.values ?? words[row.rule];
  if (fixed) return fixed.map((label, index) => ({ label, type: "enum", boost: -index }));
  if (row.rule === "Services") {
    const services = find(state, ({ kind, name }) => kind === "Service" && name !== "");
    return services.map(({ object: { name, namespace } }) => ({ label: `${namespace}/${name}`, type: "variable", detail: "Service" }));
  }
  const target = annotationTarget(key, "", object.namespace);
  return target ? [...namesFor(state, target), ...foreignPlugins(state, row, object)] : [];
}

/** Plugins of other namespaces, which a route may name with a ReferenceGrant. */
function foreignPlugins(state: EditorState, row: AnnotationRow, object: ManifestObject): Offer[] {
  if (row.rule !== "Plugins") return [];
  const others = find(state, ({ kind, name, namespace }) => kind === "KongPlugin" && name !== "" && namespace !== object.namespace);
  return others.map(({ object: { name, namespace } }) => ({ label: `${namespace}:${name}`, type: "variable", detail: "needs a ReferenceGrant", boost: -20 }));
}
