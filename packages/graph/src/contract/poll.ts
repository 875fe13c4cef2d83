import type { Json, JsonObject } from "../definition/json.ts";

/** What a trigger of the kind `poll` asks a worker's source. */
export interface PollRequest {
  readonly project: string;
  readonly workflow: { readonly id: string; readonly version: number };
  readonly triggerId: string;
  /** The type of the source. */
  readonly source: string;
  readonly input: JsonObject;
  /** The name of a connection of the project. */
  readonly connection?: string;
  /** What the answer before has given. */
  readonly cursor?: Json;
}

export interface PollAnswer {
  /** The oldest first. */
  readonly items: readonly { readonly id: string; readonly data: Json; readonly time?: string }[];
  readonly cursor?: Json;
  /** Whether there are more items now. */
  readonly more?: boolean;
  /** Items that cannot become events. */
  readonly skipped?: readonly SkippedItem[];
}

/** An item that cannot become an event, because it is too large or holds what cannot be stored. */
export interface SkippedItem {
  /** The beginning of its id, or of its data if it has none. */
  readonly id: string;
  /** Such as "it is larger than 1 MiB". */
  readonly why: string;
}
