import type { ProgramNode } from "./program.ts";
import { NodeStatus, type ScopeInstance } from "./scope-instance.ts";

/** Queued work: a node that fires, or that is skipped. */
export interface Work {
  readonly scope: ScopeInstance;
  readonly node: ProgramNode;
  readonly skip: boolean;
}

/** First in, first out: `items[next]` is the head. */
export interface WorkQueue {
  items: Work[];
  next: number;
}

export function newWorkQueue(items: Work[] = []): WorkQueue {
  return { items, next: 0 };
}

/** The first whose scope has not dropped it since; null: there is none. */
export function headOf(queue: WorkQueue): Work | null {
  for (; queue.next < queue.items.length; queue.next += 1) {
    const work = queue.items[queue.next]!;
    if (isQueued(work)) return work;
  }
  if (queue.items.length > 0) queue.items = [];
  queue.next = 0;
  return null;
}

/** What is still to be done, in order. */
export function queuedIn(queue: WorkQueue): readonly Work[] {
  return queue.items.slice(queue.next).filter(isQueued);
}

function isQueued({ scope, node }: Work): boolean {
  return scope.status[node.index] === NodeStatus.queued;
}
