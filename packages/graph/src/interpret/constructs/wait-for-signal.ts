import type { Construct } from "../state/construct.ts";
import { endNode, failNode } from "../step/ending.ts";
import { takeSignal } from "../state/mailbox.ts";
import { armTimeout, closeEntry, openEntry } from "../step/open.ts";
import { compileData, renderData } from "../step/render-data.ts";
import { traceNode } from "../effects/trace-node.ts";
import { deadline, isFailure } from "../step/wait-time.ts";
import { textOf } from "../step/text-of.ts";
import { CORE_PACK } from "./core-pack.ts";
import { timeoutSchema } from "./timeout-schema.ts";
import { scopeOf } from "../state/open-entries.ts";
import type { CompiledTemplate } from "../../expression/compile-template.ts";

/** Waits for a signal with a name. A signal that came before the wait was kept and is taken at once. */
export const waitForSignal: Construct<CompiledTemplate, string> = {
  manifest: {
    type: "wait_for_signal",
    title: "Wait for a signal",
    description: "Waits until the execution receives a signal with this name. The output is the payload of the signal.",
    runs: "machine",
    input: {
      type: "object",
      required: ["name"],
      properties: {
        name: { type: "string", minLength: 1, description: "The signal's name." },
        timeout: timeoutSchema,
      },
    },
    ports: ["out", "timeout"],
    idempotent: true,
    sentence: ["wait for the signal {name}[ for at most {timeout}]"],
    pack: CORE_PACK,
    example: { name: "approved", timeout: "3d" },
  },
  fields: { timeout: "duration" },
  portWords: { timeout: "if it does not come in time" },
  receivesSignals: true,
  awaits: { kind: "signal", nameIn: "name" },
  skippable: true,
  compile: compileData,
  enter(run, scope, node) {
    const input = renderData(run, scope, node);
    const name = textOf(input["name"]);
    const until = deadline(input["timeout"], run.at);
    if (isFailure(until)) {
      failNode(run, scope, node, until, { input });
      return;
    }
    const kept = takeSignal(run, name);
    if (kept !== null) {
      endNode(run, scope, node, "out", kept.payload, { input });
      return;
    }
    const { path } = openEntry(run, scope, node, "signal", name, until === null ? {} : { until });
    if (until !== null) armTimeout(run, path, until);
    traceNode(run, scope, node, "waiting", { input, ...(until !== null && { until }) });
  },
  onEvent(run, entry, event) {
    if (event.kind !== "signalReceived" && event.kind !== "timerFired") return;
    closeEntry(run, entry);
    const scope = scopeOf(run, entry);
    if (event.kind === "signalReceived") endNode(run, scope, entry.node, "out", event.payload);
    else endNode(run, scope, entry.node, "timeout", { name: entry.memo });
  },
};
