import { spend } from "../budget.ts";
import { ExpressionError } from "../expression-error.ts";
import { templateFunction } from "./cel-functions.ts";
import type { CelNode } from "./cel-node.ts";
import { evaluatedChildrenOf } from "./cel-node.ts";
import { guardMoment } from "./functions/arguments.ts";
import { readMoment } from "../../time-zone/read-moment.ts";
import { compileRegex, RegexError } from "./linear-regex.ts";
import type { Meter } from "./meter.ts";

const BYTES_OF_A_PLACE = 8;

/**
 * Counts every visit of a node, and every value that it builds, against the budget. The library has no hook for that, so
 * the `evaluate` and `handle` of each node are wrapped once, at compile time. Example: a `map` inside a `map` over long lists
 * ends with `EXPRESSION_BUDGET` instead of blocking the worker.
 */
export function meterTree(root: CelNode, meter: Meter): void {
  const seen = new Set<CelNode>();
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    // Do this before wrapping, so that it does not depend on wrapping leaving the node's shape unchanged.
    open.push(...evaluatedChildrenOf(node));
    meterHandle(node, meter);
    meterEvaluate(node, meter);
  }
}

function meterEvaluate(node: CelNode, meter: Meter): void {
  const { alternate, macro, evaluate } = node.meta;
  if (alternate !== undefined) {
    node.evaluate = (evaluator, _node, context) => alternate.evaluate(evaluator, alternate, context);
  } else if (macro !== undefined) {
    node.evaluate = (evaluator, _node, context) => {
      spend(meter.budget, 1, 0, meter.expression);
      return macro.evaluate(evaluator, macro, context);
    };
  } else if (node.op === "map") {
    const entries = node.args as [CelNode, CelNode][];
    node.evaluate = (evaluator, _node, context) => {
      spend(meter.budget, 1, 4 * BYTES_OF_A_PLACE * entries.length, meter.expression);
      // Not the library's own, which leaves out keys such as `constructor`.
      return Object.fromEntries(
        entries.map(([key, value]) => [
          String(key.evaluate(evaluator, key, context)),
          value.evaluate(evaluator, value, context),
        ]),
      );
    };
  } else {
    const bytes =
      node.op === "list"
        ? 2 * BYTES_OF_A_PLACE * (node.args as unknown[]).length
        : node.op === "accuPush"
          ? BYTES_OF_A_PLACE
          : 0;
    node.evaluate = (evaluator, self, context) => {
      spend(meter.budget, 1, bytes, meter.expression);
      return evaluate(evaluator, self, context);
    };
  }
}

function meterHandle(node: CelNode, meter: Meter): void {
  const handle = node.handle;
  if (handle === undefined) return;
  if (node.op === "+") {
    node.handle = (left, right, ...rest) => {
      spend(meter.budget, 0, bytesOf(left) + bytesOf(right), meter.expression);
      return handle(left, right, ...rest);
    };
  } else if (node.op === "==" || node.op === "!=" || node.op === "in") {
    node.handle = (left, right, ...rest) => {
      weigh(meter, node.op === "in" ? right : left, 0);
      return handle(left, right, ...rest);
    };
  } else if (node.op === "." || node.op === "[]") {
    node.handle = (left, right, ast, evaluator) =>
      hasConstructor(left) ? ownField(left, right, ast, evaluator) : handle(left, right, ast, evaluator);
  } else if (node.op === "call" || node.op === "rcall") {
    const name = (node.args as [string])[0];
    const own = templateFunction(node.op, name)?.run;
    if (own !== undefined) {
      const call = { name, meter };
      node.handle = (operands) => own(call, operands as unknown[]);
      return;
    }
    node.handle = (operands, ...rest) => {
      const result = before(meter, name, operands as unknown[]) ?? handle(operands, ...rest);
      spend(meter.budget, 0, bytesOf(result), meter.expression);
      return result;
    };
  }
}

/** A map of data with this key, which the library takes for an object of a class. */
function hasConstructor(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.hasOwn(value, "constructor");
}

function ownField(map: Record<string, unknown>, key: unknown, ast: unknown, evaluator: unknown): unknown {
  if (typeof key === "string" && Object.hasOwn(map, key)) return map[key];
  const { createError } = evaluator as { createError(code: string, message: string, node: unknown): Error };
  throw createError("no_such_key", `No such key: ${String(key)}`, ast);
}

function bytesOf(value: unknown): number {
  if (typeof value === "string") return value.length;
  return Array.isArray(value) ? value.length * BYTES_OF_A_PLACE : 0;
}

/**
 * Counts the values that a comparison may visit. A list can contain the same list many times, so comparing it can take far
 * more steps than its size in memory suggests.
 */
function weigh(meter: Meter, value: unknown, depth: number): void {
  if (typeof value === "string") return spend(meter.budget, value.length >> 8, 0, meter.expression);
  if (typeof value !== "object" || value === null) return;
  if (depth > 256) throw typeError(meter, "The values to compare are nested too deeply", "Compare a part of them");
  const items = Array.isArray(value) ? value : Object.values(value);
  spend(meter.budget, 1 + (items.length >> 2), 0, meter.expression);
  for (const item of items) weigh(meter, item, depth + 1);
}

/** Counts the work of a library function before it runs. Returns the result for functions that are replaced by our own. */
function before(meter: Meter, name: string, operands: unknown[]): unknown {
  const [first, second] = operands;
  for (const operand of operands) {
    if (typeof operand === "string") spend(meter.budget, operand.length >> 8, 0, meter.expression);
  }
  if (name === "timestamp" && typeof first === "string") {
    checkTimestamp(meter, first);
  } else if (name === "matches" && typeof first === "string" && typeof second === "string") {
    return matches(meter, first, second);
  }
  return undefined;
}

/** Parses RFC 3339 ourselves, because the JavaScript engine accepts other formats too and reads times without an offset in the machine's zone. */
function checkTimestamp(meter: Meter, text: string): void {
  const read = guardMoment({ name: "timestamp", meter }, () => readMoment(text));
  if (read.offset !== undefined) return;
  throw typeError(
    meter,
    `The time "${text.slice(0, 40)}" has no time zone`,
    "End it with Z or an offset such as +02:00, or read it with parseDate(text, zone)",
  );
}

function matches(meter: Meter, text: string, pattern: string): boolean {
  spend(meter.budget, 1 + pattern.length, 0, meter.expression);
  try {
    return compileRegex(pattern).test(text, (work) => spend(meter.budget, work, 0, meter.expression));
  } catch (error) {
    if (!(error instanceof RegexError)) throw error;
    throw typeError(
      meter,
      `The pattern ${JSON.stringify(pattern.slice(0, 80))} cannot be used: ${error.message}`,
      "Write a regular expression of RE2's syntax, without lookaround and backreferences",
    );
  }
}

function typeError(meter: Meter, message: string, hint: string): ExpressionError {
  return new ExpressionError({ code: "EXPRESSION_TYPE", message, expression: meter.expression, hint });
}
