import type { Definition, Graph, Trigger } from "@tempograph/graph";

/** A published version: immutable (I8). */
export interface VersionRecord {
  readonly workflowId: string;
  readonly version: number;
  readonly graph: Graph;
  readonly triggers: readonly Trigger[];
  readonly definition: Definition;
  readonly definitionHash: string;
  readonly interpreterVersion: number;
  readonly publishedAt: Date;
}
