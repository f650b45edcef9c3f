import type { CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { knowledge } from "../data/current";
import type { Data } from "../data/types";
import { envLine } from "../env-line";
import { resultOf, type Offer } from "./option";
import { namesInManifests } from "./neighbour";
import { settingNames, settingText, settingValues } from "./settings";

/** Completion in the environment pane. */
export function environmentCompletions(context: CompletionContext): CompletionResult | null {
  const { state, pos, explicit } = context;
  const data = knowledge();
  if (!data) return null;
  const line = state.doc.lineAt(pos);
  const column = pos - line.from;
  const found = envLine(state.doc, line.number);
  if (!found) return null;
  const { name, nameAt, valueAt } = found;
  if (valueAt !== null && column >= valueAt) {
    const value = line.text.slice(valueAt, column);
    const known = settingValues(data, name, value);
    const { offers, typed } = known.offers.length ? known : namesInManifests(context.view, data, name, value);
    return resultOf(context, pos - typed, offers, /^[\w.=/-]*$/);
  }
  const isAtName = column >= nameAt && column <= nameAt + name.length && (explicit || name !== "");
  if (!isAtName) return null;
  const isItem = /name:/.test(line.text.slice(0, nameAt));
  const sign = valueAt === null && !isItem ? "=" : "";
  return resultOf(context, line.from + nameAt, names(data, sign), /^\w*$/);
}

function names(data: Data, sign: string): Offer[] {
  return settingNames(data).map(({ name, modelled }) => {
    const { detail, info } = settingText(data, name) ?? {};
    return { label: name, type: "variable", detail, info, text: `${name}${sign}`, again: sign !== "", boost: modelled ? 20 : -20 };
  });
}
