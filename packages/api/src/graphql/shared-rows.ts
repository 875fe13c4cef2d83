import {
  findExecutions,
  findSteps,
  rowsWithinBytes,
  type ExecutionRecord,
  type ProjectDatabase,
  type StepKey,
  type StepRecord,
} from "@tempograph/db";
import { shareReads } from "../live/share-reads.ts";
import { executionSteps, executions } from "../operations/executions/read.ts";

/** What updates are about, as it is now: read once for all subscribers of a project that ask at the same moment. */
export interface SharedRows {
  execution(id: string): Promise<ExecutionRecord | null>;
  step(key: StepKey): Promise<StepRecord | null>;
}

const ROWS_AT_ONCE = 100;

/** Whom the rows are for is known by the database: they are those of its project. What a caller may not see of them is left out later, field by field. */
const ofDatabases = new WeakMap<ProjectDatabase, SharedRows>();

export function sharedRows(db: ProjectDatabase): SharedRows {
  const known = ofDatabases.get(db);
  if (known !== undefined) return known;
  const keyOfStep = ({ executionId, path }: StepKey): string => `${executionId}:${path}`;
  const rows: SharedRows = {
    execution: shareReads({
      keyOf: (id) => id,
      atOnce: ROWS_AT_ONCE,
      read: (ids) =>
        readAll(db, {
          keys: ids,
          large: executions.large,
          find: findExecutions,
          keyOf: (id) => id,
          keyOfRow: ({ id }) => id,
        }),
    }),
    step: shareReads({
      keyOf: keyOfStep,
      atOnce: ROWS_AT_ONCE,
      read: (keys) =>
        readAll(db, { keys, large: executionSteps.large, find: findSteps, keyOf: keyOfStep, keyOfRow: keyOfStep }),
    }),
  };
  ofDatabases.set(db, rows);
  return rows;
}

interface Reading<Key, Row> {
  readonly keys: readonly Key[];
  readonly large: readonly string[] | undefined;
  readonly find: (db: ProjectDatabase, keys: readonly Key[]) => Promise<readonly Row[]>;
  readonly keyOf: (key: Key) => string;
  readonly keyOfRow: (row: Row) => string;
}

/** Large rows come in parts. */
async function readAll<Key, Row>(db: ProjectDatabase, reading: Reading<Key, Row>): Promise<(Row | null)[]> {
  const { keys, large = [], find, keyOf, keyOfRow } = reading;
  const byKey = new Map<string, Row>();
  for (let missing = [...keys]; missing.length > 0; missing = missing.filter((key) => !byKey.has(keyOf(key)))) {
    const { rows, leftOut } = await rowsWithinBytes(db, large, (some) => find(some, missing));
    for (const row of rows) byKey.set(keyOfRow(row), row);
    if (!leftOut) break;
  }
  return keys.map((key) => byKey.get(keyOf(key)) ?? null);
}
