// The static pages of the reference: links, policy, widths, and what axe finds.
import { expect, inEachLook, test, violations } from "./page.js";

test("a problem is found by the list and leads to others", async ({ page }) => {
  const strangers = [];
  await page.goto("./reference/index.html");
  page.on("request", (request) => request.url().startsWith(new URL(".", page.url()).href) || strangers.push(request.url()));
  await page.getByRole("link", { name: "listener-port-unavailable" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("A listener's port does not lead to Kong");
  const sections = page.getByRole("main").locator("> h2");
  await expect(sections).toHaveText(["Symptom", "Cause", "See it in a cluster", "Mend it"]);
  await page.getByRole("link", { name: "Reference" }).click();
  await page.getByRole("link", { name: "konghq.com/strip-path" }).first().click();
  await expect(page).toHaveURL(/annotations\.html#konghq\.com\/strip-path$/);
  await expect(page.getByRole("region", { name: "konghq.com/strip-path" })).toContainText("Sets strip_path");
  expect(strangers).toEqual([]);
});

test("the way leads back to the page", async ({ page, playground }) => {
  await page.goto("./reference/yaml-syntax.html");
  await page.getByRole("link", { name: "KIC Playground" }).click();
  await expect(playground.verdict).not.toHaveText("Reading…");
});

for (const colorScheme of ["light", "dark"]) {
  for (const viewport of [{ width: 1280, height: 800 }, { width: 320, height: 640 }]) {
    test.describe(`${colorScheme} ${viewport.width}`, () => {
      test.use({ colorScheme, viewport });
      for (const name of ["index", "annotations", "listener-port-unavailable"]) {
        test(name, async ({ page }) => {
          await page.goto(`./reference/${name}.html`);
          expect(await violations(page)).toEqual([]);
          expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
        });
      }
    });
  }
}

test.describe("in the page", () => {
  test("a problem's page opens beside the work and is fetched only then", async ({ page, playground }) => {
    await playground.open();
    await page.waitForLoadState("networkidle");
    const requests = [];
    page.on("request", (request) => requests.push(new URL(request.url()).pathname.replace(/-[0-9a-f]+(?=\.js$)/, "")));
    await playground.showResult("Problems");
    expect(requests).toEqual([]);
    const problem = playground.results.getByRole("listitem").filter({ hasText: "listener-" }).first();
    await problem.getByRole("link", { name: "what is this?" }).click();
    const panel = page.getByRole("dialog", { name: "Reference" });
    await expect(panel.getByRole("heading", { level: 3 })).toBeFocused();
    await expect(panel.getByRole("heading", { level: 4 })).toHaveText(["Symptom", "Cause", "See it in a cluster", "Mend it"]);
    expect(requests).toEqual(["/playground/reference.js", "/playground/reference/reference.json"]);
    await page.keyboard.press("Escape");
    await expect(panel).toBeHidden();
    await expect(problem.getByRole("link", { name: "what is this?" })).toBeFocused();
    await problem.getByRole("link", { name: "what is this?" }).click();
    await expect(panel).toBeVisible();
    expect(requests).toHaveLength(2);
  });

  test("codes and annotations are searched together", async ({ page, playground }) => {
    await playground.open();
    await page.getByRole("link", { name: "Reference", exact: true }).click();
    const panel = page.getByRole("dialog", { name: "Reference" });
    const search = panel.getByRole("searchbox", { name: "Search codes and annotations" });
    await expect(search).toBeFocused();
    await search.fill("strip prefix");
    await expect(panel.getByRole("listitem")).toHaveCount(1);
    await search.fill("listener port");
    await panel.getByRole("link", { name: "listener-port-unavailable" }).click();
    await expect(panel.getByRole("heading", { name: "A listener's port does not lead to Kong" })).toBeVisible();
    await panel.getByRole("link", { name: "All codes and annotations" }).click();
    await expect(search).toBeFocused();
    await search.fill("no such thing at all");
    await expect(panel.getByText("Nothing has all of these words.")).toBeVisible();
    await panel.getByRole("button", { name: "Close the reference" }).click();
    await expect(panel).toBeHidden();
  });

  test("annotations are looked up from their tab", async ({ page, playground }) => {
    await playground.open();
    await playground.showResult("Annotations");
    await playground.results.getByRole("link", { name: "Look up an annotation" }).click();
    const panel = page.getByRole("dialog", { name: "Reference" });
    await expect(panel.getByRole("link", { name: "yaml-syntax" })).toHaveCount(0);
    await panel.getByRole("link", { name: "konghq.com/retries" }).click();
    // As a list: until the entry is there, the headings of the index are.
    await expect(panel.getByRole("heading", { level: 3 })).toHaveText(["konghq.com/retries"]);
    await expect(panel.getByText("Sets retries: how often Kong tries another target.")).toBeVisible();
    await page.keyboard.press("Escape");
    await playground.results.getByRole("row").getByRole("link", { name: "what is this?" }).first().click();
    await expect(panel.getByRole("definition").first()).toBeVisible();
  });

  test("where the panel cannot be loaded, the link leads to the page", async ({ page }) => {
    await page.route("**/reference-*.js", (route) => route.abort());
    await page.goto("./");
    await page.getByRole("link", { name: "Reference", exact: true }).click();
    await expect(page).toHaveURL(/\/reference\/index\.html$/);
  });

  inEachLook("axe", async ({ page }) => {
    const panel = page.getByRole("dialog", { name: "Reference" });
    await page.getByRole("link", { name: "Reference", exact: true }).click();
    await expect(panel.getByRole("listitem").first()).toBeVisible();
    expect(await violations(page)).toEqual([]);
    for (const name of ["yaml-syntax", "konghq.com/strip-path"]) {
      await panel.getByRole("searchbox").fill(name);
      await panel.getByRole("link", { name }).first().click();
      await expect(panel.getByRole("heading", { level: 3 })).toBeVisible();
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
    }
  });
});
