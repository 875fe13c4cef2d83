import { askToReconcile, findExecutions, listReconcilable, type Reconcilable } from "@tempograph/db";
import { z } from "zod";
import { invalidInput, ok, refuse } from "../../app/app-error.ts";
import { unknownExecution } from "../../app/steer-execution.ts";
import { executionStatus } from "../answers/execution.ts";
import { answer, choice, input } from "../fields.ts";
import { executionId, executionPayload, executionRest } from "../executions/execution-input.ts";
import { defineOperation } from "../operation.ts";

const MOST = 1_000;

const counts = choice("ReconcileBy", "What counts where Temporal and the mirror differ.", {
  temporal:
    "What Temporal has takes the place of what was mirrored. What Temporal does not know is started again with the same event and idempotency keys.",
  mirror:
    "What was mirrored stays. If Temporal has the execution open, it is terminated there. Only of executions that have ended.",
});

export const reconcilableAnswer = answer(
  "Reconcilable",
  "An execution that Temporal has otherwise than it was mirrored, so that a person has to decide.",
  {
    executionId: z.string().describe("The execution's id, `exe_…`."),
    status: executionStatus,
    difference: z.string().nullable().describe("What differs. Null: Temporal does not know the run, which is open."),
    decided: counts.nullable().describe("What was decided, and a worker has yet to do. Null: nothing yet."),
  },
);

export const executionsToReconcile = defineOperation({
  name: "executionsToReconcile",
  kind: "query",
  permission: "read",
  summary: "List executions that Temporal has otherwise than they were mirrored",
  description:
    "Lists executions that Temporal does not know, or has otherwise than they were mirrored, such as after its data was restored from an older copy: the oldest 1,000.",
  input: input("ReconcilableQuery", "Which ones: all.", {}),
  errors: ["unavailable"],
  result: { type: "[Reconcilable]" },
  rest: {
    method: "GET",
    path: "/reconcilable",
    tag: "system",
    answer: {
      schema: z.object({ items: z.array(reconcilableAnswer) }),
      from: (items: readonly Reconcilable[]) => ({ items: [...items] }),
    },
  },
  run: async ({ deps }) => ok(await listReconcilable(deps.db, MOST)),
});

export const executionReconcile = defineOperation({
  name: "executionReconcile",
  kind: "mutation",
  permission: "steer",
  audit: true,
  errors: ["validation", "notFound", "unavailable"],
  summary: "Decide what counts of an execution that Temporal has otherwise than it was mirrored",
  description:
    "Decides about an execution that Temporal does not know or has otherwise than it was mirrored. A worker carries the decision out within some seconds. What was mirrored before is kept in the table `superseded_runs`.",
  input: input("ExecutionReconcileInput", "Which execution, and what counts.", {
    id: executionId,
    counts: counts.describe("What counts where Temporal and the mirror differ."),
  }),
  result: executionPayload("ExecutionReconcilePayload", "The execution as it was when the decision was noted."),
  rest: { method: "POST", path: "/executions/:id/reconcile", tag: "executions", status: 202, answer: executionRest },
  async run({ deps }, { id, counts }) {
    const [execution] = await findExecutions(deps.db, [id]);
    if (execution === undefined) return refuse(unknownExecution(id));
    if (counts === "mirror" && execution.closedAt === null)
      return refuse(
        invalidInput(
          "/counts",
          "The execution has not ended, so the mirror has no end of it to keep.",
          "Terminate it, or let Temporal count.",
        ),
      );
    if (await askToReconcile(deps.db, id, counts)) return ok(execution);
    return refuse(
      invalidInput(
        "/id",
        "Temporal has this execution as it was mirrored, so there is nothing to decide.",
        "`executionsToReconcile` lists those that differ.",
      ),
    );
  },
});
