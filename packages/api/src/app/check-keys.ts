import type { ScheduledStep } from "@tempograph/db";
import { idempotencyKey } from "@tempograph/graph";

/** What the keys of steps say (I5). */
export interface KeysChecked {
  readonly looked: number;
  /** Some of the steps whose key does not follow from their execution and path. */
  readonly wrong: readonly string[];
}

/** A person can retry a step with another input, which gives it another key, some times in a row. */
const MOST_REVISIONS = 100;
const NAMED = 10;

/** Computes the key of each step anew. Arguments that are no `StepMeta` belong to an activity that is no step. */
export function checkKeys(steps: readonly ScheduledStep[]): KeysChecked {
  let looked = 0;
  const wrong: string[] = [];
  for (const { executionId, path, meta } of steps) {
    const key = keyOf(meta);
    if (key === undefined) continue;
    looked++;
    if (!isKeyOf(key, executionId, path)) wrong.push(`${executionId} ${path}`);
  }
  return { looked, wrong: wrong.slice(0, NAMED) };
}

function isKeyOf(key: string, executionId: string, path: string): boolean {
  for (let revision = 0; revision < MOST_REVISIONS; revision++)
    if (idempotencyKey(executionId, path, revision) === key) return true;
  return false;
}

function keyOf(meta: string): string | undefined {
  const { idempotencyKey: key } = JSON.parse(Buffer.from(meta, "base64").toString()) as { idempotencyKey?: unknown };
  return typeof key === "string" ? key : undefined;
}
