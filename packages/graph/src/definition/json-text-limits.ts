import { endOfText } from "./inexact-numbers.ts";
import type { Problem } from "./problem.ts";

/** What a JSON text may contain. Reading it takes time for each value and not only for each byte. */
export interface JsonTextLimits {
  /** Objects, lists, names, texts, numbers and so on. */
  readonly values: number;
  /** Objects and lists, each of which costs as much as several numbers. */
  readonly containers: number;
}

/** A graph with the most nodes and edges, with data of the usual size. */
export const GRAPH_TEXT_LIMITS: JsonTextLimits = { values: 500_000, containers: 150_000 };
/** Any other request or message. */
export const USUAL_TEXT_LIMITS: JsonTextLimits = { values: 200_000, containers: 50_000 };
/** Levels at which reading stops, well below the depth at which the stack overflows. The limit of a value is lower and names the place. */
const MAX_TEXT_DEPTH = 1_000;

/**
 * Why a JSON text is refused before it is parsed (I14). One MiB of `[[[[…` or of `{},{},…` takes JSON.parse and everything that reads
 * the value ten to a hundred times as long as one MiB of usual JSON. This function reads each character once and builds nothing. The text
 * need not be valid.
 */
export function jsonTextProblem(text: string, { values, containers }: JsonTextLimits): Problem | undefined {
  let depth = 0;
  let found = 0;
  let opened = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x22: // "
        at = endOfText(text, at) - 1;
        break;
      case 0x7b: // {
      case 0x5b: // [
        opened += 1;
        depth += 1;
        if (depth > MAX_TEXT_DEPTH)
          return problem("INPUT_TOO_DEEP", `is nested deeper than ${MAX_TEXT_DEPTH} levels`, "Flatten the value.");
        if (opened > containers) return tooMany(`${containers} objects and lists`);
        break;
      case 0x7d: // }
      case 0x5d: // ]
        depth -= 1;
        break;
      case 0x2c: // ,
      case 0x3a: // :
        found += 1;
        if (found > values) return tooMany(`${values} values`);
    }
  }
  return undefined;
}

function tooMany(what: string): Problem {
  return problem("INPUT_TOO_LARGE", `has more than ${what}`, "Send less, or send it in parts.");
}

function problem(code: string, what: string, hint: string): Problem {
  return { code, severity: "error", path: "", message: `The JSON ${what}.`, hint };
}
