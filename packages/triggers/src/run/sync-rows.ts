import { claimTriggerSyncs, delayTriggerSync, markTriggerSynced, type TriggerRow } from "@tempograph/db";
import { backOffMs } from "@tempograph/runtime";
import { TriggerSyncError, type TriggerDeps, type TriggerKind } from "../trigger-kind.ts";

const FAILING = { minMs: 500, maxMs: 60_000 };

/**
 * Carries changes of triggers to the outside, one round. A worker that dies in between leaves its rows to others when its lease ends
 * (I4); so a kind's `sync` may run twice, and has to be idempotent.
 */
export async function syncRows(
  deps: TriggerDeps,
  kinds: ReadonlyMap<string, TriggerKind>,
  { limit, leaseMs }: { readonly limit: number; readonly leaseMs: number },
): Promise<{ readonly tried: number; readonly mayBeMore: boolean }> {
  const { rows, mayBeMore } = await claimTriggerSyncs(deps.db, limit, leaseMs);
  await Promise.all(rows.map((row) => syncRow(deps, kinds.get(row.kind), row)));
  return { tried: rows.length, mayBeMore };
}

async function syncRow(deps: TriggerDeps, kind: TriggerKind | undefined, row: TriggerRow): Promise<void> {
  const { db, logger } = deps;
  const { project, workflowId, triggerId } = row;
  try {
    if (kind === undefined) throw unknownKind(row);
    await kind.sync?.(deps, row);
    await markTriggerSynced(db, row);
  } catch (error) {
    logger.warn(
      { err: error, project, workflowId, triggerId },
      "A trigger could not be brought into line; it is tried again",
    );
    await delayTriggerSync(db, row, problemOf(error), backOffMs(row.attempts + 1, FAILING));
  }
}

export function problemOf(error: unknown): { readonly code: string; readonly message: string; readonly hint: string } {
  if (error instanceof TriggerSyncError) return { code: error.code, message: error.message, hint: error.hint };
  return {
    code: "TRIGGER_SYNC_FAILED",
    message: `The trigger could not be brought into line with what was published: ${error instanceof Error ? error.message : String(error)}`,
    hint: "Nothing has to be done if Temporal or a database was away: the worker tries again.",
  };
}

function unknownKind({ kind }: TriggerRow): TriggerSyncError {
  return new TriggerSyncError(
    "TRIGGER_KIND_UNKNOWN",
    `This worker does not know triggers of the kind ${JSON.stringify(kind)}.`,
    "Run the version of Tempograph with which the workflow was published, or a newer one.",
  );
}
