import { CreateWorkflow, RefusalFragment, graphql, perform, queryClient, apiQuery, send } from "../../data/index.ts";
import type { Demo } from "../../demos/demos.ts";

const FindDemoQuery = graphql(`
  query FindDemo($key: String!) {
    workflows(first: 1, key: $key, archived: false) {
      nodes {
        id
        publishedVersion {
          number
        }
      }
    }
  }
`);

const SendDemoEvent = graphql(
  `
    mutation SendDemoEvent($input: EventInput!) {
      eventSend(input: $input) {
        __typename
        ... on EventSendPayload {
          event {
            id
          }
        }
        ...Refusal
      }
    }
  `,
  [RefusalFragment],
);

const StartedByQuery = graphql(`
  query StartedBy($filter: ExecutionFilter!) {
    executions(first: 1, filter: $filter) {
      nodes {
        id
      }
    }
  }
`);

/** How long to wait for the execution. A demo that somebody has edited may not take its event any more. */
const APPEARS_WITHIN_MS = 8_000;
const LOOKS_EVERY_MS = 150;

/** What was started: the execution, or, where none appeared, the event whose page says why. */
export interface StartedDemo {
  readonly eventId: string;
  readonly executionId: string | undefined;
}

/** Creates the demo's workflow, unless there is one with its key, and sends its event. */
export async function startDemo({ key, title, shows, graph, condition, event }: Demo): Promise<StartedDemo> {
  const found = (await send(FindDemoQuery, { key })).workflows.nodes[0];
  let workflowId = found?.id;
  if (workflowId === undefined) {
    const triggers = [{ eventType: event.type, ...(condition !== undefined && { condition }) }];
    const input = { key, name: title, description: shows, graph, triggers, publish: true };
    ({ id: workflowId } = (await perform(CreateWorkflow, { input })).workflow);
  }
  const sent = await perform(SendDemoEvent, { input: { type: event.type, source: "start-page", data: event.data } });
  const eventId = sent.event.id;
  const deadline = Date.now() + APPEARS_WITHIN_MS;
  for (;;) {
    const query = { ...apiQuery(StartedByQuery, { filter: { eventId, workflowId } }), staleTime: 0 };
    const executionId = (await queryClient.fetchQuery(query)).executions.nodes[0]?.id;
    if (executionId !== undefined || Date.now() > deadline) return { eventId, executionId };
    await new Promise((resolve) => setTimeout(resolve, LOOKS_EVERY_MS));
  }
}
