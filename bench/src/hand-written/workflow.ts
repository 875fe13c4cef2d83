import { proxyActivities, proxySinks, workflowInfo, type Sinks } from "@temporalio/workflow";
import type * as activities from "./activities.ts";
import type { LeadEvent } from "./event.ts";

const { post } = proxyActivities<typeof activities>({ startToCloseTimeout: "60s" });

/** Three calls in sequence, a branch, one more call. */
export async function hotLead(event: LeadEvent): Promise<unknown> {
  const { n, lead } = event;
  const execution = workflowInfo().workflowId;
  const call = (step: "a" | "b" | "c" | "gift" | "drip") => post({ n, step, execution, title: lead.title });
  await call("a");
  await call("b");
  await call("c");
  return lead.title === "CEO" ? await call("gift") : await call("drip");
}

/** Tells the benchmark that an execution of `empty` is about to close; the others tell it with their last call. */
export interface BenchSinks extends Sinks {
  bench: { closing(n: number): void };
}

const { bench } = proxySinks<BenchSinks>();

/** The least that an execution can cost: it starts and ends. */
export function empty({ n }: LeadEvent): Promise<null> {
  bench.closing(n);
  return Promise.resolve(null);
}
