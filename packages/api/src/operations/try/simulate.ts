import { z } from "zod";
import { bodyField, bodyFields, checkNames, invalid, type Fields } from "../../http/read-body.ts";
import { simulate as simulateGraph, type SimulateInput } from "../../app/simulate/simulate.ts";
import { simulationAnswer } from "../answers/try.ts";
import { defineOperation } from "../operation.ts";
import { MAX_GRAPH_BODY_BYTES, placeInBody } from "../workflows/workflow-body.ts";
import { outcomesByPlace, readScript } from "./read-script.ts";
import { simulateInput, type simulatedOutcome } from "./simulate-input.ts";

const simulateBody = simulateInput.omit({ outcomes: true }).extend({
  trigger: z.unknown().optional().describe("The same as `triggers`, as for POST /workflows."),
  outcomes: outcomesByPlace.optional().describe("The outcomes by step path or node id."),
});

/** The input: GraphQL passes outcomes as a list whose entries have `at`, REST as an object by path. */
type Simulating = z.output<typeof simulateInput> | (SimulateInput & Fields);

export const simulate = defineOperation({
  name: "simulate",
  kind: "query",
  permission: "read",
  summary: "Simulate what a graph does with an event",
  description:
    "Simulates what a graph does with an event, on virtual time and with the outcomes that you give, so that days take milliseconds. Nothing is carried out and nothing is stored.",
  input: simulateInput,
  arguments: "input",
  errors: ["validation", "notFound", "unavailable"],
  errorsAsData: true,
  result: { type: "Simulation" },
  rest: {
    method: "POST",
    path: "/simulate",
    tag: "workflows",
    description:
      "Simulates a graph on virtual time, with the outcomes that you give. Nothing is carried out and nothing is stored. Send `graph`, or `workflowId` with or without `version`.",
    bodyLimit: MAX_GRAPH_BODY_BYTES,
    // Pass each part as it was sent: the operation itself reads it and reports its errors.
    read(request) {
      const body = bodyFields(request.body);
      checkNames(body, Object.keys(simulateBody.shape), "field");
      if (Array.isArray(body["outcomes"]))
        throw invalid(
          "outcomes",
          "The outcomes have to be an object.",
          "Send each outcome under its step path or node id.",
        );
      const input: SimulateInput & Fields = {
        ...body,
        graph: body["graph"] ?? undefined,
        triggers: body["triggers"] ?? body["trigger"],
        workflowId: bodyField(body, "workflowId", "string"),
        version: bodyField(body, "version", "number"),
        cancelAfterMs: bodyField(body, "cancelAfterMs", "number"),
        maxSteps: bodyField(body, "maxSteps", "number"),
        maxVirtualMs: bodyField(body, "maxVirtualMs", "number"),
      };
      return input as z.output<typeof simulateInput>;
    },
    body: simulateBody,
    place: placeInBody,
    example: {
      graph: {
        nodes: [
          { id: "call", type: "http_call", data: { method: "GET", url: "https://crm.example/{{payload.id}}" } },
          { id: "wait", type: "delay", data: { duration: "P2D" } },
        ],
        edges: [{ id: "e1", source: "call", target: "wait" }],
      },
      payload: { id: 7 },
      outcomes: { call: { failure: { code: "CRM_BUSY" }, attempts: 2, output: { status: 200 }, takesMs: 300 } },
    },
    answer: { schema: simulationAnswer, from: (simulation) => simulation },
  },
  run({ deps, caller }, given: Simulating) {
    const script = readScript({ ...given, outcomes: byPlace(given.outcomes) });
    return script.ok ? simulateGraph(deps, caller, given, script.value) : script;
  },
});

/** REST names the place of each outcome by its key, GraphQL in the outcome. */
function byPlace(outcomes: unknown): unknown {
  if (!Array.isArray(outcomes)) return outcomes;
  return Object.fromEntries(
    (outcomes as readonly z.output<typeof simulatedOutcome>[]).map(({ at, ...outcome }) => [at, outcome]),
  );
}
