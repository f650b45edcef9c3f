// The main job: paste, see what is wrong, mend it, find it again.
import { example, expect, test } from "./page.js";

test("opens with an example in which one listener is not ready, and says why", async ({ playground }) => {
  await playground.open();
  await expect(playground.verdict).toContainText("4 of 5 listeners ready");
  const card = playground.listener("proxy-tls-9903");
  await expect(card).toContainText("PortUnavailable");
  await expect(card).toContainText("no Kong listen with the requested protocol is configured for the requested port");
  await expect(card.getByRole("listitem").filter({ hasText: "Kong listens" })).toContainText("the chain breaks here");
  await expect(playground.listener("proxy-ssl")).toContainText("Programmed");
});

test("one button mends the opening example, one takes it back", async ({ page, playground }) => {
  await playground.open();
  await playground.listener("proxy-tls-9903").getByRole("button", { name: /^Add ssl to the listen/ }).click();
  await expect(playground.verdict).toContainText("5 of 5 listeners ready");
  await playground.showInput("Environment");
  await expect(playground.editor("Environment")).toContainText("0.0.0.0:9903 reuseport backlog=16384 ssl");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(playground.verdict).toContainText("4 of 5 listeners ready");
  await expect(playground.editor("Environment")).not.toContainText("0.0.0.0:9903 reuseport backlog=16384 ssl");
});

test("a fix is one step of the editor's own undo", async ({ page, playground }) => {
  await playground.open();
  await playground.showInput("Environment");
  await playground.listener("proxy-tls-9903").getByRole("button", { name: /^Add ssl to the listen/ }).click();
  await expect(playground.verdict).toContainText("5 of 5 listeners ready");
  await playground.editor("Environment").focus();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(playground.verdict).toContainText("4 of 5 listeners ready");
});

test("the verdict follows what is typed", async ({ page, playground }) => {
  await playground.open();
  await playground.showInput("Environment");
  await playground.editor("Environment").focus();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("\nKONG_STREAM_LISTEN=off");
  await expect(playground.verdict).toContainText("2 of 5 listeners ready");
});

test("the text is there after a reload", async ({ page, playground }) => {
  await playground.open();
  await playground.paste("Manifests", "# my own text\n");
  await expect(playground.verdict).toContainText("No listener");
  await page.reload();
  await playground.ready("Manifests");
  await expect(playground.editor("Manifests")).toContainText("# my own text");
  await expect(playground.verdict).toContainText("No listener");
});

test("the documentation page as printed is explained and mended by its buttons", async ({ playground }) => {
  await playground.open();
  await playground.paste("Manifests", await example("doc-page-as-printed", "manifests.yaml"));
  await playground.paste("Environment", await example("doc-page-as-printed", "kong.env"));
  await playground.paste("Helm values", await example("doc-page-as-printed", "values.yaml"));
  await playground.showResult("Problems");
  const list = playground.results.getByRole("tabpanel");
  await expect(list).toContainText(/quote/i);
  await playground.showResult("Listeners");
  await expect(list).toContainText(/GatewayClass/);
  await mendAll(playground);
  await expect(playground.verdict).toContainText("5 of 5 listeners ready");
});

/** Clicks the best fix of the first problem that has one, until all listeners are ready. */
async function mendAll(playground) {
  const { results, verdict } = playground;
  for (let clicks = 0; clicks < 15; clicks += 1) {
    if ((await verdict.textContent()).includes("5 of 5")) return;
    for (const tab of ["Problems", "Listeners"]) {
      await playground.showResult(tab);
      const fix = results.getByRole("tabpanel").getByRole("button", { name: /^(Add|Write|Remove|Use|Put|Set|Delete|Close|Declare|Create)/ });
      if ((await fix.count()) > 0) {
        const before = await snapshot(playground);
        // A button of the report before is refused, since its places are not those of the text any more.
        await expect(async () => {
          await fix.first().click({ timeout: 1000 });
          expect(await snapshot(playground)).not.toBe(before);
        }).toPass();
        break;
      }
    }
  }
}

function snapshot({ page }) {
  return page.evaluate(() => localStorage.getItem("kic-playground.texts"));
}

test("a broken document costs only itself", async ({ playground }) => {
  await playground.open();
  const text = await example("opening", "manifests.yaml");
  await playground.paste("Manifests", `kind: [\n---\n${text}`);
  await expect(playground.verdict).toContainText(/4 of 5 listeners ready · [1-9]\d* error/);
  await playground.showResult("Problems");
  const list = playground.results.getByRole("tabpanel");
  await list.getByRole("button", { name: "Manifests 1:" }).first().click();
  await expect(playground.editor("Manifests")).toBeFocused();
});

test("an empty page says what to do", async ({ playground }) => {
  await playground.open();
  for (const pane of ["Manifests", "Environment"]) await playground.clear(pane);
  await expect(playground.results.getByRole("heading", { name: "Nothing here yet" })).toBeVisible();
  await expect(playground.verdict).toContainText("No listener");
  await playground.load("A TLS listener says PortUnavailable");
  await expect(playground.verdict).toContainText("4 of 5 listeners ready");
});

test("an example loaded over a text can be undone", async ({ page, playground }) => {
  await playground.open();
  await playground.paste("Manifests", "# my own text\n");
  await playground.load(/^KIC's Gateway API page, corrected/);
  await expect(playground.verdict).toContainText("5 of 5 listeners ready");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(playground.editor("Manifests")).toContainText("# my own text");
});
