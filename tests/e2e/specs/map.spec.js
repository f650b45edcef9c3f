// The picture of the whole.
import { expect, test } from "./page.js";

const part = (playground, name) => playground.results.getByRole("button", { name });

test("the map shows the way from the Service's port to the targets, and where it is cut", async ({ playground }) => {
  await playground.open();
  await playground.showResult("Map");
  await expect(part(playground, "Service port 443/TCP, Service default/proxy; leads to 8443 ssl")).toBeVisible();
  await expect(part(playground, /^Kong listen 8443 ssl, .*; leads to proxy-ssl$/)).toBeVisible();
  await expect(part(playground, /^Listener proxy, HTTP 80; leads to echo$/)).toBeVisible();
  await expect(part(playground, /^echo, HTTPRoute · default; leads to /)).toBeVisible();
  await expect(part(playground, /^Target 10\.244\.1\.5:1027/)).toBeVisible();
  const broken = part(playground, /^Listener proxy-tls-9903, TLS 9903, cut off: /);
  await expect(broken).toBeVisible();
  await expect(playground.results.getByRole("listitem").filter({ hasText: "proxy-tls-9903" })).toBeVisible();
});

test("a part leads to its line in the input and to its entity in the configuration", async ({ playground }) => {
  await playground.open();
  await playground.showResult("Map");
  await part(playground, /^Kong service httproute\.default\.echo\.0/).click();
  const details = playground.results.getByRole("status");
  await expect(details).toContainText("Kong service httproute.default.echo.0");
  await expect(details.getByRole("button", { name: /^Manifests \d+:\d+$/ })).toBeVisible();
  await details.getByRole("button", { name: "Kong config" }).click();
  await expect(playground.results.getByRole("tab", { name: "Kong config" })).toHaveAttribute("aria-selected", "true");
  await expect(playground.results.getByText("Comes from")).toBeVisible();
});

test("a part lights its whole way, under the pointer and under the focus", async ({ page, playground }) => {
  await playground.open();
  await playground.showResult("Map");
  const target = part(playground, /^Target 10\.244\.1\.5:1027/);
  const listener = part(playground, /^Listener proxy, HTTP 80/);
  await expect(listener).not.toHaveClass(/lit/);
  await target.hover();
  await expect(listener).toHaveClass(/lit/);
  await expect(part(playground, /^Listener proxy-tls-9903/)).not.toHaveClass(/lit/);
  await page.mouse.move(0, 0);
  await expect(listener).not.toHaveClass(/lit/);
  await target.focus();
  await expect(listener).toHaveClass(/lit/);
});

test("the map by keyboard: arrows walk along the edges", async ({ page, playground }) => {
  await playground.open();
  await playground.showResult("Map");
  await part(playground, /^Listener proxy, HTTP 80/).focus();
  await page.keyboard.press("ArrowRight");
  await expect(part(playground, /^echo, HTTPRoute/)).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowDown");
  await expect(part(playground, /^Listener /).and(page.locator(":focus"))).toHaveCount(1);
});

test("the picture is made larger and fitted again, by buttons and keys", async ({ page, playground }) => {
  await playground.open();
  await playground.showResult("Map");
  const picture = playground.results.getByRole("group", { name: "Way of requests, from Service ports to targets" });
  const width = async () => (await picture.boundingBox()).width;
  const fitted = await width();
  await part(playground, "Larger").click();
  await part(playground, "Larger").click();
  expect(await width()).toBeGreaterThan(fitted);
  await playground.results.getByRole("region", { name: "Map" }).focus();
  await page.keyboard.press("0");
  await expect.poll(width).toBe(fitted);
});

test("the map as a list says the same", async ({ playground }) => {
  await playground.open();
  await playground.showResult("Map");
  await playground.results.getByRole("button", { name: "List", exact: true }).click();
  const map = playground.results.getByRole("region", { name: "Map" });
  await expect(map.getByRole("listitem").filter({ hasText: "proxy-tls-9903" })).toContainText("cut off: ");
  await expect(map.getByRole("listitem").filter({ hasText: "HTTPRoute" })).toContainText("→");
});

test("an Ingress is on the map, on Kong's own listens", async ({ playground }) => {
  await playground.open();
  await playground.showResult("Map");
  await playground.paste(
    "Manifests",
    `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop }
spec:
  ingressClassName: kong
  rules:
  - http:
      paths:
      - { path: /shop, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }
---
apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  ports: [{ port: 80 }]
`,
  );
  await expect(part(playground, /^Kong’s listens for HTTP, HTTPS, .*; leads to shop$/)).toBeVisible();
  await expect(part(playground, /^shop, Ingress · default; leads to /)).toBeVisible();
});

test("many objects are drawn by namespace, and a namespace is opened", async ({ playground }) => {
  await playground.open();
  await playground.showResult("Map");
  const documents = [];
  for (let namespace = 0; namespace < 4; namespace += 1) {
    documents.push(`{kind: Service, apiVersion: v1, metadata: {name: s, namespace: n${namespace}}, spec: {ports: [{port: 80}]}}`);
    for (let number = 0; number < 40; number += 1) {
      documents.push(
        `{kind: Ingress, apiVersion: networking.k8s.io/v1, metadata: {name: i${number}, namespace: n${namespace}}, spec: {ingressClassName: kong, rules: [{http: {paths: [{path: /${namespace}/${number}, pathType: Prefix, backend: {service: {name: s, port: {number: 80}}}}]}}]}}`,
      );
    }
  }
  await playground.paste("Manifests", documents.join("\n---\n"));
  await expect(part(playground, /^Namespace n1, 40 routes/)).toBeVisible();
  await expect(part(playground, /^i7, Ingress · n1/)).toHaveCount(0);
  await part(playground, /^Namespace n1, 40 routes/).click();
  await expect(part(playground, /^i7, Ingress · n1/)).toBeVisible();
  await expect(part(playground, /^Namespace n2, 40 routes/)).toBeVisible();
});

test("on 320 pixels the map is moved inside of its own frame", async ({ page, playground }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto("./");
  await expect(playground.verdict).toContainText("ready");
  await playground.showResult("Map");
  await expect(part(playground, /^Listener proxy, HTTP 80/)).toBeVisible();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow).toBe(0);
});
