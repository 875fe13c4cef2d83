import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { coreNodeTypes, validateGraph, type NodeTypeManifest } from "@tempograph/graph";
import { builtinPack } from "@tempograph/activities";
import { manifestOf } from "@tempograph/nodes-sdk";
import type { BuiltWorkflow } from "./index.ts";

const guide = readFileSync(join(import.meta.dirname, "../../../docs/guide/builder.md"), "utf8");
const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
const blocksOf = (page: string) => [...page.matchAll(/```ts\n([^]*?)```/g)].map(([, code]) => code as string);
const blocks = blocksOf(guide);
const module = join(import.meta.dirname, "test-kit/generated/guide.ts");
const readmeModule = join(import.meta.dirname, "test-kit/generated/readme.ts");

/** The pages' code as files, which the tests' types cover. `UPDATE_GUIDE=1` writes them anew. */
test.each([
  { from: "docs/guide/builder.md", code: blocks, file: module, least: 9 },
  { from: "packages/builder/README.md", code: blocksOf(readme), file: readmeModule, least: 1 },
])("the code of $from is the file that is compiled and run", ({ from, code, file, least }) => {
  const whole = `// Made of ${from} by guide.test.ts.\n${code.join("\n")}`;
  if (process.env["UPDATE_GUIDE"] === "1") writeFileSync(file, whole);
  expect(readFileSync(file, "utf8")).toBe(whole);
  expect(code.length).toBeGreaterThanOrEqual(least);
});

test("the guide's code runs and gives what the guide says", async () => {
  const page = (await import(module)) as { readonly [name: string]: unknown };
  const results = [...guide.matchAll(/<!-- is: (\w+) -->\s*```json\n([^]*?)```/g)];
  expect(results.length).toBeGreaterThan(0);
  for (const [, name, json] of results) expect(page[name!]).toEqual(JSON.parse(json!));
  const prints = [...guide.matchAll(/<!-- prints: (\w+) -->\s*```typescript\n([^]*?)```/g)];
  expect(prints.length).toBeGreaterThan(0);
  for (const [, name, code] of prints) expect(page[name!]).toBe(code);
});

test("the guide's flows have no problems", async () => {
  const page = (await import(module)) as { readonly [name: string]: BuiltWorkflow | undefined };
  const types = new Map<string, NodeTypeManifest>(coreNodeTypes.map((type) => [type.type, type]));
  for (const node of builtinPack.nodes) types.set(node.type, manifestOf(node, builtinPack));
  const readmePage = (await import(readmeModule)) as typeof page;
  const flows = ["hotLead", "order", "loops", "careful", "refundFlow"].map((name) => page[name]);
  for (const built of [...flows, readmePage["workflow"]]) {
    const { graph, triggers, name } = built!;
    const problems = validateGraph({ graph, triggers, types }).filter(({ code }) => code !== "UNKNOWN_NODE_TYPE");
    expect(problems, name).toEqual([]);
  }
});
