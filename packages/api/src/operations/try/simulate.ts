import { z } from "zod";
import { bodyField, bodyFields, checkNames, invalid } from "../../http/read-body.ts";
import { simulate as simulateGraph, type SimulateInput } from "../../app/simulate/simulate.ts";
import { simulationAnswer } from "../answers/try.ts";
import { defineOperation } from "../operation.ts";
import { MAX_GRAPH_BODY_BYTES } from "../workflows/workflow-body.ts";
import { simulateInput, simulatedOutcome } from "./simulate-input.ts";

const simulateBody = simulateInput.omit({ outcomes: true }).extend({
  trigger: z.unknown().describe("The same as `triggers`, as for POST /workflows."),
  outcomes: z
    .record(z.string(), simulatedOutcome.omit({ at: true }))
    .optional()
    .describe("By step path or node id."),
});

/** GraphQL gives outcomes as a list, each with `at`; REST as an object by path. */
type Simulating = z.output<typeof simulateInput> | SimulateInput;

export const simulate = defineOperation({
  name: "simulate",
  kind: "query",
  permission: "read",
  summary: "What a graph would do with an event",
  description:
    "What a graph would do with an event, on virtual time and with outcomes that you give: days take milliseconds. Nothing is carried out, nothing is stored.",
  input: simulateInput,
  arguments: "input",
  errors: ["validation", "notFound"],
  errorsAsData: true,
  result: { type: "Simulation" },
  rest: {
    method: "POST",
    path: "/simulate",
    tag: "workflows",
    description:
      "On virtual time, with outcomes that you give; nothing is carried out, nothing is stored. `graph`, or `workflowId` with or without `version`.",
    bodyLimit: MAX_GRAPH_BODY_BYTES,
    // As it was sent: the operation reads each part, and says what is wrong with it.
    read(request) {
      const body = bodyFields(request.body);
      checkNames(body, Object.keys(simulateBody.shape), "field");
      if (Array.isArray(body["outcomes"]))
        throw invalid("outcomes", "It has to be an object.", "Give each outcome under its step path or node id.");
      const input: SimulateInput = {
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
  run: ({ deps }, given: Simulating) => simulateGraph(deps, { ...given, outcomes: byPath(given.outcomes) }),
});

function byPath(outcomes: unknown): unknown {
  if (!Array.isArray(outcomes)) return outcomes;
  return Object.fromEntries(
    (outcomes as readonly z.output<typeof simulatedOutcome>[]).map(({ at, ...outcome }) => [at, withoutNulls(outcome)]),
  );
}

/** A client that names a field without a value means that it is absent; but an output may well be null. */
function withoutNulls(outcome: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept = Object.entries(outcome).filter(([key, value]) => value != null || (key === "output" && value === null));
  return Object.fromEntries(
    kept.map(([key, value]) => [key, key === "failure" ? withoutNulls(value as Record<string, unknown>) : value]),
  );
}
