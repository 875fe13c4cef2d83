import { expect, test } from "vitest";
import type { KnownConnection } from "../definition/connection-type.ts";
import type { NodeTypeManifest } from "../definition/node-type.ts";
import { FIXTURE_TYPES } from "./fixture-types.ts";
import { validateGraph } from "./validate-graph.ts";

const pack = { name: "@acme/nodes", version: "1.0.0" };
const crm: NodeTypeManifest = {
  ...{ type: "crm_get", title: "Get", description: "Gets.", runs: "activity", ports: ["out"], idempotent: true, pack },
  input: {
    type: "object",
    properties: { connection: { type: "string" }, headers: { type: "object" } },
    required: ["connection"],
    additionalProperties: false,
  },
  connections: ["http.bearer", "acme.crm"],
};
const types = new Map([...FIXTURE_TYPES, [crm.type, crm]]);
const known = (...connections: KnownConnection[]) => new Map(connections.map((each) => [each.name, each]));
const mine = { name: "crm", type: "acme.crm", usableBy: null };

function problems(data: object, connections?: ReadonlyMap<string, KnownConnection>, type = "crm_get") {
  const nodes = [
    { id: "start", type: "start", data: {} },
    { id: "get", type, data: data as never },
  ];
  return validateGraph({
    graph: { nodes, edges: [{ id: "e", source: "start", target: "get" }] },
    types,
    workflow: { id: "wf_1", name: "one" },
    ...(connections && { connections }),
  });
}

test.each<[string, object, KnownConnection[], string[]]>([
  ["one that fits", { connection: "crm" }, [mine], []],
  ["one that this workflow may use", { connection: "crm" }, [{ ...mine, usableBy: ["wf_2", "wf_1"] }], []],
  ["one that does not exist", { connection: "crm" }, [], ["CONNECTION_UNKNOWN"]],
  ["one of another type", { connection: "crm" }, [{ ...mine, type: "smtp" }], ["CONNECTION_TYPE_WRONG"]],
  ["one for other workflows", { connection: "crm" }, [{ ...mine, usableBy: ["wf_2"] }], ["CONNECTION_NOT_ALLOWED"]],
  ["a template", { connection: "{{ payload.connection }}" }, [mine], ["CONNECTION_NOT_LITERAL"]],
  ["none, where one is needed", {}, [mine], ["INVALID_NODE_DATA"]],
  ["no text", { connection: 7 }, [mine], ["INVALID_NODE_DATA"]],
])("a node names %s", (_, data, connections, codes) => {
  const found = problems(data, known(...connections)).filter(({ severity }) => severity === "error");
  expect(found.map(({ code }) => code)).toEqual(codes);
  for (const { code, path, node } of found)
    expect([path, node]).toEqual([
      code === "INVALID_NODE_DATA" && !("connection" in data) ? "/nodes/1/data" : "/nodes/1/data/connection",
      "get",
    ]);
});

test("names are checked only where the connections are known; a template is refused everywhere", () => {
  expect(problems({ connection: "crm" })).toEqual([]);
  expect(problems({ connection: "{{ payload.x }}" })).toMatchObject([
    { code: "CONNECTION_NOT_LITERAL", severity: "error" },
  ]);
});

test("a name that is nearly right is suggested", () => {
  expect(problems({ connection: "cmr" }, known(mine))[0]!.hint).toBe(
    'Did you mean "crm"? Make it with `connectionCreate`, or name another one.',
  );
});

test("what looks like a secret is told to become a connection, where the node takes one", () => {
  const secret = { headers: { authorization: "Bearer abcdefghijklmnop" } };
  const hintOf = (type: string, data: object) =>
    problems(data, known(mine), type).find(({ code }) => code === "SECRET_IN_GRAPH")?.hint;
  expect(hintOf("crm_get", { connection: "crm", ...secret })).toMatch(/^Use a connection: .*`connectionCreate`/);
  expect(hintOf("http_call", { url: "https://x.test", ...secret })).toMatch(/worker's configuration/);
});
