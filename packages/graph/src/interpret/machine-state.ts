import type { EventData } from "../definition/graph.ts";
import type { Json } from "../definition/json.ts";
import type { MailboxEntry, OpenEntry, RunStatus } from "./run.ts";
import type { Closing, NodeStatus } from "./scope-instance.ts";

/** The machine's whole state as plain JSON. Node ids instead of indices, so that it can be read. */
export interface MachineState {
  readonly formatVersion: 1;
  readonly interpreterVersion: number;
  readonly executionId: string;
  readonly event: EventData | null;
  readonly status: RunStatus;
  readonly at: number;
  readonly scopes: { readonly [path: string]: ScopeState };
  readonly open: readonly OpenState[];
  /** Queued work, first to come first. */
  readonly work: readonly { readonly scope: string; readonly node: string; readonly skip: boolean }[];
  readonly yielding: boolean;
  readonly mailbox: readonly MailboxEntry[];
  readonly droppedSignals: number;
  readonly hadErrors: boolean;
  readonly unsettledBurst: boolean;
  readonly settling: boolean;
}

export interface ScopeState {
  /** Nodes that something has happened to: `[status, taken edges, dead edges]`. */
  readonly nodes: { readonly [nodeId: string]: readonly [NodeStatus, number, number] };
  readonly outputs: { readonly [nodeId: string]: Json };
  readonly vars: { readonly [name: string]: Json };
  readonly ends: { readonly [nodeId: string]: Json };
  readonly lasts: { readonly [nodeId: string]: Json };
  readonly closing: Closing | null;
}

export type OpenState = Omit<OpenEntry, "node"> & { readonly node: string };
