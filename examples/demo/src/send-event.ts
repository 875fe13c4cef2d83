import { setTimeout as sleep } from "node:timers/promises";
import { DEMO_EVENT } from "./ensure-workflow.ts";
import { payloadOf, type GraphqlClient } from "./graphql-client.ts";

const SEND = `mutation ($input: EventInput!) {
  answer: eventSend(input: $input) {
    __typename ... on EventSendPayload { event { id } } ... on Error { code message hint }
  }
}`;
const FIND = `query ($filter: ExecutionFilter!) { executions(first: 1, filter: $filter) { nodes { id } } }`;

const APPEARS_WITHIN_MS = 15_000;

/** Sends the event, and returns the id of the execution that the workflow's trigger starts. */
export async function sendEvent(
  api: GraphqlClient,
  data: unknown,
  workflowId: string,
): Promise<{ eventId: string; executionId: string }> {
  const input = { type: DEMO_EVENT, source: "demo", data };
  const { answer } = await api.request<{ answer: { __typename: string; event: { id: string } } }>(SEND, { input });
  const eventId = payloadOf(answer, "EventSendPayload").event.id;
  const deadline = Date.now() + APPEARS_WITHIN_MS;
  for (;;) {
    const { executions } = await api.request<{ executions: { nodes: { id: string }[] } }>(FIND, {
      filter: { eventId, workflowId },
    });
    const [execution] = executions.nodes;
    if (execution !== undefined) return { eventId, executionId: execution.id };
    if (Date.now() > deadline) {
      throw new Error(
        `The event ${eventId} is stored, but it started no execution within ${APPEARS_WITHIN_MS / 1000} s. See the worker's log for the reason.`,
      );
    }
    await sleep(20);
  }
}
