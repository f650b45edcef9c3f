// Bundles src/index.ts into dist/editor.js, and what it knows about its texts into dist/editor-data.js.
// `--report` prints what the size is made of.
import { analyzeMetafile, build } from "esbuild";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { generated } from "./data/plugin.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));

// CodeMirror gets our StyleModule, which in turn extends the real one. The reason is in src/style-mod.ts.
const replacement = `${root}src/style-mod.ts`;
const styleMod = {
  name: "style-mod",
  setup({ onResolve }) {
    onResolve({ filter: /^style-mod$/ }, ({ importer }) => (importer === replacement ? undefined : { path: replacement }));
  },
};

// The bundled packages are under the MIT licence, whose notice must go along with the code.
async function notice(inputs) {
  const shipped = Object.keys(inputs).flatMap((file) => file.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1] ?? []);
  const names = [];
  const holders = new Set();
  const terms = new Set();
  for (const name of [...new Set(shipped)].sort()) {
    const { version, license } = JSON.parse(await readFile(`${root}node_modules/${name}/package.json`, "utf8"));
    if (license !== "MIT") throw new Error(`${name} has the licence ${license}: say so in the notice`);
    const text = await readFile(`${root}node_modules/${name}/LICENSE`, "utf8");
    names.push(`${name} ${version}`);
    holders.add(text.match(/^Copyright.*$/m)[0]);
    terms.add(text.slice(text.indexOf("Permission is hereby granted")).trim());
  }
  if (terms.size !== 1) throw new Error("the packages no longer share one licence text");
  return `/*! Contains ${names.join(", ")}.\n\nMIT License\n\n${[...holders].join("\n")}\n\n${[...terms]}\n*/\n`;
}

async function bundle(entry, name) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: "dist",
    entryNames: name,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    metafile: true,
    write: false,
    plugins: [styleMod, generated],
  });
  const [{ contents }] = outputFiles;
  const isOurs = Object.keys(metafile.inputs).every((file) => !file.startsWith("node_modules/"));
  const code = isOurs ? Buffer.from(contents) : Buffer.concat([Buffer.from(await notice(metafile.inputs)), contents]);
  await writeFile(`${root}dist/${name}.js`, code);
  if (process.argv.includes("--report")) console.log(await analyzeMetafile(metafile));
  console.log(`dist/${name}.js: ${code.length} bytes, ${gzipSync(code, { level: 9 }).length} bytes gzip -9`);
}

await mkdir(`${root}dist`, { recursive: true });
await bundle("src/index.ts", "editor");
await bundle("src/data/index.ts", "editor-data");
