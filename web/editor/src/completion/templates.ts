/** What is written for a field: its required fields, and places to fill in. */
import type { Data, SchemaNode } from "../data/types";
import { below } from "../manifests/schema";

/** How deep required fields of required fields are written. */
const deepest = 4;

const isMapping = (node: SchemaNode): boolean => node.t === "object" && (node.p !== undefined || node.a !== undefined);

/** Whether the field's value begins on the next line. */
export const isBlock = (node: SchemaNode): boolean => node.t === "array" || node.t === "object";

/**
 * A template of the editor's library for `key` and its value; lines below the first are indented by `indent`
 * more than the first line's own indentation.
 */
export function fieldTemplate(data: Data, key: string, node: SchemaNode, indent: string): string {
  return `${key}:${valueTemplate(data, node, indent, 0)}`;
}

/** The value behind `key:`, with the blank or line break before it. */
function valueTemplate(data: Data, node: SchemaNode, indent: string, depth: number): string {
  if (node.t === "array") return `\n${indent}- ${itemTemplate(data, node, indent, depth)}`;
  if (isMapping(node)) return `\n${indent}  ${fields(data, node, `${indent}  `, depth)}`;
  if (node.t === "object") return `\n${indent}  \${}`;
  return ` \${${only(node)}}`;
}

/** One item, without its dash, which stands at `indent`. */
export function itemTemplate(data: Data, list: SchemaNode, indent: string, depth = 0): string {
  const item = below(data, list, 0);
  if (!item) return "${}";
  return isMapping(item) ? fields(data, item, `${indent}  `, depth) : `\${${only(item)}}`;
}

function fields(data: Data, node: SchemaNode, indent: string, depth: number): string {
  const required = depth < deepest ? (node.r ?? []) : [];
  const lines = required.flatMap((name) => {
    const value = below(data, node, name);
    return value ? [`${name}:${valueTemplate(data, value, indent, depth + 1)}`] : [];
  });
  return lines.length ? lines.join(`\n${indent}`) : "${}";
}

/** The only value that is possible, if there is one. */
function only(node: SchemaNode): string {
  return node.e?.length === 1 ? String(node.e[0]) : "";
}

/** A whole object of a kind. */
export function objectTemplate(data: Data, apiVersion: string, kind: string, root: SchemaNode): string {
  const rest = (root.r ?? []).filter((name) => !["apiVersion", "kind", "metadata"].includes(name));
  const lines = rest.flatMap((name) => {
    const value = below(data, root, name);
    return value ? [`${name}:${valueTemplate(data, value, "", 0)}`] : [];
  });
  const spec = !rest.length && root.p?.spec !== undefined ? ["spec:\n  ${}"] : [];
  return [`apiVersion: ${apiVersion}`, `kind: ${kind}`, "metadata:\n  name: ${}", ...lines, ...spec].join("\n");
}
