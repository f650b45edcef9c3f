// A large input: the page gets of the report what it shows, and asks for the rest when it is looked at.
import { routes } from "../bench/large.js";
import { expect, test } from "./page.js";

test.beforeEach(async ({ page }) => {
  await page.addInitScript((manifests) => {
    const texts = { format: 1, manifests, environment: "", helm: "" };
    if (!localStorage.getItem("kic-playground.texts")) localStorage.setItem("kic-playground.texts", JSON.stringify(texts));
  }, routes(300));
});

test("every tab shows what is in it", async ({ playground }) => {
  await playground.open();
  await expect(playground.verdict).toContainText("1 listener");
  await expect(playground.results.getByRole("tab", { name: /Annotations/ })).toContainText("601");
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
