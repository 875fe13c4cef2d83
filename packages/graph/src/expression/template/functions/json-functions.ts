import type { Json } from "../../../definition/json.ts";
import { jsonSize } from "../../../definition/json-size.ts";
import { findInexactNumbers, inexactNumberProblem } from "../../../definition/inexact-numbers.ts";
import { checkJsonValue } from "../../../definition/parse-json-value.ts";
import { MAX_BYTES } from "../../../definition/limits.ts";
import { fail, integer, json, spendReading, spendText, text } from "./arguments.ts";
import { inGroup } from "./template-function.ts";

export const jsonFunctions = inGroup("JSON", [
  {
    name: "toJson",
    kind: "function",
    takes: [1, 2],
    declare: ["toJson(dyn): string", "toJson(dyn, dyn): string"],
    signature: "toJson(value, indent = 0) → text",
    description: "The value as JSON. With an indent of 1 to 8 spaces it has several lines.",
    example: 'toJson({"a": [1, null]})',
    result: '{"a":[1,null]}',
    run: (call, [of, spaces]) => {
      const value = json(call, of);
      const indent = spaces === undefined ? 0 : integer(call, spaces, 0, 8);
      const size = jsonSize(value, MAX_BYTES);
      spendReading(call, size);
      spendText(call, indent === 0 ? size : size + places(value) * (2 + indent * 8));
      return JSON.stringify(value, undefined, indent);
    },
  },
  {
    name: "parseJson",
    kind: "function",
    takes: [1],
    declare: ["parseJson(string): dyn"],
    signature: "parseJson(text) → value",
    description: "The value of a JSON text.",
    example: 'parseJson("{\\"a\\": [1, 2]}").a[1]',
    result: 2,
    run: (call, [of]) => {
      const source = text(call, of);
      // A list of small numbers takes four times as much in memory as in text.
      spendText(call, 4 * source.length);
      spendReading(call, source.length);
      let value: Json;
      try {
        value = JSON.parse(source) as Json;
      } catch {
        // The engine's own message is not used, because it differs from version to version.
        throw fail(call, `The text is not JSON: ${JSON.stringify(source.slice(0, 40))}`, "Check what the text holds");
      }
      const [inexact] = call.meter.interpreterVersion < 2 ? [] : findInexactNumbers(source, 1);
      const [problem] = inexact === undefined ? checkJsonValue(value) : [inexactNumberProblem(inexact)];
      if (problem !== undefined) throw fail(call, problem.message, problem.hint ?? "Correct the JSON");
      return value;
    },
  },
]);

/** Elements and keys, all levels together: each gets a line of its own. */
function places(value: Json): number {
  if (typeof value !== "object" || value === null) return 1;
  const items: readonly Json[] = Array.isArray(value) ? value : Object.values(value as Record<string, Json>);
  return items.reduce<number>((count, item) => count + places(item), 2);
}
