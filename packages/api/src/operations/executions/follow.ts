import { findExecutions, type UpdateRecord } from "@tempograph/db";
import { invalidInput, ok, refuse } from "../../app/app-error.ts";
import { isClosed, unknownExecution } from "../../app/steer-execution.ts";
import { lastSeen } from "../../http/read-body.ts";
import { updateAnswer, updateJson } from "../answers/execution.ts";
import { deprecated, input, optional, text } from "../fields.ts";
import { defineOperation } from "../operation.ts";
import { executionId, whichExecution } from "./execution-input.ts";

/** Gives every update after the cursor, first the stored ones and then new ones. It ends after the closing update (I7). */
export const executionEvents = defineOperation({
  name: "executionEvents",
  kind: "subscription",
  permission: "read",
  summary: "Follow the updates of an execution (Server-Sent Events)",
  description:
    "Gives every update of an execution after the cursor, first the stored ones and then new ones. It ends after the closing update. " +
    "After a lost connection, subscribe again with the last cursor; every later update then comes once.",
  input: input("ExecutionEventsInput", "Which execution to follow, and after which update.", {
    id: optional(executionId),
    executionId: deprecated(executionId, "Use `id`."),
    after: optional(text("The cursor of the last update that was seen. Default: from the beginning.")),
  }),
  errors: ["validation", "notFound"],
  result: { type: "ExecutionUpdate" },
  rest: {
    method: "GET",
    path: "/executions/:id/events",
    tag: "executions",
    description:
      "First the updates stored after the cursor, then new ones. The stream ends after the closing update. Each update has its cursor as `id` and its kind as `event`. " +
      "The answer is 204 if the execution has ended and there are no further updates, which stops EventSource.",
    query: { after: "The cursor of the last update that was seen." },
    read: (request) => ({ id: (request.params as { readonly id: string }).id, after: lastSeen(request) }),
    headers: { "last-event-id": "The same as `after`, as EventSource sends it." },
    answer: { schema: updateAnswer, from: (updates) => updates },
    stream: {
      message: (update: UpdateRecord, { caller }) => ({
        id: update.seq,
        event: update.kind,
        data: updateJson(update, { caller }),
      }),
      // 204 stops EventSource.
      async isOver({ deps: { db } }, request) {
        const after = lastSeen(request);
        const [execution] = await findExecutions(db, [(request.params as { readonly id: string }).id]);
        return (
          after !== undefined &&
          execution !== undefined &&
          isClosed(execution) &&
          BigInt(after) >= BigInt(execution.updateSeq)
        );
      },
    },
  },
  async run({ deps: { db, live }, left }, input) {
    const which = whichExecution(input);
    if (!which.ok) return which;
    const { executionId, idField } = which.value;
    const after = input.after ?? "0";
    if (!/^\d{1,18}$/.test(after))
      return refuse(
        invalidInput(
          "/after",
          `${JSON.stringify(after.slice(0, 50))} is not a cursor of an execution's updates.`,
          "Send the `cursor` of the last update that was seen, or leave it out to get all updates.",
        ),
      );
    const [execution] = await findExecutions(db, [executionId]);
    if (execution === undefined) return refuse({ ...unknownExecution(executionId), path: `/${idField}` });
    return ok<AsyncGenerator<UpdateRecord>>(live.follow(executionId, after, left));
  },
});
