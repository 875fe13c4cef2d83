import {
  isPostgresAway,
  lockConnectionTokens,
  openObtained,
  readConnectionTokens,
  sealObtained,
  storeConnectionTokens,
  type Database,
  type StepConnectionRecord,
} from "@tempograph/db";
import type { JsonObject } from "@tempograph/graph";
import { isNodeError, type KeptCredentials } from "@tempograph/nodes-sdk";
import { type FaultPoint, type KeyRing, SealError } from "@tempograph/runtime";
import { createTurns } from "./turns.ts";

/** Just before new credentials are written, and after they were. */
export type KeepPoint = "obtained" | "stored";

export interface KeptCredentialsStore {
  of(connection: StepConnectionRecord): KeptCredentials;
  /** Waits for the renewals that are under way: their answers have to be written. */
  idle(): Promise<void>;
}

/** A renewal holds a connection to Postgres while a server elsewhere answers; all others belong to the rest of the worker. */
const MOST_RENEWALS = 2;
/** How long a worker goes on trying to write what it has obtained, when Postgres went away meanwhile. */
const WRITE_FOR_MS = 60_000;

/**
 * Keeps in Postgres what connections obtain with their credentials. A renewal locks the row from its reading to its writing, so that one
 * attempt among all workers renews, and what it obtained is committed before anybody uses it. Postgres gives the lock back when the
 * worker dies. A worker that dies between the answer and the commit loses the answer: the next renewal asks with the old refresh
 * token. Servers with a grace period accept that; others answer `invalid_grant`, and somebody has to sign in again.
 */
export function keptCredentials(
  db: Database,
  master: KeyRing,
  fault: FaultPoint<KeepPoint> = () => undefined,
): KeptCredentialsStore {
  const turns = createTurns(MOST_RENEWALS);
  return {
    idle: () => turns.idle(),
    of(connection) {
      const opened = (sealed: Buffer | undefined): JsonObject | undefined => {
        if (sealed === undefined) return undefined;
        try {
          return openObtained(master, connection, connection, sealed);
        } catch (error) {
          // Other credentials have been written since it was obtained.
          if (error instanceof SealError) return undefined;
          throw error;
        }
      };

      const renewed = async (make: Parameters<KeptCredentials["renew"]>[0]): Promise<JsonObject> => {
        let obtained: JsonObject | undefined;
        const store = async (to: Database, value: JsonObject) =>
          await storeConnectionTokens(to, connection, {
            sealed: sealObtained(master, connection, connection, value),
            problem: null,
          });
        try {
          await db.transaction().execute(async (trx) => {
            const kept = opened(await lockConnectionTokens(trx, connection));
            obtained = await make(kept);
            if (obtained === kept) return;
            await fault("obtained");
            await store(trx, obtained);
          });
        } catch (error) {
          if (obtained === undefined) throw error;
          await untilWritten(async () => await store(db, obtained!));
        }
        await fault("stored");
        return obtained!;
      };

      return {
        read: async () => opened(await readConnectionTokens(db, connection)),
        renew: async (make) =>
          await turns(connection.id, async () => {
            try {
              return await renewed(make);
            } catch (error) {
              if (isNodeError(error) && !error.retryable)
                await storeConnectionTokens(db, connection, { problem: error.code }).catch(() => undefined);
              throw error;
            }
          }),
      };
    },
  };
}

/** Writes on another connection, again and again while Postgres is away. */
async function untilWritten(write: () => Promise<void>): Promise<void> {
  const until = performance.now() + WRITE_FOR_MS;
  for (let waitMs = 50; ; waitMs = Math.min(waitMs * 2, 2_000)) {
    try {
      await write();
      return;
    } catch (error) {
      if (!isPostgresAway(error) || performance.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}
