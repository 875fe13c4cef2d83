import type { Following } from "../trigger-kind.ts";
import type { ReadChange } from "./change.ts";
import { changeEvent, withoutRows } from "./change-event.ts";

/**
 * Stores changes as events, all or none (I1). An event that our Postgres refuses, whatever the reason, is stored without its rows: it must
 * not keep the trigger from all changes that follow.
 */
export async function storeChanges(
  store: Following["store"],
  from: { readonly project: string; readonly source: string },
  changes: readonly ReadChange[],
): Promise<void> {
  try {
    await store(changes.map((change) => changeEvent(change, from)));
  } catch (error) {
    if (!isInvalid(error)) throw error;
    for (const change of changes) {
      const event = changeEvent(change, from);
      try {
        await store([event]);
      } catch (own) {
        if (!isInvalid(own)) throw own;
        // First only the columns that Postgres cannot hold as JSON.
        try {
          await store([withoutRows(event, isUnstorable)]);
        } catch (rest) {
          if (!isInvalid(rest)) throw rest;
          await store([withoutRows(event)]);
        }
      }
    }
  }
}

/** JSON of the type `json` may have the character of the code 0, and halves of characters. `jsonb` takes neither. */
function isUnstorable(value: unknown): boolean {
  return /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/.test(JSON.stringify(value));
}

function isInvalid(error: unknown): boolean {
  return (error as { readonly code?: unknown } | null)?.code === "EVENT_INVALID";
}
