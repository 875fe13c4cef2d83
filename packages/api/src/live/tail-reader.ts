import { readTails, type ProjectDatabase, type Tail, type TailRequest } from "@tempograph/db";
import { createBatcher } from "@tempograph/runtime";

/** What is read of an execution together with others. Only after a pause there is more. */
const EACH = { updates: 20, bytes: 64 * 1024 };
/** Executions of one statement. With `EACH` it bounds what a statement gives. */
const EXECUTIONS_AT_ONCE = 250;
/** Statements under way at the same time, so that the other connections to Postgres are left for everything else. */
const STATEMENTS_AT_ONCE = 2;

/**
 * Reads what comes behind cursors for all subscribers of a project. When many executions wake at the same time, a statement of each
 * subscriber would take longer than everything else; so those of the same moment share one, and subscribers at the same cursor of the same
 * execution share its rows.
 */
export function createTailReader(db: ProjectDatabase): (request: TailRequest) => Promise<Tail> {
  const shared = new Map<string, Promise<Tail>>();
  const read = createBatcher<TailRequest, Tail>({
    maxWeight: EXECUTIONS_AT_ONCE,
    lanes: STATEMENTS_AT_ONCE,
    async work(requests) {
      // Whoever asks from now on has to get what was written until now.
      for (const request of requests) shared.delete(keyOf(request));
      return await readTails(db, requests, EACH);
    },
  });
  return (request) => {
    const key = keyOf(request);
    const known = shared.get(key);
    if (known !== undefined) return known;
    const reading = read(request);
    shared.set(key, reading);
    return reading;
  };
}

function keyOf({ executionId, after }: TailRequest): string {
  return `${after} ${executionId}`;
}
