import { endNode } from "../step/ending.ts";
import { closeEntry } from "../step/open.ts";
import type { Operation } from "../operation.ts";
import { incidentAt, isRefusal, type OperationRule } from "./operation-rule.ts";
import { scopeOf } from "../state/open-entries.ts";

/** Goes on past a step that failed, with an output in its place. */
export const skip: OperationRule<Extract<Operation, { name: "skip" }>> = {
  check(run, { path, output, port }) {
    const entry = incidentAt(run, path);
    if (isRefusal(entry)) return entry;
    const { ports } = entry.node.definition;
    if (output === undefined) {
      return {
        code: "INPUT_INVALID",
        message: "Skipping needs an output.",
        hint: "Give what later steps are to read.",
      };
    }
    if (port === undefined ? ports.includes("out") || ports.length === 0 : ports.includes(port)) return null;
    return {
      code: "INPUT_INVALID",
      // Nobody approves by leaving a field out.
      message: port === undefined ? `"${path}" has no port out: say which.` : `"${path}" has no port "${port}".`,
      hint: `Its ports are ${ports.join(", ")}.`,
    };
  },
  carryOut(run, { path, output, port }, by) {
    const entry = run.open.get(path)!;
    closeEntry(run, entry);
    run.decided.set(path, { as: "skipped", by: by.name });
    // Nothing happened that could be compensated (rule 8).
    endNode(run, scopeOf(run, entry), entry.node, port ?? "out", output, {
      by: by.name,
      isSkipped: true,
      also: entry.node.construct.also,
    });
  },
};
