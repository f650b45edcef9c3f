import type { CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { knowledge } from "../data/current";
import type { Data } from "../data/types";
import { pattern, shown } from "../manifests/schema";
import { documentAt } from "../yaml/documents";
import type { Path } from "../yaml/outline";
import { holeAt, type Hole } from "../yaml/place";
import { chartField, chartNames, chartPath, chartVariable } from "./chart";
import { resultOf, yamlScalar, type Offer } from "./option";
import { namesInManifests } from "./neighbour";
import { settingNames, settingText, settingValues } from "./settings";

/** Completion in the pane of Helm values. */
export function helmCompletions(context: CompletionContext): CompletionResult | null {
  const { state, pos, explicit } = context;
  const data = knowledge();
  const document = data && documentAt(state, pos);
  if (!data || !document) return null;
  const { reading, from: base } = document;
  const text = reading.text;
  const hole = holeAt(reading.root, text, pos - base);
  if (!hole) return null;
  const from = base + hole.from;
  const typed = text.slice(hole.from, pos - base);
  const items = data.chartItemValues[pattern(chartPath(hole.path))];
  if (items && (hole.kind === "value" || hole.item)) {
    const offers = items.map((label): Offer => ({ label, type: "keyword", info: data.listenTexts[label.replace(/=.*/, "=")] }));
    return resultOf(context, from, offers, typing);
  }
  if (hole.kind === "value") return valueResult(context, data, hole, from);
  if (!typed && !explicit) return null;
  const hasColon = /^["']?\s*:/.test(state.sliceDoc(pos, state.doc.lineAt(pos).to));
  return resultOf(context, from, keyOffers(data, hole, hasColon), typing);
}

const typing = /^[\w./:=-]*$/;

function valueResult(context: CompletionContext, data: Data, { path, quoted }: Hole, from: number): CompletionResult | null {
  const field = chartField(data, path);
  const variable = chartVariable(path);
  const value = context.state.sliceDoc(from, context.pos);
  if (variable && !field?.values) {
    const known = settingValues(data, variable, value);
    const { offers, typed } = known.offers.length ? known : namesInManifests(context.view, data, variable, value);
    const isPart = typed < value.length;
    return resultOf(context, context.pos - typed, isPart ? offers : offers.map((offer) => quotable(offer, quoted)), typing);
  }
  const words = field?.values ?? (field?.type === "boolean" ? ["true", "false"] : []);
  const offers = words.map((label, index): Offer => {
    const offer: Offer = { label, type: "enum", boost: -index, detail: String(field?.default) === label ? "default" : undefined };
    return field?.type === "boolean" ? offer : quotable(offer, quoted);
  });
  return resultOf(context, from, offers, typing);
}

const quotable = (offer: Offer, quoted: boolean): Offer => (offer.template ? offer : { ...offer, text: yamlScalar(offer.text ?? offer.label, quoted) });

function keyOffers(data: Data, hole: Extract<Hole, { kind: "key" }>, hasColon: boolean): Offer[] {
  const taken = new Set(hole.map?.entries.filter(({ bare, from }) => !bare && from !== hole.from).map(({ key }) => key));
  const indent = hole.item ? "  " : "";
  const names = [...new Set([...chartNames(data, hole.path), ...variableNames(data, hole.path)])];
  return names.filter((name) => !taken.has(name)).map((label, index): Offer => {
    const path = [...hole.path, label];
    const field = chartField(data, path);
    const setting = settingOf(data, path);
    const fallback = field?.default === undefined || typeof field.default === "object" ? "" : `Default: ${shown(field.default)}.`;
    const offer: Offer = {
      label,
      type: "property",
      detail: field?.type ?? setting?.detail,
      info: [field?.text ?? setting?.info, fallback].filter(Boolean).join(" ") || undefined,
      boost: -Math.min(index, 90),
    };
    if (hasColon) return offer;
    if (hole.flow) return { ...offer, text: hole.quoted ? label : `${label}: ` };
    if (field?.type === "object") return { ...offer, template: `${label}:\n${indent}  \${}` };
    if (field?.type === "array") return { ...offer, template: `${label}:\n${indent}- \${}` };
    return { ...offer, text: `${label}: `, again: true };
  });
}

function settingOf(data: Data, path: Path): { detail: string; info: string } | null {
  const variable = chartVariable(path);
  return variable ? settingText(data, variable) : null;
}

/** Keys of `env` and `ingressController.env`: names of variables without prefix, in lower case. */
function variableNames(data: Data, path: Path): string[] {
  const probe = chartVariable([...path, "x"]);
  const prefix = probe === null ? null : probe.slice(0, -1);
  if (prefix === null) return [];
  const names = settingNames(data).filter(({ name, modelled }) => modelled && name.startsWith(prefix));
  return names.map(({ name }) => name.slice(prefix.length).toLowerCase());
}
