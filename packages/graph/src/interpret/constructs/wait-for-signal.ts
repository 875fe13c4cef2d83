import type { JsonObject } from "../../definition/json.ts";
import { compileTemplate, type CompiledTemplate } from "../../expression/compile-template.ts";
import { createBudget } from "../../expression/budget.ts";
import type { Construct } from "../construct.ts";
import { endNode } from "../ending.ts";
import { takeSignal } from "../mailbox.ts";
import { openEntry } from "../open.ts";
import { scopeView } from "../scope-view.ts";
import { traceNode } from "../trace-node.ts";
import { CORE_PACK } from "./core-pack.ts";

/** Waits until a signal of that name comes; one that came before is taken at once. */
export const waitForSignal: Construct = {
  receivesSignals: true,
  manifest: {
    type: "wait_for_signal",
    title: "Wait for a signal",
    description: "Waits until somebody sends the execution a signal of this name. Its output is the signal's payload.",
    runs: "machine",
    input: {
      type: "object",
      required: ["name"],
      properties: { name: { type: "string", minLength: 1, description: "The signal's name." } },
    },
    ports: ["out"],
    idempotent: true,
    pack: CORE_PACK,
    example: { name: "approved" },
  },
  compile(node) {
    const template = compileTemplate(node.data, { at: "/data" });
    return { compiled: template, references: template.references };
  },
  enter(run, scope, node) {
    const input = (node.compiled as CompiledTemplate).render(scopeView(run, scope), createBudget()) as JsonObject;
    const name = String(input["name"]);
    const kept = takeSignal(run, name);
    if (kept !== null) {
      endNode(run, scope, node, "out", kept.payload, input);
      return;
    }
    openEntry(run, scope, node, "signal", { memo: name });
    traceNode(run, scope, node, "waiting", { input });
  },
  onEvent(run, entry, event) {
    if (event.kind !== "signalReceived") return;
    run.open.delete(entry.path);
    endNode(run, run.scopes.get(entry.scope)!, entry.node, "out", event.payload);
  },
};
