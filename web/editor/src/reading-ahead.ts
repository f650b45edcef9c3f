import { ViewPlugin, type EditorView, type ViewUpdate } from "@codemirror/view";
import { referencesOf } from "./manifests/references";
import { documents } from "./yaml/documents";

/** Milliseconds of one turn. */
const turn = 4;
/** Milliseconds without a change before it begins. */
const pause = 300;

/** Reads the documents while nothing happens, so that the first question about all of them costs nothing. */
export const readingAhead = ViewPlugin.fromClass(
  class {
    private timer: ReturnType<typeof setTimeout> | undefined;

    constructor(private readonly view: EditorView) {
      this.wait(pause);
    }

    update({ docChanged }: ViewUpdate): void {
      if (docChanged) this.wait(pause);
    }

    private wait(delay: number): void {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.read(), delay);
    }

    private read(): void {
      const until = performance.now() + turn;
      for (const { reading } of this.view.state.field(documents, false) ?? []) {
        if (reading.isRead) continue;
        referencesOf(reading);
        if (performance.now() > until) return this.wait(0);
      }
    }

    destroy(): void {
      clearTimeout(this.timer);
    }
  },
);
