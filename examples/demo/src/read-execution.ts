import { setTimeout as sleep } from "node:timers/promises";
import type { GraphqlClient } from "./graphql-client.ts";

export type StepState = {
  readonly path: string;
  readonly type: string;
  readonly status: string;
  readonly attemptCount: number;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
};

export type MirroredEvent = {
  readonly eventId: string;
  readonly eventType: string;
  readonly eventTime: string;
  readonly attributes: unknown;
};

export type ExecutionState = {
  readonly id: string;
  readonly status: string;
  readonly runId: string | null;
  readonly historyEventCount: number | null;
  readonly mirrorOk: boolean | null;
  readonly mirrorProblem: unknown;
  readonly temporalUiUrl: string | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly steps: readonly StepState[];
};

type Page<T> = { nodes: T[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };

const EXECUTION = `query ($id: ID!) {
  execution(id: $id) {
    id status runId historyEventCount mirrorOk mirrorProblem temporalUiUrl failure { code message }
    steps(first: 200) { nodes { path type status attemptCount startedAt endedAt } }
  }
}`;
const HISTORY = `query ($id: ID!, $after: String) {
  execution(id: $id) {
    historyEvents(first: 200, after: $after, encoded: true) {
      nodes { eventId eventType eventTime attributes } pageInfo { hasNextPage endCursor }
    }
  }
}`;

const MIRRORED_WITHIN_MS = 20_000;

export async function readExecution(api: GraphqlClient, id: string): Promise<ExecutionState> {
  const { execution } = await api.request<{
    execution: (Omit<ExecutionState, "steps"> & { steps: Page<StepState> }) | null;
  }>(EXECUTION, { id });
  if (execution === null) throw new Error(`The API has no execution ${id}.`);
  return { ...execution, steps: execution.steps.nodes };
}

/** Waits until the closed execution is mirrored, and returns it. If that takes too long, it is returned as it is then. */
export async function readMirroredExecution(api: GraphqlClient, id: string): Promise<ExecutionState> {
  const deadline = Date.now() + MIRRORED_WITHIN_MS;
  for (;;) {
    const execution = await readExecution(api, id);
    if (execution.mirrorOk !== null || Date.now() > deadline) return execution;
    await sleep(50);
  }
}

export async function readMirroredHistory(api: GraphqlClient, id: string): Promise<readonly MirroredEvent[]> {
  const events: MirroredEvent[] = [];
  let after: string | null = null;
  for (;;) {
    const answer: { execution: { historyEvents: Page<MirroredEvent> } } = await api.request(HISTORY, { id, after });
    const { nodes, pageInfo } = answer.execution.historyEvents;
    events.push(...nodes);
    if (!pageInfo.hasNextPage) return events;
    after = pageInfo.endCursor;
  }
}

/** Turns GraphQL's `COMPLETED_WITH_ERRORS` into `completedWithErrors`, the name of the status everywhere else. */
export function lowerCamel(name: string): string {
  return name.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
