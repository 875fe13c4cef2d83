import { expect, test } from "vitest";
import type { Definition } from "../definition/definition.ts";
import { definitionHash } from "../definition/freeze-hash.ts";
import { coreNodeTypes } from "../index.ts";
import { freeze } from "./freeze.ts";
import { createProgramCache } from "./program-cache.ts";

const definitionOf = (value: number): Definition =>
  freeze({
    graph: {
      nodes: [
        { id: "start", type: "start", data: {} },
        { id: "a", type: "set", data: { values: { value } } },
      ],
      edges: [{ id: "e", source: "start", target: "a" }],
    },
    types: new Map(coreNodeTypes.map((type) => [type.type, type])),
    workflow: { id: "wf_1", name: "flow", version: 1 },
  });
const startOf = (definition: Definition, hash = definitionHash(definition)) => ({ definition, definitionHash: hash });

test("a version is compiled once, and a definition under the hash of another one is not shared (I15)", () => {
  const real = definitionOf(1);
  const forged = startOf(definitionOf(2), definitionHash(real));
  const cache = createProgramCache(10);
  const ofForged = cache.get(forged);
  const program = cache.get(startOf(real));
  expect(program.definition).toEqual(real);
  expect(program).not.toBe(ofForged);
  expect(cache.get(startOf(real))).toBe(program);
});

test("the version used least recently is dropped first", () => {
  const cache = createProgramCache(2);
  const [one, two, three] = [1, 2, 3].map((value) => startOf(definitionOf(value))) as [
    ReturnType<typeof startOf>,
    ReturnType<typeof startOf>,
    ReturnType<typeof startOf>,
  ];
  const [first, second] = [cache.get(one), cache.get(two)];
  cache.get(one);
  cache.get(three);
  expect(cache.get(one)).toBe(first);
  expect(cache.get(two)).not.toBe(second);
});
