/**
 * Playgrounds in other pages.
 *
 *     <script type="module" src="https://playground.example.com/embed.js"></script>
 *     <kic-playground tabs="listeners config">
 *       <script type="text/yaml">
 *         kind: Gateway
 *         …
 *       </script>
 *       <script type="text/plain" data-input="environment">KONG_PROXY_LISTEN=…</script>
 *     </kic-playground>
 *
 * All playgrounds of a page share one engine. They live in shadow roots, keep nothing in the browser, and send nothing.
 */

/** The outputs, by their names. */
export type PlaygroundTab = "listeners" | "status" | "config" | "annotations" | "problems" | "request";

export interface PlaygroundOptions {
  /** Kubernetes YAML or JSON, many documents. */
  manifests?: string;
  /** `KONG_*` and `CONTROLLER_*`, as lines or as a container's `env:` list. */
  environment?: string;
  /** Values of the chart. */
  helmValues?: string;
  /** A share link, or its part behind `#`; the texts above take the place of what it holds. */
  link?: string;
  /** Release of Kong Ingress Controller; without it the newest. */
  kic?: string;
  /** Release of Kong Gateway; without it the newest. */
  kong?: string;
  /** Kong's router flavor; without it what the environment says. */
  router?: "traditional" | "traditional_compatible" | "expressions";
  /** What it is called among others of the page, for screen readers; without it by its number. */
  label?: string;
  /** Whether the texts can be changed. */
  editable?: boolean;
  /** The outputs that are shown, in this order; without it all but requests. */
  tabs?: PlaygroundTab[];
  /** Light or dark; without it as the page around it. */
  theme?: "light" | "dark" | "auto";
}

export interface PlaygroundHandle {
  /** Changes some options and starts anew. */
  update(options: PlaygroundOptions): void;
  /** Takes the playground out of the element. */
  destroy(): void;
}

/** Shows a playground in an element, in a shadow root of it. Until it is loaded, and where it cannot be, the texts are shown. */
export function mount(element: Element, options?: PlaygroundOptions): PlaygroundHandle;

/**
 * The element. Its attributes are the options (`helm-values`, `tabs="listeners config"`); the texts may also stand in
 * children `<script type="text/yaml">`, `<script type="text/plain">` or `<template>` with
 * `data-input="manifests|environment|helm-values"`.
 */
declare global {
  interface HTMLElementTagNameMap {
    "kic-playground": HTMLElement;
  }
}
