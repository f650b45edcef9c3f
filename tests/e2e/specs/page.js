// The page as a user handles it. Everything is found by role and name.
import { test as base, expect } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

export { expect };

export class Playground {
  constructor(page) {
    this.page = page;
    this.verdict = page.getByRole("status", { name: "Verdict" });
    this.results = page.getByRole("region", { name: "Results" });
    this.inputs = page.getByRole("region", { name: "Inputs" });
  }

  async open() {
    await this.page.goto("./");
    await expect(this.verdict).not.toHaveText("Reading…");
    await this.ready("Manifests");
  }

  /** The rich editor is a multi-line textbox of its own making; before it there is a text area of the same name. */
  editor(pane) {
    return this.inputs.getByRole("textbox", { name: pane });
  }

  async ready(pane) {
    // For a moment the plain field and the editor that takes over from it are both there.
    await expect(this.editor(pane).and(this.page.locator("[contenteditable=true]"))).toHaveCount(1);
    await expect(this.editor(pane)).toHaveCount(1);
  }

  async showInput(pane) {
    await this.inputs.getByRole("tab", { name: pane }).click();
    await this.ready(pane);
  }

  async showResult(name) {
    await this.results.getByRole("tab", { name }).click();
  }

  /** Replaces the whole text of a pane as a user does: select all, paste. */
  async paste(pane, text) {
    await this.showInput(pane);
    const editor = this.editor(pane);
    await editor.focus();
    await this.page.keyboard.press("ControlOrMeta+a");
    await editor.evaluate((element, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  }

  async clear(pane) {
    await this.showInput(pane);
    await this.editor(pane).focus();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.press("Delete");
  }

  /** Loads an example of the gallery by its title. */
  async load(title) {
    await this.page.getByRole("button", { name: "Examples", exact: true }).click();
    await this.page.getByRole("dialog", { name: "Examples" }).getByRole("button", { name: title }).click();
  }

  /** The card of a listener. */
  listener(name) {
    return this.results.getByRole("listitem").filter({ has: this.page.getByRole("heading", { name, exact: true }) });
  }
}

export const test = base.extend({
  playground: async ({ page }, use) => {
    const wrong = [];
    page.on("pageerror", (error) => wrong.push(error.message));
    page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
    await use(new Playground(page));
    expect(wrong, "errors in the console, the page's policy included").toEqual([]);
  },
});

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds. */
export async function violations(page) {
  // By the debugger: the page's policy would not let a script element in.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("\n  ")}`);
}

/** A test of the page in light and dark, wide and at 320 pixels; `check` gets the fixtures when the first report is there. */
export function inEachLook(title, check) {
  for (const colorScheme of ["light", "dark"]) {
    for (const viewport of [{ width: 1440, height: 900 }, { width: 320, height: 640 }]) {
      test(`${title}, ${colorScheme} ${viewport.width}`, async ({ page, playground }) => {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(viewport);
        await page.goto("./");
        await expect(playground.verdict).not.toHaveText("Reading…");
        await check({ page, playground });
      });
    }
  }
}

/** A text of an example that the page brings along. */
export function example(name, file) {
  return readFile(fileURLToPath(new URL(`../../../web/examples/${name}/${file}`, import.meta.url)), "utf8");
}
