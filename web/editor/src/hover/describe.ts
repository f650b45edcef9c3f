/** What stands at a place, in words. */
import type { EditorState } from "@codemirror/state";
import { annotationRow, annotationText } from "../completion/annotations";
import { chartField, chartPath, chartVariable } from "../completion/chart";
import { settingText } from "../completion/settings";
import { knowledge } from "../data/current";
import type { Data } from "../data/types";
import type { Language } from "../editor";
import { envLine } from "../env-line";
import { objectAround, type ManifestObject } from "../manifests/objects";
import { definitions, namedAt } from "../manifests/resolve";
import { below, facts, fieldText, isRequired, pattern, rootOf, schemaAt, shown, typeText } from "../manifests/schema";
import type { Target } from "../manifests/references";
import type { Range } from "../ranges";
import { documentAt } from "../yaml/documents";
import type { Path } from "../yaml/outline";
import { sentence } from "../words";
import { tokenAt } from "../yaml/place";

/** Names stand between backticks in all texts. */
export interface Description extends Range {
  /** What it is called: a path, a key, a variable. */
  title: string;
  /** Its type. */
  type?: string | undefined;
  /** Sentences. */
  text?: string | undefined;
  /** Allowed values, limits, default; what is named. */
  facts: string[];
}

/** What is known about the place; `null` for nothing. */
export function describe(state: EditorState, language: Language, at: number): Description | null {
  const data = knowledge();
  if (!data) return null;
  if (language === "env") return describeSetting(state, data, at);
  const document = documentAt(state, at);
  const token = document && tokenAt(document.reading.root, at - document.from);
  if (!token) return null;
  const place = token.entry ?? token.scalar;
  const range = { from: document.from + place.from, to: document.from + place.to };
  if (language === "helm") return describeChart(data, token.path, range);
  const around = objectAround(document.reading, token.path);
  if (!around) return null;
  const found = describeField(data, around.object, around.path, range);
  const named = token.scalar ? namedAt(state, at) : null;
  if (!named || named.definition) return found;
  const what = whatIsNamed(state, named.target);
  const range2 = { from: named.from, to: named.to };
  return found ? { ...found, ...range2, facts: [what, ...found.facts] } : { ...range2, title: named.target.name, facts: [what] };
}

/** "the Service `kong/proxy`, line 12". */
export function whatIsNamed(state: EditorState, target: Target): string {
  const place = definitions(state, target)[0];
  const line = place ? `line ${state.doc.lineAt(place.from).number}` : "not in this text";
  return `${targetText(target)}, ${line}`;
}

/** "`80` of the Service `kong/proxy`". */
export function targetText({ kinds, name, namespace, part }: Target): string {
  const object = `the ${kinds[0] ?? "object"} \`${namespace === null ? name : `${namespace}/${name}`}\``;
  return part ? `\`${part.text}\` of ${object}` : object;
}

function describeField(data: Data, object: ManifestObject, path: Path, range: Range): Description | null {
  const [first, second, key] = path;
  if (first === "metadata" && (second === "annotations" || second === "labels") && typeof key === "string") {
    const row = annotationRow(data, second, key);
    if (!row) return null;
    const fits = !object.kind || row.kinds.includes(object.kind);
    const misplaced = fits ? [] : [`it does nothing on a ${object.kind}; it works on ${row.kinds.join(", ")}`];
    const values = row.values ? [`one of ${row.values.map((value) => `\`${value}\``).join(", ")}`] : [];
    return { ...range, title: key, type: second === "labels" ? "label" : "annotation", text: annotationText(row), facts: [...misplaced, ...values] };
  }
  const root = rootOf(data, object.apiVersion, object.kind);
  const node = schemaAt(data, root, path);
  const last = path.at(-1);
  // An item is explained by its list.
  const text = fieldText(data, object.kind, path) ?? (typeof last === "number" ? fieldText(data, object.kind, path.slice(0, -1)) : undefined);
  if (!node) return text === undefined ? null : { ...range, title: pattern(path), text, facts: [] };
  const parent = schemaAt(data, root, path.slice(0, -1));
  const required = typeof last === "string" && below(data, parent, last) === node && isRequired(parent, last);
  return {
    ...range,
    title: pattern(path),
    type: `${typeText(data, node)}${required ? ", required" : ""}`,
    text,
    facts: facts(data, node),
  };
}

function describeSetting(state: EditorState, data: Data, at: number): Description | null {
  const line = state.doc.lineAt(at);
  const found = envLine(state.doc, line.number);
  if (!found) return null;
  const column = at - line.from;
  if (found.valueAt !== null && column >= found.valueAt) return describeWord(data, line.text.slice(found.valueAt), line.from + found.valueAt, column - found.valueAt);
  if (column < found.nameAt || column > found.nameAt + found.name.length) return null;
  const text = settingText(data, found.name);
  const from = line.from + found.nameAt;
  return text && { from, to: from + found.name.length, title: found.name, type: text.detail, text: text.info, facts: [] };
}

/** A flag of a listen, or a feature gate, at a column of the value of a variable, which begins at `start`. */
function describeWord(data: Data, value: string, start: number, column: number): Description | null {
  const from = /[\w=.]*$/.exec(value.slice(0, column))?.index ?? column;
  const word = /^[\w=.]*/.exec(value.slice(from))?.[0] ?? "";
  const range = { from: start + from, to: start + from + word.length };
  const name = Object.keys(data.listenTexts).find((flag) => flag === word || (flag.endsWith("=") && word.startsWith(flag)));
  const listen = data.listenTexts[word] ?? (name === undefined ? undefined : data.listenTexts[name]);
  if (listen) return { ...range, title: word, type: "flag of a listen", text: listen, facts: [] };
  const gate = data.gates.find((row) => row.name === word.split("=")[0]);
  return gate ? { ...range, title: gate.name, type: "feature gate", text: gate.text, facts: [`${gate.default ? "on" : "off"} by default`] } : null;
}

function describeChart(data: Data, path: Path, range: Range): Description | null {
  const variable = chartVariable(path);
  const setting = variable ? settingText(data, variable) : null;
  const field = chartField(data, path) ?? (typeof path.at(-1) === "number" ? chartField(data, path.slice(0, -1)) : null);
  if (!field && !setting) return null;
  const found: string[] = [];
  if (field?.values) found.push(`one of ${field.values.map((value) => `\`${value}\``).join(", ")}`);
  if (field?.default !== undefined) found.push(`default ${shown(field.default)}`);
  return {
    ...range,
    title: pattern(chartPath(path)),
    type: field?.type ?? setting?.detail,
    text: [field?.text, setting && !field?.text?.startsWith("`KONG") ? setting.info : ""].filter(Boolean).join(" ") || undefined,
    facts: found,
  };
}

/** The description as plain text, to be read out. */
export function spoken({ title, type, text, facts: list }: Description): string {
  const head = [title, type].filter(Boolean).join(", ");
  return [`${head}.`, text, sentence(list)].filter(Boolean).join(" ").replaceAll("`", "");
}
