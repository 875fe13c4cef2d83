import { readTails, type ProjectDatabase, type Tail, type TailRequest } from "@tempograph/db";
import { shareReads } from "./share-reads.ts";

/** What is read of an execution together with others. Only after a pause there is more. */
const EACH = { updates: 20, bytes: 64 * 1024 };
/** Executions of one statement. With `EACH` it bounds what a statement gives. */
const EXECUTIONS_AT_ONCE = 250;

/**
 * Reads what comes behind cursors for all subscribers of a project. Subscribers at the same cursor of the same execution share its rows.
 */
export function createTailReader(db: ProjectDatabase): (request: TailRequest) => Promise<Tail> {
  return shareReads({
    keyOf: ({ executionId, after }) => `${after} ${executionId}`,
    atOnce: EXECUTIONS_AT_ONCE,
    read: (requests) => readTails(db, requests, EACH),
  });
}
