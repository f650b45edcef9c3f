// Keeps the whole site of one version, so that it works without a network and is never mixed of two versions.
// xtask/node/seal.mjs writes the list of files with their digests into this script, so each version is another script:
// the browser sees by it that there is a newer one.
const FILES = {};
const VERSION = "";

const { scope } = self.registration;
// A host may have several copies of the site, each under its own path; they share one storage.
const OURS = `kic-playground ${scope} `;
const NAME = OURS + VERSION;
/** Where a cache keeps the list of its files. */
const LIST = new URL("?files", scope).href;

addEventListener("install", (event) => event.waitUntil(keepAll()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));
addEventListener("message", ({ data }) => data === "take over" && self.skipWaiting());
addEventListener("fetch", (event) => {
  const path = pathOf(event.request);
  if (path !== undefined) event.respondWith(answer(event.request, path));
});

/** All or nothing: without one of the files the version before stays. */
async function keepAll() {
  const before = await older();
  const cache = await caches.open(NAME);
  const waiting = Object.entries(FILES);
  const next = async () => {
    for (let file = waiting.pop(); file; file = waiting.pop()) await keep(cache, before, ...file);
  };
  try {
    await Promise.all(Array.from({ length: 6 }, next));
    await cache.put(LIST, new Response(JSON.stringify(FILES)));
  } catch (error) {
    await caches.delete(NAME);
    throw error;
  }
}

async function keep(cache, before, path, integrity) {
  const url = addressOf(path);
  for (const { cache: old, files } of before) {
    const same = files[path] === integrity && (await old.match(url));
    if (same) return cache.put(url, same);
  }
  // The digest refuses what a server in the middle of an update gives of another version. A name that is made of the
  // content may come from the browser's own cache, where the page has just put it.
  const isNamedByContent = /-[0-9a-f]{12,16}(_bg)?\./.test(path);
  const response = await fetch(url, { integrity, cache: isNamedByContent ? "default" : "no-cache" });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  // A copy: what some hosts redirect (index.html to the folder) could not be shown as a page.
  return cache.put(url, new Response(response.body, { headers: response.headers }));
}

async function takeOver() {
  // The version before is kept for the tabs that still show it.
  const names = (await namesOfOlder()).slice(0, -1);
  await Promise.all(names.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function answer(request, path) {
  const url = addressOf(path);
  if (path in FILES) {
    const kept = await (await caches.open(NAME)).match(url);
    if (kept) return kept;
  } else {
    // A tab of the version before asks for one of its own files, whose names are made of their content.
    for (const { cache } of await older()) {
      const kept = await cache.match(url);
      if (kept) return kept;
    }
  }
  return fetch(request);
}

/** The caches of other versions, newest first. */
async function older() {
  const names = (await namesOfOlder()).reverse();
  return Promise.all(
    names.map(async (name) => {
      const cache = await caches.open(name);
      const list = await cache.match(LIST);
      return { cache, files: list ? await list.json() : {} };
    }),
  );
}

async function namesOfOlder() {
  return (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== NAME);
}

/** The file that is asked for, or undefined where it is none of this site. */
function pathOf({ method, url }) {
  const { origin, pathname } = new URL(url);
  const address = origin + pathname;
  if (method !== "GET" || !address.startsWith(scope)) return undefined;
  const path = decodeURIComponent(address.slice(scope.length));
  return path === "" || path.endsWith("/") ? `${path}index.html` : path;
}

function addressOf(path) {
  return new URL(path, scope).href;
}
