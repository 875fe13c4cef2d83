import type { Failure } from "../../definition/failure.ts";
import type { Json } from "../../definition/json.ts";
import { expressionFailure } from "../step/expression-failure.ts";
import { endNode } from "../step/ending.ts";
import { type LoopProgress, newProgress } from "../state/loop-progress.ts";
import { closeEntry, openEntry } from "../step/open.ts";
import { openScope } from "../scope/open-scope.ts";
import type { Run } from "../state/run.ts";
import { type Closing, type ScopeInstance, scopeOutput } from "../state/scope-instance.ts";
import type { ProgramNode } from "../state/program.ts";
import { traceNode } from "../effects/trace-node.ts";
import { failLoop } from "../scope/compensate-rounds.ts";
import type { OpenEntry } from "../state/open-entry.ts";
import { scopeOf } from "../state/open-entries.ts";

/** Decides whether another round begins: yes, no, or the failure of the loop. Throws ExpressionError. */
export type HasNext<Compiled> = (run: Run, entry: OpenEntry<Compiled, LoopProgress>) => boolean | Failure;

/**
 * Begins a loop that runs one round after another.
 *
 * @param total the largest number of rounds
 */
export function beginRounds<Compiled>(
  run: Run,
  scope: ScopeInstance,
  node: ProgramNode<Compiled>,
  total: number,
  input: Json,
  hasNext: HasNext<Compiled>,
): void {
  traceNode(run, scope, node, "started", { input });
  const entry = openEntry(run, scope, node, "container", newProgress({ total }), { children: new Set<string>() });
  nextRound(run, entry, hasNext);
}

/** A round ended. The condition and the next round read its output as `steps.<loop>.last`. */
export function roundEnded<Compiled>(
  run: Run,
  entry: OpenEntry<Compiled, LoopProgress>,
  child: ScopeInstance,
  closing: Closing,
  hasNext: HasNext<Compiled>,
): void {
  const loop = entry.memo;
  if (closing.kind === "failed") {
    failLoop(run, entry, closing.failure);
    return;
  }
  loop.last = scopeOutput(child);
  nextRound(run, entry, hasNext);
}

function nextRound<Compiled>(run: Run, entry: OpenEntry<Compiled, LoopProgress>, hasNext: HasNext<Compiled>): void {
  const loop = entry.memo;
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
