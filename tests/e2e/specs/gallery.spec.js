// The gallery of examples: found by symptom, loaded, taken back; fetched only when it is wanted.
import { readFile } from "node:fs/promises";
import { expect, inEachLook, test, violations } from "./page.js";

const opened = (page) => page.getByRole("dialog", { name: "Examples" });
const search = (page) => opened(page).getByRole("searchbox", { name: "Search the examples" });

async function open(page) {
  await page.getByRole("button", { name: "Examples", exact: true }).click();
  await expect(search(page)).toBeFocused();
}

test("an example is found by the words of its symptom, opens on its tab and can be taken back", async ({ page, playground }) => {
  await playground.open();
  await playground.paste("Manifests", "# my own text\n");
  await open(page);
  await search(page).fill("accepted 404");
  await page.keyboard.press("ArrowDown");
  await expect(opened(page).getByRole("button", { name: /^Route is accepted but answers 404/ })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(opened(page)).toBeHidden();
  await expect(playground.results.getByRole("tabpanel", { name: "Request" })).toContainText("404");
  await expect(page.getByText("Loaded the example “Route is accepted")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(playground.editor("Manifests")).toContainText("# my own text");
});

test("the way back stays until the next edit, and the palette still knows it then", async ({ page, playground }) => {
  await playground.open();
  await playground.paste("Manifests", "# my own text\n");
  await open(page);
  await search(page).fill("plugin does nothing");
  await opened(page).getByRole("button", { name: "My global plugin does nothing" }).click();
  await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
  await playground.editor("Manifests").focus();
  await page.keyboard.type("#");
  await expect(page.getByRole("button", { name: "Undo" })).toHaveCount(0);
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("combobox", { name: "Search commands and examples" }).fill("undo");
  await page.keyboard.press("Enter");
  await expect(playground.editor("Manifests")).toContainText("# my own text");
});

test("an example brings its versions, and the next one does not keep them", async ({ page, playground }) => {
  await playground.open();
  await open(page);
  await search(page).fill("expressions regular longer");
  await opened(page).getByRole("button", { name: /matches longer paths/ }).click();
  const router = page.getByRole("combobox", { name: "Router" });
  await expect(router).toHaveValue("expressions");
  await open(page);
  await search(page).fill("PortUnavailable TLS listener");
  await opened(page).getByRole("button", { name: "A TLS listener says PortUnavailable" }).click();
  await expect(router).toHaveValue("from environment");
  await expect(playground.verdict).toContainText("4 of 5 listeners ready");
});

test("groups and words narrow the list, threads lead to upstream", async ({ page, playground }) => {
  await playground.open();
  await open(page);
  const cards = opened(page).getByRole("listitem");
  const all = await cards.count();
  expect(all).toBeGreaterThanOrEqual(40);
  await opened(page).getByRole("button", { name: "TLS", exact: true }).click();
  expect(await cards.count()).toBeLessThan(all);
  await expect(opened(page).getByRole("heading", { level: 3 })).toHaveText(["TLS"]);
  await opened(page).getByRole("button", { name: "All", exact: true }).click();
  await search(page).fill("RefNotPermitted");
  await expect(cards).toHaveCount(1);
  const thread = cards.getByRole("link", { name: "Kong/kubernetes-ingress-controller#7920" });
  await expect(thread).toHaveAttribute("href", "https://github.com/Kong/kubernetes-ingress-controller/issues/7920");
  await expect(thread).toHaveAttribute("rel", /noreferrer/);
  await expect(thread).toHaveAttribute("target", "_blank");
  await search(page).fill("no such symptom at all");
  await expect(opened(page).getByText("No example has all of these words.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Examples", exact: true })).toBeFocused();
});

test("nothing of it is loaded before it is opened, and nothing after", async ({ page, playground }) => {
  const requests = [];
  page.on("request", (request) => requests.push(new URL(request.url()).pathname.replace(/-[0-9a-f]+(?=\.\w+$)/, "")));
  await playground.open();
  await page.waitForLoadState("networkidle");
  expect(requests.filter((path) => /gallery|palette|keys|dialog/.test(path))).toEqual([]);
  requests.length = 0;
  await open(page);
  expect(requests.sort()).toEqual(["dialog.js", "gallery.js", "gallery.json"].map((name) => `/playground/${name}`));
  requests.length = 0;
  await search(page).fill("weights");
  await opened(page).getByRole("button", { name: /weights are ignored/ }).click();
  await expect(playground.editor("Manifests")).toContainText("canary");
  await open(page);
  expect(requests).toEqual([]);
});

test("where the gallery cannot be loaded, the page says so", async ({ page }) => {
  await page.route("**/gallery-*.js", (route) => route.abort());
  await page.goto("./");
  await page.getByRole("button", { name: "Examples", exact: true }).click();
  await expect(page.getByText("This part of the page could not be loaded")).toBeVisible();
});

test("what is in the file is what is in the repository", async ({ page, playground }) => {
  await playground.open();
  const folder = new URL("../../../examples/ingress-ignored/", import.meta.url);
  await open(page);
  await search(page).fill("Ingress is ignored");
  await opened(page).getByRole("button", { name: /^My Ingress is ignored/ }).click();
  const kept = () => page.evaluate(() => JSON.parse(localStorage.getItem("kic-playground.texts")).manifests);
  const text = await readFile(new URL("manifests.yaml", folder), "utf8");
  await expect.poll(kept).toBe(text);
});

inEachLook("axe", async ({ page }) => {
  await open(page);
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
  await search(page).fill("listener ready");
  expect(await violations(page)).toEqual([]);
});
