// The tab Request: what becomes of a request, and of many.
import { expect, test, violations } from "./page.js";

const TABLE = `- request: GET http://example.com/echo
  expect: {outcome: forwarded, object: HTTPRoute default/echo}
- request: GET http://example.com/nothing
  expect: {status: 200}
`;

async function open(playground) {
  await playground.open();
  await playground.showResult("Request");
  const { results } = playground;
  return {
    results,
    line: results.getByRole("textbox", { name: "Request, as for curl" }),
    outcome: results.getByRole("status", { name: "Outcome" }),
  };
}

test("a typed request is answered 404, with the reasons of the routes that lost", async ({ playground }) => {
  const { results, line, outcome } = await open(playground);
  await line.fill("GET http://example.com/nothing");
  await expect(outcome, "a pause in typing sends").toContainText("✕ answered 404");
  const route = results.getByRole("listitem").filter({ hasText: "the way ends here" }).first();
  await expect(route).toContainText("no route");
  await results.getByText("Why the others lost").click();
  await expect(route).toContainText(/httproute\.default\.echo\.0\.0 \/echo\/.*\/nothing/);
  await expect(results.getByText("no Route matched with those values").last()).toBeVisible();
});

test("a request made from a route reaches an upstream, and its stations lead to config and inputs", async ({ playground }) => {
  const { results, line, outcome } = await open(playground);
  await results.getByRole("button", { name: "GET http://example.com/echo", exact: true }).click();
  await expect(line).toHaveValue("GET http://example.com/echo");
  await expect(outcome).toContainText("✓ forwarded");
  await expect(results.getByText("50.0 %")).toHaveCount(2);
  await expect(results.getByText(/X-Forwarded-Path/)).toBeVisible();
  await results.getByRole("button", { name: /of HTTPRoute default\/echo$/ }).click();
  const code = results.getByRole("listbox", { name: /^Kong configuration/ });
  await expect(code.locator(".code-line.marked").filter({ hasText: "/echo/" })).toBeInViewport();
  await expect(code).toBeFocused();
  await expect(playground.inputs.locator(".ed-highlight-line").first()).toBeVisible();
  // And from a line of the route back to a request.
  await code.getByRole("option", { name: "- ~/echo$" }).click();
  await results.getByRole("button", { name: "Send a request" }).click();
  await expect(outcome).toContainText("✓ forwarded");
});

test("a listener has a request that fits it", async ({ playground }) => {
  const { line, outcome } = await open(playground);
  await playground.showResult("Listeners");
  await playground.listener("proxy-ssl").getByRole("button", { name: "Send a request" }).click();
  await expect(line).toHaveValue(/^GET https:\/\/kong\.example\.com\//);
  await expect(line).toBeFocused();
  await expect(outcome).not.toBeEmpty();
  await playground.showResult("Listeners");
  await playground.listener("proxy-udp-9902").getByRole("button", { name: "Send a request" }).click();
  await expect(line).toHaveValue("udp://example.com:9902");
  await expect(outcome).toContainText("closed");
});

test("what is wrong with a line is marked under it", async ({ playground }) => {
  const { results, line } = await open(playground);
  await line.fill("GET http://example.com/ --sin a");
  await expect(results.getByText("is no option of a request, did you mean")).toBeVisible();
  await expect(results.locator("mark")).toHaveText("--sin");
  await expect(line).toHaveAttribute("aria-invalid", "true");
});

test("sent lines are remembered until the history is cleared", async ({ page, playground }) => {
  const { results, line, outcome } = await open(playground);
  for (const path of ["one", "two"]) {
    await line.fill(`GET http://example.com/${path}`);
    await line.press("Enter");
  }
  await expect(outcome).toContainText("404");
  await page.reload();
  await expect(line).toHaveValue("GET http://example.com/two");
  await expect(outcome).toContainText("404");
  await results.locator("summary").filter({ hasText: "History" }).click();
  await results.getByRole("button", { name: "GET http://example.com/one" }).click();
  await expect(line).toHaveValue("GET http://example.com/one");
  await results.getByRole("button", { name: "Clear the history" }).click();
  await expect(results.getByText("Clear the history")).toHaveCount(0);
});

test("a table shows which rows are as expected, and stays", async ({ page, playground }) => {
  const { results } = await open(playground);
  await results.getByText("A table of requests").click();
  await results.getByRole("textbox", { name: /^YAML/ }).fill(TABLE);
  const table = results.getByRole("table");
  await expect(table.getByRole("row").filter({ hasText: "✓ as expected" })).toHaveCount(1);
  const red = table.getByRole("row").filter({ hasText: "✕ differs" });
  await expect(red).toContainText("status: expected 200, got 404");
  await expect(results.getByRole("status", { name: "Table" })).toContainText("1 of 2 not as expected");
  await page.reload();
  await expect(red).toContainText("GET http://example.com/nothing");
});

for (const colorScheme of ["light", "dark"]) {
  for (const viewport of [{ width: 1440, height: 900 }, { width: 320, height: 640 }]) {
    test.describe(`${colorScheme} ${viewport.width}`, () => {
      test.use({ colorScheme, viewport });
      test("nothing that axe finds in a full tab, and nothing too wide", async ({ page, playground }) => {
        await page.goto("./");
        await expect(playground.verdict).toContainText("ready");
        await playground.showResult("Request");
        const line = page.getByRole("textbox", { name: "Request, as for curl" });
        await page.getByText("A table of requests").click();
        await page.getByRole("textbox", { name: /^YAML/ }).fill(TABLE);
        for (const text of ["GET http://example.com/nothing", "GET http://example.com/echo", "GET http://a --sin b"]) {
          const isLine = !text.includes("--sin");
          await line.fill(text);
          await line.press("Enter");
          if (isLine) await expect(page.getByRole("status", { name: "Outcome" })).toContainText(/404|forwarded/);
          await expect(page.locator("mark")).toHaveCount(isLine ? 0 : 1);
          await page.evaluate(() => document.querySelectorAll("details").forEach((folded) => (folded.open = true)));
          expect(await violations(page), text).toEqual([]);
          expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), text).toBe(false);
        }
      });
    });
  }
}
