// Without a network, and from one version to the next. The server here can be stopped and its files replaced.
import { execFileSync } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { base, dist, serve } from "../server.js";
import { Playground, expect, test } from "./page.js";

test.use({ serviceWorkers: "allow" });

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** A copy of the site on a server of its own. */
async function publish() {
  const folder = await mkdtemp(join(tmpdir(), "kic-site-"));
  await cp(dist, folder, { recursive: true });
  let server = await serve(0, folder);
  const { port } = server.address();
  return {
    address: `http://127.0.0.1:${port}${base}`,
    folder,
    /** Makes another version: the same page with another title. */
    async update(title) {
      const index = join(folder, "index.html");
      const html = await readFile(index, "utf8");
      await writeFile(index, html.replace(/<title>.*<\/title>/, `<title>${title}</title>`));
      execFileSync("node", [here("../../../xtask/node/seal.mjs"), folder, here("../../../web/js")]);
    },
    async stop() {
      server?.closeAllConnections();
      await new Promise((done) => (server ? server.close(done) : done()));
      server = undefined;
    },
    async end() {
      await this.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const kept = (page) => page.evaluate(() => navigator.serviceWorker.ready.then(({ active }) => active.state));

const withSite = test.extend({
  site: async ({}, use) => {
    const site = await publish();
    await use(site);
    await site.end();
  },
});

withSite("after one visit the page works without a server, reference included", async ({ page, site }) => {
  const playground = new Playground(page);
  await page.goto(site.address);
  await expect(playground.verdict).toContainText("4 of 5 listeners ready");
  await kept(page);
  await site.stop();

  await page.goto(site.address);
  await expect(playground.verdict).toContainText("4 of 5 listeners ready");
  await playground.ready("Manifests");
  await playground.paste("Manifests", "# offline\n");
  await expect(playground.verdict).toContainText("No listener");
  // A page that was never opened before, and one that does not exist.
  await page.goto(`${site.address}reference/index.html`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.goto(`${site.address}nothing.html`)).rejects.toThrow();
});

withSite("a newer version waits until the user wants it", async ({ page, site }) => {
  const playground = new Playground(page);
  await page.goto(site.address);
  await expect(playground.verdict).toContainText("4 of 5 listeners ready");
  await kept(page);
  await expect(page.getByText("A newer version of this page is here")).toBeHidden();
  await playground.ready("Manifests");
  await playground.paste("Manifests", "# mine\n");
  await expect(playground.verdict).toContainText("No listener");

  await site.update("The next version");
  await page.reload();
  await expect(page.getByText("A newer version of this page is here")).toBeVisible();
  await expect(page).toHaveTitle("KIC Playground");
  await page.getByRole("button", { name: "Load it" }).click();
  await expect(page).toHaveTitle("The next version");
  await playground.ready("Manifests");
  await expect(playground.editor("Manifests")).toContainText("# mine");
  await expect(page.getByText("A newer version of this page is here")).toBeHidden();
});

withSite("half of a newer version does not replace a whole older one", async ({ page, site }) => {
  await page.goto(site.address);
  await kept(page);
  await site.update("The next version");
  // As if the server were in the middle of an update: the list names another content than this file has.
  await writeFile(join(site.folder, "index.html"), "<!doctype html><title>Neither</title>");
  await page.reload();
  const gone = page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const found = new Promise((resolve) => {
      const follow = (worker) => worker?.addEventListener("statechange", () => worker.state === "redundant" && resolve(worker.state));
      follow(registration.installing);
      registration.addEventListener("updatefound", () => follow(registration.installing));
    });
    registration.update().catch(() => {});
    return found;
  });
  expect(await gone).toBe("redundant");
  await expect(page).toHaveTitle("KIC Playground");
  await expect(page.getByText("A newer version of this page is here")).toBeHidden();
});

withSite("a tab of the version before still finds its files", async ({ page, context, site }) => {
  const playground = new Playground(page);
  await page.goto(site.address);
  await expect(playground.verdict).toContainText("4 of 5 listeners ready");
  await kept(page);
  const second = await context.newPage();
  await site.update("The next version");
  await second.goto(site.address);
  await second.getByRole("button", { name: "Load it" }).click();
  await expect(second).toHaveTitle("The next version");
  // The server has the files of the first version no more.
  const [panel] = (await readdir(site.folder)).filter((name) => /^reference-.*\.js$/.test(name));
  await rm(join(site.folder, panel));
  const found = await page.evaluate((panel) => fetch(panel).then(({ ok }) => ok), panel);
  expect(found).toBe(true);
  await second.close();
});

test("the page can be installed", async ({ page, playground, request, baseURL }) => {
  await playground.open();
  const href = await page.locator("link[rel=manifest]").getAttribute("href");
  const manifest = await (await request.get(new URL(href, baseURL).href)).json();
  expect(manifest).toMatchObject({ start_url: "./", scope: "./", display: "standalone" });
  for (const { src, sizes } of manifest.icons) {
    const size = await page.evaluate(async (src) => {
      const image = new Image();
      image.src = src;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, src);
    expect(size, src).toBe(sizes);
  }
});

test("the licences of what is shipped are in one file", async ({ request, baseURL }) => {
  const text = await (await request.get(new URL("licences.txt", baseURL).href)).text();
  for (const name of ["yew ", "serde_json ", "@codemirror/view ", "Rust standard library", "Apache License", "Permission is hereby granted"]) {
    expect(text).toContain(name);
  }
});
