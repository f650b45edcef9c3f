/** Values of variables of Kong and of the controller. */
import type { Data, Flag, Variable } from "../data/types";
import type { Offer } from "./option";

const listens: Record<string, "proxy" | "stream"> = { KONG_PROXY_LISTEN: "proxy", KONG_STREAM_LISTEN: "stream" };

/** Offers, and how many characters before the caret they replace. */
export interface Values {
  offers: Offer[];
  typed: number;
}

export function variableOf({ variables }: Data, name: string): Variable | undefined {
  return variables.find((variable) => variable.name === name);
}

export function flagOf({ flags }: Data, name: string): Flag | undefined {
  return flags.find(({ variable }) => variable === name);
}

/** What a variable does, with its type and default. */
export function settingText(data: Data, name: string): { detail: string; info: string } | null {
  const variable = variableOf(data, name);
  if (variable) {
    const fallback = variable.default === undefined ? "" : ` Default: \`${variable.default}\`.`;
    return { detail: "Kong", info: `${variable.text}${fallback}` };
  }
  const flag = flagOf(data, name);
  if (!flag) return null;
  const text = data.flagTexts[flag.name] ?? "It does not change what is shown here.";
  const fallback = flag.default === undefined || flag.default === "empty" ? "" : ` Default: \`${flag.default}\`.`;
  return { detail: typeNames[flag.type] ?? "text", info: `${text}${fallback} Flag \`--${flag.name}\`, since ${flag.since}.` };
}

const typeNames: Record<string, string> = {
  Bool: "boolean",
  ControllerName: "domain/name",
  Duration: "duration",
  Float: "number",
  Gates: "feature gates",
  Int: "whole number",
  List: "list with commas",
  MetricsFilter: "off or rbac",
  Name: "namespace/name",
  Text: "text",
  Uint: "whole number",
};

/** The variables that can be set; the modelled ones first. */
export function settingNames(data: Data): { name: string; modelled: boolean }[] {
  const controller = data.flags.map(({ name, variable }) => ({ name: variable, modelled: name in data.flagTexts }));
  return [...data.variables.map(({ name }) => ({ name, modelled: true })), ...controller];
}

/** What can stand at the end of `value`, the part of a variable's value that is before the caret. */
export function settingValues(data: Data, name: string, value: string): Values {
  const listen = listens[name];
  if (listen) return listenValues(data, listen, value);
  const flag = flagOf(data, name);
  if (flag?.type === "Gates") return gateValues(data, value);
  const words = variableOf(data, name)?.values ?? (flag ? flagWords(flag) : []);
  return { offers: words.map((label, index) => ({ label, type: "enum", boost: -index })), typed: value.length };
}

function flagWords({ type, default: fallback }: Flag): string[] {
  if (type === "Bool") return ["true", "false"];
  if (type === "MetricsFilter") return ["rbac", "off"];
  return fallback === undefined || fallback === "empty" ? [] : [fallback];
}

function listenValues(data: Data, listen: "proxy" | "stream", value: string): Values {
  const entry = value.slice(value.lastIndexOf(",") + 1).trimStart();
  const words = entry.split(/\s+/);
  const typed = words.at(-1) ?? "";
  if (words.length < 2) {
    const port = listen === "proxy" ? "8000" : "9000";
    const addresses: Offer[] = ["0.0.0.0", "[::]"].map((address) => ({ label: `${address}:`, type: "constant", detail: "address", template: `${address}:\${${port}}` }));
    const off: Offer[] = value.includes(",") ? [] : [{ label: "off", type: "enum", info: "No listen at all." }];
    return { offers: [...addresses, ...off], typed: typed.length };
  }
  const given = new Set(words.slice(1, -1).map((word) => word.replace(/=.*/, "=")));
  const offers = data.listenFlags[listen].flatMap((label, index): Offer[] => {
    const key = label.replace(/=.*/, "=");
    if (given.has(key)) return [];
    const offer: Offer = { label, type: "keyword", detail: "flag", info: data.listenTexts[label], boost: -index };
    if (label === "backlog=") offer.template = "backlog=${16384}";
    return [offer];
  });
  return { offers, typed: typed.length };
}

function gateValues({ gates }: Data, value: string): Values {
  const item = value.slice(value.lastIndexOf(",") + 1).trimStart();
  const equals = item.indexOf("=");
  if (equals >= 0) {
    const state = item.slice(equals + 1);
    return { offers: ["true", "false"].map((label, index) => ({ label, type: "enum", boost: -index })), typed: state.length };
  }
  const given = new Set(value.split(",").map((part) => part.split("=")[0]?.trim()));
  const offers = gates
    .filter(({ name }) => name === item || !given.has(name))
    .map(({ name, text, default: on }): Offer => {
      return { label: name, type: "constant", detail: on ? "on by default" : "off by default", info: text, text: `${name}=${on ? "false" : "true"}` };
    });
  return { offers, typed: item.length };
}
