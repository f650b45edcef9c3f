// The catalogue of annotations and labels, from core/src/annotations/catalogue.rs.
import { quoted, rust } from "./source.mjs";

const FORMS = { Annotation: "annotation", AnnotationPrefix: "prefix", Label: "label" };

/** Rows as in `AnnotationRow` of src/data/types.ts. */
export async function annotations() {
  const file = await rust("src/annotations/catalogue.rs");
  const lists = Object.fromEntries(
    file.all(/const (\w+): &\[Kind\] = &\[([^\]]*)\]/g, "lists of kinds").map(([, name, list]) => [name, kindsIn(list)]),
  );
  const words = Object.fromEntries(
    file.all(/const (\w+): &\[&str\] = &\[([^\]]*)\]/g, "lists of words").map(([, name, list]) => [name, quoted(list)]),
  );
  const pattern =
    /(AnnotationPrefix|Annotation|Label) "([^"]+)" on ([^;]*?),\s*ValueRule::(\w+)(?:\(([^;]*?)\))?,\s*(\w+),\s*"([^"]*)",\s*[^;]*;\s*does "((?:[^"\\]|\\.)*)";\s*else "((?:[^"\\]|\\.)*)";/g;
  const rows = file.all(pattern, "rows").map(([, form, key, kinds, rule, argument, flavors, since, effect, fallback]) => {
    const row = { form: FORMS[form], key, kinds: lists[kinds] ?? kindsIn(kinds), rule, effect, default: fallback };
    if (!row.kinds.length) file.fail(`kinds of ${key}`);
    if (rule === "OneOf" || rule === "ListOf") row.values = words[argument] ?? quoted(argument);
    if (rule === "Name") row.target = kindsIn(argument)[0];
    if (flavors !== "All") row.flavors = flavors;
    if (since !== "-") row.since = since;
    return row;
  });
  if (rows.length !== file.all(/\bdoes "/g, "rows").length) file.fail("form of some rows");
  return rows;
}

const kindsIn = (list) => [...list.matchAll(/Kind::(\w+)/g)].map(([, kind]) => kind);
