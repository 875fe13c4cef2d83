import { coreNodeTypes } from "@tempograph/graph";
import { expect, test } from "vitest";
import { z } from "zod";
import { defineBuiltInNode } from "../built-in/define-built-in-node.ts";
import { defineNode } from "./define-node.ts";
import { RESERVED_TYPES } from "./reserved-types.ts";

const named = (type: string) => ({
  type,
  title: "Mine",
  description: "A node under that name.",
  input: z.object({}),
  execute: () => null,
});

test.each([...coreNodeTypes.map(({ type }) => type), "emit_event", "signal_workflow", "default", "group"])(
  "no pack can define %s",
  (type) => {
    expect(() => defineNode(named(type))).toThrow(`"${type}" is reserved`);
  },
);

test("every container and every node type between workflows is a machine type or built in", () => {
  for (const type of ["for_each", "try", "lock", "wait_for_event", "call_workflow"])
    expect(RESERVED_TYPES.has(type), type).toBe(true);
});

test("built-in packs may define the reserved activity types of the language, but no other reserved type", () => {
  expect(defineBuiltInNode(named("emit_event"))).toMatchObject({ type: "emit_event", ports: ["out"] });
  expect(() => defineBuiltInNode(named("for_each"))).toThrow(/"for_each" is reserved/);
  expect(() => defineBuiltInNode(named("default"))).toThrow(/"default" is reserved/);
  expect(() => defineBuiltInNode({ ...named("emit_event"), title: "" })).toThrow(/`title` is missing/);
});
