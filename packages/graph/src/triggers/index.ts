import { triggerKind, type Trigger } from "../definition/trigger.ts";
import { database } from "./database.ts";
import { event } from "./event.ts";
import { failures } from "./failures.ts";
import { form } from "./form.ts";
import { manual } from "./manual.ts";
import { schedule } from "./schedule.ts";
import { poll } from "./poll.ts";
import type { TriggerDescription } from "./trigger-description.ts";
import { webhook } from "./webhook.ts";
import { workflow } from "./workflow.ts";

/** Every kind of trigger, the default one first. */
export const triggerDescriptions: readonly TriggerDescription[] = [
  event,
  database,
  failures,
  form,
  manual,
  poll,
  schedule,
  webhook,
  workflow,
];

const byKind = new Map(triggerDescriptions.map((description) => [description.kind, description]));

/** Undefined for a kind that this version does not know: one that was published by a newer version. */
export function describeTrigger(trigger: Trigger): TriggerDescription | undefined {
  return byKind.get(triggerKind(trigger));
}

export function triggerDescription(kind: string): TriggerDescription | undefined {
  return byKind.get(kind);
}
