// The static pages of the reference: links, policy, widths, and what axe finds.
import { expect, test, violations } from "./page.js";

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
  await expect(page).toHaveURL(/annotations\.html#konghq-com-strip-path$/);
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
