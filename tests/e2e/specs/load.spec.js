// How the page comes: the page first, the engine beside it, and what happens where one of them is late or missing.
import { Playground, example, expect, test } from "./page.js";

/** Holds the engine back until the returned function is called. */
async function holdEngine(page) {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await page.route("**/engine-*.wasm", async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

test("a first visit shows its report before the engine is there", async ({ page, playground }) => {
  const release = await holdEngine(page);
  await playground.open();
  await expect(playground.verdict).toContainText("4 of 5 listeners ready");
  await expect(playground.listener("proxy-tls-9903")).toContainText("PortUnavailable");
  await expect(page.getByText(/\d ms · /)).toHaveCount(0);
  release();
  await expect(page.getByText(/\d ms · /)).toHaveCount(1);
  await expect(playground.verdict).toContainText("4 of 5 listeners ready");
});

test("what is typed before the engine is there is answered when it comes", async ({ page, playground }) => {
  const release = await holdEngine(page);
  await playground.open();
  await playground.paste("Manifests", "# nothing\n");
  await expect(playground.verdict).toContainText("4 of 5 listeners ready");
  release();
  await expect(playground.verdict).toContainText("No listener");
});

test("the engine is asked for at once, not when the page has started", async ({ page }) => {
  await page.route("**/kic-playground-*.wasm", () => {}); // the page itself never comes
  const engine = page.waitForRequest("**/engine-*.wasm");
  const glue = page.waitForRequest("**/engine-*.js");
  await page.goto("./", { waitUntil: "commit" });
  await Promise.all([engine, glue]);
});

test("a page with kept text does not load the report of the example", async ({ page, playground }) => {
  await playground.open();
  await playground.paste("Manifests", "# kept\n");
  await expect(playground.verdict).toContainText("No listener");
  const openings = [];
  page.on("request", (request) => request.url().includes("/opening-") && openings.push(request.url()));
  await playground.open();
  await expect(playground.verdict).toContainText("No listener");
  expect(openings).toEqual([]);
});

test("the report of the example is byte for byte the engine's", async ({ page, playground }) => {
  await playground.open();
  const input = {
    manifests: await example("opening", "manifests.yaml"),
    environment: await example("opening", "kong.env"),
    assume: true,
  };
  const [ofBuild, ofEngine] = await page.evaluate(async (input) => {
    const address = (id) => document.getElementById(id).src;
    const engine = await import(address("engine-glue"));
    await engine.default({ module_or_path: await fetch(address("engine-wasm")) });
    const file = await fetch(address("opening-report"));
    return [await file.text(), engine.translate(JSON.stringify(input))];
  }, input);
  expect(ofBuild).toBe(ofEngine);
});

test("an engine that cannot be loaded is told, and the text stays", async ({ page }) => {
  const playground = new Playground(page);
  await page.route("**/engine-*.wasm", (route) => route.abort());
  await page.goto("./");
  await expect(page.getByText("The engine stopped with an error")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Manifests" })).toContainText("kind: Gateway");
  await page.unroute("**/engine-*.wasm");
  await page.getByRole("button", { name: /again/i }).click();
  await expect(playground.verdict).toContainText("4 of 5 listeners ready");
});

test("an engine that dies is replaced", async ({ page }) => {
  const playground = new Playground(page);
  await playground.open();
  await expect(page.getByText(/\d ms · /)).toHaveCount(1);
  // What a wasm trap without a panic looks like to the page.
  await page.evaluate(() => {
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (...message) {
      Worker.prototype.postMessage = postMessage;
      setTimeout(() => this.dispatchEvent(new ErrorEvent("error", { message: "unreachable" })));
    };
  });
  await playground.paste("Environment", "A=1\n");
  await expect(page.getByText("The engine stopped with an error")).toBeVisible();
  await playground.paste("Environment", "CONTROLLER_PUBLISH_SERVICE=kong/proxy\nA=1\n");
  await playground.paste("Manifests", "# after\n");
  await expect(playground.verdict).toContainText("No listener");
});
