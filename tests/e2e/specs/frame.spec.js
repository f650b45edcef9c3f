// The page itself: what it loads, keyboard, widths, themes, what happens without its editor.
import { Playground, expect, test } from "./page.js";

test("nothing is requested after the page has loaded", async ({ page, playground }) => {
  await playground.open();
  await page.waitForLoadState("networkidle");
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await playground.showInput("Environment");
  await page.keyboard.type("A");
  for (const tab of ["Status", "Kong config", "Annotations", "Problems", "Listeners"]) await playground.showResult(tab);
  expect(requests).toEqual([]);
});

test("everything that is loaded comes from the page's own folder", async ({ page, playground, baseURL }) => {
  const strangers = [];
  page.on("request", (request) => request.url().startsWith(baseURL) || strangers.push(request.url()));
  await playground.open();
  await page.waitForLoadState("networkidle");
  expect(strangers).toEqual([]);
});

test("tabs and border are moved by keys", async ({ page, playground }) => {
  await playground.open();
  await playground.results.getByRole("tab", { name: "Listeners" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(playground.results.getByRole("tab", { name: "Status" })).toBeFocused();
  await expect(playground.results.getByRole("tabpanel", { name: "Status" })).toBeVisible();
  await page.keyboard.press("End");
  await expect(playground.results.getByRole("tabpanel", { name: "Compare" })).toBeVisible();

  const border = page.getByRole("separator", { name: "Width of the inputs" });
  const before = (await playground.inputs.boundingBox()).width;
  await border.focus();
  await page.keyboard.press("ArrowLeft");
  await expect(border).toHaveAttribute("aria-valuenow", "40");
  expect((await playground.inputs.boundingBox()).width).toBeLessThan(before);
});

test("the border is dragged", async ({ page, playground }) => {
  await playground.open();
  const box = await page.getByRole("separator").boundingBox();
  await page.mouse.move(box.x + 3, box.y + 200);
  await page.mouse.down();
  await page.mouse.move(864, box.y + 210, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByRole("separator")).toHaveAttribute("aria-valuenow", "60");
  await page.mouse.move(400, 300);
  await expect(page.getByRole("separator")).toHaveAttribute("aria-valuenow", "60");
});

test("Tab leaves the editor after Escape", async ({ page, playground }) => {
  await playground.open();
  await playground.editor("Manifests").focus();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(playground.editor("Manifests")).not.toBeFocused();
});

test("the chosen theme is there from the first paint", async ({ page }) => {
  const playground = new Playground(page);
  await page.emulateMedia({ colorScheme: "light" });
  await playground.open();
  await page.getByRole("button", { name: "Theme: as the system" }).click();
  await page.getByRole("button", { name: "Theme: light" }).click();
  await expect(page.getByRole("button", { name: "Theme: dark" })).toBeVisible();
  // Without the page's wasm only theme.js can have set it.
  await page.route("**/*.wasm", (route) => route.abort());
  await page.reload({ waitUntil: "commit" });
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.unroute("**/*.wasm");
  await playground.open();
  await expect(page.getByRole("button", { name: "Theme: dark" })).toBeVisible();
});

test.describe("narrow", () => {
  test.use({ viewport: { width: 320, height: 640 } });

  test("nothing is wider than 320 pixels", async ({ page, playground }) => {
    await page.goto("./");
    await expect(playground.verdict).toContainText("ready");
    const isTooWide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    for (const tab of ["Listeners", "Status", "Kong config", "Annotations", "Problems", "Request"]) {
      await playground.showResult(tab);
      expect(await isTooWide(), tab).toBe(false);
    }
    await page.getByRole("button", { name: "Inputs" }).click();
    await playground.ready("Manifests");
    expect(await isTooWide(), "inputs").toBe(false);
  });

  test("a switch leads from results to inputs and a problem leads to its place", async ({ page, playground }) => {
    await page.goto("./");
    await expect(playground.verdict).toContainText("ready");
    await expect(playground.inputs).toBeHidden();
    await playground.showResult("Problems");
    await playground.results.getByRole("button", { name: /^(Manifests|Environment) \d+:\d+/ }).first().click();
    await expect(playground.inputs).toBeVisible();
    await expect(playground.results).toBeHidden();
    await page.getByRole("button", { name: "Results" }).click();
    await expect(playground.results).toBeVisible();
  });
});

test("without the editor's bundle a plain text area edits", async ({ page }) => {
  await page.route("**/editor-*.js", (route) => route.abort());
  await page.goto("./");
  const area = page.getByRole("textbox", { name: "Manifests" });
  await area.fill("# plain\n");
  await expect(page.getByRole("status", { name: "Verdict" })).toContainText("No listener");
  await page.reload();
  await expect(area).toHaveValue("# plain\n");
});

test("without workers the page translates itself", async ({ page, playground }) => {
  await page.addInitScript(() => {
    delete globalThis.Worker;
  });
  await playground.open();
  await expect(playground.verdict).toContainText("4 of 5 listeners ready");
});
