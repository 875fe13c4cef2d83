import { isEncoded, type ScheduledStep } from "@tempograph/db";
import { idempotencyKey } from "@tempograph/graph";
import type { PayloadAccess } from "./payload-access.ts";
import { payloadFromJson } from "./payload-json.ts";

/** What the keys of steps say (I5). */
export interface KeysChecked {
  readonly looked: number;
  /** Steps whose arguments this process cannot read, because they are encrypted with a key that it does not have. */
  readonly unreadable: number;
  /** Some of the steps whose key does not follow from their execution and path. */
  readonly wrong: readonly string[];
}

/** A person can retry a step with another input, which gives it another key, some times in a row. */
const MOST_REVISIONS = 100;
const NAMED = 10;

/** Computes the key of each step anew. Arguments that are no `StepMeta` belong to an activity that is no step. */
export async function checkKeys(steps: readonly ScheduledStep[], payloads: PayloadAccess): Promise<KeysChecked> {
  const metas = await payloads.decode(
    steps.map(({ meta }) => payloadFromJson(meta)),
    false,
  );
  let looked = 0;
  let unreadable = 0;
  const wrong: string[] = [];
  for (const [index, { executionId, path }] of steps.entries()) {
    const meta = metas[index]!;
    if (isEncoded(meta)) unreadable++;
    const key = isEncoded(meta) ? undefined : keyOf(meta.data);
    if (key === undefined) continue;
    looked++;
    if (!isKeyOf(key, executionId, path)) wrong.push(`${executionId} ${path}`);
  }
  return { looked, unreadable, wrong: wrong.slice(0, NAMED) };
}

function isKeyOf(key: string, executionId: string, path: string): boolean {
  for (let revision = 0; revision < MOST_REVISIONS; revision++)
    if (idempotencyKey(executionId, path, revision) === key) return true;
  return false;
}

/** The key in the JSON of a `StepMeta`; undefined if it is something else. */
function keyOf(data: Uint8Array | null | undefined): string | undefined {
  try {
    const { idempotencyKey: key } = JSON.parse(Buffer.from(data ?? []).toString()) as { idempotencyKey?: unknown };
    return typeof key === "string" ? key : undefined;
  } catch {
    return undefined;
  }
}
