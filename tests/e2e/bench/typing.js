// `node bench/typing.js [FOLDER]`: how long a keystroke takes in the built page, in Chromium. Nothing is asserted; the
// numbers are for BENCHMARKS.md.
//
// A keystroke starts with its keydown event. Its report is there when the engine's message reaches the page, and painted
// when the first frame after the page has drawn it is handed over: the animation frame, and what the browser does for it,
// are over. In one run Chromium shows 60 frames a second, so that this waits for the next one; in the other as many as it
// can. Long tasks are Chromium's own: more than 50 ms on the page's thread without a pause.
import { chromium } from "@playwright/test";
import { resolve } from "node:path";
import { base, serve } from "../server.js";
import { routes } from "./large.js";

const server = await serve(0, process.argv[2] && resolve(process.argv[2]));
const address = `http://127.0.0.1:${server.address().port}${base}`;

/** Runs in the page before its own scripts. */
function instrument() {
  const bench = (globalThis.bench = { keys: [], long: [], pending: [], posted: [], drawn: [] });
  addEventListener("keydown", (event) => bench.pending.push({ down: event.timeStamp, after: performance.now() }), true);
  globalThis.Worker = class extends Worker {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", () => {
        const reply = performance.now();
        const keys = bench.pending.splice(0);
        if (keys.length === 0) return;
        const drawn = new MessageChannel();
        drawn.port1.onmessage = () => bench.drawn.push(performance.now() - reply);
        drawn.port2.postMessage(null);
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            const painted = performance.now();
            bench.keys.push(...keys.map(({ down }) => ({ reply: reply - down, painted: painted - down })));
          };
          port2.postMessage(null);
        });
      });
    }
    postMessage(message) {
      const now = performance.now();
      bench.posted.push(...bench.pending.slice(-1).map(({ down }) => now - down));
      super.postMessage(message);
    }
  };
  new PerformanceObserver((list) => bench.long.push(...list.getEntries().map(({ duration }) => duration))).observe({
    type: "longtask",
  });
}

const quantile = (values, part) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];
const shown = (values) =>
  values.length === 0 ? "-" : `p50 ${quantile(values, 0.5).toFixed(1)}, p95 ${quantile(values, 0.95).toFixed(1)} ms`;

async function measure(name, { manifests, tab, keys, pause, flags }) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", ...flags],
  });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(instrument);
  if (manifests) {
    await page.addInitScript((manifests) => {
      const texts = { format: 1, manifests, environment: "", helm: "" };
      localStorage.setItem("kic-playground.texts", JSON.stringify(texts));
    }, manifests);
  }
  await page.goto(address);
  const editor = page.getByRole("textbox", { name: "Manifests" }).and(page.locator("[contenteditable=true]"));
  await editor.waitFor();
  await page.getByText(/\d ms · /).waitFor({ timeout: 60_000 });
  await page.getByRole("tab", { name: tab }).click();
  await editor.focus();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.type("# ");
  await page.waitForTimeout(1500);
  await page.evaluate(() => Object.assign(bench, { keys: [], long: [], pending: [], posted: [], drawn: [] }));
  for (let i = 0; i < keys; i += 1) {
    await page.keyboard.press("abcdefghij"[i % 10]);
    await page.waitForTimeout(pause + ((i * 7) % 17));
  }
  await page.waitForTimeout(1500);
  const { keys: times, long, posted, drawn } = await page.evaluate(() => globalThis.bench);
  const slow = long.length ? `${long.length} long tasks, the longest ${Math.max(...long).toFixed(0)} ms` : "no long task";
  const engine = await page.locator(".time").textContent();
  console.log(`${name}, ${tab}: posted ${shown(posted)}; report ${shown(times.map(({ reply }) => reply))}; drawn in ${shown(drawn)}; painted ${shown(times.map(({ painted }) => painted))}; ${slow} (${times.length} keys; ${engine.split(" · ")[0]})`);
  await browser.close();
}

const sixty = [];
const free = ["--disable-frame-rate-limit", "--disable-gpu-vsync"];
const tabs = (process.env.TABS ?? "Listeners,Status,Kong config,Annotations,Problems").split(",");
for (const tab of tabs) {
  await measure("opening example, 60 Hz", { tab, keys: 100, pause: 60, flags: sixty });
  await measure("opening example", { tab, keys: 100, pause: 60, flags: free });
}
for (const tab of tabs) await measure("1,000 routes", { tab, manifests: routes(1000), keys: 40, pause: 120, flags: sixty });
server.close();
