import { changeTriggerState, findTriggers, lockWorkflow, type Database, type TriggerRow } from "@tempograph/db";
import type { JsonObject } from "@tempograph/graph";
import { outboxStatements, triggerKinds } from "@tempograph/triggers";
import { z } from "zod";
import { notFound, ok, refuse, type Result } from "../../app/app-error.ts";
import { unknownWorkflow } from "../../app/saved-workflow.ts";
import { liveTrigger, liveTriggerAnswer } from "../answers/trigger.ts";
import { answer, flag, input, optional } from "../fields.ts";
import { defineOperation, type Context } from "../operation.ts";
import { triggerKey } from "./triggers.ts";

const common = {
  kind: "mutation",
  permission: "workflows",
  errors: ["notFound"],
  audit: true,
  idempotency: "triggerId",
} as const;

const path = (last: string) =>
  ({ method: "POST", path: `/workflows/:id/triggers/:triggerId/${last}`, tag: "workflows" }) as const;

export const workflowTriggerContinue = defineOperation({
  ...common,
  name: "workflowTriggerContinue",
  summary: "Let a stopped trigger go on without what it lost",
  description:
    "Lets a trigger go on that was stopped because changes were lost: a replication slot is gone, or its backlog was too large. It goes on from now; its state names the gap, in which changes started nothing. A trigger that was not stopped does not change.",
  input: input("WorkflowTriggerContinueInput", "Which trigger goes on.", triggerKey),
  result: {
    payload: "WorkflowTriggerContinuePayload",
    description: "The trigger that goes on.",
    fields: { trigger: { type: "LiveTrigger", description: "The trigger as it is now.", from: liveTrigger } },
  },
  rest: { ...path("continue"), answer: { schema: liveTriggerAnswer, from: liveTrigger } },
  run: (context, { id, triggerId }) =>
    changed(
      context,
      id,
      triggerId,
      () => true,
      ({ kind, state }) => triggerKinds.get(kind)?.goOn?.(state, new Date().toISOString()) ?? null,
    ),
});

const outboxInput = {
  ...triggerKey,
  dryRun: optional(flag("Only tell the SQL. Default false.")),
};

const outboxAnswer = answer("DatabaseTriggerOutbox", "A trigger of the kind `database`, and SQL for its outbox.", {
  trigger: liveTriggerAnswer.describe("The trigger as it is now."),
  sql: z.array(z.string()).describe("What a worker runs in your database, in one transaction."),
});

const outboxOperation = <const Name extends string>(
  name: Name,
  wanted: boolean,
  words: { readonly summary: string; readonly description: string; readonly which: string; readonly path: string },
) => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}`;
  const shown = (row: TriggerRow) => ({ trigger: liveTrigger(row), sql: outboxStatements(row, wanted) });
  return defineOperation({
    ...common,
    name,
    summary: words.summary,
    description: words.description,
    input: input(`${type}Input`, words.which, outboxInput),
    result: {
      payload: `${type}Payload`,
      description: "The trigger, and the SQL.",
      fields: {
        trigger: { type: "LiveTrigger", description: "The trigger as it is now.", from: liveTrigger },
        sql: {
          type: "[String]",
          description: "What a worker runs in your database, in one transaction.",
          from: (row: TriggerRow) => outboxStatements(row, wanted),
        },
      },
    },
    rest: { ...path(words.path), answer: { schema: outboxAnswer, from: shown } },
    run: (context, { id, triggerId, dryRun }) =>
      changed(
        context,
        id,
        triggerId,
        ({ kind }) => kind === "database",
        () => (dryRun === true ? null : { outboxWanted: wanted }),
      ),
  });
};

export const databaseTriggerInstall = outboxOperation("databaseTriggerInstall", true, {
  summary: "Install an outbox for a database trigger",
  description:
    "Installs an outbox in your database, for a trigger of the kind `database` whose server offers no logical replication: a table in the schema `tempograph`, a function, and a trigger on your table for each operation. A worker does it; until then the trigger is `following`, and its `problem` says what kept it from it.",
  which: "For which trigger.",
  path: "outbox/install",
});

export const databaseTriggerRemove = outboxOperation("databaseTriggerRemove", false, {
  summary: "Remove the outbox of a database trigger",
  description:
    "Removes the outbox from your database. Changes in it that were not read yet start nothing. A trigger whose mode is not `outbox` goes on through logical replication.",
  which: "Of which trigger.",
  path: "outbox/remove",
});

/** Changes the state of a live trigger; `change` answers null where nothing is to be done. */
async function changed(
  { deps: { db } }: Context,
  id: string,
  triggerId: string,
  isOne: (row: TriggerRow) => boolean,
  change: (row: TriggerRow) => JsonObject | null,
): Promise<Result<TriggerRow>> {
  return await db.transaction().execute(async (tx): Promise<Result<TriggerRow>> => {
    if ((await lockWorkflow(tx, id)) === undefined) return refuse(unknownWorkflow(id));
    const found = async (from: Database) =>
      (await findTriggers(from, [id])).find((row) => row.triggerId === triggerId && isOne(row));
    const row = await found(tx);
    if (row === undefined)
      return refuse(
        notFound(
          "trigger",
          triggerId,
          "Look it up in `workflowTriggers`, with its kind; an archived workflow has none.",
          "/triggerId",
        ),
      );
    const changes = change(row);
    if (changes === null) return ok(row);
    await changeTriggerState(tx, row, changes);
    return ok((await found(tx)) ?? row);
  });
}
