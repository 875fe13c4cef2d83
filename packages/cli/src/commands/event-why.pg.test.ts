import { afterAll, beforeAll, expect, test } from "vitest";
import { dispatchAll } from "../../../api/src/test-kit/dispatch-all.ts";
import { startTestApi, type TestApi } from "../../../api/src/test-kit/start-test-api.ts";
import { run } from "../test-kit/run.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const tempograph = (line: string) =>
  run(line.split(" "), { env: { TEMPOGRAPH_URL: api.url, TEMPOGRAPH_TOKEN: api.token } });
const graph = { nodes: [{ id: "start", type: "start", data: {} }], edges: [] };

test("why: what became of an event for each workflow, and for one with the values of its condition", async () => {
  const condition = { and: [{ ">": [{ var: "score" }, 80] }, { "==": [{ var: "source" }, "web"] }] };
  await api.request("POST", "/workflows", { name: "all", key: "all", graph, triggers: [{ eventType: "lead" }] });
  await api.request("POST", "/workflows", {
    name: "hot",
    key: "hot",
    graph,
    triggers: [{ eventType: "lead", condition }],
  });
  const { id } = (await api.request("POST", "/events?type=lead", { score: 72, source: "web" })).body;
  await dispatchAll(api.db);
  const all = await tempograph(`event why ${id}`);
  expect(all.out).toMatch(/^wf_\w+ {2}all {2}started exe_\w+: /m);
  expect(all.out).toMatch(/^wf_\w+ {2}hot {2}filtered: .*score was 72/m);
  const failing = { name: "failing", graph, triggers: [{ eventType: "wrong", condition: "{{ payload.score > 80 }}" }] };
  await api.request("POST", "/workflows", failing);
  const [misspelled, rejected] = await Promise.all(
    [["laed"], ["wrong", { score: "72" }] as const].map(
      async ([type, data = {}]) => (await api.request("POST", `/events?type=${type}`, data)).body.id,
    ),
  );
  expect((await tempograph(`event why ${misspelled}`)).out).toContain("No worker has looked at the event yet.");
  await dispatchAll(api.db);
  expect((await tempograph(`event why ${misspelled}`)).out).toMatch(
    /of the type "laed" from "api"\.\n.*Did you mean "lead"\?/,
  );
  expect((await tempograph(`event why ${misspelled} --json`)).json()).toEqual([]);
  expect((await tempograph(`event why ${rejected}`)).out).toMatch(/rejected: .*\n {2}.*parseNumber\(payload\.score\)/);
  const one = await tempograph(`event why ${id} hot`);
  expect(one.out).toContain(
    "  trigger trigger0: its condition is false\n    false all\n      false score > 80  (score = 72)\n",
  );
  expect(one.out).toContain('(source = "web")');
  expect((await tempograph(`event why ${id} hot --json`)).json()).toMatchObject({ outcome: "filtered", eventId: id });
  const again = await tempograph(`event resend ${id} --workflow-id hot --json`);
  expect(again.json()).toMatchObject({ executionId: expect.stringMatching(/^exe_/), deduplicated: false });
  const changed = JSON.stringify([{ eventType: "lead", condition: { ">": [{ var: "score" }, 70] } }]);
  const whatIf = ["workflow", "what-if", "hot", "--triggers", changed];
  const env = { TEMPOGRAPH_URL: api.url, TEMPOGRAPH_TOKEN: api.token };
  const piped = await run(whatIf, { env });
  expect(piped).toMatchObject({ code: 0, err: "" });
  expect(piped.out).toMatch(
    /^Of 2 events the published triggers take 0, the changed ones 2: 2 more, 0 fewer\.\nmore {3}evt_.*score was 72/,
  );
  const watched = await run(whatIf, { env, terminal: true });
  expect([watched.out, watched.err]).toEqual([piped.out, expect.stringMatching(/2 events examined.*\r\u001b\[K$/s)]);
  expect((await run([...whatIf, "--json"], { env, terminal: true })).json()).toMatchObject({ done: true, more: 2 });
  expect(await tempograph("workflow what-if hot --events 0")).toMatchObject({ code: 3 });
  expect(await tempograph("workflow what-if hot --events x")).toMatchObject({ code: 2 });
  expect(await tempograph("event why evt_none")).toMatchObject({ code: 4 });
  expect(await tempograph(`event why ${id} none`)).toMatchObject({ code: 4 });
});
