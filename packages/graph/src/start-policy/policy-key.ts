import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonicalJson } from "../definition/canonical-json.ts";
import type { Json } from "../definition/json.ts";
import { textProblemOf } from "../definition/parse-text-problem.ts";
import type { Budget } from "../expression/budget.ts";
import { compileTemplate, type CompiledTemplate } from "../expression/compile-template.ts";
import { ExpressionError } from "../expression/expression-error.ts";
import type { ExpressionScope } from "../expression/expression-scope.ts";

/** What a key can read: nothing of an execution is known before it starts. */
export const KEY_ROOTS: readonly string[] = ["event", "payload", "workflow"];
/** A longer value is replaced by its hash: it stands in an index. */
const MAX_KEY_LENGTH = 200;

/** The key of a policy, compiled. Throws `ExpressionError`. */
export function compilePolicyKey(text: string, what = "A key"): CompiledTemplate {
  const template = compileTemplate(text);
  const root = template.references.find((reference) => !KEY_ROOTS.includes(reference.root))?.root;
  if (root === undefined) return template;
  throw new ExpressionError({
    code: "EXPRESSION_NOT_HERE",
    message: `${what} cannot read ${root}: there is no execution yet`,
    expression: text,
    hint: `Read ${KEY_ROOTS.join(", ")}`,
  });
}

/** The value of a key for an event. Throws `ExpressionError`, also where the key is empty: unrelated events would share it. */
export function policyKey(key: CompiledTemplate, text: string, scope: ExpressionScope, budget: Budget): string {
  const value = storable(keyText(key.render(scope, budget)));
  if (value === "") {
    throw new ExpressionError({
      code: "START_KEY_EMPTY",
      message: "The key is empty for this event",
      expression: text,
      hint: 'Read a field that every event has, or give a default: {{ payload.?customer.orValue("none") }}',
    });
  }
  return value.length <= MAX_KEY_LENGTH ? value : `sha256:${bytesToHex(sha256(utf8ToBytes(value)))}`;
}

/** The priority for an event: a whole number from 1 to 5. Numbers outside are taken for the nearest. Throws `ExpressionError`. */
export function policyPriority(
  priority: CompiledTemplate,
  text: string,
  scope: ExpressionScope,
  budget: Budget,
): number {
  const value = priority.render(scope, budget);
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || Number.isNaN(number)) {
    throw new ExpressionError({
      code: "START_PRIORITY_INVALID",
      message: "The priority is no number for this event",
      expression: text,
      hint: "Let it give a number from 1, which comes first, to 5, also where a field is missing: {{ payload.?urgent.orValue(false) ? 1 : 3 }}",
    });
  }
  return Math.min(5, Math.max(1, Math.round(number)));
}

function keyText(value: Json): string {
  if (value === null) return "";
  return typeof value === "string" ? value.trim() : canonicalJson(value);
}

/**
 * Half of a character or U+0000, which an expression can cut out of an event's text, is written as JSON escapes it: Postgres refuses
 * both, and one such key would keep the events of all projects from being dispatched (I13). Replaced by U+FFFD, different keys would
 * become one, and the policy would leave out unrelated events.
 */
function storable(value: string): string {
  return textProblemOf(value) === null ? value : JSON.stringify(value).slice(1, -1);
}
