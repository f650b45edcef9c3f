// No violation that axe finds, in any tab, light and dark, wide and narrow.
import { expect, test, violations } from "./page.js";

for (const colorScheme of ["light", "dark"]) {
  for (const viewport of [{ width: 1440, height: 900 }, { width: 375, height: 812 }]) {
    test.describe(`${colorScheme} ${viewport.width}`, () => {
      test.use({ colorScheme, viewport });
      for (const tab of ["Listeners", "Status", "Kong config", "Annotations", "Problems", "Request"]) {
        test(tab, async ({ page, playground }) => {
          await page.goto("./");
          await expect(playground.verdict).toContainText("ready");
          await playground.showResult(tab);
          expect(await violations(page)).toEqual([]);
        });
      }
    });
  }
}

test("inputs of a narrow window", async ({ page, playground }) => {
  await page.setViewportSize({ width: 375, height: 812 });
  await page.goto("./");
  await expect(playground.verdict).toContainText("ready");
  await page.getByRole("button", { name: "Inputs" }).click();
  await playground.ready("Manifests");
  expect(await violations(page)).toEqual([]);
});

test("empty", async ({ page, playground }) => {
  await playground.open();
  for (const pane of ["Manifests", "Environment"]) await playground.clear(pane);
  await expect(playground.results.getByRole("heading", { name: "Nothing here yet" })).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test("Kong does not start", async ({ page, playground }) => {
  await playground.open();
  await playground.paste("Environment", "KONG_PROXY_LISTEN=nonsense\n");
  await expect(playground.verdict).toContainText("Kong does not start");
  expect(await violations(page)).toEqual([]);
});

for (const colorScheme of ["light", "dark"]) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });
    test("completions and explanations", async ({ page, playground }) => {
      await playground.open();
      await playground.paste("Manifests", "kind: Gateway\nspec:\n  ");
      await playground.editor("Manifests").focus();
      await page.keyboard.press("ControlOrMeta+End");
      await page.keyboard.press("Control+Space");
      await expect(page.getByRole("listbox", { name: "Completions" })).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.keyboard.press("ControlOrMeta+Home");
      await page.keyboard.press("F1");
      await expect(page.getByText("The kind of object.").first()).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });
  });
}
