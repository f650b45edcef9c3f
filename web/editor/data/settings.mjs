// Flags and gates of the controller, flags of a listen, defaults of the chart, from the tables of the core.
import { quoted, rust } from "./source.mjs";

/** Flags of the controller with their types and those defaults that are modelled. */
export async function flags() {
  const table = await rust("src/settings/controller/flags.rs");
  const readings = await rust("src/settings/controller/mod.rs");
  const defaults = new Map(
    readings.all(/"KIC default: --([\w-]+) is ([^"]*)"/g, "defaults of flags").map(([, name, value]) => [name, value]),
  );
  return table.all(/^\s*flag\("([\w-]+)", (\w+), V(\d)_(\d)\),$/gm, "flags").map(([, name, type, major, minor]) => ({
    name,
    variable: `CONTROLLER_${name.toUpperCase().replaceAll("-", "_")}`,
    type,
    since: `${major}.${minor}`,
    ...(defaults.has(name) ? { default: defaults.get(name) } : {}),
  }));
}

/** Feature gates of the newest release, with what they do. */
export async function gates() {
  const file = await rust("src/settings/gates.rs");
  const gone = new Set(file.all(/Self::(\w+) => return None/g, "gates that are gone").map(([, name]) => name));
  const defaults = new Map();
  for (const [, name, state] of file.all(/"KIC default: gate (\w+) is (on|off)"/g, "defaults of gates")) {
    // The newest release stands first.
    if (!defaults.has(name)) defaults.set(name, state === "on");
  }
  const listed = file.one(/pub enum Gate \{([^}]*)\}/, "gates");
  return [...listed.matchAll(/\/\/\/ (.*)\n\s*(\w+),/g)]
    .filter(([, , name]) => !gone.has(name))
    .map(([, text, name]) => ({ name, default: defaults.get(name) ?? false, text: text.replace(/\[`(?:Gate::)?([^`]*)`\]/g, "`$1`") }));
}

/** Flags of a listen, by setting. Flags with a value end with `=`. */
export async function listenFlags() {
  const file = await rust("src/listens/flag.rs");
  const patterns = new Map(file.all(/Self::(\w+) => "([^"]+)",/g, "flags").map(([, name, pattern]) => [name, pattern]));
  const of = (subsystem) => {
    const list = file.one(new RegExp(`Self::${subsystem} => &\\[([^\\]]*)\\]`), `flags of ${subsystem}`);
    const names = [...list.matchAll(/Flag::(\w+)/g)].map(([, name]) => patterns.get(name) ?? file.fail(`text of ${name}`));
    return names.map((pattern) => pattern.replace(/%.*$/, ""));
  };
  return { proxy: of("Http"), stream: of("Stream") };
}

/** Defaults of chart `kong`, by path. */
export async function chartDefaults() {
  const file = await rust("src/helm/defaults.rs");
  const rows = file.all(/^\s*"([\w.-]+)" = Default::(\w+)(?:\((.*)\))?;$/gm, "defaults");
  const value = (type, text) => {
    switch (type) {
      case "Bool":
        return text === "true";
      case "Int":
        return Number(text.replaceAll("_", ""));
      case "Text":
        return quoted(text)[0] ?? file.fail("a text");
      case "List":
        return quoted(text);
      case "EmptyMap":
        return {};
      default:
        return file.fail(`meaning of ${type}`);
    }
  };
  return Object.fromEntries(rows.map(([, path, type, text]) => [path, value(type, text)]));
}
