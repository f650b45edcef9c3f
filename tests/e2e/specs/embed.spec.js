// Playgrounds in other pages: the example page of the site, and pages of other origins and in sandboxed frames.
import { serve as serveSite } from "../server.js";
import { createServer } from "node:http";
import { example, expect, test as base, violations } from "./page.js";

const test = base.extend({
  /** The example page, with all of its playgrounds answered. */
  pageWithPlaygrounds: async ({ page }, use) => {
    const wrong = [];
    page.on("pageerror", (error) => wrong.push(error.message));
    page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
    await page.goto("embed/example.html");
    await expect(verdict(page, "printed")).toContainText("Kong does not start");
    await expect(verdict(page, "corrected")).toContainText("5 of 5 listeners ready");
    await use(page);
    expect(wrong, "errors in the console, the page's policy included").toEqual([]);
  },
});

const inside = (page, id) => page.locator(`kic-playground#${id}`);
const verdict = (page, id) => inside(page, id).getByRole("status", { name: "Verdict" });

test("a page shows its own blocks with what Kong makes of them", async ({ pageWithPlaygrounds: page }) => {
  const printed = inside(page, "printed");
  await expect(printed.getByRole("tablist", { name: "Results" }).getByRole("tab")).toHaveText([/^Listeners/, /^Problems/, /^Status/]);
  await expect(printed.getByRole("tablist", { name: "Inputs" }).getByRole("tab")).toHaveText(["Manifests", "Environment", "Helm values"]);
  await expect(printed.getByRole("group", { name: "Manifests" })).toContainText("name: proxy-tls-9903");
  await expect(printed.getByRole("textbox")).toHaveCount(0);
  const part = inside(page, "part");
  await expect(part.getByRole("tabpanel", { name: "Kong config" })).toContainText("/echo");
  const text = await page.evaluate(() => document.querySelector("#printed script").textContent);
  const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);
  expect(lines(text), "the example is the page's own").toEqual(lines(await example("doc-page-as-printed", "manifests.yaml")));
});

test("an editable one answers to typing, and the others stay", async ({ pageWithPlaygrounds: page }) => {
  const before = await verdict(page, "printed").textContent();
  const corrected = inside(page, "corrected");
  await corrected.getByRole("tab", { name: "Environment" }).click();
  const editor = corrected.getByRole("textbox", { name: "Environment" }).and(page.locator("[contenteditable=true]"));
  await editor.focus();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("\nKONG_STREAM_LISTEN=off");
  await expect(verdict(page, "corrected")).toContainText("2 of 5 listeners ready");
  await expect(verdict(page, "printed")).toHaveText(before);
  expect(await page.evaluate(() => localStorage.length), "nothing is kept").toBe(0);
});

test("all playgrounds of a page share one engine", async ({ page }) => {
  const workers = [];
  page.on("worker", (worker) => workers.push(worker.url()));
  const engines = [];
  page.on("request", (request) => /engine-.*\.wasm$/.test(request.url()) && engines.push(request.url()));
  await page.goto("embed/example.html");
  await expect(verdict(page, "printed")).toContainText("Kong does not start");
  await expect(verdict(page, "corrected")).toContainText("listeners ready");
  expect(workers).toHaveLength(1);
  expect(engines).toHaveLength(1);
});

test("tabs are moved by keys inside of the shadow root", async ({ pageWithPlaygrounds: page }) => {
  const results = inside(page, "printed").getByRole("tablist", { name: "Results" });
  await results.getByRole("tab", { name: "Listeners" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(results.getByRole("tab", { name: "Problems" })).toBeFocused();
});

test("a problem leads to its lines", async ({ pageWithPlaygrounds: page }) => {
  const printed = inside(page, "printed");
  await printed.getByRole("tab", { name: /^Problems/ }).click();
  await printed.getByRole("tabpanel", { name: /^Problems/ }).getByRole("button", { name: /^Environment \d+:\d+/ }).first().click();
  await expect(printed.getByRole("group", { name: "Environment" })).toBeFocused();
  await expect(printed.locator(".source .marked").first()).toBeVisible();
});

test("the theme follows the page, unless an attribute says it", async ({ pageWithPlaygrounds: page }) => {
  const paper = (id) => inside(page, id).locator(".kic-embed").evaluate((frame) => getComputedStyle(frame).backgroundColor);
  const light = await paper("printed");
  await page.getByRole("button", { name: "Switch this page's theme" }).click();
  await expect.poll(() => paper("printed")).not.toBe(light);
  await inside(page, "part").evaluate((element) => element.setAttribute("theme", "light"));
  await expect.poll(() => paper("part")).toBe(light);
});

test("nothing leaks between the page's styles and ours", async ({ pageWithPlaygrounds: page }) => {
  const heading = page.getByRole("heading", { name: "Listeners of a Gateway" });
  expect(await heading.evaluate((element) => getComputedStyle(element).fontSize)).toBe("34px");
  expect(await page.evaluate(() => document.adoptedStyleSheets.length + document.styleSheets.length)).toBe(1);
});

test("a link opens the same texts in the playground", async ({ pageWithPlaygrounds: page, baseURL }) => {
  const link = inside(page, "part").getByRole("link", { name: "Open in the playground" });
  await link.hover();
  await expect(link).toHaveAttribute("href", /#./);
  const href = await link.getAttribute("href");
  expect(href.startsWith(baseURL)).toBe(true);
  const held = await page.evaluate(async (href) => {
    const { mount } = await import("../embed.js");
    const element = document.createElement("div");
    element.id = "linked";
    document.querySelector("main").append(element);
    mount(element, { link: href, tabs: ["config"] });
  }, href);
  expect(held).toBeUndefined();
  await expect(page.locator("#linked").getByRole("group", { name: "Manifests" })).toContainText("konghq.com/strip-path");
});

test("a script mounts, changes and takes away", async ({ pageWithPlaygrounds: page }) => {
  await page.evaluate(async () => {
    const { mount } = await import("../embed.js");
    const element = document.createElement("div");
    element.id = "own";
    document.querySelector("main").prepend(element);
    globalThis.own = mount(element, { environment: "KONG_PROXY_LISTEN=x", tabs: ["problems"] });
  });
  const own = page.locator("#own");
  await expect(own.getByRole("status", { name: "Verdict" })).toContainText("Kong does not start");
  await page.evaluate(() => globalThis.own.update({ environment: "", manifests: "kind: Nothing\n" }));
  await expect(own.getByRole("group", { name: "Manifests" })).toContainText("kind: Nothing");
  await page.evaluate(() => globalThis.own.destroy());
  await expect(own.getByRole("status")).toHaveCount(0);
});

test("a text is shown as it is where the rest cannot be loaded", async ({ page }) => {
  await page.route("**/kic-playground-*.wasm", (route) => route.abort());
  await page.goto("embed/example.html");
  await expect(inside(page, "printed").getByRole("alert")).toContainText("The playground cannot be shown");
  await expect(inside(page, "printed").getByText("name: proxy-tls-9903")).toBeVisible();
});

for (const sandbox of ["allow-scripts", "allow-scripts allow-same-origin"]) {
  test(`works in a page of another origin, in a frame with ${sandbox}`, async ({ page }) => {
    // A host that lets others load its scripts.
    const site = await serveSite(0, undefined, { "access-control-allow-origin": "*" });
    const script = `http://127.0.0.1:${site.address().port}/playground/embed.js`;
    const text = "kind: Gateway\napiVersion: gateway.networking.k8s.io/v1\nmetadata: {name: a}\nspec: {gatewayClassName: kong, listeners: [{name: b, port: 80, protocol: HTTP}]}";
    const inner = `<!doctype html><script type="module" src="${script}"></script><kic-playground tabs="listeners"><template>${text}</template></kic-playground>`;
    const outer = createServer((_, response) => {
      const source = inner.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
      response.writeHead(200, { "content-type": "text/html" }).end(`<!doctype html><iframe sandbox="${sandbox}" width="800" height="600" srcdoc="${source}"></iframe>`);
    });
    await new Promise((ready) => outer.listen(0, "127.0.0.1", ready));
    await page.goto(`http://localhost:${outer.address().port}/`);
    const frame = page.frameLocator("iframe");
    await expect(frame.getByRole("status", { name: "Verdict" })).toContainText("1 of 1 listener ready");
    for (const server of [outer, site]) {
      server.closeAllConnections();
      server.close();
    }
  });
}

test("works without a worker", async ({ page }) => {
  await page.addInitScript(() => {
    delete globalThis.Worker;
  });
  await page.goto("embed/example.html");
  await expect(verdict(page, "corrected")).toContainText("5 of 5 listeners ready");
  await expect(verdict(page, "printed")).toContainText("Kong does not start");
});

for (const width of [1200, 320]) {
  test(`axe finds nothing at ${width} pixels, in either theme`, async ({ pageWithPlaygrounds: page }) => {
    await page.setViewportSize({ width, height: 900 });
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Switch this page's theme" }).click();
    await expect(inside(page, "printed").locator(".kic-embed")).toHaveAttribute("data-theme", "dark");
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "not wider").toBe(true);
  });
}
