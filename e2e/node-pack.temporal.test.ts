import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorkflow, runToEnd, startTestStack, type TestStack } from "./support/start-test-stack.ts";

const folder = mkdtempSync(join(tmpdir(), "tempograph-pack-"));
const config = join(folder, "tempograph.config.json");
let stack: TestStack;
beforeAll(async () => {
  // This one line adds the pack.
  writeFileSync(
    config,
    JSON.stringify({ nodePacks: [fileURLToPath(new URL("../examples/node-pack", import.meta.url))] }),
  );
  stack = await startTestStack({ TEMPOGRAPH_CONFIG: config });
}, 120_000);
afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("the node types of a pack that the configuration names are in nodeTypes with their schemas", async () => {
  const { nodeTypes } = await stack.graphql<{
    nodeTypes: { type: string; pack: { name: string }; ports: string[]; input: object }[];
  }>(`{ nodeTypes { type title ports input output pack { name version } } }`);
  expect(nodeTypes.find(({ type }) => type === "score_lead")).toMatchObject({
    pack: { name: "@tempograph/example-node-pack" },
    ports: ["hot", "cold"],
    input: {
      type: "object",
      required: ["title"],
      properties: { title: { type: "string" }, threshold: { maximum: 100 } },
    },
  });
  // The built-in node types are still there.
  expect(nodeTypes.map(({ type }) => type)).toEqual(expect.arrayContaining(["http_call", "branch", "slugify"]));
});

//   start ─ score ┬ hot ─── slug
//                 └ cold ── nurture
test("the pack's nodes run, and their ports determine the path", async () => {
  await createWorkflow(stack, "article", {
    nodes: [
      { id: "start", type: "start", data: {} },
      { id: "score", type: "score_lead", data: { title: "{{payload.title}}", source: "LinkedIn" } },
      { id: "slug", type: "slugify", data: { text: "{{payload.title}} scored {{steps.score.score}}" } },
      { id: "nurture", type: "log", data: { message: "later" } },
    ],
    edges: [
      { id: "e1", source: "start", target: "score" },
      { id: "e2", source: "score", target: "slug", sourceHandle: "hot" },
      { id: "e3", source: "score", target: "nurture", sourceHandle: "cold" },
    ],
  });
  const run = await runToEnd(stack, "article", { title: "Crème CEO" });
  expect(run).toMatchObject({ status: "COMPLETED", mirrorOk: true });
  expect(run.steps.nodes).toEqual([
    expect.objectContaining({ path: "start", status: "COMPLETED" }),
    expect.objectContaining({ path: "score", status: "COMPLETED", port: "hot", output: { score: 80 } }),
    expect.objectContaining({ path: "slug", status: "COMPLETED", output: { slug: "creme-ceo-scored-80" } }),
    expect.objectContaining({ path: "nurture", status: "SKIPPED" }),
  ]);
}, 60_000);
