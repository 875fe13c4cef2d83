import { MAX_CALL_DEPTH } from "../../definition/limits.ts";
import { descriptorOf } from "../../interpret/constructs/index.ts";
import type { Rule } from "../rule.ts";

/** A workflow that calls itself is told so: without a branch around the call, each of its executions calls the next one. */
export const selfCalls: Rule = function* ({ nodes, workflow, nodePath }) {
  if (workflow === undefined) return;
  for (const [index, { id, type, data }] of nodes.entries()) {
    const awaits = descriptorOf(type)?.awaits;
    if (awaits?.kind !== "workflow" || awaits.nameIn === undefined) continue;
    const called = data[awaits.nameIn];
    if (called !== workflow.id && called !== workflow.name) continue;
    yield {
      code: "CALLS_ITSELF",
      severity: "warning",
      path: `${nodePath(index)}/data/${awaits.nameIn}`,
      node: id,
      message: `"${id}" calls this workflow itself: each execution calls the next one, ${MAX_CALL_DEPTH} at most, unless a branch ends the chain.`,
      hint: "Check that a branch leads past the call at some point; or repeat with a loop (`while`, `for_each`), which adds no call.",
    };
  }
};
