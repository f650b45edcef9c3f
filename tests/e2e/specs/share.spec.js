// Links, imports and exports.
import { readFile } from "node:fs/promises";
import { example, expect, test } from "./page.js";

const dialogOf = (page, name) => page.getByRole("dialog", { name });

/** The link that the dialog shows, as soon as it does. */
async function linkOf(page) {
  const field = dialogOf(page, "Share").getByRole("textbox", { name: "Link" });
  await expect(field).toHaveValue(/#1/);
  return field.inputValue();
}

test("a link opens what was seen in another page, without the secrets", async ({ browser, page, playground }) => {
  await playground.open();
  await playground.showResult("Status");
  await page.getByRole("button", { name: "Share" }).click();
  const dialog = dialogOf(page, "Share");
  await expect(dialog).toContainText("Secret kong-example-com-cert: tls.key");
  const link = await linkOf(page);
  expect(link.length).toBeLessThan(700);
  const other = await (await browser.newContext()).newPage();
  await other.goto(link);
  await expect(other.getByRole("status", { name: "Verdict" })).toContainText("4 of 5 listeners ready");
  await expect(other.getByText(/Opened a shared link\. 2 secret values were left out/)).toBeVisible();
  await expect(other.getByRole("tab", { name: "Status", selected: true })).toBeVisible();
  expect(new URL(other.url()).hash).toBe("");
  await other.context().close();

  await dialog.getByRole("checkbox", { name: /Include Secret data/ }).check();
  await expect.poll(async () => (await linkOf(page)).length).toBeGreaterThan(link.length + 300);
  await expect(dialog).toContainText("In the link, for everybody who gets it");
});

test("the own text comes back by Undo after a link was opened", async ({ page, playground }) => {
  await playground.open();
  await page.getByRole("button", { name: "Share" }).click();
  const link = await linkOf(page);
  await page.keyboard.press("Escape");
  await playground.paste("Manifests", "# my own text\n");
  await expect(playground.verdict).toContainText("No listener");
  await page.evaluate((hash) => (location.hash = hash), new URL(link).hash);
  await expect(playground.verdict).toContainText("4 of 5 listeners ready");
  await page.getByRole("button", { name: "Undo" }).click();
  await playground.showInput("Manifests");
  await expect(playground.editor("Manifests")).toContainText("# my own text");
});

test("of a link that was cut off the beginning is shown, and what is no link changes nothing", async ({ page, playground }) => {
  await playground.open();
  await page.getByRole("button", { name: "Share" }).click();
  const { hash } = new URL(await linkOf(page));
  await page.keyboard.press("Escape");
  await page.evaluate((hash) => (location.hash = hash), hash.slice(0, hash.length - 60));
  await expect(page.getByText(/This link was cut off/)).toBeVisible();
  await page.evaluate(() => (location.hash = "#9zzzz"));
  await expect(page.getByText(/made by a later version/)).toBeVisible();
});

test("dropped files go where they belong, and others are named", async ({ page, playground }) => {
  await playground.open();
  const files = [
    ["a.yaml", await example("doc-page-corrected", "manifests.yaml")],
    ["kong.txt", await example("doc-page-corrected", "kong.env")],
    ["picture.png", "\u0000"],
  ];
  await page.evaluate((files) => {
    const dataTransfer = new DataTransfer();
    for (const [name, text] of files) dataTransfer.items.add(new File([name === "picture.png" ? new Uint8Array([0xff, 0xfe, 0x80]) : text], name));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  }, files);
  const dialog = dialogOf(page, "Import");
  await expect(dialog).toContainText(/a\.yaml: \d+ documents → Manifests/);
  await expect(dialog).toContainText(/kong\.txt: \d variables? → Environment/);
  await expect(dialog).toContainText("picture.png: not UTF-8 text: not imported");
  await dialog.getByRole("button", { name: "Import" }).click();
  await expect(playground.verdict).toContainText("5 of 5 listeners ready");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(playground.verdict).toContainText("4 of 5 listeners ready");
});

test("what helm get values and kubectl describe print is taken apart", async ({ page, playground }) => {
  await playground.open();
  await page.getByRole("button", { name: "Import" }).click();
  await dialogOf(page, "Import").getByRole("textbox").fill("USER-SUPPLIED VALUES:\nproxy:\n  type: NodePort\n");
  await dialogOf(page, "Import").getByRole("button", { name: "Continue" }).click();
  await expect(dialogOf(page, "Import")).toContainText("output of helm get values → Helm values");
  await dialogOf(page, "Import").getByRole("button", { name: "Import" }).click();
  await playground.showInput("Helm values");
  await expect(playground.editor("Helm values")).toContainText("type: NodePort");
  await expect(playground.editor("Helm values")).not.toContainText("USER-SUPPLIED");
});

test("exports are downloaded", async ({ page, playground }) => {
  await playground.open();
  await page.getByRole("button", { name: "Export" }).click();
  const dialog = dialogOf(page, "Export");
  const saved = async (name) => {
    const [download] = await Promise.all([page.waitForEvent("download"), dialog.getByRole("button", { name }).click()]);
    return [download.suggestedFilename(), await readFile(await download.path(), "utf8")];
  };
  const [deck, config] = await saved("Kong configuration for decK");
  expect(deck).toBe("kong.yaml");
  expect(config).toContain('_format_version: "3.0"');
  expect((await saved("Manifests"))[1]).toBe(await example("opening", "manifests.yaml"));
  expect((await saved("Helm values"))[1]).toContain("containerPort: 9903");
  await expect(dialog.getByRole("combobox", { name: "Problem" })).toHaveValue("0");
  const [issue, report] = await saved("Report for an issue");
  expect(issue).toBe("issue.md");
  expect(report).toContain("PortUnavailable");
  expect(report).not.toContain("kind: EndpointSlice");
});
