import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dispatchAll } from "../../test-kit/dispatch-all.ts";
import { smallGraph } from "../../test-kit/graphs.ts";
import { startTestApi, type TestApi } from "../../test-kit/start-test-api.ts";

let api: TestApi;
/** The ids of workflows by their names. */
const ids: Record<string, string> = {};
let event: string;
beforeAll(async () => {
  api = await startTestApi({ tokens: { viewer: ["viewer"], "kim@billing": ["admin"] } });
  const workflows = {
    takes: [{ eventType: "lead" }],
    cold: [{ eventType: "lead", condition: { ">": [{ var: "score" }, 80] } }],
    broken: [{ eventType: "lead", condition: "{{ payload.no.such > 1 }}" }],
    orders: [{ eventType: "order.*" }],
  };
  for (const [name, triggers] of Object.entries(workflows)) {
    const { body } = await api.request("POST", "/workflows", { name, graph: smallGraph, triggers });
    ids[name] = body.id;
  }
  ids["draft"] = (
    await api.request("POST", "/workflows", { name: "draft", graph: smallGraph, publish: false })
  ).body.id;
  event = (await api.request("POST", "/events?type=lead", { score: 72 })).body.id;
  await dispatchAll(api.db);
});
afterAll(() => api.stop());

const why = async (name: string, of = event) =>
  (await api.request("GET", `/workflows/${ids[name] ?? name}/why-not/${of}`)).body;

describe("whyNot", () => {
  test("says in words and as data why the condition was false", async () => {
    expect(await why("cold")).toMatchObject({
      outcome: "filtered",
      workflowVersion: 1,
      sentence: 'Trigger "trigger0": score was 72, needs more than 80.',
      triggers: [
        {
          result: "conditionFalse",
          condition: { text: "score > 80", holds: false, operands: [{ text: "score", value: 72 }, { value: 80 }] },
        },
      ],
    });
  });

  test("says what else became of the event", async () => {
    expect(await why("takes")).toMatchObject({ outcome: "started", executionId: expect.stringMatching(/^exe_/) });
    expect(await why("broken")).toMatchObject({
      outcome: "rejected",
      sentence: expect.stringContaining("trigger0"),
      reason: { code: "EXPRESSION_PATH_MISSING", hint: expect.any(String) },
    });
    expect(await why("orders")).toMatchObject({
      outcome: null,
      sentence: 'Trigger "trigger0" listens to order.*, and the event is lead from api.',
    });
    expect(await why("draft")).toMatchObject({
      outcome: null,
      sentence: "The workflow was not published when the event was stored.",
    });
  });

  test("answers for the triggers of then, whatever has changed since", async () => {
    const { id } = (
      await api.request("POST", "/workflows", { name: "changes", graph: smallGraph, triggers: [{ eventType: "old" }] })
    ).body;
    const sent = (await api.request("POST", "/events?type=old", {})).body.id;
    expect(await why(id, sent)).toMatchObject({
      outcome: null,
      sentence: expect.stringContaining("waits for a dispatcher"),
    });
    await api.request("POST", `/workflows/${id}/archive`);
    await dispatchAll(api.db);
    expect(await why(id, sent)).toMatchObject({ outcome: "started" });
    const later = (await api.request("POST", "/events?type=old", {})).body.id;
    await dispatchAll(api.db);
    expect(await why(id, later)).toMatchObject({
      sentence: "The workflow was archived when the event was stored.",
    });
  });

  test("what is unknown is not found, also what another project has (I13)", async () => {
    expect(await why("cold", "evt_none")).toMatchObject({ code: "NOT_FOUND", path: "/eventId" });
    expect(await why("wf_none")).toMatchObject({ code: "NOT_FOUND", path: "/workflowId" });
    const other = await api.as("kim@billing").request("GET", `/workflows/${ids["cold"]}/why-not/${event}`);
    expect(other.status).toBe(404);
  });

  test("GraphQL has it as a field of the workflow; who may not read payloads sees neither values nor the sentence", async () => {
    const query = `query ($id: ID!, $event: ID!) { workflow(id: $id) { whyNot(eventId: $event) { outcome sentence triggers payloadsHidden } } }`;
    const variables = { id: ids["cold"], event };
    const mine = (await api.graphql(query, variables)).body.data.workflow.whyNot;
    expect(mine).toMatchObject({ outcome: "FILTERED", sentence: expect.stringContaining("72"), payloadsHidden: null });
    const theirs = (await api.as("viewer").graphql(query, variables)).body;
    expect(theirs.data.workflow.whyNot).toMatchObject({ outcome: "FILTERED", sentence: "[hidden]", triggers: null });
    expect(JSON.stringify(theirs)).not.toContain("72");
  });
});

describe("the outcomes of an event", () => {
  test("list each workflow that it could concern once, also those that filtered it", async () => {
    const { items } = (await api.request("GET", `/events/${event}/outcomes`)).body;
    const found = Object.fromEntries(
      items.map((item: { workflowId: string; outcome: string }) => [item.workflowId, item.outcome]),
    );
    expect(found).toEqual({ [ids["takes"]!]: "started", [ids["cold"]!]: "filtered", [ids["broken"]!]: "rejected" });
    expect(items.find((item: { outcome: string }) => item.outcome === "filtered").sentence).toContain("score was 72");
    const filtered = (await api.request("GET", `/events/${event}/outcomes?outcome=filtered`)).body.items;
    expect(filtered.map((item: { workflowId: string }) => item.workflowId)).toEqual([ids["cold"]]);
    expect((await api.request("GET", "/events/evt_none/outcomes")).status).toBe(404);
  });

  test("come page by page, and are counted", async () => {
    const query = `query ($id: ID!, $after: String) { event(id: $id) { outcomes(first: 2, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } nodes { outcome workflow { name } execution { id } } } } }`;
    const first = (await api.graphql(query, { id: event })).body.data.event.outcomes;
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const second = (await api.graphql(query, { id: event, after: first.pageInfo.endCursor })).body.data.event.outcomes;
    const nodes = [...first.nodes, ...second.nodes] as { outcome: string; workflow: { name: string } }[];
    expect(nodes.map(({ workflow }) => workflow.name).toSorted()).toEqual(["broken", "cold", "takes"]);
    const last = `query ($id: ID!) { event(id: $id) { outcomes(last: 1) { nodes { workflow { name } } } } }`;
    expect((await api.graphql(last, { id: event })).body.data.event.outcomes.nodes[0].workflow.name).toBe(
      nodes[2]!.workflow.name,
    );
  });

  test("of an event that started an execution by hand is that execution", async () => {
    const started = (await api.request("POST", "/executions", { workflowId: ids["orders"], data: {} })).body;
    const { eventId } = (await api.request("GET", `/executions/${started.id}`)).body;
    const { items } = (await api.request("GET", `/events/${eventId}/outcomes`)).body;
    expect(items).toMatchObject([{ outcome: "started", triggerId: "manual", sentence: "It was started by hand." }]);
  });
});
