/** The values of the chart as a tree. */
import type { ChartField, Data } from "../data/types";
import { pattern } from "../manifests/schema";
import type { Path } from "../yaml/outline";

/** Chart `ingress` has chart `kong` twice, under these names. */
const parts = ["gateway", "controller"];

/** The path as chart `kong` has it. */
export function chartPath(path: Path): Path {
  return parts.includes(String(path[0])) && path.length > 1 ? path.slice(1) : path;
}

/** The field at a path. Fields that only others stand below are objects. */
export function chartField(data: Data, path: Path): ChartField | null {
  const key = pattern(chartPath(path));
  const field = data.chart.find((row) => row.path === key);
  if (field) return field;
  return data.chart.some((row) => row.path.startsWith(`${key}.`)) ? { path: key, type: "object" } : null;
}

/** Names of the fields below a path, in the order of the chart. */
export function chartNames(data: Data, path: Path): string[] {
  const key = pattern(path.length === 1 && parts.includes(String(path[0])) ? [] : chartPath(path));
  const lead = key ? `${key}.` : "";
  const names = data.chart.filter((row) => row.path.startsWith(lead)).map((row) => row.path.slice(lead.length).split(/[.[]/)[0] ?? "");
  return [...new Set(names)].filter((name) => name !== "" && !(path.length && parts.includes(name)));
}

/** The variable that a value of `env` or `ingressController.env` stands for. */
export function chartVariable(path: Path): string | null {
  const [first, second, third] = chartPath(path);
  if (first === "env" && typeof second === "string") return `KONG_${second.toUpperCase()}`;
  if (first === "ingressController" && second === "env" && typeof third === "string") return `CONTROLLER_${third.toUpperCase()}`;
  return null;
}
