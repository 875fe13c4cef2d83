import type { ExecutionRecord } from "@tempograph/db";
import { builder } from "./builder.ts";
import { ExecutionConnection } from "./connections.ts";
import { connectionOf } from "./connection.ts";
import { ExecutionStatusEnum } from "./execution-status.ts";
import { ExecutionType } from "./node-refs.ts";

export const ExecutionFilter = builder.inputType("ExecutionFilter", {
  description: "Which executions; what is absent does not narrow.",
  fields: (t) => ({
    workflowId: t.id({ required: false, description: "Of this workflow." }),
    eventId: t.id({ required: false, description: "Started by this event." }),
    rerunOf: t.id({ required: false, description: "Running this execution again." }),
    status: t.field({ type: [ExecutionStatusEnum], required: false, description: "In any of these states." }),
    paused: t.boolean({ required: false, description: "Held by a person, or not." }),
    hasIncident: t.boolean({ required: false, description: "A step failed and waits for a person, or none does." }),
    createdAfter: t.field({ type: "DateTime", required: false, description: "Created at this moment or later." }),
    createdBefore: t.field({ type: "DateTime", required: false, description: "Created before this moment." }),
  }),
});

builder.queryFields((t) => ({
  execution: t.field({
    type: ExecutionType,
    nullable: true,
    description:
      "The execution with this id. Null where there is none. Looking at an open one makes the mirror follow it closely.",
    args: { id: t.arg.id({ required: true, description: "Also the Temporal workflow id." }) },
    resolve: (_root, { id }, { app }) => app.viewExecution(id),
  }),
  executions: t.connection(
    {
      type: ExecutionType,
      description: "Executions, the newest first.",
      args: { filter: t.arg({ type: ExecutionFilter, required: false, description: "Which ones." }) },
      resolve: (_root, args, { app }) =>
        connectionOf(
          args,
          "number",
          (e: ExecutionRecord) => e.seq,
          (page) => app.listExecutions(args.filter ?? {}, page),
        ),
    },
    ExecutionConnection,
  ),
}));
