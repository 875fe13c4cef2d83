import type { Json } from "@tempograph/graph";

/** What subscribers read, in commit order (I7). */
export interface UpdateRecord {
  readonly executionId: string;
  /** The cursor; a bigint in decimal digits. */
  readonly seq: string;
  /** Names the change, so that a live update and history tell it once. */
  readonly key: string;
  readonly kind: "status" | "step" | "attempt" | "log";
  readonly path: string | null;
  readonly body: Json;
  readonly at: Date;
}
