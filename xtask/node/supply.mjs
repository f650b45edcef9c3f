// `node supply.mjs METADATA TREE ROOT`: what stands in the lock files, held against deny.toml: licences, crates that are shipped
// in two versions, and where everything comes from. METADATA is a file with what `cargo metadata`
// prints, TREE one with what `cargo tree` prints for the WASM files.
// Prints what is wrong, a line each, and ends with 1 if there is anything.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { crates } from "./shipped.mjs";

/** A list of texts in deny.toml; this is all of TOML that is needed of it. */
function list(toml, section, key) {
  const part = toml.split(/^\[/m).find((part) => part.startsWith(`${section}]`)) ?? "";
  const items = part.match(new RegExp(`^${key} = \\[([^\\]]*)\\]`, "m"))?.[1] ?? "";
  const lines = items.split("\n").map((line) => line.replace(/#.*/, ""));
  return [...lines.join("\n").matchAll(/"([^"]*)"/g)].map(([, text]) => text);
}

/** Whether an SPDX expression is satisfied by the allowed licences; `/` is an old way to write OR. */
export function isAllowed(expression, allowed) {
  const words = (expression ?? "").replaceAll("/", " OR ").match(/\(|\)|[^\s()]+/g) ?? [];
  let at = 0;
  const any = () => {
    let found = all();
    while (words[at] === "OR") {
      at += 1;
      found = all() || found;
    }
    return found;
  };
  const all = () => {
    let found = one();
    while (words[at] === "AND") {
      at += 1;
      found = one() && found;
    }
    return found;
  };
  const one = () => {
    if (words[at] === "(") {
      at += 1;
      const found = any();
      at += 1;
      return found;
    }
    let name = words[at++];
    if (words[at] === "WITH") {
      name = `${name} WITH ${words[at + 1]}`;
      at += 2;
    }
    return allowed.includes(name);
  };
  return any() && at === words.length;
}

/** What is wrong with the text of Cargo.lock: everything comes from a known registry, with its digest. */
export function lockFaults(text, toml) {
  const registries = list(toml, "sources", "allow-registry");
  const faults = [];
  for (const part of text.split("[[package]]\n").slice(1)) {
    const { name, version, source, checksum } = Object.fromEntries([...part.matchAll(/^(\w+) = "(.*)"$/gm)].map(([, key, value]) => [key, value]));
    if (source === undefined) continue; // a crate of ours
    if (!registries.includes(source.replace(/^registry\+/, ""))) faults.push(`${name} ${version} comes from ${source}`);
    if (!/^[0-9a-f]{64}$/.test(checksum)) faults.push(`${name} ${version} has no SHA-256`);
  }
  return faults;
}

/** What is wrong with the crates in the WASM files. `built` are those of Cargo.lock. */
export function crateFaults(built, shipped, toml) {
  const allowed = list(toml, "licenses", "allow");
  const skipped = list(toml, "bans", "skip");
  const faults = built
    .filter(({ source, license }) => source !== null && !isAllowed(license, allowed))
    .map(({ name, version, license }) => `${name} ${version}: the licence ${license} is not in deny.toml`);
  const versions = new Map();
  for (const found of shipped) versions.set(found.name, [...(versions.get(found.name) ?? []), found]);
  for (const [name, found] of versions) {
    const extra = found.filter(({ version }) => !skipped.includes(`${name}@${version}`));
    if (extra.length > 1) faults.push(`${name} is shipped as ${extra.map(({ version }) => version).join(" and ")}: deny.toml skips none of them`);
  }
  for (const skip of skipped) {
    const [name, version] = skip.split("@");
    const others = versions.get(name) ?? [];
    if (others.length < 2 || !others.some((found) => found.version === version)) faults.push(`deny.toml skips ${skip}, which is no duplicate any more`);
  }
  return faults;
}

/** What is wrong with a package-lock.json: everything is pinned by SHA-512, and comes from npm's registry. */
export function npmFaults(lock, toml) {
  const allowed = list(toml, "licenses", "allow");
  const faults = lock.lockfileVersion === 3 ? [] : [`the format of the lock file is ${lock.lockfileVersion}, not 3`];
  for (const [path, { resolved, integrity, license, dev }] of Object.entries(lock.packages)) {
    if (path === "") continue;
    // Without an address it comes from the registry that npm is told to use; the digest says what it must be.
    if (resolved && !resolved.startsWith("https://registry.npmjs.org/")) faults.push(`${path} comes from ${resolved}`);
    if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity)) faults.push(`${path} has no SHA-512`);
    if (!dev && !isAllowed(license, allowed)) faults.push(`${path}: the licence ${license} is not in deny.toml`);
  }
  return faults;
}

/** Exact versions only: a range in package.json is decided by whoever runs npm first. */
export function rangeFaults({ dependencies, devDependencies }) {
  const all = Object.entries({ ...dependencies, ...devDependencies });
  return all.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version)).map(([name, version]) => `${name}: ${version} is a range`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [metadata, tree, root] = process.argv.slice(2);
  const json = (...path) => JSON.parse(readFileSync(join(...path), "utf8"));
  const toml = readFileSync(join(root, "deny.toml"), "utf8");
  const cargo = json(metadata);
  const lock = readFileSync(join(root, "Cargo.lock"), "utf8");
  const faults = [...lockFaults(lock, toml), ...crateFaults(cargo.packages, crates(cargo, readFileSync(tree, "utf8")), toml)];
  for (const folder of [["web", "editor"], ["tests", "e2e"]]) {
    const found = [...npmFaults(json(root, ...folder, "package-lock.json"), toml), ...rangeFaults(json(root, ...folder, "package.json"))];
    faults.push(...found.map((fault) => `${folder.join("/")}: ${fault}`));
  }
  for (const fault of faults) console.log(fault);
  process.exitCode = faults.length > 0 ? 1 : 0;
}
