// The files of a site.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What `pack.mjs` adds for servers; no page asks for it by name. */
export const isForServers = (path) => /\.(gz|br)$/.test(path) || path === "SHA256SUMS";

/** All files below `folder`, as sorted paths with `/`. */
export function filesOf(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.map((file) => file.slice(folder.length).replaceAll("\\", "/").replace(/^\//, "")).sort();
}

/** SHA-256 of a file or text, as `hex` or `base64`. */
export function digest(data, encoding) {
  return createHash("sha256").update(data).digest(encoding);
}

export const read = (folder, path) => readFileSync(join(folder, path));
