import { LOCAL_RETRY_THRESHOLD_MS, longestBackoffMs, retryPolicy } from "../../definition/freeze-policies.ts";
import { DurationError } from "../../definition/duration.ts";
import type { GraphNode } from "../../definition/graph.ts";
import type { JsonObject } from "../../definition/json.ts";
import type { NodeTypeManifest } from "../../definition/node-type.ts";
import { createBudget } from "../../expression/budget.ts";
import { compileCondition } from "../../expression/compile-condition.ts";
import { ExpressionError } from "../../expression/expression-error.ts";
import type { Fix } from "../../definition/fix.ts";
import { removeValue } from "../make-fix.ts";
import type { Rule } from "../rule.ts";

/**
 * A burst step may run more than once, or run and leave no record, even when nothing crashes (docs/machine.md). So only
 * idempotent steps that need no compensation may be burst.
 */
export const burst: Rule = function* ({ graph, nodes, types, scopes, nodePath }) {
  for (const [index, node] of nodes.entries()) {
    const type = types.get(node.type);
    const own = node.settings?.durability;
    if (type?.runs !== "activity" || (own ?? graph.settings?.durability) !== "burst") continue;
    const path = own === undefined ? nodePath(index) : `${nodePath(index)}/settings/durability`;
    const place = { path, node: node.id } as const;
    if (scopes.compensates.has(index)) {
      // A compensation is on the step lane even if the graph's settings ask for burst.
      if (own === undefined) continue;
      yield {
        code: "BURST_WITH_COMPENSATION",
        severity: "error",
        ...place,
        message: `"${node.id}" compensates another step and must not run on the burst lane: a run that leaves no record would be repeated.`,
        hint: "Remove durability from its settings: a compensation always runs on the step lane.",
        fix: removeValue(path, own, "Remove durability from its settings"),
      };
      continue;
    }
    if (!isIdempotent(node, type)) {
      yield {
        code: "BURST_NOT_IDEMPOTENT",
        severity: "error",
        ...place,
        message: `"${node.id}" is on the burst lane, where a step may run twice, but neither the node nor its type is marked as idempotent.`,
        hint: 'Write "idempotent": true in its settings if a second run does no harm, else "durability": "step".',
        fix: writeLane(node, nodePath(index)),
      };
    }
    if (node.settings?.compensate !== undefined) {
      yield {
        code: "BURST_WITH_COMPENSATION",
        severity: "error",
        ...place,
        message: `"${node.id}" is on the burst lane and has a compensation: a run that leaves no record could not be compensated.`,
        hint: 'Write "durability": "step" in its settings.',
        fix: writeLane(node, nodePath(index)),
      };
    }
    const taskQueue = node.settings?.taskQueue ?? type.taskQueue;
    if (taskQueue !== undefined) {
      if (own !== "burst") continue;
      yield {
        code: "BURST_ON_TASK_QUEUE",
        severity: "warning",
        ...place,
        message: `"${node.id}" runs on the task queue "${taskQueue}"; a burst step runs in the worker of its workflow, so this one runs on the step lane.`,
        hint: "Remove durability or taskQueue from its settings.",
        fix: removeValue(path, own, "Remove durability from its settings"),
      };
      continue;
    }
    const backoff = longestBackoff(node, type);
    if (own !== "burst" || backoff <= LOCAL_RETRY_THRESHOLD_MS) continue;
    yield {
      code: "BURST_BACKOFF_TOO_LONG",
      severity: "warning",
      ...place,
      message: `"${node.id}" may wait ${backoff} ms between two attempts; over ${LOCAL_RETRY_THRESHOLD_MS} ms it runs on the step lane.`,
      hint: `Write a retry.maximumInterval of at most ${LOCAL_RETRY_THRESHOLD_MS} ms, or fewer attempts.`,
    };
  }
};

/** Nobody but the author can say that a second run does no harm, so the change takes the lane on which it cannot happen. */
function writeLane({ id, settings }: GraphNode, path: string): Fix {
  const at = `${path}/settings`;
  const isHere = { op: "test", path: `${path}/id`, value: id } as const;
  return {
    title: "Run it on the step lane",
    patch:
      settings === undefined
        ? [isHere, { op: "add", path: at, value: { durability: "step" } }]
        : [isHere, { op: "add", path: `${at}/durability`, value: "step" }],
  };
}

/** The setting `idempotent` of the node overrides the one of its node type. */
export function isIdempotent(node: GraphNode, type: NodeTypeManifest): boolean {
  const word = node.settings?.idempotent;
  if (typeof word === "boolean") return word;
  return typeof type.idempotent === "boolean" ? type.idempotent : holds(type.idempotent.when, node.data);
}

/** False if the condition reads a field that holds a template, because its value is not known before the run. */
function holds(when: Parameters<typeof compileCondition>[0], data: JsonObject): boolean {
  try {
    const condition = compileCondition(when);
    const templated = condition.references.some(({ root, path }) => {
      const value = data[(root === "payload" ? path[0] : root) ?? ""];
      return value !== undefined && JSON.stringify(value).includes("{{");
    });
    if (templated) return false;
    const scope = {
      root: (name: string) => (name === "payload" ? data : undefined),
      step: () => undefined,
      steps: () => ({}),
    };
    return condition.evaluate(scope, createBudget(), "trigger");
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}

function longestBackoff(node: GraphNode, type: NodeTypeManifest): number {
  try {
    return longestBackoffMs(retryPolicy(node.settings?.retry, type.retry));
  } catch (error) {
    // The settings rule reports this problem.
    if (error instanceof DurationError) return 0;
    throw error;
  }
}
