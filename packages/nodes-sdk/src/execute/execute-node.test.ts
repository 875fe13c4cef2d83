import { expect, test } from "vitest";
import { z } from "zod";
import type { NodeContext } from "../context/node-context.ts";
import { defineNode } from "../define/define-node.ts";
import { retryable } from "../error/node-error.ts";
import type { SecretScrubber } from "../redact/secret-scrubber.ts";
import { type AttemptContext, executeNode, MAX_OUTPUT_BYTES } from "./execute-node.ts";

const large = "+".repeat(2 * MAX_OUTPUT_BYTES);

// Looking for secrets takes time in proportion to the text, on the one thread that all executions of a worker share.
test.each<[string, (ctx: NodeContext) => unknown, code: string]>([
  ["an output", () => ({ body: large }), "OUTPUT_TOO_LARGE"],
  ["heartbeat details", (ctx) => ctx.heartbeat(large), "HEARTBEAT_TOO_LARGE"],
  [
    "an error",
    () => {
      throw retryable("BUSY", large, { hint: large, details: { large }, cause: new Error(large) });
    },
    "BUSY",
  ],
])("secrets are not looked for in what is too large to be kept: %s (I14)", async (_, execute, code) => {
  const lookedAt: number[] = [];
  const scrubber: SecretScrubber = {
    size: 1,
    add: () => undefined,
    text: (text) => (lookedAt.push(text.length), text),
    json: (value) => (lookedAt.push(JSON.stringify(value).length), value),
  };
  const node = defineNode({ type: "probe", title: "Probe", description: "For tests.", input: z.object({}), execute });
  const ctx = { signal: new AbortController().signal, heartbeat: () => undefined } as unknown as AttemptContext;
  await expect(executeNode(node, ctx, {}, { scrubber })).rejects.toMatchObject({ code });
  expect(lookedAt).not.toEqual([]);
  expect(Math.max(...lookedAt)).toBeLessThan(100_000);
});
