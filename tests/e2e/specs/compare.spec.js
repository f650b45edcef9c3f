// The tab Compare, the pinned state, and what a version box changes.
import { example, expect, test, violations } from "./page.js";

/** The Gateway of the controller's documentation page, with all that it needs. */
async function openSeed(playground) {
  await playground.open();
  await playground.paste("Manifests", await example("doc-page-corrected", "manifests.yaml"));
  await playground.paste("Environment", await example("doc-page-corrected", "kong.env"));
  await playground.paste("Helm values", await example("doc-page-corrected", "values.yaml"));
  await playground.showResult("Compare");
  return parts(playground);
}

function parts({ results }) {
  return {
    sum: results.getByRole("status", { name: "Differences" }),
    rows: results.locator(".difference"),
    from: (box) => results.getByLabel(`From ${box}`),
  };
}

test("between KIC 3.2 and 3.5 each difference of the documentation's Gateway has its rule", async ({ playground }) => {
  const { sum, rows, from } = await openSeed(playground);
  await expect(from("KIC"), "the oldest release is there to begin with").toHaveValue("3.2.4");
  await expect(sum).toContainText(/^\d+ differences/);
  const all = await rows.count();
  expect(all).toBeGreaterThan(1);
  await expect(rows.filter({ hasText: /since KIC 3\.[345]\.\d+/ })).toHaveCount(all);
  const tags = rows.filter({ hasText: "Certificates have the tags of their Secrets" });
  await expect(tags).toContainText("translate_certs.go");
  await tags.getByRole("button", { name: /^Manifests \d+:\d+$/ }).click();
  await expect(playground.inputs.getByRole("textbox", { name: "Manifests" })).toBeFocused();
});

test("releases, versions of Kong and flavors can be chosen and swapped", async ({ page, playground }) => {
  const { sum, rows, from } = await openSeed(playground);
  await from("KIC").selectOption("3.5.13");
  await expect(sum).toHaveText("Nothing differs");
  await from("Router").selectOption("expressions");
  await expect(rows.first()).toContainText("router flavor");
  await playground.results.getByRole("button", { name: "Swap" }).click();
  await expect(page.getByRole("banner").getByLabel("Router")).toHaveValue("expressions");
  await expect(from("Router")).toHaveValue("from environment");
  await expect(sum).toContainText("differences");
});

test("what edits change is held against the pinned state, worst first", async ({ playground }) => {
  await playground.open();
  await playground.showResult("Compare");
  const { sum, rows } = parts(playground);
  await playground.results.getByRole("button", { name: "Pinned state" }).click();
  await playground.results.getByRole("button", { name: "Pin this state" }).click();
  await expect(sum).toHaveText("Nothing differs");
  await expect(playground.results.getByText(/^Pinned: KIC 3\.5\.13 · Kong 3\.9/)).toBeVisible();
  const environment = await example("opening", "kong.env");
  await playground.paste("Environment", environment.replace("9901", "9801"));
  await expect(rows.first()).toContainText("worse");
  await expect(rows.first()).toContainText("listener default/example proxy-tcp-9901");
  await expect(rows.first()).toContainText("not ready: ");
  await playground.paste("Environment", environment);
  await expect(sum).toHaveText("Nothing differs");
  await playground.results.getByRole("button", { name: "Unpin" }).click();
  await expect(playground.results.getByRole("button", { name: "Pin this state" })).toBeVisible();
});

test("another version says how much it changes, and shows it", async ({ page, playground }) => {
  await playground.open();
  const mark = page.getByRole("status", { name: "What the other version changes" });
  await page.getByRole("banner").getByLabel("Router").selectOption("expressions");
  await expect(mark).toContainText(/router from environment → expressions: \d+ differences/);
  await mark.getByRole("button", { name: "Show" }).click();
  const { rows } = parts(playground);
  await expect(rows.first()).toContainText("router flavor");
  await playground.showResult("Listeners");
  await page.getByRole("banner").getByLabel("Kong").selectOption("3.8");
  await expect(mark).toContainText("Kong 3.9 → 3.8: changes nothing here");
  await mark.getByRole("button", { name: "Dismiss" }).click();
  await expect(mark).toHaveText("");
});

for (const colorScheme of ["light", "dark"]) {
  test(`no violations, ${colorScheme}, wide and at 320 px`, async ({ page, playground }) => {
    await page.emulateMedia({ colorScheme });
    const { sum } = await openSeed(playground);
    await expect(sum).toContainText("differences");
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 700 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    expect(await violations(page)).toEqual([]);
  });
}
