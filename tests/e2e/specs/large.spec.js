// A large input: the page gets of the report what it shows, and asks for the rest when it is looked at.
import { routes } from "../bench/large.js";
import { expect, test } from "./page.js";

test.beforeEach(async ({ page }) => {
  await page.addInitScript((manifests) => {
    const texts = { format: 1, manifests, environment: "", helm: "" };
    if (!localStorage.getItem("kic-playground.texts")) localStorage.setItem("kic-playground.texts", JSON.stringify(texts));
  }, routes(100));
});

test("every tab shows what is in it", async ({ playground }) => {
  await playground.open();
  await expect(playground.verdict).toContainText("1 listener");
  await expect(playground.results.getByRole("tab", { name: /Annotations/ })).toContainText("201");
  await playground.showResult("Status");
  const status = playground.results.getByRole("listbox", { name: /^Status/ });
  await expect(status).toContainText("HTTPRoute default/route-0");
  await playground.showResult("Kong config");
  const config = playground.results.getByRole("listbox", { name: /^Kong configuration/ });
  await expect(config).toContainText("httproute.default.route-0.0");
  await playground.showResult("Annotations");
  await expect(playground.results.getByRole("row").filter({ hasText: "HTTPRoute default/route-7" }).first()).toContainText("strip-path");
  await playground.showResult("Listeners");
  await expect(playground.listener("http")).toContainText("Programmed");
});

test("the open tab follows what is typed, and a line leads to where it comes from", async ({ page, playground }) => {
  await playground.open();
  await playground.showResult("Kong config");
  const config = playground.results.getByRole("listbox", { name: /^Kong configuration/ });
  await expect(config).toContainText("httproute.default.route-0.0");
  await config.getByRole("option", { name: /httproute\.default\.route-0\.0/ }).first().click();
  await expect(playground.results.getByRole("status").filter({ hasText: "Comes from" })).toContainText("Manifests");
  await playground.editor("Manifests").focus();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.type("# typed ");
  await expect(page.getByRole("textbox", { name: "Manifests" })).toContainText("# typed");
  await expect(config).toContainText("httproute.default.route-0.0");
});

test("a long text is kept once typing pauses, and when the page is left", async ({ page, playground }) => {
  await playground.open();
  await playground.editor("Manifests").focus();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.type("# kept");
  await page.reload();
  await playground.ready("Manifests");
  await expect(playground.editor("Manifests")).toContainText("# kept");
});

test("a long configuration is read by scrolling, and copied whole", async ({ page, context, playground }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await playground.open();
  await playground.showResult("Kong config");
  const config = playground.results.getByRole("listbox", { name: /^Kong configuration, \d{4,} lines/ });
  await expect(config).toContainText("httproute.default.route-0.0");
  await config.focus();
  await page.keyboard.press("End");
  await expect(config).toContainText("10.0.0.99:8080");
  await expect(config).not.toContainText("httproute.default.route-0.0");
  await page.keyboard.press("Home");
  await page.keyboard.press("Home");
  await expect(config).toContainText("httproute.default.route-0.0");

  await playground.results.getByRole("button", { name: "Copy" }).click();
  await expect(playground.results.getByRole("button", { name: "✓ Copied" })).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  const { 1: count } = /(\d+) lines/.exec(await config.getAttribute("aria-label"));
  expect(text.trimEnd().split("\n")).toHaveLength(Number(count));
  expect(text).toContain("httproute.default.route-99.0");

  await playground.results.getByRole("button", { name: "JSON" }).click();
  await expect(playground.results.getByRole("listbox", { name: /^Kong configuration/ })).toContainText('"_format_version"');
});

test("a station of a request leads to its entity far below", async ({ page, playground }) => {
  await playground.open();
  await playground.showResult("Request");
  await page.getByRole("textbox", { name: /^Request/ }).fill("GET http://host-90.example.com/path-90");
  const outcome = page.getByRole("status", { name: "Outcome" });
  await expect(outcome).toContainText("forwarded");
  await playground.results.getByRole("button", { name: /httproute\.default\.route-90\.0/ }).first().click();
  const config = playground.results.getByRole("listbox", { name: /^Kong configuration/ });
  await expect(config).toContainText("httproute.default.route-90.0");
  await expect(config.locator(".marked").first()).toBeInViewport();
});
