// `node seal.mjs SITE SOURCES`: makes one version of the site out of the files that Trunk has put into the folder SITE.
// It writes the service worker with the list of all files, and tells the page that there is one.
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

const kept = filesOf(site).filter((path) => path !== WORKER && !isForServers(path));
const files = Object.fromEntries(kept.map((path) => [path, `sha256-${digest(read(site, path), "base64")}`]));
const list = JSON.stringify(files);
const version = digest(list, "hex").slice(0, 16);

let worker = readFileSync(join(sources, WORKER), "utf8");
for (const [from, to] of [
  ["const FILES = {};", `const FILES = ${list};`],
  ['const VERSION = "";', `const VERSION = "${version}";`],
]) {
  if (!worker.includes(from)) throw new Error(`${WORKER} has no line ${from}`);
  worker = worker.replace(from, () => to);
}
writeFileSync(join(site, WORKER), worker);
console.log(`${kept.length} files, version ${version}`);
