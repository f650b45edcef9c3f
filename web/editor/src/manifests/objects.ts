/** The objects of the manifests: which documents hold which, found without reading the whole text again. */
import type { EditorState } from "@codemirror/state";
import { documents, type Document, type Reading } from "../yaml/documents";
import { nodeAt, textAt, type Node, type Path, type ScalarNode } from "../yaml/outline";

/** Objects without a namespace are read as if they had this one. */
export const defaultNamespace = "default";

export interface ManifestObject {
  /** From the document's root: empty, or to an item of a List. */
  path: Path;
  node: Node;
  apiVersion: string;
  kind: string;
  name: string;
  namespace: string;
}

function objectOf(node: Node, path: Path): ManifestObject {
  const text = (...keys: string[]): string => textAt(node, keys) ?? "";
  return {
    path,
    node,
    apiVersion: text("apiVersion"),
    kind: text("kind"),
    name: text("metadata", "name"),
    namespace: text("metadata", "namespace") || defaultNamespace,
  };
}

function read({ root }: Reading): readonly ManifestObject[] {
  // An object of a List that `kubectl` printed is a document of its own here.
  if (root.kind === "list") return root.items.map(({ value }, index) => objectOf(value, [index]));
  const whole = objectOf(root, []);
  const items = whole.kind.endsWith("List") ? nodeAt(root, ["items"]) : undefined;
  if (items?.kind !== "list") return root.kind === "map" ? [whole] : [];
  return items.items.map(({ value }, index) => objectOf(value, ["items", index]));
}

/** The objects of a document: one, or the items of a List. */
export function objectsOf(reading: Reading): readonly ManifestObject[] {
  return reading.derived(read);
}

/** The object around a path of its document, and the path inside of it. */
export function objectAround(reading: Reading, path: Path): { object: ManifestObject; path: Path } | null {
  const objects = objectsOf(reading);
  const item = objects.find((object) => object.path.length > 0 && object.path.every((step, index) => step === path[index]));
  if (item) return { object: item, path: path.slice(item.path.length) };
  const whole = objects[0] ?? objectOf({ kind: "empty", from: 0, to: 0 }, []);
  return whole.path.length ? null : { object: whole, path };
}

/** An object with the document that it stands in. */
export interface Placed {
  document: Document;
  object: ManifestObject;
}

/** All objects of the text that fit. */
export function find(state: EditorState, fits: (object: ManifestObject) => boolean): Placed[] {
  const found: Placed[] = [];
  for (const document of state.field(documents, false) ?? []) {
    for (const object of objectsOf(document.reading)) if (fits(object)) found.push({ document, object });
  }
  return found;
}

/** A name inside of an object that others refer to: a listener, a port, a key of a Secret. */
export interface Part {
  text: string;
  node: ScalarNode | null;
  /** What distinguishes it, for lists of choices. */
  detail: string;
}

/** The parts of an object of one sort. */
export function partsOf({ kind, node }: ManifestObject, sort: "section" | "port" | "port name" | "key"): Part[] {
  const scalar = (at: Node | undefined): ScalarNode | null => (at?.kind === "scalar" ? at : null);
  const list = (path: Path): Node[] => {
    const found = nodeAt(node, path);
    return found?.kind === "list" ? found.items.map(({ value }) => value) : [];
  };
  const part = (entry: Node, name: string, ...rest: string[]): Part => ({
    text: textAt(entry, [name]) ?? "",
    node: scalar(nodeAt(entry, [name])),
    detail: rest.map((key) => textAt(entry, [key])).filter(Boolean).join(" "),
  });
  let parts: Part[] = [];
  if (kind === "Gateway" && sort === "section") {
    parts = list(["spec", "listeners"]).map((entry) => part(entry, "name", "protocol", "port"));
  } else if (kind === "Gateway" && sort === "port") {
    parts = list(["spec", "listeners"]).map((entry) => part(entry, "port", "name", "protocol"));
  } else if (kind === "Service" && sort === "port") {
    parts = list(["spec", "ports"]).map((entry) => part(entry, "port", "name", "protocol"));
  } else if (kind === "Service") {
    parts = list(["spec", "ports"]).map((entry) => part(entry, "name", "port", "protocol"));
  } else if (sort === "section") {
    // Routes and policies of other kinds name rules.
    parts = list(["spec", "rules"]).map((entry) => part(entry, "name"));
  } else if (sort === "key") {
    for (const field of ["data", "stringData"]) {
      const map = nodeAt(node, [field]);
      if (map?.kind === "map") for (const { key } of map.entries) parts.push({ text: key, node: null, detail: field });
    }
  }
  return parts.filter(({ text }) => text !== "");
}
