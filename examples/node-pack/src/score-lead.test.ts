import { runNode } from "@tempograph/nodes-sdk/testing";
import { expect, test } from "vitest";
import { scoreLead } from "./score-lead.ts";

test("a lead with a senior title from LinkedIn is hot", async () => {
  const { output, port, logs } = await runNode(scoreLead, { title: "CEO", source: "LinkedIn" });
  expect({ output, port }).toEqual({ output: { score: 80 }, port: "hot" });
  expect(logs).toMatchObject([{ message: "Scored", fields: { score: 80 } }]);
});

test("other leads are cold, unless the threshold is low", async () => {
  expect((await runNode(scoreLead, { title: "Intern" })).port).toBe("cold");
  expect((await runNode(scoreLead, { title: "Intern", threshold: 10 })).port).toBe("hot");
});

test("a busy enrichment service is asked again, with the same idempotency key", async () => {
  const keys: (string | null)[] = [];
  const { output, attempts } = await runNode(
    scoreLead,
    { title: "CTO", enrichUrl: "https://enrich.example/leads" },
    {
      fetch: async (_url, init) => {
        keys.push(new Headers(init?.headers).get("idempotency-key"));
        return keys.length < 3 ? new Response("busy", { status: 503 }) : Response.json({ points: 15 });
      },
    },
  );
  expect(output).toEqual({ score: 75 });
  expect(attempts.map(({ startedAt }) => startedAt)).toEqual([0, 2_000, 6_000]);
  expect(keys).toEqual(["test-key", "test-key", "test-key"]);
});

test("an answer without points fails at once", async () => {
  const fetch = async () => Response.json({ oops: true });
  const { error } = await runNode(scoreLead, { title: "CTO", enrichUrl: "https://enrich.example/" }, { fetch });
  expect(error).toMatchObject({ code: "ENRICHMENT_REFUSED", retryable: false });
});

test("the node cannot reach hosts inside the network", async () => {
  const { error } = await runNode(scoreLead, { title: "CTO", enrichUrl: "http://127.0.0.1:8080/" });
  expect(error?.code).toBe("EGRESS_REFUSED");
});
