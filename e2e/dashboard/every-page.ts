import { demos, type Demo } from "@tempograph/dashboard/demos";
import { waitFor } from "@tempograph/testing";
import { createDemo } from "../support/create-demo.ts";
import type { TestStack } from "../support/start-test-stack.ts";

/** The ids of what pages are opened for. */
export interface Shown {
  readonly workflow: string;
  readonly execution: string;
  readonly event: string;
  readonly bulkJob: string;
}

interface EveryPage {
  /** The name of its picture. */
  readonly name: string;
  readonly path: (shown: Shown) => string;
  /** A text that stands there when the page is complete. */
  readonly text: string;
}

/** Every page of the dashboard: each is tested for accessibility and for deep links, and photographed. */
export const EVERY_PAGE: readonly EveryPage[] = [
  { name: "start", path: () => "/", text: "Hot lead" },
  { name: "workflows", path: () => "/workflows", text: "Hot lead" },
  { name: "workflow", path: ({ workflow }) => `/workflows/${workflow}`, text: "Publish" },
  { name: "sentences", path: ({ workflow }) => `/workflows/${workflow}?tab=sentences`, text: "is more than" },
  { name: "executions", path: () => "/executions", text: "Hot lead" },
  { name: "bulk-jobs", path: () => "/bulk", text: "Resume" },
  { name: "bulk-job", path: ({ bulkJob }) => `/bulk/${bulkJob}`, text: "NOT_PAUSED" },
  { name: "execution", path: ({ execution }) => `/executions/${execution}`, text: "changes of steps" },
  { name: "events", path: () => "/events", text: "demo.lead.created" },
  { name: "event", path: ({ event }) => `/events/${event}`, text: "lead.score was 90" },
  { name: "approvals", path: () => "/approvals", text: "Refund 40 € to Ada?" },
  { name: "versions", path: ({ workflow }) => `/workflows/${workflow}/versions`, text: "Node by node" },
  { name: "node-types", path: () => "/node-types?type=http_call", text: "What it gives" },
  { name: "audit", path: () => "/audit", text: "workflowCreate" },
  { name: "tokens", path: () => "/tokens", text: "No tokens yet" },
  { name: "retention", path: () => "/retention", text: "Nothing is held" },
  { name: "health", path: () => "/health", text: "Every trigger works" },
];

/**
 * Fills a stack with what pages show: the demos of the start page, run to their ends or to where they wait for somebody. Gives the ids of the first
 * one, which has a branch and a wait.
 */
export async function fillStack(stack: TestStack): Promise<Shown> {
  const made = [];
  for (const demo of demos) made.push(await createDemo(stack, demo));
  interface Listed {
    readonly executions: { readonly nodes: readonly { id: string; status: string; workflow: { id: string } }[] };
    readonly approvals: { readonly totalCount: number };
  }
  const executions = await waitFor(
    async () => {
      const { executions, approvals } = await stack.graphql<Listed>(
        "{ executions(first: 50) { nodes { id status workflow { id } } } approvals { totalCount } }",
      );
      const open = executions.nodes.filter(({ status }) => /PENDING|RUNNING/.test(status));
      const isSettled = executions.nodes.length >= demos.length && open.length === approvals.totalCount;
      return isSettled ? executions.nodes : undefined;
    },
    { timeoutMs: 60_000, intervalMs: 250 },
  );
  const [{ workflow, event }] = made as [(typeof made)[0]];
  await changeDraft(stack, workflow, demos[0]!);
  // Nothing is paused, so the job skips each execution and says why.
  const { bulkStart } = await stack.graphql<{ readonly bulkStart: { readonly job: { readonly id: string } } }>(
    "mutation ($input: BulkStartInput!) { bulkStart(input: $input) { ... on BulkStartPayload { job { id } } } }",
    { input: { filter: { status: ["RUNNING"] }, action: { kind: "RESUME" } } },
  );
  return {
    workflow,
    event,
    bulkJob: bulkStart.job.id,
    execution: executions.find((one) => one.workflow.id === workflow)!.id,
  };
}

/** Changes a step in the draft of a demo, so that there is something to compare. */
async function changeDraft(stack: TestStack, id: string, { graph }: Demo): Promise<void> {
  const { workflow } = await stack.graphql<{ readonly workflow: { readonly draftRevision: number } }>(
    "query ($id: ID!) { workflow(id: $id) { draftRevision } }",
    { id },
  );
  const changed = JSON.parse(JSON.stringify(graph).replace("Send a gift", "Send a large gift")) as unknown;
  const { workflowSaveDraft } = await stack.graphql<{ readonly workflowSaveDraft: { readonly __typename: string } }>(
    "mutation ($input: WorkflowSaveDraftInput!) { workflowSaveDraft(input: $input) { __typename ... on Error { message } } }",
    { input: { id, draftRevision: workflow.draftRevision, graph: changed } },
  );
  if (workflowSaveDraft.__typename !== "WorkflowSaveDraftPayload") throw new Error(JSON.stringify(workflowSaveDraft));
}
