// What the output tabs show and do.
import { expect, test } from "./page.js";
import { readFile } from "node:fs/promises";

test("Kong's configuration is shown as YAML and JSON, and can be taken away", async ({ context, page, playground }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await playground.open();
  await playground.showResult("Kong config");
  const code = playground.results.getByRole("listbox", { name: /^Kong configuration/ });
  await expect(code).toContainText("_format_version");
  await playground.results.getByRole("button", { name: "JSON" }).click();
  await expect(code).toContainText('"_format_version"');

  await playground.results.getByRole("button", { name: "Copy" }).click();
  await expect(playground.results.getByRole("button", { name: "Copied" })).toBeVisible();
  const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  const download = page.waitForEvent("download");
  await playground.results.getByRole("button", { name: "Download" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("kong.json");
  expect(JSON.parse(await readFile(await file.path(), "utf8"))).toEqual(copied);
});

test("a line of the configuration leads to the text that decided it", async ({ page, playground }) => {
  await playground.open();
  await playground.showResult("Kong config");
  const code = playground.results.getByRole("listbox", { name: /^Kong configuration/ });
  await code.getByRole("option", { name: /strip_path: true/ }).click();
  await expect(playground.results.getByRole("tabpanel")).toContainText(/Comes from.*Manifests \d+:\d+/);
  await expect(playground.inputs.locator(".ed-highlight-line")).toContainText("konghq.com/strip-path");
  await page.keyboard.press("ArrowDown");
  await expect(code).toBeFocused();
});

test("the caret in the input marks the lines that the text decided", async ({ page, playground }) => {
  await playground.open();
  await playground.showResult("Kong config");
  await playground.inputs.getByText("hostname: kong.example.com").click();
  const marked = playground.results.locator(".code-line.marked");
  await expect(marked.filter({ hasText: "name: kong.example.com" })).toBeVisible();
});

test("statuses stand there as the controller writes them", async ({ playground }) => {
  await playground.open();
  await playground.showResult("Status");
  const code = playground.results.getByRole("listbox", { name: /^Status/ });
  await expect(code).toContainText("# Gateway default/example");
  await expect(code.getByRole("option", { name: "reason: PortUnavailable" })).toBeVisible();
});

test("annotations are listed with their effect and filtered by verdict", async ({ playground }) => {
  await playground.open();
  await playground.showResult("Annotations");
  const table = playground.results.getByRole("table");
  const row = table.getByRole("row").filter({ hasText: "konghq.com/strip-path" });
  await expect(row).toContainText("applied");
  await expect(row).toContainText(/strip_path: false → true/);
  const all = await table.getByRole("row").count();
  await playground.results.getByRole("button", { name: /^applied/ }).click();
  await expect(table.getByRole("row").filter({ hasNotText: "applied" })).toHaveCount(1);
  expect(await table.getByRole("row").count()).toBeLessThanOrEqual(all);
});

test("problems lead to their place and carry code, rule and fix", async ({ playground }) => {
  await playground.open();
  await playground.showResult("Problems");
  const panel = playground.results.getByRole("tabpanel");
  const problem = panel.getByRole("listitem").filter({ hasText: "9903" }).first();
  await expect(problem).toContainText("error");
  await expect(problem.getByRole("button", { name: /^Add ssl/ })).toBeVisible();
  await problem.getByRole("button", { name: /\d+:\d+$/ }).click();
  await expect(playground.inputs.getByRole("textbox")).toBeFocused();
});

test("another router flavor changes the configuration at once", async ({ page, playground }) => {
  await playground.open();
  await playground.showResult("Kong config");
  const code = playground.results.getByRole("listbox", { name: /^Kong configuration/ });
  await expect(code).not.toContainText("expression:");
  await page.getByRole("combobox", { name: "Router" }).selectOption("expressions");
  await expect(code).toContainText("expression:");
});
