// What is shipped: the crates that are compiled into the WASM files, and the npm packages in the editor's bundles.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const TEXT = /^(licen[cs]e|copying|notice|unlicense|copyright)/i;

/**
 * The crates of others in the WASM files, sorted.
 * @param metadata what `cargo metadata` prints
 * @param tree what `cargo tree` prints for the two WASM files, each line `NAME vVERSION`; macros run at build time and are not in it
 */
export function crates(metadata, tree) {
  const names = new Set(tree.split("\n").map((line) => line.split(" ").slice(0, 2).join(" ")));
  const shipped = metadata.packages.filter(({ name, version, source }) => source !== null && names.has(`${name} v${version}`));
  return shipped.map(described).sort(byName);
}

function described({ name, version, license, authors, repository, manifest_path }) {
  const texts = licenceTexts(dirname(manifest_path));
  return { name, version, license, authors, home: repository, texts };
}

/** The npm packages that the bundles hold: the dependencies of `web/editor` and theirs, sorted. */
export function npmPackages(editor) {
  const lock = JSON.parse(readFileSync(join(editor, "package-lock.json"), "utf8"));
  const installed = Object.entries(lock.packages).filter(([path, { dev }]) => path !== "" && !dev);
  return installed
    .map(([path]) => {
      const folder = join(editor, path);
      const { name, version, license, author, repository } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      const authors = [typeof author === "string" ? author : author?.name].filter(Boolean);
      const home = typeof repository === "string" ? repository : repository?.url;
      return { name, version, license, authors, home, texts: licenceTexts(folder) };
    })
    .sort(byName);
}

function licenceTexts(folder) {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile() && TEXT.test(entry.name));
  return names
    .map(({ name }) => name)
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n").trimEnd());
}

const byName = (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1);
