// Where the sources of the editor's data are. The Rust core has each table once; it is read from there, so that nothing can drift.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** A path below `core/`. */
export const core = (path) => fileURLToPath(new URL(`../../../core/${path}`, import.meta.url));

/**
 * What a Rust file is read for. Throws where nothing is found: then the file has another form, and the reader must follow.
 */
export async function rust(path) {
  const text = await readFile(core(path), "utf8");
  const fail = (what) => {
    throw new Error(`core/${path}: no ${what} found; web/editor/data reads them as text and must follow`);
  };
  return {
    text,
    /** All matches of the pattern, at least one. */
    all(pattern, what) {
      const found = [...text.matchAll(pattern)];
      return found.length ? found : fail(what);
    },
    /** The first group of the pattern. */
    one(pattern, what) {
      return pattern.exec(text)?.[1] ?? fail(what);
    },
    fail,
  };
}

/** The texts in a Rust list: `"a", "b"`. */
export const quoted = (list) => [...list.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text.replace(/\\(.)/g, "$1"));
