import { failNode } from "../step/ending.ts";
import { incidentOf } from "../step/incident.ts";
import { closeEntry } from "../step/open.ts";
import type { Operation } from "../operation.ts";
import { incidentAt, isRefusal, type OperationRule } from "./operation-rule.ts";
import { scopeOf } from "../state/open-entries.ts";

/** Resolves an incident by letting the step fail; its scope then fails with it. */
export const fail: OperationRule<Extract<Operation, { name: "fail" }>> = {
  check(run, { path }) {
    const entry = incidentAt(run, path);
    return isRefusal(entry) ? entry : null;
  },
  carryOut(run, { path, message }, by) {
    const entry = run.open.get(path)!;
    const { failure } = incidentOf(entry);
    closeEntry(run, entry);
    run.decided.set(path, { as: "failed", by: by.name });
    const withMessage =
      message === undefined ? failure : { ...failure, message: `${failure.message} (${by.name}: ${message})` };
    failNode(run, scopeOf(run, entry), entry.node, withMessage, {
      isFinal: true,
      by: by.name,
      also: entry.node.construct.also,
    });
  },
};
