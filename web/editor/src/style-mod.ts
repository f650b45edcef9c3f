import { StyleModule as Upstream } from "style-mod";

const sheets = new WeakMap<Upstream, CSSStyleSheet>();

function sheetOf(module: Upstream): CSSStyleSheet {
  let sheet = sheets.get(module);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(module.getRules());
    sheets.set(module, sheet);
  }
  return sheet;
}

/**
 * Takes the place of `style-mod` in the bundle (see build.mjs), because of the page's Content-Security-Policy.
 *
 * Upstream uses constructable style sheets in shadow roots only. In a document it writes a `<style>` element, which
 * `style-src 'self'` blocks: the editor would have no layout at all. Sheets that a script constructs are not subject to
 * `style-src`, so here every root adopts them. `style` attributes are no problem: CodeMirror only sets
 * them through `element.style`, which the policy does not cover either.
 */
export class StyleModule extends Upstream {
  static override mount(root: DocumentOrShadowRoot, modules: Upstream | readonly Upstream[]): void {
    const wanted = (modules instanceof Upstream ? [modules] : modules).map(sheetOf);
    const adopted = root.adoptedStyleSheets;
    const mounted = wanted.every((sheet, i) => adopted[i] === sheet);
    if (mounted) return;
    root.adoptedStyleSheets = [...wanted, ...adopted.filter((sheet) => !wanted.includes(sheet))];
  }
}
