/** What the schema of a kind says about a path. */
import type { Data, KindRow, SchemaNode, Texts } from "../data/types";
import type { Path } from "../yaml/outline";

/** The kinds of a name; several groups may have one. */
export function kindRows({ schemas }: Data, kind: string): KindRow[] {
  return schemas.kinds.filter((row) => row.kind === kind);
}

/** `group/version`, as in `apiVersion`. */
export const apiVersionOf = ({ group }: KindRow, version: string): string => (group ? `${group}/${version}` : version);

/** The root of an object: that of its version, or of the version that the controller reads where it names none that is known. */
export function rootOf(data: Data, apiVersion: string, kind: string): SchemaNode | null {
  for (const row of kindRows(data, kind)) {
    const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
    if (apiVersion && row.group !== group) continue;
    const named = row.versions.find(([version]) => apiVersionOf(row, version) === apiVersion) ?? row.versions[0];
    return (named && data.schemas.nodes[named[1]]) ?? null;
  }
  return null;
}

const nodeOf = ({ schemas }: Data, index: number | undefined): SchemaNode | null =>
  (index === undefined ? undefined : schemas.nodes[index]) ?? null;

/** The value under a key, or an item. */
export function below(data: Data, node: SchemaNode | null, step: string | number): SchemaNode | null {
  if (!node) return null;
  if (typeof step === "number") return nodeOf(data, node.i);
  return nodeOf(data, node.p && Object.hasOwn(node.p, step) ? node.p[step] : node.a);
}

export function schemaAt(data: Data, root: SchemaNode | null, path: Path): SchemaNode | null {
  return path.reduce<SchemaNode | null>((node, step) => below(data, node, step), root);
}

export const isRequired = (parent: SchemaNode | null, key: string): boolean => parent?.r?.includes(key) ?? false;

/** `spec.rules[].name`: how texts and values are looked up. */
export function pattern(path: Path): string {
  return path.reduce<string>((text, step) => (typeof step === "number" ? `${text}[]` : text ? `${text}.${step}` : step), "");
}

function lookUp<T>(table: Record<string, Record<string, T>>, kind: string, path: string): T | undefined {
  for (const [kinds, rows] of Object.entries(table)) {
    if (kinds.split(" ").includes(kind) && Object.hasOwn(rows, path)) return rows[path];
  }
  return undefined;
}

/** What a field does to Kong. */
export function fieldText(data: Data, kind: string, path: Path): string | undefined {
  const key = pattern(path);
  return lookUp(data.fieldTexts, kind, key) ?? lookUp(data.fieldTexts, "*", key);
}

/** Usual values of a field whose schema lists none. */
export function fieldValues(data: Data, kind: string, path: Path): string[] {
  return lookUp(data.fieldValues, kind, pattern(path)) ?? [];
}

/** Usual keys of a mapping in which every key is allowed. */
export function freeKeys(data: Data, kind: string, path: Path): Texts {
  return lookUp(data.freeKeys, kind, pattern(path)) ?? {};
}

/** Type, allowed values, default and limits in words, one fact an item. */
export function facts(data: Data, node: SchemaNode): string[] {
  const found: string[] = [];
  if (node.e) found.push(`one of ${node.e.map((value) => `\`${value}\``).join(", ")}`);
  if (node.d !== undefined) found.push(`default ${shown(node.d)}`);
  const [least, most] = node.n ?? [null, null];
  if (least !== null || most !== null) found.push(between(least, most, ""));
  const [shortest, longest] = node.l ?? [null, null];
  const unit = node.t === "array" ? "items" : node.t === "object" ? "keys" : "characters";
  if ((shortest !== null && shortest > 0) || longest !== null) found.push(between(shortest || null, longest, ` ${unit}`));
  const item = node.i === undefined ? undefined : data.schemas.nodes[node.i];
  if (item?.e) found.push(`items: ${item.e.map((value) => `\`${value}\``).join(", ")}`);
  return found;
}

function between(least: number | null, most: number | null, unit: string): string {
  if (least === null) return `at most ${most}${unit}`;
  if (most === null) return `at least ${least}${unit}`;
  return least === most ? `exactly ${least}${unit}` : `${least} to ${most}${unit}`;
}

export function shown(value: unknown): string {
  return value === "" ? "the empty text" : `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}

/** `list of objects`, `integer`. */
export function typeText(data: Data, node: SchemaNode): string {
  if (node.t !== "array") return node.t;
  const item = node.i === undefined ? undefined : data.schemas.nodes[node.i];
  return `list of ${item ? `${typeText(data, item)}s` : "values"}`;
}
