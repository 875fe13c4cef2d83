import type { MachineEvent, RegionEvent } from "@tempograph/graph/machine";

/**
 * Collects the events of one activation in the order of its jobs. The order in which callbacks run is not that order, because
 * they run some microtasks after their job, and more for some kinds of jobs than for others. The mirror knows only the order in
 * history. Therefore the internals interceptor records the jobs, and the batch is sorted by their numbers.
 *
 * The state of this module belongs to one workflow execution: the SDK gives each execution its own instance of the module.
 */
interface Arrival {
  readonly event: MachineEvent | RegionEvent;
  readonly order: number;
}

/** The kind and sequence number by which the SDK identifies an open activity or timer. */
export type JobKey = `activity ${number}` | `timer ${number}`;

const orderOfJob = new Map<JobKey, number>();
let jobs = 0;
let activating = false;
let isUnseen = false;
let arrivals: Arrival[] = [];

/**
 * An activation begins. `keys` are its jobs in their order. `bringsMore` says that it has jobs beside Updates and queries; the
 * validator of an Update may run before the machine has taken those in.
 */
export function activationBegins(keys: readonly (JobKey | null)[], bringsMore: boolean): void {
  activating = true;
  isUnseen = bringsMore;
  for (const key of keys) {
    jobs += 1;
    if (key !== null) orderOfJob.set(key, jobs);
  }
}

/** Whether the activation brings something that the machine has not applied yet. */
export function hasUnseen(): boolean {
  return isUnseen || arrivals.length > 0;
}

/** The SDK has processed all jobs of the activation. Their events arrive in the microtasks that follow. */
export function activationHandedOut(): void {
  activating = false;
}

/** Adds an event to the batch. `key` is the job that caused it. */
export function arrive(event: MachineEvent | RegionEvent, key?: JobKey): void {
  let order = jobs;
  if (key !== undefined) {
    order = orderOfJob.get(key) ?? jobs;
    orderOfJob.delete(key);
  }
  arrivals.push({ event, order });
}

/** The SDK evaluates this also between jobs. The batch is complete only after the last job, when its microtasks have run. */
export function batchIsReady(): boolean {
  return !activating && arrivals.length > 0;
}

export function arrivedBatch(): readonly (MachineEvent | RegionEvent)[] {
  const batch = arrivals;
  arrivals = [];
  isUnseen = false;
  if (batch.length > 1) batch.sort((a, b) => a.order - b.order);
  return batch.map((arrival) => arrival.event);
}
