import type { Construct } from "../state/construct.ts";
import { endNode, failNode } from "../step/ending.ts";
import { closeEntry, openTimer } from "../step/open.ts";
import { compileData, renderData } from "../step/render-data.ts";
import { milliseconds } from "../step/wait-time.ts";
import { CORE_PACK } from "./core-pack.ts";
import { scopeOf } from "../state/open-entries.ts";
import type { CompiledTemplate } from "../../expression/compile-template.ts";

const duration = { type: ["number", "string"], description: 'Milliseconds, ISO 8601 ("PT2H"), or "2h", "1h30m".' };

/** Waits for a duration. However long it is, the wait costs only one timer. */
export const delay: Construct<CompiledTemplate, { readonly ms: number }> = {
  manifest: {
    type: "delay",
    title: "Delay",
    description: "Waits for a duration, then continues.",
    runs: "machine",
    input: {
      type: "object",
      properties: { ms: duration, duration },
      anyOf: [{ required: ["ms"] }, { required: ["duration"] }],
    },
    output: { type: "object", properties: { ms: { type: "number" } }, required: ["ms"] },
    ports: ["out"],
    idempotent: true,
    sentence: ["wait {ms:number}", "wait {duration}", "wait {ms} milliseconds"],
    pack: CORE_PACK,
    example: { duration: "2h" },
  },
  fields: { ms: "duration", duration: { kind: "duration", ignoredBy: "ms" } },
  awaits: { kind: "timer" },
  skippable: true,
  compile: compileData,
  enter(run, scope, node) {
    const input = renderData(run, scope, node);
    const ms = milliseconds(input["ms"] ?? input["duration"]);
    if (typeof ms !== "number") {
      failNode(run, scope, node, ms, { input });
      return;
    }
    openTimer(run, scope, node, run.at + ms, { input, memo: { ms } });
  },
  onEvent(run, entry, event) {
    if (event.kind !== "timerFired") return;
    closeEntry(run, entry);
    endNode(run, scopeOf(run, entry), entry.node, "out", entry.memo);
  },
};
