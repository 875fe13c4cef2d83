import type { ProgramNode } from "./program.ts";
import { NodeStatus, type ScopeInstance } from "./scope-instance.ts";

/** A node that is to fire or, with `skip`, to be skipped. */
export interface Work {
  readonly scope: ScopeInstance;
  readonly node: ProgramNode;
  readonly skip: boolean;
}

/** A queue, first in, first out. `items[next]` is its head. */
export interface WorkQueue {
  items: Work[];
  next: number;
}

export function newWorkQueue(items: Work[] = []): WorkQueue {
  return { items, next: 0 };
}

/** The first item that is still to be done; null if there is none. A scope that closes drops its items without removing them here. */
export function headOf(queue: WorkQueue): Work | null {
  for (; queue.next < queue.items.length; queue.next += 1) {
    const work = queue.items[queue.next]!;
    if (isQueued(work)) return work;
  }
  if (queue.items.length > 0) queue.items = [];
  queue.next = 0;
  return null;
}

/** All items that are still to be done, in order. */
export function queuedIn(queue: WorkQueue): readonly Work[] {
  return queue.items.slice(queue.next).filter(isQueued);
}

function isQueued({ scope, node }: Work): boolean {
  return scope.status[node.index] === NodeStatus.queued;
}
