/** One line of the environment pane: `NAME=value`, as in a shell, or a part of a container's `env:` list. */
import type { Text } from "@codemirror/state";

export interface EnvLine {
  name: string;
  /** Column of the name. */
  nameAt: number;
  /** Column of the value, behind an opening quote; `null` where there is no sign between name and value yet. */
  valueAt: number | null;
}

const assignment = /^(\s*(?:-\s+)?(?:export\s+)?)([A-Za-z_]\w*)?(?:(\s*[=:]\s*)(["']?))?/;
const item = /^(\s*(?:-\s+)?name:\s*["']?)(\w*)["']?\s*$/;
const itemValue = /^\s*(?:-\s+)?value:\s*["']?/;

/** How far above a `value:` its `name:` is looked for. */
const reach = 4;

/** What a line assigns; `null` for comments and other lines. */
export function envLine(doc: Text, number: number): EnvLine | null {
  const { text } = doc.line(number);
  if (/^\s*#/.test(text)) return null;
  const value = itemValue.exec(text);
  if (value) {
    const name = nameAbove(doc, number);
    return name === null ? null : { name, nameAt: 0, valueAt: value[0].length };
  }
  const named = item.exec(text);
  if (named) return { name: named[2] ?? "", nameAt: named[1]?.length ?? 0, valueAt: null };
  const match = assignment.exec(text);
  if (!match) return null;
  const [whole, lead = "", name = "", sign] = match;
  return { name, nameAt: lead.length, valueAt: sign === undefined ? null : whole.length };
}

/** The name of the item of a container's `env:` that a `value:` line belongs to. */
function nameAbove(doc: Text, number: number): string | null {
  for (let above = number - 1; above >= Math.max(1, number - reach); above--) {
    const name = item.exec(doc.line(above).text)?.[2];
    if (name) return name;
  }
  return null;
}
