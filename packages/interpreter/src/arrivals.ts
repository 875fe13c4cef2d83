import type { MachineEvent } from "@tempograph/graph/machine";

/**
 * What one activation brings, in the order of its jobs. Callbacks cannot tell that order (they run some microtasks
 * after their job, more for some kinds than for others), and the mirror knows only the order of history: so the
 * internals interceptor notes the jobs, and the batch is sorted by them.
 *
 * State of this module is per workflow execution: the SDK gives each its own instance.
 */
interface Arrival {
  readonly event: MachineEvent;
  readonly order: number;
}

/** Kind and number under which the SDK knows what is open. */
export type JobKey = `activity ${number}` | `timer ${number}`;

const orderOfJob = new Map<JobKey, number>();
let jobs = 0;
let activating = false;
let isUnseen = false;
let arrivals: Arrival[] = [];

/** The activation begins: its jobs in their order. `bringsMore`: not only operations, which ask before the rest is heard. */
export function activationBegins(keys: readonly (JobKey | null)[], bringsMore: boolean): void {
  activating = true;
  isUnseen = bringsMore;
  for (const key of keys) {
    jobs += 1;
    if (key !== null) orderOfJob.set(key, jobs);
  }
}

/** The activation brings something that the machine has not taken in yet. */
export function hasUnseen(): boolean {
  return isUnseen || arrivals.length > 0;
}

/** All jobs have been handed out; what they bring arrives in the microtasks that follow. */
export function activationHandedOut(): void {
  activating = false;
}

/** Something arrived. `key`: the job that brought it. */
export function arrive(event: MachineEvent, key?: JobKey): void {
  let order = jobs;
  if (key !== undefined) {
    order = orderOfJob.get(key) ?? jobs;
    orderOfJob.delete(key);
  }
  arrivals.push({ event, order });
}

/** The SDK asks this between jobs too: only after the last one, with its microtasks done, is the batch whole. */
export function batchIsReady(): boolean {
  return !activating && arrivals.length > 0;
}

export function arrivedBatch(): readonly MachineEvent[] {
  const batch = arrivals;
  arrivals = [];
  isUnseen = false;
  if (batch.length > 1) batch.sort((a, b) => a.order - b.order);
  return batch.map((arrival) => arrival.event);
}
