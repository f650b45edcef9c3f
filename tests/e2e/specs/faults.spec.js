// What goes wrong in browsers: each time the page says it in plain words, and the text stays.
// Beside these: without workers and without the editor (frame.spec.js), an engine that cannot be loaded or dies
// (load.spec.js), without a network after the first visit (offline.spec.js).
import { Playground, expect, test } from "./page.js";

const failure = (page) => page.getByRole("alert").filter({ hasText: "Your text is kept" });

test("storage that is switched off: the page works and says that it keeps nothing", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, "localStorage", {
      get() {
        throw new DOMException("denied", "SecurityError");
      },
    });
  });
  const playground = new Playground(page);
  await playground.open();
  await expect(playground.verdict).toContainText("4 of 5 listeners ready");
  await playground.paste("Manifests", "# mine\n");
  await expect(playground.verdict).toContainText("No listener");
  await expect(page.getByText("The browser keeps no copy of this text")).toBeVisible();
});

test("storage that is full: the page says so, and no longer when there is room again", async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await page.evaluate(() => {
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    globalThis.makeRoom = () => (Storage.prototype.setItem = setItem);
  });
  await playground.paste("Manifests", "# one\n");
  await expect(page.getByText("The browser keeps no copy of this text")).toBeVisible();
  await page.evaluate(() => globalThis.makeRoom());
  await playground.paste("Manifests", "# two\n");
  await expect(page.getByText("The browser keeps no copy of this text")).toBeHidden();
});

for (const [what, texts] of [
  ["that is no JSON", "{"],
  ["of a version that wrote something else", JSON.stringify({ version: 99, manifests: 3 })],
  ["that is empty", ""],
  ["that is a number", "7"],
]) {
  test(`kept text ${what}: the page opens as at a first visit`, async ({ page, playground }) => {
    await page.addInitScript((texts) => {
      if (sessionStorage.getItem("seeded")) return;
      sessionStorage.setItem("seeded", "1");
      localStorage.setItem("kic-playground.texts", texts);
      localStorage.setItem("kic-playground.view", texts);
    }, texts);
    await playground.open();
    await expect(playground.verdict).toContainText("4 of 5 listeners ready");
    await playground.paste("Manifests", "# mine\n");
    await expect(playground.verdict).toContainText("No listener");
    await page.reload();
    await playground.ready("Manifests");
    await expect(playground.editor("Manifests")).toContainText("# mine");
  });
}

test("a host whose policy forbids WebAssembly: the page says what it needs", async ({ page }) => {
  await page.route(/playground\/$/, async (route) => {
    const response = await route.fetch();
    const headers = { ...response.headers(), "content-security-policy": "script-src 'self'" };
    await route.fulfill({ response, headers });
  });
  await page.goto("./");
  await expect(page.getByRole("alert")).toContainText("WebAssembly is not allowed here");
});

test("offline at the first load: the page says so and comes when it is tried again", async ({ page }) => {
  await page.route("**/*.wasm", (route) => route.abort("internetdisconnected"));
  await page.goto("./");
  await expect(page.getByRole("alert")).toContainText("could not be loaded");
  await page.unroute("**/*.wasm");
  await page.getByRole("link", { name: "Load the page again" }).click();
  await expect(new Playground(page).verdict).toContainText("4 of 5 listeners ready");
});

test("two tabs at once: each goes on with its own text, and the last that was written is kept", async ({ page, context }) => {
  const first = new Playground(page);
  await first.open();
  const second = new Playground(await context.newPage());
  await second.open();
  await first.paste("Manifests", "# first\n");
  await second.paste("Manifests", "# second\n");
  await expect(second.verdict).toContainText("No listener");
  await expect(first.editor("Manifests")).toContainText("# first");
  await second.page.reload();
  await second.ready("Manifests");
  await expect(second.editor("Manifests")).toContainText("# second");
  await second.page.close();
});

test("back and forward: the text is as it was left", async ({ page, playground }) => {
  await playground.open();
  await playground.paste("Manifests", "# left\n");
  await expect(playground.verdict).toContainText("No listener");
  await page.goto("reference/index.html");
  await page.goBack();
  await playground.ready("Manifests");
  await expect(playground.editor("Manifests")).toContainText("# left");
  await page.goForward();
  await expect(page).toHaveURL(/reference\/index\.html$/);
  await page.goBack();
  await playground.ready("Manifests");
  await expect(playground.editor("Manifests")).toContainText("# left");
});

/** In place of the engine a worker that does `work` with a job, while `broken` says so. */
async function breakEngine(page, work) {
  await page.addInitScript((work) => {
    const Real = globalThis.Worker;
    globalThis.broken = false;
    globalThis.ended = 0;
    globalThis.Worker = class extends Real {
      postMessage(message) {
        if (!globalThis.broken || typeof message !== "string") return super.postMessage(message);
        if (work === "panic") {
          const data = JSON.stringify({ panic: "panicked at core/src/lib.rs:1:1: forced" });
          setTimeout(() => this.dispatchEvent(new MessageEvent("message", { data })));
        }
      }
      terminate() {
        globalThis.ended += 1;
        super.terminate();
      }
    };
  }, work);
}

test("a panic in the engine: it is told, the result before stays, and a new engine answers", async ({ page }) => {
  await breakEngine(page, "panic");
  const playground = new Playground(page);
  await playground.open();
  await expect(page.getByText(/\d ms · /)).toHaveCount(1);
  await page.evaluate(() => (globalThis.broken = true));
  await playground.paste("Environment", "A=1\n");
  await expect(failure(page)).toContainText("The engine stopped with an error");
  await expect(page.getByText("forced")).toBeVisible();
  await expect(playground.listener("proxy-ssl")).toBeVisible();
  await page.evaluate(() => (globalThis.broken = false));
  await page.getByRole("button", { name: "Run again" }).click();
  await expect(failure(page)).toBeHidden();
  await expect(playground.editor("Environment")).toContainText("A=1");
});

test("an engine that runs over three seconds is ended, the result before stays, and a new one answers", async ({ page }) => {
  await breakEngine(page, "hang");
  const playground = new Playground(page);
  await playground.open();
  await expect(page.getByText(/\d ms · /)).toHaveCount(1);
  await page.evaluate(() => (globalThis.broken = true));
  const start = Date.now();
  await playground.paste("Environment", "A=1\n");
  await expect(failure(page)).toContainText("The engine took too long and was ended");
  expect(Date.now() - start).toBeGreaterThan(2_900);
  expect(await page.evaluate(() => globalThis.ended)).toBe(1);
  await expect(playground.listener("proxy-ssl")).toBeVisible();
  await page.evaluate(() => (globalThis.broken = false));
  await playground.paste("Environment", "A=2\n");
  await expect(failure(page)).toBeHidden();
  await expect(playground.verdict).not.toContainText("The engine stopped");
});
