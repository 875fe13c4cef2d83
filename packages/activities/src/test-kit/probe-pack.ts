import { CompleteAsyncError, Context } from "@temporalio/activity";
import { setTimeout as sleep } from "node:timers/promises";
import { defineNode, defineNodePack, permanent, port, retryable } from "@tempograph/nodes-sdk";
import { z } from "zod";
import type { NodeActivity } from "../host/activity-host.ts";

/** The activity of `probe_vanish`: the SDK tells Temporal nothing of an attempt whose worker vanishes. */
export function vanishing(activity: NodeActivity): NodeActivity {
  return async (input, meta) => {
    const { vanishes } = input as { readonly vanishes: readonly number[] };
    if (vanishes.includes(Context.current().info.attempt)) throw new CompleteAsyncError();
    return await activity(input, meta);
  };
}

/** Nodes that do what a test of the host needs. */
export const probePack = defineNodePack({
  name: "probe-pack",
  version: "0.0.1",
  config: z.object({ greeting: z.string().optional() }),
  nodes: [
    defineNode({
      type: "probe_context",
      title: "Context",
      description: "Gives what its context holds.",
      input: z.object({}),
      ports: ["out", "other"],
      execute(ctx) {
        ctx.logger.info("hello", { password: "hunter2", n: 1 });
        const { idempotencyKey, attempt, execution, step } = ctx;
        return port("other", { idempotencyKey, attempt, execution, step, greeting: ctx.config("greeting") });
      },
    }),
    defineNode({
      type: "probe_flaky",
      title: "Flaky",
      description: "Fails until its third attempt.",
      input: z.object({ retryAfterMs: z.number().optional() }),
      execute({ attempt, idempotencyKey }, { retryAfterMs }) {
        if (attempt < 3) throw retryable("FLAKY", "not yet", retryAfterMs === undefined ? {} : { retryAfterMs });
        return { attempt, idempotencyKey };
      },
    }),
    defineNode({
      type: "probe_fail",
      title: "Fail",
      description: "Fails with secrets in its error.",
      input: z.object({}),
      execute() {
        throw permanent("REFUSED", "https://u:hunter2@example.com/?token=hunter2 said no \u0000", {
          hint: "Ask nicely.",
          details: { authorization: "hunter2", seen: 1, text: "\ud800" },
        });
      },
    }),
    defineNode({
      type: "probe_secret",
      title: "Secret",
      description: "Leaves a secret value wherever a node can leave something.",
      input: z.object({ value: z.array(z.string()), fails: z.boolean().optional() }),
      output: z.object({ said: z.string(), key: z.string().meta({ secret: true }), list: z.array(z.json()) }),
      execute(ctx, { value, fails }) {
        const secret = ctx.secret(value.join(""));
        const encoded = {
          base64: Buffer.from(`kim:${secret}`).toString("base64"),
          url: `/?q=${encodeURIComponent(secret)}`,
        };
        ctx.logger.info(`sent ${secret}`, { ...encoded, error: new Error(secret), [secret]: 1 });
        ctx.heartbeat({ cursor: secret });
        if (fails === true) {
          const cause = new Error(`the service said ${JSON.stringify({ secret })}`);
          throw permanent(secret, `${secret} is wrong`, { hint: encoded.url, details: { encoded }, cause });
        }
        return { said: `got ${secret}`, key: "another-canary", list: [encoded, { again: "another-canary" }] };
      },
    }),
    defineNode({
      type: "probe_vanish",
      title: "Vanish",
      description:
        "Its worker vanishes in the attempts of `vanishes` (see `vanishing`), and the step fails in those of `fails`.",
      input: z.object({ vanishes: z.array(z.number()), fails: z.array(z.number()) }),
      execute({ attempt, heartbeat, heartbeatDetails, idempotencyKey }, { fails }) {
        if (attempt === 1) heartbeat({ page: 1 });
        if (fails.includes(attempt)) throw retryable("FLAKY", "not yet");
        return { attempt, left: heartbeatDetails ?? null, idempotencyKey };
      },
    }),
    defineNode({
      type: "probe_wait",
      title: "Wait",
      description: "Waits for its signal, and never says a word.",
      input: z.object({}),
      execute: async ({ signal }) => sleep(60_000, "done", { signal }),
    }),
    defineNode({
      type: "probe_output",
      title: "Output",
      description: "Gives an output that cannot be kept.",
      input: z.object({ what: z.enum(["large", "text"]) }),
      execute: (_ctx, { what }) => (what === "large" ? "x".repeat(1_100_000) : { a: "\u0000" }),
    }),
  ],
});
