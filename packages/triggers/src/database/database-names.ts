import { createHash } from "node:crypto";

/** What a trigger has in the user's database. */
export interface DatabaseNames {
  /** Slot and publication have one name. */
  readonly slot: string;
  /** The table of the outbox, its function and, with the operation behind it, its triggers; in the schema `tempograph`. */
  readonly outbox: string;
}

/** Which trigger it is. */
export interface TriggerKey {
  readonly project: string;
  readonly workflowId: string;
  readonly triggerId: string;
}

export const OUTBOX_SCHEMA = "tempograph";

/** The names are made from the trigger's, so that whoever makes or removes these things a second time finds them. */
export function databaseNames(trigger: TriggerKey): DatabaseNames {
  const text = JSON.stringify([trigger.project, trigger.workflowId, trigger.triggerId]);
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 24);
  return { slot: `tempograph_${hash}`, outbox: `outbox_${hash}` };
}
