// The module `kic:generated` for esbuild: what the editor's data has from the core.
import { annotations } from "./annotations.mjs";
import { schemas } from "./schemas.mjs";
import { chartDefaults, flags, gates, listenFlags } from "./settings.mjs";

export const generated = {
  name: "generated",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^kic:generated$/ }, ({ path }) => ({ path, namespace: "generated" }));
    onLoad({ filter: /.*/, namespace: "generated" }, async () => ({ loader: "json", contents: JSON.stringify(await data()) }));
  },
};

async function data() {
  return {
    schemas: await schemas(),
    annotations: await annotations(),
    flags: await flags(),
    gates: await gates(),
    listenFlags: await listenFlags(),
    chartDefaults: await chartDefaults(),
  };
}
