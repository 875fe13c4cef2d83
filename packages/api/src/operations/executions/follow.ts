import { findExecutions, type UpdateRecord } from "@tempograph/db";
import { ok, refuse } from "../../app/app-error.ts";
import { unknownExecution } from "../../app/steer-execution.ts";
import { lastSeen } from "../../http/read-body.ts";
import { updateAnswer } from "../answers/execution.ts";
import { deprecated, input, optional, text } from "../fields.ts";
import { defineOperation } from "../operation.ts";
import { executionId, whichExecution } from "./execution-input.ts";

/** Every update behind the cursor, stored ones first, then live; ends behind the closing one (I7). */
export const executionEvents = defineOperation({
  name: "executionEvents",
  kind: "subscription",
  permission: "read",
  summary: "The updates of an execution, live (Server-Sent Events)",
  description:
    "Every update of an execution behind the cursor, first the stored ones, then live; ends behind the closing one. " +
    "After a lost connection, subscribe again with the last cursor: every later update comes once.",
  input: input("ExecutionEventsInput", "Which execution to follow, and from where on.", {
    id: optional(executionId),
    executionId: deprecated(executionId, "Use `id`."),
    after: optional(text("Cursor of the last update that was seen. Absent: from the beginning.")),
  }),
  errors: ["validation", "notFound"],
  result: { type: "ExecutionUpdate" },
  rest: {
    method: "GET",
    path: "/executions/:id/events",
    tag: "executions",
    description:
      "First those stored behind the cursor, then live; ends behind the closing one. Each has its cursor as `id` and its kind as `event`. " +
      "204 where the execution has ended and nothing is left, which stops EventSource.",
    query: { after: "Cursor of the last update that was seen." },
    read: (request) => ({ id: (request.params as { readonly id: string }).id, after: lastSeen(request) }),
    headers: { "last-event-id": "The same as `after`, as EventSource sends it." },
    answer: { schema: updateAnswer, from: (updates) => updates },
  },
  async run({ deps: { db, live } }, input) {
    const which = whichExecution(input);
    if (!which.ok) return which;
    const { executionId, idField } = which.value;
    const after = input.after ?? "0";
    if (!/^\d{1,18}$/.test(after))
      return refuse({
        code: "INVALID_INPUT",
        message: `${JSON.stringify(after.slice(0, 50))} is no cursor of an execution's updates.`,
        path: "/after",
        hint: "Give the `cursor` of the last update that was seen, or none to begin at the beginning.",
      });
    const [execution] = await findExecutions(db, [executionId]);
    if (execution === undefined) return refuse({ ...unknownExecution(executionId), path: `/${idField}` });
    return ok<AsyncGenerator<UpdateRecord>>(live.follow(executionId, after));
  },
});
