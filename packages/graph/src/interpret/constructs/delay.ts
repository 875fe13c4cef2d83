import type { Json, JsonObject } from "../../definition/json.ts";
import { DurationError, parseDuration } from "../../definition/duration.ts";
import { compileTemplate, type CompiledTemplate } from "../../expression/compile-template.ts";
import { createBudget } from "../../expression/budget.ts";
import type { Construct } from "../construct.ts";
import { endNode, failNode } from "../ending.ts";
import { openTimer } from "../open.ts";
import { scopeView } from "../scope-view.ts";
import { CORE_PACK } from "./core-pack.ts";

const duration = { type: ["number", "string"], description: 'Milliseconds, ISO 8601 ("PT2H"), or "2h", "1h30m".' };

/** Waits for a time. Days of waiting cost nothing but the timer. */
export const delay: Construct = {
  manifest: {
    type: "delay",
    title: "Delay",
    description: "Waits for a duration, then goes on.",
    runs: "machine",
    input: {
      type: "object",
      properties: { ms: duration, duration },
      anyOf: [{ required: ["ms"] }, { required: ["duration"] }],
    },
    output: { type: "object", properties: { ms: { type: "number" } }, required: ["ms"] },
    ports: ["out"],
    idempotent: true,
    pack: CORE_PACK,
    example: { ms: "2h" },
  },
  compile(node) {
    const template = compileTemplate(node.data, { at: "/data" });
    return { compiled: template, references: template.references };
  },
  enter(run, scope, node) {
    const template = node.compiled as CompiledTemplate;
    const input = template.render(scopeView(run, scope), createBudget()) as JsonObject;
    const ms = milliseconds(input["ms"] ?? input["duration"]);
    if (typeof ms !== "number") {
      failNode(run, scope, node, { code: ms.code, message: ms.message, cure: ms.cure, retryable: false }, input);
      return;
    }
    openTimer(run, scope, node, run.at + ms, { input, memo: { ms } });
  },
  onEvent(run, entry, event) {
    if (event.kind !== "timerFired") return;
    run.open.delete(entry.path);
    endNode(run, run.scopes.get(entry.scope)!, entry.node, "out", entry.memo!);
  },
};

function milliseconds(value: Json | undefined): number | DurationError {
  try {
    return parseDuration(value as number | string);
  } catch (error) {
    if (error instanceof DurationError) return error;
    throw error;
  }
}
