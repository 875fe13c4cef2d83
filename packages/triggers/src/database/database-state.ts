import type { DatabaseProblemDetails } from "./database-problem.ts";

/** A time in which changes were not kept: they started nothing, and never will. */
export interface Gap {
  /** RFC 3339. Until then every change has become an event. */
  readonly from: string;
  readonly to: string;
}

/**
 * What the mode before has kept, and what is still to be read of it since the trigger changed its mode. Changes of transactions that were
 * committed before `at`, a position in the log of the user's server, are with the mode before, all others with the mode now.
 */
export interface Leftover {
  readonly mode: DatabaseMode;
  readonly at: string;
  /** Its changes are events, so that what has kept them can go. */
  readonly isRead?: boolean;
}

export type DatabaseMode = "replication" | "outbox";

/** What a database trigger keeps in its row, and what people see of it. */
export interface DatabaseState {
  /** The connection and the table for which something was made in the user's database. */
  readonly connection?: string | null;
  readonly table?: string | null;
  readonly mode?: DatabaseMode | null;
  readonly leftover?: Leftover | null;
  /** RFC 3339: since when changes are kept until they are read. */
  readonly since?: string | null;
  /** Somebody has asked for an outbox. */
  readonly outboxWanted?: boolean;
  /** Why changes are not kept any more. The trigger goes on when somebody says so. */
  readonly stopped?: (DatabaseProblemDetails & { readonly at: string }) | null;
  readonly gaps?: readonly Gap[];
  /** RFC 3339: every change that was committed before has become an event. */
  readonly caughtUpAt?: string | null;
  readonly lagSeconds?: number;
  /** Replication: bytes of the log that are still to be read. */
  readonly lagBytes?: number | null;
  /** Outbox: changes that are still to be read. */
  readonly lagRows?: number | null;
  /** Bytes on the disk of the user's server that are kept for the trigger. */
  readonly keptBytes?: number;
  readonly checkedAt?: string;
  /** RFC 3339: since when the server keeps more than it may. */
  readonly tooMuchSince?: string | null;
  readonly replicaIdentity?: string;
  readonly warning?: string | null;
}

/** State of a trigger for which nothing is made. */
export const NOTHING_MADE = {
  ...{ connection: null, table: null, mode: null, since: null, caughtUpAt: null, stopped: null },
  ...{ tooMuchSince: null, leftover: null },
} as const satisfies DatabaseState;

const MOST_GAPS = 20;

/** The gaps, with one that begins where every change has become an event. */
export function withGap({ caughtUpAt, since, stopped, gaps = [] }: DatabaseState, to: string): readonly Gap[] {
  return [...gaps, { from: caughtUpAt ?? since ?? stopped?.at ?? to, to }].slice(-MOST_GAPS);
}

/** The state of a trigger that goes on from now on, though changes were not kept for a while. */
export function goneOn(state: DatabaseState, now: string): DatabaseState {
  const { connection = null } = state;
  // What is still there in the user's database is used again or replaced.
  return { ...NOTHING_MADE, connection, gaps: withGap(state, now) };
}
