// Made of docs/guide/builder.md by guide.test.ts.
import { flow, gt, shape, t } from "@tempograph/builder";

interface Lead {
  readonly id: string;
  readonly title: string;
  readonly score: number;
  readonly email?: string;
}

export const hotLead = flow("HotLead", { payload: shape<Lead>() })
  .on("lead.created", ({ payload }) => gt(payload.score, 80))
  .step("profile", "http_call", ({ payload }) => ({ url: t`https://crm.example/leads/${payload.id}` }), {
    output: shape<{ body: { summary: string } }>(),
  })
  .sleep("2h")
  .step("notify", "send_notification", ({ payload, steps }) => ({
    toRole: "AE",
    message: t`${payload.title}: ${steps.profile.body.summary}`,
  }))
  .build();

import { defineNode, permanent, runGraph } from "@tempograph/nodes-sdk";
import { nodeType } from "@tempograph/builder";
import { z } from "zod";

export const charge = defineNode({
  type: "charge",
  title: "Charge",
  description: "Takes the money.",
  input: z.object({ order: z.string(), amount: z.number() }),
  output: z.object({ receipt: z.string() }),
  retry: { maximumAttempts: 1 },
  execute(_ctx, { order, amount }) {
    if (amount > 1000) throw permanent("CARD_REFUSED", "The card was refused.");
    return { receipt: `${order}/${amount}` };
  },
});

export const pack = nodeType<{ sku: string }, { parcel: string }>("pack_item");

import { eq, orElse } from "@tempograph/builder";

const lead = flow("Lead", { payload: shape<Lead>() });
// @ts-expect-error no step is called "profile" yet
lead.step("early", "log", ({ steps }) => ({ message: steps.profile.name }));
// @ts-expect-error a number is no text
lead.step("number", "log", ({ payload }) => ({ message: payload.score }));
// @ts-expect-error the field may be missing
lead.step("missing", "log", ({ payload }) => ({ message: payload.email }));
lead.step("fine", "log", ({ payload }) => ({ message: orElse(payload.email, "none") }));
// @ts-expect-error a text equals no number
lead.if(({ payload }) => eq(payload.title, 5), (yes) => yes);

export const order = flow("Order", { payload: shape<{ id: string; total: number; tier: string }>() })
  .if(
    ({ payload }) => gt(payload.total, 5000),
    (yes) => yes.fail({ code: "TOO_LARGE", message: "Too large" }),
  )
  .branch((cases) =>
    cases
      .when("large", ({ payload }) => gt(payload.total, 500), (path) => path.step("gift", "log", { message: "gift" }))
      .otherwise((path) => path),
  )
  .switch(
    ({ payload }) => payload.tier,
    (cases) => cases.case("gold", (path) => path.step("thanks", "log", { message: "thanks" })).otherwise((path) => path),
  )
  .parallel([
    (path) => path.step("charge", charge, ({ payload }) => ({ order: payload.id, amount: payload.total })),
    (path) => path.step("stock", "log", { message: "reserve" }),
  ])
  .end(({ steps }) => steps.charge.receipt)
  .build();

import { cel, lt } from "@tempograph/builder";

export const loops = flow("Loops", { payload: shape<{ items: { sku: string }[] }>() })
  .forEach(
    ({ payload }) => payload.items,
    (each) => each.transform("label", ({ item, index }) => t`${index}: ${item.sku}`),
    { id: "labels", concurrency: 5, result: ({ steps }) => steps.label },
  )
  .loop(3, (body) => body.sleep("10m"))
  .set({ count: 0 })
  .while(
    ({ vars }) => lt(vars.count, 2),
    (body) => body.set(({ vars }) => ({ count: cel<number>`${vars.count} + 1` })),
    { maxRounds: 100 },
  )
  .race([(path) => path.waitForSignal("approved"), (path) => path.sleep("1d", { id: "tooLate" })], { id: "first" })
  .end(({ steps, vars }) => ({ labels: steps.labels.results, count: vars.count, winner: steps.first.winner }))
  .build();

import { compensate } from "@tempograph/builder";

const refund = defineNode({
  type: "refund",
  title: "Refund",
  description: "Gives the money back.",
  input: z.object({ receipt: z.string() }),
  execute: () => null,
});

export const careful = flow("Careful", { payload: shape<{ id: string; total: number }>() })
  .step("first", charge, { order: "first", amount: 1 }, {
    // Run when the execution fails or is cancelled later, the last one first.
    compensate: ({ steps }) => compensate("compensateFirst", refund, { receipt: steps.first.receipt }),
    settings: { retry: { maximumAttempts: 5, initialInterval: "1s" }, timeout: { startToClose: "20s" } },
  })
  .step("charge", charge, ({ payload }) => ({ order: payload.id, amount: payload.total }), {
    onFailure: (path, error) => path.step("sorry", "log", { message: t`Sorry: ${error.message}` }).end("refused"),
  })
  .try((body) => body.step("risky", "log", { message: "risky" }), {
    catch: (path, error) => path.step("caught", "log", { message: error.code }),
    finally: (path) => path.step("tidy", "log", { message: "tidy" }),
  })
  .end("done")
  .build();

const invoice = flow("Invoice", { payload: shape<{ order: string }>() }).end().build();

export const refundFlow = flow("Refund", { payload: shape<{ order: string; amount: number }>() })
  .waitForSignal("requested", { payload: shape<{ by: string }>() })
  .approval("decision", ({ steps }) => ({ title: t`Refund for ${steps.requested.by}?`, approvers: ["role:finance"] }), {
    rejected: (path) => path.end("rejected"),
    timeout: "3d",
    onTimeout: (path) => path.end("nobody decided"),
  })
  .waitForEvent("parcel", "parcel.returned", {
    match: ({ payload }, flow) => eq(payload.order, flow.payload.order),
    lookBack: "1d",
    payload: shape<{ order: string }>(),
  })
  .sleepUntil("2030-01-02T09:00:00", { timeZone: "Europe/Berlin" })
  .callWorkflow("invoice", ({ payload }) => ({ workflow: invoice, data: { order: payload.order } }))
  .emitEvent("tell", ({ payload }) => ({ eventType: "refund.done", data: { order: payload.order } }))
  .build();

import { expect } from "vitest";

const paid = await runGraph(order.graph, { data: { id: "o1", total: 600, tier: "gold" } }, { nodes: [charge, log()] });
expect(paid).toMatchObject({ status: "completed", output: { end: "o1/600" } });

const looped = await runGraph(loops.graph, { data: { items: [{ sku: "a" }, { sku: "b" }] } }, {
  nodes: [],
  signals: [{ afterMs: 31 * 60_000, name: "approved", payload: null }],
});
expect(looped.output).toEqual({ end: { labels: ["0: a", "1: b"], count: 2, winner: "approved" } });
expect(looped.tookMs).toBe(31 * 60_000);

/** A node type for this page alone. */
function log() {
  return defineNode({
    type: "log",
    title: "Log",
    description: "Writes nothing.",
    input: z.object({ message: z.string() }),
    execute: () => null,
  });
}

import { printBuilder } from "@tempograph/builder";

export const printed = printBuilder(
  {
    nodes: [
      { id: "start", type: "start", data: {} },
      { id: "wait", type: "delay", data: { duration: "2h" } },
      { id: "a", type: "log", data: { message: "a" } },
      { id: "b", type: "log", data: { message: "b" } },
    ],
    edges: [
      { id: "start>wait", source: "start", target: "wait" },
      { id: "wait>a", source: "wait", target: "a" },
      { id: "wait>b", source: "wait", target: "b" },
    ],
  },
  { name: "Fan out" },
);

import type { NodeLogger } from "@tempograph/nodes-sdk";

const lines: string[] = [];
const line = (message: string): number => lines.push(message);
const logger = { debug: line, info: line, warn: line, error: line } as NodeLogger;

const careless = await runGraph(careful.graph, { data: { id: "o2", total: 2000 } }, {
  nodes: [charge, refund, log()],
  logger,
});
expect(careless.output).toEqual({ end: "refused" });

// Logging: each change of a step, in order.
const watch = (trace: typeof careless.trace) => trace.map(({ path, kind }) => `${path} ${kind}`);
expect(watch(careless.trace)).toContain("charge failed");

// Metrics: a snapshot of how steps ended.
const snapshot = (trace: typeof careless.trace) => Object.groupBy(trace, ({ kind }) => kind);
expect(snapshot(careless.trace).failed).toHaveLength(1);

// Composite: any number of them.
const observers = [watch, snapshot];
expect(observers.map((observe) => observe(careless.trace))).toHaveLength(2);
