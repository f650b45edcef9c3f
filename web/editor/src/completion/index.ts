import { autocompletion, type CompletionSource } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import type { Language } from "../editor";
import { environmentCompletions } from "./environment";
import { helmCompletions } from "./helm";
import { manifestCompletions } from "./manifests";

const sources: Record<Language, CompletionSource> = {
  manifests: manifestCompletions,
  helm: helmCompletions,
  env: environmentCompletions,
};

/**
 * Completion while typing and by Ctrl-Space. Only Enter takes what is chosen. Tab indents or leaves as ever, except that it goes
 * on to the next place to fill in while a template is being filled in. The list is a listbox that screen readers follow.
 */
export function completion(language: Language): Extension {
  const source = sources[language];
  const unlessReadOnly: CompletionSource = (context) => (context.state.readOnly ? null : source(context));
  return autocompletion({ override: [unlessReadOnly], icons: false, maxRenderedOptions: 60 });
}
