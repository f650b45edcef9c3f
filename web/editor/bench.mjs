// Bundles bench/typing.ts as test.mjs does with the tests, and runs it in Node.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { generated } from "./data/plugin.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));
const outfile = `${root}node_modules/.cache/editor-bench/typing.mjs`;
await build({
  absWorkingDir: root,
  entryPoints: ["bench/typing.ts"],
  outfile,
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20",
  plugins: [generated],
});
process.exit(spawnSync(process.execPath, [outfile], { stdio: "inherit" }).status ?? 1);
