import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { apiVersionOf, below, rootOf } from "../src/manifests/schema";
import { namingAnnotations } from "../src/manifests/references";
import { data } from "./knowledge";

/** A file of the core as text; tests run in web/editor. */
const core = (path: string): string => readFileSync(`../../core/src/${path}`, "utf8");

test("the kinds are those of the core, in the same versions", () => {
  const source = core("k8s/kinds.rs");
  const groups = new Map([...source.matchAll(/const (\w+): &str = "([^"]+)";/g)].map(([, name, group]) => [name, group]));
  const rows = [...source.matchAll(/row\(\s*Kind::(\w+),\s*"\w+",\s*(\w+|"[^"]*"),\s*&\[([^\]]*)\],\s*(true|false)/g)];
  const ofCore = rows.map(([, kind, group = "", versions = "", namespaced]) => {
    const name = group.startsWith('"') ? group.slice(1, -1) : groups.get(group);
    return [kind, name, [...versions.matchAll(/"(\w+)"/g)].map(([, version]) => version), namespaced === "true"];
  });
  const ours = data.schemas.kinds.map(({ kind, group, versions, namespaced }) => [kind, group, versions.map(([version]) => version), namespaced]);
  const byKind = (a: unknown[], b: unknown[]): number => (String(a[0]) < String(b[0]) ? -1 : 1);
  assert.deepEqual(ours.sort(byKind), ofCore.sort(byKind));
});

test("the catalogue of annotations is whole, and its kinds are known", () => {
  const rows = core("annotations/catalogue.rs").match(/^ {4}(?:Annotation|AnnotationPrefix|Label) "/gm);
  assert.equal(data.annotations.length, rows?.length);
  const kinds = new Set(data.schemas.kinds.map(({ kind }) => kind));
  for (const { key, kinds: on } of data.annotations) for (const kind of on) assert.ok(kinds.has(kind), `${key}: ${kind}`);
});

test("annotations that name objects are references", () => {
  const names = ["Name", "Plugins", "Services"];
  for (const { key, rule } of data.annotations) if (names.includes(rule)) assert.ok(namingAnnotations.includes(key), key);
  for (const key of namingAnnotations) assert.ok(data.annotations.some((row) => row.key === key), key);
});

test("texts of flags, gates and listens are about those that exist", () => {
  const flags = new Set(data.flags.map(({ name }) => name));
  assert.equal(flags.size, data.flags.length);
  for (const name of Object.keys(data.flagTexts)) assert.ok(flags.has(name), name);
  const listens = new Set([...data.listenFlags.proxy, ...data.listenFlags.stream]);
  assert.deepEqual([...listens].sort(), Object.keys(data.listenTexts).sort());
  assert.ok(data.gates.length >= 7 && data.gates.every(({ text }) => text.endsWith(".")));
});

test("every variable of Kong that the core reads is offered", () => {
  const read = /const KONG: \[&str; \d+\] =\s*\[([^\]]*)\]/.exec(core("settings/names.rs"))?.[1] ?? "";
  const names = [...read.matchAll(/"(\w+)"/g)].map(([, name]) => name);
  assert.ok(names.length);
  for (const name of names) assert.ok(data.variables.some((variable) => variable.name === name), name);
  assert.ok(core("settings/kong.rs").includes(data.variables.find(({ name }) => name === "KONG_PROXY_LISTEN")?.default ?? "?"));
});

test("every default of the chart is offered", () => {
  const rows = core("helm/defaults.rs").match(/= Default::/g);
  assert.equal(Object.keys(data.chartDefaults).length, rows?.length);
  for (const path of Object.keys(data.chartDefaults)) assert.ok(data.chart.some((field) => field.path === path), path);
  assert.equal(new Set(data.chart.map(({ path }) => path)).size, data.chart.length);
});

test("schema nodes are there, and the table repeats none", () => {
  const { kinds, nodes } = data.schemas;
  assert.equal(new Set(nodes.map((node) => JSON.stringify(node))).size, nodes.length);
  for (const row of kinds) {
    for (const [version] of row.versions) {
      const root = rootOf(data, apiVersionOf(row, version), row.kind);
      assert.ok(root?.p?.metadata !== undefined, row.kind);
      for (const name of Object.keys(root.p)) assert.ok(below(data, root, name), `${row.kind}.${name}`);
    }
  }
});

test("texts are sentences", () => {
  for (const texts of Object.values(data.fieldTexts)) for (const [path, text] of Object.entries(texts)) assert.match(text, /[.”]$/, path);
  for (const { path, text } of data.chart) if (text !== undefined) assert.match(text, /\.$/, path);
});
