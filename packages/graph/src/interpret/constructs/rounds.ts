import type { Failure } from "../../definition/failure.ts";
import type { Json } from "../../definition/json.ts";
import { expressionFailure } from "../step/expression-failure.ts";
import { endNode } from "../step/ending.ts";
import { newProgress } from "../scope/loop-progress.ts";
import { closeEntry, openEntry } from "../step/open.ts";
import { openScope } from "../scope/open-scope.ts";
import type { OpenEntry, Run } from "../run.ts";
import { scopeOf, scopeOutput, type Closing, type ScopeInstance } from "../scope/scope-instance.ts";
import type { ProgramNode } from "../../compile/program.ts";
import { traceNode } from "../step/trace-node.ts";
import { failLoop } from "../scope/compensate-rounds.ts";

/** Whether there is another round: yes, no, or why not. Throws ExpressionError. */
export type HasNext = (run: Run, entry: OpenEntry) => boolean | Failure;

/** Begins a loop of one round after another. `total`: rounds in all, -1 where a condition decides. */
export function beginRounds(
  run: Run,
  scope: ScopeInstance,
  node: ProgramNode,
  total: number,
  input: Json,
  hasNext: HasNext,
): void {
  traceNode(run, scope, node, "started", { input });
  const entry = openEntry(run, scope, node, "container", { loop: newProgress({ total }), children: new Set<string>() });
  nextRound(run, entry, hasNext);
}

/** A round ended: what it gave is what the next one, and the condition, read as `steps.<loop>`. */
export function roundEnded(run: Run, entry: OpenEntry, child: ScopeInstance, closing: Closing, hasNext: HasNext): void {
  const loop = entry.loop!;
  if (closing.kind === "failed") {
    failLoop(run, entry, closing.failure);
    return;
  }
  loop.last = scopeOutput(child);
  nextRound(run, entry, hasNext);
}

function nextRound(run: Run, entry: OpenEntry, hasNext: HasNext): void {
  const loop = entry.loop!;
  const scope = scopeOf(run, entry);
  const { node } = entry;
  const soFar = { rounds: loop.next, last: loop.last };
  if (node.readsItself) scope.outputs[node.index] = soFar;
  let next: boolean | Failure;
  try {
    next = hasNext(run, entry);
  } catch (error) {
    next = expressionFailure(error);
  }
  if (next === true) {
    const index = loop.next;
    loop.next += 1;
    const path = `${entry.path}[${index}]`;
    openScope(run, entry, node.inner[0]!, { key: path, path, index });
    return;
  }
  if (next !== false) {
    failLoop(run, entry, next);
    return;
  }
  closeEntry(run, entry);
  endNode(run, scope, node, "out", soFar);
}
