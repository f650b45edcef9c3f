// Schemas of the kinds in the compact form of src/data/types.ts: one table of nodes without repetitions, which the
// versions of a kind, and kinds that are built alike, share.
import { readFile, readdir } from "node:fs/promises";
import { metadata, nativeKinds } from "./native-kinds.mjs";
import { core } from "./source.mjs";

/** All kinds: those of the CRDs and Kubernetes' own. */
export async function schemas() {
  const kinds = [...(await customKinds()), ...nativeKinds].sort((a, b) => (a.kind < b.kind ? -1 : 1));
  const table = new Table();
  return {
    kinds: kinds.map(({ group, kind, scope, versions }) => ({
      group,
      kind,
      namespaced: scope === "Namespaced",
      versions: versions.map(({ name, schema }) => [name, table.add(whole(schema, scope))]),
    })),
    nodes: table.nodes,
  };
}

async function customKinds() {
  const folder = core("crds");
  const files = (await readdir(folder)).filter((name) => name.endsWith(".json"));
  const kinds = await Promise.all(files.map(async (name) => JSON.parse(await readFile(`${folder}/${name}`, "utf8"))));
  // What the controller reads stands first.
  const rank = (version) => (version.storage ? 0 : 1);
  return kinds.map((kind) => ({
    ...kind,
    versions: kind.versions.filter(({ served }) => served).sort((a, b) => rank(a) - rank(b)),
  }));
}

/** An object as the user writes it: with metadata, which the CRDs do not describe, and without the status of a CRD. */
function whole(schema, scope) {
  const { status, ...properties } = schema.properties;
  const kept = schema["x-native"] && status ? { status } : {};
  return {
    type: "object",
    required: ["apiVersion", "kind", "metadata", ...(schema.required ?? [])],
    properties: { ...properties, metadata: metadata(scope), ...kept },
  };
}

class Table {
  nodes = [];
  #known = new Map();

  /** The number of the node; equal nodes have one number. */
  add(schema) {
    const node = this.#node(schema);
    const text = JSON.stringify(node);
    let index = this.#known.get(text);
    if (index === undefined) {
      index = this.nodes.push(node) - 1;
      this.#known.set(text, index);
    }
    return index;
  }

  #node(schema) {
    const node = { t: typeOf(schema) };
    const set = (key, value) => {
      if (value !== undefined) node[key] = value;
    };
    const properties = Object.entries(schema.properties ?? {});
    if (properties.length) {
      node.p = Object.fromEntries(properties.map(([name, below]) => [name, this.add(below)]));
    }
    const required = (schema.required ?? []).filter((name) => schema.properties?.[name]);
    set("r", required.length ? required : undefined);
    if (schema.items) node.i = this.add(schema.items);
    if (typeof schema.additionalProperties === "object") node.a = this.add(schema.additionalProperties);
    set("e", schema.enum);
    set("d", schema.default);
    set("n", limits(schema.minimum, schema.maximum));
    set("l", limits(schema.minLength ?? schema.minItems ?? schema.minProperties, schema.maxLength ?? schema.maxItems ?? schema.maxProperties));
    return node;
  }
}

function typeOf(schema) {
  if (schema["x-kubernetes-int-or-string"]) return "integer or string";
  return schema.type ?? "any";
}

function limits(low, high) {
  return low === undefined && high === undefined ? undefined : [low ?? null, high ?? null];
}
