import type { CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import type { EditorState } from "@codemirror/state";
import { knowledge } from "../data/current";
import type { Data, SchemaNode } from "../data/types";
import { objectAround, type ManifestObject } from "../manifests/objects";
import { targetAt } from "../manifests/references";
import { apiVersionOf, facts, fieldText, fieldValues, freeKeys, isRequired, below, rootOf, schemaAt, typeText } from "../manifests/schema";
import { sentence } from "../words";
import { documentAt } from "../yaml/documents";
import { textAt, type MapNode, type Path } from "../yaml/outline";
import { holeAt, type Hole } from "../yaml/place";
import { annotationKeys, annotationValues } from "./annotations";
import { namespaceLabels, namesFor } from "./names";
import { resultOf, yamlScalar, type Offer } from "./option";
import { fieldTemplate, isBlock, itemTemplate, objectTemplate } from "./templates";

/** What completion knows about a place in an object. */
interface Place {
  state: EditorState;
  data: Data;
  object: ManifestObject;
  /** From the object's root. */
  path: Path;
  root: SchemaNode | null;
}

/** Completion in the manifests pane. */
export function manifestCompletions(context: CompletionContext): CompletionResult | null {
  const { state, pos } = context;
  const data = knowledge();
  const document = data && documentAt(state, pos);
  if (!data || !document) return null;
  const { reading, from: base } = document;
  const { root, text } = reading;
  const hole = holeAt(root, text, pos - base);
  if (!hole) return null;
  const around = objectAround(reading, hole.path);
  if (!around) return null;
  const { object, path } = around;
  const place: Place = { state, data, object, path, root: rootOf(data, object.apiVersion, object.kind) };
  const typed = pos - base > hole.from;
  let from = base + hole.from;
  let offers: Offer[];
  if (hole.kind === "key") {
    const schema = schemaAt(data, place.root, path);
    const isScalar = hole.item && schema !== null && !isBlock(schema);
    // New keys are offered when the user begins one or asks.
    if (!typed && !context.explicit && !isScalar) return null;
    offers = isScalar ? valueOffers(place, hole) : keyOffers(place, hole, schema, state.sliceDoc(pos, state.doc.lineAt(pos).to));
  } else {
    offers = valueOffers(place, hole);
    // Of a list with commas, the last item is completed.
    const comma = offers.length && isAnnotation(path) ? text.slice(hole.from, pos - base).lastIndexOf(",") : -1;
    if (comma >= 0) from += comma + 1 + (/^\s*/.exec(text.slice(hole.from + comma + 1, pos - base))?.[0].length ?? 0);
  }
  return resultOf(context, from, offers, /^[\w./:-]*$/);
}

const isAnnotation = (path: Path): boolean => path.length === 3 && path[0] === "metadata" && (path[1] === "annotations" || path[1] === "labels");

type KeyHole = Extract<Hole, { kind: "key" }>;

function keyOffers(place: Place, hole: KeyHole, schema: SchemaNode | null, rest: string): Offer[] {
  const { data, object, path } = place;
  const taken = new Set(hole.map?.entries.filter(({ bare, from }) => !bare && from !== hole.from).map(({ key }) => key));
  const [first, second] = path;
  if (first === "metadata" && (second === "annotations" || second === "labels") && path.length === 2) {
    return annotationKeys(data, object.kind, second, taken).map((offer) => forKey(offer, hole, rest));
  }
  if (schema?.t === "array") return [newItem(data, schema, hole)];
  const free = freeOffers(place, taken).map((offer) => forKey(offer, hole, rest));
  if (free.length) return free;
  const fields = fieldOffers(place, schema ?? (path.length ? null : headOf(data)), taken, hole, rest);
  return path.length || object.kind || hole.flow ? fields : [...fields, ...objectOffers(data, hole.map, object.apiVersion)];
}

/** Fields of an object whose kind is not known yet. */
function headOf({ schemas }: Data): SchemaNode | null {
  const any = schemas.kinds.find(({ kind }) => kind === "ConfigMap")?.versions[0]?.[1];
  const node = any === undefined ? undefined : schemas.nodes[any];
  if (!node?.p) return null;
  const { apiVersion, kind, metadata } = node.p;
  if (apiVersion === undefined || kind === undefined || metadata === undefined) return null;
  return { ...node, p: { apiVersion, kind, metadata } };
}

function fieldOffers({ data, object, path }: Place, schema: SchemaNode | null, taken: Set<string>, hole: KeyHole, rest: string): Offer[] {
  return Object.keys(schema?.p ?? {}).flatMap((key, index) => {
    const node = below(data, schema, key);
    if (!node || taken.has(key)) return [];
    const required = isRequired(schema, key);
    const text = fieldText(data, object.kind, [...path, key]);
    const offer: Offer = {
      label: key,
      type: "property",
      detail: `${typeText(data, node)}${required ? ", required" : ""}`,
      info: [text, sentence(facts(data, node))].filter(Boolean).join(" ") || undefined,
      boost: (required ? 50 : 0) - Math.min(index, 40),
    };
    if (isBlock(node)) offer.template = fieldTemplate(data, key, node, " ".repeat(indentOf(hole)));
    return [forKey(offer, hole, rest)];
  });
}

/** Keys of mappings in which every key is allowed. */
function freeOffers({ state, data, object, path }: Place, taken: Set<string>): Offer[] {
  if (path.at(-1) === "matchLabels") {
    const labels = namespaceLabels(state).map(([label]) => label);
    return [...new Set(labels)].filter((label) => !taken.has(label)).map((label) => ({ label, type: "variable", detail: "label of a Namespace" }));
  }
  const credential = data.credentialKeys[textAt(object.node, ["metadata", "labels", "konghq.com/credential"]) ?? ""];
  return Object.entries(freeKeys(data, object.kind, path)).flatMap(([label, info], index): Offer[] => {
    const fits = object.kind !== "Secret" || !credential || credential.includes(label);
    return fits && !taken.has(label) ? [{ label, type: "property", info, boost: -index }] : [];
  });
}

/** By how much a key behind dashes stands to the right of its line's indentation, which templates begin at. */
function indentOf({ item, column }: KeyHole): number {
  return item && column !== null ? 2 : 0;
}

/** A key with its colon, unless that is there. In flow style nothing is added on further lines. */
function forKey(offer: Offer, hole: KeyHole, rest: string): Offer {
  const hasColon = /^["']?\s*:/.test(rest);
  const { template, ...plain } = offer;
  if (hasColon) return plain;
  if (hole.flow) return { ...plain, text: hole.quoted ? offer.label : `${offer.label}: ` };
  return template === undefined ? { ...plain, text: offer.text ?? `${offer.label}: `, again: true } : offer;
}

function newItem(data: Data, list: SchemaNode, hole: KeyHole): Offer {
  return { label: "-", type: "keyword", detail: "new item", template: `- ${itemTemplate(data, list, " ".repeat(indentOf(hole)))}` };
}

/** Whole objects, where none has begun. */
function objectOffers(data: Data, map: MapNode | null, apiVersion: string): Offer[] {
  const begun = map?.entries.some(({ bare }) => !bare) ?? false;
  if (begun) return [];
  return data.schemas.kinds.flatMap((row) => {
    const [version, index] = row.versions[0] ?? [];
    const root = index === undefined ? undefined : data.schemas.nodes[index];
    if (version === undefined || !root) return [];
    const written = apiVersion || apiVersionOf(row, version);
    return [{ label: row.kind, type: "class" as const, detail: `new object, ${written}`, template: objectTemplate(data, written, row.kind, root), boost: -50 }];
  });
}

function valueOffers({ state, data, object, path, root }: Place, hole: Hole): Offer[] {
  const { quoted } = hole;
  const key = path.at(-1);
  if (path.length === 1 && key === "kind") return kindOffers(data, object, hole);
  if (path.length === 1 && key === "apiVersion") return versionOffers(data, object.kind);
  if (isAnnotation(path) && typeof key === "string") {
    const field = path[1] === "labels" ? "labels" : "annotations";
    return annotationValues(data, state, object, field, key).map((offer) => asScalar(offer, quoted));
  }
  if (path.at(-2) === "matchLabels") {
    const values = namespaceLabels(state).flatMap(([label, value]) => (label === key ? [value] : []));
    return [...new Set(values)].map((label) => asScalar({ label, type: "variable", detail: "label of a Namespace" }, quoted));
  }
  const schema = schemaAt(data, root, path);
  const target = targetAt(object, path);
  const names = target ? namesFor(state, target) : [];
  const known: Offer[] = valuesOf(data, object, path, schema).map((value, index) => ({
    label: value,
    type: "enum",
    detail: schema?.d !== undefined && String(schema.d) === value ? "default" : undefined,
    boost: -index,
  }));
  const isText = schema === null || schema.t === "string" || schema.t === "any";
  const offers = [...names, ...known];
  return isText ? offers.map((offer) => asScalar(offer, quoted)) : offers;
}

const asScalar = (offer: Offer, quoted: boolean): Offer => ({ ...offer, text: yamlScalar(offer.text ?? offer.label, quoted) });

function valuesOf(data: Data, object: ManifestObject, path: Path, schema: SchemaNode | null): string[] {
  if (schema?.e) return schema.e.map(String);
  if (schema?.t === "boolean") return ["true", "false"];
  return fieldValues(data, object.kind, path).map((value) => (value === '""' ? "" : value)).filter(Boolean);
}

/** Kinds; where the object has no `apiVersion` yet, it is written as well. */
function kindOffers({ schemas }: Data, { apiVersion, node, path }: ManifestObject, { flow }: Hole): Offer[] {
  const writesVersion = textAt(node, ["apiVersion"]) === undefined && !path.length && !flow;
  return schemas.kinds.flatMap((row) => {
    const versions = row.versions.map(([version]) => apiVersionOf(row, version));
    const fitting = versions.find((version) => version === apiVersion);
    if (apiVersion && !fitting) return [];
    const written = versions[0] ?? "";
    const offer: Offer = { label: row.kind, type: "class", detail: fitting ?? written };
    if (writesVersion) offer.above = `apiVersion: ${written}`;
    return [offer];
  });
}

function versionOffers({ schemas }: Data, kind: string): Offer[] {
  const kinds = new Map<string, string[]>();
  for (const row of schemas.kinds) {
    if (kind && row.kind !== kind) continue;
    for (const [version] of row.versions) {
      const written = apiVersionOf(row, version);
      kinds.set(written, [...(kinds.get(written) ?? []), row.kind]);
    }
  }
  return [...kinds].map(([label, names]) => ({
    label,
    type: "constant",
    detail: names.length > 3 ? `${names.length} kinds` : names.join(", "),
    info: names.join(", "),
  }));
}
