import { triggerDescriptions } from "@tempograph/graph";
import { databaseKind } from "./database/database-kind.ts";
import { schedule } from "./schedule/schedule.ts";
import { failures } from "./failures/failures.ts";
import { formKind } from "./form/form-kind.ts";
import { poll } from "./poll/poll.ts";
import type { TriggerKind } from "./trigger-kind.ts";
import { webhookKind } from "./webhook/webhook-kind.ts";
import { workflow } from "./workflow/workflow.ts";

/** The kinds that have a running half. */
const runningHalves: readonly TriggerKind[] = [databaseKind, failures, formKind, poll, schedule, webhookKind, workflow];

const byKind = new Map(runningHalves.map((half) => [half.description.kind, half]));

/** Every kind of trigger. One that has no running half only listens to events. */
export const triggerKinds: ReadonlyMap<string, TriggerKind> = new Map(
  triggerDescriptions.map((description) => [description.kind, byKind.get(description.kind) ?? { description }]),
);
