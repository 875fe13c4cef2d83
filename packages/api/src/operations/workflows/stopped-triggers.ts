import { changeTriggerState, findTriggers, type TriggerRow } from "@tempograph/db";
import type { JsonObject } from "@tempograph/graph";
import { outboxStatements, triggerKinds } from "@tempograph/triggers";
import { z } from "zod";
import type { Result } from "../../app/app-error.ts";
import { liveTrigger, liveTriggerAnswer } from "../answers/trigger.ts";
import { answer, flag, input, optional } from "../fields.ts";
import { defineOperation, type Context } from "../operation.ts";
import {
  changesTrigger,
  changeTrigger,
  triggerField,
  triggerKey,
  triggerRest,
  triggerResult,
  triggerRoute,
} from "./change-trigger.ts";

export const workflowTriggerContinue = defineOperation({
  ...changesTrigger,
  name: "workflowTriggerContinue",
  summary: "Let a stopped trigger go on without what it lost",
  description:
    "Lets a trigger go on that was stopped because changes were lost: a replication slot is gone, or its backlog was too large. It goes on from now; its state names the gap, in which changes started nothing. A trigger that was not stopped does not change.",
  input: input("WorkflowTriggerContinueInput", "Which trigger goes on.", triggerKey),
  result: triggerResult("WorkflowTriggerContinuePayload", "The trigger that goes on."),
  rest: triggerRest("continue"),
  run: (context, key) =>
    changeState(
      context,
      key,
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
  sql: z.array(z.string()).describe("What a worker runs in your database."),
});

const outboxOperation = <const Name extends string>(
  name: Name,
  wanted: boolean,
  words: { readonly summary: string; readonly description: string; readonly which: string; readonly path: string },
) => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}`;
  const shown = (row: TriggerRow) => ({ trigger: liveTrigger(row), sql: outboxStatements(row, wanted) });
  return defineOperation({
    ...changesTrigger,
    name,
    summary: words.summary,
    description: words.description,
    input: input(`${type}Input`, words.which, outboxInput),
    result: {
      payload: `${type}Payload`,
      description: "The trigger, and the SQL.",
      fields: {
        trigger: triggerField,
        sql: {
          type: "[String]",
          description: "What a worker runs in your database.",
          from: (row: TriggerRow) => outboxStatements(row, wanted),
        },
      },
    },
    rest: { ...triggerRoute(words.path), answer: { schema: outboxAnswer, from: shown } },
    run: (context, { dryRun, ...key }) =>
      changeState(
        context,
        key,
        ({ kind }) => kind === "database",
        () => (dryRun === true ? null : { outboxWanted: wanted }),
      ),
  });
};

export const databaseTriggerInstall = outboxOperation("databaseTriggerInstall", true, {
  summary: "Install an outbox for a database trigger",
  description:
    "Installs an outbox in your database, for a trigger of the kind `database` whose server offers no logical replication: a table in the schema `tempograph`, a function, and a trigger on your table for each operation. A trigger that reads through logical replication changes to the outbox and loses no change. A worker does it; until then the trigger is `following`, and its `problem` says what kept it from it.",
  which: "For which trigger.",
  path: "outbox/install",
});

export const databaseTriggerRemove = outboxOperation("databaseTriggerRemove", false, {
  summary: "Remove the outbox of a database trigger",
  description:
    "Removes the outbox from your database. A trigger whose mode is not `outbox` goes on through logical replication and loses no change: the outbox goes when all changes in it are events. A trigger whose mode is `outbox` reads nothing from then on, and changes in the outbox that were not read yet start nothing.",
  which: "Of which trigger.",
  path: "outbox/remove",
});

/** Changes the state of a live trigger for which `isOne` holds; `change` answers null where nothing is to be done. */
function changeState(
  context: Context,
  key: { readonly id: string; readonly triggerId: string },
  isOne: (row: TriggerRow) => boolean,
  change: (row: TriggerRow) => JsonObject | null,
): Promise<Result<TriggerRow>> {
  return changeTrigger(context, key, async (tx) => {
    const found = async () =>
      (await findTriggers(tx, [key.id])).find((row) => row.triggerId === key.triggerId && isOne(row));
    const row = await found();
    const changes = row === undefined ? null : change(row);
    if (row === undefined || changes === null) return row;
    await changeTriggerState(tx, row, changes);
    return (await found()) ?? row;
  });
}
