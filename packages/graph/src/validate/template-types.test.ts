import { expect, test } from "vitest";
import { call, found, problems, start, type Node } from "./test-kit.ts";

//   start ─▶ http ─▶ n       http gives { status: integer, body: anything }
const behind = (type: string, data: object, settings?: object): string[] => {
  const nodes: Node[] = [start, call("http", {}, settings), { id: "n", type, data }];
  return found(nodes, ["start http", "http n"]).map((line) => line.replace("/nodes/2/data", ""));
};

test.each<[string, object, string[]]>([
  ["http_call", { url: "x", timeoutMs: "{{ steps.http.status }}" }, []],
  ["http_call", { url: "x", timeoutMs: "{{ steps.http.body.ms }}" }, []],
  ["http_call", { url: "{{ steps.http.status }}" }, ["error TYPE_MISMATCH /url"]],
  ["http_call", { url: "{{ steps.http }}" }, ["error TYPE_MISMATCH /url"]],
  ["http_call", { url: "x", headers: { "x-a": "{{ steps.http.status }}" } }, ["error TYPE_MISMATCH /headers/x-a"]],
  ["http_call", { url: "x", headers: "{{ steps.http.status }}" }, ["error TYPE_MISMATCH /headers"]],
  ["http_call", { url: "x", expect: "{{ steps.http.status }}" }, []],
  ["http_call", { url: "x", expect: ["{{ workflow.name }}"] }, []],
  ["http_call", { url: "x", expect: "{{ workflow.name }}" }, ["error TYPE_MISMATCH /expect"]],
  ["http_call", { url: "x", timeoutMs: "{{ payload.ms }}0" }, ["error TYPE_MISMATCH /timeoutMs"]],
  ["http_call", { url: "x{{ steps.http.status }}" }, []],
  ["http_call", { url: "x", timeoutMs: "{{ steps.http.status + 1 }}" }, []],
  ["for_each", { items: "{{ steps.http.status }}" }, ["error TYPE_MISMATCH /items"]],
  ["for_each", { items: "{{ steps.http.body }}" }, []],
  // The machine converts a number to text where it needs text.
  ["fail", { message: "{{ steps.http.status }}" }, []],
  ["fail", { message: "{{ steps.http }}" }, ["error TYPE_MISMATCH /message"]],
  ["set", { values: "{{ steps.http.status }}" }, ["error TYPE_MISMATCH /values"]],
  ["transform", { output: "{{ steps.http.status }}" }, []],
])("%s with %j", (type, data, expected) => {
  expect(behind(type, data).filter((line) => !line.includes("CONTAINER_EMPTY"))).toEqual(expected);
});

test("the output of a step that failed and continued is not checked against its schema", () => {
  expect(behind("http_call", { url: "{{ steps.http.status }}" }, { onError: "continue" })).toEqual([]);
});

//   start ─▶ br ─▶ n        without an else, the case may be null
test("a value that possibly does not fit is a warning", () => {
  const branch = (...more: object[]): Node => ({
    id: "br",
    type: "branch",
    data: { cases: [{ label: "yes", condition: true }, ...more] },
  });
  const n = call("n", { url: "{{ steps.br.case }}" });
  expect(found([start, branch(), n], ["start br", "br n"])).toEqual(["warning TYPE_MISMATCH /nodes/2/data/url"]);
  expect(found([start, branch({ else: true }), n], ["start br", "br:yes n"])).toEqual([]);
});

//   each [ n ] ─▶ z
test("indices are numbers, results are lists, rounds too", () => {
  const nodes = (n: object, z: object): Node[] => [
    { id: "each", type: "for_each", data: { items: [1] } },
    { ...call("n", n), parentId: "each" },
    call("z", z),
  ];
  expect(found(nodes({ url: "{{ index }}" }, {}), ["each z"])).toEqual(["error TYPE_MISMATCH /nodes/1/data/url"]);
  expect(found(nodes({ timeoutMs: "{{ index }}" }, { expect: "{{ steps.each.results }}" }), ["each z"])).toEqual([]);
  expect(found(nodes({}, { timeoutMs: "{{ steps.each.results }}" }), ["each z"])).toEqual([
    "error TYPE_MISMATCH /nodes/2/data/timeoutMs",
  ]);
  const rounds: Node[] = [
    { id: "loop", type: "repeat", data: { times: 2 } },
    { ...call("n", { url: "{{ steps.loop.rounds }}" }), parentId: "loop" },
  ];
  expect(found(rounds)).toEqual(["error TYPE_MISMATCH /nodes/1/data/url"]);
});

test("the message names both sides", () => {
  const nodes = [start, call("http"), call("n", { url: "{{ steps.http.status }}" })];
  expect(problems(nodes, ["start http", "http n"])[0]?.message).toBe(
    'steps.http.status is a number, and url of "n" (http_call) has to be a string.',
  );
});
