import { defineConfig } from "@playwright/test";
import { base } from "./server.js";

const port = Number(process.env.PORT ?? 8471);

// Chromium as root, in a container, and without talking to anyone by itself.
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

export default defineConfig({
  testDir: "specs",
  fullyParallel: true,
  workers: 2,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  // A busy machine may be late once; what fails three times is broken. The list names what was flaky.
  retries: process.env.CI ? 2 : 0,
  reporter: "list",
  webServer: {
    command: "node server.js",
    env: { PORT: String(port) },
    url: `http://127.0.0.1:${port}${base}`,
    reuseExistingServer: false,
  },
  use: {
    baseURL: `http://127.0.0.1:${port}${base}`,
    browserName: "chromium",
    viewport: { width: 1440, height: 900 },
    // It would answer in place of the routes by which tests hold files back; offline.spec.js allows it.
    serviceWorkers: "block",
    launchOptions: { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args },
  },
});
