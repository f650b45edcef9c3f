// What the editor knows: completion, explanations, definitions, folds, fixes.
import { expect, test } from "./page.js";

const gateway = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: edge
spec:
  gatewayClassName: kong
`;

const route = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: echo
spec:
  parentRefs:
  - name: edge
`;

/** The list of completions, as screen readers find it. */
const completions = (page) => page.getByRole("listbox", { name: "Completions" });

/** Puts the caret behind the last character of the text. */
async function toEnd(playground, pane) {
  await playground.editor(pane).focus();
  await playground.page.keyboard.press("ControlOrMeta+End");
}

test("a field is completed while it is typed, with its required fields", async ({ page, playground }) => {
  await playground.open();
  await playground.paste("Manifests", gateway);
  await toEnd(playground, "Manifests");
  await page.keyboard.type("  list", { delay: 30 });
  const option = completions(page).getByRole("option", { name: /^listeners/ });
  await expect(option).toHaveAttribute("aria-selected", "true");
  await expect(playground.editor("Manifests")).toHaveAttribute("aria-activedescendant", /.+/);
  // By the pointer, because the library takes no Enter in the first moment of a list.
  await option.click();
  const editor = playground.editor("Manifests");
  for (const field of ["listeners:", "- name:", "port:", "protocol:"]) await expect(editor).toContainText(field);
  // The caret is behind `name:`; Tab goes on to the port.
  await page.keyboard.type("http");
  await page.keyboard.press("Tab");
  await page.keyboard.type("80");
  await expect(editor).toContainText("- name: http");
  await expect(editor).toContainText("port: 80");
});

test("references complete to the names in the text, by the pointer as well", async ({ page, playground }) => {
  await playground.open();
  await playground.paste("Manifests", `${gateway}---\n${route.replace("- name: edge\n", "- name: ")}`);
  await toEnd(playground, "Manifests");
  await page.keyboard.press("Control+Space");
  await completions(page).getByRole("option", { name: /^edge/ }).click();
  await expect(playground.editor("Manifests")).toContainText("- name: edge");
});

test("variables, their values and Helm values are completed", async ({ page, playground }) => {
  await playground.open();
  await playground.paste("Environment", "KONG_ROUTER_FLAVOR=");
  await toEnd(playground, "Environment");
  await page.keyboard.press("Control+Space");
  await completions(page).getByRole("option", { name: "expressions" }).click();
  await expect(playground.editor("Environment")).toContainText("KONG_ROUTER_FLAVOR=expressions");
  await playground.paste("Helm values", "proxy:\n  type: ");
  await toEnd(playground, "Helm values");
  await page.keyboard.press("Control+Space");
  await expect(completions(page).getByRole("option")).toHaveText([/ClusterIP/, /NodePort/, /LoadBalancer/]);
});

test("Tab does not take a completion, and Escape opens the way out", async ({ page, playground }) => {
  await playground.open();
  await playground.paste("Manifests", gateway);
  await toEnd(playground, "Manifests");
  await page.keyboard.type("  li", { delay: 30 });
  await expect(completions(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(completions(page)).toBeHidden();
  await page.keyboard.press("Tab");
  await expect(playground.editor("Manifests")).not.toBeFocused();
});

test("the pointer and F1 explain a field", async ({ page, playground }) => {
  await playground.open();
  await playground.paste("Manifests", gateway);
  const words = "The controller takes Gateways whose class names it";
  await playground.editor("Manifests").getByText("gatewayClassName").hover();
  await expect(page.getByText(words)).toBeVisible();
  await page.mouse.move(0, 0);
  await expect(page.getByText(words)).toBeHidden();
  await toEnd(playground, "Manifests");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("End");
  await page.keyboard.press("F1");
  // Once in the tooltip, once in the live region.
  await expect(page.getByText(words).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(playground.inputs.getByText(words, { exact: false }).and(page.locator(".ed-hover *"))).toHaveCount(0);
});

test("F12 and a click lead to the definition, Alt-F12 back", async ({ page, playground }) => {
  await playground.open();
  await playground.paste("Manifests", `${gateway}---\n${route}`);
  const editor = playground.editor("Manifests");
  await toEnd(playground, "Manifests");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("End");
  await page.keyboard.press("F12");
  await page.keyboard.type("new-");
  await expect(editor).toContainText("name: new-");
  await page.keyboard.press("ControlOrMeta+z");
  await page.keyboard.press("Alt+F12");
  await page.keyboard.press("End");
  await page.keyboard.type("-x");
  await expect(editor).toContainText("- name: edge-x");
  await page.keyboard.press("ControlOrMeta+z");
  await editor.getByText("edge").last().click({ modifiers: ["ControlOrMeta"] });
  await page.keyboard.type("2-");
  await expect(editor).toContainText("name: 2-");
});

test("a document folds away and shows its kind and name", async ({ page, playground }) => {
  await playground.open();
  await playground.paste("Manifests", `---\n${gateway}---\n${route}`);
  await playground.inputs.getByTitle("Fold line", { exact: true }).first().click();
  const folded = playground.editor("Manifests").getByTitle("unfold");
  await expect(folded).toHaveText("Gateway edge");
  await expect(playground.editor("Manifests")).not.toContainText("gatewayClassName");
  await folded.click();
  await expect(playground.editor("Manifests")).toContainText("gatewayClassName");
});

test("the fix of a squiggle is a button under the pointer", async ({ playground }) => {
  await playground.open();
  // A squiggle has no role: it is text.
  const squiggle = playground.inputs.getByRole("tabpanel").locator(".cm-lintRange-error, .cm-lintRange-warning").first();
  await squiggle.hover();
  await playground.inputs.getByRole("button", { name: /Add ssl to the listen/ }).click();
  await expect(playground.verdict).toContainText("5 of 5 listeners ready");
});

test("the fix of a squiggle is made from the keyboard", async ({ page, playground }) => {
  await playground.open();
  await playground.editor("Manifests").focus();
  await page.keyboard.press("ControlOrMeta+Home");
  // Two hints about ports without routes stand before the error.
  for (let problem = 0; problem < 3; problem += 1) await page.keyboard.press("F8");
  await page.keyboard.press("ControlOrMeta+.");
  // One fix is made at once, several are a menu.
  const menu = page.getByRole("menu", { name: "Fixes" });
  await expect(menu.or(playground.verdict.filter({ hasText: "5 of 5" }))).toBeVisible();
  if (await menu.isVisible()) {
    await expect(menu.getByRole("menuitem").first()).toBeFocused();
    await menu.getByRole("menuitem", { name: /^Add ssl to the listen/ }).press("Enter");
  }
  await expect(playground.verdict).toContainText("5 of 5 listeners ready");
});
