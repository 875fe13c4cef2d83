import type { Failure } from "../../definition/failure.ts";
import { closeScope } from "../scope/closing.ts";
import type { Construct } from "../state/construct.ts";
import { endNode } from "../step/ending.ts";
import { type LoopProgress, newProgress } from "../state/loop-progress.ts";
import { closeEntry, openEntry } from "../step/open.ts";
import { openScope } from "../scope/open-scope.ts";
import type { Run } from "../state/run.ts";
import { furtherFailures, scopeOutput, withFurtherFailures } from "../state/scope-instance.ts";
import { traceNode } from "../effects/trace-node.ts";
import { failLoop } from "../scope/compensate-rounds.ts";
import { compensateSchema } from "./container-schema.ts";
import { CORE_PACK } from "./core-pack.ts";
import type { OpenEntry } from "../state/open-entry.ts";
import { scopeOf } from "../state/open-entries.ts";
import { closedObject } from "../../schema/closed-object.ts";

/** Runs its branches at the same time. The first branch that ends wins, and the others are cancelled (rule 6). */
export const race: Construct<null, LoopProgress> = {
  manifest: {
    type: "race",
    title: "Race",
    description: "Runs its branches at the same time. The first one to end wins; the others are cancelled.",
    runs: "machine",
    input: {
      type: "object",
      properties: {
        onBranchError: {
          enum: ["fail", "continue"],
          description: "Whether a failing branch fails the race (default), or the other branches continue.",
        },
        compensate: compensateSchema,
      },
    },
    output: {
      type: "object",
      properties: { winner: { type: ["string", "null"] }, output: { type: "object" } },
      required: ["winner", "output"],
      additionalProperties: false,
    },
    ports: ["out"],
    idempotent: true,
    sentence: ["let the first of these win"],
    pack: CORE_PACK,
    example: {},
  },
  fields: { onBranchError: "literal", compensate: "literal" },
  fieldsOnly: true,
  container: { scopes: "perBranch", gives: "output", compensate: "onFail" },
  // `winner` is null only in a race without branches, which the validator reports as empty.
  outputOf: (_, inside) => closedObject({ winner: { type: "string" }, output: inside() }),
  compile: () => ({ compiled: null, references: [] }),
  enter(run, scope, node) {
    const loop = newProgress({ total: node.inner.length });
    traceNode(run, scope, node, "started", { input: { branches: node.inner.length } });
    const entry = openEntry(run, scope, node, "container", loop, { children: new Set<string>() });
    const { path } = entry;
    for (const [branch, program] of node.inner.entries())
      openScope(run, entry, program, { key: `${path}!${branch}`, path });
    loop.running = node.inner.length;
    if (loop.running === 0) finish(run, entry);
  },
  onScopeEnd(run, entry, child, closing) {
    const loop = entry.memo;
    loop.running -= 1;
    const isOpen = loop.winner === null && loop.stopped === null;
    if (closing.kind === "completed" && isOpen) {
      loop.winner = { id: child.program.roots[0]?.id ?? "", output: scopeOutput(child) };
      cancelOthers(run, entry);
    } else if (closing.kind === "failed" && isOpen) {
      const isOut = entry.node.definition.data["onBranchError"] === "continue";
      loop.failures.push(closing.failure);
      if (!isOut || loop.running === 0) loop.stopped = firstOf(loop.failures);
      if (!isOut) cancelOthers(run, entry);
    } else if (loop.stopped !== null) {
      loop.stopped = withFurtherFailures(
        loop.stopped,
        closing.kind === "failed" ? [closing.failure] : furtherFailures(child),
      );
    }
    if (loop.running === 0) finish(run, entry);
  },
};

function firstOf([first, ...rest]: readonly Failure[]): Failure {
  return withFurtherFailures(first!, rest);
}

function cancelOthers(run: Run, entry: OpenEntry): void {
  for (const key of [...entry.children!]) closeScope(run, run.scopes.get(key)!, { kind: "cancelled" });
}

function finish(run: Run, entry: OpenEntry<null, LoopProgress>): void {
  const { winner, stopped, failures } = entry.memo;
  if (stopped !== null) {
    failLoop(run, entry, stopped);
    return;
  }
  const scope = scopeOf(run, entry);
  closeEntry(run, entry);
  if (failures.length > 0) run.hadErrors = true;
  endNode(run, scope, entry.node, "out", { winner: winner?.id ?? null, output: winner?.output ?? {} });
}
