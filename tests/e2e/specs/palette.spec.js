// The palette of commands and the map of keys.
import { expect, inEachLook, test, violations } from "./page.js";

const palette = (page) => page.getByRole("dialog", { name: "Commands" });
const field = (page) => palette(page).getByRole("combobox", { name: "Search commands and examples" });
const options = (page) => palette(page).getByRole("option");
const keys = (page) => page.getByRole("dialog", { name: "Keys" });

async function open(page) {
  await page.keyboard.press("ControlOrMeta+k");
  await expect(field(page)).toBeFocused();
}

test("a tab is shown by its name, and the focus goes back to the editor", async ({ page, playground }) => {
  await playground.open();
  await playground.editor("Manifests").focus();
  await open(page);
  await field(page).fill("problems");
  await expect(options(page).first()).toHaveAttribute("aria-selected", "true");
  await expect(options(page).first()).toContainText("Show Problems");
  await page.keyboard.press("Enter");
  await expect(palette(page)).toBeHidden();
  await expect(playground.results.getByRole("tabpanel", { name: "Problems" })).toBeVisible();
  await expect(playground.editor("Manifests")).toBeFocused();
});

test("arrows choose, the chosen option is announced, what was used stands first", async ({ page, playground }) => {
  await playground.open();
  await open(page);
  await expect(options(page).filter({ hasText: "PortUnavailable" }).first()).toBeAttached();
  await page.keyboard.press("ArrowDown");
  const second = await options(page).nth(1).getAttribute("id");
  await expect(field(page)).toHaveAttribute("aria-activedescendant", second);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(options(page).last()).toHaveAttribute("aria-selected", "true");
  await field(page).fill("json");
  await page.keyboard.press("Enter");
  await open(page);
  await expect(palette(page).getByRole("group").first()).toHaveAccessibleName("Recent");
  await expect(options(page).first()).toContainText("Write JSON");
  await expect(options(page).first()).toContainText("✓");
});

test("versions, theme and examples are there; letters of words are enough", async ({ page, playground }) => {
  await playground.open();
  await open(page);
  await field(page).fill("router expr");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "Router" })).toHaveValue("expressions");
  await open(page);
  await field(page).fill("skc");
  await expect(options(page).first()).toContainText("Show Kong config");
  await field(page).fill("theme dark");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await open(page);
  await field(page).fill("plugin does nothing");
  await options(page).filter({ hasText: "My global plugin does nothing" }).click();
  await expect(page.getByText("Loaded the example “My global plugin")).toBeVisible();
  await open(page);
  await field(page).fill("no such thing");
  await expect(palette(page).getByText("Nothing has all of these words.")).toBeVisible();
});

test("the configuration is copied", async ({ page, playground, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await playground.open();
  await open(page);
  await field(page).fill("copy kong");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Copied the Kong configuration")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("_format_version");
});

test("one dialog gives way to another, and the same key closes", async ({ page, playground }) => {
  await playground.open();
  await page.getByRole("button", { name: "Commands" }).click();
  await expect(field(page)).toBeFocused();
  await page.keyboard.press("ControlOrMeta+k");
  await expect(palette(page)).toBeHidden();
  await expect(page.getByRole("button", { name: "Commands" })).toBeFocused();
  await open(page);
  await field(page).fill("browse");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Examples" })).toBeVisible();
  await open(page);
  await expect(page.getByRole("dialog", { name: "Examples" })).toBeHidden();
  await field(page).fill("look up");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Reference" })).toBeVisible();
});

test("the map of keys opens by ? and not while something is typed", async ({ page, playground }) => {
  await playground.open();
  await playground.editor("Manifests").focus();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.type("?");
  await expect(keys(page)).toHaveCount(0);
  await playground.results.getByRole("tab", { name: "Listeners" }).focus();
  await page.keyboard.press("?");
  await expect(keys(page).getByRole("heading", { name: "Everywhere" })).toBeVisible();
  const editor = keys(page).getByRole("region", { name: "Editor" });
  await expect(editor).toContainText("Ctrl-Space");
  await expect(editor).toContainText("Complete: keys, values, names");
  await page.keyboard.press("Escape");
  await expect(playground.results.getByRole("tab", { name: "Listeners" })).toBeFocused();
});

inEachLook("axe", async ({ page }) => {
  await open(page);
  await expect(options(page).filter({ hasText: "PortUnavailable" }).first()).toBeAttached();
  expect(await violations(page)).toEqual([]);
  await field(page).fill("listener");
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
  await page.keyboard.press("Escape");
  await page.getByRole("tab", { name: "Listeners" }).focus();
  await page.keyboard.press("?");
  await expect(keys(page).getByRole("region", { name: "Editor" })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
});
