import { coreNodeTypes, definitionHash, freeze, type Definition, type ExecutionStart } from "@tempograph/graph";
import { expect, test } from "vitest";
import { programOf } from "./program-cache.ts";

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
const startOf = (definition: Definition, hash: string) => ({ definition, definitionHash: hash }) as ExecutionStart;

test("a version is compiled once, and a definition under the hash of another one is not shared (I15)", () => {
  const real = definitionOf(1);
  const forged = definitionOf(2);
  const hash = definitionHash(real);
  const ofForged = programOf(startOf(forged, hash));
  const program = programOf(startOf(real, hash));
  expect(program.definition).toEqual(real);
  expect(program).not.toBe(ofForged);
  expect(programOf(startOf(real, hash))).toBe(program);
});
