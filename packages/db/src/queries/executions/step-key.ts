import { sql, type RawBuilder } from "kysely";

/** A step's place in the database. */
export interface StepKey {
  readonly executionId: string;
  readonly path: string;
}

/** `(execution_id, path) in (…)`; the list must not be empty. */
export function isAnyStep(keys: readonly StepKey[]): RawBuilder<boolean> {
  return sql<boolean>`(execution_id, path) in (${sql.join(keys.map((key) => sql`(${key.executionId}, ${key.path})`))})`;
}
