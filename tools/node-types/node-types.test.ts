import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { builtinPack } from "../../packages/activities/src/index.ts";
import type { NodeTypeManifest } from "../../packages/graph/src/index.ts";
import { manifestOf } from "../../packages/nodes-sdk/src/index.ts";
import { stateNodes } from "../../packages/nodes-sdk/src/built-in/index.ts";
import { ROOT } from "../tree/project-files.ts";
import { declareNodeTypes } from "./declare-node-types.ts";

const FILE = join(ROOT, "packages/builder/src/nodes/generated/built-in-node-types.ts");

test("the builder's types of the built-in nodes are those of their manifests", async () => {
  // Nodes with memory are made by the worker, which has a database for them.
  const nodes = [...builtinPack.nodes, ...stateNodes(() => Promise.reject(new Error("Only the types are needed.")))];
  const manifests = nodes.map((node) => manifestOf(node, builtinPack));
  const declared = await declareNodeTypes("BuiltInNodeTypes", manifests);
  const whole = `// Made of the manifests of the built-in nodes by tools/node-types/node-types.test.ts.\nimport type { Json } from "@tempograph/graph";\n\n${declared}`;
  if (process.env["UPDATE_NODE_TYPES"] === "1") writeFileSync(FILE, whole);
  expect(
    readFileSync(FILE, "utf8"),
    "run UPDATE_NODE_TYPES=1 pnpm vitest run --project unit tools/node-types to write it anew",
  ).toBe(whole);
});

const manifest = (type: string, more: Partial<NodeTypeManifest> = {}): NodeTypeManifest => ({
  ...{ type, title: type, description: type, runs: "activity", idempotent: false },
  ...{ input: { type: "object", properties: {} }, ports: ["out"], pack: { name: "test", version: "1" } },
  ...more,
});

test("recursive schemas of several nodes stay separate, and a node with ports of its own is left out", async () => {
  const tree = {
    type: "object",
    properties: { root: { $ref: "#/$defs/node" } },
    required: ["root"],
    $defs: { node: { type: "object", properties: { children: { type: "array", items: { $ref: "#/$defs/node" } } } } },
  } as const;
  const text = await declareNodeTypes("T", [
    manifest("one", { input: tree }),
    manifest("two", { input: tree }),
    manifest("forks", { ports: ["hot", "cold"] }),
  ]);
  expect(text).toMatch(/root: OneInputNode;[^]*root: TwoInputNode;/);
  expect(text).toMatch(/export interface OneInputNode \{\s+children\?: OneInputNode\[\];/);
  expect(text).not.toContain("forks");
});
