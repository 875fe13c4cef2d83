import type { Construct } from "../state/construct.ts";
import { endNode, failNode } from "../step/ending.ts";
import { closeEntry, openEntry } from "../step/open.ts";
import { openScope } from "../scope/open-scope.ts";
import { scopeOutput } from "../state/scope-instance.ts";
import { traceNode } from "../effects/trace-node.ts";
import { anyOutput, compensateSchema } from "./container-schema.ts";
import { CORE_PACK } from "./core-pack.ts";
import { scopeOf } from "../state/open-entries.ts";

/** Runs the nodes inside in a scope of their own, and ends when all of them have ended. */
export const parallel: Construct<null, undefined> = {
  manifest: {
    type: "parallel",
    title: "Parallel",
    description: "Runs the nodes inside at the same time and continues when all of them have ended.",
    runs: "machine",
    input: { type: "object", properties: { compensate: compensateSchema } },
    output: anyOutput,
    ports: ["out"],
    idempotent: true,
    sentence: ["together"],
    pack: CORE_PACK,
    example: {},
  },
  fields: { compensate: "literal" },
  fieldsOnly: true,
  container: { scopes: "one" },
  outputOf: (_, inside) => inside(),
  compile: () => ({ compiled: null, references: [] }),
  enter(run, scope, node) {
    traceNode(run, scope, node, "started");
    const entry = openEntry(run, scope, node, "container", undefined, { children: new Set<string>() });
    openScope(run, entry, node.inner[0]!, { key: entry.path, path: entry.path });
  },
  onScopeEnd(run, entry, child, closing) {
    closeEntry(run, entry);
    const scope = scopeOf(run, entry);
    if (closing.kind === "failed") failNode(run, scope, entry.node, closing.failure);
    else endNode(run, scope, entry.node, "out", scopeOutput(child));
  },
};
