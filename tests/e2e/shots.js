// `node shots.js FOLDER`: pictures of the page's main states, to be looked at.
import { chromium } from "@playwright/test";
import { mkdir } from "node:fs/promises";
import { base, serve } from "./server.js";

const folder = process.argv[2] ?? "shots";
await mkdir(folder, { recursive: true });
const server = await serve(0);
const address = `http://127.0.0.1:${server.address().port}${base}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
for (const colorScheme of ["light", "dark"]) {
  for (const [width, height] of [[1440, 900], [375, 812]]) {
    const page = await browser.newPage({ colorScheme, viewport: { width, height } });
    page.on("console", (message) => console.log(message.type(), message.text()));
    page.on("pageerror", (error) => console.log("error", error.message));
    await page.goto(address);
    await page.locator(".verdict b").waitFor();
    if (width > 1000) await page.locator(".cm-content").first().waitFor();
    const results = page.getByRole("tablist", { name: "Results" });
    for (const name of ["Listeners", "Status", "Kong config", "Annotations", "Problems", "Request", "Compare"]) {
      await results.getByRole("tab", { name }).click();
      await page.screenshot({ path: `${folder}/${colorScheme}-${width}-${name.replace(" ", "-").toLowerCase()}.png` });
    }
    await results.getByRole("tab", { name: "Request" }).click();
    const outcome = page.getByRole("status", { name: "Outcome" });
    for (const [name, line] of [["404", "GET http://example.com/nothing"], ["forwarded", "GET https://kong.example.com/echo"]]) {
      await page.getByRole("textbox", { name: /^Request/ }).fill(line);
      await outcome.getByText(name).first().waitFor();
      await page.getByText("Why the others lost").click();
      await page.screenshot({ path: `${folder}/${colorScheme}-${width}-request-${name}.png` });
    }
    if (width < 1000) {
      await page.getByRole("button", { name: "Inputs" }).click();
      await page.locator(".cm-content").first().waitFor();
      await page.screenshot({ path: `${folder}/${colorScheme}-${width}-inputs.png` });
    }
    await page.close();
  }
}
await browser.close();
server.close();
