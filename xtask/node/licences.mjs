// `node licences.mjs METADATA TREE ROOT OUT`: one file with the licence texts of all that is shipped. METADATA is a
// file with what `cargo metadata` prints, TREE one with what `cargo tree` prints for the WASM files. No network; the same input gives the same bytes.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crates, npmPackages } from "./shipped.mjs";

const [metadata, tree, root, out] = process.argv.slice(2);
const APACHE = readFileSync(join(root, "LICENSE"), "utf8").trimEnd();

/** What is shipped without being a package: their projects give no file to copy a text from. */
const OTHERS = [
  { name: "Rust standard library", license: "MIT OR Apache-2.0", authors: ["The Rust Project Developers"], home: "https://github.com/rust-lang/rust" },
  { name: "Custom resource definitions of Gateway API, of which tables are made", license: "Apache-2.0", authors: ["The Kubernetes Authors"], home: "https://github.com/kubernetes-sigs/gateway-api" },
  { name: "Custom resource definitions and messages of Kong Ingress Controller", license: "Apache-2.0", authors: ["Kong Inc."], home: "https://github.com/Kong/kubernetes-ingress-controller" },
].map((other) => ({ ...other, version: "", texts: [] }));

const shipped = [...crates(JSON.parse(readFileSync(metadata, "utf8")), readFileSync(tree, "utf8")), ...npmPackages(join(root, "web", "editor")), ...OTHERS];

/** Texts differ in their line breaks more often than in their words. */
const wordsOf = (text) => text.replaceAll(/\s+/g, " ").trim();
const isApache = (text) => wordsOf(text).includes("Apache License Version 2.0, January 2004");

/** Text → packages, in the order of their first package. */
const groups = new Map();
for (const found of shipped) {
  let { texts } = found;
  if (texts.length === 0) {
    if (!/\bApache-2\.0\b/.test(found.license)) throw new Error(`${found.name} ${found.version} brings no licence text (${found.license})`);
    texts = [APACHE];
  }
  for (const text of texts.map((text) => (isApache(text) ? APACHE : text))) {
    const key = wordsOf(text);
    if (!groups.has(key)) groups.set(key, { text, packages: [] });
    const { packages } = groups.get(key);
    if (!packages.includes(found)) packages.push(found);
  }
}

const line = "=".repeat(80);
const title = ({ name, version, license }) => `  ${[name, version].filter(Boolean).join(" ")} (${license})`;
const described = (found) => {
  const by = found.authors.length > 0 ? `, ${found.authors.join(", ")}` : "";
  return `${title(found)}${by}${found.home ? `\n    ${found.home}` : ""}`;
};
const parts = [
  `KIC Playground is under the Apache License 2.0, whose text stands below. Its files contain the work of others:\n\n${shipped.map(described).join("\n")}`,
  ...[...groups.values()].map(({ text, packages }) => `${line}\n${packages.map(title).join("\n")}\n\n${text}`),
];
writeFileSync(out, `${parts.join("\n\n")}\n`);
console.log(`licences of ${shipped.length} packages, ${groups.size} texts`);
