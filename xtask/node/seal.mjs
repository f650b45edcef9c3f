// `node seal.mjs SITE SOURCES`: makes one version of the site out of the files that Trunk has put into the folder SITE.
// It writes the script for other pages with the names of the files, the service worker with the list of all files, and tells
// the page that there is one.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { digest, filesOf, isForServers, read } from "./files.mjs";

const WORKER = "service-worker.js";
const [site, sources] = process.argv.slice(2);

const index = join(site, "index.html");
const html = readFileSync(index, "utf8");
if (!html.includes("data-service-worker")) {
  const marked = html.replace("<html ", `<html data-service-worker="${WORKER}" `);
  if (marked === html) throw new Error("index.html has no <html …> to tell about the service worker");
  writeFileSync(index, marked);
}

// The script for other pages has a name that stays, and finds the files of its version by the names that Trunk gave them.
const text = readFileSync(index, "utf8");
const one = (pattern, what, part = text) => {
  const found = part.match(pattern)?.[1];
  if (!found) throw new Error(`index.html does not name ${what}`);
  return found;
};
// Trunk writes some letters of attributes as references.
const decoded = (text) => text.replaceAll(/&#x([0-9A-Fa-f]+);/g, (_, code) => String.fromCodePoint(parseInt(code, 16)));
const scripts = [...text.matchAll(/<script[^>]*>/g)].map(([tag]) => decoded(tag));
const byId = (id) => one(/ src="([^"]*)"/, id, scripts.find((tag) => tag.includes(` id="${id}"`)) ?? "");
const embed = {
  glue: one(/data-glue="([^"]*)"/, "the page's glue"),
  wasm: one(/data-wasm="([^"]*)"/, "the page's WASM"),
  engineGlue: byId("engine-glue"),
  engineWasm: byId("engine-wasm"),
  worker: byId("worker-script"),
  editor: byId("editor-bundle"),
  editorData: byId("editor-data"),
  styles: [...text.matchAll(/<link[^>]* rel="?stylesheet"?[^>]*>/g)].map(([link]) => link.match(/href="([^"]*)"/)[1]).concat("./embed.css"),
};
if (embed.styles.length < 2) throw new Error("index.html names no styles");
write("embed.js", [["const FILES = {};", `const FILES = ${JSON.stringify(embed)};`]]);

const kept = filesOf(site).filter((path) => path !== WORKER && !isForServers(path));
const files = Object.fromEntries(kept.map((path) => [path, `sha256-${digest(read(site, path), "base64")}`]));
const list = JSON.stringify(files);
const version = digest(list, "hex").slice(0, 16);

write(WORKER, [
  ["const FILES = {};", `const FILES = ${list};`],
  ['const VERSION = "";', `const VERSION = "${version}";`],
]);
console.log(`${kept.length} files, version ${version}`);

/** Writes a script of ours with some of its lines replaced. */
function write(name, replacements) {
  let script = readFileSync(join(sources, name), "utf8");
  for (const [from, to] of replacements) {
    if (!script.includes(from)) throw new Error(`${name} has no line ${from}`);
    script = script.replace(from, () => to);
  }
  writeFileSync(join(site, name), script);
}
