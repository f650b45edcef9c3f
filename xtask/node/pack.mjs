// `node pack.mjs SITE`: compresses the files for servers that send them so, and lists the digests of all files.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { digest, filesOf, isForServers, read } from "./files.mjs";

const [site] = process.argv.slice(2);
const TEXTS = /\.(html|css|js|json|svg|txt|ts|wasm|webmanifest|xml)$/;

const sums = { raw: 0, gzip: 0, brotli: 0 };
for (const path of filesOf(site).filter((path) => TEXTS.test(path) && !isForServers(path))) {
  const data = read(site, path);
  const gzip = gzipSync(data, { level: 9 });
  // The byte that names the system differs between builds of zlib; 255 is "unknown".
  gzip[9] = 255;
  const brotli = brotliCompressSync(data, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: data.length,
    },
  });
  for (const [ending, packed] of [["gz", gzip], ["br", brotli]]) {
    if (packed.length < data.length) writeFileSync(join(site, `${path}.${ending}`), packed);
  }
  sums.raw += data.length;
  sums.gzip += gzip.length;
  sums.brotli += brotli.length;
}

const listed = filesOf(site).filter((path) => path !== "SHA256SUMS");
writeFileSync(join(site, "SHA256SUMS"), listed.map((path) => `${digest(read(site, path), "hex")}  ${path}\n`).join(""));
console.log(`texts: ${sums.raw} bytes, ${sums.gzip} gzip, ${sums.brotli} brotli; ${listed.length} files in SHA256SUMS`);
