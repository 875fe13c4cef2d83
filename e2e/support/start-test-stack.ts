import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SEARCH_ATTRIBUTES } from "@tempograph/graph";
import { startStack, type LocalStack, type StartStackOptions } from "@tempograph/local-stack";

export type TestStack = LocalStack & {
  graphql<T>(query: string, variables?: Record<string, unknown>): Promise<T>;
};

/** Default of `postgres`: without durable commits, which is faster. */
export type StackOptions = Pick<StartStackOptions, "mayKillWorker" | "postgres">;

const TYPES = { KEYWORD: "Keyword", INT: "Int" } as const;

/** Temporal knows them from its start on; a worker that registers them would wait for a second, in each stack of the tests. */
const searchAttributes = Object.fromEntries(
  Object.values(SEARCH_ATTRIBUTES).map(({ name, type }) => [name, TYPES[type]]),
);

/** Starts a stack of real processes with a data directory of its own, which is removed with the stack. */
export async function startTestStack(
  workerEnv: NodeJS.ProcessEnv = {},
  apiEnv: NodeJS.ProcessEnv = {},
  options: StackOptions = {},
): Promise<TestStack> {
  const dataDir = mkdtempSync(join(tmpdir(), "tempograph-e2e-"));
  const program = (name: string): string =>
    fileURLToPath(new URL(`../../packages/${name}/src/main.ts`, import.meta.url));
  const remove = (): void => rmSync(dataDir, { recursive: true, force: true });
  try {
    const stack = await startStack({
      dataDir,
      api: { entry: program("api"), env: apiEnv },
      worker: { entry: program("worker"), env: workerEnv },
      postgres: { durable: false },
      temporal: { searchAttributes },
      ...options,
    });
    return {
      ...stack,
      async graphql<T>(query: string, variables = {}) {
        const response = await fetch(`${stack.apiUrl}/graphql`, {
          method: "POST",
          headers: { authorization: `Bearer ${stack.token}`, "content-type": "application/json" },
          body: JSON.stringify({ query, variables }),
        });
        const { data, errors } = (await response.json()) as { data: T; errors?: unknown };
        if (errors !== undefined) throw new Error(JSON.stringify(errors));
        return data;
      },
      async stop() {
        await stack.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

type Run = {
  id: string;
  status: string;
  mirrorOk: boolean | null;
  historyEventCount: number | null;
  steps: { nodes: { path: string; status: string; port: string | null; output: unknown }[] };
};

/** Stores and publishes a graph. Events whose type is the name of the workflow start it. */
export async function createWorkflow(
  stack: TestStack,
  name: string,
  graph: unknown,
): Promise<{ id: string; problems: { severity: string; code: string; node: string }[] }> {
  const { workflowCreate } = await stack.graphql<{
    workflowCreate: { __typename: string; workflow: { id: string }; problems: [] };
  }>(
    `mutation ($input: WorkflowCreateInput!) {
      workflowCreate(input: $input) {
        __typename
        ... on WorkflowCreatePayload { workflow { id } problems { severity code node } }
        ... on ValidationError { code message problems { severity code node message } }
      }
    }`,
    { input: { name, graph, publish: true, triggers: [{ eventType: name }] } },
  );
  if (workflowCreate.__typename !== "WorkflowCreatePayload") throw new Error(JSON.stringify(workflowCreate));
  return { id: workflowCreate.workflow.id, problems: workflowCreate.problems };
}

/** Sends an event of the workflow's type, and returns the execution when it is closed and mirrored. */
export async function runToEnd(stack: TestStack, type: string, data: unknown): Promise<Run> {
  const { eventSend } = await stack.graphql<{ eventSend: { event: { id: string } } }>(
    `mutation ($input: EventInput!) { eventSend(input: $input) { ... on EventSendPayload { event { id } } } }`,
    { input: { type, data } },
  );
  const deadline = Date.now() + 40_000;
  for (;;) {
    const { event } = await stack.graphql<{ event: { executions: { nodes: Run[] } } }>(
      `query ($id: ID!) { event(id: $id) { executions(first: 2) { nodes {
        id status mirrorOk historyEventCount steps(first: 50) { nodes { path status port output } }
      } } } }`,
      { id: eventSend.event.id },
    );
    const [run] = event.executions.nodes;
    if (run !== undefined && run.mirrorOk !== null) return run;
    if (Date.now() > deadline) throw new Error(`The execution did not end: ${JSON.stringify(event.executions.nodes)}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
