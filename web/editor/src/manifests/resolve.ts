/** From references to what they name, and back. */
import type { EditorState } from "@codemirror/state";
import type { Range } from "../ranges";
import { documentAt, documents } from "../yaml/documents";
import { find, objectsOf, partsOf, type ManifestObject, type Placed } from "./objects";
import { clusterKinds, nameOf, referencesOf, type Target } from "./references";

function isNamed(target: Target, { kind, name, namespace }: ManifestObject): boolean {
  if (name !== target.name || !target.kinds.includes(kind)) return false;
  return target.namespace === null || clusterKinds.includes(kind) || namespace === target.namespace;
}

/** The objects that a target names, those of its first kinds first. */
export function objectsNamed(state: EditorState, target: Target): Placed[] {
  const rank = ({ object }: Placed): number => target.kinds.indexOf(object.kind);
  return find(state, (object) => isNamed(target, object)).sort((a, b) => rank(a) - rank(b));
}

const sameTarget = (a: Target, b: Target): boolean =>
  a.name === b.name &&
  a.namespace === b.namespace &&
  a.part?.text === b.part?.text &&
  a.part?.sort === b.part?.sort &&
  a.kinds.some((kind) => b.kinds.includes(kind));

/** What is named at an offset, and whether it is the definition that stands there. */
export interface Named extends Range {
  target: Target;
  definition: boolean;
}

/** The reference, or the name of an object or of a part of one, at an offset. */
export function namedAt(state: EditorState, at: number): Named | null {
  const document = documentAt(state, at);
  if (!document) return null;
  const { from: base, reading } = document;
  const offset = at - base;
  const holds = ({ from, to }: Range): boolean => from <= offset && offset <= to;
  const reference = referencesOf(reading).find(holds);
  if (reference) return { from: base + reference.from, to: base + reference.to, target: reference.target, definition: false };
  for (const object of objectsOf(reading)) {
    if (!holds(object.node)) continue;
    for (const { target, from, to } of definitionsIn(object)) {
      if (from <= offset && offset <= to) return { from: base + from, to: base + to, target, definition: true };
    }
  }
  return null;
}

/** The names that an object gives: its own, and those of its parts. */
function definitionsIn(object: ManifestObject): (Range & { target: Target })[] {
  const { kind, name, namespace } = object;
  const target: Target = { kinds: [kind], name, namespace: clusterKinds.includes(kind) ? null : namespace };
  const own = nameOf(object);
  const found = own ? [{ ...own, target }] : [];
  for (const sort of ["section", "port", "port name"] as const) {
    for (const { node, text } of partsOf(object, sort)) {
      if (node) found.push({ from: node.from, to: node.to, target: { ...target, part: { sort, text } } });
    }
  }
  return found;
}

/** Where a target is defined. */
export function definitions(state: EditorState, target: Target): Range[] {
  return objectsNamed(state, target).flatMap(({ document, object }) => {
    const parts = target.part ? partsOf(object, target.part.sort).filter(({ text }) => text === target.part?.text) : [];
    const place = parts.find(({ node }) => node)?.node ?? nameOf(object) ?? object.node;
    return [{ from: document.from + place.from, to: document.from + place.to }];
  });
}

/** Where a target is named, its definitions included, in order; only in the ranges, where some are given. */
export function occurrences(state: EditorState, target: Target, ranges?: readonly Range[]): Range[] {
  const found: Range[] = [];
  for (const { from, to, reading } of state.field(documents, false) ?? []) {
    if (ranges && !ranges.some((range) => range.from <= to && from <= range.to)) continue;
    for (const reference of referencesOf(reading)) {
      if (isSame(reference.target, target)) found.push({ from: from + reference.from, to: from + reference.to });
    }
    for (const object of objectsOf(reading)) {
      if (!isNamed(target, object)) continue;
      for (const definition of definitionsIn(object)) {
        if (isSame(definition.target, target)) found.push({ from: from + definition.from, to: from + definition.to });
      }
    }
  }
  const unique = new Map(found.map((range) => [range.from, range]));
  return [...unique.values()].sort((a, b) => a.from - b.from);
}

/** The same object, or the same part; a cluster-wide plugin may be meant from any namespace. */
function isSame(reference: Target, target: Target): boolean {
  if (sameTarget(reference, target)) return true;
  const anywhere = target.namespace === null && target.kinds.some((kind) => clusterKinds.includes(kind));
  return anywhere && sameTarget({ ...reference, namespace: null }, target);
}
