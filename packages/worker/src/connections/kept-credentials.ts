import {
  hasSameFields,
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
import { isNodeError, type KeptCredentials, type NodeError } from "@tempograph/nodes-sdk";
import { type FaultPoint, type KeyRing, retry, SealError } from "@tempograph/runtime";
import { connectionError, unavailable } from "./connection-error.ts";
import { createTurns } from "./turns.ts";

/** Just before new credentials are written, and after they were. */
export type KeepPoint = "obtained" | "stored";

export interface KeptCredentialsStore {
  /** For an attempt. When its signal aborts, it no longer waits for its turn; a renewal that has begun goes on. */
  of(connection: StepConnectionRecord, signal?: AbortSignal): KeptCredentials;
  /** Begins no further renewal, and waits for those under way: their answers have to be written. */
  stop(): Promise<void>;
}

/**
 * A renewal holds a connection to Postgres while a server elsewhere answers; the others belong to the rest of the worker. A project
 * whose servers are slow gets only some of the places, so that the renewals of other projects go on (I14).
 */
const PLACES = { most: 6, mostOfGroup: 2 };
/** How long a renewal waits for that of another worker. It is longer than a token endpoint is given to answer. */
const LOCK_WAIT_MS = 20_000;
/** How long a worker goes on trying to write what it has obtained, when Postgres went away meanwhile. */
const WRITE_FOR_MS = 60_000;

interface Settings {
  readonly fault?: FaultPoint<KeepPoint>;
  readonly lockWaitMs?: number;
}

/**
 * Keeps in Postgres what connections obtain with their credentials. A renewal locks the row from its reading to its writing, so that one
 * attempt among all workers renews, and what it obtained is committed before anybody uses it. Postgres gives the lock back when the
 * worker dies or loses its connection. A worker that dies between the answer and the commit loses the answer: the next renewal asks
 * with the old refresh token. Servers with a grace period accept that; others answer `invalid_grant`, and somebody has to sign in again.
 */
export function keptCredentials(
  db: Database,
  master: KeyRing,
  { fault = () => undefined, lockWaitMs = LOCK_WAIT_MS }: Settings = {},
): KeptCredentialsStore {
  const turns = createTurns(PLACES);
  return {
    stop: async () => await turns.stop(unavailable("The worker stops, and renews no more credentials.")),
    of(connection, signal) {
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
      const locked = async <Result>(work: (trx: Database, sealed: Buffer | undefined) => Promise<Result>) =>
        await db.transaction().execute(async (trx) => {
          const sealed = await lockConnectionTokens(trx, connection, lockWaitMs);
          // What other credentials obtained is neither read nor replaced with these. The next attempt reads the new ones.
          if (!(await hasSameFields(trx, connection)))
            throw unavailable(
              `The fields of the connection "${connection.name}" were written while the attempt waited.`,
            );
          return await work(trx, sealed);
        });
      const store = async (trx: Database, value: JsonObject) =>
        await storeConnectionTokens(trx, connection, {
          sealed: sealObtained(master, connection, connection, value),
          problem: null,
        });

      /** What was obtained although the lock was lost afterwards. What another worker has stored since then is newer, and stays. */
      const storedLater = async (obtained: JsonObject, before: Buffer | undefined) => {
        const write = async () =>
          await locked(async (trx, sealed) => {
            const unchanged = before === undefined ? sealed === undefined : sealed?.equals(before) === true;
            if (!unchanged) return opened(sealed) ?? obtained;
            await store(trx, obtained);
            return obtained;
          });
        return await retry(write, { minMs: 50, maxMs: 2_000, isPassing: isPostgresAway, forMs: WRITE_FOR_MS });
      };

      const renewed = async (make: Parameters<KeptCredentials["renew"]>[0]): Promise<JsonObject | NodeError> => {
        let before: Buffer | undefined;
        let obtained: JsonObject | undefined;
        try {
          return await locked(async (trx, sealed) => {
            before = sealed;
            const kept = opened(sealed);
            try {
              obtained = await make(kept);
            } catch (error) {
              if (!isNodeError(error) || error.retryable) throw error;
              // Under the lock: a sign-in that ends meanwhile is stored afterwards, and takes the problem away.
              await storeConnectionTokens(trx, connection, { problem: error.code });
              return error;
            }
            if (obtained === kept) return obtained;
            await fault("obtained");
            await store(trx, obtained);
            return obtained;
          });
        } catch (error) {
          if (obtained === undefined || !isPostgresAway(error)) throw error;
          return await storedLater(obtained, before);
        }
      };

      const explained = async <Result>(work: () => Promise<Result>): Promise<Result> =>
        await work().catch((error: unknown) => {
          throw connectionError(error, connection.name);
        });
      return {
        read: async () => await explained(async () => opened(await readConnectionTokens(db, connection))),
        renew: async (make) =>
          await turns({ key: connection.id, group: connection.project, signal }, async () => {
            const result = await explained(async () => await renewed(make));
            if (isNodeError(result)) throw result;
            await fault("stored");
            return result;
          }),
      };
    },
  };
}
