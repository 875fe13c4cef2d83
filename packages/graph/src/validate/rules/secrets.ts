import { isSecretName } from "../../definition/secret-name.ts";
import { walkJson } from "../../definition/walk-json.ts";
import { MAX_TEMPLATE_LENGTH } from "../../expression/template/parse-text.ts";
import type { Rule } from "../rule.ts";

const SECRET_VALUE =
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----|^(sk|rk|pk)[-_](live|test|proj)[-_]|^gh[pousr]_\w{20}|^github_pat_\w{20}|^glpat-\w{16}|^xox[abprs]-|^AKIA[A-Z0-9]{12}|^eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.|^(bearer|basic) +[\w.~+/=-]{12,}$|^[a-z][a-z0-9+.-]{0,20}:\/\/[^/\s:@]{1,256}:[^/\s@{]{1,256}@|[?&](api[-_]?key|access[-_]?token|token|secret|password|sig(nature)?)=[^&{\s]{8,}/i;
const CONNECT =
  'Use a connection: make one of this value with `connectionCreate`, remove the value here, and write `"connection": "<its name>"` into the node\'s data.';
const CONFIGURE = "Keep it in the worker's configuration or environment, and let the node use it from there.";
const LEAST_CHARACTERS = 8;
/** Text literals of CEL. */
const LITERAL = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/g;

/** A graph must not contain secrets: everyone who may read the workflow could read them (I10). */
export const secrets: Rule = function* ({ nodes, types, nodePath }) {
  for (const [index, node] of nodes.entries()) {
    const places: string[] = [];
    let key = "";
    walkJson(
      node.data,
      (value, place) => {
        if (typeof value === "string" && looksSecret(key, value)) places.push(place.path());
        // The items of an array count under the array's key; the values of an object have keys of their own.
        return "into";
      },
      (name) => {
        key = name;
        return "into";
      },
    );
    for (const place of places) {
      yield {
        code: "SECRET_IN_GRAPH",
        severity: "warning",
        path: `${nodePath(index)}/data${place}`,
        node: node.id,
        message: "This looks like a secret. Everyone who may read the workflow or its executions can read it.",
        hint: types.get(node.type)?.connections === undefined ? CONFIGURE : CONNECT,
      };
    }
  }
};

function looksSecret(key: string, value: string): boolean {
  if (value.length < LEAST_CHARACTERS) return false;
  if (!value.includes("{{")) return isSecretName(key) || SECRET_VALUE.test(value);
  // The value of a template is not part of the graph. The text around the template and string literals inside it are.
  return [...textsIn(value)].some((text) => SECRET_VALUE.test(text.trim()));
}

/** The texts around templates, and the literals inside them. Each part of the value is looked at once, whatever it holds (I14). */
function* textsIn(value: string): Generator<string> {
  let position = 0;
  for (;;) {
    const open = value.indexOf("{{", position);
    const close = open < 0 ? -1 : value.indexOf("}}", open + 2);
    yield value.slice(position, close < 0 ? undefined : open);
    if (close < 0) return;
    // EXPRESSION_TOO_LARGE reports a longer template.
    if (close - open <= MAX_TEMPLATE_LENGTH)
      for (const [, double, single] of value.slice(open + 2, close).matchAll(LITERAL)) yield double ?? single ?? "";
    position = close + 2;
  }
}
