import type { Json } from "@tempograph/graph";

/** One thing that somebody did, or tried. */
export interface AuditRecord {
  /** Order of the log; a bigint in decimal digits. */
  readonly id: string;
  readonly at: Date;
  /** Name of the token, as it was authenticated. */
  readonly actor: string;
  readonly actorRoles: readonly string[];
  /** The mutation, such as `executionPause`. */
  readonly action: string;
  /** Id of what it is about. */
  readonly target: string | null;
  /** Without secrets, shortened where long. */
  readonly input: Json;
  /** `ok`, or the error's code; null: cut short, and may have happened. */
  readonly outcome: string | null;
}
