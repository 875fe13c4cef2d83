import { endNode } from "../step/ending.ts";
import { closeEntry } from "../step/open.ts";
import type { Caller, Operation, Refusal } from "../operation.ts";
import { incidentAt, isRefusal, type OperationRule } from "./operation-rule.ts";
import { scopeOf } from "../state/open-entries.ts";
import type { OpenEntry } from "../state/open-entry.ts";
import type { ProgramNode } from "../state/program.ts";
import type { Run } from "../state/run.ts";

/** Ends a failed step with an output that the person gives, so that the execution continues. */
export const skip: OperationRule<Extract<Operation, { name: "skip" }>> = {
  check(run, { path, output, port }, by) {
    const entry = incidentAt(run, path);
    if (isRefusal(entry)) return entry;
    const { ports } = entry.node.definition;
    if (output === undefined) {
      return {
        code: "INPUT_INVALID",
        message: "Skipping a step needs an output.",
        hint: "Give the output that later steps shall read.",
      };
    }
    if (port === undefined ? ports.includes("out") || ports.length === 0 : ports.includes(port)) {
      return notAllowed(run, entry, by);
    }
    return {
      code: "INPUT_INVALID",
      // A node without `out`, such as an approval, has no default port: nobody shall approve by leaving a field out.
      message:
        port === undefined
          ? `"${path}" has no port "out", so the port must be named.`
          : `"${path}" has no port "${port}".`,
      hint: `Its ports are ${ports.join(", ")}.`,
    };
  },
  carryOut(run, { path, output, port }, by) {
    const entry = run.open.get(path)!;
    closeEntry(run, entry);
    run.decided.set(path, { as: "skipped", by: by.name });
    // The step has not succeeded, so there is nothing to compensate (rule 8).
    endNode(run, scopeOf(run, entry), entry.node, port ?? "out", output, {
      by: by.name,
      isSkipped: true,
      also: entry.node.construct.also,
    });
  },
};

/**
 * Whoever skips an approval that failed decides in place of its approvers, whom it has not asked. The same holds for a container with an
 * approval inside.
 */
function notAllowed(run: Run, { path, node }: OpenEntry, by: Caller): Refusal | null {
  if (by.roles.includes("admin") || run.program.definition.interpreterVersion < 3 || !asksPerson(node)) return null;
  const isContainer = node.inner.length > 0;
  const what = isContainer ? "has an approval inside" : "failed before anybody was asked";
  return {
    code: "NOT_AUTHORISED",
    message: `"${path}" (${node.definition.type}) ${what}, and only an admin may decide in place of the approvers.`,
    hint: `${isContainer ? "Run the execution again from it" : "Retry it"}, let it fail, or ask an admin to skip it.`,
  };
}

function asksPerson({ construct, inner }: ProgramNode): boolean {
  return construct.decidedByPerson !== undefined || inner.some(({ nodes }) => nodes.some(asksPerson));
}
