/** Names that a path may hold without brackets, as the graph's own path grammar reads them. */
const PLAIN = /^[\p{L}\p{N}_]+$/u;
const INDEX = /^(?:0|[1-9]\d{0,8})$/;
const IDENTIFIER = /^[A-Za-z_]\w*$/;
const RESERVED_IN_CEL: ReadonlySet<string> = new Set(
  "true false null in as break const continue else for function if import let loop package namespace return var void while".split(
    " ",
  ),
);

/** A path for a template of its own: `steps["node-1"].items[0]["first name"]`. */
export function templatePath(path: readonly string[]): string {
  const [root = "", ...rest] = path;
  return root + rest.map((name) => (INDEX.test(name) || !PLAIN.test(name) ? bracket(name, "") : `.${name}`)).join("");
}

/** A path inside a CEL expression, where a dash would be a subtraction. `optional`: a missing part is no error. */
export function celPath(path: readonly string[], optional = false): string {
  const [root = "", ...rest] = path;
  const mark = optional ? "?" : "";
  return root + rest.map((name) => (isIdentifier(name) ? `.${mark}${name}` : bracket(name, mark))).join("");
}

function bracket(name: string, mark: string): string {
  return INDEX.test(name) ? `[${mark}${name}]` : `[${mark}${JSON.stringify(name)}]`;
}

function isIdentifier(name: string): boolean {
  return IDENTIFIER.test(name) && !RESERVED_IN_CEL.has(name);
}
