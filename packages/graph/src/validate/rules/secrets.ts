import { walkJson } from "../../definition/walk-json.ts";
import type { Rule } from "../rule.ts";

const SECRET_KEY =
  /^(proxy[-_]?)?authorization$|^pass(word|wd|phrase)$|^(client[-_]?|shared[-_]?)?secret$|^((access|refresh|auth|bearer|api|id)[-_]?)?token$|^(x[-_])?(api|access|private|secret)[-_]?key$|^cookie$/i;
const SECRET_VALUE =
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----|^(sk|rk|pk)[-_](live|test|proj)[-_]|^gh[pousr]_\w{20}|^github_pat_\w{20}|^glpat-\w{16}|^xox[abprs]-|^AKIA[A-Z0-9]{12}|^eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.|^(bearer|basic) +[\w.~+/=-]{12,}$|^[a-z][a-z0-9+.-]{0,20}:\/\/[^/\s:@]{1,256}:[^/\s@{]{1,256}@|[?&](api[-_]?key|access[-_]?token|token|secret|password|sig(nature)?)=[^&{\s]{8,}/i;
const LEAST_CHARACTERS = 8;
/** Text literals of CEL. */
const LITERAL = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/g;

/** A graph must not contain secrets: everyone who may read the workflow could read them (I10). */
export const secrets: Rule = function* ({ nodes, nodePath }) {
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
        hint: "Keep it in the worker's configuration or environment, and let the node use it from there.",
      };
    }
  }
};

function looksSecret(key: string, value: string): boolean {
  if (value.length < LEAST_CHARACTERS) return false;
  if (!value.includes("{{")) return SECRET_KEY.test(key) || SECRET_VALUE.test(value);
  // The value of a template is not part of the graph. The text around the template and string literals inside it are.
  return [...value.split(/\{\{[^]*?\}\}/), ...literalsIn(value)].some((text) => SECRET_VALUE.test(text.trim()));
}

function literalsIn(text: string): string[] {
  return [...text.matchAll(/\{\{[^]*?\}\}/g)].flatMap(([template]) =>
    [...template.matchAll(LITERAL)].map(([, double, single]) => double ?? single ?? ""),
  );
}
