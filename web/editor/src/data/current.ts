import type { Data } from "./types";

let current: Data | null = null;

/** What the editor knows, once it is there: editors work without it. */
export function knowledge(): Data | null {
  return current;
}

/**
 * Takes the module of editor-data.js, which the page loads together with the bundle: the bundle itself knows no addresses.
 * Without it there are no completions and no explanations, and everything else works.
 */
export async function useData(module: Promise<{ default: Data }>): Promise<void> {
  try {
    current = (await module).default;
  } catch {
    current = null;
  }
}

/** For tests. */
export function setKnowledge(data: Data): void {
  current = data;
}
