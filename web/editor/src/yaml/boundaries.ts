/** Where documents begin, told by single lines. Each object of a List, as `kubectl` prints it, counts as one. */

/** `marker` and `item` are told by the line alone; what comes behind the items of a List begins with any key. */
export type Beginning = "marker" | "item" | "rest";

/** `---` starts a document and `...` ends one, at the start of a line and wherever they stand. */
const marker = /^(?:---|\.\.\.)(?:\s|$)/;

const item = /^- +["']?(?:apiVersion|kind|metadata)["']?:/;

const rest = /^[^\s#-]/;

/** How a line begins a document; `null` if it goes on with one. `behindItem` says whether that is an object of a List. */
export function beginning(line: string, behindItem: boolean): Beginning | null {
  if (marker.test(line)) return "marker";
  if (item.test(line)) return "item";
  return behindItem && rest.test(line) ? "rest" : null;
}

/** No more than this of a line is looked at. */
export const reach = 40;
